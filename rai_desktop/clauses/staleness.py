"""Staleness: why what a run measured may no longer hold, because what went in has changed since."""

from rai_desktop.findings.measurement import Cell
from rai_desktop.findings.policy import Policy, limits_sha256
from rai_desktop.i18n import _, in_quotes, ngettext
from rai_desktop.project.files_now import NO_LOOK, FileNow, FilesNow
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Plan, Project, Role, Run
from rai_desktop.project.runs import in_sight

_MOST_COLUMNS = 3
_SETTLED = {Role.SENSITIVE_FEATURE: Role.SENSITIVE}
_LEFT_OUT = (Role.IGNORE, Role.IDENTIFIER)


def stale_because(project: Project, policy: Policy, files: FilesNow = NO_LOOK) -> list[str]:
    """Reasons in sentences, for the last run; none where nothing ran or nothing changed. `files` is what a look at the disk
    found (project/files_now.py)."""
    run, now = in_sight(project), project.inputs
    if run is None:
        return []
    then = run.inputs
    return [*_later(run, project.runs[-1]), *_files(then, now), *_overwritten(files), *_roles(then.roles, now.roles),
            *_settings(then, now), *_plan(run, project.plan), *_policy(run, project.plan, policy)]


def _later(run: Run, last: Run) -> list[str]:
    if last is run:
        return []
    said = _("A later run, of {day}, was cut short before any assessment was finished; the numbers are of the run of {before}.")
    return [said.format(day=_day(last), before=_day(run))]


def _day(run: Run) -> str:
    return (run.ended or run.started)[:10]


def unseen_because(files: FilesNow) -> list[str]:
    """Why nobody can tell whether a file of the last run has changed: sentences, none where all were seen."""
    words = {FileNow.GONE: _("“{name}” is not where it was, so whether it has changed since the run cannot be told."),
             FileNow.UNREADABLE: _("“{name}” cannot be read now, so whether it has changed since the run cannot be told.")}
    return [words[state].format(name=_name(path)) for path, state in files.items() if state in words]


def _overwritten(files: FilesNow) -> list[str]:
    words = {FileNow.CHANGED: _("“{name}” has been changed on the disk since the run."),
             FileNow.REPACKED: _("The packages of the model's own Python, {path}, have been changed since the run.")}
    return [words[state].format(name=_name(path), path=path) for path, state in files.items() if state in words]


def _name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


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
    changed = [name for name in {**then, **now} if _role(then.get(name), now.get(name)) != _role(now.get(name), then.get(name))]
    if not changed:
        return []
    names = ", ".join(map(in_quotes, changed[:_MOST_COLUMNS]))
    more = len(changed) - _MOST_COLUMNS
    if more > 0:
        return [_("The roles of {columns} and {more} more columns have changed since the run.").format(columns=names, more=more)]
    return [_("The role or cuts of {columns} have changed since the run.").format(columns=names)]


def _role(had: ColumnRole | None, other: ColumnRole | None) -> tuple[str, tuple[float, ...]]:
    """A role without whether it was guessed, which changes no number, nor what a model settles: whether a sensitive column is
    a feature too, and which guessed columns it leaves out."""
    if had is None:
        return "", ()
    guess = had.guessed or (other is not None and other.guessed)
    role = _SETTLED.get(had.role, had.role)
    return (Role.FEATURE if guess and role in _LEFT_OUT else role).value, tuple(had.bins)


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


def _plan(run: Run, now: Plan) -> list[str]:
    """Another seed, or other parameters of what was run; what a run of an earlier version did not note is not compared."""
    before = run.plan.seed if run.plan else run.seed or now.seed
    found = [_("The seed has changed since the run.")] if before != now.seed else []
    if run.plan is not None:
        then, today = _parameters(run.plan), _parameters(now)
        if count := sum(then.get(name, {}) != today.get(name, {}) for name in run.results):
            found.append(ngettext("The parameters of {n} assessment have changed since the run.",
                                  "The parameters of {n} assessments have changed since the run.", count).format(n=count))
    return found


def _parameters(plan: Plan) -> dict[str, dict[str, Cell | list[Cell]]]:
    return {each.assessment: each.parameters for each in plan.assessments or ()}


def _policy(run: Run, now: Plan, policy: Policy) -> list[str]:
    """Verdicts are always today's policy's; that it was chosen or written after the numbers were known is told."""
    if run.plan is not None and run.plan.policy != now.policy:
        return [_("Another policy has been chosen since the run.")]
    if run.policy_sha256:
        return [_("The policy has been changed since the run.")] if run.policy_sha256 != limits_sha256(policy) else []
    day = _day(run)
    if not day or policy.date <= day:
        return []
    return [_("The policy is of {date}, after the run of {day}.").format(date=policy.date, day=day)]
