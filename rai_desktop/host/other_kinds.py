"""Kinds of models that do not answer one value for each row of a table, told apart so that each is named for what it is."""

from typing import Any, Optional

from .column_names import tells
from .models import Problem

_ONE, _SEVERAL = 1, 2
HAZARD = "survival:cox"  # XGBoost's name for a model that answers with hazard ratios
_SURVIVAL = ("sksurv", "lifelines", "pysurvival", "pycox", "scikit_survival")
_FORECASTERS = ("prophet", "neuralprophet", "pmdarima", "sktime", "darts", "statsforecast", "tbats", "fbprophet")
_RECOMMENDERS = ("surprise", "implicit", "lightfm", "recommenders")


def check(original: Any) -> None:
    """Pass over what answers rows. Raises Problem that says what the thing is instead."""
    final = last_of(original)
    code = _code(final)
    if code:
        raise Problem(code, type=type(final).__name__)
    outputs = tells(original, "n_outputs_", _ONE)
    if outputs not in (_ONE, None) and not hasattr(original, "steps") and not _counts_classes(original):
        raise Problem("multi_output", outputs=int(outputs))


def _counts_classes(original: Any) -> bool:
    """A network that shares one among its outputs has one for each class, and answers with one class."""
    return bool(tells(original, "out_activation_", "") == "softmax")


def last_of(original: Any) -> Any:
    """The estimator at the end of pipelines and finished searches."""
    for _depth in range(8):
        steps = tells(original, "steps", None)
        best = tells(original, "best_estimator_", None)
        if isinstance(steps, list) and steps and len(steps[-1]) >= _SEVERAL:
            original = steps[-1][1]
        elif best is not None:
            original = best
        else:
            break
    return original


def note(original: Any) -> Optional[str]:
    """A warning's code where the answers are values, but not what a reader of a table may take them for."""
    kind = _estimator_type(last_of(original))
    return {"clusterer": "clusters", "density_estimator": "clusters", "outlier_detector": "outliers"}.get(kind)


def _code(final: Any) -> str:
    root, module = type(final).__module__.split(".")[0], type(final).__module__
    answers = callable(tells(final, "predict", None))
    if root in _SURVIVAL or callable(tells(final, "predict_survival_function", None)) or tells(final, "objective", "") == HAZARD:
        return "survival"
    if root in _FORECASTERS or module.startswith("statsmodels.tsa"):
        return "forecaster"
    if root in _RECOMMENDERS:
        return "recommender"
    if answers:
        return "mlflow" if callable(tells(final, "load_context", None)) else ""
    if callable(tells(final, "fit_predict", None)) or _estimator_type(final) in ("clusterer", "outlier_detector"):
        return "own_rows"
    return "transformer" if callable(tells(final, "transform", None)) else "no_predict"


def _estimator_type(original: Any) -> str:
    """As scikit-learn says it: newer versions in tags, older ones in an attribute."""
    tags = tells(original, "__sklearn_tags__", None)
    try:
        told = tags().estimator_type if callable(tags) else None
    except Exception:  # a class of its author's, or of another version, may fail at it
        told = None
    return str(told or tells(original, "_estimator_type", ""))
