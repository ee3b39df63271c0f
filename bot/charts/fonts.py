"""Which font of this machine can write Chinese."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

CHINESE = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "SimHei",
    # A collection of fonts is listed under its first face; this one writes simplified Chinese too.
    "Noto Sans CJK JP",
    "Noto Serif CJK SC",
    "Noto Serif CJK JP",
)


@cache
def chinese_font() -> str | None:
    """The name of a font with Chinese characters; None where there is none to be found."""
    from matplotlib.font_manager import fontManager

    known = {font.name for font in fontManager.ttflist}
    return next((name for name in CHINESE if name in known), None)


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font on this machine; `face` is its place in a collection of several, else 0."""

    path: Path
    face: int = 0


@cache
def chinese_font_file() -> FontFile | None:
    """The file of a font with simplified Chinese characters; None where there is none."""
    from matplotlib.font_manager import fontManager

    name = chinese_font()
    known = [font for font in fontManager.ttflist if font.name == name]
    if not known:
        return None
    upright = min(known, key=lambda font: (font.weight != _REGULAR, font.style, font.fname))
    path = Path(upright.fname)
    return FontFile(path, _simplified_face(path))


_REGULAR = 400


def _simplified_face(path: Path) -> int:
    """Which face of a collection draws characters as the mainland does."""
    from fontTools.ttLib import TTCollection  # type: ignore[import-untyped]

    if path.suffix.lower() not in (".ttc", ".otc"):
        return 0
    with TTCollection(str(path), lazy=True) as collection:
        names = [font["name"].getDebugName(1) or "" for font in collection.fonts]
    return next((names.index(name) for name in CHINESE if name in names), 0)
