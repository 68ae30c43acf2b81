"""What an explainer is asked and what it gives back, in one shape whatever made it."""

from __future__ import annotations

import os
import sys
from typing import Any, Callable, NamedTuple

EVALUATIONS = 1_000_000  # rows that a model-agnostic explanation may have predicted, in all
PLENTY = 10**9


class Asked(NamedTuple):
    """What the host knows: how to predict, the classes as text (none: regression), and the options."""

    predict: Callable[[Any], Any]
    predict_proba: Callable[[Any], Any] | None
    classes: list[str]
    options: dict[str, Any]

    def budget(self) -> float:
        """Rows that may be predicted, in all."""
        return float(self.options.get("max_evaluations") or EVALUATIONS)


class Reasons(NamedTuple):
    """Contributions (n, f, k), base (n, k) and output (n, k) for k classes (1 for regression)."""

    values: Any
    base: Any
    output: Any
    space: str
    explainer: str
    exact: bool
    advised_rows: int


class How(NamedTuple):
    """The name of the output explained, of the explainer, whether it is exact, and the rows it can do."""

    space: str
    explainer: str
    exact: bool = True
    advised_rows: int = PLENTY


def pack(values: Any, base: Any, output: Any, asked: Asked, how: How) -> Reasons:
    """Explainers differ in shape: (n, f), (n, f, k), lists by class; `base` a number or one for each class.

    One column for two classes speaks of the second class; the first is its mirror.
    """
    import numpy as np

    if isinstance(values, list):
        values = np.stack(values, axis=-1)
    values, output = np.asarray(values, dtype=float), np.asarray(output, dtype=float)
    base = np.asarray(base, dtype=float).reshape(-1)
    if values.ndim == 2 and len(asked.classes) == 2:
        whole = 1.0 if how.space == "probability" else 0.0
        values, output = np.stack([-values, values], axis=-1), output.reshape(-1)
        output, base = np.stack([whole - output, output], axis=-1), np.stack([whole - base[0], base[0]])
    elif values.ndim == 2:
        values = values[:, :, None]
    output = output.reshape(len(values), values.shape[2])
    return Reasons(values, np.broadcast_to(base, output.shape), output, *how)


class NoShap(ValueError):
    """The interpreter that holds the model has no shap."""


def load_shap() -> Any:
    """shap, without the seconds its numba takes to compile loops that cost us little as they are."""
    if "numba" not in sys.modules and "shap" not in sys.modules:
        os.environ.setdefault("NUMBA_DISABLE_JIT", "1")
    try:
        import shap
    except ImportError:
        raise NoShap("The model's interpreter has no shap, which explains such models.") from None
    return shap
