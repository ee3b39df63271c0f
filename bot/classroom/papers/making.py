"""Which papers there are, and how each is made of a class's book: for chat and command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec

from bot.classroom.papers.cells import file_name
from bot.classroom.papers.growth_page import growth_page
from bot.classroom.papers.growth_pdf import can_write_pdf, growth_pdf
from bot.classroom.papers.layouts import Layout, layouts
from bot.classroom.papers.poster import notice, poster
from bot.classroom.papers.school_table import as_upload, school_table
from bot.classroom.papers.tables import as_csv, as_xlsx
from bot.classroom.reports.book import ClassBook, Pupil
from bot.classroom.reports.growth import Entry, growth_file
from bot.classroom.reports.table import mark_table
from bot.classroom.reports.xapi import statements
from locales.catalogue import Catalogue


class Paper(StrEnum):
    """What can be had of a class on paper or as a file."""

    XLSX = "xlsx"
    CSV = "csv"
    SCHOOL = "school"
    XAPI = "xapi"
    GROWTH = "growth"
    POSTER = "poster"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file; `instead` says that it is not what was asked for, and why."""

    name: str
    content: bytes
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that papers are made of; `link` leads into the class, `keeping` are days of storage.

    `growth` are the students whose growth files are wanted, with what mentors wrote. `layout`
    is which of the tables for a school's system is wanted; empty: all of them.
    """

    paper: Paper
    book: ClassBook
    link: str = ""
    keeping: tuple[int, int] = (0, 0)
    installation: str = ""
    growth: tuple[tuple[Pupil, tuple[Entry, ...]], ...] = ()
    layout: str = ""


def make(wanted: Wanted, words: Catalogue) -> Sequence[Made]:
    """The files, made in a thread or in a command: it takes from milliseconds to seconds."""
    match wanted.paper:
        case Paper.XLSX:
            return [_xlsx(wanted.book, words)]
        case Paper.CSV:
            return [_csv(wanted.book)]
        case Paper.SCHOOL:
            chosen = (wanted.layout,) if wanted.layout in layouts() else layouts()
            return [_school(wanted.book, layouts()[each], words) for each in chosen]
        case Paper.XAPI:
            return [_xapi(wanted)]
        case Paper.GROWTH:
            return [_growth(wanted.book, *each, words) for each in wanted.growth]
        case Paper.POSTER:
            return [_poster(wanted, words)]
        case Paper.NOTICE:
            page = notice(wanted.book.cohort.name, wanted.keeping, words)
            return [_page(wanted.book, "notice", page)]


def _xlsx(book: ClassBook, words: Catalogue) -> Made:
    if find_spec("xlsxwriter") is None:
        made = _csv(book)
        return Made(made.name, made.content, words.say("paper.no_xlsx"))
    table = mark_table(book)
    return Made(file_name(table.name, "xlsx"), as_xlsx(table))


def _csv(book: ClassBook) -> Made:
    table = mark_table(book)
    return Made(file_name(table.name, "csv"), as_csv(table))


def _school(book: ClassBook, layout: Layout, words: Catalogue) -> Made:
    table = school_table(book, layout)
    if find_spec("xlsxwriter") is None:
        return Made(file_name(table.name, "csv"), as_csv(table), words.say("paper.no_xlsx"))
    return Made(file_name(table.name, "xlsx"), as_upload(table))


def _xapi(wanted: Wanted) -> Made:
    lines = "".join(f"{line}\n" for line in statements(wanted.book, wanted.installation))
    name = file_name(f"{mark_table(wanted.book).name}-xapi", "jsonl")
    return Made(name, lines.encode("utf-8", "replace"))


def _growth(book: ClassBook, pupil: Pupil, entries: tuple[Entry, ...], words: Catalogue) -> Made:
    file = growth_file(book, pupil, entries)
    stem = f"{pupil.name or pupil.alias}-{book.since:%Y%m%d}-{book.until:%Y%m%d}"
    if can_write_pdf():
        return Made(file_name(stem, "pdf"), growth_pdf(file, words))
    page = growth_page(file, words).encode("utf-8", "replace")
    return Made(file_name(stem, "html"), page, words.say("paper.no_pdf"))


def _poster(wanted: Wanted, words: Catalogue) -> Made:
    page = poster(wanted.book.cohort.name, wanted.link, words)
    return _page(wanted.book, "poster", page)


def _page(book: ClassBook, what: str, page: str) -> Made:
    return Made(file_name(f"{book.cohort.name}-{what}", "html"), page.encode("utf-8", "replace"))
