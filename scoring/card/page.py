"""The scorecard as one page: for the teacher's screen, a student's phone, and the printer.

Self-contained: no script, no network, fonts by family name with Chinese ones first.
"""

from html import escape

from dialogues.transcript import Transcript, Utterance, Voice
from locales.catalogue import Catalogue, catalogue
from scoring import rulebook
from scoring.card.radar import radar
from scoring.card.timeline import Words, timeline
from scoring.evidence import Evidence
from scoring.scorecard import CriterionMark, Scorecard

STYLE = """
:root{--ink:#1f2933;--soft:#52606d;--line:#d9e2ec;--good:#2f855a;--bad:#c53030;--warm:#b7791f}
*{box-sizing:border-box}
body{margin:0 auto;max-width:800px;padding:16px;color:var(--ink);background:#fff;
font:16px/1.6 "PingFang SC","Noto Sans CJK SC","Microsoft YaHei","Source Han Sans SC",sans-serif}
h1{font-size:1.3rem;margin:0 0 4px}h2{font-size:1.05rem;margin:20px 0 8px}
.total{font-size:2.6rem;font-weight:700;line-height:1.1}.soft,small{color:var(--soft)}
.gate{border-left:4px solid var(--bad);padding:6px 10px;background:#fff5f5;margin:8px 0}
.pair{display:flex;flex-wrap:wrap;gap:12px;align-items:center}.pair>*{flex:1 1 300px}
svg{width:100%;height:auto;display:block}
.wide{overflow-x:auto}.wide svg{min-width:640px}
.ring{fill:none;stroke:var(--line)}.marks{fill:#3182ce44;stroke:#2b6cb0;stroke-width:2}
.label{font-size:12px;fill:var(--ink)}.small{font-size:11px;fill:var(--soft)}
.anger{fill:none;stroke:var(--bad);stroke-width:2}
.quick{fill:#68d391}.amber{fill:#f6ad55}.slow{fill:#fc8181}
.dot.customer{fill:var(--bad)}.dot.student{fill:#2b6cb0}.dot.auto,.dot.system{fill:#a0aec0}
table{width:100%;border-collapse:collapse}td,th{padding:6px 8px;text-align:left;
border-bottom:1px solid var(--line);vertical-align:top}td.n{white-space:nowrap}
.bar{display:inline-block;width:80px;height:8px;background:var(--line);border-radius:4px}
.bar i{display:block;height:8px;background:#2b6cb0;border-radius:4px}
.up{color:var(--good)}.down{color:var(--bad)}.better{color:var(--good)}
.said{margin:8px 0;padding:8px 12px;border-radius:10px;max-width:88%;white-space:pre-wrap;
overflow-wrap:anywhere}.said.customer{background:#f0f4f8}
.said.student{background:#e6fffa;margin-left:auto}.said small{display:block}
.note{margin:2px 0 0 12%;font-size:.9rem}
@media print{body{padding:0}.said,tr{break-inside:avoid}}
"""


def card_page(card: Scorecard, talk: Transcript, title: str, language: str = "zh_CN") -> str:
    """The page as HTML."""
    words = catalogue(language)
    due = [row for row in card.criteria if row.weight]
    spokes = [(_name(row, words), row.mark) for row in due if row.mark is not None]
    anger = words.say("card.anger" if talk.moods else "card.no_anger")
    captions = Words(words.say("card.timeline"), anger, words.say("card.waits"))
    parts = [
        _head(card, title, words),
        *(_gate(hit.evidence, hit.cap, words) for hit in card.gates),
        '<div class="pair">',
        radar(spokes, words.say("card.radar")),
        _figures(card, words),
        "</div>",
        f"<h2>{escape(captions.label)}</h2>",
        _timeline(talk, captions, words),
        f"<h2>{escape(words.say('card.rows'))}</h2>",
        _rows(card, words),
        f"<h2>{escape(words.say('card.talk'))}</h2>",
        *_talk(card, talk, words),
    ]
    return _document(title, words.language, "\n".join(parts))


def _timeline(talk: Transcript, captions: Words, words: Catalogue) -> str:
    """The timeline, which scrolls on a phone: scaled down, nobody could read it there."""
    drawn = timeline(talk, captions)
    if not drawn:
        return f'<p class="soft">{escape(words.say("card.no_times"))}</p>'
    return f'<div class="wide">{drawn}</div>'


def _document(title: str, language: str, body: str) -> str:
    tag = language.replace("_", "-")
    return (
        f'<!doctype html>\n<html lang="{tag}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _head(card: Scorecard, title: str, words: Catalogue) -> str:
    medal = words.say(f"card.medal.{card.medal}", least=card.medal_least) if card.medal else ""
    version = words.say("card.rubric", rubric=card.rubric, version=card.rubric_version)
    unmarked = words.say("card.unmarked", share=card.unmarked) if card.unmarked else ""
    hints = words.say("card.hints", hints=len(card.deductions)) if card.deductions else ""
    notes = " · ".join(part for part in (medal, version, unmarked, hints) if part)
    return (
        f"<h1>{escape(title)}</h1>"
        f'<div class="total">{card.total} <small>{"★" * card.stars}</small></div>'
        f'<p class="soft">{escape(notes)}</p>'
    )


def _gate(evidence: tuple[Evidence, ...], cap: int, words: Catalogue) -> str:
    quotes = " ".join(words.say("card.quote", quote=each.quote) for each in evidence)
    reasons = dict.fromkeys(rulebook.why(each.rule, words.language) for each in evidence)
    told = words.say("card.gate", quotes=quotes, cap=cap, why=" · ".join(reasons))
    return f'<p class="gate">{escape(told)}</p>'


def _figures(card: Scorecard, words: Catalogue) -> str:
    timing = card.timing
    shown = {
        "card.first": _seconds(timing.first_response_ms),
        "card.average": _seconds(timing.average_response_ms),
        "card.substantive": _seconds(timing.first_substantive_ms),
        "card.within_half_minute": _share(timing.within_30s.hits, timing.within_30s.of),
        "card.within_three_minutes": _share(timing.within_180s.hits, timing.within_180s.of),
    }
    rows = "".join(
        f"<tr><th>{escape(words.say(key))}</th><td>{value}</td></tr>"
        for key, value in shown.items()
    )
    return f"<table>{rows}</table>"


def _rows(card: Scorecard, words: Catalogue) -> str:
    rows = "".join(_row(row, words) for row in card.criteria if row.weight)
    heads = "".join(
        f"<th>{escape(words.say(f'card.{key}'))}</th>" for key in ("row", "weight", "mark")
    )
    return f"<table><tr>{heads}</tr>{rows}</table>"


def _row(row: CriterionMark, words: Catalogue) -> str:
    if row.mark is None:
        reason = rulebook.why(row.reason, words.language)
        mark = escape(f"{words.say('card.not_marked')} {reason}")
    else:
        mark = f'{row.mark} <span class="bar"><i style="width:{row.mark}%"></i></span>'
    name = f"{escape(_name(row, words))}<br><small>{escape(row.module)}</small>"
    return f'<tr><td>{name}</td><td class="n">{row.weight:g}</td><td class="n">{mark}</td></tr>'


def _talk(card: Scorecard, talk: Transcript, words: Catalogue) -> list[str]:
    """Everything said, and below each message what it earned or cost."""
    notes: dict[int, list[tuple[str, Evidence]]] = {}
    for row in card.criteria:
        for each in row.evidence:
            notes.setdefault(each.event, []).append((_name(row, words), each))
    return [
        part
        for said in talk.utterances
        for part in (_said(said, words), *(_note(*n, words) for n in notes.get(said.event, ())))
    ]


def _said(said: Utterance, words: Catalogue) -> str:
    kind = "student" if said.voice is Voice.STUDENT else "customer"
    clock = f" {said.stamp.at:%H:%M:%S}" if said.stamp else ""
    who = said.customer or words.say(f"card.voice.{said.voice.value}")
    return f'<div class="said {kind}"><small>{escape(who)}{clock}</small>{escape(said.text)}</div>'


def _note(row: str, each: Evidence, words: Catalogue) -> str:
    kind = "up" if each.points > 0 else "down" if each.points < 0 else "soft"
    why = rulebook.why(each.rule, words.language)
    told = words.say(
        "card.evidence",
        points=f"{each.points:+d}" if each.points else "·",
        row=row,
        why=f"{why} {each.about}".rstrip(),
        quote=" ".join(each.quote.split())[:60],
        rule=each.rule,
    )
    better = f'<br><span class="better">→ {escape(each.better)}</span>' if each.better else ""
    return f'<p class="note {kind}">{escape(told)}{better}</p>'


def _name(row: CriterionMark, words: Catalogue) -> str:
    return row.name_en if words.language == "en" else row.name


def _seconds(ms: int | None) -> str:
    return "–" if ms is None else f"{ms / 1000:g} s"


def _share(hits: int, of: int) -> str:
    return f"{hits}/{of}" if of else "–"
