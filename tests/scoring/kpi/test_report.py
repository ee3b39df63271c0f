"""What `kefu kpi` tells of a written log, and how it refuses one that cannot be read."""

import json

import pytest

from dialogues.hearing import built_in
from scoring.document import BadTranscript
from scoring.kpi import report as reports
from scoring.kpi.preset_file import named


def event(at: str | None, voice: str, text: str) -> dict[str, object]:
    stamp = None if at is None else f"2026-11-22T{at}+08:00"
    return {"at": stamp, "from": voice, "text": text, "customer": "A"}


def document(**more: object) -> str:
    events = [event("10:10:15", "customer", "在吗"), event("10:10:25", "student", "您好")]
    return json.dumps({"events": events} | more)


def told(text: str, preset: str = "taobao") -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(
        reports.kpi_json(text, named(preset), built_in())
    )
    return found


@pytest.mark.parametrize("preset", ["taobao", "jd", "pdd", "douyin", "wecom", "chatwoot"])
def test_every_figure_is_told_with_name_unit_source_and_date(preset: str) -> None:
    for figure in told(document(), preset).values():
        assert {"value", "unit", "name", "source", "as_of"} <= set(figure)


def test_a_figure_with_a_line_says_whether_it_passes() -> None:
    passed = [
        figure["passed"]
        for preset in ("taobao", "jd", "pdd", "douyin", "wecom", "chatwoot")
        for figure in told(document(), preset).values()
        if "pass_line" in figure
    ]
    assert passed
    assert set(passed) <= {True, False, None}
    assert True in passed


def test_what_was_not_measured_is_told() -> None:
    events = [event(None, "customer", "在吗"), event(None, "student", "您好")]
    figures = told(json.dumps({"events": events}))
    assert any(figure.get("unmeasured") for figure in figures.values())


def test_an_export_row_has_the_back_offices_headings() -> None:
    figures = reports.report(document(), named("taobao"), built_in())
    row = reports.columns(figures)
    assert row
    assert all(row.values())
    assert "100.00%" in row.values()


def test_orders_and_ratings_are_summed_by_customer() -> None:
    orders = [{"customer": "A", "paid": 20}, {"customer": "A", "paid": 1.5}]
    ratings = [{"customer": "A", "stars": 5}]
    service = reports.read_service(
        document(orders=orders, ratings=ratings), named("taobao"), built_in()
    )
    assert service.orders == {"A": (20.0, 1.5)}
    assert service.ratings == {"A": (5.0,)}


@pytest.mark.parametrize("row", [5, {"customer": "A"}, {"paid": True}, {"paid": "20"}])
def test_an_order_that_cannot_be_read_is_pointed_at(row: object) -> None:
    with pytest.raises(BadTranscript, match=r"orders\[0\]"):
        reports.read_service(document(orders=[row]), named("taobao"), built_in())


def test_without_times_a_talk_is_one_talk() -> None:
    events = [event(None, "customer", "在吗"), event(None, "customer", "人呢")]
    service = reports.read_service(json.dumps({"events": events}), named("taobao"), built_in())
    assert len(service.conversations) == 1
