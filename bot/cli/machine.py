"""`kefu hear` and `kefu grade`: the stable interfaces for other programs."""

import sys
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from dialogues.scenario import Scenario


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


def _lines(file: Path | None) -> Iterable[str]:
    """Lines of UTF-8; what is not UTF-8 is replaced, never refused."""
    raw = file.open("rb") if file else sys.stdin.buffer
    with raw:
        for line in raw:
            yield line.decode("utf-8", "replace").rstrip("\r\n")


def grade_file(transcript: Path, rubric: str, *, as_json: bool) -> None:
    """Mark a transcript in a file."""
    from bot.cli.scorecard import print_card
    from dialogues.hearing import built_in
    from dialogues.reading import load_library
    from scoring.document import grade_json
    from scoring.rubric_file import named, read_rubric, shipped
    from scoring.scorecard import Scorecard

    library = load_library()

    def look_up(name: str) -> Scenario | None:
        playable = library.get(name)
        return playable.scenario if playable else None

    own = None
    if rubric:
        own = named(rubric) if rubric in shipped() else read_rubric(Path(rubric).read_text("utf-8"))
    card = grade_json(transcript.read_text("utf-8"), own, built_in(), look_up)
    if as_json:
        sys.stdout.write(card + "\n")
    else:
        print_card(Console(highlight=False), Scorecard.from_json(card))
