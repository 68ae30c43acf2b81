"""Numbers as people read them: shares in percent, differences in points, ratios plain."""

from rai_desktop.findings.policy import Limits
from rai_desktop.i18n import _, figures

_COUNTS = frozenset({"rows", "people", "count", "columns", "groups", "libraries", "attempts", "askings"})


def number(value: float, unit: str) -> str:
    """A value with its unit: 41.2 %, 4.1 points, 0.796, 9,000."""
    return _with_unit(bare(value, unit), unit)


def bare(value: float, unit: str) -> str:
    """A value without its unit, for the ends of an interval."""
    if unit in _COUNTS:
        return figures(f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}")
    if unit in ("share", "difference"):
        return figures(f"{100 * value:.1f}")
    return figures(f"{value:.3f}" if abs(value) < 100 else f"{value:,.1f}")


def span(low: float, high: float, unit: str) -> str:
    """An interval: 2.8 to 5.4 points."""
    words = _("{low} to {high}").format(low=bare(low, unit), high=bare(high, unit))
    return _with_unit(words, unit)


def limit(value: float, unit: str) -> str:
    """A limit as it was written in the policy, without padding zeros: 5 points, 0.8."""
    scaled = 100 * value if unit in ("share", "difference") else value
    return _with_unit(figures(f"{round(scaled, 6):,g}"), unit)


def allowed(limits: Limits, unit: str) -> str:
    """Limits in words: up to 5 points (either way, too); none; at least 0.8; 0.8 to 1.25."""
    low, high = limits.min > -float("inf"), limits.max < float("inf")
    if low and high and limits.min != -limits.max:
        ends = limit(limits.min, unit), limit(limits.max, unit)
        return _("{low} to {high}").format(low=ends[0], high=ends[1])
    if low and not high:
        return _("at least {low}").format(low=limit(limits.min, unit))
    if limits.max == 0:
        return _("none")
    return _("up to {high}").format(high=limit(limits.max, unit))


def demanded(limits: Limits, unit: str) -> str:
    """What a policy says of good: allows up to 5 points; asks for at least 0.8."""
    if limits.max == float("inf"):
        return _("the policy asks for {good}").format(good=allowed(limits, unit))
    if (good := allowed(limits, unit)) == _("none"):
        return _("the policy allows none")
    return _("the policy allows {good}").format(good=good)


def outside(limits: Limits, unit: str) -> str:
    """What is outside limits, in words: above 10 points; below 0.8; below 0.8 or above 1.25."""
    ends = []
    if limits.min > -float("inf") and limits.min != -limits.max:
        ends.append(_("below {low}").format(low=limit(limits.min, unit)))
    if limits.max < float("inf"):
        ends.append(_("above {high}").format(high=limit(limits.max, unit)))
    return _(" or ").join(ends)


def _with_unit(words: str, unit: str) -> str:
    if unit == "share":
        return _("{number} %").format(number=words)
    if unit == "difference":
        return _("{number} points").format(number=words)
    return words
