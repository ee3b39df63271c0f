"""The leaderboard as people see it: aliases, the first few, team figures, never the last ones."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from bot.classroom.cohorts import Cohort, Occurrence, Register, Result, Role
from locales.catalogue import Catalogue
from scoring import standings
from scoring.scorecard import Scorecard
from scoring.timing.figures import half_up

MOST_PLACES = 10
_MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


def board_text(
    words: Catalogue,
    cohort: Cohort,
    title: str,
    date: str,
    results: Sequence[Result],
    members: int,
) -> str:
    """The board of one drill.

    At most ten places and at most the better half of those who finished: a list that shows
    everybody also shows who is last. Whoever has no alias here wants not to be shown.
    """
    done = len({result.person for result in results})
    head = words.say(
        "board.head", cohort=cohort.name, title=title, date=date, done=done, members=members
    )
    if not results:
        return f"{head}\n{words.say('board.empty')}"
    top = min(MOST_PLACES, -(-done // 2))
    marked = [_marked(result) for result in results]
    alias = {str(result.person): result.alias for result in results}
    shown = whole_places(standings.standings(marked, top=top), top)
    places = [
        place_line(words, standing, name) for standing in shown if (name := alias[standing.student])
    ]
    best = {
        result.person: max(r.total for r in results if r.person == result.person)
        for result in results
    }
    average = half_up(Fraction(sum(best.values()), len(best)))
    return "\n".join([head, *places, words.say("board.average", average=average)])


def _marked(result: Result) -> standings.Result:
    """An attempt by the mark that holds; a teacher may have given another than the card's."""
    found = standings.Result.of(str(result.person), Scorecard.from_json(result.card))
    return replace(found, mark=result.total)


def progress_of(register: Register, cohort: Cohort, occurrence: Occurrence) -> tuple[int, int]:
    """How many have finished, and how many belong to the class."""
    done = {result.person for result in register.results(occurrence.id)}
    members = register.members(cohort.id, Role.STUDENT)
    return len(done), len(members)


def whole_places(ranked: Sequence[standings.Standing], most: int) -> Sequence[standings.Standing]:
    """Places with all who share them, so that a tie does not drag the last ones onto the board."""
    sharers = Counter(standing.place for standing in ranked)
    fitting = [s for s in ranked if s.place == 1 or s.place + sharers[s.place] - 1 <= most]
    return fitting[:MOST_PLACES]


def place_line(words: Catalogue, standing: standings.Standing, alias: str) -> str:
    """One place of a board: medal or number, alias, mark, speed where it was measured."""
    sign = _MEDALS.get(standing.place, f"{standing.place}.")
    key = "board.place" if standing.average_ms is not None else "board.place_untimed"
    seconds = (standing.average_ms or 0) // 1000
    return words.say(key, sign=sign, alias=alias, mark=standing.mark, seconds=seconds)
