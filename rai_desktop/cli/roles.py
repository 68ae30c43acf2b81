"""Roles of columns from the command line's options, the rest from a look at the table."""

import argparse
from pathlib import Path

import msgspec

from rai_desktop.cli.running import say
from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.i18n import _
from rai_desktop.loading.look import look
from rai_desktop.loading.roles import guess_task
from rai_desktop.project.given import given
from rai_desktop.project.looks import TableLook
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Role, Task
from rai_desktop.settings import approve_interpreter


def settle_inputs(chosen: argparse.Namespace) -> Inputs:
    """Inputs for the run; refuses columns that do not exist, naming the nearest that do."""
    if chosen.allow and not given(chosen.reason):
        raise UnsafeFile(_("The names in --allow are accepted only for a reason."),
                         _("Give it with --reason; it is kept in the record."))
    approve_interpreter(chosen.python)
    table = look(str(chosen.data), {}, 5)
    for warning in table.warnings:
        say(f"{chosen.data.name}: {warning}")
    roles = _roles(chosen, table)
    task, favourable = _outcome(table, roles)
    positive = chosen.positive or favourable
    if not chosen.positive and positive:
        say(_("Favourable outcome taken as {value}; choose with --positive.").format(value=repr(positive)))
    return Inputs(
        data=_ref(table), model=_file(chosen.model), reference=_table(chosen.reference), train=_table(chosen.train),
        roles=roles, task=task, positive=positive, threshold=chosen.threshold,
        python=chosen.python, allowed_names=_names(chosen.allow), allowed_reason=chosen.reason)


def _outcome(table: TableLook, roles: dict[str, ColumnRole]) -> tuple[Task | None, str]:
    """Task and favourable outcome by the chosen label; what it cannot tell is left open, to be settled when opened."""
    as_told = [msgspec.structs.replace(column, role=str(roles[column.name].role)) for column in table.columns]
    label = next(column for column in as_told if column.role == Role.LABEL)
    task, favourable = guess_task(as_told)
    if not task or (task == Task.REGRESSION and label.low is None):  # text of many values is no number to predict
        return None, ""
    return Task(task), favourable


def _roles(chosen: argparse.Namespace, table: TableLook) -> dict[str, ColumnRole]:
    sensitive, features = _names(chosen.sensitive), _names(chosen.features)
    told = [(chosen.label, Role.LABEL), (chosen.prediction, Role.PREDICTION), (chosen.score, Role.SCORE),
            (chosen.other_score, Role.OTHER_SCORE), (chosen.weight, Role.WEIGHT)]
    named = {name: role for name, role in told if name}
    every = [name for name, _role in told if name] + sensitive
    every += [name for name in dict.fromkeys(features) if name not in sensitive]
    if twice := sorted({name for name in every if every.count(name) > 1}):
        raise Refusal(_("{columns} cannot have two roles at once.").format(columns=", ".join(map(repr, twice))),
                      _("Name each column in one option only."))
    known = [column.name for column in table.columns]
    if missing := [name for name in [*named, *sensitive, *features] if name not in known]:
        raise Refusal(_("{path} has no column {columns}.").format(path=table.path, columns=", ".join(map(repr, missing))),
                      (_("Its columns are {columns} and others.") if len(known) > 40 else _("Its columns are {columns}.")).format(
                          columns=", ".join(known[:40])))
    bins, rest = _bins(chosen.bins, sensitive), Role.IGNORE if features else Role.FEATURE
    roles = {}
    for column in table.columns:
        if column.name in named:
            roles[column.name] = ColumnRole(role=named[column.name])
        elif column.name in sensitive:
            guessed = bool(chosen.model) and not features  # the model will say if it wants it
            role = Role.SENSITIVE_FEATURE if guessed or column.name in features else Role.SENSITIVE
            roles[column.name] = ColumnRole(role=role, bins=bins.get(column.name, column.bins), guessed=guessed)
        elif column.name in features:
            roles[column.name] = ColumnRole(role=Role.FEATURE)
        else:
            roles[column.name] = ColumnRole(role=_other(Role(column.role), rest), guessed=True)
    if not sensitive and (likely := [c.name for c in table.columns if c.role.startswith("sensitive")]):
        say(_("No sensitive columns chosen; {columns} may be: choose with --sensitive.").format(columns=", ".join(likely)))
    return roles


def _bins(told: list[str], sensitive: list[str]) -> dict[str, list[float]]:
    """The cuts of `COLUMN=25,40` options, ascending; refuses cuts of a column that is not sensitive."""
    bins = {}
    for text in told:
        column, _sign, cuts = text.rpartition("=")
        try:
            bins[column] = sorted({float(cut) for cut in cuts.split(",")})
        except ValueError:
            raise Refusal(_("--bins {text} is not a column and its cuts.").format(text=text),
                          _("Write it as --bins age=25,40,60.")) from None
        if column not in sensitive:
            raise Refusal(_("--bins names {column}, which is not among the sensitive columns.").format(column=repr(column)),
                          _("Name it in --sensitive too."))
    return bins


def _other(guess: Role, otherwise: Role) -> Role:
    """A column of which the user said nothing is an identifier if it looks like one; `otherwise` if not."""
    return guess if guess in {Role.IDENTIFIER, Role.IGNORE} else otherwise


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _ref(table: TableLook) -> FileRef:
    return FileRef(path=str(Path(table.path).resolve()), sha256=table.sha256, size=table.size, format=table.format,
                   options=table.options)


def _file(path: Path | None) -> FileRef | None:
    return FileRef(path=str(path.resolve())) if path else None


def _table(path: Path | None) -> FileRef | None:
    return _ref(look(str(path), {}, 1)) if path else None
