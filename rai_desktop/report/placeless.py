"""What a bundle tells without telling where the analyst's files lie: paths become file names."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

import msgspec

from rai_desktop.project.model import FileRef, Inputs, Project
from rai_desktop.report.material import Material

T = TypeVar("T")
Mend = Callable[[str], str]
# In the words of an error: two folders or more and a name, as Unix or Windows write them; never an address.
_PATH = re.compile(r"(?<![\w/:.])(?:/[^\s/:\"'<>|]+){2,}/(?=[^\s/])|(?<!\w)[A-Za-z]:\\(?:[^\\\s:\"'<>|]+\\)+")


def placeless(material: Material) -> Material:
    """The same material with file names for paths; nothing else is altered."""
    mend = _without(sorted({path[: len(path) - len(last_part(path))] for path in _paths(material.project)}))
    project = _project(_mended(material.project, mend))
    run = project.runs[-1] if project.runs else None
    results = {name: _shortened(_mended(result, mend), "reason") for name, result in material.results.items()}
    findings = [_shortened(_mended(each, mend), "sentence") if not each.metric else _mended(each, mend)
                for each in material.findings]
    return replace(material, project=project, run=run, results=results, findings=findings)


def last_part(path: str) -> str:
    """The file's name in a path of any system."""
    return re.split(r"[/\\]", path)[-1]


def _paths(value: object) -> Iterator[str]:
    """Every path of a file within, and the model's own interpreter and policy file."""
    if isinstance(value, FileRef):
        yield value.path
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from [getattr(value, name)] if name in ("python", "policy") else _paths(getattr(value, name))
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _paths(each)


def _without(folders: list[str]) -> Mend:
    """Takes these folders out of a text, the deepest first; within an address or a longer path they stay."""
    whole = [re.escape(folder) for folder in reversed(folders) if re.match(r"[/\\]+[^/\\]|[A-Za-z]:[/\\]", folder)]
    pattern = re.compile(r"(?<![\w./:-])(?:" + "|".join(whole) + ")") if whole else None
    return lambda text: pattern.sub("", text) if pattern else text


def _mended(value: T, mend: Mend) -> T:
    mended: T = msgspec.convert(_walked(msgspec.to_builtins(value), mend), type(value))
    return mended


def _walked(value: Any, mend: Mend) -> Any:
    if isinstance(value, str):
        return mend(value) if "/" in value or "\\" in value else value
    if isinstance(value, dict):
        return {name: _walked(each, mend) for name, each in value.items()}
    return [_walked(each, mend) for each in value] if isinstance(value, list | tuple) else value


def _project(project: Project) -> Project:
    plan = msgspec.structs.replace(project.plan, policy=last_part(project.plan.policy))
    runs = [msgspec.structs.replace(run, inputs=_inputs(run.inputs), isolation=_named(run.isolation))
            for run in project.runs]
    return msgspec.structs.replace(project, plan=plan, runs=runs, inputs=_inputs(project.inputs))


def _inputs(inputs: Inputs) -> Inputs:
    """A command that is the model may name files anywhere."""
    model = inputs.model and msgspec.structs.replace(inputs.model, options=_named(inputs.model.options))
    return msgspec.structs.replace(inputs, python=last_part(inputs.python), model=model)


def _named(texts: dict[str, str]) -> dict[str, str]:
    return {name: _PATH.sub("", text) for name, text in texts.items()}


def _shortened(value: T, field: str) -> T:
    short = _PATH.sub("", getattr(value, field))
    changed: T = msgspec.structs.replace(value, **{field: short})  # type: ignore[type-var]
    return changed
