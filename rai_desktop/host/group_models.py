"""Models that ask for each row's sensitive features when they predict, as fairlearn's thresholds do."""

import inspect
from typing import Any, Callable, List

_ASKED = "sensitive_features"


def asks_for_groups(predict: Any) -> bool:
    """Whether a function cannot be called without sensitive features."""
    try:
        asked = inspect.signature(predict).parameters.get(_ASKED)
    except (TypeError, ValueError):
        return False
    return asked is not None and asked.default is inspect.Parameter.empty


def own_columns(original: Any) -> List[str]:
    """The columns of the estimator within, which are all but the sensitive ones; empty where it tells none."""
    from .column_names import feature_names, tells

    return feature_names(tells(original, "estimator_", None) or tells(original, "estimator", None))


def with_groups(original: Any, columns: List[str]) -> Callable[[Any], Any]:
    """Its predict for a frame that holds its own columns and the sensitive ones. Raises Problem where either is missing."""
    from .models import Problem

    def predict(frame: Any) -> Any:
        missing = [name for name in columns if name not in frame.columns]
        groups = [name for name in frame.columns if name not in columns]
        if missing or not groups:
            raise Problem("no_groups", type=type(original).__name__, names=columns)
        given = frame[groups] if len(groups) > 1 else frame[groups[0]]
        return original.predict(frame[columns], sensitive_features=given)

    return predict
