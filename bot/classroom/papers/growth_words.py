"""The growth file in words, the same for every form that it is printed in."""

from bot.classroom.reports.growth import GrowthFile, Line, ModuleGrowth
from locales.catalogue import Catalogue
from scoring import rulebook


def head(file: GrowthFile, words: Catalogue) -> list[str]:
    """Who, which class, which days; how much was done, and how well."""
    who = words.say(
        "growth.who",
        name=file.pupil.name or file.pupil.alias,
        cohort=file.cohort,
    )
    when = words.say("growth.when", since=file.since, until=file.until)
    done = words.say(
        "growth.done", done=len(file.points), drills=file.drills, mean=figure(file.mean)
    )
    return [who, when, done]


def module_name(module: ModuleGrowth, words: Catalogue) -> str:
    """A module in the reader's language."""
    return words.say(f"skill.{module.module.name.lower()}")


def course(module: ModuleGrowth, words: Catalogue) -> str:
    """How the second half of the term compares with the first."""
    if module.early is None or module.late is None:
        return words.say("growth.too_few")
    key = "growth.rose" if module.late >= module.early else "growth.fell"
    return words.say(key, early=figure(module.early), late=figure(module.late))


def line_text(line: Line, words: Catalogue) -> str:
    """One line of evidence: day, customer, words of the talk, and what the rule book says."""
    key = "growth.good" if line.points > 0 else "growth.poor"
    why = rulebook.why(line.rule, words.language) + (f"：{line.about}" if line.about else "")
    return words.say(key, day=f"{line.day:%m-%d}", title=line.title, quote=line.quote, why=why)


def figure(value: float | None) -> str:
    """A mark as people read it."""
    return "—" if value is None else f"{value:.0f}"
