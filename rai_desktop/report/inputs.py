"""The chapter on inputs: files by hash, columns by role, the model's facts and the confinement in force."""

from rai_desktop.charts.numbers import number
from rai_desktop.i18n import _, count
from rai_desktop.project.model import COMMAND, FileRef, Inputs
from rai_desktop.report.blocks import Block, Chapter, Facts, Heading, Sheet, Text
from rai_desktop.report.material import Material


def input_chapter(material: Material) -> Chapter:
    """Empty when nothing was loaded."""
    inputs = used(material)
    files = file_rows(inputs)
    if not files:
        return Chapter("inputs", _("Inputs"), [])
    blocks: list[Block] = [
        Sheet(title=_("Files"), columns=[_("What"), _("File"), _("Size"), _("SHA-256")], rows=files,
              right=[False, False, True, False], weights=[10, 22, 13, 45]),
        Facts(_settings(inputs, material)),
    ]
    if inputs.roles:
        rows = [[name, _(role.role.value), _("guessed") if role.guessed else _("confirmed"),
                 ", ".join(number(b) for b in role.bins)] for name, role in inputs.roles.items()]
        blocks.append(Sheet(title=_("Columns and their roles"), columns=[_("Column"), _("Role"), _("State"), _("Cut at")],
                            rows=rows, right=[False] * 4, weights=[4, 3, 2, 2]))
    blocks += confinement(material)
    if inputs.model is not None and inputs.model.format == COMMAND:
        blocks.append(Text(_("The model is a command that the analyst let run on this computer. Reason: {reason}").format(
            reason=inputs.allowed_reason or _("none given"))))
    if inputs.allowed_names:
        blocks.append(Text(_("The analyst allowed these names in the model file: {names}. Reason: {reason}").format(
            names=", ".join(inputs.allowed_names), reason=inputs.allowed_reason or _("none given"))))
    return Chapter("inputs", _("Inputs"), blocks)


def confinement(material: Material) -> list[Block]:
    """What shut the model in during the last run, the summary first; nothing where no model ran."""
    run = material.run
    if run is None or run.inputs.model is None:
        return []
    layers = list(run.isolation.items()) or [(_("Isolation"), _("not recorded: take it that nothing shut the model in"))]
    return [Heading(_("How the model was confined")), Facts(layers)]


def used(material: Material) -> Inputs:
    """What the last run used; before any run, what is chosen."""
    return material.run.inputs if material.run and material.run.inputs.data else material.project.inputs


def file_rows(inputs: Inputs) -> list[list[str]]:
    """Each file: what it is, its name, size and hash."""
    named = [(_("Data"), inputs.data), (_("Model"), inputs.model), (_("Reference data"), inputs.reference),
             (_("Training data"), inputs.train), *((_("Code beside the model"), each) for each in inputs.code)]
    return [[what, file_name(ref), _("{n} bytes").format(n=count(ref.size)), ref.sha256 or "–"] for what, ref in named if ref]


def file_name(ref: FileRef) -> str:
    """The last part of a path, of any system; whole paths say too much about the machine."""
    return ref.path.replace("\\", "/").rsplit("/", 1)[-1]


def _settings(inputs: Inputs, material: Material) -> list[tuple[str, str]]:
    facts = {_fact(name): _(str(value)) if name == "task" else str(value)
             for name, value in (material.run.facts if material.run else {}).items() if value not in (None, "")}
    known = {_("task"): _(inputs.task.value) if inputs.task else "", _("favourable outcome"): inputs.positive,
             _("threshold"): number(inputs.threshold) if inputs.threshold is not None else "",
             _("model's own Python"): inputs.python,
             _("model's command"): inputs.model.options.get("command", "") if inputs.model else ""}
    return [(name, text) for name, text in {**known, **facts}.items() if text]


def _fact(name: str) -> str:
    """What a run's fact is called; of the versions of the model's libraries, the library."""
    known = {"rows": _("rows"), "task": _("task"), "classes": _("classes"), "positive": _("favourable outcome"),
             "features": _("features"), "estimator": _("estimator"), "model_kind": _("kind of model")}
    if name.startswith("model_") and name not in known:
        return _("the model's {library}").format(library=name.removeprefix("model_"))
    return known.get(name, name.replace("_", " "))
