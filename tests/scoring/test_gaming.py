"""Gaming earns nothing and is shown to the teacher as a note, never punished silently."""

from dataclasses import replace

import pytest

from dialogues.hearing import built_in
from dialogues.transcript import Remark
from scoring import rulebook
from scoring.examiner import grade
from scoring.rubric import CriterionSpec, Kind
from scoring.rubric_file import standard
from scoring.scorecard import CriterionMark, Scorecard
from tests.scoring.talks import Talking

THANKS = ("thank=谢谢您", "report_status=在杭州")


def row(card: Scorecard, name: str = "courtesy") -> CriterionMark:
    found = card.criterion(name)
    assert found is not None
    return found


def notes(card: Scorecard) -> list[str]:
    return [each.rule for each in row(card).evidence if each.points == 0]


def test_a_copied_reply_is_noted_and_earns_nothing_more() -> None:
    once = Talking().customer("到哪了", 0).student("谢谢您，包裹在杭州", 5, *THANKS)
    before = grade(once.over(), standard())
    again = once.customer("到哪了", 10).student("谢谢您 包裹在杭州！", 15, *THANKS)
    after = grade(again.over(), standard())
    assert (notes(before), notes(after)) == ([], ["repeated"])
    assert row(after).mark == row(before).mark


def test_a_nod_may_be_repeated() -> None:
    talk = Talking().customer("要红色", 0).student("好的", 5, "acknowledge")
    talk.customer("要大号", 10).student("好的", 15, "acknowledge")
    assert notes(grade(talk.over(), standard())) == []


def test_a_heap_of_set_phrases_is_noted() -> None:
    acts = zip(("greet", "thank", "apologise", "farewell", "reassure"), "好谢歉再放", strict=True)
    parts = [f"{act}={word}" for act, word in acts]
    talk = Talking().customer("到哪了", 0).student("好谢歉再放", 5, *parts)
    assert notes(grade(talk.over(), standard())) == ["heap"]


def test_a_model_answer_is_noted_but_counts() -> None:
    words = rulebook.better("sarcasm", "嗯")
    talk = Talking().customer("坏了", 0).student(words, 5, "thank=谢谢您")
    card = grade(talk.over(), standard())
    assert notes(card) == ["pasted"]
    assert row(card).mark == 75


def test_a_forwarded_message_is_noted_and_earns_nothing() -> None:
    talk = Talking().customer("到哪了", 0).student("谢谢您，包裹在杭州", 5, *THANKS)
    own = grade(talk.over(), standard())
    forwarded = (Remark("edited", "别的话"), Remark("forwarded", "谢谢您，包裹在杭州"))
    card = grade(talk.over(remarks=forwarded), standard())
    assert notes(card) == ["forwarded"]
    assert (row(own).mark, row(card).mark) == (75, 70)
    assert [each.rule for each in row(card, "problem_solving").evidence] != [
        each.rule for each in row(own, "problem_solving").evidence
    ]


def test_words_with_a_barb_are_heard_and_earn_nothing_and_are_quoted() -> None:
    text = "谢谢您。您可真有耐心呢，包裹在杭州"
    talk = Talking().customer("到哪了", 0).student(text, 5)
    barbed = built_in().hear(text, "到哪了")
    talk.said[-1] = replace(talk.said[-1], heard=barbed)
    card = grade(talk.over(), standard())
    [threat] = [each for each in row(card).evidence if each.points < 0]
    assert (threat.rule, threat.quote) == ("sarcasm", "您可真有耐心呢，包裹在杭州")
    assert [each for each in row(card).evidence if each.points > 0] == []
    solving = row(card, "problem_solving")
    assert "solution" not in [each.rule for each in solving.evidence]


@pytest.mark.parametrize(
    "spec",
    [
        CriterionSpec("broken", Kind.PROBLEM_SOLVING, 10),
        CriterionSpec("broken", Kind.COURTESY, 10, points={"thank": "五"}),  # type: ignore[dict-item]
        CriterionSpec("broken", "unheard of", 10),  # type: ignore[arg-type]
    ],
    ids=["nothing to earn", "words for numbers", "unknown kind"],
)
def test_a_row_that_cannot_be_marked_says_so_and_the_card_stands(spec: CriterionSpec) -> None:
    talk = Talking().customer("到哪了", 0).student("谢谢您，包裹在杭州", 5, *THANKS).over()
    rubric = standard()
    card = grade(talk, replace(rubric, criteria=(*rubric.criteria, spec)))
    broken = row(card, "broken")
    assert (broken.mark, broken.reason) == (None, "failed")
    assert broken.evidence[0].about in {"ZeroDivisionError", "TypeError", "KeyError"}
    assert card.total == grade(talk, rubric).total
