"""Which single columns give the outcome away, and which stand in for a sensitive one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from rai_desktop.metrics import leakage
from rai_desktop.metrics.leakage import Association, Power

ROW_ORDER = "(row order)"
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[Any]


class Answer(NamedTuple):
    """What is to be given away: the label's name, its values (n,), and the task as leakage.power wants it."""

    label: str
    target: Floats
    kind: str


class Leak(NamedTuple):
    """A column's power alone, the word by which its name speaks of the outcome, and whether it is suspected."""

    column: str
    power: Power | None
    named: str
    suspect: bool


class Proxy(NamedTuple):
    """How closely a column is tied to a sensitive one."""

    column: str
    sensitive: str
    strength: Association


def leaks(sample: pd.DataFrame, tried: Sequence[str], answer: Answer, limit: float, seed: int) -> Iterator[Leak]:
    """Each of `tried`, and the order of the rows, against the answer.

    Suspected are an AUC of `limit` or more, and an accuracy or R² as far on the way from chance to perfect as
    such an AUC is.
    """
    for name in [*tried, ROW_ORDER]:
        column = pd.Series(sample.index.to_numpy(dtype=float)) if name == ROW_ORDER else sample[name]
        power = leakage.power(column, answer.target, answer.kind, seed)
        named = "" if name == ROW_ORDER else leakage.named_after(name, answer.label)
        yield Leak(name, power, named, power is not None and reach(power) >= 2 * limit - 1)


def reach(power: Power) -> float:
    """How far from chance (0) to perfect (1)."""
    return (power.value - power.chance) / (1 - power.chance) if power.chance < 1 else 0.0


def proxies(
    sample: pd.DataFrame, tried: Sequence[str], groups: Mapping[str, Codes], seed: int
) -> Iterator[tuple[str, list[Proxy]]]:
    """For each of `tried` its name and its ties to the level codes (n,) of every sensitive column but itself."""
    for name in tried:
        codes = leakage.coded(sample[name])
        ties = []
        for sensitive, levels in groups.items():
            known = levels >= 0
            if name != sensitive and known.sum() > 1:
                strength = leakage.association(codes[known], levels[known].astype(np.int64), seed)
                ties += [Proxy(name, sensitive, strength)] if strength is not None else []
        yield name, ties
