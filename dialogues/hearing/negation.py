"""Whether a word is denied by what stands before it in the same clause."""

import re

REACH = 7
"""Code points before a hit in which a negator still denies it."""

_GUARDED = re.compile(
    r"不好意思|没问题|没关系|没事|不要紧|不用谢|不客气|别着急|别急|别担心|别慌|别怕|别生气|不用担心|不用急|不着急"
    r"|(.)[不没]\1|[能会要可是行好对有该]不[能会要可是行好对有该]|有没有|对不起|对不住"
    r"|差不多|不过|不然|不但|不仅|不管|不论|不如|不少|不错|不断|不光|不止|不妨|不得不|要不|不满意|不合适|不舒服"
    r"|不方便|不对劲|不喜欢|不小心|不知|没收到|没到|没货|无忧|无理由|非常|莫大|未来|特别|分别|个别|区别|级别|别的|别人|不敢|忍不住"
)
_NEGATOR = re.compile(
    r"不|没|别|勿|无|未|莫|甭|非(?!常)|冇|唔|\bnot\b|\bno\b|n't\b|\bdont\b|\bcant\b|\bnever\b|\bwithout\b"
)


def denied(text: str, clause_start: int, start: int) -> bool:
    """Whether an odd number of negators stands shortly before `start` in its clause."""
    before = text[max(clause_start, start - REACH) : start]
    if not before:
        return False
    return len(_NEGATOR.findall(_GUARDED.sub("_", before))) % 2 == 1
