"""The card of a desk: its customers' cards brought together, and the debrief of it."""

from hypothesis import given
from hypothesis import strategies as st

from scoring.reception import Served, desk_card, desk_debrief
from scoring.rubric_file import standard
from scoring.scorecard import CriterionMark, Scorecard, Timing
from scoring.timing.figures import Share


def row(name: str, weight: float, mark: int | None) -> CriterionMark:
    """A row of a card."""
    return CriterionMark(name, name, name, "服务素养", weight, mark, "" if mark else "no-replies")


def card(total: int, *rows: CriterionMark, waits: tuple[int | None, ...] = (8000,)) -> Scorecard:
    """A customer's card."""
    known = [wait for wait in waits if wait is not None]
    timing = Timing(
        first_response_ms=waits[0],
        round_response_ms=waits,
        average_response_ms=sum(known) // len(known) if known else None,
        within_30s=Share(sum(wait <= 30_000 for wait in known), len(waits)),
        precision_s=1.0,
    )
    return Scorecard(total, "standard", 1, rows or (row("courtesy", 100, total),), timing)


def test_the_total_is_the_weighted_mean() -> None:
    served = [Served("A", 3, card(90), True), Served("B", 1, card(30), False)]
    assert desk_card(served).total == 75


def test_a_medal_and_a_star_are_given_at_their_very_mark() -> None:
    under = standard()
    for medal in under.medals:
        assert desk_card([Served("A", 1, card(medal.least), True)]).medal == medal.id
    for number, least in enumerate(under.stars, 1):
        assert desk_card([Served("A", 1, card(least), True)]).stars == number


def test_rows_of_the_same_name_are_weighed_by_customer_and_weight() -> None:
    served = [
        Served("A", 1, card(80, row("courtesy", 20, 50), row("speed", 80, 90)), True),
        Served("B", 1, card(60, row("courtesy", 60, 100), row("care", 40, None)), True),
    ]
    found = {each.id: each for each in desk_card(served).criteria}
    assert found["courtesy"].mark == 88
    assert found["courtesy"].weight == 40
    assert found["speed"].mark == 90
    assert found["care"].mark is None
    assert found["care"].reason == "no-replies"
    assert sum(each.weight for each in found.values()) == 100


def test_waits_are_put_side_by_side_and_first_responses_averaged() -> None:
    served = [
        Served("A", 1, card(90, waits=(4000, 50_000)), True),
        Served("B", 1, card(10, waits=(None,)), False),
        Served("C", 1, card(80, waits=(9000,)), True),
    ]
    timing = desk_card(served).timing
    assert timing.first_response_ms == 6500
    assert timing.round_response_ms == (4000, 50_000, None, 9000)
    assert timing.average_response_ms == 21_000
    assert timing.within_30s == Share(2, 4)


def test_a_desk_card_can_be_written_down_and_read_again() -> None:
    made = desk_card([Served("A", 1, card(90), True)])
    assert Scorecard.from_json(made.to_json()) == made


def test_the_debrief_says_who_got_what_and_who_waited() -> None:
    served = [
        Served("A", 1, card(90, waits=(4000, 70_000)), True),
        Served("B", 1, card(80, waits=(9000,)), True),
    ]
    lines = desk_debrief(desk_card(served), served, 2, "zh_CN")
    assert lines[0].key.startswith("debrief.total")
    assert lines[1].key == "debrief.desk"
    assert lines[1].values["marks"] == "🔴A 90 · 🟠B 80"
    assert lines[2].values == {"firsts": "🔴A 4 · 🟠B 9", "longest": "70", "who": "🔴A"}
    assert lines[-1].key == "debrief.desk.tip.turns"


def test_whoever_never_got_a_word_is_the_first_thing_to_mend() -> None:
    served = [
        Served("A", 1, card(90), True),
        Served("B", 1, card(0, waits=(None,)), False, 240.0),
    ]
    lines = desk_debrief(desk_card(served), served, 2, "zh_CN")
    assert (lines[2].values["longest"], lines[2].values["who"]) == ("240", "🟠B")
    assert lines[1].key == "debrief.desk.lost"
    assert lines[1].values["lost"] == 1
    assert lines[-1].key == "debrief.desk.tip.greet"
    assert lines[-1].values["letters"] == "🟠B"


marks = st.integers(0, 100)
waiting = st.lists(st.none() | st.integers(0, 600_000), min_size=1, max_size=4).map(tuple)
customers = st.lists(
    st.builds(
        lambda total, waits, weight, won: Served(
            "A", weight, card(total, row("courtesy", 100, total), waits=waits), won
        ),
        marks,
        waiting,
        st.integers(1, 100),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@given(customers)
def test_the_debrief_has_at_most_six_lines_and_the_total_lies_between(served: list[Served]) -> None:
    made = desk_card(served)
    totals = [one.card.total for one in served]
    assert min(totals) <= made.total <= max(totals)
    assert len(desk_debrief(made, served, 3, "zh_CN")) <= 6
