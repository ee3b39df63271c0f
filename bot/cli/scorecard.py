"""The whole scorecard in a terminal: every row with the words that it is for."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.practice.coach import bar
from scoring import rulebook
from scoring.evidence import Evidence
from scoring.scorecard import CriterionMark, Scorecard

_MOST_EVIDENCE = 3


def print_card(console: Console, card: Scorecard) -> None:
    """Print the scorecard as a table."""
    table = Table(title=f"成绩单 {card.total} 分 {'★' * card.stars}", title_justify="left")
    for head in ("评分项", "权重", "得分", "依据"):
        table.add_column(head, overflow="fold")
    for row in card.criteria:
        if row.weight:
            table.add_row(row.name, f"{row.weight:g}", _mark(row), _evidence(row))
    console.print()
    console.print(table)
    for hit in card.gates:
        words = "、".join(f"「{escape(each.quote)}」" for each in hit.evidence)
        console.print(f"🚫 红线：{words}，总分最高 {hit.cap}", style="red")


def _mark(row: CriterionMark) -> str:
    if row.mark is None:
        return rulebook.why(row.reason)
    return f"{row.mark:3d} {bar(row.mark / 100, 5)}"


def _evidence(row: CriterionMark) -> str:
    """The weightiest reasons first."""
    weighty = sorted(row.evidence, key=lambda each: (-abs(each.points), each.event))
    return "\n".join(_reason(each) for each in weighty[:_MOST_EVIDENCE])


def _reason(each: Evidence) -> str:
    sign = "+" if each.points > 0 else "−" if each.points < 0 else "·"
    words = escape(" ".join(each.quote.split())[:30])
    about = f" {escape(each.about)}" if each.about else ""
    better = f" → {escape(each.better)}" if each.better else ""
    return f"{sign} 「{words}」{rulebook.why(each.rule)}{about}{better}"
