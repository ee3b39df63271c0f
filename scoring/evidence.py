"""The words that a mark rests on."""

from dataclasses import dataclass

from scoring import rulebook


@dataclass(frozen=True, slots=True)
class Evidence:
    """The quoted words behind a mark (依据), the rule applied to them, and what it did.

    `event` is the message's position in the log; `start` and `end` are code-point offsets into
    its text. `points` is what the rule gave or took on its row's scale, 0 for a mere note.
    `better` is wording that, said in place of the quoted words, would have earned more.
    `about` is what the author asked for, in the author's words.
    """

    event: int
    start: int
    end: int
    quote: str
    rule: str
    points: int = 0
    why: str = ""
    better: str = ""
    about: str = ""


def cite(
    event: int, start: int, quote: str, rule: str, points: int = 0, about: str = ""
) -> Evidence:
    """Evidence with the rule book's reason and, for a deduction, its better wording."""
    better = rulebook.better(rule, quote) if points < 0 else ""
    end = start + len(quote)
    return Evidence(event, start, end, quote, rule, points, rulebook.why(rule), better, about)
