"""The whole scorecard in a terminal: every row with the words that it is for."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli.speech import words
from bot.practice.coach import bar
from scoring import rulebook
from scoring.evidence import Evidence
from scoring.scorecard import CriterionMark, Scorecard

_MOST_EVIDENCE = 3


def print_card(console: Console, card: Scorecard) -> None:
    """Print the scorecard as a table."""
    title = words().say("cli.card.title", total=card.total, stars="★" * card.stars)
    table = Table(title=title, title_justify="left")
    for head in ("criterion", "weight", "mark"):
        table.add_column(words().say(f"cli.card.{head}"), no_wrap=True)
    table.add_column(words().say("cli.card.evidence"), overflow="fold")
    for row in card.criteria:
        if row.weight:
            table.add_row(_name(row), f"{row.weight:g}", _mark(row), _evidence(row))
    console.print()
    console.print(table)
    for hit in card.gates:
        quotes = "、".join(f"「{escape(each.quote)}」" for each in hit.evidence)
        console.print(words().say("cli.card.gate", quotes=quotes, cap=hit.cap), style="red")
    for taken in card.deductions:
        console.print(_reason(taken), style="yellow")


def _name(row: CriterionMark) -> str:
    return row.name_en if words().language == "en" else row.name


def _mark(row: CriterionMark) -> str:
    if row.mark is None:
        return rulebook.why(row.reason, words().language)
    return f"{row.mark:3d} {bar(row.mark / 100, 5)}"


def _evidence(row: CriterionMark) -> str:
    """The weightiest reasons first."""
    weighty = sorted(row.evidence, key=lambda each: (-abs(each.points), each.event))
    return "\n".join(_reason(each) for each in weighty[:_MOST_EVIDENCE])


def _reason(each: Evidence) -> str:
    sign = "+" if each.points > 0 else "−" if each.points < 0 else "·"
    words_said = escape(" ".join(each.quote.split())[:30])
    quote = f"「{words_said}」" if words_said else ""
    why = rulebook.why(each.rule, words().language)
    about = f" {escape(each.about)}" if each.about else ""
    better = f" → {escape(each.better)}" if each.better else ""
    return f"{sign}{quote}{why}{about}{better}"
