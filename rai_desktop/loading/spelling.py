"""Which columns of a table a model means, where it writes spaces and signs in names as underscores.

LightGBM puts an underscore for each space of a name when it is trained, so that its own model asks for "annual_income" where
the table says "annual income"; converters do likewise.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_SIGN = re.compile(r"\W")


def columns_for(wanted: Sequence[str], columns: Iterable[str]) -> list[str]:
    """The table's columns for a model's names, in the model's order; none when any name has no column or two.

    A name that is there is taken as it is; others may differ in signs that stand for themselves or for an underscore,
    never in letters, their case or figures.
    """
    there = list(columns)
    exact = set(there)
    spare = Counter(_plain(name) for name in there if name not in set(wanted))
    known = {_plain(name): name for name in there if name not in set(wanted)}
    asked = Counter(_plain(name) for name in wanted if name not in exact)
    found = [name if name in exact else known.get(_plain(name), "") for name in wanted]
    alone = all(count == 1 for count in asked.values()) and all(spare[name] == 1 for name in asked)
    return found if alone and all(found) else []


def respelled(wanted: Sequence[str], found: Sequence[str]) -> list[tuple[str, str]]:
    """(the table's name, the model's name) where they differ."""
    return [(column, name) for name, column in zip(wanted, found, strict=False) if name != column]


def _plain(name: str) -> str:
    return _SIGN.sub("_", name)
