"""Digest and weekly report in words: in the chat and on the command line the same."""

from bot.classroom.reports.book import ClassBook
from bot.classroom.reports.findings import Fault, Weakness, Worry, common_faults, worries
from bot.classroom.reports.week import Case, DrillFigures, WeekReport, drill_figures
from dialogues.cases import mask
from locales.catalogue import Catalogue
from scoring import rulebook

_QUOTE = 40
_FAULTS, _WORRIES = 3, 10


def digest_text(news: ClassBook, book: ClassBook, words: Catalogue) -> str:
    """What the morning's message says: `news` are the drills closed since the last one."""
    lines = [words.say("digest.head", cohort=book.cohort.name)]
    lines += [_drill(each, words) for each in drill_figures(news)]
    faults = common_faults(news.marks, _FAULTS)
    return "\n".join([*lines, *_faults(faults, words), *_worries(worries(book), words)])


def week_text(report: WeekReport, book: ClassBook, words: Catalogue) -> str:
    """The weekly report; the talks worth discussing are named by number."""
    if not report.drills:
        return words.say("week_report.none", cohort=book.cohort.name)
    head = words.say(
        "week_report.head",
        cohort=book.cohort.name,
        since=f"{book.since:%m-%d}",
        until=f"{book.until:%m-%d}",
        talks=report.talks,
        mean=_figure(report.mean),
    )
    lines = [head, *(_drill(each, words) for each in report.drills)]
    if report.weak:
        lines += ["", words.say("week_report.weak"), *(_weak(each, words) for each in report.weak)]
    lines += [*_faults(report.faults, words), *_worries(report.worries, words)]
    if report.cases:
        cases = [case_text(case, words) for case in report.cases]
        lines += ["", words.say("week_report.agenda"), *cases]
    return "\n".join(lines)


def case_text(case: Case, words: Catalogue) -> str:
    """One talk of the agenda, without saying whose it is."""
    about = rulebook.why(case.about, words.language) if case.topic == "typical" else case.about
    return words.say(
        f"week_report.case.{case.topic}", number=case.attempt, total=case.total, about=about
    )


def anonymous(quote: str) -> str:
    """Words to be quoted without saying whose: personal data masked, short."""
    flat = " ".join(mask(quote).text.split())
    return flat if len(flat) <= _QUOTE else flat[: _QUOTE - 1] + "…"


def _drill(one: DrillFigures, words: Catalogue) -> str:
    day, title = f"{one.drill.date:%m-%d}", one.drill.title
    share = {"date": day, "title": title, "done": one.done, "members": one.members}
    if one.mean is None:
        return words.say("digest.drill_unmarked", **share)
    return words.say("digest.drill", **share, mean=_figure(one.mean))


def _weak(one: Weakness, words: Catalogue) -> str:
    name = one.name_en if words.language == "en" else one.name
    return words.say("week_report.row", name=name, mean=_figure(one.mean))


def _faults(faults: list[Fault] | tuple[Fault, ...], words: Catalogue) -> list[str]:
    lines = [_fault(number, fault, words) for number, fault in enumerate(faults, 1)]
    return ["", words.say("digest.faults"), *lines] if lines else []


def _fault(number: int, fault: Fault, words: Catalogue) -> str:
    """A rule, how many students it caught, and somebody's words where it is about words."""
    why = rulebook.why(fault.rule, words.language) + (f"：{fault.about}" if fault.about else "")
    quote = anonymous(fault.quote)
    key = "digest.fault" if quote else "digest.fault_unquoted"
    values = {"quote": quote} if quote else {}
    return words.say(key, number=number, why=why, students=fault.students, **values)


def _worries(found: list[Worry] | tuple[Worry, ...], words: Catalogue) -> list[str]:
    alike: dict[tuple[str, int], list[str]] = {}
    for each in found[:_WORRIES]:
        alike.setdefault((each.why, each.figure), []).append(each.pupil.shown)
    lines = [
        words.say(f"digest.worry.{why}", name="、".join(names), figure=figure)
        for (why, figure), names in alike.items()
    ]
    if len(found) > _WORRIES:
        lines.append(words.say("digest.more", count=len(found) - _WORRIES))
    return ["", words.say("digest.worries"), *lines] if lines else []


def _figure(value: float | None) -> str:
    return "—" if value is None else f"{value:.0f}"
