"""A page that can be read on a phone and printed on A4; it loads nothing from anywhere."""

from html import escape
from importlib.resources import files


def page(title: str, body: str, language: str) -> str:
    """A whole HTML document around a body that is already safe."""
    style = files("bot.classroom.papers").joinpath("page.css").read_text(encoding="utf-8")
    tag = "en" if language == "en" else "zh-CN"
    return (
        f'<!doctype html>\n<html lang="{tag}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head>\n"
        f"<body>{body}</body></html>\n"
    )
