"""Several customers at once while it goes on: who comes in, whom words are for, the desk's card.

Every customer is an attempt of its own, a child of the desk's: its clock, its silence, its log
and its mark are those of any talk. The desk lets customers in, takes the student's words to the
right one, and makes one card of all when the last has gone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.practice.begun import Library
from bot.practice.closing import Keyboard, close
from bot.practice.coach import coach_line, face
from bot.practice.desk import Desk, desk_of, keep, keepable, kept_words, save
from bot.practice.messages import Chat, Inbound, Message, Priority
from bot.practice.pausing import paused_for
from bot.practice.ports import Attempt, Book, Timer
from dialogues.reception import Coming, Reception, mark_of
from dialogues.reception.address import read_address
from dialogues.reception.arrivals import comings, hastened
from dialogues.reception.model import ALL_GONE
from dialogues.transcript import Ended, Opened, Remark, Transcript
from locales.catalogue import catalogue
from scoring.reception import Served, desk_card
from scoring.scorecard import Scorecard

LONGEST_RECALL = 30
"""Characters of a customer's last words that are recalled when somebody asks where things stand."""

_COMING = (Timer.ARRIVAL, Timer.CLOSING)


class Talks(Protocol):
    """Single talks, as the desk uses them for its customers."""

    def start(self, book: Book, attempt: Attempt) -> Attempt:
        """Open a talk."""

    def typed(self, book: Book, attempt: Attempt, said: Inbound, now: datetime) -> None:
        """Words for the customer, or a short command for the back office."""

    def expire(self, book: Book, attempt: Attempt) -> None:
        """Time is up: the talk ends and is marked as it stands."""

    def withdraw(self, book: Book, attempt: Attempt) -> None:
        """What is played was changed or taken away."""


class DeskVoice(Protocol):
    """What a desk shows that leads back to us."""

    def customers(self, attempt: Attempt, letters: Sequence[str], focus: str) -> Keyboard:
        """A button for each customer, the one in focus marked."""

    def debrief(
        self, attempt: Attempt, title: str, card: Scorecard, served: Sequence[Served], most: int
    ) -> tuple[str, Keyboard]:
        """What the coach says when everybody has gone, and the buttons below it."""


class DeskPractice:
    """Lets several customers write to one student."""

    def __init__(self, talks: Talks, library: Library, voice: DeskVoice) -> None:
        self._talks = talks
        self._library = library
        self._voice = voice

    # --- customers come and go ---

    def start(self, book: Book, attempt: Attempt, reception: Reception) -> Attempt:
        """Open the desk; the first customer comes at once."""
        attempt.content_hash = reception.content_hash
        keep(attempt, Desk())
        attempt = book.begin(attempt)
        book.append(attempt, [Opened(reception.id, reception.content_hash, attempt.seed)])
        words = catalogue(attempt.language)
        told = reception.in_language(attempt.language)
        head = words.say("practice.briefing", title=told.title, briefing=told.briefing_text())
        _tell(book, attempt, f"{head}\n\n{words.say('desk.rules')}")
        if reception.time_limit:
            closes = book.now + timedelta(seconds=reception.time_limit)
            book.wake(Timer.CLOSING, attempt.id, closes)
        self._let_in(book, attempt, reception)
        return attempt

    def arrival(self, book: Book, attempt: Attempt) -> None:
        """It is time for the next customer."""
        reception = self._same(attempt)
        if reception is None:
            self._talks.withdraw(book, attempt)
        else:
            self._let_in(book, attempt, reception)

    def closing(self, book: Book, attempt: Attempt) -> None:
        """Time is up: nobody comes in any more, and whoever is there goes away."""
        desk = desk_of(attempt)
        desk.closed = True
        save(book, attempt, desk)
        here = self._open(book, attempt)
        for child in here:
            self._talks.expire(book, child)
        if not here:
            self._finish(book, attempt, desk)

    def hold(self, book: Book, attempt: Attempt) -> None:
        """In a pause nobody comes, and the desk's time does not run out; an outage adds nothing."""
        desk = desk_of(attempt)
        for kind in _COMING:
            due = book.alarm(kind, attempt.id)
            if due is not None:
                desk.held[kind] = (due - book.now).total_seconds()
                book.rest(kind, attempt.id)
        keep(attempt, desk)

    def go_on(self, book: Book, attempt: Attempt) -> None:
        """After a pause everything comes as much later as it was away when the pause began."""
        desk = desk_of(attempt)
        for kind in _COMING:
            if kind in desk.held:
                book.wake(kind, attempt.id, book.now + timedelta(seconds=desk.held[kind]))
        if Timer.ARRIVAL in desk.held:
            desk.next_at = book.now.timestamp() + desk.held[Timer.ARRIVAL]
        desk.held = {}
        save(book, attempt, desk)

    def left(self, book: Book, child: Attempt) -> None:
        """A customer has gone: the next may come in, and after the last one all is marked."""
        attempt = book.attempt(child.parent or 0)
        if attempt is None or attempt.over:
            return
        desk, here = desk_of(attempt), self._open(book, attempt)
        desk.focus = "" if desk.focus == child.letter else desk.focus
        outside = 0 if desk.closed else self._outside(attempt, desk)
        if not outside and not here:
            self._finish(book, attempt, desk)
            return
        if outside:
            self._hurry(book, attempt, desk, idle=not here)
        save(book, attempt, desk)
        if not desk.closed:
            self._say_left(book, attempt, child, len(here))

    def _let_in(self, book: Book, attempt: Attempt, reception: Reception) -> None:
        desk, here = desk_of(attempt), self._open(book, attempt)
        expected = comings(reception, attempt.seed)
        if desk.closed or desk.came >= len(expected):
            return
        if len(here) >= reception.at_once:
            desk.full = True
            save(book, attempt, desk)
            return
        coming = expected[desk.came]
        desk.came, desk.most = desk.came + 1, max(desk.most, len(here) + 1)
        if desk.came < len(expected):
            _expect(book, attempt, desk, book.now, expected[desk.came].at - coming.at)
        book.append(attempt, [Remark("arrived", f"{coming.letter} {coming.scenario}")])
        save(book, attempt, desk)
        self._talks.start(book, _customer(attempt, coming, book.now))

    def _hurry(self, book: Book, attempt: Attempt, desk: Desk, *, idle: bool) -> None:
        """A seat is free: who waits outside comes in, and nobody sits before nothing for long."""
        now = book.now.timestamp()
        soon = hastened(desk.next_at, now, full=desk.full, idle=idle)
        desk.full = False
        if soon != desk.next_at:
            _expect(book, attempt, desk, book.now, max(0.0, soon - now))

    def _say_left(self, book: Book, attempt: Attempt, child: Attempt, others: int) -> None:
        ended = Transcript.of(book.log(child.id)).ended
        won = ended is not None and ended.success
        key = "desk.left.served" if won else "desk.left.lost"
        words = catalogue(attempt.language)
        text = words.say(key, who=mark_of(child.letter), others=others)
        _tell(book, attempt, text, self.customers(book, attempt))

    # --- whom words are for ---

    def typed(self, book: Book, attempt: Attempt, said: Inbound, now: datetime) -> None:
        """Take words to the customer whom they are for; where that is unclear, keep them and ask.

        They are for whoever is replied to or named first, else for the only one who is there,
        else for the one in focus.
        """
        children = book.children(attempt.id)
        child, text = _aimed(children, said)
        if child is None and (letter := self._to_come(attempt, said)):
            self._say_not_sent(book, attempt, "desk.not_yet", letter)
            return
        if child is None:
            child = self._likely(children, desk_of(attempt))
        if child is None:
            self._keep_words(book, attempt, said, children)
        elif child.over:
            self._say_not_sent(book, attempt, "desk.gone", child.letter)
        elif not text.strip():
            self.choose(book, attempt, child.letter, now)
        else:
            self._deliver(book, attempt, child, replace(said, text=text), now)

    def choose(self, book: Book, attempt: Attempt, letter: str, now: datetime) -> None:
        """From here on words are for this customer, and so are those that were kept."""
        child = next((one for one in self._open(book, attempt) if one.letter == letter), None)
        if child is None:
            self._say_not_sent(book, attempt, "desk.gone", letter)
            return
        desk = desk_of(attempt)
        kept, desk.kept, desk.focus = desk.kept, [], letter
        save(book, attempt, desk)
        for words in kept:
            if not child.over:
                self._talks.typed(book, child, kept_words(attempt, words), now)
        key = "desk.sent" if kept else "desk.focus"
        who = self._introduce(child, book.now)
        line = coach_line(catalogue(attempt.language), key, who=who, count=len(kept))
        _tell(book, attempt, line)

    def focused(self, book: Book, attempt: Attempt) -> Attempt | None:
        """The customer whom words without an address are for; None where that is unclear."""
        return self._likely(book.children(attempt.id), desk_of(attempt))

    def ask_first(self, book: Book, attempt: Attempt) -> None:
        """Ask to choose a customer before whatever was wanted."""
        line = coach_line(catalogue(attempt.language), "desk.choose_first")
        _tell(book, attempt, line, self.customers(book, attempt))

    def _likely(self, children: Sequence[Attempt], desk: Desk) -> Attempt | None:
        here = [child for child in children if not child.over]
        if len(here) == 1:
            return here[0]
        return next((child for child in here if child.letter == desk.focus), None)

    def _deliver(
        self, book: Book, attempt: Attempt, child: Attempt, said: Inbound, now: datetime
    ) -> None:
        desk = desk_of(attempt)
        desk.focus = child.letter
        # Words that were kept and are now said again with an address need not be sent twice.
        desk.kept = [words for words in desk.kept if words[0].strip() != said.text.strip()]
        save(book, attempt, desk)
        self._talks.typed(book, child, said, now)

    def _keep_words(
        self, book: Book, attempt: Attempt, said: Inbound, children: Sequence[Attempt]
    ) -> None:
        words = catalogue(attempt.language)
        if all(child.over for child in children):
            _tell(book, attempt, coach_line(words, "desk.nobody"))
            return
        desk = desk_of(attempt)
        asked = bool(desk.kept)
        desk.kept.append(keepable(said))
        save(book, attempt, desk)
        if not asked:
            _tell(book, attempt, coach_line(words, "desk.ask"), self.customers(book, attempt))

    def _to_come(self, attempt: Attempt, said: Inbound) -> str:
        """The letter of a customer whom a message names and who has not come yet, or nothing."""
        reception, desk = self._same(attempt), desk_of(attempt)
        expected = comings(reception, attempt.seed)[desk.came :] if reception else ()
        address = read_address(said.text, [coming.letter for coming in expected])
        return address.letter if address else ""

    def _say_not_sent(self, book: Book, attempt: Attempt, key: str, letter: str) -> None:
        line = coach_line(catalogue(attempt.language), key, who=mark_of(letter))
        _tell(book, attempt, line, self.customers(book, attempt))

    # --- what is shown ---

    def customers(self, book: Book, attempt: Attempt) -> Keyboard:
        """A button for each customer who is there; none where there is no choice."""
        letters = [child.letter for child in self._open(book, attempt)]
        if len(letters) < 2:
            return ()
        return self._voice.customers(attempt, letters, desk_of(attempt).focus)

    def standing(self, book: Book, attempt: Attempt) -> str:
        """Who is there, how long each has been waiting, and whom words are for."""
        words, desk = catalogue(attempt.language), desk_of(attempt)
        here = self._open(book, attempt)
        lines = [self._introduce(child, book.now) for child in here]
        if any(child.letter == desk.focus for child in here):
            lines.append(words.say("desk.replying", who=mark_of(desk.focus)))
        outside = self._outside(attempt, desk)
        told = [words.say("desk.outside", count=outside)] if outside else []
        return "\n".join([*lines, *told])

    def same_shop(self, book: Book, child: Attempt) -> str:
        """The letter of an earlier customer for whom word for word the same was told."""
        told = self._library.playables[child.scenario].briefing(child.seed)
        for other in book.children(child.parent or 0):
            alike = other.scenario == child.scenario and other.id != child.id
            if alike and self._library.playables[other.scenario].briefing(other.seed) == told:
                return other.letter
        return ""

    def _introduce(self, child: Attempt, now: datetime) -> str:
        """One customer in one line: mark, mood, name, how long it has waited, its last words."""
        playable = self._library.version(child.scenario, child.content_hash)
        name = playable.born(child.seed).name if playable else ""
        words = catalogue(child.language)
        last = " ".join(child.words.split())
        last = last if len(last) <= LONGEST_RECALL else f"{last[:LONGEST_RECALL]}…"
        anger = child.state.get("anger", 0)
        sign = face(anger if isinstance(anger, int) else 0)
        who = f"{mark_of(child.letter)} {sign} {name}".rstrip()
        if child.pending:
            return words.say("desk.one.answered", who=who, words=last)
        if child.asked_at is None:
            return words.say("desk.one.new", who=who, words=last)
        waiting = now - child.asked_at - paused_for(child, now)
        seconds = max(0, round(waiting.total_seconds()))
        return words.say("desk.one.waiting", who=who, seconds=seconds, words=last)

    # --- the end ---

    def _finish(self, book: Book, attempt: Attempt, desk: Desk) -> None:
        reception = self._same(attempt)
        children = book.children(attempt.id)
        weights = {} if reception is None else _weights(comings(reception, attempt.seed))
        served = [one for child in children if (one := _served(book, child, weights)) is not None]
        success = all(one.success for one in served)
        book.append(attempt, [Ended(ALL_GONE, success=success)])
        attempt.over = True
        save(book, attempt, desk)
        book.rest(Timer.ARRIVAL, attempt.id)
        book.rest(Timer.CLOSING, attempt.id)
        if not served:
            _tell(book, attempt, coach_line(catalogue(attempt.language), "practice.withdrawn"))
            return
        card = desk_card(served)
        said = reception and reception.in_language(attempt.language)
        title = said.title if said else attempt.scenario
        told = self._voice.debrief(attempt, title, card, served, desk.most)
        close(book, attempt, card, told)

    # --- how ---

    def _open(self, book: Book, attempt: Attempt) -> list[Attempt]:
        return [child for child in book.children(attempt.id) if not child.over]

    def _same(self, attempt: Attempt) -> Reception | None:
        """The reception that the attempt was begun with, as long as the shelf remembers it."""
        return self._library.reception(attempt.scenario, attempt.content_hash)

    def _outside(self, attempt: Attempt, desk: Desk) -> int:
        """How many customers have not come yet."""
        reception = self._same(attempt)
        return len(comings(reception, attempt.seed)) - desk.came if reception else 0


def _customer(attempt: Attempt, coming: Coming, now: datetime) -> Attempt:
    return Attempt(
        id=0,
        person=attempt.person,
        channel=attempt.channel,
        chat=attempt.chat,
        scenario=coming.scenario,
        content_hash="",
        seed=coming.seed,
        started_at=now,
        language=attempt.language,
        counts=False,
        parent=attempt.id,
        letter=coming.letter,
    )


def _aimed(children: Sequence[Attempt], said: Inbound) -> tuple[Attempt | None, str]:
    """The customer whom a message is for by its own account, and the words without the address."""
    replied = next((one for one in children if said.reply_to and said.reply_to in one.said), None)
    by_letter = {child.letter: child for child in children}
    address = read_address(said.text, by_letter)
    if address is None or (replied and replied.letter != address.letter):
        return replied, said.text
    return by_letter[address.letter], said.text[address.start :]


def _served(book: Book, child: Attempt, weights: Mapping[str, int]) -> Served | None:
    """What became of one customer; None where it was withdrawn and has no card."""
    filed = book.card(child.id)
    if filed is None:
        return None
    talk = Transcript.of(book.log(child.id))
    won = talk.ended is not None and talk.ended.success
    card = Scorecard.from_json(filed)
    return Served(child.letter, weights.get(child.letter, 1), card, won, child.ticked)


def _weights(expected: Iterable[Coming]) -> dict[str, int]:
    return {coming.letter: coming.weight for coming in expected}


def _expect(book: Book, attempt: Attempt, desk: Desk, now: datetime, seconds: float) -> None:
    due = now + timedelta(seconds=seconds)
    desk.next_at = due.timestamp()
    book.wake(Timer.ARRIVAL, attempt.id, due)


def _tell(book: Book, attempt: Attempt, text: str, buttons: Keyboard = ()) -> None:
    book.queue(attempt.channel, Message(Chat(attempt.chat), text, buttons, Priority.TURN))
