"""`kefu hear` and `kefu grade`: the stable interfaces for other programs."""

import sys
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from dialogues.scenario import Scenario
from dialogues.transcript import Transcript
from scoring.scorecard import Scorecard


def hear_lines(file: Path | None, *, as_json: bool) -> None:
    """One line out for one line in, in order, also for empty and hostile input."""
    from dialogues.hearing import hear_json

    if not as_json:
        _hear_for_people(file)
        return
    for line in _lines(file):
        sys.stdout.write(hear_json(line) + "\n")


def _hear_for_people(file: Path | None) -> None:
    from bot.cli.speech import words
    from dialogues.hearing import act_name, built_in

    console = Console(highlight=False)
    for line in _lines(file):
        heard = built_in().hear(line)
        acts = "  ".join(f"{act_name(act.id)}「{act.quote}」" for act in heard.acts) or "—"
        told = words().say("cli.trace.heard", acts=acts, courtesy=heard.courtesy)
        console.print(f"{line}\n    {told}", markup=False)


def report_hearing(folder: Path) -> None:
    """Print what the ear reached on writers unknown to it, and what it hears in a folder."""
    from dialogues.hearing.report import report_at_training, report_of

    console = Console(highlight=False)
    own = report_of(folder)
    if own is None:
        console.print(f"{folder}: 没有带标注的回复（*.jsonl） · no labelled replies (*.jsonl)")
        raise SystemExit(1)
    console.print("没听过的作者（每位作者都由没听过他的权重来听） · writers left out:")
    console.print("\n".join(report_at_training().lines()), markup=False, soft_wrap=True)
    console.print(f"\n{folder}（现在的权重；这些句子可能参加过训练） · shipped weights:")
    console.print("\n".join(own.lines()), markup=False, soft_wrap=True)


def _lines(file: Path | None) -> Iterable[str]:
    """Lines of UTF-8; what is not UTF-8 is replaced, never refused."""
    raw = file.open("rb") if file else sys.stdin.buffer
    with raw:
        for line in raw:
            yield line.decode("utf-8", "replace").rstrip("\r\n")


def grade_file(
    transcript: Path, rubric: str, *, as_json: bool, page: Path | None, picture: Path | None
) -> None:
    """Mark a transcript in a file; the card may be written as an HTML page and as a picture."""
    from bot.cli.scorecard import print_card
    from bot.cli.speech import words
    from dialogues.hearing import built_in
    from dialogues.language import in_language
    from dialogues.reading import load_library
    from scoring.document import grade_document
    from scoring.rubric_file import named, read_rubric, shipped

    title = transcript.stem

    def look_up(name: str) -> Scenario | None:
        nonlocal title
        # Reading all customers takes seconds: only for a transcript that names one.
        playable = load_library(trusted=True).get(name)
        if playable is None:
            # The marks are those of the standard rubric: said beside them, not in their place.
            sys.stderr.write(words().say("cli.grade.unknown_scenario", scenario=name) + "\n")
            return None
        title = in_language(playable, words().language).title
        return playable.scenario

    own = None
    if rubric:
        own = named(rubric) if rubric in shipped() else read_rubric(Path(rubric).read_text("utf-8"))
    document = transcript.read_text("utf-8")
    card, talk = grade_document(document, own, built_in(), look_up)
    if page is not None:
        _write_page(page, card, talk, title)
    if picture is not None:
        _write_picture(picture, card, talk, title)
    if as_json:
        sys.stdout.write(card.to_json() + "\n")
    elif page is None and picture is None:
        print_card(Console(highlight=False), card)


def _write_page(page: Path, card: Scorecard, talk: Transcript, title: str) -> None:
    from bot.cli.speech import words
    from scoring.card import card_page

    page.write_text(card_page(card, talk, title, words().language), "utf-8")
    sys.stderr.write(words().say("cli.card.written", file=page) + "\n")


def _write_picture(picture: Path, card: Scorecard, talk: Transcript, title: str) -> None:
    from bot.charts.card import can_draw, card_bars, card_picture
    from bot.cli.speech import words

    if can_draw(words().language):
        picture.write_bytes(card_picture(card, talk, title, words()))
        sys.stderr.write(words().say("cli.card.drawn", file=picture) + "\n")
    else:
        sys.stderr.write(words().say("cli.card.no_picture") + "\n")
        sys.stdout.write(card_bars(card, words()) + "\n")
