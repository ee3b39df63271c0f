"""What the teachers of a class are told about its drills, each in their own chat."""

from collections.abc import Iterable, Mapping

from bot.classroom.agenda import Verdict
from bot.classroom.cohorts import Cohort, Occurrence, Person, Role
from bot.classroom.drills import Window, local_text
from bot.classroom.ledger import Ledger, Links, Shelf, teachers
from bot.classroom.reports.book import Pupil
from bot.practice.messages import Button, Chat, Message
from locales.catalogue import Catalogue, catalogue

Rows = tuple[tuple[Button, ...], ...]

LEFT_OUT: Mapping[Verdict, str] = {
    Verdict.MISSED: "drill.missed",
    Verdict.QUIET: "drill.missed_quiet",
    Verdict.FULL: "drill.missed_full",
}
"""Why a drill was not posted, as the teacher is told."""


class Notices:
    """Tells the teachers."""

    def __init__(self, shelf: Shelf, links: Links) -> None:
        self._shelf = shelf
        self._links = links

    def left_out(
        self, ledger: Ledger, cohort: Cohort, planned: Window, why: Verdict, source: str
    ) -> None:
        """A drill was not posted, and why; its owner may send it all the same.

        `source` names it: `d3` for the standing plan 3, `s7` for the set date 7.
        """
        for teacher in teachers(ledger, cohort):
            words = catalogue(teacher.language)
            text = words.say(
                LEFT_OUT[why],
                cohort=cohort.name,
                date=planned.date,
                at=local_text(planned.opens_at, cohort.zone),
            )
            anyway = Button(words.say("button.anyway"), self._links.payload("fa", source))
            rows: Rows = () if why is Verdict.MISSED else ((anyway,),)
            key = f"missed:{cohort.id}:{planned.date}:{source}:{teacher.id}"
            _tell(ledger, teacher, text, rows, key)

    def unapproved(self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence) -> None:
        """A drill waits: the class's mentor has not said yes to its customer."""
        for teacher in teachers(ledger, cohort):
            words = catalogue(teacher.language)
            title = self._shelf.title(occurrence.scenario, words.language)
            text = words.say("approval.waits", title=title, cohort=cohort.name)
            key = f"unapproved:{cohort.id}:{occurrence.date}:{occurrence.scenario}:{teacher.id}"
            _tell(ledger, teacher, text, (), key)

    def report(
        self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence, words: Catalogue
    ) -> str:
        """How a drill stands, for the teacher alone: who has not finished is named here only."""
        finished = {result.person for result in ledger.results(occurrence.id)}
        students = ledger.members(cohort.id, Role.STUDENT)
        absent = [student for student in students if student.id not in finished]
        lost = [student for student in absent if not student.active]
        text = words.say(
            "drill.report",
            cohort=cohort.name,
            title=self._shelf.title(occurrence.scenario, words.language),
            closes=local_text(occurrence.closes_at, cohort.zone),
            done=len(finished),
            members=len(students),
            absent=_called(ledger, cohort, absent) or words.say("drill.nobody"),
        )
        if lost:
            names = _called(ledger, cohort, lost)
            return f"{text}\n{words.say('drill.unreachable', names=names)}"
        return text

    def ways_on(self, occurrence: Occurrence, words: Catalogue) -> Rows:
        """What a teacher can do about a drill that is going on."""
        if occurrence.closed_at is not None:
            return ()
        nudge = Button(words.say("button.nudge"), self._links.payload("n", occurrence.id))
        close = Button(words.say("button.close_now"), self._links.payload("e", occurrence.id))
        return ((close,),) if occurrence.lesson else ((nudge, close),)

    def closed(self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence) -> None:
        """The final report, once."""
        for teacher in teachers(ledger, cohort):
            text = self.report(ledger, cohort, occurrence, catalogue(teacher.language))
            _tell(ledger, teacher, text, (), f"report:{occurrence.id}:{teacher.id}")

    def lesson(self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence) -> None:
        """The live progress of a lesson: one message, edited in place."""
        for teacher in teachers(ledger, cohort):
            words = catalogue(teacher.language)
            key = f"lesson:{occurrence.id}:{teacher.id}"
            shown = ledger.queued_before(key)
            message = Message(
                Chat(teacher.chat),
                self._progress(ledger, cohort, occurrence, words),
                self.ways_on(occurrence, words),
                key=None if shown else key,
                edits=key if shown else None,
                forget=True,
            )
            ledger.queue(teacher.channel, message)

    def _progress(
        self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence, words: Catalogue
    ) -> str:
        students = ledger.members(cohort.id, Role.STUDENT)
        finished = {result.person for result in ledger.results(occurrence.id)}
        begun = ledger.begun_by(occurrence.id)
        waiting = [one for one in students if one.id not in begun | finished]
        return words.say(
            "lesson.progress",
            cohort=cohort.name,
            title=self._shelf.title(occurrence.scenario, words.language),
            closes=local_text(occurrence.closes_at, cohort.zone),
            done=len(finished),
            busy=len(begun - finished),
            members=len(students),
            waiting=_called(ledger, cohort, waiting) or words.say("drill.nobody"),
        )

    def unreachable(self, ledger: Ledger, student: Person) -> None:
        """A student has blocked us: every class's teachers hear of it, once a day."""
        self._about(ledger, student, "student.blocked")

    def returned(self, ledger: Ledger, student: Person) -> None:
        """Somebody who had blocked us can be written to again."""
        self._about(ledger, student, "student.returned")

    def topic_lost(self, ledger: Ledger, cohort: Cohort) -> None:
        """The topic where the class was connected is gone; the group itself is used now."""
        for teacher in teachers(ledger, cohort):
            text = catalogue(teacher.language).say("group.topic_lost", cohort=cohort.name)
            _tell(ledger, teacher, text)

    def upgraded(self, ledger: Ledger, cohort: Cohort) -> None:
        """The group became a supergroup; nothing needs to be done."""
        for teacher in teachers(ledger, cohort):
            text = catalogue(teacher.language).say("group.upgraded", cohort=cohort.name)
            _tell(
                ledger, teacher, text, (), f"upgraded:{cohort.id}:{cohort.group_chat}:{teacher.id}"
            )

    def _about(self, ledger: Ledger, student: Person, key: str) -> None:
        for cohort in ledger.cohorts_of(student.id, Role.STUDENT):
            name = ledger.real_names(cohort.id).get(student.id, "")
            shown = Pupil(student.id, student.alias, name).shown
            for teacher in teachers(ledger, cohort):
                words = catalogue(teacher.language)
                text = words.say(key, cohort=cohort.name, alias=shown)
                once = f"{key}:{cohort.id}:{student.id}:{teacher.id}:{ledger.now:%Y%m%d}"
                _tell(ledger, teacher, text, (), once)


def _called(ledger: Ledger, cohort: Cohort, students: Iterable[Person]) -> str:
    """Students as their teacher knows them: by the roster's names, where there are any."""
    names = ledger.real_names(cohort.id)
    return "、".join(names.get(one.id, one.alias) for one in students)


def _tell(
    ledger: Ledger, teacher: Person, text: str, rows: Rows = (), key: str | None = None
) -> None:
    """Teachers are told of students: no word of it is kept once it has left."""
    ledger.queue(teacher.channel, Message(Chat(teacher.chat), text, rows, key=key, forget=True))
