"""The 剧本卡 as one HTML page: no network, no script; for A4 and for a phone."""

import re
from functools import cache
from html import escape
from importlib.resources import files

from bot.authoring.card import Card, Part, Row

VARIABLE = re.compile(r"【[^【】]*】")
NOT_IN_HTML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def card_page(card: Card, diagram: str, secret: str, language: str) -> str:
    """The whole page; `secret` is the badge of what students must not see."""
    drawn = f"<h2>{_text(card.stages.title)}</h2><figure>{diagram}</figure>"
    # The stages of a customer are all in the drawing; who comes when is in a table as well.
    drawn += _table(card.stages) if card.stages.heads else ""
    before, after = ([_part(part, secret) for part in side] for side in (card.before, card.after))
    body = "".join((*before, drawn, *after))
    tags = "".join(f"<li>{_text(fact)}</li>" for fact in card.facts)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{_text(card.title)}</title><style>{_style()}</style></head><body>"
        f'<h1>{_text(card.title)}</h1><ul class="tags">{tags}</ul>{body}'
        "</body></html>\n"
    )


@cache
def _style() -> str:
    return (
        files("bot.authoring").joinpath("templates", "script_card.css").read_text(encoding="utf-8")
    )


def _part(part: Part, secret: str) -> str:
    badge = f'<span class="badge">{_text(secret)}</span>' if part.secret else ""
    note = f'<p class="note">{_marked(part.note)}</p>' if part.note else ""
    inner = f"<h2>{_text(part.title)}{badge}</h2>{note}{_table(part)}"
    return f'<section class="secret">{inner}</section>' if part.secret else inner


def _table(part: Part) -> str:
    rows = "".join(_row(row, part.heads) for row in part.rows)
    if not part.heads:
        return f'<table class="pairs"><tbody>{rows}</tbody></table>'
    heads = "".join(f"<th>{_text(head)}</th>" for head in part.heads)
    head = f"<thead><tr>{heads}</tr></thead>"
    return f'<table class="wide of-{len(part.heads)}">{head}<tbody>{rows}</tbody></table>'


def _row(row: Row, heads: tuple[str, ...]) -> str:
    first, *rest = row.cells
    labels = heads[1:] or ("",) * len(rest)
    cells = "".join(
        f'<td data-head="{_text(label)}">{_cell(cell)}</td>'
        for label, cell in zip(labels, rest, strict=True)
    )
    tone = f' class="{row.tone}"' if row.tone else ""
    return f"<tr{tone}><th>{_lines(first)}</th>{cells}</tr>"


def _cell(text: str) -> str:
    lines = _lines(text)
    return f"<div>{lines}</div>" if lines else ""


def _lines(text: str) -> str:
    return "".join(f"<p>{_marked(line)}</p>" for line in text.split("\n") if line)


def _marked(text: str) -> str:
    """The text with its 【变量】 in colour."""
    return VARIABLE.sub(lambda found: f'<span class="v">{found[0]}</span>', _text(text))


def _text(text: str) -> str:
    """Text that stays text."""
    return escape(NOT_IN_HTML.sub("\N{REPLACEMENT CHARACTER}", text), quote=True)
