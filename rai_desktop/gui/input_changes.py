"""What the analyst says of table and model, as changes of the project: no window in here."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from rai_desktop.project.favourable import outcome_of
from rai_desktop.project.looks import CodeLook, ColumnLook, ModelLook, TableLook
from rai_desktop.project.model import COMMAND, ColumnRole, FileRef, Inputs, Project, Role, Task

SAID = (Role.PREDICTION, Role.SCORE, Role.OTHER_SCORE)  # by a model that is not here
ONLY_ONE = (Role.LABEL, Role.PREDICTION, Role.WEIGHT)
SENSITIVE = (Role.SENSITIVE, Role.SENSITIVE_FEATURE)


def with_inputs(project: Project, **fields: object) -> Project:
    """The project with some of its inputs other than they were."""
    return msgspec.structs.replace(project, inputs=msgspec.structs.replace(project.inputs, **fields))


def file_of(look: TableLook | ModelLook) -> FileRef:
    """The file that was looked at, with how it was read."""
    options = look.options if isinstance(look, TableLook) else {}
    return FileRef(path=look.path, sha256=look.sha256, size=look.size, format=look.format, options=options)


def with_table(project: Project, look: TableLook) -> Project:
    """The project on this table. What was confirmed of columns that are still there stays; the rest is guessed."""
    known = project.inputs.roles
    roles = {column.name: _role_of(column, known.get(column.name)) for column in look.columns}
    said = look.positive if look.positive_said else ""  # else it is asked: every rate turns on it
    if project.inputs.data is None:
        task, positive = _task(look), said
    else:
        task = project.inputs.task or _task(look)
        positive = project.inputs.positive or said
    changed = with_inputs(project, data=file_of(look), roles=roles, task=task, positive=positive)
    moved = project.inputs.data is not None and outcome_of(changed.inputs) != outcome_of(project.inputs)
    return with_inputs(changed, positive=said) if moved else changed  # “0” of another column is another outcome


def with_role(project: Project, columns: Sequence[str], role: Role) -> Project:
    """The role of some columns. A role that only one column can have is taken from the one that had it."""
    roles = dict(project.inputs.roles)
    if role in ONLY_ONE:
        columns = columns[:1]
        for name, had in roles.items():
            if had.role == role and name not in columns:
                roles[name] = ColumnRole(role=Role.IGNORE)
    for name in columns:
        bins = roles[name].bins if name in roles and role in SENSITIVE else []
        roles[name] = ColumnRole(role=role, bins=bins)
    changed = with_inputs(project, roles=roles)
    moved = outcome_of(changed.inputs) != outcome_of(project.inputs)
    return with_inputs(changed, positive="") if moved else changed


def with_bins(project: Project, column: str, bins: Sequence[float]) -> Project:
    """Where a numeric sensitive column is cut into groups."""
    had = project.inputs.roles[column]
    roles = {**project.inputs.roles, column: ColumnRole(role=had.role, bins=list(bins))}
    return with_inputs(project, roles=roles)


def with_roles_confirmed(project: Project, as_used: Mapping[str, ColumnRole] | None = None) -> Project:
    """Every guess taken as right, after what the model reads where that is known."""
    guesses = with_guesses(project.inputs, as_used or {}).roles
    roles = {name: ColumnRole(role=had.role, bins=had.bins) for name, had in guesses.items()}
    return with_inputs(project, roles=roles)


def with_guesses(inputs: Inputs, as_used: Mapping[str, ColumnRole]) -> Inputs:
    """The inputs with guessed roles as the engine uses them: a feature that the model does not read is no feature."""
    roles = {name: msgspec.structs.replace(had, role=as_used[name].role) if had.guessed and name in as_used else had
             for name, had in inputs.roles.items()}
    return msgspec.structs.replace(inputs, roles=roles)


def with_model(project: Project, look: ModelLook | None) -> Project:
    """The project on this model, or on none; what was allowed for another file is forgotten."""
    had = project.inputs.model
    model = file_of(look) if look else None
    if had and model and had.sha256 == model.sha256:
        return with_inputs(project, model=model)
    if model is None or (had and had.format == COMMAND):
        return with_inputs(project, model=model, allowed_names=[], allowed_reason="", code=[], python="")
    return with_inputs(project, model=model, allowed_names=[], allowed_reason="")


def with_command(project: Project, command: FileRef, reason: str) -> Project:
    """The project on a command in place of a model file; code and Python of a file before it are not for it."""
    return with_inputs(project, model=command, allowed_names=[], allowed_reason=reason, code=[], python="")


def with_code(project: Project, look: CodeLook, reason: str) -> Project:
    """The project with a Python file beside its model, and why it may run."""
    options = {"module": look.module, "reason": reason}
    ref = FileRef(path=look.path, sha256=look.sha256, size=look.size, format="python", options=options)
    return with_inputs(project, code=[*project.inputs.code, ref])


def without_code(project: Project, place: int) -> Project:
    """The project without one of the files beside its model; names that came from it are no longer allowed."""
    gone = project.inputs.code[place]
    module = gone.options.get("module", "")
    kept = [name for name in project.inputs.allowed_names if not module or not name.startswith(f"{module}.")]
    reason = project.inputs.allowed_reason if kept else ""
    code = [ref for ref in project.inputs.code if ref is not gone]
    return with_inputs(project, code=code, allowed_names=kept, allowed_reason=reason)


def with_allowed(project: Project, names: Iterable[str], reason: str) -> Project:
    """Names of a model file that the analyst answers for, and why."""
    allowed = sorted({*project.inputs.allowed_names, *names})
    return with_inputs(project, allowed_names=allowed, allowed_reason=reason)


def label_of(inputs: Inputs) -> str:
    """The label column; "" when there is none."""
    return next((name for name, had in inputs.roles.items() if had.role == Role.LABEL), "")


def guessed(inputs: Inputs) -> list[str]:
    """Columns whose role is still a guess."""
    return [name for name, had in inputs.roles.items() if had.guessed]


def unknown_names(look: ModelLook | None, inputs: Inputs) -> list[str]:
    """Names in a model file that are on no list and that the analyst has not allowed."""
    if look is None:
        return []
    return [use.name for use in look.names if use.judgement == "unknown" and use.name not in inputs.allowed_names]


def parse_bins(text: str) -> list[float]:
    """Rising numbers from text such as "25; 40; 60"; ValueError says which word is none."""
    words = text.replace(";", " ").replace(",", " ").split()
    bins = []
    for word in words:
        try:
            bins.append(float(word))
        except ValueError:
            raise ValueError(word) from None
    if sorted(set(bins)) != bins:
        raise ValueError(text.strip())
    return bins


def _role_of(column: ColumnLook, known: ColumnRole | None) -> ColumnRole:
    if known is not None and not known.guessed:
        return known
    return ColumnRole(role=Role(column.role), guessed=True, bins=column.bins)


def _task(look: TableLook) -> Task | None:
    return Task(look.task) if look.task in {task.value for task in Task} else None
