"""A Python file with the function predict(df), and perhaps predict_proba(df), as a model."""

import sys
import types
from typing import Any, Dict

from .models import Model, Problem
from .rules import Blocked

NAME = "the_models_functions"


def load(path: str, settings: Dict[str, Any]) -> Model:
    """Run the file and take its functions; only what the analyst allowed. Raises Problem, Blocked."""
    if "predict" not in settings.get("allowed", ()):
        raise Blocked("predict", "unlisted")
    module = types.ModuleType(NAME)
    module.__file__ = path
    sys.modules[NAME] = module
    with open(path, "rb") as file:
        exec(compile(file.read(), path, "exec"), module.__dict__)  # noqa: S102 - allowed, and shut in
    return _wrapped(module)


def _wrapped(module: Any) -> Model:
    if not callable(getattr(module, "predict", None)):
        raise Problem("no_predict", type="Python file")
    model = Model("function", "Python function predict(df)", module, module.predict)
    model.feature_names = [str(name) for name in getattr(module, "feature_names", None) or ()]
    classes = getattr(module, "classes", None)
    model.classes = [c.item() if hasattr(c, "item") else c for c in classes] if classes is not None else None
    if callable(getattr(module, "predict_proba", None)):
        if not model.classes:
            raise Problem("no_classes_in_code")
        model.predict_proba = lambda frame: _columns(module.predict_proba(frame), len(model.classes or ()))
    return model


def _columns(scores: Any, classes: int) -> Any:
    """(rows, classes); one number a row is the probability of the second of two classes."""
    import numpy as np

    values = np.asarray(scores, dtype=float)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    return np.stack([1 - values, values], axis=1) if values.ndim == 1 and classes == 2 else values
