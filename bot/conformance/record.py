"""Record talks on the messenger in memory: `python -m bot.conformance.record [name ...]`.

Without names all are recorded anew. What has changed shows in the version control's difference,
and is to be read before it is kept: a recording is what all adapters are held to.
"""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from bot.app import built_in_shelf
from bot.conformance.console import console
from bot.conformance.performing import perform
from bot.conformance.recording import RECORDINGS, Recording, Step, names, read, write
from bot.practice.shelf import Shelf


async def record(recording: Recording, shelf: Shelf) -> Recording:
    """The same acts, with what is seen of them today."""
    with tempfile.TemporaryDirectory() as folder:
        performed = await perform(recording, console, shelf, Path(folder) / "kefu.db")
    steps = tuple(
        Step(step.act, shows) for step, shows in zip(recording.steps, performed.shows, strict=True)
    )
    return replace(recording, steps=steps, talks=performed.talks)


async def _record_all(chosen: Sequence[str]) -> None:
    shelf = built_in_shelf()
    for name in chosen:
        write(await record(read(RECORDINGS / f"{name}.yaml"), shelf))
        Console().print(f"recorded {name}", highlight=False)


if __name__ == "__main__":
    asyncio.run(_record_all(sys.argv[1:] or names()))
