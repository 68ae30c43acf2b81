"""The names in a model file, sorted by what they are for, as one who does not program would sort them."""

from collections.abc import Iterable

from rai_desktop.i18n import _
from rai_desktop.project.looks import NameUse

DECIDES, PREPARES, NUMBERS, PYTHON, INNER, OTHER = "decides", "prepares", "numbers", "python", "inner", "other"
_DECIDING = {
    "linear_model", "ensemble", "tree", "svm", "neural_network", "naive_bayes", "neighbors", "discriminant_analysis",
    "gaussian_process", "kernel_ridge", "calibration", "dummy", "isotonic", "cluster", "mixture", "multiclass",
    "semi_supervised", "cross_decomposition", "multioutput", "model_selection",
}  # fmt: skip
_PREPARING = {
    "preprocessing", "impute", "compose", "pipeline", "feature_extraction", "feature_selection", "decomposition",
    "random_projection", "kernel_approximation", "manifold",
}  # fmt: skip
_BOOSTERS = {"lightgbm", "xgboost", "catboost", "fairlearn"}
_PREPARERS = {"category_encoders", "imblearn"}
_NUMBERS = {"numpy", "scipy", "pandas", "joblib"}
_PYTHON = {"builtins", "__builtin__", "collections", "copyreg", "copy_reg", "_codecs", "datetime", "decimal", "fractions",
           "functools", "operator", "types", "uuid", "_operator", "zoneinfo", "array"}  # fmt: skip


def group(name: str) -> str:
    """What a listed name is for."""
    parts = name.split(".")
    root, short = parts[0], parts[-1]
    if root in _NUMBERS:
        return NUMBERS
    if root in _PYTHON:
        return PYTHON
    if short.startswith(("_", "Cy")) or any(part.startswith("_loss") for part in parts):
        return INNER
    if root == "sklearn":
        part = parts[1] if len(parts) > 1 else ""
        made = {DECIDES: part in _DECIDING and short[:1].isupper(), PREPARES: part in _PREPARING and short[:1].isupper()}
        return next((kind for kind, fits in made.items() if fits and not _inner_class(short)), INNER)
    return DECIDES if root in _BOOSTERS else PREPARES if root in _PREPARERS else OTHER


def _inner_class(short: str) -> bool:
    """Public by name, yet a part of an estimator and none itself."""
    return short in {"Tree", "TreePredictor", "BinaryTree", "KDTree", "BallTree", "KDTree64", "BallTree64", "Interval"} or (
        short.endswith(("Link", "Loss", "Splitter", "Criterion")))


def grouped(names: Iterable[NameUse]) -> dict[str, list[str]]:
    """{group: short names, each once, as the file has them}; no empty groups."""
    found: dict[str, list[str]] = {kind: [] for kind in (DECIDES, PREPARES, OTHER, NUMBERS, PYTHON, INNER)}
    for use in names:
        short, kind = use.name.rsplit(".", 1)[-1], group(use.name)
        if short not in found[kind] and (kind == INNER or not short.startswith("_")):
            found[kind].append(short)
    return {kind: shorts for kind, shorts in found.items() if shorts}


def group_title(kind: str) -> str:
    """A group's name for people."""
    return {
        DECIDES: _("Makes the decision"), PREPARES: _("Prepares the columns"), NUMBERS: _("Holds numbers and tables"),
        PYTHON: _("Python's own building blocks"), INNER: _("Inner parts of these libraries"),
        OTHER: _("From other listed libraries"),
    }[kind]
