"""Which font of this machine can write Chinese."""

from functools import cache

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
