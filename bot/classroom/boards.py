"""What a class shows of its marks: off, teams only, aliases, or the names of those who agreed.

Boards over a week, a month or a term never show more than the better half, and only students who
did at least half of the drills: neither trying often nor sitting out the hard ones pays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.classroom.board import MOST_PLACES, place_line, whole_places
from locales.catalogue import Catalogue
from scoring import periods
from scoring.periods import Period, PeriodKind
from scoring.season import Improvement, TeamStanding, most_improved, season, teams
from scoring.standings import Result, Standing

EVERYBODY = 1_000_000
SHORTEST_KEPT, LONGEST_KEPT = 7, 1100
"""Days: an appeal needs a week, and three years is as long as anybody stays at the school."""

_AUTUMN, _SPRING = 9, 2
_SMALLEST_TEAM = 2
"""A team's mark that only one member earned would be that member's mark."""


class BoardMode(StrEnum):
    """What a class's boards show."""

    OFF = "off"
    TEAM = "team"
    ALIAS = "alias"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class ClassSetting:
    """A class's own choices.

    Transcripts are kept for 180 days and marks for a year and a half (a term and a year), unless
    the teacher wants less; a teacher is told of a student's distress only where the school wants
    it (`tell_distress`).
    """

    cohort: int
    board: BoardMode = BoardMode.ALIAS
    transcript_days: int = 180
    mark_days: int = 550
    tell_distress: bool = False


@dataclass(frozen=True, slots=True)
class Season:
    """All that a board over a period is made of.

    `labels` are the names that may be shown, by person; whoever is missing wants none shown.
    `held` is how many drills the class had in the period.
    """

    cohort: str
    period: Period
    mode: BoardMode
    results: Sequence[Result]
    labels: Mapping[int, str]
    held: int


def fair_minimum(held: int) -> int:
    """Drills that must be done for a place: half of those held, at least one."""
    return max(1, (held + 1) // 2)


def school_term(day: date) -> Period:
    """The term a day lies in: September to January, February to August, as in mainland schools."""
    autumn = day.month >= _AUTUMN or day.month < _SPRING
    year = day.year if day.month >= _AUTUMN else day.year - 1
    if autumn:
        name = f"{year}-{year + 1}-1"
        return periods.term(name, date(year, _AUTUMN, 1), date(year + 1, 1, 31))
    return periods.term(f"{year}-{year + 1}-2", date(day.year, _SPRING, 1), date(day.year, 8, 31))


def period_of(kind: PeriodKind, day: date) -> Period:
    """The day, week, month or term that a class's day lies in."""
    if kind is PeriodKind.TERM:
        return school_term(day)
    makers = {
        PeriodKind.DAY: periods.day_of,
        PeriodKind.WEEK: periods.week_of,
        PeriodKind.MONTH: periods.month_of,
    }
    return makers[kind](day)


def season_text(words: Catalogue, shown: Season) -> str:
    """The board over a period, as the class may see it; empty where the class shows none."""
    if shown.mode is BoardMode.OFF:
        return ""
    head = words.say(
        "season.head",
        cohort=shown.cohort,
        period=words.say(f"season.{shown.period.kind}"),
        first=f"{shown.period.first:%m-%d}",
        last=f"{shown.period.last:%m-%d}",
    )
    rule = words.say("season.rule", held=shown.held, least=fair_minimum(shown.held))
    parts = [head, rule]
    if shown.mode is not BoardMode.TEAM:
        parts += [*_places(words, shown), *_risers(words, shown)]
    parts += _team_lines(words, shown)
    return "\n".join(parts if len(parts) > 2 else [head, words.say("season.empty")])


def ranking(shown: Season) -> Sequence[Standing]:
    """Everybody's place in a period, for nobody's eyes but each one's own."""
    return season(shown.results, shown.period, fair_minimum(shown.held), EVERYBODY)


def _places(words: Catalogue, shown: Season) -> list[str]:
    ranked = ranking(shown)
    top = min(MOST_PLACES, -(-len(ranked) // 2))
    best = whole_places([each for each in ranked if each.place <= top], top)
    return [place_line(words, each, name) for each in best if (name := _label(shown, each.student))]


def _risers(words: Catalogue, shown: Season) -> list[str]:
    if shown.period.kind is PeriodKind.DAY:
        return []
    rises: Sequence[Improvement] = most_improved(shown.results, shown.period)
    named = [(name, each.points) for each in rises if (name := _label(shown, each.student))]
    lines = [words.say("season.riser", alias=name, points=points) for name, points in named]
    return lines[:MOST_PLACES]


def _team_lines(words: Catalogue, shown: Season) -> list[str]:
    ranked = [each for each in teams(shown.results, shown.period) if each.members >= _SMALLEST_TEAM]
    best = ranked[: -(-len(ranked) // 2)]
    return [_team_line(words, place, each) for place, each in enumerate(best, 1)]


def _team_line(words: Catalogue, place: int, team: TeamStanding) -> str:
    return words.say(
        "season.team", place=place, team=team.team, mark=team.mark, members=team.members
    )


def _label(shown: Season, student: str) -> str:
    return shown.labels.get(int(student), "")


# --- one's own place -------------------------------------------------------------------------

NEIGHBOURS = 2


def own_rank(words: Catalogue, shown: Season, person: int) -> str:
    """My rank (我的排名): band, two neighbours on each side, and the gap to the next step.

    The place itself is told to the better half only, and nobody of the other half is named.
    """
    ranked = ranking(shown)
    mine = next((n for n, each in enumerate(ranked) if each.student == str(person)), None)
    period = words.say(f"season.{shown.period.kind}")
    if mine is None:
        done = len({r.drill for r in shown.results if r.student == str(person)})
        least = fair_minimum(shown.held)
        return words.say("rank.none", period=period, done=done, least=least)
    half = -(-len(ranked) // 2)
    around = range(max(0, mine - NEIGHBOURS), min(len(ranked), mine + NEIGHBOURS + 1))
    lines = [words.say("rank.head", period=period, band=_band(words, ranked, mine))]
    lines += [_neighbour(words, shown, ranked[n], n == mine, half) for n in around]
    return "\n".join([*lines, _gap(words, ranked, mine)])


def _band(words: Catalogue, ranked: Sequence[Standing], mine: int) -> str:
    place, of = ranked[mine].place, len(ranked)
    if place == 1 or place * 4 <= of:
        return words.say("rank.leading", place=place)
    if place <= -(-of // 2):
        return words.say("rank.better_half", place=place)
    return words.say("rank.catching_up")


def _neighbour(words: Catalogue, shown: Season, one: Standing, own: bool, half: int) -> str:
    if own:
        return words.say("rank.me", mark=one.mark)
    label = _label(shown, one.student) if one.place <= half else ""
    return words.say("rank.other", alias=label or words.say("rank.somebody"), mark=one.mark)


def _gap(words: Catalogue, ranked: Sequence[Standing], mine: int) -> str:
    own = ranked[mine]
    above = next((each for each in reversed(ranked[:mine]) if each.place < own.place), None)
    if above is None:
        return words.say("rank.first")
    if above.mark == own.mark:
        return words.say("rank.quicker")
    return words.say("rank.gap", points=above.mark - own.mark)
