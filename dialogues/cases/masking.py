"""Personal data taken out of chat logs, before anything of them is stored.

What is found is replaced by what it was: 〔手机〕, 〔姓名〕. Amounts, dates, sizes and models stay:
a case without them is no case. Where a long number may be anything, it is taken out.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dialogues.cases.names import COMPOUND, PROVINCES, SURNAMES, TITLES


class Private(StrEnum):
    """What kind of personal data something is; the value is what replaces it."""

    NAME = "姓名"
    NICK = "昵称"
    PHONE = "手机"
    LANDLINE = "座机"
    ADDRESS = "地址"
    ORDER = "单号"
    IDENTITY = "身份证"
    BANK_CARD = "银行卡"
    ACCOUNT = "账号"
    EMAIL = "邮箱"
    PLATE = "车牌"
    LINK = "链接"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and how much of what was taken out."""

    text: str
    found: Counter[Private]


def mark_of(kind: Private) -> str:
    """What stands in the place of something."""
    return f"〔{kind}〕"


_HAN = "一-鿿"
_GAP = "[ \\-.·]?"
_SAYS = "[:：是为叫 ]{0,4}"
_SURNAME = f"(?:{'|'.join(COMPOUND)}|[{SURNAMES}])"
_STREET = "(?:路|大街|街|大道|街道|巷|弄|胡同)"
_PLACE = (
    "(?:小区|花园|家园|花苑|嘉苑|公寓|大厦|广场|新村|社区|产业园|工业园|科技园|宿舍|大院|华庭|名苑|"
    "村|镇|乡|大学|学院|中学|小学)"
)
_UNIT = "(?:号楼|号院|号|栋|幢|座|单元|室|弄|楼|层|房|组|队)"
_NUMBER = "(?:[0-9]{1,5}|[A-Za-z]?[0-9]{1,4}|[一二三四五六七八九十百]{1,4})"
_REST = f"(?:[,，\\- ]{{0,2}}(?:{_NUMBER}{_UNIT}|[0-9]{{1,4}}(?:-[0-9]{{1,4}})+|[0-9]{{3,4}}))*"
_NO_HAN_BEFORE = f"(?:(?<![{_HAN}])|(?<=[人给叫是找]))"
_TITLE = f"(?={'|'.join(TITLES)})"
_AREA = f"[{_HAN}]{{2,9}}?(?:省|自治区|市|区|县|旗|州|镇|乡|街道)"

# In this order: what is longest and surest first, so that a part of it is not taken for less.
_RULES: tuple[tuple[Private, str], ...] = (
    (Private.LINK, r"(?:https?://|www\.)[^\s，。；、）)】\"'<>]+"),
    (Private.EMAIL, r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    (
        Private.IDENTITY,
        r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])"
        r"(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9A-Za-z])",
    ),
    (
        Private.IDENTITY,
        f"(?<=身份证){_SAYS}号?{_SAYS}[0-9]{{6}}[0-9Xx*]{{5,12}}",
    ),
    (
        Private.BANK_CARD,
        rf"(?:(?<=卡号)|(?<=银行卡)|(?<=储蓄卡)|(?<=信用卡)){_SAYS}[0-9](?:[ -]?[0-9]){{11,18}}",
    ),
    (Private.BANK_CARD, r"(?<![0-9])6[0-9]{3}(?:[ -][0-9]{4}){3}(?:[ -][0-9]{1,3})?(?![0-9])"),
    (
        Private.PHONE,
        rf"(?<![0-9A-Za-z])(?:\+?86{_GAP})?1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}(?![0-9])",
    ),
    (
        Private.PHONE,
        rf"(?<![0-9A-Za-z])1[3-9][0-9]{_GAP}[0-9]{{3}}{_GAP}[0-9]{{5}}(?![0-9])",
    ),
    (Private.PHONE, r"(?<![0-9])1[3-9][0-9][*xX＊]{3,6}[0-9]{2,4}(?![0-9])"),
    (Private.PHONE, "[一幺][三四五六七八九][零〇一幺二两三四五六七八九]{9}"),
    (
        Private.LANDLINE,
        r"(?<![0-9])[(（]?0[1-9][0-9]{1,2}[)）]?[-— ]?[2-9][0-9]{6,7}(?:[-转][0-9]{1,5})?(?![0-9])",
    ),
    (
        Private.LANDLINE,
        rf"(?:(?<=座机)|(?<=固话)|(?<=电话)){_SAYS}[2-9][0-9]{{6,7}}(?![0-9])",
    ),
    (Private.ACCOUNT, r"wxid_[A-Za-z0-9_-]{4,}"),
    (
        Private.ACCOUNT,
        r"(?i:(?:(?<=微信)|(?<=微信号)|(?<=薇信)|(?<=v信)|(?<=wx)|(?<=vx)|(?<=加v)|(?<=wechat)|"
        rf"(?<=支付宝)|(?<=旺旺)|(?<=账号)|(?<=抖音号)|(?<=小红书号))号?码?{_SAYS}"
        r"[A-Za-z0-9][A-Za-z0-9_-]{4,23})",
    ),
    (Private.ACCOUNT, rf"(?i:(?:(?<=qq)|(?<=扣扣)|(?<=企鹅))号?码?{_SAYS}[1-9][0-9]{{4,10}})"),
    (Private.ACCOUNT, r"(?<![A-Za-z0-9])tb[0-9]{6,}(?:_[0-9]{2,4})?(?![A-Za-z0-9])"),
    (
        Private.ORDER,
        r"(?:(?<=订单)|(?<=订单号)|(?<=单号)|(?<=运单)|(?<=运单号)|(?<=快递号)|(?<=退款编号))"
        r"(?:[:：是为# ]{1,4}|(?=[A-Za-z]{0,4}[0-9]))[A-Za-z]{0,4}[0-9][A-Za-z0-9-]{4,29}",
    ),
    (Private.ORDER, r"(?<![0-9A-Za-z])[A-Z]{2,4}[0-9]{9,18}[A-Z]{0,2}(?![0-9A-Za-z])"),
    (Private.ORDER, r"(?<![0-9])[0-9]{6}-[0-9]{12,18}(?![0-9])"),
    (Private.ORDER, r"(?<![0-9.])[0-9]{10,}(?![0-9.]*元)(?![0-9])"),
    (
        Private.PLATE,
        f"[{PROVINCES}][A-HJ-NP-Z][·・ ]?(?=[A-HJ-NP-Z]*[0-9])[A-HJ-NP-Z0-9]{{4,5}}"
        "[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])",
    ),
    (
        Private.ADDRESS,
        rf"(?:{_AREA}){{2,5}}(?:[{_HAN}A-Za-z0-9]{{1,16}}?(?:{_STREET}|{_PLACE})"
        rf"(?:[{_HAN}]{{0,6}}?{_NUMBER}{_UNIT})?)*{_REST}",
    ),
    (
        Private.ADDRESS,
        rf"(?:{_AREA})?[{_HAN}]{{2,8}}?{_STREET}{_NUMBER}(?:号|弄|巷)[{_HAN}]{{0,8}}?{_REST}(?<!的)",
    ),
    (
        Private.ADDRESS,
        rf"(?:{_AREA})?[{_HAN}]{{2,10}}?{_PLACE}[东西南北一二三四五六七八九十期区]{{0,4}}"
        rf"[ ]?{_NUMBER}(?:号楼|号院|栋|幢|座|单元|室|弄|组|队){_REST}",
    ),
)

_NAMES: tuple[tuple[Private, str], ...] = (
    (
        Private.NAME,
        f"(?:(?<=收货人)|(?<=收件人)|(?<=联系人)|(?<=姓名)|(?<=寄件人))[:： ]{{1,3}}"
        f"(?:{_SURNAME}[{_HAN}·]{{1,3}}|[A-Za-z]{{2,12}}|[{_HAN}·]{{2,4}})(?![{_HAN}])",
    ),
    (
        Private.NAME,
        f"(?:(?<=收货人)|(?<=收件人)|(?<=联系人)|(?<=姓名)|(?<=名字)|(?<=我叫)|(?<=本人))"
        f"[是为叫]?{_SURNAME}[{_HAN}]{{1,2}}(?=[,，。；;！!\\s]|$|的|〔)",
    ),
    (
        Private.NAME,
        f"{_NO_HAN_BEFORE}{_SURNAME}[{_HAN}]{{1,2}}(?=[,，:：\\s]{{0,3}}〔(?:手机|座机)〕)",
    ),
    (Private.NAME, f"(?<=〔手机〕)[,，\\s]{{0,3}}{_SURNAME}[{_HAN}]{{1,2}}(?=[,，\\s]|$|〔)"),
    (Private.NAME, f"{_SURNAME}[{_HAN}]{{1,2}}(?=[,，:：\\s]{{1,3}}〔地址〕)"),
    (Private.NAME, f"(?<![{_HAN}]){_SURNAME}{_TITLE}"),
    (Private.NAME, f"(?:(?<=我姓)|(?<=我是)|(?<=叫我)|(?<=您好)|(?<=找)){_SURNAME}{_TITLE}"),
)

_COMPILED = [(kind, re.compile(rule)) for kind, rule in (*_RULES, *_NAMES)]
_WIDE = str.maketrans({0xFEE0 + code: code for code in range(0x21, 0x7F) if chr(code).isalnum()})
"""Full-width letters and digits; punctuation stays as it was typed."""

_SHORTEST_NICK = 2


def mask(text: str, nicks: Iterable[str] = ()) -> Masked:
    """A text without personal data; `nicks` are the names that people had in the log."""
    found: Counter[Private] = Counter()
    plain = text.translate(_WIDE)
    # Rules of a longer log would otherwise be tried on their own marks.
    for kind, rule in _COMPILED:
        plain = rule.sub(_replace(kind, found), plain)
    for nick in sorted(set(nicks), key=len, reverse=True):
        if len(nick) >= _SHORTEST_NICK and nick in plain:
            found[Private.NICK] += plain.count(nick)
            plain = plain.replace(nick, mark_of(Private.NICK))
    return Masked(plain, found)


def mask_all(texts: Sequence[str], nicks: Iterable[str] = ()) -> tuple[list[str], Counter[Private]]:
    """Several texts without personal data, and how much of what was taken out of all of them."""
    masked = [mask(text, nicks) for text in texts]
    total: Counter[Private] = Counter()
    for each in masked:
        total.update(each.found)
    return [each.text for each in masked], total


def _replace(kind: Private, found: Counter[Private]) -> Callable[[re.Match[str]], str]:
    """Replaces what a rule found, but keeps the blanks and colons in front of it."""

    def replaced(match: re.Match[str]) -> str:
        text = match.group()
        kept = text[: len(text) - len(text.lstrip(" :：,，是为叫号码#"))]
        found[kind] += 1
        return kept + mark_of(kind)

    return replaced
