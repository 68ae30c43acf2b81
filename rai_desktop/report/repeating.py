"""The command line that repeats a run, for how-this-was-made.json."""

import shlex

from rai_desktop.i18n import _, digits
from rai_desktop.project.model import COMMAND, FileRef, Inputs, Role
from rai_desktop.report.inputs import file_name, used
from rai_desktop.report.material import Material


def repeating(material: Material) -> dict[str, object]:
    """`arguments` and the same as one `line`, to be run where the files are; `notes` say what it cannot carry."""
    inputs = used(material)
    if inputs.data is None:
        return {"arguments": [], "line": "", "notes": [_("No data was chosen, so there is no run to repeat.")]}
    arguments = ["rai-desktop-cli", "assess", *_columns(inputs), *_settings(inputs, material), "--out", "bundle"]
    return {"arguments": arguments, "line": shlex.join(arguments), "notes": _notes(inputs)}


def _columns(inputs: Inputs) -> list[str]:
    told = ["--data", _name(inputs.data)]
    for option, role in (("--label", Role.LABEL), ("--score", Role.SCORE), ("--other-score", Role.OTHER_SCORE),
                         ("--weight", Role.WEIGHT)):
        told += _option(option, ",".join(_having(inputs, role)))
    if inputs.model is None:
        told += _option("--prediction", ",".join(_having(inputs, Role.PREDICTION)))
    told += _option("--sensitive", ",".join(_having(inputs, Role.SENSITIVE, Role.SENSITIVE_FEATURE)))
    features = _having(inputs, Role.FEATURE, Role.SENSITIVE_FEATURE)
    if inputs.model is not None and not any("," in name for name in features):
        told += _option("--features", ",".join(features))
    return told + [part for column, role in inputs.roles.items() if role.bins
                   for part in ("--bins", f"{column}={','.join(digits(edge) for edge in role.bins)}")]


def _settings(inputs: Inputs, material: Material) -> list[str]:
    project, seed = material.project, material.run.seed if material.run else material.project.plan.seed
    threshold = "" if inputs.threshold is None else repr(inputs.threshold)
    known = {**_model(inputs), "--reference": _name(inputs.reference), "--train": _name(inputs.train),
             "--positive": inputs.positive, "--threshold": threshold, "--python": inputs.python,
             "--allow": ",".join(inputs.allowed_names), "--reason": inputs.allowed_reason, "--plan": "plan.json",
             "--policy": project.plan.policy, "--answers": "answers.json" if project.answers else "",
             "--seed": str(seed), "--title": project.title}
    told = [part for option, value in known.items() for part in _option(option, value)]
    return told + [part for ref in inputs.code for part in _option("--code", _code(ref))]


def _model(inputs: Inputs) -> dict[str, str]:
    """A model's file; of a command its words, its classes and how it is given the table."""
    if inputs.model is None or inputs.model.format != COMMAND:
        return {"--model": _name(inputs.model)}
    told = inputs.model.options
    return {"--model-command": told.get("command", ""), "--model-classes": told.get("classes", ""),
            "--command-table": told.get("table", "")}


def _code(ref: FileRef) -> str:
    module = ref.options.get("module", "")
    return f"{module}={_name(ref)}" if module else _name(ref)


def _option(name: str, value: str) -> list[str]:
    """A value that begins with a dash would be taken for an option of its own."""
    return [f"{name}={value}"] if value.startswith("-") else [name, value] if value else []


def _having(inputs: Inputs, *roles: Role) -> list[str]:
    return [column for column, role in inputs.roles.items() if role.role in roles]


def _name(ref: FileRef | None) -> str:
    return file_name(ref) if ref else ""


def _notes(inputs: Inputs) -> list[str]:
    notes = [_("plan.json and answers.json lie beside this file; the inputs are named by their hashes in results.json.")]
    if any("," in name for name in _having(inputs, Role.SENSITIVE, Role.SENSITIVE_FEATURE)):
        notes.append(_("A sensitive column has a comma in its name, which --sensitive cannot carry."))
    return notes
