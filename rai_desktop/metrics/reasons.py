"""Contributions of features to outputs, asked of a model chunk by chunk and believed only when they fit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _

Floats = npt.NDArray[np.float64]
MOST = 1e100  # beyond it sums and squares are no numbers any more
FIRST, CHUNK, SLOW_CHUNK = 20, 200, 50  # fixed: seeded explanations must not depend on the machine's speed


class NoReasons(Refusal):
    """The model's process lacks what explains it; everything else about the model still works."""


class Explaining(Protocol):
    """A model that can be asked for reasons (loading/hosting.py)."""

    def explain(
        self, frame: pd.DataFrame, background: pd.DataFrame | None, options: dict[str, Any]
    ) -> dict[str, Any]: ...


@dataclass
class Reasons:
    """Contributions (n, f) with base and output (n,) for the first rows of `frame`, and how they were made."""

    frame: pd.DataFrame
    values: Floats
    base: Floats
    output: Floats
    features: list[str]
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def error(self) -> Floats:
        """|base + contributions − output| of every row."""
        error: Floats = np.abs(self.base + self.values.sum(axis=1) - self.output)
        return error

    @property
    def space(self) -> str:
        """What the output is: log-odds, probability, margin, prediction, …"""
        return str(self.told.get("space", ""))

    @property
    def exact(self) -> bool:
        """Whether the contributions are Shapley values, not an estimate of them."""
        return bool(self.told.get("exact"))


def ask(
    model: Explaining, frame: pd.DataFrame, background: pd.DataFrame, options: dict[str, Any]
) -> Iterator[tuple[int, int] | Reasons]:
    """Yields (rows done, rows in all) and at last the Reasons.

    The first chunk tells how many rows the budget allows; the rest of `frame` is then left out.
    """
    parts: list[Reasons] = []
    wanted, done, size = len(frame), 0, FIRST
    options = options | {"rows": wanted}
    while done < wanted:
        rows = frame.iloc[done : done + size]
        told = model.explain(rows, background, options)
        if told.get("missing"):
            raise NoReasons(
                _("The reasons for single rows cannot be computed: the interpreter that holds the model has no {library}.")
                .format(library=str(told["missing"])[:40]),
                _("Install it in that interpreter; what is lost without each feature is still measured."),
            )
        part = _checked(told, rows)
        if not parts:
            wanted = min(wanted, max(len(part.output), int(told.get("advised_rows") or wanted)))
        parts.append(part)
        size = CHUNK if part.exact and part.told.get("explainer") != "exact" else SLOW_CHUNK
        done += len(part.output)
        yield min(done, wanted), wanted
    yield _joined(parts, wanted)


def _checked(told: dict[str, Any], frame: pd.DataFrame) -> Reasons:
    """The model's process may say anything: shapes and numbers are checked before they are used."""
    features = [str(name) for name in told.get("features") or []]
    arrays = [np.asarray(told.get(name, ()), dtype=float) for name in ("values", "base", "output")]
    shapes = [(len(frame), len(features)), (len(frame),), (len(frame),)]
    missing = set(features) - {str(name) for name in frame.columns}
    if not features or missing or [a.shape for a in arrays] != shapes:
        raise Refusal(
            _("The model's process gave reasons that do not fit the rows it was asked about."),
            _("Check that the model file is the one that was meant."),
        )
    usable = np.column_stack([np.abs(each) <= MOST for each in arrays])  # NaN is not <=
    if bad := int((~usable.all(axis=1)).sum()):
        raise Refusal(
            _("The model gave no number for {count} of {rows} rows, so they cannot be explained.")
            .format(count=bad, rows=len(frame)),
            _("See the performance assessment for which rows, and mend the model or the data."),
        )
    return Reasons(frame[features], arrays[0], arrays[1], arrays[2], features, told)


def _joined(parts: list[Reasons], rows: int) -> Reasons:
    def together(name: str) -> Any:
        return np.concatenate([getattr(part, name) for part in parts])[:rows]

    frame = pd.concat([part.frame for part in parts]).iloc[:rows]
    return Reasons(
        frame, together("values"), together("base"), together("output"), parts[0].features, parts[0].told
    )
