"""What group and students see of a drill: one card, edited in place, and an offer in each chat.

The group sees how many have finished and never who has not.
"""

from datetime import date

from bot.classroom.board import progress_of
from bot.classroom.cohorts import Cohort, Occurrence, Person, Role
from bot.classroom.drills import local_text
from bot.classroom.ledger import Ledger, Links, Shelf, group_of
from bot.classroom.showing import drill_board, ends_week, week_board
from bot.practice.coach import bar
from bot.practice.messages import Button, Chat, Message, Priority
from locales.catalogue import Catalogue, catalogue


class Cards:
    """Shows a drill to those it is set for."""

    def __init__(self, shelf: Shelf, links: Links) -> None:
        self._shelf = shelf
        self._links = links

    # --- in the group ---

    def show(self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence) -> None:
        """The card as it stands now: new in a group that has none yet, else edited in place."""
        text = self.text(ledger, cohort, occurrence, catalogue(""))
        self._put(ledger, cohort, occurrence, text, self._begin(occurrence))

    def move(self, ledger: Ledger, old: Cohort, new: Cohort, occurrence: Occurrence) -> None:
        """The group has another id: a card that is on its way goes there, else there is a new one.

        What was posted before the upgrade cannot be edited after it.
        """
        if not ledger.rekey(_card_key(old, occurrence), _card_key(new, occurrence)):
            self.show(ledger, new, occurrence)

    def take_back(self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence) -> None:
        """The teacher took the drill back: the card and every offer say so."""
        self._put(ledger, cohort, occurrence, self._withdrawn(occurrence, ""))
        for student in ledger.members(cohort.id, Role.STUDENT):
            key = _offer_key(occurrence, student)
            if ledger.queued_before(key):
                text = self._withdrawn(occurrence, student.language)
                ledger.queue(student.channel, _broadcast(Chat(student.chat), text, edits=key))

    def board(self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence) -> None:
        """The board in the group, once; after the last class day of a week with the week's."""
        text = self.board_text(ledger, cohort, occurrence)
        if text and ends_week(ledger.calendar(cohort.id), date.fromisoformat(occurrence.date)):
            week = week_board(ledger, cohort, occurrence, catalogue(""))
            text = f"{text}\n\n{week}"
        if cohort.channel and cohort.group_chat and text:
            message = _broadcast(group_of(cohort), text, key=f"board:{occurrence.id}")
            ledger.queue(cohort.channel, message)

    def board_text(self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence) -> str:
        """The leaderboard as the class shows it, never the last ones; empty where it shows none."""
        title = self._shelf.title(occurrence.scenario)
        return drill_board(ledger, cohort, occurrence, title, catalogue(""))

    def text(self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence, words: Catalogue) -> str:
        """The words of the card."""
        done, members = progress_of(ledger, cohort, occurrence)
        title = self._shelf.title(occurrence.scenario, words.language)
        if len(ledger.cohorts_in(cohort.channel or "", cohort.group_chat or "")) > 1:
            title = f"{cohort.name} · {title}"
        kind = "lesson.card" if occurrence.lesson else "drill.card_open"
        return words.say(
            "drill.card_closed" if occurrence.closed_at else kind,
            title=title,
            closes=local_text(occurrence.closes_at, cohort.zone),
            done=done,
            members=members,
            bar=bar(done / members if members else 0),
        )

    def _put(
        self,
        ledger: Ledger,
        cohort: Cohort,
        occurrence: Occurrence,
        text: str,
        buttons: tuple[tuple[Button, ...], ...] = (),
    ) -> None:
        if not cohort.channel or not cohort.group_chat:
            return
        # A group that became a supergroup, or another group, has no card yet that we could edit.
        key = _card_key(cohort, occurrence)
        shown = ledger.queued_before(key)
        chat, new, old = group_of(cohort), None if shown else key, key if shown else None
        ledger.queue(cohort.channel, _broadcast(chat, text, buttons, key=new, edits=old))

    def _begin(self, occurrence: Occurrence) -> tuple[tuple[Button, ...], ...]:
        link = self._links.start(f"drill_{occurrence.id}")
        if occurrence.closed_at or not link:
            return ()
        return ((Button(catalogue("").say("button.begin"), url=link),),)

    # --- to each student ---

    def offer_all(self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence) -> None:
        """Tell every student who can be reached, in their own chat."""
        for student in ledger.members(cohort.id, Role.STUDENT):
            if student.active:
                self.offer(ledger, cohort, occurrence, student)

    def offer(
        self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence, student: Person
    ) -> None:
        """Tell one student, once."""
        text = self.offer_text(cohort, occurrence, catalogue(student.language))
        self._invite(ledger, occurrence, student, text, _offer_key(occurrence, student))

    def offer_again(
        self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence, student: Person
    ) -> None:
        """Tell a student who is back, unless they have finished."""
        if student.id not in {result.person for result in ledger.results(occurrence.id)}:
            text = self.offer_text(cohort, occurrence, catalogue(student.language))
            key = f"{_offer_key(occurrence, student)}:{ledger.now:%Y%m%d%H%M}"
            self._invite(ledger, occurrence, student, text, key)

    def nudge(
        self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence, student: Person
    ) -> None:
        """A gentle reminder, to this student alone, once."""
        words = catalogue(student.language)
        text = words.say(
            "drill.nudge",
            title=self._shelf.title(occurrence.scenario, words.language),
            closes=local_text(occurrence.closes_at, cohort.zone),
        )
        self._invite(ledger, occurrence, student, text, f"nudge:{occurrence.id}:{student.id}")

    def offer_text(self, cohort: Cohort, occurrence: Occurrence, words: Catalogue) -> str:
        """What a student is told."""
        return words.say(
            "lesson.offer" if occurrence.lesson else "drill.offer",
            title=self._shelf.title(occurrence.scenario, words.language),
            closes=local_text(occurrence.closes_at, cohort.zone),
            counting=counting(words, occurrence.attempts),
        )

    def _invite(
        self, ledger: Ledger, occurrence: Occurrence, student: Person, text: str, key: str
    ) -> None:
        label = catalogue(student.language).say("button.begin")
        begin = Button(label, self._links.payload("d", occurrence.id))
        ledger.queue(student.channel, _broadcast(Chat(student.chat), text, ((begin,),), key=key))

    def _withdrawn(self, occurrence: Occurrence, language: str) -> str:
        words = catalogue(language)
        title = self._shelf.title(occurrence.scenario, words.language)
        return words.say("drill.withdrawn", title=title)


def counting(words: Catalogue, attempts: int) -> str:
    """Which attempts count, in words; of a single one nothing has to be the best."""
    key = "drill.counts_once" if attempts == 1 else "drill.counts_best"
    return words.say(key, attempts=attempts)


def _card_key(cohort: Cohort, occurrence: Occurrence) -> str:
    return f"card:{occurrence.id}:{cohort.group_chat}"


def _offer_key(occurrence: Occurrence, student: Person) -> str:
    return f"offer:{occurrence.id}:{student.id}"


def _broadcast(
    chat: Chat,
    text: str,
    buttons: tuple[tuple[Button, ...], ...] = (),
    *,
    key: str | None = None,
    edits: str | None = None,
) -> Message:
    return Message(chat, text, buttons, Priority.BROADCAST, key=key, edits=edits)
