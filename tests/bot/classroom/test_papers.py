"""Files that leave the house: no cell is a formula, no name breaks out of its place."""

import csv
import io
import random
import re
import zipfile
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.charts import fonts
from bot.classroom.cohorts import Cohort
from bot.classroom.papers import growth_pdf
from bot.classroom.papers.cells import FORMULA, file_name, safe
from bot.classroom.papers.growth_page import growth_page
from bot.classroom.papers.making import Paper, Wanted, make
from bot.classroom.papers.poster import poster, qr_svg
from bot.classroom.papers.tables import as_csv, as_xlsx
from bot.classroom.reports.book import ClassBook, DrillDay, Mark, Pupil
from bot.classroom.reports.growth import Entry, growth_file
from bot.classroom.reports.table import TITLES, Table, mark_table
from locales.catalogue import catalogue
from scoring.evidence import Evidence
from scoring.scorecard import CriterionMark, Scorecard, Timing

WORDS = catalogue("zh_CN")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
    "﹦",
    "−",
    "\ufeff",
    "\u200b",
    "\u3000",
    " ",
    "'",
    '"',
    "\x00",
    "\x1f",
    "\ud800",
    "{",
    "<",
    "&",
    "%",
    "|",
    "\u202e",
    "\u0301",
]
BODIES = [
    "cmd|'/C calc'!A0",
    'HYPERLINK("http://x.example","点")',
    "1+1",
    "SUM(A1:A9)",
    "<script>",
    "]]>",
    "&amp;",
    "小明",
    "",
    "A1",
    "a\tb\rc\nd",
    "=1+1",
    'DDE("x")',
    "99999999999999999999",
    "1e9",
    "TRUE",
]


def hostile(count: int) -> list[str]:
    """Texts that begin like formulas in every way known to us."""
    draw = random.Random(5)
    return [
        "".join(draw.choices(STARTS, k=draw.randint(0, 3))) + draw.choice(BODIES) + str(number)
        for number in range(count)
    ]


def begins_a_formula(text: str) -> bool:
    """As strict as can be: what a program might see after skipping what does not show."""
    shown = re.sub(r"^[\s\u200b\ufeff\u202e\u0300-\u036f\x00-\x1f]+", "", text)
    return shown[:1] in FORMULA if shown else False


def test_ten_thousand_hostile_texts_make_no_formula_in_a_workbook() -> None:
    texts = hostile(10_000)
    rows = tuple(tuple(texts[at : at + 20]) for at in range(0, len(texts), 20))
    content = as_xlsx(Table("x", TITLES[:20], rows))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [name for name in parts.namelist() if "worksheets/sheet" in name]
        trees = {name: ElementTree.fromstring(parts.read(name)) for name in sheets}  # noqa: S314 - our own
        shared = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))  # noqa: S314 - our own
        assert not any("externalLink" in name or "vba" in name for name in parts.namelist())
    strings = [
        "".join(t.text or "" for t in si.iter(f"{MAIN}t")) for si in shared.iter(f"{MAIN}si")
    ]
    cells = [cell for tree in trees.values() for cell in tree.iter(f"{MAIN}c")]
    assert len([cell for cell in cells if cell.get("t") == "s"]) >= len(texts)
    for tree in trees.values():
        assert list(tree.iter(f"{MAIN}f")) == []
        assert list(tree.iter(f"{MAIN}hyperlink")) == []
    assert [cell for cell in cells if cell.get("t") not in (None, "s")] == []
    assert [text for text in strings if begins_a_formula(text)] == []
    assert len(strings) > 9_000


def test_ten_thousand_hostile_texts_make_no_formula_in_a_csv() -> None:
    texts = hostile(10_000)
    content = as_csv(Table("x", ("a", "b"), tuple((text, 5) for text in texts)))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 10_001
    assert [row for row in rows if len(row) != 2 or row[0] != row[0].strip("\r\n")] == []
    assert [row[0] for row in rows if begins_a_formula(row[0])] == []


def test_a_harmless_text_stays_as_it_is_and_numbers_stay_numbers() -> None:
    assert [safe(text) for text in ("小明", "a=b", "3-1", "XR-200")] == [
        "小明",
        "a=b",
        "3-1",
        "XR-200",
    ]
    content = as_csv(Table("x", ("a", "b"), ((-5, 1.5), (None, "是"))))
    assert content.decode("utf-8-sig").splitlines()[1:] == ["-5,1.5", ",是"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("../../etc/passwd", "etc_passwd.csv"),
        ("电商2班-20260901-20270131", "电商2班-20260901-20270131.csv"),
        ('a/b\\c:d*e?f"g<h>i|j\x00k', "a_b_c_d_e_f_g_h_i_j_k.csv"),
        ("...", "kefu.csv"),
        ("班" * 300, "班" * 80 + ".csv"),
    ],
)
def test_a_file_name_is_one_file_in_one_folder_on_every_system(text: str, expected: str) -> None:
    assert file_name(text, "csv") == expected
    assert Path(expected).name == expected


# --- a book of one's own ----------------------------------------------------------------------


def book(name: str = "", quote: str = "您好，马上帮您查", title: str = "小店") -> ClassBook:
    """One student, two drills, one of them done twice."""
    row = CriterionMark(
        "courtesy",
        "礼貌",
        "Courtesy",
        "沟通表达",
        60.0,
        80,
        "",
        (
            Evidence(2, 0, len(quote), quote, "greet", 5),
            Evidence(4, 0, 4, quote + "二", "shirk", -9),
        ),
    )
    other = CriterionMark("work", "后台", "Work", "平台操作", 40.0, 50)

    def mark(attempt: int, drill: int, total: int) -> Mark:
        card = Scorecard(total, "standard", 1, (row, other), Timing(first_response_ms=8_000))
        at = datetime(2026, 9, drill, 12, tzinfo=UTC)
        return Mark(7, drill, attempt, "shop", 60, total, card.to_json(), at, at, "改过")

    return ClassBook(
        Cohort(1, "电商2班", "Asia/Shanghai"),
        date(2026, 9, 1),
        date(2027, 1, 31),
        (Pupil(7, "蓝色海豚42", name), Pupil(8, "红色小熊9")),
        (
            DrillDay(1, date(2026, 9, 1), "shop", title),
            DrillDay(2, date(2026, 9, 2), "shop", title),
        ),
        (mark(1, 1, 60), mark(2, 1, 72), mark(3, 2, 66)),
    )


def test_the_table_has_one_row_a_student_and_drill_under_its_documented_header() -> None:
    table = mark_table(book("林小雨"))
    assert table.titles == TITLES
    assert {len(row) for row in table.rows} == {len(TITLES)}
    assert len(table.rows) == 4
    first = dict(zip(TITLES, table.rows[0], strict=True))
    assert (first["得分"], first["作答次数"], first["姓名"], first["沟通表达"]) == (
        72,
        2,
        "林小雨",
        80,
    )
    assert first["完成时间"] == "2026-09-01T20:00:00+08:00"
    absent = dict(zip(TITLES, table.rows[1], strict=True))
    assert (absent["完成"], absent["得分"]) == ("否", None)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.seen += [f"@{name}" for name, _ in attrs if name.startswith("on") or name == "src"]


@pytest.mark.parametrize(
    "bad", ["<script>alert(1)</script>", '"><img src=x onerror=1>', "</style><b>"]
)
def test_no_name_and_no_quote_breaks_out_of_a_page(bad: str) -> None:
    growing = book(bad, bad, bad)
    pages = [
        growth_page(growth_file(growing, growing.pupils[0]), WORDS),
        poster(bad, f"https://t.example/?start={bad}", WORDS),
    ]
    for text in pages:
        tags = _Tags()
        tags.feed(text)
        assert not {"script", "img", "link", "iframe", "b@", "@src", "@onerror"} & set(tags.seen)


def test_a_growth_file_quotes_the_students_own_words_in_every_form() -> None:
    growing = book("林小雨")
    file = growth_file(growing, growing.pupils[0])
    assert [point.total for point in file.points] == [72, 66]
    page = growth_page(file, WORDS)
    for text in (
        "技能成长档案",
        "林小雨",
        "沟通表达",
        "问题解决",
        "平台操作",
        "服务素养",
        "您好，马上帮您查",
    ):
        assert text in page


def test_the_growth_pdf_holds_the_same_words() -> None:
    if not growth_pdf.can_write_pdf():
        pytest.skip("no Chinese font on this machine")
    import pypdfium2

    growing = book("林小雨", quote="您好 🙂 马上帮您查")
    content = growth_pdf.growth_pdf(growth_file(growing, growing.pupils[0]), WORDS)
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    for words in ("技能成长档案", "林小雨", "沟通表达", "服务素养", "马上帮您查"):
        assert words in text


def test_without_a_chinese_font_the_growth_file_is_a_page_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "CHINESE", ())
    fonts.chinese_font.cache_clear()
    fonts.chinese_font_file.cache_clear()
    try:
        growing = book("林小雨")
        wanted = Wanted(Paper.GROWTH, growing, growth=((growing.pupils[0], ()),))
        [made] = make(wanted, WORDS)
    finally:
        monkeypatch.undo()
        fonts.chinese_font.cache_clear()
        fonts.chinese_font_file.cache_clear()
    assert made.name.endswith(".html")
    assert "字体" in made.instead
    assert "林小雨" in made.content.decode()


def test_the_poster_says_the_link_in_its_code_and_below_it() -> None:
    link = "https://t.example/kefu_bot?start=join_ABCDEFGHJK"
    text = poster("电商2班", link, WORDS)
    assert link in text
    assert "<svg" in text
    assert "电商2班" in text
    assert qr_svg(link) in text
    assert qr_svg(link) != qr_svg(link + "x")


def test_five_thousand_hostile_texts_bring_no_tag_into_a_page() -> None:
    growing = book()
    entries = [
        Entry(date(2026, 9, 1), text, f"<img src=x onerror={text}>") for text in hostile(5_000)
    ]
    tags = _Tags()
    tags.feed(growth_page(growth_file(growing, growing.pupils[0], entries), WORDS))
    known = "html head meta title style body h1 h2 p b i div ul li svg line polyline circle"
    assert set(tags.seen) <= set(known.split())
