"""XGBoost and LightGBM boosters without their scikit-learn wrappers: the objective tells the task."""

import json
import re
from typing import Any, List, Optional

from . import native_categories
from .models import CATBOOST_ONE_AGAINST_REST, ONE_AGAINST_REST, Model, Problem, loss_of
from .other_kinds import HAZARD

_CATBOOST_CLASSIFIES = ("Logloss", "CrossEntropy", "Focal", "MultiClass", CATBOOST_ONE_AGAINST_REST)
_CATBOOST_LOGARITHMS = ("Poisson", "Tweedie")  # its files hold logarithms of what it predicts


def load_xgboost(path: str, threads: int) -> Model:
    """A model saved by XGBoost itself: JSON, UBJSON or the deprecated binary form."""
    import xgboost

    booster = xgboost.Booster(model_file=path)
    booster.set_param({"nthread": threads})
    return wrap(booster, "xgboost")


def load_lightgbm(path: str, threads: int) -> Model:
    """A model saved by LightGBM as text."""
    import lightgbm

    booster = lightgbm.Booster(model_file=path, params={"num_threads": threads})
    return wrap(booster, "lightgbm")


def load_catboost(path: str, threads: int, form: str = "cbm") -> Model:
    """A model saved by CatBoost in one of its own two forms."""
    import catboost

    from .column_names import feature_names

    original = catboost.CatBoost()
    original.load_model(path, format=form)
    loss = loss_of(original)
    kind = loss.partition(":")[0]
    classify = kind in _CATBOOST_CLASSIFIES
    if classify:
        original = catboost.CatBoostClassifier()
        original.load_model(path, format=form)

    form_of_answers = {"prediction_type": "Exponent"} if kind in _CATBOOST_LOGARITHMS else {}

    def predict(frame: Any) -> Any:
        return original.predict(frame, thread_count=threads, **form_of_answers)

    model = Model("catboost", "CatBoost ({})".format(loss or "unknown loss"), original, predict)
    model.feature_names = feature_names(original)
    model.n_features = len(original.feature_names_ or []) or None
    if classify:
        model.classes = [c.item() if hasattr(c, "item") else c for c in original.classes_]
        if kind == CATBOOST_ONE_AGAINST_REST:
            model.warnings.append("no_shares")
        else:
            model.predict_proba = lambda frame: original.predict_proba(frame, thread_count=threads)
    return model


def wrap(booster: Any, library: str) -> Model:
    """A booster as a model with labels and, where its objective has them, probabilities."""
    return _xgboost(booster) if library == "xgboost" else _lightgbm(booster)


def _xgboost(booster: Any) -> Model:
    import xgboost

    learner = json.loads(booster.save_config())["learner"]
    objective = str(learner.get("objective", {}).get("name", ""))
    count = int(learner["learner_model_param"].get("num_class", "0"))
    if int(learner["learner_model_param"].get("num_target", "1")) > 1:
        raise Problem("multi_output", outputs=int(learner["learner_model_param"]["num_target"]))
    if objective == HAZARD:
        raise Problem("survival", type="XGBoost booster ({})".format(objective))
    if objective == "multi:softmax":
        booster.set_param({"objective": "multi:softprob"})
    names = list(booster.feature_names or [])
    categorical = any(t == "c" for t in booster.feature_types or [])
    formed = native_categories.form_of(booster, "xgboost")

    def raw(frame: Any) -> Any:
        data = formed(frame[names]) if names else frame.to_numpy()
        matrix = xgboost.DMatrix(data, enable_categorical=True) if categorical else xgboost.DMatrix(data)
        return booster.predict(matrix)

    model = _from_scores("xgboost", objective, booster, raw, _xgb_classes(objective, count))
    model.feature_names = names
    model.n_features = int(booster.num_features())
    return model


def _xgb_classes(objective: str, count: int) -> Optional[int]:
    if objective.startswith("multi:"):
        return count
    return 2 if objective.startswith("binary:") else None


def _lightgbm(booster: Any) -> Model:
    head = booster.model_to_string(num_iteration=1)[:20000]
    found = re.search(r"^objective=(\S+)", head, re.MULTILINE)
    objective = found.group(1) if found else ""
    count = booster.dump_model(num_iteration=1).get("num_class", 1) if "multi" in objective else 1
    names = list(booster.feature_name())
    nameless = names == ["Column_{}".format(i) for i in range(len(names))]
    formed = native_categories.form_of(booster, "lightgbm")

    def raw(frame: Any) -> Any:
        return booster.predict(frame.to_numpy() if nameless else formed(frame[names]))

    classes = int(count) if "multi" in objective else 2 if objective in ("binary", "cross_entropy") else None
    model = _from_scores("lightgbm", objective, booster, raw, classes)
    model.feature_names = [] if nameless else names
    model.n_features = len(names)
    return model


def _from_scores(library: str, objective: str, booster: Any, raw: Any, classes: Optional[int]) -> Model:
    """Labels from scores: the greater probability, or one half for two classes."""
    import numpy as np

    title = "{} booster ({})".format({"xgboost": "XGBoost", "lightgbm": "LightGBM"}[library], objective or "no objective")
    if classes is None:
        return Model(library, title, booster, raw)
    hinge = objective == "binary:hinge"
    rawest = objective == "binary:logitraw"

    def probabilities(frame: Any) -> Any:
        scores = np.asarray(raw(frame), dtype=float)
        if rawest:
            scores = 1.0 / (1.0 + np.exp(-scores))
        return scores if scores.ndim == 2 else np.column_stack([1.0 - scores, scores])

    def labels(frame: Any) -> Any:
        return np.asarray(probabilities(frame).argmax(axis=1), dtype=np.int64)

    model = Model(library, title, booster, labels)
    numbers: List[Any] = list(range(classes))
    model.classes = numbers
    if objective in ONE_AGAINST_REST:
        model.warnings.append("no_shares")
    elif not hinge:
        model.predict_proba = probabilities
    return model
