"""Staleness: why what a run measured may no longer hold, because what went in has changed since."""

from rai_desktop.findings.policy import Policy
from rai_desktop.i18n import _
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Project, Run

_MOST_COLUMNS = 3


def stale_because(project: Project, policy: Policy) -> list[str]:
    """Reasons in sentences, for the last run; none where nothing ran or nothing changed."""
    if not project.runs:
        return []
    run, now = project.runs[-1], project.inputs
    then = run.inputs
    return [*_files(then, now), *_roles(then.roles, now.roles), *_settings(then, now), *_policy(run, policy)]


def _files(then: Inputs, now: Inputs) -> list[str]:
    pairs = (
        (then.data, now.data, _("The data have changed since the run.")),
        (then.model, now.model, _("The model has changed since the run.")),
        (then.reference, now.reference, _("The reference data have changed since the run.")),
        (then.train, now.train, _("The training data have changed since the run.")),
    )
    found = [words for before, after, words in pairs if not same_file(before, after)]
    if len(then.code) != len(now.code) or not all(map(same_file, then.code, now.code)):
        found.append(_("The code beside the model has changed since the run."))
    return found


def same_file(one: FileRef | None, other: FileRef | None) -> bool:
    """By content where both hashes are known, else by path; read in the same way as far as both say how."""
    if one is None or other is None:
        return one is other
    alike = one.sha256 == other.sha256 if one.sha256 and other.sha256 else one.path == other.path
    shared = one.options.keys() & other.options.keys()
    return alike and all(one.options[key] == other.options[key] for key in shared)


def _roles(then: dict[str, ColumnRole], now: dict[str, ColumnRole]) -> list[str]:
    changed = [name for name in {**then, **now} if _role(then.get(name)) != _role(now.get(name))]
    if not changed:
        return []
    names = ", ".join(f"“{name}”" for name in changed[:_MOST_COLUMNS])
    more = len(changed) - _MOST_COLUMNS
    if more > 0:
        return [_("The roles of {columns} and {more} more columns have changed since the run.").format(columns=names, more=more)]
    return [_("The role or cuts of {columns} have changed since the run.").format(columns=names)]


def _role(had: ColumnRole | None) -> tuple[str, tuple[float, ...]]:
    """A role without whether it was guessed: confirming a guess changes no number."""
    return (had.role.value, tuple(had.bins)) if had else ("", ())


def _settings(then: Inputs, now: Inputs) -> list[str]:
    """A task or outcome that is left open now was settled by the run, and would be again."""
    pairs = (
        (then.task, now.task or then.task, _("The task has changed since the run.")),
        (_value(then.positive), _value(now.positive or then.positive), _("The favourable outcome has changed since the run.")),
        (then.threshold, now.threshold, _("The threshold has changed since the run.")),
        (then.python, now.python, _("The model's own Python has changed since the run.")),
    )
    return [words for before, after, words in pairs if before != after]


def _value(text: str) -> str | float:
    """A class as it is written, or the number it is: a run says 1.0 where the analyst chose 1."""
    try:
        return float(text)
    except ValueError:
        return text


def _policy(run: Run, policy: Policy) -> list[str]:
    day = (run.ended or run.started)[:10]
    if not day or policy.date <= day:
        return []
    return [_("The policy is of {date}, after the run of {day}.").format(date=policy.date, day=day)]
