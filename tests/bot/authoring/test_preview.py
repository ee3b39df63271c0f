"""The 剧本卡: everything is on it, nothing escapes from it, and what is secret is marked."""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.authoring.customers import subject_of
from bot.authoring.preview import preview_markdown, preview_page
from dialogues.liveroom import LiveRoom
from dialogues.reading import load_library
from dialogues.reception import Guests
from dialogues.scenario import Scenario
from locales.catalogue import Catalogue, catalogue
from tests.dialogues.shop import SMALL, playable

LIBRARY = load_library()
CHINESE, ENGLISH = catalogue("zh_CN"), catalogue("en")
HOSTILE = "<script>alert(1)</script>\\\"'><img src=x onerror=alert(1)>|`*[x](y)]]>&amp;"
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "ul", "li", "section", "span"),
    *("table", "thead", "tbody", "tr", "th", "td", "p", "div", "figure", "svg", "defs", "marker"),
    *("path", "rect", "text"),
}


class Page(HTMLParser):
    """The tags, attributes and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in {"meta", "path", "rect"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """The innermost open tag is closed."""
        if tag not in {"path", "rect"}:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note the words."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """All words of the page."""
        return "".join(self.words)


def scenario(text: str = SMALL) -> Scenario:
    """The small customer."""
    return playable(text).scenario


@pytest.mark.parametrize("name", sorted(LIBRARY.scenarios))
@pytest.mark.parametrize("words", [CHINESE, ENGLISH], ids=lambda words: words.language)
def test_a_shipped_customer_has_a_well_formed_page(name: str, words: Catalogue) -> None:
    page = Page(preview_page(LIBRARY.scenarios[name].scenario, words))
    assert page.open == []
    assert page.tags <= TAGS


def test_every_rule_stage_ending_and_fact_is_on_the_card() -> None:
    for face in (preview_page, preview_markdown):
        shown = face(scenario(), CHINESE)
        for rule in scenario().rules:
            assert rule.name in shown
        for name in (*scenario().stages, *(e.name for e in scenario().endings), "订单号", "单号【"):
            assert name.replace("【", "") in shown


def test_nothing_on_the_page_needs_the_network_or_a_script() -> None:
    page = preview_page(scenario(), CHINESE)
    assert "script" not in Page(page).tags
    assert not {"src", "href", "onclick", "onload", "onerror"} & Page(page).attributes
    assert "default-src 'none'" in page
    assert "@import" not in page
    assert "url(http" not in page


def test_what_students_must_not_see_is_marked() -> None:
    secret = SMALL.replace("画像: 急性子", "画像: 急性子\n  想要: 要个说法\n  真相: 其实没丢")
    page = preview_page(scenario(secret), CHINESE)
    start = page.index('<section class="secret">')
    inside = page[start : page.index("</section>", start)]
    assert "学生看不到" in inside
    assert "其实没丢" in inside
    assert "其实没丢" not in page[:start] + page[start + len(inside) :]


def test_hostile_words_stay_words() -> None:
    text = SMALL.replace("急性子", '"' + HOSTILE.replace('\\"', "") + '"')
    page = Page(preview_page(scenario(text), CHINESE))
    assert page.tags <= TAGS
    assert "onerror" not in page.attributes
    assert "<script>alert(1)</script>" in page.text


def test_hostile_names_stay_words_in_the_diagram() -> None:
    name = "'<svg onload=x>'"
    text = SMALL.replace("[开头, 协商, 收尾]", f"[开头, 协商, {name}]").replace(
        "转到: 收尾", f"转到: {name}"
    )
    text = text.replace("阶段: 收尾", f"阶段: {name}").replace("  满意: {", "  '<b>满意': {")
    text = text.replace("结局: 满意}", "结局: '<b>满意'}")
    page = Page(preview_page(scenario(text), CHINESE))
    assert page.tags <= TAGS
    assert "onload" not in page.attributes


def test_hostile_words_stay_words_in_markdown() -> None:
    text = SMALL.replace("急性子", '"<b>x</b> | [a](b) `c` # d"')
    line = next(x for x in preview_markdown(scenario(text), CHINESE).split("\n") if "画像" in x)
    assert line.endswith(r"\<b\>x\</b\> \| \[a\](b) \`c\` \# d")


def test_letters_that_no_page_may_hold_are_replaced() -> None:
    odd = SMALL.replace("急性子", '"急\\x08\\uFFFE子"')
    page = preview_page(scenario(odd), CHINESE)
    assert "\x08" not in page
    assert "\ufffe" not in page


def test_the_diagram_draws_every_stage_and_every_ending() -> None:
    page = preview_page(scenario(), CHINESE)
    diagram = page[page.index("<svg") : page.index("</svg>")]
    assert diagram.count('class="stage"') == 3
    endings = [ending.success for ending in scenario().endings]
    assert diagram.count('<rect class="good"') == endings.count(True)
    assert diagram.count('<rect class="bad"') == endings.count(False)
    assert "问到 订单号" in diagram
    assert "怒气 至少 95" in diagram


def test_the_page_is_the_same_every_time(tmp_path: Path) -> None:
    assert preview_page(scenario(), CHINESE) == preview_page(scenario(), CHINESE)


@pytest.mark.parametrize("words", [CHINESE, ENGLISH], ids=lambda words: words.language)
@pytest.mark.parametrize("id_", sorted({*LIBRARY.rooms, *LIBRARY.receptions}))
def test_the_card_of_a_room_and_of_a_reception_says_who_comes_when_and_what_is_expected(
    id_: str, words: Catalogue
) -> None:
    subject = subject_of(id_)
    page = Page(preview_page(subject, words))
    assert page.tags <= TAGS
    assert not page.open
    if isinstance(subject, LiveRoom):
        told = [*subject.topics, *(one.say for one in subject.fixed)]
        told += [test.name for test in subject.tests]
    else:
        assert isinstance(subject, Guests)
        told = [subject.scenarios[name].title for name in subject.reception.customers]
        told += [test.name for test in subject.reception.tests]
    assert told
    assert all(each in page.text for each in told)
    assert all(each in preview_markdown(subject, words).replace("\\", "") for each in told)


def test_a_hostile_live_room_stays_text() -> None:
    [room] = LIBRARY.rooms.values()
    written = room.room
    name = next(iter(written.topics))
    topics = {HOSTILE: replace(written.topics[name], name=HOSTILE, asks=(HOSTILE,))}
    hostile = replace(written, title=HOSTILE, topics=topics, rubric=(), briefing=())
    page = Page(preview_page(hostile, CHINESE))
    assert page.tags <= TAGS
    assert "onerror" not in page.attributes
    assert page.text.count("<img src=x") >= 2
