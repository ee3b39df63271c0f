"""The examiner as the authors' tools pass it down to the room of customers."""

from dialogues.liveroom import LiveRoom
from dialogues.scenario import Scenario, draw_values
from dialogues.transcript import Transcript
from scoring.examiner import grade
from scoring.liveroom import grade_live
from scoring.scenario_rubric import rubric_for


def mark(talk: Transcript, scenario: Scenario) -> float:
    """The total of a talk, 0..100, by the customer's own rubric (`selftest.MarkOf`)."""
    return grade(talk, rubric_for(scenario.rubric, draw_values(scenario, ""))).total


def mark_live(talk: Transcript, room: LiveRoom) -> float:
    """The total of a show, 0..100, by the live room's own rubric."""
    return grade_live(talk, room).total
