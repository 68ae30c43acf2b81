"""Tells the window about every assessment without its having to import one."""

from dataclasses import MISSING, Field, fields
from typing import Any

import msgspec

from rai_desktop.assessments.all import ALL
from rai_desktop.assessments.assessment import Assessment
from rai_desktop.engine.protocol import AssessmentInfo, ParameterInfo


def describe() -> list[AssessmentInfo]:
    """Every assessment in the order shown."""
    return [_info(each) for each in ALL]


def _info(each: Assessment) -> AssessmentInfo:
    return AssessmentInfo(
        id=each.id, title=each.title, question=each.question, needs=[need.value for need in each.needs],
        limits=each.limits, sources=list(each.sources), tasks=list(each.tasks), version=each.version,
        parameters=[_parameter(one) for one in fields(each.parameters)])


def _parameter(one: Field[Any]) -> ParameterInfo:
    default = one.default_factory() if one.default_factory is not MISSING else one.default
    kinds = ((bool, "bool"), (int, "int"), (float, "float"), (str, "str"))
    kind = next((name for kind, name in kinds if isinstance(default, kind)), "list")
    return ParameterInfo(
        name=one.name, title=one.metadata.get("title", one.name.replace("_", " ").capitalize()),
        help=one.metadata.get("help", ""), kind=kind, default=msgspec.to_builtins(default),
        choices=list(one.metadata.get("choices", ())))
