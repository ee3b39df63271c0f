"""What comes up in a show: drawn from the seed alone, and equally hard for everybody."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from dialogues.liveroom.comments import Comment, draw_comments
from dialogues.reading import load_library
from tests.dialogues.liveroom.room import SMALL, small_show

ROOM = load_library().rooms["live-flash-sale"].room


@given(st.text(max_size=20))
def test_the_same_seed_is_the_same_show(seed: str) -> None:
    assert draw_comments(ROOM, seed) == draw_comments(ROOM, seed)


def test_another_seed_is_another_show() -> None:
    assert draw_comments(ROOM, "a") != draw_comments(ROOM, "b")


@given(st.text(max_size=20))
def test_comments_are_numbered_in_order_of_time_without_a_gap(seed: str) -> None:
    comments = draw_comments(ROOM, seed)
    assert [c.number for c in comments] == list(range(1, len(comments) + 1))
    assert [c.at for c in comments] == sorted(c.at for c in comments)
    assert all(0 <= c.at <= ROOM.lasts for c in comments)


@given(st.text(max_size=20))
def test_every_seed_asks_the_same_number_of_each_topic(seed: str) -> None:
    usual = Counter(comment.topic for comment in draw_comments(ROOM, "usual"))
    assert Counter(comment.topic for comment in draw_comments(ROOM, seed)) == usual


@given(st.text(max_size=20))
def test_no_two_viewers_have_the_same_name(seed: str) -> None:
    names = [comment.nickname for comment in draw_comments(ROOM, seed)]
    assert len(set(names)) == len(names)


def test_more_viewers_than_names_get_numbers_behind_their_names() -> None:
    crowded = small_show(SMALL.replace("每分钟: 30条", "每分钟: 120条").replace("1分钟", "8分钟")
                         .replace("到: 40秒", "到: 4分钟"))  # fmt: skip
    names = [comment.nickname for comment in draw_comments(crowded.room, "7")]
    assert len(names) > 400
    assert len(set(names)) == len(names)


def test_fixed_comments_come_when_and_from_whom_the_author_says() -> None:
    [fixed] = [c for c in draw_comments(small_show().room, "7") if c.nickname == "小鹿"]
    assert (fixed.at, fixed.topic, fixed.text) == (10.0, "售后", "半个月没收到！")


def test_drawn_values_stand_in_what_viewers_say() -> None:
    texts = {comment.text for comment in draw_comments(small_show().room, "7")}
    assert texts & {"碎花裙拍啥码", "方领裙拍啥码"}
    assert not any("【" in text for text in texts)


def test_nobody_repeats_a_line_before_all_lines_of_the_topic_were_said() -> None:
    asked: list[Comment] = [c for c in draw_comments(ROOM, "7") if c.topic == "尺码"]
    lines = len(ROOM.topics["尺码"].asks)
    assert len({comment.text for comment in asked[:lines]}) == lines
