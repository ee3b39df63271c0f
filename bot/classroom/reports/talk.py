"""One talk as a teacher reads it: every turn with its time, every mark with its rule and words."""

from collections.abc import Iterable

from bot.classroom.drills import zone
from bot.practice.standin import PLAYED_SIGN
from dialogues.transcript import Transcript, Utterance, Voice
from locales.catalogue import Catalogue
from scoring import rulebook
from scoring.evidence import Evidence
from scoring.gates import GateHit
from scoring.scorecard import CriterionMark, Scorecard
from scoring.timing.waits import rounds

_SIGNS = {Voice.CUSTOMER: "👤", Voice.STUDENT: "🧑", Voice.AUTO: "🤖", Voice.SYSTEM: "·"}


def talk_lines(talk: Transcript, card: Scorecard | None, hour: "Hours") -> list[str]:
    """What was said, with the clock's time and the wait; rules below the words they are about.

    What a mentor said in the customer's place has a sign of its own.
    """
    waits = _waits(talk)
    about = _by_event(card)
    lines: list[str] = []
    for said in talk.utterances:
        at = f"{hour(said)} " if said.stamp else ""
        wait = f"（{waits[said.event]:.0f}s）" if said.event in waits else ""
        name = f"{said.customer}：" if said.customer and said.voice is Voice.CUSTOMER else ""
        sign = PLAYED_SIGN if said.player else _SIGNS[said.voice]
        lines.append(f"{sign} {at}{wait}{name}{said.text}")
        lines += [_rule(each) for each in about.get(said.event, ())]
    return lines


def mark_lines(card: Scorecard, words: Catalogue) -> list[str]:
    """The rows of a card, its gates, and the reasons that quote no words."""
    lines = [_row(row, words) for row in card.criteria if row.weight]
    return lines + [
        words.say("talk.gate", gate=_why(hit, words), cap=hit.cap) for hit in card.gates
    ]


def _why(hit: GateHit, words: Catalogue) -> str:
    """What a red line is about, as the rule book says it; its own name where the book is silent."""
    reasons = dict.fromkeys(rulebook.why(each.rule, words.language) for each in hit.evidence)
    return "；".join(reasons) or hit.id


class Hours:
    """Tells when something was said, on the class's clock."""

    def __init__(self, zone_name: str) -> None:
        self._zone = zone(zone_name)

    def __call__(self, said: Utterance) -> str:
        """Hours, minutes and seconds; nothing where it was not measured."""
        return f"{said.stamp.at.astimezone(self._zone):%H:%M:%S}" if said.stamp else ""


def _waits(talk: Transcript) -> dict[int, float]:
    """Seconds that the customer waited for a reply, by the reply's position in the log."""
    return {
        each.replies[0].event: each.wait.ms / 1000
        for each in rounds(talk.utterances)
        if each.replies and each.wait.ms is not None
    }


def _by_event(card: Scorecard | None) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = {}
    rows: Iterable[CriterionMark] = card.criteria if card else ()
    for row in rows:
        for each in row.evidence:
            if each.event >= 0 and each.points:
                found.setdefault(each.event, []).append(each)
    return found


def _rule(evidence: Evidence) -> str:
    why = evidence.why or rulebook.why(evidence.rule)
    about = f"：{evidence.about}" if evidence.about else ""
    return f"   ↳ {evidence.points:+d} {why}{about} [{evidence.rule}]"


def _row(row: CriterionMark, words: Catalogue) -> str:
    name = row.name_en if words.language == "en" else row.name
    if row.mark is None:
        return f"· {name} —（{rulebook.why(row.reason, words.language)}）"
    return f"· {name} {row.mark}"
