"""A project without the folders its files lie in: paths become file names, so that moving a file changes nothing."""

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import msgspec

from rai_desktop.project.approval import last_part
from rai_desktop.project.model import FileRef, Inputs, Project

T = TypeVar("T")
Mend = Callable[[str], str]
# In the words of an error: two folders or more and a name, as Unix or Windows write them; never an address.
_PATH = re.compile(r"(?<![\w/:.])(?:/[^\s/:\"'<>|]+){2,}/(?=[^\s/])|(?<!\w)[A-Za-z]:\\(?:[^\\\s:\"'<>|]+\\)+")


def placeless_project(project: Project) -> Project:
    """The same project with file names for paths; signatures stay to the letter, or they could not be checked."""
    mended = mended_by(project, mender(project))
    plan = msgspec.structs.replace(mended.plan, policy=last_part(mended.plan.policy))
    runs = [msgspec.structs.replace(run, inputs=_inputs(run.inputs), isolation=_named(run.isolation))
            for run in mended.runs]
    return msgspec.structs.replace(mended, plan=plan, runs=runs, inputs=_inputs(mended.inputs),
                                   signatures=project.signatures)


def mender(project: Project) -> Mend:
    """Takes the folders of the project's files out of a text; within an address or a longer path they stay."""
    folders = sorted({path[: len(path) - len(last_part(path))] for path in _paths(project)})
    whole = [re.escape(folder) for folder in reversed(folders) if re.match(r"[/\\]+[^/\\]|[A-Za-z]:[/\\]", folder)]
    pattern = re.compile(r"(?<![\w./:-])(?:" + "|".join(whole) + ")") if whole else None
    return lambda text: pattern.sub("", text) if pattern else text


def mended_by(value: T, mend: Mend) -> T:
    """The same value with every text in it mended."""
    mended: T = msgspec.convert(_walked(msgspec.to_builtins(value), mend), type(value))
    return mended


def without_paths(text: str) -> str:
    """A text without the folders that stand in it."""
    return _PATH.sub("", text)


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


def _walked(value: Any, mend: Mend) -> Any:
    if isinstance(value, str):
        return mend(value) if "/" in value or "\\" in value else value
    if isinstance(value, dict):
        return {name: _walked(each, mend) for name, each in value.items()}
    return [_walked(each, mend) for each in value] if isinstance(value, list | tuple) else value


def _inputs(inputs: Inputs) -> Inputs:
    """A command that is the model may name files anywhere."""
    model = inputs.model and msgspec.structs.replace(inputs.model, options=_named(inputs.model.options))
    return msgspec.structs.replace(inputs, python=last_part(inputs.python), model=model)


def _named(texts: dict[str, str]) -> dict[str, str]:
    return {name: without_paths(text) for name, text in texts.items()}
