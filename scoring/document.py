"""A talk written down as a JSON document, graded: what `kefu grade --json` does."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from dialogues.hearing import ActDefinition
from dialogues.scenario import Scenario
from dialogues.transcript import Clock, Heard, Stamp, Transcript, Utterance, Voice
from scoring.examiner import grade
from scoring.model_answers import model_answers
from scoring.rubric import Rubric
from scoring.rubric_file import standard
from scoring.scenario_rubric import rubric_for
from scoring.scorecard import Scorecard

ScenarioLookup = Callable[[str], Scenario | None]
"""Finds a customer file by its id; None where it is not known here."""


class Ear(Protocol):
    """What the examiner needs of an ear: to hear one reply to one line, with a scenario's acts."""

    def hear(self, reply: str, customer: str = "") -> Heard:
        """The acts and the courtesy of a reply."""

    def with_acts(self, definitions: tuple[ActDefinition, ...], /) -> "Ear":
        """This ear, hearing a scenario's own acts too."""


class BadTranscript(ValueError):
    """A document that is no transcript: where in it, what is wrong, and what to do."""

    def __init__(self, where: str, message: str, remedy: str) -> None:
        self.where, self.message, self.remedy = where, message, remedy
        super().__init__(f"{where}：{message}。{remedy}。")


def grade_json(
    document: str, rubric: Rubric | None, ear: Ear, scenario_lookup: ScenarioLookup
) -> str:
    """The scorecard of a written transcript, as JSON."""
    return grade_document(document, rubric, ear, scenario_lookup)[0].to_json()


def grade_document(
    document: str, rubric: Rubric | None, ear: Ear, scenario_lookup: ScenarioLookup
) -> tuple[Scorecard, Transcript]:
    """The scorecard of a written transcript, and the talk as it was heard.

    A given rubric wins; else the scenario's own, where it is known; else the standard one.
    """
    data = parsed(document)
    name = optional(data, "scenario", str, "")
    scenario = scenario_lookup(name) if name else None
    if scenario is not None:
        ear = ear.with_acts(scenario.acts)
    transcript = transcript_in(data, ear)
    if scenario is None:
        return grade(transcript, rubric or standard()), transcript
    own = rubric or rubric_for(scenario.rubric)
    return grade(transcript, own, model_answers(scenario, {})), transcript


def read_transcript(document: str, ear: Ear) -> Transcript:
    """The talk in a document, heard; or `BadTranscript`."""
    return transcript_in(parsed(document), ear)


def parsed(document: str) -> dict[str, Any]:
    """The JSON object in a document, or `BadTranscript`."""
    try:
        data = json.loads(document)
    except json.JSONDecodeError as error:
        where = f"第 {error.lineno} 行第 {error.colno} 列"
        raise BadTranscript(where, "不是有效的 JSON", "检查括号、引号和逗号") from error
    except (ValueError, RecursionError) as error:
        raise BadTranscript("整个文件", "不是有效的 JSON", "检查嵌套和数字") from error
    if not isinstance(data, dict):
        raise BadTranscript("整个文件", "最外层应该是一个对象", '写成 {"events": [...]}')
    return data


def transcript_in(data: dict[str, Any], ear: Ear) -> Transcript:
    """The talk in the object, heard; or `BadTranscript`."""
    events = data.get("events")
    if not isinstance(events, list) or not events:
        raise BadTranscript("events", "没有对话", '在 "events" 里按顺序写每一条消息')
    said = [_utterance(position, event) for position, event in enumerate(events)]
    return Transcript(
        scenario=optional(data, "scenario", str, ""),
        utterances=_heard(_with_precision(said), ear),
        upset=optional(data, "upset", bool, None),
    )


def _utterance(position: int, event: object) -> Utterance:
    where = f"events[{position}]"
    if not isinstance(event, dict):
        remedy = '写成 {"at": …, "from": …, "text": …}'
        raise BadTranscript(where, "应该是一个对象", remedy)
    text = event.get("text")
    if not isinstance(text, str):
        raise BadTranscript(f"{where}.text", "没有文字", '"text" 写消息的原文，可以是空字符串')
    return Utterance(
        event=position,
        voice=_voice(where, event.get("from")),
        text=text,
        stamp=_stamp(where, event),
        customer=optional(event, "customer", str, "", f"{where}."),
    )


def _voice(where: str, value: object) -> Voice:
    if isinstance(value, str) and value in (voice.value for voice in Voice):
        return Voice(value)
    known = "、".join(voice.value for voice in Voice)
    raise BadTranscript(f"{where}.from", "不知道是谁说的", f'"from" 只能是 {known}')


def _stamp(where: str, event: dict[str, Any]) -> Stamp | None:
    """The event's moment; null says that it was not measured."""
    remedy = "写成带时区的时间，例如 2026-11-22T10:10:15+08:00；没有时间就写 null"
    value = event.get("at", "")
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadTranscript(f"{where}.at", "时间应该是文字", remedy)
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise BadTranscript(f"{where}.at", "时间读不懂", remedy) from error
    if at.utcoffset() is None:
        raise BadTranscript(f"{where}.at", "时间没有时区", remedy)
    return Stamp(at, Clock.PLATFORM)


Kind = TypeVar("Kind")
Default = TypeVar("Default")


def optional(
    data: Mapping[str, Any], key: str, kind: type[Kind], default: Default, prefix: str = ""
) -> Kind | Default:
    """The value of a key if it is of the right kind, the default where there is none."""
    value = data.get(key)
    if value is None:
        return default
    if isinstance(value, kind):
        return value
    wanted = {bool: "true 或 false", list: "一个列表"}.get(kind, "文字")
    raise BadTranscript(f"{prefix}{key}", "值的类型不对", f"这里要写{wanted}，也可以不写")


def _with_precision(said: list[Utterance]) -> list[Utterance]:
    """One clock wrote the document: whole seconds throughout, or fractions of them."""
    stamps = [each.stamp for each in said if each.stamp is not None]
    precision = 0.001 if any(stamp.at.microsecond for stamp in stamps) else 1.0
    return [
        replace(each, stamp=replace(each.stamp, precision=precision)) if each.stamp else each
        for each in said
    ]


def _heard(said: list[Utterance], ear: Ear) -> tuple[Utterance, ...]:
    """The student's utterances with what the ear heard in them, each after the line it answers."""
    line = ""
    done = []
    for each in said:
        line = each.text if each.voice is Voice.CUSTOMER else line
        heard = ear.hear(each.text, line) if each.voice is Voice.STUDENT else None
        done.append(replace(each, heard=heard))
    return tuple(done)
