"""The growth file as a page (A4 when printed): what there is where no PDF can be written."""

from html import escape

from bot.classroom.papers.growth_words import course, figure, head, line_text, module_name
from bot.classroom.papers.page import page
from bot.classroom.reports.growth import GrowthFile, ModuleGrowth, Point
from locales.catalogue import Catalogue

_WIDE, _HIGH = 640, 180


def growth_page(file: GrowthFile, words: Catalogue) -> str:
    """A whole HTML document; it loads nothing from anywhere."""
    title = words.say("growth.title")
    parts = [f"<h1>{escape(title)}</h1>"]
    parts += [f"<p>{escape(line)}</p>" for line in head(file, words)]
    parts.append(f"<h2>{escape(words.say('growth.course'))}</h2>{_curve(file.points)}")
    parts += [_module(module, words) for module in file.modules]
    if file.entries:
        parts.append(f"<h2>{escape(words.say('growth.mentor'))}</h2>")
        parts += [
            f"<p>{entry.day} {escape(entry.by)}：{escape(entry.words)}</p>"
            for entry in file.entries
        ]
    parts.append(f"<p class=note>{escape(words.say('growth.note'))}</p>")
    return page(title, "\n".join(parts), words.language)


def _module(module: ModuleGrowth, words: Catalogue) -> str:
    name = escape(module_name(module, words))
    full = 0 if module.mean is None else module.mean
    lines = "".join(f"<li>{escape(line_text(line, words))}</li>" for line in module.lines)
    empty = f"<li>{escape(words.say('growth.no_lines'))}</li>"
    return (
        f"<h2>{name} <b>{figure(module.mean)}</b></h2>"
        f'<div class=bar><i style="width:{full:.0f}%"></i></div>'
        f"<p>{escape(course(module, words))}</p><ul>{lines or empty}</ul>"
    )


def _curve(points: tuple[Point, ...]) -> str:
    """The best marks from drill to drill as a line."""
    if not points:
        return "<p>—</p>"
    step = _WIDE / max(1, len(points) - 1)
    places = [
        (20 + number * (step - 40 / max(1, len(points) - 1)), _HIGH - 10 - point.total * 1.6)
        for number, point in enumerate(points)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(
        f"<circle cx={x:.1f} cy={y:.1f} r=4><title>{point.day} {point.total}</title></circle>"
        for (x, y), point in zip(places, points, strict=True)
    )
    return (
        f'<svg viewBox="0 0 {_WIDE} {_HIGH}" role=img><line x1=0 x2={_WIDE} y1=74 y2=74 '
        f'class=pass /><polyline points="{line}"/>{dots}</svg>'
    )
