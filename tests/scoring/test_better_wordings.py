"""Every better wording, said in place of the quoted words, is heard and marked better."""

from dataclasses import replace

import pytest

from dialogues.hearing import built_in
from dialogues.transcript import Transcript, Voice
from scoring import rulebook
from scoring.acts import PENALTIES
from scoring.examiner import grade
from scoring.rubric_file import standard
from tests.scoring.scenes import SCENES, scene
from tests.scoring.talks import Talking

SAID = {"zh_CN": "这个嘛", "en": "well then"}
ASKED = {"zh_CN": "我的快递到哪了", "en": "where is my parcel"}

PROVOKED_BY = {
    "apology-missing": (),
    "empathy-missing": (),
    "greeting-missing": (),
    "no-solution": ("cold",),
    "no-time": ("expedite",),
    "abuse-no-answer": ("insult",),
}
"""Acts that bring about what is missed; a rule that hears an act is brought about by the act."""

HEAP = ("greet", "thank", "apologise", "farewell", "reassure")


def provoking(rule: str, language: str) -> Transcript:
    """A talk in which the rule applies to the first reply, or the one that it is about."""
    words = SAID[language]
    talk = Talking(upset=rule in {"apology-missing", "empathy-missing", "empathy-late"})
    talk.customer(ASKED[language], 0)
    match rule:
        case "tone":
            talk.student(words, 9, courtesy=10)
        case "placeholder":
            talk.student({"zh_CN": "亲稍等", "en": "please wait"}[language], 9)
        case "heap":
            heap = {"zh_CN": "好谢歉再放", "en": "abcde"}[language]
            parts = [f"{act}={word}" for act, word in zip(HEAP, heap, strict=True)]
            talk.student(heap, 9, *parts)
        case "empathy-late":
            for turn, act in enumerate(("report_status", "report_status", "empathise")):
                talk.student(f"{words} {turn}", 9 + turn, act)
        case "stall-third" | "closing-missing" | "confirm-missing":
            act = f"hold={words}" if rule == "stall-third" else "cold"
            for turn in range(3):
                talk.student(f"{words} {turn}", 9 + turn, act)
        case _:
            talk.student(words, 9, *PROVOKED_BY.get(rule, (rule,)))
    return talk.over()


def improved(transcript: Transcript, event: int, start: int, end: int, better: str) -> Transcript:
    """The talk with the better wording in place of the quoted words, heard again."""
    said = next(u for u in transcript.utterances if u.event == event)
    text = said.text[:start] + better + said.text[end:]
    heard = built_in().hear(text, transcript.utterances[0].text)
    changed = replace(said, text=text, heard=heard)
    return replace(
        transcript,
        utterances=tuple(changed if u.event == event else u for u in transcript.utterances),
    )


RULES = sorted(
    rule for rule, entry in rulebook.entries().items() if "better" in entry and rule != "instead"
)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("rule", RULES)
def test_the_better_wording_earns_more(rule: str, language: str) -> None:
    transcript = provoking(rule, language)
    card = grade(transcript, standard())
    found = [
        (row.id, row.mark, each)
        for row in card.criteria
        for each in row.evidence
        if each.rule == rule and each.better
    ]
    assert found, [e.rule for row in card.criteria for e in row.evidence]
    for name, mark, each in found:
        better = improved(transcript, each.event, each.start, each.end, each.better)
        after = grade(better, standard())
        row = after.criterion(name)
        assert row is not None
        assert row.mark is not None
        assert mark is not None
        assert row.mark > mark, (each.better, [u.heard for u in better.utterances])
        assert after.total > card.total


@pytest.mark.parametrize("rule", RULES)
def test_the_better_wording_breaks_no_other_rule(rule: str) -> None:
    for quote, asked in (("已经到杭州了", "到哪了"), ("It is in Hangzhou now", "where is it")):
        wording = rulebook.better(rule, quote)
        slips = built_in().hear(wording, asked).ids & PENALTIES
        assert not slips, (wording, slips)


BEYOND_WORDS = {
    "slow": "time",
    "unanswered": "nothing was said",
    "deserted": "nothing was said",
    "left-early": "nothing more was said",
    "not-solved": "the whole talk",
    "not-done": "the author's own wish, named beside the rule",
    "hint": "a tap on a button",
}
"""Rules that take points for something no wording of a reply can mend, and what that is."""


@pytest.mark.parametrize("name", SCENES)
def test_every_deduction_has_a_better_wording_where_words_can_mend_it(name: str) -> None:
    card = grade(*scene(name))
    cited = [each for row in card.criteria for each in row.evidence]
    cited += [each for hit in card.gates for each in hit.evidence]
    for each in (*cited, *card.deductions):
        if each.points < 0:
            assert bool(each.better) != (each.rule in BEYOND_WORDS), each


def test_every_rule_gives_its_reason_in_both_languages() -> None:
    for rule, entry in rulebook.entries().items():
        for part in entry.values():
            assert set(part) == {"zh_CN", "en"}, rule
        assert "why" in entry, rule
        assert entry["why"]["en"].isascii()


def test_every_act_that_costs_has_a_reason_and_a_better_wording() -> None:
    for act in PENALTIES:
        assert rulebook.better(act, "嗯"), act
        assert rulebook.why(act) != act


def test_an_authors_own_act_is_called_by_its_name() -> None:
    assert rulebook.why("承诺到货") == "承诺到货"
    assert rulebook.better("承诺到货", "嗯") == ""


def test_a_talk_has_voices_only_of_this_test() -> None:
    voices = {u.voice for rule in RULES for u in provoking(rule, "en").utterances}
    assert voices == {Voice.CUSTOMER, Voice.STUDENT}


def test_a_rude_reply_is_not_kept_in_its_better_wording() -> None:
    talk = Talking(upset=True).customer("到哪了", 0).student("问快递去", 5, "shirk")
    card = grade(talk.over(), standard())
    better = [e.better for row in card.criteria for e in row.evidence if e.points < 0]
    assert len(better) >= 4
    assert not any("问快递去" in wording for wording in better)
