"""Exact reasons from a model's own structure: trees, boosting, linear models, alone or ending a pipeline."""

from __future__ import annotations

import warnings
from typing import Any, Callable

from .origins import column_origins, transform
from .reasons import EVALUATIONS, PLENTY, Asked, How, NoShap, Reasons, load_shap, pack

TREE_STEPS = 3e9  # leaves x depth walked in about a minute
WRONG = 5e-3  # an "exact" explainer further off than this share of the output is not believed
TREES = (
    "RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier", "ExtraTreesRegressor",
    "DecisionTreeClassifier", "DecisionTreeRegressor", "ExtraTreeClassifier", "ExtraTreeRegressor",
    "GradientBoostingClassifier", "GradientBoostingRegressor",
    "HistGradientBoostingClassifier", "HistGradientBoostingRegressor",
)
LOG_LINK = ("PoissonRegressor", "GammaRegressor", "TweedieRegressor")
_last: tuple[list[Any], list[Any], list[int] | None] = ([], [], None)
Explainer = Callable[[Any, Any, Any, Asked], Reasons]


def explain_inside(
    model: Any, frame: Any, background: Any, asked: Asked
) -> tuple[Reasons | None, bool, str]:
    """Reasons, whether encoded columns were summed, and a note; None for reasons that cannot be had."""
    steps, final = unwrap(model)
    explainer = explainer_for(final)
    if explainer is None:
        return None, False, ""
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "X does not have valid feature names")
            origins = _traced(steps, frame) if steps else None
            if steps and origins is None:
                return None, False, "Encoded columns could not be traced to the table's columns."
            encoded = transform(steps, frame), transform(steps, background)
            reasons = explainer(final, *encoded, asked)
    except NoShap:
        raise
    except Exception as problem:  # any library may refuse; the view from outside always remains
        why = (str(problem).strip() or type(problem).__name__).split("\n")[0][:200]
        return None, False, "The exact explainer refused: {}.".format(why.rstrip("."))
    if not adds_up(reasons):
        return None, False, "The exact explainer's contributions did not add up to the output."
    return _to_raw(reasons, origins, len(frame.columns))


def _traced(steps: list[Any], frame: Any) -> list[int] | None:
    """Origins of the encoded columns, found once for a model that is asked chunk after chunk."""
    global _last
    columns = list(frame.columns)
    same = len(_last[0]) == len(steps) and all(a is b for a, b in zip(_last[0], steps))
    if not same or _last[1] != columns:
        _last = steps, columns, column_origins(steps, frame)
    return _last[2]


def unwrap(model: Any) -> tuple[list[Any], Any]:
    """Transformers in order and the estimator at the end, through pipelines and finished searches."""
    steps: list[Any] = []
    while True:
        if hasattr(model, "best_estimator_"):
            model = model.best_estimator_
        elif type(model).__name__ == "Pipeline" and hasattr(model, "steps"):
            steps += [s for _, s in model.steps[:-1] if s is not None and not isinstance(s, str)]
            model = model.steps[-1][1]
        else:
            return steps, model


def adds_up(reasons: Reasons) -> bool:
    """Whether base and contributions give the output in every row."""
    import numpy as np

    error = np.abs(reasons.base + reasons.values.sum(axis=1) - reasons.output)
    return bool((error <= WRONG * (1.0 + np.abs(reasons.output))).all())  # NaN is not <=


def _to_raw(
    reasons: Reasons, origins: list[int] | None, features: int
) -> tuple[Reasons, bool, str]:
    import numpy as np

    if origins is None or origins == list(range(features)):
        return reasons, False, ""
    values = np.zeros((len(reasons.values), features, reasons.values.shape[2]))
    for column, origin in enumerate(origins):
        values[:, origin] += reasons.values[:, column]
    return reasons._replace(values=values), len(set(origins)) < len(origins), ""


def explainer_for(final: Any) -> Explainer | None:
    """The exact explainer for this kind of model, if there is one."""
    root, name = type(final).__module__.split(".")[0], type(final).__name__
    if root == "lightgbm":
        return _lightgbm
    if root == "xgboost":
        return _xgboost
    if root == "sklearn" and name in TREES:
        categorical = getattr(final, "is_categorical_", None)  # shap misreads splits on categories
        return _trees if categorical is None or not any(categorical) else None
    return _linear if root == "sklearn" and _is_linear(final) else None


def _is_linear(final: Any) -> bool:
    if not hasattr(final, "coef_") or not hasattr(final, "intercept_") or hasattr(final, "kernel"):
        return False
    return hasattr(final, "decision_function") or not hasattr(final, "predict_proba")


def _trees(final: Any, matrix: Any, _background: Any, asked: Asked) -> Reasons:
    """scikit-learn's trees, forests and boosting by path-dependent TreeSHAP."""
    import numpy as np

    matrix = np.asarray(matrix, dtype=np.float64)
    explainer = load_shap().TreeExplainer(final)
    values = explainer.shap_values(matrix, check_additivity=False)
    output, space = _tree_output(final, matrix, asked)
    how = How(space, "tree", advised_rows=_tree_rows(explainer.model, asked))
    return pack(values, explainer.expected_value, output, asked, how)


def _tree_output(final: Any, matrix: Any, asked: Asked) -> tuple[Any, str]:
    """The model's own output in the space that TreeSHAP explains, and that space's name."""
    import numpy as np

    boosted = "GradientBoosting" in type(final).__name__
    if not asked.classes:
        if boosted and getattr(final, "loss", "") in ("poisson", "gamma"):
            return np.log(final.predict(matrix)), "log of the prediction"
        return final.predict(matrix), "prediction"
    if boosted:
        return final.decision_function(matrix), _margin_name(asked)
    return final.predict_proba(matrix), "probability"


def _margin_name(asked: Asked) -> str:
    return "log-odds" if len(asked.classes) == 2 else "class score"


def _tree_rows(ensemble: Any, asked: Asked) -> int:
    """Rows whose paths can be walked in reasonable time: deep forests take a quarter second a row."""
    leaves = float((ensemble.children_left < 0).sum())
    steps = max(1.0, leaves * max(1, ensemble.max_depth))
    return max(1, int(TREE_STEPS * asked.budget() / EVALUATIONS / steps))


def _lightgbm(final: Any, matrix: Any, _background: Any, asked: Asked) -> Reasons:
    raw, output = final.predict(matrix, pred_contrib=True), final.predict(matrix, raw_score=True)
    if output.ndim == 2:
        raw = raw.reshape(len(output), output.shape[1], -1)
    return _native(raw, output, asked, "tree (LightGBM)")


def _xgboost(final: Any, matrix: Any, _background: Any, asked: Asked) -> Reasons:
    import xgboost

    booster = final.get_booster() if hasattr(final, "get_booster") else final
    table = xgboost.DMatrix(
        matrix, missing=getattr(final, "missing", float("nan")),
        enable_categorical=hasattr(matrix, "dtypes"),
    )  # fmt: skip
    best = booster.attr("best_iteration")
    span = {"iteration_range": (0, int(best) + 1 if best else 0), "validate_features": False}
    raw = booster.predict(table, pred_contribs=True, **span)
    margin = booster.predict(table, output_margin=True, **span)
    return _native(raw, margin, asked, "tree (XGBoost)")


def _native(raw: Any, output: Any, asked: Asked, name: str) -> Reasons:
    """Native contributions (n, k, f + 1) or (n, f + 1), the base in the last column."""
    import numpy as np

    raw = np.asarray(raw, dtype=float)
    if raw.ndim == 3:
        raw = raw.transpose(0, 2, 1)
    space = _margin_name(asked) if asked.classes else "prediction before the link, if there is one"
    return pack(raw[:, :-1], raw[0, -1], output, asked, How(space, name))


def _linear(final: Any, matrix: Any, background: Any, asked: Asked) -> Reasons:
    """Coefficient times distance from the background's mean: a linear model's exact Shapley values."""
    import numpy as np

    matrix, background = np.asarray(matrix, dtype=float), np.asarray(background, dtype=float)
    weights = np.atleast_2d(np.asarray(final.coef_, dtype=float))
    average, shift = background.mean(axis=0), np.ravel(final.intercept_)
    values = (matrix - average)[:, :, None] * weights.T[None]
    if len(asked.classes) in (0, 2):
        values = values[:, :, 0]
    output, space = _linear_output(final, matrix, asked)
    how = How(space, "linear", advised_rows=PLENTY)
    return pack(values, average @ weights.T + shift, output, asked, how)


def _linear_output(final: Any, matrix: Any, asked: Asked) -> tuple[Any, str]:
    import numpy as np

    name = type(final).__name__
    if asked.classes:
        logistic = name.startswith("LogisticRegression")
        return final.decision_function(matrix), _margin_name(asked) if logistic else "margin"
    if name in LOG_LINK:
        return matrix @ np.ravel(final.coef_) + final.intercept_, "prediction before the link"
    return final.predict(matrix), "prediction"
