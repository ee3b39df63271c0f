"""What simulated students say is what they mean."""

from dialogues.checks.phrasebook import PhraseBook, shipped_words
from dialogues.hearing import act_ids, built_in, is_credit, is_penalty
from tests.dialogues.shop import playable

ANSWERED = "你们到底怎么处理？"


def test_there_are_sentences_for_every_act_and_for_no_other() -> None:
    assert set(shipped_words()["sayings"]) == set(act_ids())


def test_shipped_sentences_are_nearly_all_heard_as_they_are_meant() -> None:
    meant = [(act, each) for act, sayings in shipped_words()["sayings"].items() for each in sayings]
    missed = [(act, each) for act, each in meant if act not in built_in().hear(each, ANSWERED).ids]
    assert len(missed) <= len(meant) // 10, missed


def test_chatter_is_no_service() -> None:
    lines = shipped_words()["chatter"]["lines"]
    served = [line for line in lines if any(map(is_credit, built_in().hear(line, ANSWERED).ids))]
    assert len(served) <= len(lines) // 5, served


def test_an_authors_examples_come_first() -> None:
    own = (
        "听懂:\n  问颜色: {关键词: [什么颜色], 例句: [您想要什么颜色呀, 要什么颜色, what colour]}\n"
    )
    book = PhraseBook(playable(_with(own)))
    assert {book.say(["问颜色"], seed).text for seed in "abcdef"} == {
        "您想要什么颜色呀",
        "要什么颜色",
    }


def test_what_is_meant_stands_where_it_is_said() -> None:
    saying = PhraseBook(playable()).say(["greet", "apologise", "expedite"], "1")
    assert [act.id for act in saying.meant.acts] == ["greet", "apologise", "expedite"]
    assert "，".join(act.quote for act in saying.meant.acts) == saying.text
    assert all(saying.text[act.start : act.end] == act.quote for act in saying.meant.acts)


def test_words_asked_for_are_worked_in() -> None:
    assert "红色" in PhraseBook(playable()).say(["recommend"], "1", "红色").text


def test_a_good_student_is_given_no_rude_words() -> None:
    book = PhraseBook(playable())
    assert book.kind(["insult", "apologise"]) == ("apologise",)
    assert any(is_penalty(act) for act in book.acts)


def _with(section: str) -> str:
    from tests.dialogues.shop import SMALL

    rule = "  - {名称: 颜色, 听到: 问颜色, 说: [红色。]}\n接话:"
    return SMALL.replace("阶段: [开头", section + "阶段: [开头").replace("接话:", rule)
