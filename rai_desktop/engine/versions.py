"""Versions of this program, of Python and of the libraries that make numbers: for the record of a run."""

import platform
from functools import cache
from importlib import metadata

from rai_desktop import __version__

_LIBRARIES = ("numpy", "scipy", "pandas", "pyarrow", "scikit-learn", "fairlearn", "shap", "joblib", "skops",
              "onnxruntime", "lightgbm", "xgboost", "xgboost-cpu", "matplotlib", "typst")


def versions() -> dict[str, str]:
    """Name to version, only of what is installed; nothing is imported for it."""
    return dict(_found())


@cache
def _found() -> dict[str, str]:
    """Looked up once: fifteen libraries take a twentieth of a second, and none is installed while the program runs."""
    found = {"rai-desktop": __version__, "python": platform.python_version(), "platform": platform.platform()}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found
