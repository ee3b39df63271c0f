"""The scorecard as a picture, and as text bars where no picture can be drawn."""

import struct

import pytest

from bot.charts import card, fonts
from dialogues.transcript import Felt, Transcript
from locales.catalogue import catalogue
from scoring.examiner import grade
from scoring.rubric_file import standard
from tests.scoring.talks import Talking


def talk(**rest: object) -> Transcript:
    talking = Talking(upset=True).customer("物流停了", 0).student("抱歉，我来催", 12, "apologise")
    return talking.customer("嗯", 20).student("快了", 260, "stall").over(**rest)


def picture_of(transcript: Transcript, language: str = "en", title: str = "A talk") -> bytes:
    return card.card_picture(grade(transcript, standard()), transcript, title, catalogue(language))


def size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_the_picture_fits_a_phone_and_is_the_same_every_time() -> None:
    felt = (Felt(70, 70, "", ""), Felt(70, 50, "", ""))
    pictures = {picture_of(talk(moods=felt)) for _ in range(2)}
    assert [size(png) for png in pictures] == [(720, 900)]


@pytest.mark.parametrize(
    "transcript",
    [Talking().over(), Talking().customer("在吗").over(), Talking().customer("在吗", 0).over()],
)
def test_a_talk_with_hardly_anything_in_it_can_be_drawn(transcript: Transcript) -> None:
    assert size(picture_of(transcript)) == (720, 900)


def test_the_waits_change_the_picture() -> None:
    slow = Talking().customer("在吗", 0).student("在的", 200).over()
    quick = Talking().customer("在吗", 0).student("在的", 5).over()
    assert picture_of(slow) != picture_of(quick)


def test_signs_of_mathematics_in_a_title_are_only_words() -> None:
    assert size(picture_of(talk(), title="$\\bad{$ 100%")) == (720, 900)


def test_chinese_is_drawn_where_a_chinese_font_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card, "chinese_font", lambda: None)
    assert not card.can_draw("zh_CN")
    assert card.can_draw("en")
    monkeypatch.setattr(card, "chinese_font", lambda: fonts.CHINESE[0])
    assert card.can_draw("zh_CN")


def test_text_bars_name_every_row_that_was_marked() -> None:
    judged = grade(talk(), standard())
    lines = card.card_bars(judged, catalogue("")).splitlines()
    marked = [row for row in judged.criteria if row.weight and row.mark is not None]
    assert len(lines) == len(marked)
    assert all(f"{row.mark} {row.name}" in line for row, line in zip(marked, lines, strict=True))
