"""A platform's figures from a service log, in exact arithmetic.

Whatever nobody answered stays below the line of a share. What cannot be measured for want of a
stamp is counted apart and never guessed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dialogues.transcript import Utterance, Voice
from scoring.criteria.speed import first_substantive
from scoring.kpi.preset import Answer, FigureSpec, Measure, Preset, Unit
from scoring.kpi.service import Conversation, Service
from scoring.timing.figures import half_up
from scoring.timing.waits import (
    ANYONE,
    HUMAN,
    MILLISECOND,
    Outcome,
    Round,
    Wait,
    rounds,
    wait_between,
    worst,
)

SATISFIED_FROM = 4
"""Stars out of five from which a rating counts as satisfied."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its value (None: cannot be told), unit, and what it was counted from."""

    value: float | None
    unit: str
    numerator: int | None = None
    denominator: int | None = None
    unmeasured: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """One wait, and the message with which it began."""

    ask: Utterance
    wait: Wait


def figure(service: Service, preset: Preset, spec: FigureSpec) -> Figure:
    """One figure of a preset over a service log."""
    return _MEASURES[spec.measure](service, preset, spec)


# --- waits -----------------------------------------------------------------------------------


def waits(service: Service, preset: Preset, spec: FigureSpec) -> list[tuple[str, Waiting]]:
    """Every wait that the figure is about, with its customer, in order of its beginning."""
    found: list[tuple[str, Waiting]] = []
    for talk in service.conversations:
        every = rounds(talk.said, ANYONE if spec.answer is Answer.ANYONE else HUMAN)
        found += [(talk.customer, waiting) for waiting in _by_unit(every, spec.unit)]
    inside = [(who, waiting) for who, waiting in found if _counted(waiting.ask, preset, spec)]
    return _days(inside, preset) if spec.unit is Unit.CUSTOMER_DAY else inside


def _by_unit(every: tuple[Round, ...], unit: Unit) -> list[Waiting]:
    if unit is Unit.MESSAGE:
        return [
            Waiting(ask, wait_between(ask, each.replies[0] if each.replies else None))
            for each in every
            for ask in each.asks
        ]
    if unit is Unit.SUBSTANTIVE:
        return [Waiting(each.asks[0], each.wait_until(first_substantive(each))) for each in every]
    chosen = {Unit.FIRST: every[:1], Unit.LATER: every[1:]}.get(unit, every)
    return [Waiting(each.asks[0], each.wait) for each in chosen]


def _counted(ask: Utterance, preset: Preset, spec: FigureSpec) -> bool:
    """Whether a wait began within the hours; one of unknown beginning is kept, unmeasured."""
    if spec.window is None or ask.stamp is None:
        return True
    start, end = spec.window
    return start <= ask.stamp.at.astimezone(preset.zone).hour < end


def _days(found: list[tuple[str, Waiting]], preset: Preset) -> list[tuple[str, Waiting]]:
    """One wait a customer and day, the worst; a beginning without a stamp is a day of its own."""
    days: dict[tuple[str, date | int], list[Waiting]] = {}
    for who, waiting in found:
        stamp = waiting.ask.stamp
        day = stamp.at.astimezone(preset.zone).date() if stamp else waiting.ask.event
        days.setdefault((who, day), []).append(waiting)
    return [
        (who, Waiting(each[0].ask, worst(one.wait for one in each)))
        for (who, _), each in days.items()
    ]


def _unmeasured(found: Iterable[tuple[str, Waiting]]) -> int:
    return sum(waiting.wait.outcome is Outcome.UNMEASURED for _, waiting in found)


def _share(service: Service, preset: Preset, spec: FigureSpec) -> Figure:
    """Answered within the limit, of all that waited; without a limit, answered at all."""
    found = waits(service, preset, spec)
    limit = None if spec.within_s is None else spec.within_s * 1000
    hits = sum(_within(waiting.wait, limit) for _, waiting in found)
    unmeasured = 0 if limit is None else _unmeasured(found)
    return _ratio(hits, len(found) - unmeasured, unmeasured)


def _within(wait: Wait, limit_ms: int | None) -> bool:
    if limit_ms is None:
        return wait.outcome is not Outcome.UNANSWERED
    return wait.ms is not None and wait.ms <= limit_ms


def _mean(service: Service, preset: Preset, spec: FigureSpec) -> Figure:
    found = waits(service, preset, spec)
    return _mean_of(_lengths(found), _unmeasured(found))


def _middle(service: Service, preset: Preset, spec: FigureSpec) -> Figure:
    """The median: the mean of the two in the middle where there is an even number."""
    found = waits(service, preset, spec)
    ordered = _lengths(found)
    middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    return _mean_of(middle, _unmeasured(found), len(ordered))


def _ninetieth(service: Service, preset: Preset, spec: FigureSpec) -> Figure:
    """The 90th percentile by nearest rank: nine in ten waited no longer."""
    found = waits(service, preset, spec)
    ordered = _lengths(found)
    rank = (9 * len(ordered) + 9) // 10
    return _mean_of(ordered[rank - 1 : rank], _unmeasured(found), len(ordered))


def _lengths(found: Iterable[tuple[str, Waiting]]) -> list[int]:
    return sorted(waiting.wait.ms for _, waiting in found if waiting.wait.ms is not None)


def _slow(service: Service, preset: Preset, spec: FigureSpec) -> Figure:
    """Customers who waited longer than the limit for an answer at least once."""
    limit = (spec.within_s or 0) * 1000
    late = {who for who, w in waits(service, preset, spec) if w.wait.ms and w.wait.ms > limit}
    return Figure(len(late), "customers")


def _unanswered(service: Service, preset: Preset, spec: FigureSpec) -> Figure:
    """Customers whom nobody answered at all."""
    found = waits(service, preset, spec)
    answered = {who for who, w in found if w.wait.outcome is not Outcome.UNANSWERED}
    return Figure(len({who for who, _ in found} - answered), "customers")


# --- whole talks -----------------------------------------------------------------------------


def _handle_time(service: Service, _preset: Preset, _spec: FigureSpec) -> Figure:
    """From a talk's first message to its last, the mean over talks."""
    spans = [_span(talk.said[0], talk.said[-1]) for talk in service.conversations]
    return _mean_of([span for span in spans if span is not None], spans.count(None))


def _resolution_time(service: Service, _preset: Preset, _spec: FigureSpec) -> Figure:
    """From a talk's first message to its being closed, the mean over closed talks."""
    closed = [(talk.said[0], talk.closed) for talk in service.conversations if talk.closed]
    spans = [_span(first, last) for first, last in closed]
    return _mean_of([span for span in spans if span is not None], spans.count(None))


def _span(first: Utterance, last: Utterance) -> int | None:
    if first.stamp is None or last.stamp is None:
        return None
    return max(0, (last.stamp.at - first.stamp.at) // MILLISECOND)


def _customers(service: Service, _preset: Preset, _spec: FigureSpec) -> Figure:
    return Figure(len(service.customers), "customers")


def _messages(service: Service, _preset: Preset, _spec: FigureSpec) -> Figure:
    return Figure(len(_said_by(service.conversations, Voice.CUSTOMER)), "messages")


def _replies(service: Service, _preset: Preset, _spec: FigureSpec) -> Figure:
    return Figure(len(_said_by(service.conversations, Voice.STUDENT)), "messages")


def _reply_ratio(service: Service, _preset: Preset, _spec: FigureSpec) -> Figure:
    """Human replies for each message of a customer."""
    replies = len(_said_by(service.conversations, Voice.STUDENT))
    return _ratio(replies, len(_said_by(service.conversations, Voice.CUSTOMER)))


def _characters(service: Service, _preset: Preset, _spec: FigureSpec) -> Figure:
    """Characters that people typed in reply, blanks not counted."""
    said = _said_by(service.conversations, Voice.STUDENT)
    return Figure(sum(len("".join(each.text.split())) for each in said), "characters")


def _left(service: Service, preset: Preset, spec: FigureSpec) -> Figure:
    """Customers who wrote outside the hours (留言), of all; without a stamp nobody can tell."""
    said = [
        (talk.customer, each)
        for talk in service.conversations
        for each in talk.said
        if each.voice is Voice.CUSTOMER
    ]
    outside = {who for who, each in said if not _counted(each, preset, spec)}
    known = {who for who, each in said if each.stamp is not None}
    return _ratio(len(outside), len(known), len({who for who, _ in said} - known))


def _invited(service: Service, _preset: Preset, _spec: FigureSpec) -> Figure:
    """Customers who were asked for a rating, of all customers."""
    asked = {
        talk.customer
        for talk in service.conversations
        for each in talk.said
        if each.heard and "invite_rating" in each.heard.ids
    }
    return _ratio(len(asked), len(service.customers))


def _satisfied(service: Service, _preset: Preset, _spec: FigureSpec) -> Figure:
    """Ratings of four stars and more, of all ratings."""
    given = [stars for who in service.customers for stars in service.ratings.get(who, ())]
    return _ratio(sum(stars >= SATISFIED_FROM for stars in given), len(given))


def _conversion(service: Service, _preset: Preset, _spec: FigureSpec) -> Figure:
    """Customers who ordered, of all customers; a log that knows of no orders cannot tell."""
    if not service.orders:
        return Figure(None, "ratio")
    bought = [who for who in service.customers if service.orders.get(who)]
    return _ratio(len(bought), len(service.customers))


def _order_value(service: Service, _preset: Preset, _spec: FigureSpec) -> Figure:
    """What the customers who ordered paid, the mean over customers."""
    paid = [sum(service.orders[who]) for who in service.customers if service.orders.get(who)]
    value = round(sum(paid) / len(paid), 2) if paid else None
    return Figure(value, "yuan", denominator=len(paid))


def _said_by(talks: Iterable[Conversation], voice: Voice) -> list[Utterance]:
    return [each for talk in talks for each in talk.said if each.voice is voice]


# --- values ----------------------------------------------------------------------------------


def _ratio(numerator: int, denominator: int, unmeasured: int = 0) -> Figure:
    value = float(round(Fraction(numerator, denominator), 4)) if denominator else None
    return Figure(value, "ratio", numerator, denominator, unmeasured)


def _mean_of(lengths: list[int], unmeasured: int, of: int | None = None) -> Figure:
    count = len(lengths) if of is None else of
    mean = half_up(Fraction(sum(lengths), len(lengths))) / 1000 if lengths else None
    return Figure(mean, "seconds", denominator=count, unmeasured=unmeasured)


_MEASURES: Mapping[Measure, Callable[[Service, Preset, FigureSpec], Figure]] = {
    Measure.SHARE: _share,
    Measure.MEAN: _mean,
    Measure.MEDIAN: _middle,
    Measure.P90: _ninetieth,
    Measure.HANDLE_TIME: _handle_time,
    Measure.RESOLUTION_TIME: _resolution_time,
    Measure.CUSTOMERS: _customers,
    Measure.SLOW_CUSTOMERS: _slow,
    Measure.UNANSWERED_CUSTOMERS: _unanswered,
    Measure.CUSTOMER_MESSAGES: _messages,
    Measure.REPLIES: _replies,
    Measure.REPLY_RATIO: _reply_ratio,
    Measure.CHARACTERS: _characters,
    Measure.LEFT_SHARE: _left,
    Measure.INVITED_SHARE: _invited,
    Measure.SATISFIED_SHARE: _satisfied,
    Measure.CONVERSION: _conversion,
    Measure.ORDER_VALUE: _order_value,
}
