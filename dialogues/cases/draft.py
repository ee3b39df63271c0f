"""A draft of a customer file from one masked talk: a start for an author, never a finished case.

Every place that only a person can judge is marked 改我. The customer's lines become the opening,
the facts told when asked for, and answers to what the service did; the service's replies become
the first self-test.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.cases.masking import Private, mask, mask_all
from dialogues.cases.shapes import Role, Said, cast
from dialogues.hearing import built_in
from dialogues.hearing.inventory import act_name, is_credit

MOST_TURNS = 24
_LONGEST = 180
_ASKED = ("ask_order", "ask_problem", "ask_evidence", "ask_need")
"""Acts that ask for a fact, in the order in which their answers become facts."""

_FACTS = {"ask_order": "订单号", "ask_problem": "问题", "ask_evidence": "凭证", "ask_need": "需求"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as text, and how much of what was masked on the way."""

    text: str
    masked: Counter[Private]
    turns: int


@dataclass(frozen=True, slots=True)
class _Exchange:
    """What the service said, the acts heard in it, and what the customer said then."""

    reply: str
    acts: tuple[str, ...]
    answer: str


def draft(said: Sequence[Said], id_: str, title: str) -> Draft | None:
    """A customer file from a log; None where there are not two sides talking to each other."""
    roles = cast(said)
    if not roles:
        return None
    texts, masked = mask_all([each.text for each in said], roles)
    bubbles = [(roles[each.who], _one_line(text)) for each, text in zip(said, texts, strict=True)]
    opening, exchanges = _exchanges(bubbles)
    if not opening or not exchanges:
        return None
    return Draft(
        _write(id_, _one_line(mask(title).text), opening, exchanges), masked, len(exchanges)
    )


def _exchanges(bubbles: Sequence[tuple[Role, str]]) -> tuple[list[str], list[_Exchange]]:
    """The customer's first words, and then each reply of the service with its answer."""
    turns: list[tuple[Role, str]] = []
    for role, text in bubbles:
        if turns and turns[-1][0] is role:
            turns[-1] = (role, f"{turns[-1][1]} {text}"[:_LONGEST])
        else:
            turns.append((role, text[:_LONGEST]))
    first = next((place for place, turn in enumerate(turns) if turn[0] is Role.CUSTOMER), None)
    if first is None:
        return [], []
    opening, rest = turns[first][1], turns[first + 1 :][: 2 * MOST_TURNS]
    line, found = opening, []
    for place in range(0, len(rest), 2):
        answer = rest[place + 1][1] if place + 1 < len(rest) else ""
        acts = built_in().hear(rest[place][1], line).ids
        found.append(_Exchange(rest[place][1], tuple(sorted(filter(is_credit, acts))), answer))
        line = answer
    return [opening], found


def _write(id_: str, title: str, opening: Sequence[str], exchanges: Sequence[_Exchange]) -> str:
    facts = _facts(exchanges)
    rules = _rules(exchanges, {answer for _, answer in facts.values()})
    lines = [
        "# 从真实对话整理的草稿：个人信息已经换成〔手机〕这样的记号。改完一处就删掉那行的“改我”。",
        "格式: 1",
        f"编号: {id_}",
        f"标题: {_quoted(title)}          # 改我：给学生看的题目",
        "类型: 单聊",
        "难度: 3                         # 改我：1 到 5",
        "能力点: [核实信息, 政策内解决]",
        "沿用: 通用售后                  # 脾气、接话、沉默、结局都有现成的",
        "",
        "给学生看:",
        "  岗位: 你是店里的在线客服。      # 改我：什么店、管什么",
        "  店规: 按店铺规矩处理，做不到的不要答应。    # 改我：真正的店规",
        "",
        "客户:",
        "  称呼: 顾客                    # 改我：编一个称呼，不要用真名",
        "  画像: 有事来问的顾客。          # 改我：他是怎样的人",
        "  开场:                         # 改我：再写一两种说法",
        *[f"    - {_quoted(each)}" for each in opening],
        "",
        *_fact_lines(facts),
        f"阶段: [{'诉说, 收尾' if rules else '诉说'}]              # 改我：三四个就够",
        "",
        "规则:                           # 改我：听到什么、说什么，是照着这次对话排的",
        *rules,
        "  - 名称: 再见",
        "    听到: [结束语, 感谢]",
        "    当: [怒气 低于 60]",
        f"    说: [{_quoted(_last_words(exchanges))}]",
        "    结局: 满意解决",
        "",
        *_tests(exchanges),
    ]
    return "\n".join(lines) + "\n"


def _facts(exchanges: Sequence[_Exchange]) -> dict[str, tuple[str, str]]:
    """What was asked for and told: by the fact's name the act's name and the answer."""
    found: dict[str, tuple[str, str]] = {}
    for each in exchanges:
        for act in _ASKED:
            if act in each.acts and each.answer and _FACTS[act] not in found:
                found[_FACTS[act]] = (act_name(act), each.answer)
    return found


def _fact_lines(facts: dict[str, tuple[str, str]]) -> list[str]:
    if not facts:
        return []
    lines = ["信息:                           # 改我：只有问到才说的事"]
    for name, (act, answer) in facts.items():
        lines += [
            f"  {name}:",
            f"    问到: [{act}]",
            "    必须: 是",
            f"    说: [{_quoted(answer)}]",
        ]
    return [*lines, ""]


def _rules(exchanges: Sequence[_Exchange], told: set[str]) -> list[str]:
    """The customer's other answers, each to the acts that they followed; an act is used once."""
    lines: list[str] = []
    used: set[str] = set(_ASKED)
    for number, each in enumerate(exchanges, 1):
        acts = [act for act in each.acts if act not in used and act not in ("farewell", "thank")]
        if not acts or not each.answer or each.answer in told:
            continue
        used.update(acts)
        lines += [
            f"  - 名称: 第{number}次回答",
            f"    听到: [{', '.join(act_name(act) for act in acts)}]",
            f"    说: [{_quoted(each.answer)}]",
        ]
    return [*lines, *(["    转到: 收尾"] if lines else [])]


def _last_words(exchanges: Sequence[_Exchange]) -> str:
    return next((each.answer for each in reversed(exchanges) if each.answer), "好的。")


def _tests(exchanges: Sequence[_Exchange]) -> list[str]:
    lines = [
        "自测:                           # 改我：删掉说得不好的，写上期望",
        "  - 名称: 当时的客服",
        "    对话:",
    ]
    lines += [f"      - {{学生: {_quoted(each.reply)}, 用时: 15秒}}" for each in exchanges]
    lines += [
        "    期望: {得分: 至少 1}         # 改我：这样接待该得多少分",
        "  - 名称: 敷衍的学生",
        "    对话:",
        "      - {学生: 等着吧, 用时: 60秒}",
        "      - {学生: 关我什么事，烦死了, 用时: 60秒}",
        "    期望: {得分: 低于 60}",
    ]
    return lines


_OWN_SIGNS = str.maketrans({"【": "「", "】": "」", "{": "（", "}": "）"})
"""Signs that mean a place to be filled in, in a customer file."""


def _one_line(text: str) -> str:
    return " ".join(text.translate(_OWN_SIGNS).split())


def _quoted(text: str) -> str:
    """A text as YAML reads it back letter by letter, whatever is in it."""
    kept = "".join(each for each in text if each.isprintable())
    return '"' + kept.replace("\\", "\\\\").replace('"', '\\"') + '"'
