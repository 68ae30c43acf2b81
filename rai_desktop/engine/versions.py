"""Versions of this program, of Python and of the libraries that make numbers: for the record of a run."""

import platform
from importlib import metadata

from rai_desktop import __version__

_LIBRARIES = ("numpy", "scipy", "pandas", "pyarrow", "scikit-learn", "fairlearn", "shap", "joblib", "skops",
              "onnxruntime", "lightgbm", "xgboost", "xgboost-cpu", "matplotlib", "typst")


def versions() -> dict[str, str]:
    """Name to version, only of what is installed; nothing is imported for it."""
    found = {"rai-desktop": __version__, "python": platform.python_version(), "platform": platform.platform()}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found
