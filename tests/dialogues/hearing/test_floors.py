"""What the ear reaches on writers that it has never seen."""

from pathlib import Path

import numpy as np
import pytest

from dialogues.hearing import built_in, fitting, is_credit, is_penalty, is_red_line
from dialogues.hearing.corpus import Labelled, corpus
from dialogues.hearing.fitting import table
from dialogues.hearing.model import REACH, ZERO, packed, trained, unpacked
from dialogues.hearing.report import Report, report, report_at_training
from dialogues.hearing.training import heard_without, trained_on
from dialogues.transcript import Act, Heard
from locales import hearing

FOLDER = Path(__file__).parents[2] / "hearing"
UNSEEN = FOLDER / "unseen"


@pytest.fixture(scope="module")
def measured() -> Report:
    """The shipped ear on two writers that had no part in its making."""
    replies = corpus(UNSEEN)
    heard = [built_in().hear(reply.reply, reply.customer) for reply in replies]
    return report(replies, heard)


def test_acts_are_heard_on_unseen_writers(measured: Report) -> None:
    assert measured.mean("f1", is_credit) >= 0.67
    assert measured.mean("f1", is_penalty) >= 0.67


def test_penalties_are_rather_missed_than_made_up_on_unseen_writers(measured: Report) -> None:
    assert measured.mean("precision", is_penalty) >= 0.76
    assert measured.mean("precision", is_red_line) >= 0.84
    assert measured.false_alarms <= 0.0125 * measured.polite


def test_courtesy_is_near_the_labels_on_unseen_writers(measured: Report) -> None:
    assert measured.courtesy_error <= 13


def test_no_act_falls_below_its_floor(measured: Report) -> None:
    lines = (FOLDER / "floors.tsv").read_text(encoding="utf-8").splitlines()
    floors = {act: float(floor) for act, floor in (line.split("\t") for line in lines[1:])}
    assert floors.keys() == measured.tallies.keys()
    fallen = {
        act: round(tally.f1, 2) for act, tally in measured.tallies.items() if tally.f1 < floors[act]
    }
    assert not fallen, "\n".join(measured.lines())


def test_training_twice_gives_the_same_weights_and_hears_a_writer_it_never_saw() -> None:
    replies = [reply for reply in corpus(FOLDER) if reply.writer in "ABC"]
    data = table(replies)
    without = data.writers != "C"
    assert packed(trained_on(data, without)) == packed(trained_on(data, without))
    unseen = report([r for r in replies if r.writer == "C"], heard_without(data, ("C",)))
    assert unseen.mean("f1", is_credit) >= 0.3


def test_an_inverse_swept_by_blocks_is_the_inverse(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = np.random.default_rng(1).normal(size=(90, 60)).astype(np.float32) / 8
    alike = seen @ seen.T
    ridged = alike.astype(float) + fitting.BIAS + fitting.RIDGE * np.eye(90)
    for block in (20, 30, 90, 1000):
        monkeypatch.setattr(fitting, "BLOCK", block)
        assert np.abs(fitting.inverse(alike.copy()) @ ridged - np.eye(90)).max() < 1e-5


def test_of_features_in_the_very_same_replies_a_model_keeps_the_shortest() -> None:
    replies = [reply for reply in corpus(FOLDER) if reply.writer in "AB"]
    data = table(replies)
    where: dict[frozenset[int], list[str]] = {}
    for name in trained_on(data, data.writers != "").rows:
        rows = [n for n, one in enumerate(data.features) if name in one.reply | one.line]
        where.setdefault(frozenset(rows), []).append(name)
    assert len(where) > 1000
    assert all(len(names) == 1 for names in where.values())


def test_the_shipped_weights_survive_being_packed_and_unpacked_the_strong_ones_too() -> None:
    shipped = trained()
    assert any(abs(weight - ZERO) > REACH for weight in shipped.weights)
    assert unpacked(packed(shipped)) == shipped


def _heard_of(writer: str) -> tuple[list[Labelled], list[Heard]]:
    replies = [reply for reply in corpus(FOLDER) if reply.writer == writer]
    return replies, [built_in().hear(reply.reply, reply.customer) for reply in replies]


def test_textbook_sentences_are_heard_by_the_shipped_ear() -> None:
    result = report(*_heard_of("T"))
    assert result.mean("f1", is_credit) >= 0.9
    assert result.false_alarms == 0


def test_courtesy_and_common_solving_acts_are_heard_in_english() -> None:
    result = report(*_heard_of("english"))
    for act in ("greet", "thank", "apologise", "empathise", "reassure", "offer_refund", "hold"):
        assert result.tallies[act].f1 >= 0.8, act


def test_what_training_measured_is_kept_beside_the_weights() -> None:
    kept = report_at_training()
    assert [row.split("\t") for row in kept.table().splitlines()[1:]] == list(
        hearing.rows("zh_CN", "held_out")
    )
    assert all(tally.support > 100 for tally in kept.tallies.values())
    assert kept.mean("f1", is_credit) >= 0.7


def test_the_report_counts_what_was_heard_and_what_was_not() -> None:
    replies = [
        Labelled("1", "Z", "", "抱歉", frozenset({"apologise"}), frozenset(), 5),
        Labelled("2", "Z", "", "您好", frozenset({"greet"}), frozenset({"thank"}), 4),
    ]
    always = Heard((Act("apologise", 0, 2, "抱歉", ""), Act("thank", 0, 2, "", "")), 100)
    result = report(replies, [always, always])
    apology, greeting, thanks = (result.tallies[a] for a in ("apologise", "greet", "thank"))
    assert (apology.right, apology.wrong, apology.missed) == (1, 1, 0)
    assert apology.taken_for == {"greet": 1}
    assert (greeting.recall, greeting.precision) == (0, 1)
    assert (thanks.wrong, thanks.missed) == (1, 0)
    assert result.courtesy_error == 12.5
