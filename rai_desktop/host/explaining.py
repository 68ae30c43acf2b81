"""Reasons for a model's outputs, by the fastest exact explainer for its kind, else from outside.

The files explaining, inside, outside, origins and reasons stand alone: the standard library at import,
numpy, pandas and shap inside functions, any Python from 3.8.
"""

from __future__ import annotations

from typing import Any, Callable, Sequence

from .inside import explain_inside
from .outside import TextAnswers, explain_outside, own_classes
from .reasons import Asked, NoShap


def explain(  # noqa: PLR0913
    model: Any, frame: Any, background: Any, options: dict[str, Any], predict: Callable[[Any], Any],
    predict_proba: Callable[[Any], Any] | None = None, classes: Sequence[Any] = (),
) -> dict[str, Any]:  # fmt: skip
    """Contributions of each column of `frame` (n rows, f raw features) to the model's output, row by row.

    `options`: `class` (text; empty explains each row's own predicted class), `seed`, `rows` (how many the
    caller means to explain in all), `max_evaluations`, `method` ("outside" forces the model-agnostic view).
    Returns `values` (n, f), `base` (n,) and `output` (n,), float64, base + sum of values = output;
    `features`, `explainer`, `space` (log-odds, probability, margin, prediction, …), `explained_class`
    ("" for regression, "predicted" when it differs by row), `exact`, `summed` (encoded columns were added
    up), `advised_rows` (how many the budget allows) and `note`.
    Without shap, where it is needed: only `missing` ("shap"), `features` and `note`.
    Raises ValueError with a sentence for a model that returns no numbers or does not know the class.
    """
    import numpy as np

    asked = Asked(predict, predict_proba, [str(c) for c in classes], dict(options or {}))
    if not len(frame) or not len(frame.columns):
        raise ValueError("There is no row or no column to explain.")
    background = frame if background is None or not len(background) else background
    reasons, summed, note = None, False, ""
    try:
        if asked.options.get("method") != "outside":
            reasons, summed, note = explain_inside(model, frame, background, asked)
        if reasons is None:
            reasons, asked = _from_outside(model, frame, background, asked)
    except NoShap as problem:
        return {"missing": "shap", "features": [str(c) for c in frame.columns], "note": str(problem)}
    chosen, name = _choose_class(reasons.output, asked)
    rows = np.arange(len(frame))
    return {
        "values": np.ascontiguousarray(reasons.values[rows, :, chosen]),
        "base": reasons.base[rows, chosen], "output": reasons.output[rows, chosen],
        "features": [str(c) for c in frame.columns], "explainer": reasons.explainer,
        "space": reasons.space, "explained_class": name, "exact": reasons.exact,
        "summed": summed, "advised_rows": reasons.advised_rows, "note": note,
    }  # fmt: skip


def _from_outside(model: Any, frame: Any, background: Any, asked: Asked) -> tuple[Any, Asked]:
    """Reasons by answers alone, and what was asked: with the classes of its answers where the model told none."""
    try:
        return explain_outside(model, frame, background, asked), asked
    except TextAnswers:
        asked = asked._replace(classes=own_classes(asked, frame, background))
        return explain_outside(model, frame, background, asked), asked


def _choose_class(output: Any, asked: Asked) -> tuple[Any, str]:
    """The class to explain in every row, and its name."""
    import numpy as np

    wanted = str(asked.options.get("class") or "")
    if not asked.classes:
        return np.zeros(len(output), dtype=int), ""
    if not wanted:
        return output.argmax(axis=1), "predicted"
    if wanted not in asked.classes:
        known = ", ".join(asked.classes[:20])
        raise ValueError("The model does not know the class {!r}; it knows {}.".format(wanted, known))
    return np.full(len(output), asked.classes.index(wanted)), wanted
