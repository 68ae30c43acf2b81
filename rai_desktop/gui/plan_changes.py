"""The plan as the analyst changes it: which assessments, with which parameters; no window in here."""

from collections.abc import Sequence

import msgspec

from rai_desktop.engine.protocol import AssessmentInfo, Availability, ParameterInfo
from rai_desktop.findings.measurement import Cell
from rai_desktop.project.model import Plan, Planned, Project

Value = Cell | list[Cell]


def with_plan(project: Project, **fields: object) -> Project:
    """The project with some of its plan other than it was."""
    return msgspec.structs.replace(project, plan=msgspec.structs.replace(project.plan, **fields))


def chosen(plan: Plan, infos: Sequence[AssessmentInfo]) -> list[str]:
    """Assessments the plan names; all of them when it names none."""
    if plan.assessments is None:
        return [info.id for info in infos]
    return [each.assessment for each in plan.assessments]


def runnable(plan: Plan, infos: Sequence[AssessmentInfo], availability: Sequence[Availability]) -> list[str]:
    """Those of the plan that can run, as far as is known."""
    not_there = {each.assessment for each in availability if not each.available}
    return [name for name in chosen(plan, infos) if name not in not_there]


def parameters_of(plan: Plan, assessment: str) -> dict[str, Value]:
    """Parameters of an assessment that differ from its defaults."""
    for each in plan.assessments or ():
        if each.assessment == assessment:
            return dict(each.parameters)
    return {}


def with_chosen(project: Project, infos: Sequence[AssessmentInfo], assessment: str, on: bool) -> Project:
    """The plan with one assessment in or out, the others and their parameters as they were."""
    names = set(chosen(project.plan, infos))
    names = names | {assessment} if on else names - {assessment}
    return _planned(project, infos, names)


def with_parameter(
    project: Project, infos: Sequence[AssessmentInfo], assessment: str, parameter: ParameterInfo, value: Value
) -> Project:
    """The plan with one parameter; a value equal to the default is not written down."""
    project = _planned(project, infos, {*chosen(project.plan, infos), assessment})
    parameters = parameters_of(project.plan, assessment)
    parameters.pop(parameter.name, None)
    if value != parameter.default:
        parameters[parameter.name] = value
    planned = [Planned(each.assessment, parameters) if each.assessment == assessment else each
               for each in project.plan.assessments or ()]
    return with_plan(project, assessments=planned)


def parse_list(text: str) -> list[Cell]:
    """Values of a list parameter from text with commas or semicolons."""
    return [word.strip() for word in text.replace(";", ",").split(",") if word.strip()]


def _planned(project: Project, infos: Sequence[AssessmentInfo], names: set[str]) -> Project:
    """The plan written out in the order of the program's list; names it does not know stay at the end."""
    order = [info.id for info in infos if info.id in names]
    order += [name for name in chosen(project.plan, infos) if name in names and name not in order]
    planned = [Planned(name, parameters_of(project.plan, name)) for name in order]
    return with_plan(project, assessments=planned)
