"""From a preset file to a `Preset`: strict keys, all problems at once with line and remedy."""

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ruamel.yaml.comments import CommentedMap

from scoring.kpi.preset import Answer, FigureSpec, Line, Measure, Preset, Unit
from scoring.section import Section, closed, read_whole

FORMAT = 1
OWN = Path(__file__).with_name("presets")
DAY = 24


def shipped() -> tuple[str, ...]:
    """Names of the presets that come with the product."""
    return tuple(sorted(path.stem for path in OWN.glob("*.yaml")))


def named(name: str) -> Preset:
    """A shipped preset by its name; `KeyError` with the known names for another."""
    if name not in shipped():
        raise KeyError(f"没有叫“{name}”的平台指标；有：{'、'.join(shipped())}")
    return read_preset(OWN.joinpath(f"{name}.yaml").read_text("utf-8"))


def read_preset(text: str) -> Preset:
    """The preset written in this text, or `BadFile` with every problem."""
    return read_whole(text, _preset)


def _preset(section: Section) -> Preset:
    section.whole("格式", FORMAT, FORMAT, FORMAT)
    as_of, source = _dated(section)
    figures = tuple(
        closed(row, lambda found: _figure(found, as_of, source)) for row in section.each("指标")
    )
    ids = [spec.id for spec in figures]
    if not ids or len(set(ids)) < len(ids) or "" in ids:
        section.problem("指标", "有的指标没有编号，或者编号重复", "每一项写一个不同的“编号”")
    return Preset(
        id=section.get("编号", str, ""),
        names=dict(section.get("名称", dict, {})),
        zone=_zone(section),
        figures=figures,
        gap_hours=section.whole("隔多久算新会话", 1, 24 * 30, DAY),
        source=source,
        note=section.get("说明", str, ""),
    )


def _dated(section: Section) -> tuple[str, str]:
    as_of, source = section.get("截至", str, ""), section.get("来源", str, "")
    if not as_of or not source:
        section.problem("来源", "没有写“来源”和“截至”", "写清楚数字从哪里来、是哪一年哪一月的")
    return as_of, source


def _figure(section: Section, as_of: str, source: str) -> FigureSpec:
    measure = section.one_of("算法", Measure, Measure.SHARE)
    within = section.whole("秒", 0, 7 * 24 * 3600, 0)
    if measure is Measure.SLOW_CUSTOMERS and not within:
        section.problem("算法", "没有写多少秒算慢", "加上“秒: 180”")
    window = _window(section)
    if measure is Measure.LEFT_SHARE and window is None:
        section.problem("算法", "没有写几点到几点有人值班", "加上“时段: [9, 23]”")
    return FigureSpec(
        id=section.get("编号", str, ""),
        names=dict(section.get("名称", dict, {})),
        measure=measure,
        source=section.get("来源", str, source),
        as_of=section.get("截至", str, as_of),
        column=section.get("列名", str, ""),
        unit=section.one_of("单位", Unit, Unit.ROUND),
        answer=section.one_of("谁来答", Answer, Answer.HUMAN),
        within_s=within or None,
        window=window,
        pass_line=_line(section),
    )


def _window(section: Section) -> tuple[int, int] | None:
    hours = section.get("时段", list, [])
    if not hours:
        return None
    whole = all(isinstance(hour, int) for hour in hours)
    if len(hours) == 2 and whole and 0 <= hours[0] < hours[1] <= DAY:
        return hours[0], hours[1]
    section.problem("时段", "时段读不懂", "写成“[从几点, 到几点]”，例如 [9, 23]")
    return None


def _line(section: Section) -> Line | None:
    found = section.get("合格", dict, CommentedMap())
    if not found:
        return None
    (word, limit), *more = found.items()
    if not more and word in ("至少", "至多") and isinstance(limit, int | float):
        return Line(float(limit), at_least=word == "至少")
    section.problem("合格", "合格线读不懂", "写成 {至少: 0.9} 或 {至多: 60}")
    return None


def _zone(section: Section) -> ZoneInfo:
    name = section.get("时区", str, "Asia/Shanghai")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        section.problem("时区", f"没有“{name}”这个时区", "例如 Asia/Shanghai")
        return ZoneInfo("UTC")
