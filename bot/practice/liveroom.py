"""A live room while it goes on: one board edited in place, answers by number, a scorecard.

The room has seconds of its own. They pass with ours while boards reach the student, and stand
still while we are down or the platform lets nothing through: nobody is blamed for what could not
be seen. The student's clock for a comment runs from the platform's time of the board that first
showed it to the platform's time of the answer.
"""

from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from bot.practice.board import Note, board_text, closing_text
from bot.practice.closing import Debrief, close
from bot.practice.messages import Chat, Inbound, Message, Priority
from bot.practice.ports import Attempt, Book, Timer
from dialogues.liveroom import LiveShow, Outcome, Room
from dialogues.transcript import (
    Bubble,
    Delivered,
    Ended,
    Event,
    Line,
    Opened,
    Remark,
    Stamp,
    Transcript,
    Understood,
)
from locales.catalogue import catalogue
from scoring.liveroom import grade_live

SLACK = 1.5
"""Seconds by which a refresh may come late before we count as having been away."""

UNSEEN = 2
"""Boards on their way after which the room waits for the platform."""

BELOW = 4
"""Messages of the student after which the board comes down again, below them."""

TOLD = 2
"""Boards on which it is said what became of an answer."""

AFRESH = 2
"""Boards lost in a row after which the message that was edited is taken to be gone."""

GIVE_UP = 5
"""Boards lost in a row after which the show is broken off."""


@dataclass(slots=True)
class Display:
    """What the student has before them, apart from the room itself.

    `at` is when (in seconds since 1970, by our clock) the room's time was last moved on; `posts`
    counts the messages that were the board, the last of which is; `unseen` the boards on their
    way, `lost` those lost in a row, `below` the student's messages below it; `news` is what it
    said last without its clock, `notes` what became of the last answer, `told` on how many
    boards that was said. `stood` is how many seconds the show has stood still in a pause.
    """

    at: float
    posts: int = 0
    unseen: int = 0
    below: int = 0
    lost: int = 0
    news: str = ""
    notes: list[Note] = field(default_factory=list)
    told: int = 0
    stood: float = 0.0


@dataclass(slots=True)
class _Show:
    """One show, taken up from the attempt's state."""

    attempt: Attempt
    live: LiveShow
    room: Room
    display: Display

    def seconds(self, stamp: Stamp | None) -> float | None:
        """A moment on the show's own clock, which stands still in a pause."""
        return None if stamp is None else stamp.at.timestamp() - self.display.stood


class LivePractice:
    """Lets students answer live rooms."""

    def __init__(self, debrief: Debrief) -> None:
        self._debrief = debrief

    # --- the student's side ---

    def start(self, book: Book, attempt: Attempt, live: LiveShow) -> Attempt:
        """Open a show."""
        attempt.content_hash = live.content_hash
        attempt = book.begin(attempt)
        words = catalogue(attempt.language)
        briefing = live.briefing(attempt.seed)
        head = words.say("practice.briefing", title=live.title, briefing=briefing)
        text = f"{head}\n\n{words.say('live.rules', minutes=round(live.room.lasts / 60))}"
        book.queue(attempt.channel, Message(Chat(attempt.chat), text, priority=Priority.TURN))
        book.append(attempt, [Opened(live.id, live.content_hash, attempt.seed)])
        display = Display(book.now.timestamp())
        show = _Show(attempt, live, live.opened(attempt.seed), display)
        self._refresh(book, show)
        return attempt

    def bubble(self, book: Book, attempt: Attempt, live: LiveShow, said: Inbound) -> None:
        """The student says something: heard at once, seen on the next board."""
        show = _taken_up(attempt, live)
        if self._pass_time(book, show):
            return
        by = attempt.events
        heard = live.hear(show.room, said.text)
        remark = [Remark("forwarded", said.text[:80])] if said.forwarded else []
        book.append(attempt, [Bubble(said.text, said.stamp), Understood((by,), heard), *remark])
        outcome = show.room.hear(said.text, heard, show.seconds(said.stamp))
        show.display.below += 1
        show.display.notes, show.display.told = _notes(outcome), 0
        self._take(book, show, outcome, by)

    def go_on(self, book: Book, attempt: Attempt, live: LiveShow, stood: timedelta) -> None:
        """After a pause the room's seconds pass again; what it stood still is nobody's waiting."""
        show = _taken_up(attempt, live)
        show.display.at = book.now.timestamp()
        show.display.stood += stood.total_seconds()
        self._refresh(book, show)

    # --- the world's side ---

    def tick(self, book: Book, attempt: Attempt, live: LiveShow) -> None:
        """It is time for the next board."""
        show = _taken_up(attempt, live)
        if not self._pass_time(book, show):
            self._refresh(book, show)

    def delivered(
        self, book: Book, attempt: Attempt, live: LiveShow, newest: int, stamp: Stamp | None
    ) -> bool:
        """A board up to this comment was shown (stamp None: perhaps); false: give up the show.

        What was perhaps shown is shown again as new.
        """
        show = _taken_up(attempt, live)
        show.display.unseen = 0
        if stamp is None:
            show.display.lost, show.display.news = show.display.lost + 1, ""
            _save(book, show)
            return show.display.lost < GIVE_UP
        show.display.lost = 0
        if not self._pass_time(book, show):
            # Counted from the platform's answer, no minute ever sees more boards than it may.
            _come_back(book, show)
            comments = show.room.shown(newest, show.seconds(stamp))
            self._take(book, show, Outcome(shown=comments), None, stamp)
        return True

    # --- how ---

    def _pass_time(self, book: Book, show: _Show) -> bool:
        """Move the room's time on to now; whether that ended the show."""
        now = book.now.timestamp()
        seen = show.display.unseen < UNSEEN and show.attempt.paused_ms is None
        longest = show.live.room.refresh + SLACK if seen else 0.0
        seconds = min(max(0.0, now - show.display.at), longest)
        show.display.at = now
        return self._take(book, show, show.room.advance(seconds), None)

    def _take(
        self,
        book: Book,
        show: _Show,
        outcome: Outcome,
        by: int | None,
        stamp: Stamp | None = None,
    ) -> bool:
        """Write down what came of something; whether it ended the show."""
        events: list[Event] = []
        for comment in outcome.shown:
            events.append(Line(comment.text, comment.nickname))
            events.append(Delivered(show.attempt.events + len(events) - 1, stamp))
            show.attempt.words = f"{comment.nickname}：{comment.text}"
        events += outcome.handled_by(by)
        book.append(show.attempt, events)
        if outcome.ended is not None:
            self._finish(book, show, outcome.ended)
        _save(book, show)
        return outcome.ended is not None

    def _refresh(self, book: Book, show: _Show) -> None:
        """Bring the board up to date, and come back for the next one."""
        if show.display.told >= TOLD:
            show.display.notes = []
        show.display.told += 1
        body = board_text(
            show.live,
            show.room,
            show.live.crib(show.attempt.seed),
            show.display.notes,
            show.attempt.language,
        )
        # A clock that moves is no reason to edit a message.
        news = body.partition("\n")[2]
        fresh = not show.display.posts or show.display.lost >= AFRESH or show.display.below >= BELOW
        if fresh or news != show.display.news:
            show.display.news, show.display.unseen = news, show.display.unseen + 1
            self._show(book, show, body, show.room.board().newest, fresh=fresh)
        _come_back(book, show)
        _save(book, show)

    def _show(
        self, book: Book, show: _Show, text: str, newest: int | None, *, fresh: bool = False
    ) -> None:
        """Edit the board in place, or put a fresh one below everything."""
        if fresh:
            show.display.posts, show.display.below = show.display.posts + 1, 0
        key = f"board:{show.attempt.id}:{show.display.posts}"
        message = Message(
            Chat(show.attempt.chat),
            text,
            key=key if fresh else None,
            edits=None if fresh else key,
            attempt=None if newest is None else show.attempt.id,
            line=newest,
            silent=True,
        )
        book.queue(show.attempt.channel, message)

    def _finish(self, book: Book, show: _Show, ended: Ended) -> None:
        attempt = show.attempt
        book.append(attempt, [ended])
        attempt.over = True
        book.rest(Timer.BOARD, attempt.id)
        self._show(book, show, closing_text(show.room, ended, attempt.language), None)
        card = grade_live(Transcript.of(book.log(attempt.id)), show.live.room)
        close(book, attempt, card, self._debrief(attempt, show.live, card))


def _notes(outcome: Outcome) -> list[Note]:
    """What is said on the board about the last answer: what became of whom."""
    together: dict[str, list[int]] = {}
    for handled in outcome.handled:
        together.setdefault(handled.how, []).append(handled.comment)
    if outcome.slip is not None:
        return [(outcome.slip.value, []), *together.items()]
    return list(together.items())


def _come_back(book: Book, show: _Show) -> None:
    if show.attempt.paused_ms is not None:
        return
    due = book.now + timedelta(seconds=show.live.room.refresh)
    book.wake(Timer.BOARD, show.attempt.id, due)


def _taken_up(attempt: Attempt, live: LiveShow) -> _Show:
    state: dict[str, Any] = dict(attempt.state)
    room = live.restore(attempt.seed, state["room"])
    return _Show(attempt, live, room, Display(**state["display"]))


def _save(book: Book, show: _Show) -> None:
    show.attempt.state = {
        "room": show.room.state.snapshot(),
        "display": asdict(show.display),
    }
    book.save(show.attempt)
