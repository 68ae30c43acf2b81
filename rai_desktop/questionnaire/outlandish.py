"""What no pack needs and every reader could trip over: numbers that are none or without end, and nesting without end."""

import math
from collections.abc import Iterator

from rai_desktop.i18n import _

DEEPEST = 60
"""Levels of lists and tables within each other; the shipped packs have eleven."""
_MOST = 2**53
"""Up to here every whole number can be told from its neighbours, in any program that reads JSON."""


class Outlandish(ValueError):
    """Where in which content, as msgspec writes it; what is wrong; the remedy."""

    def __init__(self, where: str, fault: str, remedy: str, content: object = None) -> None:
        super().__init__(fault)
        self.where, self.fault, self.remedy, self.content = where, fault, remedy, content


def refuse_outlandish(content: dict[str, object]) -> None:
    """Raises Outlandish at the first of them."""
    for where in _numbers(content, "$", DEEPEST):
        raise uncountable(where, content)


def uncountable(where: str = "$", content: object = None) -> Outlandish:
    """A number that is none, or is endless."""
    return Outlandish(where, _("the number is none that can be counted with"), _("Write an ordinary number."), content)


def too_deep(where: str = "$") -> Outlandish:
    """Nested deeper than anything reads."""
    fault = _("lists and conditions stand within each other more than {n} times").format(n=DEEPEST)
    return Outlandish(where, fault, _("Name parts of the condition under [facts]."))


def _numbers(value: object, where: str, left: int) -> Iterator[str]:
    if isinstance(value, (dict, list)) and not left:
        raise too_deep(where)
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _numbers(each, f"{where}.{key}", left - 1)
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _numbers(each, f"{where}[{place}]", left - 1)
    elif isinstance(value, (int, float)) and not (math.isfinite(value) and abs(value) <= _MOST):
        yield where
