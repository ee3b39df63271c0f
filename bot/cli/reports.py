"""`kefu report`, `kefu papers`, `kefu import-case`: what the operator does for teachers."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console

from bot.app import stocked
from bot.authoring.cases import import_case
from bot.classroom.cohorts import Cohort
from bot.classroom.papers.making import Made, Paper, Wanted, make
from bot.classroom.reports.book import with_titles
from bot.classroom.reports.week import week_report
from bot.classroom.reports.words import week_text
from bot.cli.classes import NoSuchClass, opened_store
from bot.cli.errors import WRONG_USE
from bot.cli.speech import words
from bot.commands.papers import example_files, joining_link, wanted_of
from bot.commands.reports import term_here, today_of
from bot.customers import Collection
from bot.practice.shelf import Shelf
from bot.settings import Settings
from bot.storage.unit import Unit
from dialogues.cases.masking import mark_of
from scoring.periods import term, week_of

EXAMPLES = "examples"
KINDS = (*Paper, EXAMPLES)


async def show_report(number: int, back: int) -> None:
    """Print a class's weekly report, so many weeks back."""
    title = _shelf().title

    def look(unit: Unit) -> str:
        cohort = _cohort(unit, number)
        week = week_of(today_of(unit, cohort) - timedelta(weeks=back))
        book = with_titles(unit.class_book(cohort, week.first, week.last), title)
        return week_text(week_report(book), book, words())

    async with opened_store() as database:
        text = await database.write(look)
    _tell(text)


async def write_papers(
    number: int, kind: str, out: Path, since: date | None, until: date | None
) -> int:
    """Write one kind of papers of a class into a folder; the exit code."""
    if kind not in KINDS:
        _tell(words().say("cli.papers.kinds", kinds=" ".join(KINDS)))
        return WRONG_USE
    made = await _examples(number) if kind == EXAMPLES else await _made(number, kind, since, until)
    for path in await asyncio.to_thread(_write, made, out):
        _tell(words().say("cli.papers.written", file=path))
    for note in {each.instead for each in made if each.instead}:
        _tell(note)
    if not made:
        _tell(words().say("cli.papers.nothing"))
    return 0


async def _made(number: int, kind: str, since: date | None, until: date | None) -> list[Made]:
    shelf = _shelf()

    async with opened_store() as database:
        start = await database.write(lambda unit: unit.recall("start_link"))

        def look(unit: Unit) -> Wanted:
            cohort = _cohort(unit, number)
            usual = term_here(unit, cohort)
            days = term("", since or usual.first, until or usual.last)
            link = joining_link(unit, cohort, lambda code: start.format(code) if start else "")
            return replace(wanted_of(unit, cohort, Paper(kind), shelf.title, days), link=link)

        wanted = await database.write(look)
    return list(await asyncio.to_thread(make, wanted, words()))


async def _examples(number: int) -> list[Made]:
    async with opened_store() as database:
        found = await database.write(lambda unit: unit.examples([_cohort(unit, number).id]))
    if not found:
        return []
    corpus, scenario = example_files(found)
    return [
        Made("writer-teachers.jsonl", corpus.encode("utf-8", "replace")),
        Made("examples.yaml", scenario.encode("utf-8", "replace")),
    ]


def bring_in(log: Path, folder: Path, id_: str, title: str) -> None:
    """Make a draft of a log and say what was masked and what to do next."""
    done = import_case(log, folder, id_, title)
    masked = "、".join(f"{mark_of(kind)}×{times}" for kind, times in done.draft.masked.items())
    _tell(
        words().say(
            "cli.case.made",
            file=done.path,
            turns=done.draft.turns,
            masked=masked or words().say("case.nothing_masked"),
        )
    )


def _shelf() -> Shelf:
    """The customers as the service shows them, one's own included."""
    return stocked(Collection.gather(Settings().customers))


def _cohort(unit: Unit, number: int) -> Cohort:
    cohort = unit.cohort(number)
    if cohort is None:
        raise NoSuchClass(number=number)
    return cohort


def _write(made: list[Made], out: Path) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / each.name for each in made]
    for path, each in zip(paths, made, strict=True):
        path.write_bytes(each.content)
    return paths


def _tell(text: str) -> None:
    Console(highlight=False, soft_wrap=True).print(text, markup=False)
