"""Which modules of its author's a model asks for, and which of them a Python file may be."""

from pathlib import Path

from rai_desktop.gui.model_page import Seen
from rai_desktop.project.model import FileRef

FUNCTIONS = {"predict", "predict_proba"}  # of a file that is itself the model
_LIBRARIES = {"sklearn", "numpy", "scipy", "pandas", "lightgbm", "xgboost", "catboost", "imblearn", "category_encoders",
              "fairlearn", "joblib", "skops", "torch", "tensorflow", "keras", "cloudpickle"}  # fmt: skip


def module_of(ref: FileRef) -> str:
    """What a code file is imported as: what the analyst said, else its own name."""
    return ref.options.get("module") or Path(ref.path).stem


def wanted_modules(seen: Seen) -> list[str]:
    """Modules of unknown names that no code file beside the model holds yet, each once."""
    if seen.look is None or seen.look.format == "python":
        return []
    held = {module_of(ref) for ref in seen.inputs.code}
    asked = [use.name.rpartition(".")[0] for use in seen.look.names if use.judgement == "unknown"]
    return [module for module in dict.fromkeys(asked)
            if module and module not in held and module.split(".")[0] not in _LIBRARIES]


def likely_module(path: str, wanted: list[str]) -> str:
    """The module a chosen file probably is: one whose last part is its name, else the only one wanted, else its name."""
    stem = Path(path).stem
    alike = [module for module in wanted if module.rsplit(".", 1)[-1] == stem]
    if alike:
        return alike[0]
    return wanted[0] if len(wanted) == 1 else stem
