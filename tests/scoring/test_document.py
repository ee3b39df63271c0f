"""The contract of `kefu grade --json`."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues import scenario
from dialogues.hearing import ActDefinition, built_in
from dialogues.reading import load_library
from dialogues.transcript import Heard
from scoring.document import BadTranscript, grade_json, read_transcript
from scoring.rubric_file import read_rubric
from tests.scoring.talks import heard

EVENTS = [
    {"at": "2026-11-22T10:10:15+08:00", "from": "customer", "text": "到哪了"},
    {"at": "2026-11-22T10:10:16+08:00", "from": "auto", "text": "您好，欢迎光临"},
    {"at": "2026-11-22T10:10:45+08:00", "from": "student", "text": "您好，在杭州"},
    {"at": "2026-11-22T10:11:45+08:00", "from": "customer", "text": "快点"},
]


class WordEar:
    """Hears a few fixed words, and remembers which lines it was asked about."""

    def __init__(self, words: dict[str, str] | None = None) -> None:
        self.words = words or {"您好": "greet", "在杭州": "report_status", "神经病": "insult"}
        self.asked: list[tuple[str, str]] = []

    def hear(self, reply: str, customer: str = "") -> Heard:
        self.asked.append((reply, customer))
        return heard(reply, *(f"{act}={word}" for word, act in self.words.items() if word in reply))

    def with_acts(self, definitions: Iterable[ActDefinition]) -> "WordEar":
        return WordEar(self.words | {d.keywords[0]: d.id for d in definitions})


def nobody(_id: str) -> None:
    return None


def graded(events: object = EVENTS, **rest: object) -> dict[str, Any]:
    document = json.dumps({"events": events, **rest})
    card: dict[str, Any] = json.loads(grade_json(document, None, WordEar(), nobody))
    return card


def test_the_card_has_the_promised_shape() -> None:
    card = graded()
    assert 0 <= card["total"] <= 100
    assert card["gates"] == []
    assert card["timing"]["first_response_s"] == 30
    assert card["timing"]["round_response_s"] == [30, None]
    assert card["timing"]["share_within_30s"] == 0.5
    assert card["timing"]["share_within_180s"] == 0.5
    for row in card["criteria"]:
        assert {"id", "weight", "mark", "evidence"} <= row.keys()
        for each in row["evidence"]:
            start, end = each["span"]
            assert EVENTS[each["event"]]["text"][start:end] == each["quote"]
            assert each["rule"]
            assert each["why"]
            assert isinstance(each["better"], str)


def test_upset_is_taken_as_told() -> None:
    weights = [
        {row["id"]: row["weight"] for row in graded(upset=upset)["criteria"]}["empathy"]
        for upset in (True, False)
    ]
    assert weights == [10, 0]


def test_each_reply_is_heard_with_the_line_it_answers() -> None:
    ear = WordEar()
    read_transcript(json.dumps({"events": EVENTS}), ear)
    assert ear.asked == [("您好，在杭州", "到哪了")]


def test_the_given_rubric_wins() -> None:
    rubric = read_rubric("编号: mine\n评分项: [{编号: courtesy, 类别: courtesy, 权重: 100}]")
    text = grade_json(json.dumps({"events": EVENTS}), rubric, WordEar(), nobody)
    assert json.loads(text)["rubric"]["id"] == "mine"


def test_a_known_customer_brings_its_own_acts_and_marks() -> None:
    own = ActDefinition("催件", keywords=("杭州",))
    gates = (scenario.Gate(frozenset({"催件"}), 33),)
    shipped = load_library().scenarios["seven-day-return"].scenario
    known = replace(shipped, acts=(own,), rubric=scenario.Rubric((), gates))
    document = json.dumps({"scenario": "late", "events": EVENTS})
    card = json.loads(grade_json(document, None, WordEar(), {"late": known}.get))
    assert card["gates"][0]["evidence"][0]["quote"] == "杭州"


def test_a_missing_stamp_is_unmeasured() -> None:
    card = graded([EVENTS[0], {**EVENTS[2], "at": None}])
    assert card["timing"]["round_response_s"] == []
    assert card["timing"]["unmeasured_rounds"] == 1
    assert card["timing"]["share_within_30s"] is None


@pytest.mark.parametrize(("at", "step"), [("10:10:45", 1.0), ("10:10:45.250", 0.001)])
def test_the_clocks_step_is_seen_in_the_stamps(at: str, step: float) -> None:
    card = graded([EVENTS[0], {**EVENTS[2], "at": f"2026-11-22T{at}+08:00"}])
    assert card["timing"]["precision_s"] == step


def test_the_same_document_gives_the_same_bytes() -> None:
    document = json.dumps({"events": EVENTS})
    assert len({grade_json(document, None, WordEar(), nobody) for _ in range(3)}) == 1


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ("", "第 1 行第 1 列"),
        ('{"events": [}', "第 1 行第 13 列"),
        ("[" * 100_000, "整个文件"),
        ('{"events": [' + "9" * 5000 + "]}", "整个文件"),
        ("[]", "整个文件"),
        ("{}", "events"),
        ('{"events": {}}', "events"),
        ('{"events": []}', "events"),
        ('{"events": [1]}', "events[0]"),
        ('{"scenario": 3, "events": [1]}', "scenario"),
    ],
)
def test_what_is_no_transcript_is_refused_with_place_and_remedy(document: str, where: str) -> None:
    with pytest.raises(BadTranscript) as refused:
        grade_json(document, None, WordEar(), nobody)
    assert refused.value.where == where
    assert refused.value.remedy in str(refused.value)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"text": None}, "events[1].text"),
        ({"text": 3}, "events[1].text"),
        ({"from": "bot"}, "events[1].from"),
        ({"from": ["student"]}, "events[1].from"),
        ({"at": 3}, "events[1].at"),
        ({"at": "yesterday"}, "events[1].at"),
        ({"at": "2026-11-22T10:10:45"}, "events[1].at"),
        ({"customer": 5}, "events[1].customer"),
    ],
)
def test_a_bad_event_is_named(change: dict[str, object], where: str) -> None:
    with pytest.raises(BadTranscript) as refused:
        graded([EVENTS[0], {**EVENTS[2], **change}])
    assert refused.value.where == where


def test_an_event_without_a_time_is_named() -> None:
    with pytest.raises(BadTranscript) as refused:
        graded([{"from": "customer", "text": "在吗"}])
    assert refused.value.where == "events[0].at"


def test_upset_must_be_yes_or_no() -> None:
    with pytest.raises(BadTranscript) as refused:
        graded(upset="很急")
    assert refused.value.where == "upset"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=9,
)


@given(anything)
def test_hostile_input_is_refused_and_nothing_else(data: object) -> None:
    with pytest.raises(BadTranscript):
        grade_json(json.dumps(data), None, WordEar(), nobody)


events = st.lists(
    st.fixed_dictionaries(
        {
            "at": st.none() | st.datetimes(timezones=st.timezones()).map(lambda at: at.isoformat()),
            "from": st.sampled_from(["customer", "student", "auto", "system"]),
            "text": st.text(st.characters(), max_size=12) | st.just("您好，神经病"),
        },
        optional={"customer": st.sampled_from(["", "李女士", "周先生"])},
    ),
    min_size=1,
    max_size=8,
)


@given(events)
def test_any_well_formed_talk_is_graded(log: list[dict[str, object]]) -> None:
    card = graded(log)
    assert 0 <= card["total"] <= 100


def test_the_built_in_ear_can_grade() -> None:
    document = json.dumps({"events": EVENTS})
    card = json.loads(grade_json(document, None, built_in(), nobody))
    assert card["total"] > 50
