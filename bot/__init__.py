"""Everything that touches the world: platforms, classes, timetable, delivery, storage, commands."""

from importlib.util import find_spec
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def _look_for_what_hides_us() -> None:
    """A host's own file or folder of the same name would be imported instead of our package."""
    for name in ("scoring", "dialogues", "locales"):
        found = find_spec(name)
        origin = found.origin if found else None
        if origin is None or Path(origin).resolve().parent != _HERE.parent / name:
            place = origin or f"a folder called {name}"
            raise ImportError(
                f"{place} hides the package “{name}” of kefu-coach: give it another name, "
                "or start Python with -P"
            )


_look_for_what_hides_us()
