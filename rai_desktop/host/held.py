"""The one model in what a file held: the thing itself, or the one that predicts among things kept together."""

import dataclasses
from collections import deque
from collections.abc import Mapping
from typing import Any, Iterator, List, Optional, Tuple

from .column_names import tells
from .models import Problem

_DEPTH, _THINGS = 3, 2000
_NAMED, _LONGEST = 20, 80


def model_in(found: Any, notes: List[str]) -> Any:
    """The thing that predicts; `notes` tells of the choice where one was made. Raises Problem where there is no single one."""
    if predicts(found):
        return found
    inside = _inside(found)
    if not inside:
        return found  # whoever wraps it says what it is
    models: List[Tuple[str, Any]] = []
    others: List[str] = []
    for name, thing in _walk(inside, "", 1):
        if predicts(thing):
            if all(thing is not known for _, known in models):
                models.append((name, thing))
        elif callable(tells(thing, "transform", None)) and not isinstance(thing, type):
            others.append(name)
    if len(models) > 1:
        raise Problem("several_models", names=[name for name, _ in models][:_NAMED])
    if not models:
        raise Problem("none_inside", type=type(found).__name__, names=[name for name, _ in inside][:_NAMED])
    notes.append("|".join(["held", models[0][0].replace("|", "/"), ", ".join(others[:_NAMED]).replace("|", "/")]))
    return models[0][1]


def predicts(thing: Any) -> bool:
    """Whether it is a made thing, no class, with something to call that is named predict."""
    return not isinstance(thing, type) and callable(tells(thing, "predict", None))


def _walk(held: List[Tuple[str, Any]], within: str, depth: int) -> Iterator[Tuple[str, Any]]:
    """Everything kept together, by its path; what is inside a thing that predicts is its own."""
    for name, thing in held:
        path = within + name
        yield path, thing
        inside = None if predicts(thing) else _inside(thing)
        if inside and depth < _DEPTH:
            yield from _walk(inside, path + " › ", depth + 1)


def _inside(thing: Any) -> Optional[List[Tuple[str, Any]]]:
    """What a container keeps, with names to be shown; None for what is no container, or a large one, which holds data."""
    try:
        held = _held(thing)
    except Exception:  # a class of its author's may do anything when it is asked
        return None
    return [(_shown(name), value) for name, value in held] if held is not None else None


def _shown(name: Any) -> str:
    """A key as a name: one that holds what cannot be shown, or goes on for ever, escaped and cut."""
    text = str(name)[:_LONGEST] if isinstance(name, (str, int, float, bool, tuple)) else type(name).__name__
    return text if text.isprintable() else ascii(text)


def _held(thing: Any) -> Any:
    if isinstance(thing, Mapping):
        return list(thing.items()) if len(thing) <= _THINGS else None
    if isinstance(thing, tuple) and hasattr(thing, "_fields"):
        return list(zip(thing._fields, thing))
    if isinstance(thing, (list, tuple, set, frozenset, deque)):
        return list(enumerate(thing)) if len(thing) <= _THINGS else None
    kind = type(thing)
    root, name = kind.__module__.split(".")[0], kind.__name__
    if root == "numpy" and name == "ndarray" and thing.dtype.hasobject:
        return list(enumerate(thing.ravel())) if thing.size <= _THINGS else None
    if root == "pandas" and name == "Series" and len(thing) <= _THINGS:
        return list(thing.items())
    if root == "pandas" and name == "DataFrame" and thing.size <= _THINGS:
        return [("{} › {}".format(column, row), value) for column in thing for row, value in thing[column].items()]
    if name in ("SimpleNamespace", "Namespace") or dataclasses.is_dataclass(thing):
        return list(vars(thing).items())
    return None

