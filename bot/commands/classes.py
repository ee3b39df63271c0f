"""Whose class is meant, and what a teacher's button speaks of."""

from bot.classroom.cohorts import Cohort, Occurrence, Person, Role
from bot.classroom.reports.book import Pupil
from bot.commands.context import Context, LinkBook
from bot.practice.messages import Button
from bot.storage.unit import Unit
from locales.catalogue import Catalogue

_LONGEST_NUMBER = 9
"""Digits of an id; people can type longer ones, the store cannot hold them."""


def own_classes(context: Context) -> list[Cohort]:
    """All classes that one teaches."""
    return list(context.unit.cohorts_of(context.me.id, Role.TEACHER))


def classes_here(context: Context) -> list[Cohort]:
    """Classes connected to this group that one teaches."""
    here = context.unit.cohorts_in(context.inbound.channel, context.inbound.chat.id)
    own = {cohort.id for cohort in own_classes(context)}
    return [cohort for cohort in here if cohort.id in own]


def classes_meant(context: Context) -> list[Cohort]:
    """In a group the classes connected to it, else all that one teaches.

    Whoever writes a class's name first means that class alone; what follows is the argument.
    """
    if (named := _named_first(context)) is not None:
        context.argument = context.argument.removeprefix(named.name).strip()
        return [named]
    return classes_here(context) if context.inbound.chat.group else own_classes(context)


def _named_first(context: Context) -> Cohort | None:
    """The class of one's own whose name the argument begins with; of two names the longer."""
    said = f"{context.argument} "
    named = [one for one in own_classes(context) if said.startswith(f"{one.name} ")]
    return max(named, key=lambda one: len(one.name), default=None)


def number_of(text: str) -> int:
    """The id that a text holds; 0, which nothing has, where it holds none."""
    fits = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
    return int(text) if fits else 0


def own_class(context: Context, number: int) -> Cohort | None:
    """The class with this id, if one teaches it; otherwise that is said."""
    mine = {cohort.id: cohort for cohort in own_classes(context)}
    if number not in mine:
        context.answer("teacher.not_yours")
    return mine.get(number)


def may_judge(context: Context, talk: int) -> bool:
    """Whether a talk of one's own student is for oneself to judge: not in another class's drill."""
    cohort = context.unit.cohort_of_talk(talk)
    return cohort is None or cohort in {each.id for each in own_classes(context)}


def own_occurrence(context: Context) -> tuple[Cohort, Occurrence] | None:
    """The drill that a button speaks of, if it is a class of one's own; otherwise that is said."""
    occurrence = context.unit.occurrence(number_of(context.argument))
    cohort = own_class(context, occurrence.cohort if occurrence else 0)
    return (cohort, occurrence) if cohort and occurrence else None


def is_owner(context: Context, cohort: Cohort) -> bool:
    """Whether it is one's own class, so that one may send in spite of quiet hours and pushes."""
    return context.unit.owner_of(cohort.id) == context.me.id


def known_as(unit: Unit, teacher: int, student: Person) -> str:
    """What a teacher calls a student: by the roster's name too, in a class that they share."""
    taught = unit.cohorts_of(teacher, Role.TEACHER)
    names = (unit.real_name(cohort.id, student.id) for cohort in taught)
    return Pupil(student.id, student.alias, next(filter(None, names), "")).shown


def in_rows(buttons: list[Button], each: int = 3) -> tuple[tuple[Button, ...], ...]:
    """Buttons side by side, as many to a row as a small screen holds."""
    return tuple(tuple(buttons[at : at + each]) for at in range(0, len(buttons), each))


_SHORT, _MIDDLING = 5, 10
"""Characters of the longest name with which three, or two, stand beside each other on a phone."""


def by_length(buttons: list[Button]) -> tuple[tuple[Button, ...], ...]:
    """Names side by side, fewer to a row where one is long: no name is cut."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        longer = (*rows[-1], button) if rows else ()
        if longer and len(longer) <= _room_for(max(len(each.label) for each in longer)):
            rows[-1] = longer
        else:
            rows.append((button,))
    return tuple(rows)


def _room_for(longest: int) -> int:
    return 3 if longest <= _SHORT else 2 if longest <= _MIDDLING else 1


def add_to_group(context: Context, cohort: Cohort) -> tuple[tuple[Button, ...], ...]:
    """A button to connect the class to its group, as long as it has none."""
    return () if cohort.group_chat else connecting(context.office.links, context.words, cohort)


def connecting(links: LinkBook, words: Catalogue, cohort: Cohort) -> tuple[tuple[Button, ...], ...]:
    """A button that lets one choose the class's group; none where the messenger has no such link.

    It works whether or not the bot is in that group.
    """
    link = links.group(f"class_{cohort.id}")
    return ((Button(words.say("button.add_to_group"), url=link),),) if link else ()
