"""Whether an acceptance counts: it was given for certain levels, and asks for a new decision where the risk is rated worse."""

from enum import StrEnum

import msgspec

from rai_desktop.i18n import _
from rai_desktop.project.given import given
from rai_desktop.project.register import Acceptance, Levels, Risk
from rai_desktop.risks.scale import Level, Scale, level_name, place_of


class Ask(StrEnum):
    """Why an acceptance does not count until somebody confirms it."""

    CARRIED = "carried"
    WORSE = "worse"
    NOT_COMPARABLE = "not_comparable"


def is_accepted(scale: Scale | None, risk: Risk) -> bool:
    """Whether somebody took it on, by name and with a reason; one without the other is a draft, and one that asks for a
    new decision counts once it is confirmed."""
    return _whole(risk.acceptance) and asks(scale, risk) is None


def asks(scale: Scale | None, risk: Risk) -> Ask | None:
    """Why its acceptance is to be decided anew; None where it counts, or is none. Each level is compared by its place on the
    scale in force; an acceptance that does not say for which levels it was given is not compared."""
    taken = risk.acceptance
    if taken is None or not _whole(taken):
        return None
    if taken.carried:
        return Ask.CARRIED
    return _compared(scale, taken.levels, levels_of(risk)) if taken.levels is not None else None


def levels_of(risk: Risk) -> Levels:
    """How it is rated today."""
    return Levels(severity=risk.severity, likelihood=risk.likelihood, residual_severity=risk.residual_severity,
                  residual_likelihood=risk.residual_likelihood)


def with_levels(was: Risk | None, risk: Risk) -> Risk:
    """The risk, in its acceptance the levels it is given for: those of today where it is new or confirmed; where it stood
    without any and the rating changes, those of before, for which it has counted until now."""
    if was is None or was.acceptance != risk.acceptance:
        return _kept_for(risk, levels_of(risk))
    return risk if levels_of(was) == levels_of(risk) else _kept_for(risk, levels_of(was))


def levels_words(scale: Scale | None, levels: Levels) -> str:
    """Levels in the words of the scale, as “Major × Rare, after treatment Minor × Rare”."""
    first = _pair(scale, levels.severity, levels.likelihood)
    if not (levels.residual_severity or levels.residual_likelihood):
        return first
    return _("{before}, after treatment {after}").format(
        before=first, after=_pair(scale, levels.residual_severity, levels.residual_likelihood))


def asks_words(ask: Ask, origin: str) -> str:
    """Why an acceptance does not count, in a sentence; `origin` is the assessment it was carried over from."""
    return {
        Ask.CARRIED: _("Accepted in the earlier assessment “{origin}”, not confirmed since.").format(origin=origin),
        Ask.WORSE: _("The risk is rated worse since: the acceptance counts again once it is confirmed."),
        Ask.NOT_COMPARABLE: _("These levels cannot be compared with those of today: the acceptance counts again once it is "
                              "confirmed."),
    }[ask]


def _kept_for(risk: Risk, levels: Levels) -> Risk:
    """The risk with these levels in its acceptance, where that is none of an earlier assessment and does not say any."""
    taken = risk.acceptance
    if taken is None or not _whole(taken) or taken.carried or taken.levels is not None:
        return risk
    return msgspec.structs.replace(risk, acceptance=msgspec.structs.replace(taken, levels=levels))


def _whole(taken: Acceptance | None) -> bool:
    return taken is not None and bool(given(taken.who) and given(taken.reason))


def _compared(scale: Scale | None, then: Levels, now: Levels) -> Ask | None:
    """Without the scale only the same levels are as bad as they were."""
    if scale is None:
        return None if then == now else Ask.NOT_COMPARABLE
    found = {_level(levels, before, after) for levels, before, after in zip(
        (scale.severity, scale.likelihood) * 2, _four(then), _four(now), strict=True)}
    return next((each for each in (Ask.WORSE, Ask.NOT_COMPARABLE) if each in found), None)


def _level(levels: list[Level], before: str, after: str) -> Ask | None:
    """What is not rated today is not worse; what the scale lacks, or was not rated then, cannot be compared."""
    then, now = place_of(levels, before), place_of(levels, after)
    if then is not None and now is not None:
        return Ask.WORSE if now > then else None
    return Ask.NOT_COMPARABLE if (before and then is None) or after else None


def _four(levels: Levels) -> tuple[str, str, str, str]:
    """Levels before treatment, then of what counts: of what is left, where that is rated."""
    first, left = (levels.severity, levels.likelihood), (levels.residual_severity, levels.residual_likelihood)
    return (*first, *(left if all(left) else first))


def _pair(scale: Scale | None, severity: str, likelihood: str) -> str:
    if not (severity or likelihood):
        return _("not rated")
    return _("{severity} × {likelihood}").format(
        severity=level_name(scale.severity if scale else [], severity) or _("not rated"),
        likelihood=level_name(scale.likelihood if scale else [], likelihood) or _("not rated"))
