"""Chat logs as shops export them and as people copy them: who said what, in order.

Known shapes: a line with name and time above each message (千牛 and others), time and name and
words in one line (京麦 and others), a name with a colon (拼多多, copied from WeChat), bare names of
roles (客服：…), and tables with columns (CSV, XLSX).
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dialogues.hearing import built_in
from dialogues.hearing.inventory import is_credit

MOST_LINES = 5_000
LONGEST_LINE = 2_000
_LONGEST_NAME = 40


class Role(StrEnum):
    """Who somebody in a log is."""

    CUSTOMER = "customer"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a log: the name that stands above it, and the words."""

    who: str
    text: str


_TIME = r"(?:\d{1,2}:\d{2}(?::\d{2})?)"
_DATE = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/月]\d{1,2}日?|今天|昨天|前天|星期.|周.)"
_STAMP = rf"(?:{_DATE}\s*)?(?:上午|下午|晚上|凌晨|中午)?\s*{_TIME}"
_NAME = rf"(?P<who>[^\s\[\]()（）:：][^\[\]()（）]{{0,{_LONGEST_NAME - 1}}}?)"
_ABOVE = (
    re.compile(rf"^{_NAME}\s*[(（\[]\s*{_STAMP}\s*[)）\]]\s*[:：]?\s*(?P<text>.*)$"),
    re.compile(rf"^[(（\[]?{_STAMP}[)）\]]?\s+{_NAME}\s*[:：]\s*(?P<text>.+)$"),
    re.compile(rf"^[(（\[]?{_STAMP}[)）\]]\s*{_NAME}\s*[:：]\s*(?P<text>.+)$"),
    re.compile(rf"^{_NAME}\s+{_STAMP}\s*[:：]?\s*(?P<text>)$"),
    re.compile(rf"^{_STAMP}\s+{_NAME}(?P<text>)$"),
)
_NAMED = re.compile(r"^(?P<who>[^\s:：/]{1,16}(?: [^\s:：/]{1,12})?)\s*[:：]\s*(?P<text>.*)$")
_ONLY_TIME = re.compile(rf"^[-—\s]*{_STAMP}[-—\s]*$")
_NOISE = re.compile(
    r"撤回了一条消息|以上为历史消息|以下为新消息|^\[?(?:图片|语音|视频|表情|动画表情|文件|链接|商品卡片)\]?$"
    r"|系统消息|系统提示|会话(?:开始|结束)|已转接|接入会话|消息已读|^已读$|^未读$"
)
_AGENT = re.compile(
    r"客服|售前|售后|旗舰店|专营店|专卖店|官方|小二|专员|店铺|商家|卖家|接待|坐席|agent|seller",
    re.IGNORECASE,
)
_CUSTOMER = re.compile(r"顾客|客户|买家|用户|访客|会员|customer|buyer|visitor", re.IGNORECASE)
_COLUMNS = {
    "who": (
        "发送人",
        "发送者",
        "发送方",
        "昵称",
        "说话人",
        "角色",
        "身份",
        "用户名",
        "来源",
        "sender",
        "from",
        "role",
    ),
    "text": ("消息内容", "聊天内容", "内容", "消息", "文本", "message", "content", "text"),
}


def read_log(text: str) -> list[Said]:
    """What was said in a text export or a pasted talk; empty where no shape fits."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    lines = [line.strip()[:LONGEST_LINE] for line in lines[:MOST_LINES]]
    above = [_above(line) for line in lines]
    names: frozenset[str] = frozenset() if any(above) else _names(lines)
    said: list[tuple[str, list[str]]] = []
    for line, stamped in zip(lines, above, strict=True):
        head = stamped or _named(line, names)
        if head is not None:
            said.append((head[0], [head[1]] if head[1] else []))
        elif said and line and not _ONLY_TIME.match(line):
            said[-1][1].append(line)
    return _tidy(Said(who, "\n".join(parts)) for who, parts in said)


def read_table(rows: Sequence[Sequence[str]]) -> list[Said]:
    """What was said in a table whose first rows name its columns; empty where none does."""
    for place, row in enumerate(rows[:10]):
        who, text = (_column(row, name) for name in ("who", "text"))
        if who is not None and text is not None:
            return _tidy(
                Said(each[who].strip()[:_LONGEST_NAME], each[text].strip()[:LONGEST_LINE])
                for each in rows[place + 1 : MOST_LINES]
                if len(each) > max(who, text)
            )
    return []


def read_csv(text: str) -> list[Said]:
    """What was said in a table as text, columns parted by commas, semicolons or tabs."""
    head = text.lstrip("\ufeff")[:2_000]
    mark = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=mark))
    except csv.Error:
        return []
    return read_table(rows)


def cast(said: Sequence[Said]) -> dict[str, Role]:
    """Who in the log is the shop and who the customer; empty where there are not two sides.

    Names tell it (客服, 旗舰店, 子账号 with a colon); where they don't, who sounds like one.
    """
    names = list(dict.fromkeys(each.who for each in said))
    roles = {name: role for name in names if (role := role_of(name)) is not None}
    if Role.AGENT not in roles.values():
        rest = [name for name in names if name not in roles]
        served = {name: _service(said, name) for name in rest}
        if rest and max(served.values()) > 0:
            roles[max(rest, key=lambda name: served[name])] = Role.AGENT
    everyone = {name: roles.get(name, Role.CUSTOMER) for name in names}
    return everyone if set(everyone.values()) == set(Role) else {}


def role_of(name: str) -> Role | None:
    """What a name says about whose it is; None where it says nothing."""
    if _AGENT.search(name) or re.search(r"\S:\S", name):
        return Role.AGENT
    return Role.CUSTOMER if _CUSTOMER.search(name) else None


def _service(said: Sequence[Said], name: str) -> float:
    """Acts of good service a message."""
    own = [each.text for each in said if each.who == name][:40]
    heard = sum(is_credit(act) for text in own for act in built_in().hear(text).ids)
    return heard / len(own) if own else 0.0


def _above(line: str) -> tuple[str, str] | None:
    for shape in _ABOVE:
        if found := shape.match(line):
            return found["who"].strip(), found["text"].strip()
    return None


def _names(lines: Sequence[str]) -> frozenset[str]:
    """What stands before colons more than once, or names a role."""
    heads = Counter(found["who"] for line in lines if (found := _NAMED.match(line)))
    return frozenset(who for who, times in heads.items() if times > 1 or role_of(who))


def _named(line: str, names: frozenset[str]) -> tuple[str, str] | None:
    found = _NAMED.match(line) if names else None
    return (found["who"], found["text"].strip()) if found and found["who"] in names else None


def _tidy(said: Iterable[Said]) -> list[Said]:
    """Without system notes, and without pictures and voices that nobody can read."""
    kept = []
    for each in said:
        lines = [line for line in each.text.split("\n") if line and not _NOISE.search(line)]
        if lines and each.who and "系统" not in each.who:
            kept.append(Said(each.who, "\n".join(lines)))
    return kept


def _column(row: Sequence[str], name: str) -> int | None:
    cells = [cell.strip().lower() for cell in row]
    return next((cells.index(word) for word in _COLUMNS[name] if word in cells), None)
