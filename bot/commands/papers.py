"""Papers of a class: tables of marks, growth files, posters, notices; made outside the loop."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from hashlib import sha256

from bot.classroom.cohorts import Cohort, Role
from bot.classroom.drills import zone
from bot.classroom.invitations import student_code
from bot.classroom.papers.layouts import layouts
from bot.classroom.papers.making import Paper, Wanted, make
from bot.classroom.reports.book import ClassBook, Pupil, with_titles
from bot.classroom.reports.growth import Entry
from bot.classroom.reports.unheard import corpus_lines, scenario_lines
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import by_length, classes_meant, in_rows, number_of, own_class
from bot.commands.context import Context, Office
from bot.commands.reports import term_here
from bot.delivery.errands import Making, NobodyThere
from bot.practice.messages import Attachment, Button, Chat, Message, Priority
from bot.storage.errands import Errand
from bot.storage.teaching import Example
from bot.storage.unit import Unit
from dialogues.hearing.inventory import act_name
from locales.catalogue import Catalogue, catalogue
from scoring.periods import Period, class_day

ERRAND = "paper"
EXAMPLES = "examples"
_MENU = tuple(Paper)
_GROWTH_PAGE = 24


@commands.declare("papers", Audience.TEACHER)
def papers(context: Context) -> None:
    """/papers: everything that can be had of a class as a file."""
    for cohort in classes_meant(context):
        _menu(context, cohort)


@actions.declare("xm", Audience.TEACHER)
def menu_pressed(context: Context) -> None:
    """The button for a class's papers."""
    cohort = own_class(context, number_of(context.argument))
    if cohort is not None:
        _menu(context, cohort)


def _menu(context: Context, cohort: Cohort) -> None:
    buttons = [
        Button(
            context.words.say(f"button.paper.{paper}"),
            context.office.links.payload("xp", f"{cohort.id}-{paper}"),
        )
        for paper in _MENU
    ]
    term = term_here(context.unit, cohort)
    text = context.words.say(
        "paper.menu", cohort=cohort.name, since=f"{term.first}", until=f"{term.last}"
    )
    context.tell_privately(text, *in_rows(buttons))


@actions.declare("xp", Audience.TEACHER)
def paper_pressed(context: Context) -> None:
    """One of the papers; a growth file asks whose."""
    number, _, name = context.argument.partition("-")
    cohort = own_class(context, number_of(number))
    if cohort is None or name not in set(Paper):
        return
    if name == Paper.GROWTH:
        _whose(context, cohort, 0)
    elif name == Paper.SCHOOL:
        _which_layout(context, cohort)
    else:
        _send_for(context, f"{cohort.id}-{name}")


def _which_layout(context: Context, cohort: Cohort) -> None:
    """教务成绩表: which columns the school's system wants."""
    links, language = context.office.links, context.words.language
    buttons = [
        Button(layout.name(language), links.payload("xl", f"{cohort.id}-{layout.id}"))
        for layout in layouts().values()
    ]
    lines = [
        f"· {layout.name(language)}：{'、'.join(title for title, _ in layout.columns)}"
        for layout in layouts().values()
    ]
    unnumbered = sum(not each.number for each in context.unit.pupils(cohort.id))
    if unnumbered:
        lines.append(context.words.say("paper.no_numbers", count=unnumbered))
    text = context.words.say("paper.which_layout", cohort=cohort.name)
    context.answer("board.as_is", *in_rows(buttons, 2), text="\n".join([text, *lines]))


@actions.declare("xl", Audience.TEACHER)
def layout_pressed(context: Context) -> None:
    """The columns are chosen."""
    number, _, layout = context.argument.partition("-")
    cohort = own_class(context, number_of(number))
    if cohort is not None and layout in layouts():
        _send_for(context, f"{cohort.id}-{Paper.SCHOOL}-{layout}")


@actions.declare("xg", Audience.TEACHER)
def growth_pressed(context: Context) -> None:
    """A student's growth file, or the next page of students."""
    number, _, rest = context.argument.partition("-")
    cohort = own_class(context, number_of(number))
    if cohort is None:
        return
    if rest.startswith("p"):
        _whose(context, cohort, number_of(rest[1:]))
    else:
        _send_for(context, f"{cohort.id}-{Paper.GROWTH}-{number_of(rest)}")


def _whose(context: Context, cohort: Cohort, page: int) -> None:
    pupils = list(context.unit.pupils(cohort.id))
    shown = pupils[page * _GROWTH_PAGE : (page + 1) * _GROWTH_PAGE]
    links = context.office.links
    buttons = [
        Button(one.name or one.alias, links.payload("xg", f"{cohort.id}-{one.id}")) for one in shown
    ]
    rows = by_length(buttons)
    if len(pupils) > (page + 1) * _GROWTH_PAGE:
        rows += ((context.button("button.more", "xg", f"{cohort.id}-p{page + 1}"),),)
    context.answer("paper.whose" if shown else "talk.no_students", *rows, cohort=cohort.name)


@actions.declare("ue", Audience.TEACHER)
def examples_pressed(context: Context) -> None:
    """The approved sentences of one's classes, for the ear's corpus and for customer files."""
    _send_for(context, EXAMPLES)


def _send_for(context: Context, argument: str) -> None:
    context.unit.send_for(context.me.id, ERRAND, argument)
    context.office.stir()
    context.answer("paper.coming")


class PaperJob:
    """Looks up what a paper is made of, and makes it in a thread."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def __call__(self, unit: Unit, errand: Errand) -> tuple[str, Making]:
        """The channel, and how the files are made; whoever lost the class gets nothing."""
        me = unit.person(errand.person)
        if me is None:
            raise NobodyThere
        words, chat = catalogue(me.language), Chat(me.chat)
        files = self._office.capabilities.files
        if errand.argument == EXAMPLES:
            found = self._examples(unit, errand.person)
            return me.channel, lambda: _examples_messages(chat, found, words, files=files)
        wanted = self._wanted(unit, errand)

        def making() -> Sequence[Message]:
            if not files:
                return [Message(chat, words.say("paper.no_files"))]
            return [
                Message(
                    chat,
                    made.instead or words.say(f"paper.caption.{wanted.paper}"),
                    priority=Priority.NOTICE,
                    attachment=Attachment(made.name, made.content),
                    forget=True,
                )
                for made in make(wanted, words)
            ]

        return me.channel, making

    def _wanted(self, unit: Unit, errand: Errand) -> Wanted:
        number, name, pupil = [*errand.argument.split("-"), "", ""][:3]
        cohort = unit.cohort(number_of(number))
        if cohort is None or cohort.id not in {
            each.id for each in classes_taught(unit, errand.person)
        }:
            raise NobodyThere
        days, title = term_here(unit, cohort), self._office.shelf.title
        wanted = wanted_of(unit, cohort, Paper(name), title, days, number_of(pupil))
        link = joining_link(unit, cohort, self._office.links.start)
        return replace(wanted, link=link, layout=pupil)

    def _examples(self, unit: Unit, member: int) -> list[Example]:
        classes = [cohort.id for cohort in classes_taught(unit, member)]
        title = self._office.shelf.title
        found = (
            Example(title(each.scenario), each.act, each.customer, each.reply)
            for each in unit.examples(classes)
        )
        # Two classes of one's own may have approved the same sentence.
        return list(dict.fromkeys(found))


def classes_taught(unit: Unit, member: int) -> Sequence[Cohort]:
    """The classes that somebody teaches now."""
    return unit.cohorts_of(member, Role.TEACHER)


def wanted_of(
    unit: Unit,
    cohort: Cohort,
    paper: Paper,
    title: Callable[[str], str],
    days: Period,
    pupil: int = 0,
) -> Wanted:
    """What a paper is made of, but for the way in; a growth file of one student, with 0 of all."""
    book = with_titles(unit.class_book(cohort, days.first, days.last), title)
    setting = unit.class_setting(cohort.id)
    return Wanted(
        paper,
        book,
        keeping=(setting.transcript_days, setting.mark_days),
        installation=installation_of(unit),
        growth=_growth(unit, book, pupil),
    )


def _growth(unit: Unit, book: ClassBook, pupil: int) -> tuple[tuple[Pupil, tuple[Entry, ...]], ...]:
    """Whose growth files are wanted, each with what mentors wrote in those days."""
    here = zone(book.cohort.zone)
    first = datetime.combine(book.since, time(), here)
    after = datetime.combine(book.until + timedelta(days=1), time(), here)
    entries: dict[int, list[Entry]] = {}
    for whose, by, written, at in unit.mentor_words(book.cohort.id, first, after):
        entries.setdefault(whose, []).append(Entry(class_day(at, here), by, written))
    wanted = [one for one in book.pupils if pupil in (0, one.id)]
    return tuple((one, tuple(entries.get(one.id, ()))) for one in wanted)


def joining_link(unit: Unit, cohort: Cohort, link: Callable[[str], str]) -> str:
    """The students' way into a class: a link, or what to type where there are no links."""
    code = f"join_{student_code(unit, cohort.id)}"
    return link(code) or f"/start {code}"


def installation_of(unit: Unit) -> str:
    """What keeps this installation's exported ids apart from any other's; not its secret key."""
    return sha256(b"xapi" + unit.signing_key()).hexdigest()[:32]


def _examples_messages(
    chat: Chat, found: Sequence[Example], words: Catalogue, *, files: bool
) -> list[Message]:
    corpus, scenario = example_files(found)
    if not files:
        return [Message(chat, words.say("paper.no_files"))]
    return [
        Message(
            chat,
            words.say(key),
            attachment=Attachment(name, text.encode("utf-8", "replace")),
            forget=True,
        )
        for key, name, text in (
            ("paper.caption.corpus", "writer-teachers.jsonl", corpus),
            ("paper.caption.scenario", "examples.yaml", scenario),
        )
    ]


def example_files(found: Sequence[Example]) -> tuple[str, str]:
    """Approved sentences as lines of the corpus, and as lines of a customer file."""
    rows = [(each.scenario, each.act, each.customer, each.reply) for each in found]
    lines = [f"{line}\n" for line in corpus_lines(rows)]
    named = [(act_name(each.act), each.reply) for each in found]
    return "".join(lines), "\n".join([*scenario_lines(named), ""])
