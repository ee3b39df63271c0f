"""What is printed for a class: the poster with its QR code, and the notice to parents."""

from html import escape
from io import BytesIO

from bot.classroom.papers.page import page
from locales.catalogue import Catalogue

_STEPS = 3


def poster(cohort: str, link: str, words: Catalogue) -> str:
    """An A4 page with the way into the class; needs the `qr` extra. `link` is what the code says.

    Whoever has no camera finds the link below the code.
    """
    steps = "".join(
        f"<li>{escape(words.say(f'poster.step.{number}'))}</li>" for number in range(1, _STEPS + 1)
    )
    body = (
        f"<div class=poster><h1>{escape(words.say('poster.title'))}</h1>"
        f"<p>{escape(words.say('poster.class', cohort=cohort))}</p>"
        f"<div class=qr>{qr_svg(link)}</div><ol>{steps}</ol>"
        f"<p class=note>{escape(link)}</p>"
        f"<p class=note>{escape(words.say('poster.note'))}</p></div>"
    )
    return page(f"{cohort} · {words.say('poster.title')}", body, words.language)


def qr_svg(link: str) -> str:
    """A QR code to be placed in a page; a fifth of it may be damaged or written over."""
    import segno

    drawn = BytesIO()
    segno.make(link, error="q", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, nl=False
    )
    return drawn.getvalue().decode()


def notice(cohort: str, keeping: tuple[int, int], words: Catalogue) -> str:
    """The parents' notice: what is practised, what is kept and for how long, and their rights.

    `keeping`: days that transcripts and marks are kept.
    """
    values = {"cohort": cohort, "transcripts": keeping[0], "marks": keeping[1]}
    paragraphs = words.say("notice.text", **values).split("\n")
    slip = words.say("notice.slip", **values).split("\n")
    body = (
        f"<h1>{escape(words.say('notice.title'))}</h1>"
        + "".join(f"<p>{escape(line)}</p>" for line in paragraphs)
        + "<div class=slip>"
        + "".join(f"<p>{escape(line)}</p>" for line in slip)
        + "</div>"
    )
    return page(words.say("notice.title"), body, words.language)
