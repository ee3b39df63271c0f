"""Which tools there are, and what each needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Work(StrEnum):
    """What a tool does: look something up, act on one record, act on anything, grant a coupon."""

    LOOK_UP = "look_up"
    BROWSE = "browse"
    ON_RECORD = "on_record"
    NOTE = "note"
    COUPON = "coupon"


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: its name, the table it works on, and the fields it shows (empty: all)."""

    name: str
    work: Work
    table: str = ""
    shows: tuple[str, ...] = ()


HIDDEN_FIELDS = frozenset({"内情"})
"""Fields of a record that no tool ever shows: the truth behind the case."""

TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool("查订单", Work.LOOK_UP, "订单"),
        Tool("查物流", Work.LOOK_UP, "订单", ("商品", "运单号", "快递", "物流")),
        Tool("查库存", Work.BROWSE, "库存"),
        Tool("查商品", Work.BROWSE, "商品"),
        Tool("催件", Work.ON_RECORD, "订单"),
        Tool("申请补发", Work.ON_RECORD, "订单"),
        Tool("申请退款", Work.ON_RECORD, "订单"),
        Tool("申请换货", Work.ON_RECORD, "订单"),
        Tool("改地址", Work.ON_RECORD, "订单"),
        Tool("备注", Work.NOTE),
        Tool("转主管", Work.NOTE),
        Tool("发券", Work.COUPON),
    )
}
