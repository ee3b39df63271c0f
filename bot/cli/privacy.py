"""`kefu export`, `kefu erase`, `kefu audit-report`: what the law lets people ask for."""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.classroom.boards import ClassSetting
from bot.classroom.my_page import Export, as_page, sections
from bot.cli.classes import opened_store
from bot.cli.errors import WRONG_USE
from bot.cli.speech import words
from bot.storage.holdings import Purpose, Subject
from bot.storage.privacy import KEPT_LETTERS, KEPT_MESSAGES, Kept
from bot.storage.unit import Unit
from bot.trouble import Trouble

_YEAR = timedelta(days=365)


class NoSuchPerson(Trouble):
    """Nobody has this number, alias or platform id."""

    key = "trouble.no_person"


class SeveralPeople(Trouble):
    """Several people have this alias; say the number."""

    key = "trouble.several_people"


async def export_person(asked: str, out: Path | None) -> None:
    """Write everything about somebody, as a page to read and as JSON."""

    def look(unit: Unit) -> Export:
        return unit.export(_subject(unit, asked))

    async with opened_store() as database:
        found = await database.write(look)
    data = json.dumps(found, ensure_ascii=False, indent=1)
    if out is None:
        print(data)
        return
    page = as_page(sections(found, words()), words().say("mydata.title"))
    await asyncio.to_thread(_write, out, page, data)
    print(words().say("cli.privacy.exported", folder=out))


async def erase_person(asked: str, *, really: bool) -> int:
    """Erase everything about somebody; the exit code."""

    def erase(unit: Unit) -> int:
        subject = _subject(unit, asked)
        return unit.erase(subject) if really else 0

    async with opened_store() as database:
        count = await database.write(erase)
    if not really:
        print(words().say("cli.privacy.really", person=asked))
        return WRONG_USE
    print(words().say("cli.privacy.erased", rows=count))
    return 0


async def report_audit(*, as_json: bool) -> None:
    """What is kept, and what was exported, erased and dropped within a year."""
    async with opened_store() as database:
        kept = await database.write(lambda unit: unit.kept())
        events = await database.write(lambda unit: unit.privacy_events(unit.now - _YEAR))
        classes = await database.write(_settings)
    if as_json:
        report = {
            "kept": [_entry(each) for each in kept],
            "classes": classes,
            "events": [{"kind": kind, "rows": n, "at": at.isoformat()} for kind, n, at in events],
        }
        print(json.dumps(report, ensure_ascii=False, indent=1))
        return
    console = Console(highlight=False)
    table = Table(*(words().say(f"cli.audit.{name}") for name in _COLUMNS))
    for each in kept:
        entry = _entry(each)
        told = [words().say(f"cli.audit.{name}.{entry[name]}") for name in ("purpose", "seen")]
        table.add_row(
            str(entry["table"]), str(entry["rows"]), str(entry["since"] or "–")[:10], *told,
            str(entry["days"] or words().say("cli.audit.as_long_as")),
        )  # fmt: skip
    console.print(table)
    for kind, rows, at in events:
        text = words().say(f"cli.audit.event.{kind}", rows=rows, at=f"{at:%Y-%m-%d}")
        console.print(text, markup=False)


_COLUMNS = ("table", "rows", "since", "purpose", "seen", "days")


def _subject(unit: Unit, asked: str) -> Subject:
    found = unit.find_people(asked)
    if not found:
        raise NoSuchPerson(asked=asked)
    if len(found) > 1:
        numbers = ", ".join(str(number) for number, _ in found)
        raise SeveralPeople(asked=asked, numbers=numbers)
    subject = unit.subject(found[0][0])
    if subject is None:
        raise NoSuchPerson(asked=asked)
    return subject


def _entry(kept: Kept) -> dict[str, object]:
    holding = kept.holding
    return {
        "table": holding.table.name,
        "rows": kept.rows,
        "since": kept.oldest.isoformat() if kept.oldest else None,
        "purpose": holding.purpose.value,
        "seen": holding.seen.value,
        "days": _days(holding.table.name, holding.purpose),
    }


def _days(table: str, purpose: Purpose) -> int | None:
    """For how many days it is kept, by default; None: as long as the person stays."""
    usual = ClassSetting(0)
    if table == "event":
        return usual.transcript_days
    if purpose is Purpose.MARKS:
        return usual.mark_days
    if table == "outbox":
        return KEPT_MESSAGES.days
    return KEPT_LETTERS.days if table == "dead_letter" else None


def _settings(unit: Unit) -> Sequence[dict[str, object]]:
    found = []
    for cohort in unit.all_cohorts():
        setting = unit.class_setting(cohort.id)
        found.append(
            {
                "class": cohort.name,
                "transcript_days": setting.transcript_days,
                "mark_days": setting.mark_days,
                "tell_distress": setting.tell_distress,
                "board": setting.board.value,
            }
        )
    return found


def _write(folder: Path, page: str, data: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "my-data.html").write_text(page, "utf-8", errors="replace")
    (folder / "my-data.json").write_text(data, "utf-8", errors="replace")
