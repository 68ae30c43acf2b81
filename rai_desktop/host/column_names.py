"""The columns a model was fitted on, by name, wherever it or what it holds tells them.

Where nobody tells them, rows are given as they stand: a table whose columns stand in another order is then answered wrongly
and without a word. So whoever meets the rows first within a model of models is asked too.
"""

from typing import Any, List

_ROOMS = {"sklearn", "imblearn", "fairlearn"}  # libraries whose models hand the rows on as they were given
_BOOSTERS = {"lightgbm", "xgboost", "catboost"}


def tells(thing: Any, name: str, default: Any) -> Any:
    """An attribute, or the default where it is not there or cannot be had."""
    try:
        return getattr(thing, name, default)
    except Exception:
        return default


def feature_names(original: Any) -> List[str]:
    """Names the model was fitted on, in order; empty when it was fitted on an array without names."""
    names = tells(original, "feature_names_in_", None)
    if names is None:
        names = tells(original, "feature_names_", None)  # CatBoost
    if names is None:
        names = _older_names(original)
    if names is None:
        return _names_within(original)
    names = [str(name) for name in names]
    nameless = [str(i) for i in range(len(names))]
    columns = ["Column_{}".format(i) for i in range(len(names))]  # LightGBM's names for no names
    return [] if names in (nameless, columns) else _as_others_have_them(original, names)


def _as_others_have_them(original: Any, names: List[str]) -> List[str]:
    """A vote or a stack tells one part's names: LightGBM's have underscores for spaces, which the others do not know."""
    parts = tells(original, "estimators_", None) if tells(original, "named_estimators_", None) else None
    for others in map(feature_names, parts if isinstance(parts, list) else ()):
        if others != names and [name.replace(" ", "_") for name in others] == names:
            return others
    return names


def _older_names(original: Any) -> Any:
    """Names told elsewhere: by LightGBM before 4.6, XGBoost before 1.5, in a pipeline of scikit-learn before 1.0."""
    library = _library(original)
    if library == "lightgbm":
        return tells(original, "feature_name_", None)
    if library == "xgboost":
        return tells(tells(original, "_Booster", None), "feature_names", None)
    return tells(original, "_feature_names_in", None)


def _names_within(original: Any) -> List[str]:
    """Names told by what meets the rows first, where they are as many as the whole was given."""
    inner = first_within(original)
    if inner is None or not (_library(original) in _ROOMS or _library(inner) in _BOOSTERS):
        return []
    names = feature_names(inner)
    return names if len(names) == (tells(original, "n_features_in_", None) or len(names)) else []


def first_within(original: Any) -> Any:
    """What a pipeline, a search, a calibration, a vote, a stack or a reduction gives its rows to; None where there is none."""
    steps = tells(original, "steps", None)
    if isinstance(steps, list):
        kept = [step[-1] for step in steps if isinstance(step, tuple) and step[-1] not in (None, "passthrough")]
        return kept[0] if kept else None
    for name in ("best_estimator_", "estimator_", "regressor_", "base_estimator_"):
        if (found := tells(original, name, None)) is not None:
            return found
    for name in ("calibrated_classifiers_", "estimators_", "predictors_"):
        parts = tells(original, name, None)
        if isinstance(parts, list) or type(parts).__name__ == "Series":
            first = next(iter(parts), None)
            return _uncalibrated(first) if name == "calibrated_classifiers_" else first
    return None


def _uncalibrated(part: Any) -> Any:
    found = tells(part, "estimator", None)  # before scikit-learn 1.2 another name
    return tells(part, "base_estimator", None) if found is None else found


def _library(thing: Any) -> str:
    return str(type(thing).__module__).split(".")[0]
