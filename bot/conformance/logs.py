"""What the store keeps of every talk, in short lines that can be read and compared."""

from collections.abc import Iterator, Mapping

from bot.conformance.recording import TalkMark
from bot.practice.ports import Attempt
from bot.storage.unit import Unit
from dialogues.transcript import (
    Bubble,
    Delivered,
    Ended,
    Event,
    Felt,
    Handled,
    Line,
    Opened,
    Remark,
    Stamp,
    Understood,
    Used,
)
from scoring.scorecard import Scorecard


def talk_marks(unit: Unit, channel: str, names: Mapping[str, str]) -> tuple[TalkMark, ...]:
    """All talks of a store in the order in which they began; `names` by the platform's ids."""
    return tuple(_mark(unit, attempt, names) for attempt in _all(unit, channel))


def _all(unit: Unit, channel: str) -> Iterator[Attempt]:
    number = 1
    while (attempt := unit.attempt(number)) is not None:
        if attempt.channel == channel:
            yield attempt
        number += 1


def _mark(unit: Unit, attempt: Attempt, names: Mapping[str, str]) -> TalkMark:
    log = tuple(map(_line, unit.log(attempt.id)))
    who, told = names.get(attempt.chat, attempt.chat), unit.card(attempt.id)
    talk = TalkMark(who, attempt.scenario, log, attempt.over)
    if not told:
        return talk
    card = Scorecard.from_json(told)
    return TalkMark(
        who,
        attempt.scenario,
        log,
        attempt.over,
        card.total,
        card.stars,
        {row.id: row.mark for row in card.criteria},
        tuple(
            f"{proof.rule} {proof.quote}".strip()
            for row in card.criteria
            for proof in row.evidence
            if proof.points < 0
        ),
    )


_WORDS: dict[type[Event], str] = {
    Opened: "opened {0.scenario}",
    Line: "customer: {0.text}",
    Delivered: "delivered {0.of} at {at}",
    Bubble: "student at {at}: {0.text}",
    Understood: "heard {acts}",
    Felt: "anger {0.anger_before} to {0.anger}, {0.stage}, {0.rule}",
    Used: "used {0.tool} {0.argument}: {0.answer}",
    Remark: "{0.kind} {0.text}",
    Handled: "comment {0.comment} {0.topic}: {0.how}",
    Ended: "ended {0.ending}, success {0.success}",
}


def _line(event: Event) -> str:
    """One event of a log; the time of day is the platform's, in UTC."""
    acts = " ".join(act.id for act in event.heard.acts) if isinstance(event, Understood) else ""
    at = _time(event.stamp) if isinstance(event, Delivered | Bubble) else ""
    return _WORDS[type(event)].format(event, acts=acts or "nothing", at=at).strip()


def _time(stamp: Stamp | None) -> str:
    return f"{stamp.at:%H:%M:%S}" if stamp else "no time"
