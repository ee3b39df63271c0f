"""The growth file as PDF, with an embedded Chinese font; needs the `pdf` extra."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.charts.fonts import FontFile, chinese_font_file
from bot.classroom.papers.growth_words import course, figure, head, line_text, module_name
from bot.classroom.reports.growth import GrowthFile, ModuleGrowth, Point
from locales.catalogue import Catalogue

if TYPE_CHECKING:
    from fpdf import FPDF

INK, SOFT, BLUE, RED, PALE = (31, 41, 51), (97, 110, 124), (43, 108, 176), (197, 48, 48), 228
_HIGH = 34.0
"""Millimetres of the curve."""
_PASS = 60


def can_write_pdf() -> bool:
    """Whether a PDF with Chinese words can be written on this machine."""
    return find_spec("fpdf") is not None and chinese_font_file() is not None


def growth_pdf(file: GrowthFile, words: Catalogue) -> bytes:
    """The file as PDF; only where `can_write_pdf` says so."""
    font = chinese_font_file()
    if font is None:
        raise ValueError("no font of this machine can write Chinese")
    paper = _paper(font, words.say("growth.title"))
    _line(paper, words.say("growth.title"), 20)
    for text in head(file, words):
        _line(paper, text, 11)
    _heading(paper, words.say("growth.course"))
    _curve(paper, file.points)
    for module in file.modules:
        _module(paper, module, words)
    if file.entries:
        _heading(paper, words.say("growth.mentor"))
    for entry in file.entries:
        _line(paper, f"{entry.day} {entry.by}：{entry.words}", 10)
    paper.ln(3)
    _line(paper, words.say("growth.note"), 8.5, SOFT)
    return bytes(paper.output())


def _paper(font: FontFile, title: str) -> "FPDF":
    from fpdf import FPDF

    paper = FPDF(format="A4")
    paper.set_title(title)
    paper.set_margins(18, 16)
    paper.set_auto_page_break(auto=True, margin=16)
    paper.add_font("chinese", fname=font.path, collection_font_number=font.face)
    paper.set_font("chinese")
    paper.add_page()
    return paper


def _line(paper: "FPDF", text: str, size: float, colour: tuple[int, int, int] = INK) -> None:
    from fpdf.enums import WrapMode

    paper.set_font_size(size)
    paper.set_text_color(*colour)
    paper.multi_cell(0, size * 0.55, text, new_x="LMARGIN", new_y="NEXT", wrapmode=WrapMode.CHAR)


def _heading(paper: "FPDF", text: str, figure_text: str = "") -> None:
    if paper.will_page_break(26):
        paper.add_page()
    paper.ln(3)
    paper.set_font_size(13)
    paper.set_text_color(*INK)
    paper.cell(0, 8, text)
    paper.set_x(paper.l_margin)
    paper.cell(0, 8, figure_text, align="R", new_x="LMARGIN", new_y="NEXT")


def _module(paper: "FPDF", module: ModuleGrowth, words: Catalogue) -> None:
    _heading(paper, module_name(module, words), figure(module.mean))
    paper.set_fill_color(PALE)
    paper.rect(paper.l_margin, paper.y, paper.epw, 2.6, style="F")
    if module.mean:
        paper.set_fill_color(*BLUE)
        paper.rect(paper.l_margin, paper.y, paper.epw * module.mean / 100, 2.6, style="F")
    paper.ln(4.5)
    _line(paper, course(module, words), 10, SOFT)
    for line in module.lines:
        _line(paper, f"· {line_text(line, words)}", 10)
    if not module.lines:
        _line(paper, words.say("growth.no_lines"), 10, SOFT)


def _curve(paper: "FPDF", points: tuple[Point, ...]) -> None:
    """The best marks from drill to drill, with the pass line, and figures where there is room."""
    top, left, wide = paper.y + 4, paper.l_margin + 4, paper.epw - 8
    step = wide / max(1, len(points) - 1)
    places = [
        (left + number * step, top + _HIGH * (1 - point.total / 100))
        for number, point in enumerate(points)
    ]
    paper.set_draw_color(*RED)
    paper.set_line_width(0.15)
    height = top + _HIGH * (1 - _PASS / 100)
    paper.set_dash_pattern(dash=2, gap=2)
    paper.line(left, height, left + wide, height)
    paper.set_dash_pattern()
    paper.set_font_size(8)
    paper.set_text_color(*SOFT)
    paper.text(paper.l_margin - 2, height + 1, str(_PASS))
    paper.set_draw_color(*BLUE)
    paper.set_line_width(0.6)
    paper.polyline(places)
    paper.set_fill_color(*BLUE)
    every = max(1, len(points) // 12)
    paper.set_font_size(8)
    paper.set_text_color(*SOFT)
    for number, ((x, y), point) in enumerate(zip(places, points, strict=True)):
        paper.circle(x, y, 0.8, style="F")
        if number % every == 0:
            paper.text(x - 2, y - 1.8, str(point.total))
            paper.text(x - 4, top + _HIGH + 4, f"{point.day:%m-%d}")
    paper.set_y(top + _HIGH + 6)
