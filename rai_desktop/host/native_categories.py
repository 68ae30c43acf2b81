"""Columns for a booster that was trained on pandas categories: a table of text has them made into those it knows."""

from typing import Any, Callable, Dict, List

_WRAPPED = {"lightgbm": "_Booster", "xgboost": "_Booster"}


def form_of(booster: Any, library: str) -> Callable[[Any], Any]:
    """What turns a frame into one with the booster's categories; the frame itself where it tells none."""
    known = _known(booster, library)
    return (lambda frame: _with(frame, known)) if known else (lambda frame: frame)


def form_of_wrapper(original: Any) -> Callable[[Any], Any]:
    """The same for LightGBM's and XGBoost's own estimators, or the one that a search found; for others the frame itself."""
    original = getattr(original, "best_estimator_", original)
    library = type(original).__module__.split(".")[0]
    booster = getattr(original, _WRAPPED[library], None) if library in _WRAPPED else None
    return form_of(booster, library) if booster is not None else (lambda frame: frame)


def _known(booster: Any, library: str) -> Dict[str, List[Any]]:
    """Categories by the name of their column; none where the library's version does not tell them, as XGBoost before 3.1, or
    pyarrow, in which it tells them, is not there. Such a booster answers as it would by itself."""
    try:
        return _of_lightgbm(booster) if library == "lightgbm" else _of_xgboost(booster)
    except (AttributeError, TypeError, ImportError, ValueError):  # XGBoostError is a ValueError
        return {}


def _of_lightgbm(booster: Any) -> Dict[str, List[Any]]:
    lists, names = booster.pandas_categorical or [], booster.feature_name()
    told = booster.params.get("categorical_column", booster.params.get("categorical_feature"))
    places = told if isinstance(told, list) else []
    if len(places) != len(lists) or not all(isinstance(place, int) for place in places):
        return {}
    return {names[place]: list(values) for place, values in zip(places, lists)}


def _of_xgboost(booster: Any) -> Dict[str, List[Any]]:
    if "c" not in (booster.feature_types or []):
        return {}
    told = booster.get_categories(export_to_arrow=True).to_arrow()
    return {str(name): values.to_pylist() for name, values in told if values is not None}


def _with(frame: Any, known: Dict[str, List[Any]]) -> Any:
    """A value that the model does not know is missing, as the libraries themselves have it; a column of another kind is left."""
    import pandas as pd

    made = {}
    for name in filter(lambda each: each in known, frame.columns):
        column, values = frame[name], known[name]
        if not isinstance(column.dtype, pd.CategoricalDtype) and _is_text(column) == all(isinstance(v, str) for v in values):
            made[name] = pd.Series(pd.Categorical(column, categories=values), index=frame.index)
    return frame.assign(**made) if made else frame


def _is_text(column: Any) -> bool:
    return getattr(column.dtype, "kind", "O") not in "biuf"
