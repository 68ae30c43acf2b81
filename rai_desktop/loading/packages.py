"""Packages a model file wants that are none of the libraries this program knows, and whether our own Python has one."""

import importlib.machinery
import sys
from collections.abc import Collection
from pathlib import Path

from rai_desktop.project.looks import ModelLook

LIBRARY = {
    "sklearn": "scikit-learn", "imblearn": "imbalanced-learn", "category_encoders": "category-encoders", "numpy": "numpy",
    "pandas": "pandas", "scipy": "scipy", "lightgbm": "lightgbm", "xgboost": "xgboost", "catboost": "catboost",
    "fairlearn": "fairlearn", "cloudpickle": "cloudpickle",
}  # fmt: skip
_NAMING = ("pickle", "skops")  # formats that name Python's classes
_NOT_NEEDED = sys.stdlib_module_names | {"__main__", "joblib"}  # joblib's way of writing arrays is read without it


def wanted(look: ModelLook, modules: Collection[str] = ()) -> list[str]:
    """Top-level packages the file names beyond the known libraries; `modules` are at hand as code beside it."""
    if look.format not in _NAMING:
        return []
    roots = {name.name.split(".")[0] for name in look.names} - {module.split(".")[0] for module in modules}
    return sorted(roots - LIBRARY.keys() - _NOT_NEEDED)


def held_here(package: str) -> bool:
    """Whether this program's own Python has a top-level package, which is not imported; the working folder, where
    a file of that name would be a stranger's, does not count."""
    if not package.isidentifier():
        return False
    places = [place for place in sys.path if place and Path(place).resolve() != Path.cwd().resolve()]
    return importlib.machinery.PathFinder.find_spec(package, places) is not None
