"""What was said and done in one talk: facts only, frozen.

A talk is kept as an append-only log of events, in the order in which they happened to us. The
log is the truth from which marks can be computed again at any time; `Transcript.of` folds it
into what a reader of the talk sees: who said what, when, what was heard in it and how the
customer took it.

Every point in time that matters for a mark is a `Stamp`: it says whose clock it is from and how
fine that clock is, so that nobody decides a half-second tie with whole-second stamps.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Voice(StrEnum):
    """Who speaks: the customer, the student, an automatic reply, or the system around them."""

    CUSTOMER = "customer"
    STUDENT = "student"
    AUTO = "auto"
    SYSTEM = "system"


class Clock(StrEnum):
    """Whose clock a stamp is from: the platform's own, or ours when we received something."""

    PLATFORM = "platform"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment, whose clock told it, and that clock's step in seconds (Telegram: 1.0)."""

    at: datetime
    clock: Clock = Clock.PLATFORM
    precision: float = 1.0


@dataclass(frozen=True, slots=True)
class Act:
    """What the student did with words (话术动作): act id, the quoted words, and why it was heard.

    `start` and `end` are code-point offsets into the reply; `quote == reply[start:end]`.
    """

    id: str
    start: int
    end: int
    quote: str
    why: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One reply as the ear understood it: acts in order of position, and courtesy 0..100."""

    acts: tuple[Act, ...] = ()
    courtesy: int = 50

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all acts heard."""
        return frozenset(act.id for act in self.acts)


# --- the events of the log -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opened:
    """The attempt began: which customer file (by content hash), which drawn values."""

    scenario: str
    content_hash: str
    seed: str


@dataclass(frozen=True, slots=True)
class Line:
    """The customer's bubble, decided; it is not yet known to have reached the student.

    `player` is who said it in the customer's place, empty where the written customer spoke.
    """

    text: str
    customer: str = ""
    player: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """The line at position `of` in the log reached the student. No stamp: it may have, or not."""

    of: int
    stamp: Stamp | None


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message of the student, as first received; later edits never change it."""

    text: str
    stamp: Stamp | None
    voice: Voice = Voice.STUDENT
    customer: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """The bubbles at these positions were taken as one utterance and heard like this."""

    bubbles: tuple[int, ...]
    heard: Heard


@dataclass(frozen=True, slots=True)
class Felt:
    """How the customer took it: anger before and after, stage, what fired, what came of it.

    `waited` is how many seconds the student let the customer wait, or None where unmeasured.
    `told` are the facts told now, `agreed` the resolutions accepted now.
    """

    anger_before: int
    anger: int
    stage: str
    rule: str
    why: str = ""
    told: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    waited: float | None = None
    customer: str = ""


@dataclass(frozen=True, slots=True)
class Used:
    """The student operated the back office: tool, argument, and the answer shown."""

    tool: str
    argument: str
    answer: str
    ok: bool = True


MENTOR = "mentor"
"""`player` of a line that an enterprise mentor typed as the customer."""

PAUSED = "paused"
"""Kind of the remark that a pause leaves when it is over; its text is its length in whole ms."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth keeping that nobody said: an edit, a sticker, a hint taken, a pause."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one comment of a live room; `comment` counts the log's lines from 1.

    `how` is a word of `dialogues.liveroom.outcome.How`. `by` is the position of the student's
    bubble, None where nobody did anything; `waited` the seconds from the board that first showed
    the comment to that bubble, None where unmeasured.
    """

    comment: int
    topic: str
    how: str
    by: int | None = None
    waited: float | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The talk is over: the ending's name, whether it is a success, satisfaction 1..5.

    `abandoned` is true where the student stopped the practice before the customer was done.
    """

    ending: str
    success: bool
    satisfaction: int | None = None
    abandoned: bool = False


Event = Opened | Line | Delivered | Bubble | Understood | Felt | Used | Remark | Handled | Ended


# --- the talk as a reader sees it ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something said: by whom, when it was out (None: unmeasured), and what was heard in it.

    Several bubbles that the student sent within seconds are one utterance; their texts are
    joined by line feeds and the stamp is the first one's. `event` is the position in the log.
    `parting` marks the customer's last words: nobody is expected to answer them. `player` is who
    spoke in the customer's place, as in `Line`.
    """

    event: int
    voice: Voice
    text: str
    stamp: Stamp | None
    heard: Heard | None = None
    customer: str = ""
    parting: bool = False
    player: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole talk (对话记录): what was said, in order, and what happened beside the words.

    `moods` holds the customer's reactions in order; `known` the facts elicited, `agreed` the
    resolutions accepted, `used` the back-office tools operated successfully, `handled` what
    became of the comments of a live room.
    """

    scenario: str
    utterances: tuple[Utterance, ...]
    moods: tuple[Felt, ...] = ()
    used: tuple[Used, ...] = ()
    remarks: tuple[Remark, ...] = ()
    handled: tuple[Handled, ...] = ()
    ended: Ended | None = None
    upset: bool | None = None

    @property
    def known(self) -> frozenset[str]:
        """Facts that the customer told."""
        return frozenset(fact for mood in self.moods for fact in mood.told)

    @property
    def agreed(self) -> frozenset[str]:
        """Resolutions that the customer accepted."""
        return frozenset(name for mood in self.moods for name in mood.agreed)

    @property
    def heard(self) -> frozenset[str]:
        """Ids of all acts of the student, over the whole talk."""
        return frozenset(a for u in self.utterances if u.heard for a in u.heard.ids)

    @classmethod
    def of(cls, log: Iterable[Event]) -> "Transcript":
        """Fold a log into the talk it recorded."""
        events = tuple(log)
        opened = next((e for e in events if isinstance(e, Opened)), None)
        moods = tuple(e for e in events if isinstance(e, Felt))
        return cls(
            scenario=opened.scenario if opened else "",
            utterances=tuple(_utterances(events)),
            moods=moods,
            used=tuple(e for e in events if isinstance(e, Used)),
            remarks=tuple(e for e in events if isinstance(e, Remark)),
            handled=tuple(e for e in events if isinstance(e, Handled)),
            ended=next((e for e in reversed(events) if isinstance(e, Ended)), None),
        )


def _utterances(events: tuple[Event, ...]) -> list[Utterance]:
    """Lines with the stamp of their delivery; bubbles joined as they were understood."""
    said: dict[int, Utterance] = {}
    parting = _last_words(events)
    paused = _pauses(events)
    for position, event in enumerate(events):
        if isinstance(event, Line):
            said[position] = Utterance(
                position,
                Voice.CUSTOMER,
                event.text,
                None,
                customer=event.customer,
                parting=position >= parting,
                player=event.player,
            )
        elif isinstance(event, Bubble):
            stamp = _answered(event.stamp, paused[position], said.values())
            said[position] = Utterance(
                position, event.voice, event.text, stamp, customer=event.customer
            )
        elif isinstance(event, Delivered) and event.of in said:
            stamp = _earlier(event.stamp, paused[position])
            said[event.of] = replace(said[event.of], stamp=stamp)
        elif isinstance(event, Understood):
            _join(said, event)
    return [said[position] for position in sorted(said)]


def _pauses(events: tuple[Event, ...]) -> list[timedelta]:
    """How long the talk had stood still, all pauses together, at each position of the log."""
    stood, found = timedelta(0), []
    for event in events:
        if isinstance(event, Remark) and event.kind == PAUSED and event.text.isdecimal():
            stood += timedelta(milliseconds=int(event.text))
        found.append(stood)
    return found


def _earlier(stamp: Stamp | None, by: timedelta) -> Stamp | None:
    """A stamp on the talk's own clock, which stands still in a pause."""
    return replace(stamp, at=stamp.at - by) if stamp and by else stamp


def _answered(stamp: Stamp | None, paused: timedelta, said: Iterable[Utterance]) -> Stamp | None:
    """When a reply was out on the talk's own clock.

    Our clock measures the pause and the platform's the messages: where the two disagree a little,
    a reply to a line that had arrived must not seem to have come before it.
    """
    found = _earlier(stamp, paused)
    if found is None or stamp is None or not paused:
        return found
    arrived = [each.stamp.at for each in said if each.stamp and each.voice is Voice.CUSTOMER]
    latest = max((at for at in arrived if at <= stamp.at), default=found.at)
    return replace(found, at=max(found.at, latest))


def _last_words(events: tuple[Event, ...]) -> int:
    """From which position on the customer only says good-bye; past the end where it does not."""
    ends = [position for position, event in enumerate(events) if isinstance(event, Ended)]
    if not ends:
        return len(events)
    first = ends[-1]
    while first > 0 and isinstance(events[first - 1], Line | Delivered):
        first -= 1
    return first


def _join(said: dict[int, Utterance], event: Understood) -> None:
    parts = [said.pop(position) for position in event.bubbles if position in said]
    if parts:
        text = "\n".join(part.text for part in parts)
        said[parts[0].event] = replace(parts[0], text=text, heard=event.heard)
