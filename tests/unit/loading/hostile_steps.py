"""Hostile steps of pipelines: methods called by name that move a path's file, and functions that SciPy names by a call."""

from collections.abc import Iterator

from tests.unit.loading.hostile_gadgets import partial, transformer
from tests.unit.loading.opcodes import built, called, file, made, name, result_called

Samples = Iterator[tuple[str, bytes]]
FRAME = called("pandas", "DataFrame", {"a": [1]})
CALLER = name("operator", "methodcaller")


def steps(_shell: str, _code: str, marker: str) -> Samples:
    yield from named_methods(marker)
    yield from keyword_methods(marker)
    yield from methods_named_later(marker)
    yield from tables_that_transform(marker)
    for module, function, bound in (("os", "system", None), ("scipy.fft._basic", "fft.__globals__", None), ("scipy.fft._basic", "fft", FRAME)):
        yield f"step-scipys-{module}-{function}-{bound is None}", file(called("scipy._lib._uarray._backend", "unpickle_function", module, function, bound))


def named_methods(marker: str) -> Samples:
    for method, given in (("replace", marker), ("rename", marker), ("copy", marker), ("get", name("pandas", "DataFrame")),
                          ("assign", [name("pandas", "DataFrame")])):
        yield f"step-method-{method}", file(transformer(called("operator", "methodcaller", method, given)))


def keyword_methods(marker: str) -> Samples:
    for method, keywords in (("replace", {"target": marker}), ("write_text", {"data": "x"}), ("to_dict", {"into": name("pandas", "DataFrame")})):
        yield f"step-keyword-{method}", file(transformer(result_called(built(partial(CALLER), (CALLER, (method,), keywords, None)))))
    later = built(partial(CALLER), (CALLER, ("rename",), {"index": None}, None))
    yield "step-keyword-later-argument", file(transformer(result_called(later, marker)))
    yield "step-keyword-of-other", file(built(partial(CALLER), (name("joblib.logger", "PrintTime"), ("x",), {}, None)))


def methods_named_later(marker: str) -> Samples:
    """Steps that make what calls a method by its name only when the model is asked, and what keeps such a name under another key."""
    for module, kind in (("sklearn.metrics._scorer", "_Scorer"), ("sklearn.metrics._scorer", "make_scorer"),
                         ("sklearn.metrics.scorer", "_Scorer"), ("sklearn.metrics.scorer", "make_scorer"),
                         ("sklearn.ensemble._stacking", "StackingClassifier"), ("sklearn.multioutput", "ClassifierChain"),
                         ("sklearn.model_selection._classification_threshold", "FixedThresholdClassifier"),
                         ("fairlearn.postprocessing._threshold_optimizer", "ThresholdOptimizer")):  # fmt: skip
        yield f"step-later-{module}.{kind}", file(built(made("sklearn.pipeline", "Pipeline"), {"steps": [
            ("name", transformer(partial(name("_operator", "getitem"), ("save_model",)))),
            ("maker", transformer(partial(name(module, kind), name("sklearn.metrics._classification", "accuracy_score"), 1, {}))),
            ("call", transformer(name("functools", "partial"))), ("of", called("pandas", "Series", [marker]))]}))
    path = called("pathlib", "PosixPath", marker)
    for module, kind, key in (("fairlearn.postprocessing._interpolated_thresholder", "InterpolatedThresholder", "_predict_method"),
                              ("fairlearn.postprocessing._threshold_optimizer", "ThresholdOptimizer", "_predict_method"),
                              ("sklearn.multioutput", "ClassifierChain", "chain_method_")):  # fmt: skip
        yield f"step-later-{kind}-{key}", file(built(made(module, kind), {"estimator_": path, "estimators_": [path], key: "write_text"}))


def tables_that_transform(marker: str) -> Samples:
    """A table in an estimator's place: its own `transform` calls the method that its argument names, such as `to_clipboard`."""
    series = called("pandas", "Series", [marker])
    for module, kind, key in (("sklearn.model_selection._search", "GridSearchCV", "best_estimator_"), ("sklearn.frozen._frozen", "FrozenEstimator", "estimator"),
                              ("sklearn.compose._target", "TransformedTargetRegressor", "transformer_"),
                              ("category_encoders.target_encoder", "TargetEncoder", "ordinal_encoder")):  # fmt: skip
        for what, table in (("series", series), ("frame", FRAME)):
            yield f"step-table-{kind}-{what}", file(built(made(module, kind), {key: table}))
