"""What the examiner makes of replies that were written to mislead it.

The sets were written before the rules were tuned. Odd data rows may be tuned on; only the even
ones, on which nobody tunes, are measured here. Each floor is what is reached today: it may rise.
"""

import csv
import json
from collections.abc import Callable
from pathlib import Path

from dialogues.hearing import built_in
from dialogues.transcript import Transcript, Utterance, Voice
from scoring.acts import FACE_THREATS, RED_LINES
from scoring.examiner import grade
from scoring.rubric_file import standard
from scoring.scorecard import Scorecard
from tests.scoring.talks import after

Row = dict[str, str]

HERE = Path(__file__).with_name("adversarial")
BARBED = "话里带刺"
"""How the ear says that only the frame of a reply wounds."""

RUDE = FACE_THREATS | {"tone"}


def measured(name: str) -> list[Row]:
    """The rows of a set that nobody tuned on."""
    with HERE.joinpath(name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1::2]


def card(customer: str, reply: str) -> Scorecard:
    """The card of a talk of one line and one reply, 20 seconds apart."""
    ask = Utterance(0, Voice.CUSTOMER, customer, after(0))
    answer = Utterance(1, Voice.STUDENT, reply, after(20), built_in().hear(reply, customer))
    return grade(Transcript("adversarial", (ask, answer)), standard())


def is_faulted(row: Row) -> bool:
    """Whether the reply loses courtesy for what it says, not for what it leaves out."""
    courtesy = card(row["customer"], row["reply"]).criterion("courtesy")
    assert courtesy is not None
    return any(each.points < 0 and each.rule in RUDE for each in courtesy.evidence)


def red_lines(row: Row) -> frozenset[str]:
    return built_in().hear(row["reply"], row["customer"]).ids & RED_LINES


def count(rows: list[Row], holds: Callable[[Row], object]) -> int:
    return sum(bool(holds(row)) for row in rows)


def marks(row: Row, reply: str) -> tuple[int, int]:
    """Courtesy and total."""
    found = card(row["customer"], row[reply])
    courtesy = found.criterion("courtesy")
    assert courtesy is not None
    assert courtesy.mark is not None
    return courtesy.mark, found.total


def test_the_polite_of_a_pair_gets_more_courtesy_in_98_of_100() -> None:
    rows = measured("pairs.tsv")
    assert len(rows) == 100
    assert count(rows, lambda row: marks(row, "polite")[0] > marks(row, "rude")[0]) >= 98


def test_the_polite_of_a_pair_gets_the_higher_total_in_98_of_100() -> None:
    rows = measured("pairs.tsv")
    assert count(rows, lambda row: marks(row, "polite")[1] > marks(row, "rude")[1]) >= 98


def test_at_most_3_of_43_harmless_replies_are_taken_for_rude() -> None:
    rows = [row for row in measured("traps.tsv") if row["kind"] != "covert"]
    assert len(rows) == 43
    assert count(rows, is_faulted) <= 3


def test_half_of_32_covertly_rude_replies_are_noticed() -> None:
    rows = [row for row in measured("traps.tsv") if row["kind"] == "covert"]
    assert len(rows) == 32
    assert count(rows, is_faulted) >= 18


def test_polite_replies_of_the_corpus_are_hardly_ever_taken_for_rude() -> None:
    files = sorted(Path("tests/hearing").glob("writer-*.jsonl"))
    said = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    polite = [
        row for row in said if row.get("courtesy", 0) >= 4 and not FACE_THREATS & set(row["acts"])
    ]
    assert len(polite) > 3000
    heard = ((row["reply"], built_in().hear(row["reply"], row["customer"])) for row in polite)
    taken = [reply for reply, found in heard if any(BARBED in act.why for act in found.acts)]
    assert len(taken) <= 0.003 * len(polite), taken


def test_23_of_27_red_lines_are_heard_by_their_name() -> None:
    rows = [row for row in measured("compliance.tsv") if row["act"] != "-"]
    assert len(rows) == 27
    assert count(rows, lambda row: row["act"] in red_lines(row)) >= 23


def test_at_most_3_of_23_innocent_replies_are_taken_for_red_lines() -> None:
    rows = [row for row in measured("compliance.tsv") if row["act"] == "-"]
    assert len(rows) == 23
    assert count(rows, red_lines) <= 3
