"""What the ear reaches on writers that it has never seen."""

from dataclasses import replace
from pathlib import Path

import pytest

from dialogues.hearing import is_credit, is_penalty
from dialogues.hearing.corpus import Labelled, corpus
from dialogues.hearing.courtesy import courtesy
from dialogues.hearing.judgement import heard_acts
from dialogues.hearing.model import trained
from dialogues.hearing.report import Report, report
from dialogues.hearing.training import Table, fitted, table
from dialogues.transcript import Act, Heard

FOLDER = Path(__file__).parents[2] / "hearing"
UNSEEN = frozenset({"C", "K", "P"})


@pytest.fixture(scope="module")
def measured() -> Report:
    """A model trained without three writers, with the shipped thresholds, on those three."""
    replies = corpus(FOLDER)
    data = table(replies)
    model = replace(
        fitted(data, [writer not in UNSEEN for writer in data.writers], select=False),
        thresholds=trained().thresholds,
    )
    rows = {
        (reply.reply, reply.customer): row
        for row, reply in enumerate(replies)
        if reply.writer in UNSEEN
    }

    def hear(reply: str, customer: str) -> Heard:
        row = rows[reply, customer]
        return _heard(data, row, model.scores(data.features[row]))

    return report([reply for reply in replies if reply.writer in UNSEEN], hear)


def _heard(data: Table, row: int, scores: dict[str, int]) -> Heard:
    acts = heard_acts(scores, data.hits[row], trained().thresholds)
    tone = courtesy(scores["courtesy"], frozenset(acts))
    return Heard(tuple(Act(act, 0, 0, "", "") for act in acts), tone)


def test_acts_are_heard_on_unseen_writers(measured: Report) -> None:
    assert measured.mean("f1", is_credit) >= 0.66
    assert measured.mean("f1", is_penalty) >= 0.62


def test_penalties_are_precise_on_unseen_writers(measured: Report) -> None:
    assert measured.mean("precision", is_penalty) >= 0.72
    assert measured.false_alarms <= 0.02 * measured.polite


def test_courtesy_is_near_the_labels_on_unseen_writers(measured: Report) -> None:
    assert measured.courtesy_error <= 16


def test_no_act_falls_below_its_floor(measured: Report) -> None:
    lines = (FOLDER / "floors.tsv").read_text(encoding="utf-8").splitlines()
    floors = {act: float(floor) for act, floor in (line.split("\t") for line in lines[1:])}
    assert floors.keys() == measured.tallies.keys()
    fallen = {
        act: round(tally.f1, 2) for act, tally in measured.tallies.items() if tally.f1 < floors[act]
    }
    assert not fallen, "\n".join(measured.lines())


def _of(writer: str) -> list[Labelled]:
    return [reply for reply in corpus(FOLDER) if reply.writer == writer]


def test_textbook_sentences_are_heard_by_the_shipped_ear() -> None:
    from dialogues.hearing import built_in

    result = report(_of("T"), built_in().hear)
    assert result.mean("f1", is_credit) >= 0.9
    assert result.false_alarms == 0


def test_the_report_counts_what_was_heard_and_what_was_not() -> None:
    replies = [
        Labelled("1", "Z", "", "抱歉", frozenset({"apologise"}), frozenset(), 5),
        Labelled("2", "Z", "", "您好", frozenset({"greet"}), frozenset({"thank"}), 4),
    ]
    always = Heard((Act("apologise", 0, 2, "抱歉", ""), Act("thank", 0, 2, "", "")), 100)
    result = report(replies, lambda reply, customer: always)
    apology, greeting, thanks = (result.tallies[a] for a in ("apologise", "greet", "thank"))
    assert (apology.right, apology.wrong, apology.missed) == (1, 1, 0)
    assert apology.taken_for == {"greet": 1}
    assert (greeting.recall, greeting.precision) == (0, 1)
    assert (thanks.wrong, thanks.missed) == (1, 0)
    assert result.courtesy_error == 12.5
