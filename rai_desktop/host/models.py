"""The loaded model, whatever made it, seen the same way: labels, probabilities, decision values."""

from typing import Any, Callable, Dict, List, Optional

from .column_names import feature_names, tells

Answer = Callable[[Any], Any]
# LightGBM's objectives that score each class by itself: scores that are no shares of one.
ONE_AGAINST_REST = ("multiclassova", "multiclass_ova", "ova", "ovr")
CATBOOST_ONE_AGAINST_REST = "MultiClassOneVsAll"
RAW = "binary:logitraw"
_TWO = 2
_LIBRARIES = {"sklearn", "imblearn", "lightgbm", "xgboost", "catboost", "category_encoders", "fairlearn", "builtins"}


class Problem(Exception):
    """What is wrong with a model, as a code that the engine turns into a sentence, and its details."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


class Model:
    """One loaded model. `predict` takes a frame and gives labels or numbers; the others may be None."""

    def __init__(self, kind: str, estimator: str, original: Any, predict: Answer) -> None:
        self.kind = kind
        self.estimator = estimator
        self.original = original
        self.predict = predict
        self.predict_proba: Optional[Answer] = None
        self.decision_function: Optional[Answer] = None
        self.feature_names: List[str] = []
        self.n_features: Optional[int] = None
        self.groups: List[str] = []  # columns given as each row's sensitive features
        self.classes: Optional[List[Any]] = None
        self.warnings: List[str] = []
        self.versions: Dict[str, str] = {}


    def class_texts(self) -> List[str]:
        """The classes as the tables' text: 1.0 is "1"."""
        return [text_of(value) for value in self.classes or []]


def text_of(value: Any) -> str:
    """A value as the tables' text: 1.0 is "1"."""
    return str(int(value)) if isinstance(value, float) and value == value // 1 else str(value)


def wrap(found: Any, kind: str, groups: Optional[Dict[str, List[str]]] = None) -> Model:
    """The model that a pickle, joblib or skops file held; `groups` are the table's sensitive columns with their values.

    Raises Problem when it is none.
    """
    from . import held, other_kinds

    notes: List[str] = []
    original = held.model_in(found, notes)
    other_kinds.check(original)
    boosters = _booster_of(original)
    model = boosters if boosters else _estimator(original, kind, groups)
    told = other_kinds.note(original)
    model.warnings.extend([*notes, told] if told else notes)
    return model


def _booster_of(original: Any) -> Optional[Model]:
    from . import boosters

    module = type(original).__module__.split(".")[0]
    if type(original).__name__ == "Booster" and module in ("xgboost", "lightgbm"):
        return boosters.wrap(original, module)
    return None


def _estimator(original: Any, kind: str, groups: Optional[Dict[str, List[str]]]) -> Model:
    from . import group_models, native_categories, other_kinds, row_forms

    if group_models.asks(original):
        return _by_groups(original, kind, groups)
    if group_models.asks_for_groups(tells(other_kinds.last_of(original), "predict", None)):
        raise Problem("groups_untold", type=type(other_kinds.last_of(original)).__name__)
    model = Model(kind, describe(original), original, _callable(original, "predict"))
    model.feature_names = feature_names(original)
    model.n_features = _count(tells(original, "n_features_in_", None))
    model.classes = _classes(original)
    model.predict_proba = _optional(original, "predict_proba")
    if model.predict_proba is not None and not model.classes:  # clusters' shares, or a class of its author's that tells none
        model.predict_proba = None
        model.warnings.append("no_classes")
    elif model.predict_proba is not None and _scores_alone(other_kinds.last_of(original)):
        model.predict_proba = None
        model.warnings.append("no_shares")
    elif _answers_alone(other_kinds.last_of(original)):
        model.predict_proba = None
    model.decision_function = _optional(original, "decision_function")
    if (form := row_forms.form_of(original)) is not None:
        texts = form is row_forms.texts_of
        model.n_features = 1 if texts else None
        model.feature_names = [] if texts else row_forms.columns_of(original)
        _given(model, form)
    elif not model.feature_names:
        _on_either(model) if _authors_own(original) else _on_arrays(model)
    else:
        _given(model, native_categories.form_of_wrapper(original))
    return model


def _scores_alone(final: Any) -> bool:
    """One class against the rest sums to no 1; XGBoost's raw margins are handed out as if they were shares."""
    if type(final).__module__.split(".")[0] == "catboost":
        return loss_of(final) == CATBOOST_ONE_AGAINST_REST
    return tells(final, "objective_", None) in ONE_AGAINST_REST or tells(final, "objective", None) == RAW


def loss_of(original: Any) -> str:
    """What a model of CatBoost's was trained to keep small; "" where it does not tell."""
    params = tells(original, "get_all_params", dict)()
    return str(params.get("loss_function", ""))


def _answers_alone(final: Any) -> bool:
    """A Gaussian process of more than two classes, one against each other, has the method and no probabilities."""
    one_by_one = tells(final, "multi_class", None) == "one_vs_one" and (tells(final, "n_classes_", 0) or 0) > _TWO
    return bool(one_by_one) and type(final).__name__ == "GaussianProcessClassifier"


def _by_groups(original: Any, kind: str, groups: Optional[Dict[str, List[str]]]) -> Model:
    """It has answers alone, and is given columns of its own and the sensitive ones."""
    from . import group_models

    asking = group_models.Asking(original, groups)
    model = Model(kind, describe(original), original, asking.predict)
    model.feature_names, model.groups = asking.names(), asking.groups
    model.n_features = None if asking.columns else asking.count
    model.classes = _classes(original)
    return model


def _count(value: Any) -> Optional[int]:
    return int(value) if value else None  # CatBoost within others says 0 of columns that it was not told


def _callable(original: Any, name: str) -> Answer:
    function = getattr(original, name)
    if not callable(function):
        raise Problem("no_predict", type=type(original).__name__)
    answer: Answer = function
    return answer


def _optional(original: Any, name: str) -> Optional[Answer]:
    function = tells(original, name, None)
    return function if callable(function) else None


def describe(original: Any) -> str:
    """A pipeline as its steps, a search as what it searched, anything else by its class name."""
    name = type(original).__name__
    steps = tells(original, "steps", None)
    if isinstance(steps, list) and steps:
        return "{}({})".format(name, " → ".join(describe(step[1]) for step in steps if len(step) > 1))
    best = tells(original, "best_estimator_", None)
    if best is not None:
        return "{}({})".format(name, describe(best))
    return name if name != "str" else str(original)


def _classes(original: Any) -> Optional[List[Any]]:
    classes = tells(original, "classes_", None)
    if classes is None:  # a wrapper of another library's
        classes = tells(tells(original, "estimator_", None), "classes_", None)
    if classes is None and type(original).__module__.startswith("pygam") and type(original).__name__ == "LogisticGAM":
        return [False, True]  # it answers truths, and one probability for each
    if classes is None or callable(classes):
        return None
    if isinstance(classes, (list, tuple)) and any(hasattr(c, "__len__") and not isinstance(c, str) for c in classes):
        raise Problem("multi_output", outputs=len(classes))
    values = [c.item() if hasattr(c, "item") else c for c in classes]
    return values if values and all(isinstance(c, (str, int, float, bool)) for c in values) else None


def _on_arrays(model: Model) -> None:
    """Give a model that was fitted on an array an array, so that it meets what it knows."""
    _given(model, as_array)


def _given(model: Model, form: Answer) -> None:
    """Have every question's frame in another form."""
    for name in ("predict", "predict_proba", "decision_function"):
        function = getattr(model, name)
        if function is not None:
            setattr(model, name, lambda frame, call=function: call(form(frame)))


def _on_either(model: Model) -> None:
    """A class of its author's own seldom says whether it was fitted on a frame: it gets one, and an array if it fails."""
    for name in ("predict", "predict_proba", "decision_function"):
        function = getattr(model, name)
        if function is not None:
            setattr(model, name, _first_that_works(function))


def _first_that_works(function: Answer) -> Answer:
    def call(frame: Any) -> Any:
        try:
            return function(frame)
        except Exception as failed:
            values = as_array(frame)
            if values is frame:
                raise
            try:
                return function(values)
            except Exception:
                raise failed from None

    return call


def _authors_own(original: Any) -> bool:
    """Whether what meets the rows first is no class of a known library."""
    steps = tells(original, "steps", None)
    if isinstance(steps, list) and steps and len(steps[0]) > 1:
        return _authors_own(steps[0][1])
    return type(original).__module__.split(".")[0] not in _LIBRARIES


def as_array(frame: Any) -> Any:
    """A frame's values if all are numbers; otherwise the frame, whose columns know their types."""
    kinds = {getattr(dtype, "kind", "O") for dtype in getattr(frame, "dtypes", ())}
    return frame.to_numpy() if kinds and kinds <= set("biuf") else frame
