"""One page per code of the linter: what it means, why it matters, a wrong and a right example."""

from functools import cache
from importlib.resources import files


@cache
def codes() -> tuple[str, ...]:
    """All codes that there is a page for, in order."""
    pages = (item.name for item in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".md") for name in pages if name.endswith(".md")))


def page_of(code: str) -> str:
    """The page of a code, however it was typed; empty where there is no such code."""
    name = code.strip().upper()
    if name not in codes():
        return ""
    return files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8")
