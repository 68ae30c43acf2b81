"""Open the one model: confine this process, then load by format, then say what was loaded."""

import importlib.util
import sys
import warnings
from typing import Any, Dict, List, Tuple

from . import (
    authors_code,
    boosters,
    boosting_rows,
    confinement,
    functions,
    models,
    onnx_files,
    semaphores,
    skops_files,
    unpickling,
)
from .models import Model, Problem
from .rules import Blocked, Rules
from .sources import Unreadable

_LIBRARIES = ("sklearn", "numpy", "pandas", "scipy", "joblib", "skops", "onnxruntime", "xgboost", "lightgbm", "catboost")


def open_model(settings: Dict[str, Any]) -> Tuple[Dict[str, Any], Model]:
    """Facts for the engine and the model. Raises Problem, or whatever the model's library raises."""
    rules = Rules.read(settings["rules"], settings.get("allowed", ()))
    isolation = confinement.confine(settings) if settings.get("confine", True) else {}
    if (settings.get("allowed") or settings.get("code")) and not _holds(isolation):
        raise Problem("not_confined", open=isolation.get("self_test", "").partition("open:")[2])
    semaphores.install()
    authors_code.hide_ourselves()
    if settings.get("code"):
        authors_code.offer(settings["code"])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = _load(settings, rules)
    if importlib.util.find_spec("pandas") is None:  # told now, for at every question it would be
        raise Problem("no_pandas", python=sys.executable)
    boosting_rows.install()
    model.warnings.extend(_told(caught))
    return dict(facts(model), isolation=isolation), model


def _holds(isolation: Dict[str, str]) -> bool:
    """Whether the self-test found every door shut."""
    return isolation.get("self_test", "").endswith("|open:")


def _load(settings: Dict[str, Any], rules: Rules) -> Model:
    try:
        return _by_format(settings["path"], settings["format"], settings, rules)
    except unpickling.Lacking as error:
        raise Problem("missing_library", library=str(error)) from error
    except ImportError as error:
        raise _unimported(error) from error
    except Blocked as error:
        raise Problem("blocked", name=error.name, why=error.why) from error
    except Unreadable as error:
        raise Problem("unreadable", why=error.why) from error
    except unpickling.Gone as error:
        raise Problem("gone", name=error.name, library=error.library) from error


def _unimported(error: ImportError) -> Problem:
    """A library is not there; or it is, and lacks a part that another asks for, or one of the system's."""
    name = error.name or str(error)
    library = name.split(".")[0]
    if isinstance(error, ModuleNotFoundError) and (name == library or library not in sys.modules):
        return Problem("missing_library", library=library)
    return Problem("broken_library", text=str(error)[:500])


def _by_format(path: str, kind: str, settings: Dict[str, Any], rules: Rules) -> Model:
    threads = int(settings.get("threads", 1))
    if kind == "pickle":
        return models.wrap(unpickling.load(path, rules), kind, settings.get("groups"))
    if kind == "python":
        return functions.load(path, settings)
    if kind == "skops":
        return models.wrap(skops_files.load(path, rules), kind, settings.get("groups"))
    if kind == "onnx":
        return onnx_files.load(path, threads)
    if kind in ("catboost", "catboost_json"):
        return boosters.load_catboost(path, threads, "cbm" if kind == "catboost" else "json")
    if kind in ("xgboost", "lightgbm"):
        return getattr(boosters, "load_" + kind)(path, threads)  # type: ignore[no-any-return]
    raise Problem("unknown_format", format=kind)


def _told(caught: List[Any]) -> List[str]:
    """Warnings while loading, those about versions as `version|name|saved|running`."""
    told = []
    for warning in caught:
        message = warning.message
        if type(message).__name__ == "InconsistentVersionWarning":
            told.append(
                "version|scikit-learn|{}|{}".format(message.original_sklearn_version, message.current_sklearn_version)
            )
    return list(dict.fromkeys(told))


def facts(model: Model) -> Dict[str, Any]:
    """What the model says of itself, as JSON."""
    return {
        "kind": model.kind,
        "estimator": model.estimator,
        "feature_names": model.feature_names,
        "n_features": model.n_features,
        "groups": model.groups,
        "classes": model.classes,
        "has_scores": model.predict_proba is not None,
        "has_decision": model.decision_function is not None,
        "warnings": model.warnings,
        "versions": dict(running(), **model.versions),
    }


def running() -> Dict[str, str]:
    """Versions of Python and of what was imported."""
    found = {"python": "{}.{}.{}".format(*sys.version_info[:3])}
    for name in _LIBRARIES:
        module = sys.modules.get(name)
        if module is not None and hasattr(module, "__version__"):
            found["scikit-learn" if name == "sklearn" else name] = str(module.__version__)
    return found
