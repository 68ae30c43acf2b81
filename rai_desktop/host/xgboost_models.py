"""XGBoost's models as JSON or UBJSON gives them: whether what they say of sizes agrees, before compiled code reads them."""

from typing import Any, Dict, List

from .forests import Misshapen, Unfamiliar, joined, number
from .xgboost_trees import check_outputs, check_trees

_KNOWN = 3  # the newest major version whose files are known
_MOST_FEATURES, _MOST_PARALLEL, _MOST_THREADS = 2**28, 2**24, 4096
_SIZES = ("num_class", "num_feature", "num_target")


def check(held: Any) -> None:
    """Raises Misshapen, or Unfamiliar where a newer version writes what is not known here."""
    try:
        model = _part(held, "Model") if "Model" in held else held
        learner = _part(model, "learner")
        if "Config" in held:
            check_config(held["Config"], _part(learner, "learner_model_param"))
        _check_learner(learner)
    except (Misshapen, TypeError, LookupError, AttributeError, ValueError) as error:
        if _is_newer(held) and _is_form(error):
            raise Unfamiliar from error
        if isinstance(error, Misshapen):
            raise
        raise Misshapen("form") from None


def _is_form(error: Exception) -> bool:
    """Something is not there. A newer version may keep it elsewhere; no version has children or sizes that lie."""
    return isinstance(error, LookupError) or (isinstance(error, Misshapen) and error.why == "trees_missing")


def _is_newer(held: Any) -> bool:
    model = held.get("Model", held) if isinstance(held, dict) else None
    version = model.get("version") if isinstance(model, dict) else None
    return isinstance(version, list) and len(version) > 0 and isinstance(version[0], int) and version[0] > _KNOWN


def _part(held: Any, name: str) -> Dict[str, Any]:
    part = held.get(name) if isinstance(held, dict) else None
    if not isinstance(part, dict):
        raise Misshapen("missing", name)
    return part


def check_config(config: Any, params: Dict[str, Any]) -> None:
    """What a pickle says of sizes a second time must be the same; and no more threads than a machine could have."""
    learner = _part(config, "learner")
    number(learner.get("generic_param", {}).get("nthread", "0"), "nthread", -1, _MOST_THREADS)
    again = learner.get("learner_model_param", {})
    for name in _SIZES:
        if name in again and name in params and str(again[name]) != str(params[name]):
            raise Misshapen("twofold", name)


def _check_learner(learner: Dict[str, Any]) -> None:
    params = _part(learner, "learner_model_param")
    features = number(params.get("num_feature", 0), "num_feature", 0, _MOST_FEATURES)
    classes = number(params.get("num_class", 0), "num_class", 0, 2**31 - 1)
    outputs = max(classes, number(params.get("num_target", 1), "num_target", 0, 2**31 - 1), 1)
    _check_objective(learner.get("objective", {}), classes)
    _check_booster(_part(learner, "gradient_booster"), features, outputs)
    starts = str(params.get("base_score", "")).count(",") + 1
    if starts not in (1, outputs):
        raise Misshapen("list", "base_score", starts, outputs)


def _check_objective(objective: Dict[str, Any], classes: int) -> None:
    """The objective turns as many scores into shares as it says by itself."""
    own = objective.get("softmax_multiclass_param", {}).get("num_class", classes)
    if number(own, "num_class", 0, 2**31 - 1) != classes:
        raise Misshapen("twofold", "num_class")


def _check_booster(booster: Dict[str, Any], features: int, outputs: int) -> None:
    name = booster.get("name")
    if name == "gblinear":
        weights, wanted = len(_part(booster, "model").get("weights", ())), (features + 1) * outputs
        if weights not in (0, wanted):  # none before the first round
            raise Misshapen("list", "weights", weights, wanted)
    elif name == "dart":
        trees = _check_model(_part(_part(booster, "gbtree"), "model"), features, outputs)
        if len(booster.get("weight_drop", ())) != trees:
            raise Misshapen("list", "weight_drop", len(booster.get("weight_drop", ())), trees)
    elif name == "gbtree":
        _check_model(_part(booster, "model"), features, outputs)
    else:
        raise Unfamiliar


def _check_model(model: Dict[str, Any], features: int, outputs: int) -> int:
    """How many trees there are."""
    params, trees = _part(model, "gbtree_model_param"), model.get("trees", [])
    count = number(params.get("num_trees", len(trees)), "num_trees", 0, 2**31 - 1)
    if count != len(trees):
        raise Misshapen("count", count, len(trees))
    number(params.get("num_parallel_tree", 1), "num_parallel_tree", 0, _MOST_PARALLEL)
    _check_numbering(model, trees)
    check_trees(trees, features, outputs)
    check_outputs(joined([model.get("tree_info", [])]), count, outputs)
    if "cats" in model:
        _check_names_of_categories(model["cats"])
    return count


def _check_numbering(model: Dict[str, Any], trees: List[Dict[str, Any]]) -> None:
    """Every tree has its own number; rounds end one after another, the last with the last tree."""
    import numpy as np

    if any(type(tree.get("id")) is not int for tree in trees) or {tree["id"] for tree in trees} != set(range(len(trees))):
        raise Misshapen("ids")
    if "iteration_indptr" in model:
        ends = joined([model["iteration_indptr"]])
        if not len(ends) or ends[0] or ends[-1] != len(trees) or (np.diff(ends) < 0).any():
            raise Misshapen("rounds", len(trees))


def _check_names_of_categories(cats: Dict[str, Any]) -> None:
    """Since XGBoost 3.1 a model keeps the names of categories, in one text for each feature with where each begins."""
    import numpy as np

    encoded, segments = cats.get("enc", []), joined([cats.get("feature_segments", [])])
    lengths = []
    for place, each in enumerate(encoded):
        values = each.get("values", ())
        if "offsets" not in each:
            lengths.append(len(values))
            continue
        ends = joined([each["offsets"]])
        if len(ends) and (ends[0] or ends[-1] > len(values) or (np.diff(ends) < 0).any()):
            raise Misshapen("names", place)
        lengths.append(max(len(ends) - 1, 0))
    wanted = np.concatenate([[0], np.cumsum(lengths)]) if lengths else segments[:0]
    if not np.array_equal(segments, wanted.astype(np.int64)):
        raise Misshapen("names", -1)
    order = joined([cats.get("sorted_idx", [])])
    if len(order) and (len(order) != wanted[-1] or (order < 0).any() or (order >= max(lengths)).any()):
        raise Misshapen("names", -1)
