"""The scorecard as a page: complete, safe, readable without times, moods or marks."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from dialogues.transcript import Felt, Transcript
from scoring.card import card_page
from scoring.examiner import grade
from scoring.rubric_file import standard
from tests.scoring.talks import Talking

VOID = {"meta", "br"}


class Balanced(HTMLParser):
    """Follows the tags of a page and fails where one is closed that is not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(page: str) -> set[str]:
    parser = Balanced()
    parser.feed(page)
    assert parser.open == []
    return parser.seen


def talk() -> Transcript:
    felt = (
        Felt(70, 70, "发泄", "开场"),
        Felt(70, 50, "核实", "先缓一缓"),
        Felt(50, 70, "核实", "冲撞"),
    )
    talking = Talking(upset=True).customer("物流停了6天！", 0, "李女士")
    talking.student("您好，非常抱歉", 12, "greet=您好", "apologise=非常抱歉", to="李女士")
    talking.customer("快查", 20, "李女士").student("急什么急", 220, "rhetorical", to="李女士")
    return talking.over(moods=felt)


def page_of(transcript: Transcript, language: str = "zh_CN", title: str = "练习") -> str:
    return card_page(grade(transcript, standard()), transcript, title, language)


def test_the_page_is_well_formed_and_brings_no_script_and_no_network() -> None:
    page = page_of(talk())
    assert {"svg", "table", "polyline"} <= tags(page)
    assert "script" not in tags(page)
    assert re.findall(r"""(?:src|href)=|url\(|@import""", page) == []


def test_every_deduction_is_told_with_quote_rule_and_better_wording() -> None:
    transcript = talk()
    page = unescape(card_page(grade(transcript, standard()), transcript, "练习"))
    card = grade(transcript, standard())
    lost = [each for row in card.criteria for each in row.evidence if each.points < 0]
    assert lost
    for each in lost:
        assert f"[{each.rule}]" in page
        assert each.quote in page
        assert each.better in page


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "&amp;<b>"]
)
def test_nothing_that_anybody_wrote_becomes_markup(hostile: str) -> None:
    talking = Talking().customer(hostile, 0, hostile).student(hostile, 5, "cold", to=hostile)
    page = page_of(talking.over(), title=hostile)
    assert not tags(page) & {"script", "img", "b"}
    assert hostile in unescape(page)


def test_a_talk_without_times_says_so_instead_of_drawing() -> None:
    page = page_of(Talking().customer("在吗").student("在的").over())
    assert "画不出时间轴" in page
    assert "polyline" not in tags(page)


def test_long_waits_are_red_and_short_ones_green() -> None:
    page = page_of(talk())
    assert re.findall(r'class="wait (\w+)"', page) == ["quick", "slow"]


def test_a_red_line_stands_above_everything() -> None:
    page = page_of(Talking().customer("在吗", 0).student("滚", 5, "insult").over())
    assert page.index("红线") < page.index("<svg")


def test_an_english_page_is_english() -> None:
    page = page_of(talk(), "en")
    assert 'lang="en"' in page
    assert "Timeline of the talk" in page
    assert "首次响应" not in page


def test_waits_beside_each_other_share_a_label_and_unstamped_words_are_left_out() -> None:
    talking = Talking().customer("到哪了", 0).student("在杭州", 1, "report_status")
    talking.customer("几点到", 2).student("明早", 3, "commit_time").customer("好")
    talking.student("再见", None, "farewell").customer("在吗", 4000).student("在的", 4010)
    felt = tuple(Felt(50, 50 - step, "", "") for step in range(5))
    page = page_of(talking.over(moods=felt))
    tags(page)
    assert page.count("wait quick") == 3
    assert page.count(">1s<") == 1


def test_an_english_page_has_english_stops() -> None:
    talking = Talking(upset=True).customer("Where is it?", 0)
    talking.student("Shut up. Write to me on WeChat", 5, "insult", "offplatform", courtesy=5)
    page = page_of(talking.over(), "en", "Practice")
    seen = re.sub(r"<style>.*?</style>", "", page)
    assert re.findall("[，。；：「」、（）？！]", seen) == []


def test_a_log_that_tells_no_anger_says_so_instead_of_an_empty_line() -> None:
    page = page_of(Talking().customer("在吗", 0).student("在的", 5, "greet").over())
    assert "这份记录里没有客户的怒气" in page
    assert "这份记录里没有客户的怒气" not in page_of(talk())
