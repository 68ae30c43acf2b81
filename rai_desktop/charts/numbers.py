"""Numbers as people read them: percent for shares, thousands apart, a true minus sign."""

import math

from rai_desktop.findings.measurement import Point
from rai_desktop.i18n import _, figures

MINUS = "−"
COUNTS = frozenset({"rows", "people", "count", "columns", "records"})


def number(value: float | None, unit: str = "") -> str:
    """One number in its unit: 0.4123 share is 41.2%, 1234 rows 1,234, 0.80512 ratio 0.805."""
    if value is None or not math.isfinite(value):
        return "–"
    if unit == "share":
        return _percent(f"{100 * value:.1f}")
    if unit in COUNTS:
        return _signed(f"{value:,.0f}")
    size = abs(value)
    if size and size < 0.001:
        return _signed(f"{value:.1e}" if size < 0.0001 else f"{value:.4f}")
    return _signed(f"{value:,.0f}" if size >= 10_000 else f"{value:,.1f}" if size >= 100 else f"{value:.3f}")


def span(low: float | None, high: float | None, unit: str) -> str:
    """An interval: "38.0% to 44.1%"; "" without one."""
    if low is None or high is None:
        return ""
    return _("{low} to {high}").format(low=number(low, unit), high=number(high, unit))


def tick(value: float, step: float, unit: str) -> str:
    """A number on an axis, with as many decimals as the step needs."""
    scale = 100 if unit == "share" else 1
    decimals = _decimals(step * scale) if step > 0 else 0
    shown = value * scale
    words = f"{0.0 if abs(shown) < step * scale / 1000 else shown:,.{decimals}f}"
    return _percent(words) if scale > 1 else _signed(words)


def _decimals(step: float) -> int:
    """How many it takes to write a step as it is: 0.25 needs two, though it is of the size of a tenth."""
    least = max(0, -math.floor(math.log10(step) + 1e-9))
    return next((each for each in (least, least + 1) if abs(round(step, each) - step) < step / 1000), least)


def spoken(point: Point, unit: str) -> str:
    """All that is known of a point, for a hover text or an image description."""
    name = f"{point.label}, {point.series}" if point.series else point.label
    if point.value is None:
        text = _("{name}: not estimable").format(name=name)
    else:
        text = f"{name}: {number(point.value, unit)}"
        if interval := span(point.low, point.high, unit):
            text += f" ({interval})"
    if point.n is not None:
        text += f", n = {figures(f'{point.n:,}')}"
    return f"{text}. {point.note}" if point.note else text


def _signed(text: str) -> str:
    return figures(text).replace("-", MINUS)


def _percent(text: str) -> str:
    return _("{number}%").format(number=_signed(text))
