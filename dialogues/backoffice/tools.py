"""Which tools there are, what each needs to know, and what it writes into the records."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Work(StrEnum):
    """What a tool does: look up, browse, file something for a record, refund, note, coupon."""

    LOOK_UP = "look_up"
    BROWSE = "browse"
    ON_RECORD = "on_record"
    REFUND = "refund"
    NOTE = "note"
    COUPON = "coupon"


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: its name, the table it works on, the fields it shows (empty: all).

    `writes` is the column of the record that its work can be seen in afterwards, `takes_stock`
    whether one piece of the goods leaves the shelf, `needs_words` whether more than the number
    must be said (the new address).
    """

    name: str
    work: Work
    table: str = ""
    shows: tuple[str, ...] = ()
    writes: str = ""
    takes_stock: bool = False
    needs_words: bool = False


HIDDEN_FIELDS = frozenset({"内情"})
"""Fields of a record that no tool ever shows: the truth behind the case."""

ORDERS, STOCK, GOODS, AMOUNT, STATUS = "订单", "库存", "商品", "金额", "状态"
PIECES = ("现货", "库存", "数量")
"""Columns of the stock that count pieces."""

TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool("查订单", Work.LOOK_UP, ORDERS),
        Tool("查物流", Work.LOOK_UP, ORDERS, (GOODS, "运单号", "快递", "物流", "催件")),
        Tool("查库存", Work.BROWSE, STOCK),
        Tool("查商品", Work.BROWSE, GOODS),
        Tool("查活动", Work.BROWSE, "活动"),
        Tool("催件", Work.ON_RECORD, ORDERS, writes="催件"),
        Tool("申请补发", Work.ON_RECORD, ORDERS, writes="补发", takes_stock=True),
        Tool("申请退款", Work.REFUND, ORDERS, writes="退款"),
        Tool("申请换货", Work.ON_RECORD, ORDERS, writes="换货", takes_stock=True),
        Tool("改地址", Work.ON_RECORD, ORDERS, writes="收货地址", needs_words=True),
        Tool("备注", Work.NOTE, ORDERS, writes="备注"),
        Tool("转主管", Work.NOTE, ORDERS, writes="转接"),
        Tool("发券", Work.COUPON, ORDERS, writes="优惠券"),
    )
}
