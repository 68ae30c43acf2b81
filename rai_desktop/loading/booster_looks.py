"""A look at the files of boosting libraries: their versions, and whether their trees are trees."""

from collections.abc import Callable
from pathlib import Path

from rai_desktop.host import booster_trees, booster_versions, catboost_models, flatbuffers, lightgbm_models
from rai_desktop.i18n import _
from rai_desktop.loading import booster_json, catboost_files, tree_words, words
from rai_desktop.loading.found import Found

_LGB_HEAD = 65_536
_LARGEST = 4 * 2**30  # of a booster that is read as a whole
_XGB_ENDS = 4096  # where its two binary forms say the version: UBJSON at its end


def xgboost(path: Path, kind: str) -> Found:
    """Every number of it is looked at where its library would follow it."""
    if path.stat().st_size > _LARGEST:
        return Found(anomalies=[tree_words.unfamiliar("large")])
    data = path.read_bytes()
    ends = data[:_XGB_ENDS] if kind == "xgboost_binary" else data[-_XGB_ENDS:]
    found = Found(versions=booster_versions.xgboost(ends) or booster_versions.xgboost(data))
    return _with_trees(found, lambda: booster_trees.check_file(kind, data, booster_json.read))


def lightgbm(path: Path, kind: str) -> Found:
    """Its models are text."""
    if path.stat().st_size > _LARGEST:
        return Found(anomalies=[tree_words.unfamiliar("large")])
    data = path.read_bytes()
    if b"feature_names=" not in data[:_LGB_HEAD] or b"num_class=" not in data[:_LGB_HEAD]:
        return Found(refused=words.damage("malformed", ""))
    found = Found(versions=booster_versions.lightgbm_format(data[:_LGB_HEAD]))
    if lightgbm_models.is_followed(data):
        found.anomalies.append(words.damage("trailing", "")[0])
    return _with_trees(found, lambda: booster_trees.check_file(kind, data))


def _with_trees(found: Found, look: Callable[[], object]) -> Found:
    """What is odd about the trees ends the look; that they could not be looked at is told."""
    try:
        look()
    except booster_trees.Unfamiliar as error:
        found.anomalies.append(tree_words.unfamiliar(error.why))
    except booster_trees.Misshapen as error:
        return _odd_trees(found, error)
    return found


def _odd_trees(found: Found, error: booster_trees.Misshapen) -> Found:
    sentence = words.breach(error.name, error.why)
    found.anomalies.append(sentence)
    found.refused = (sentence, tree_words.way_out())
    return found


def catboost(path: Path, kind: str) -> Found:
    """CatBoost's formats hold numbers, borders and texts; the pages of a decision say which."""
    try:
        told = catboost_files.read_binary(path) if kind == "catboost" else catboost_files.read_json(path)
    except flatbuffers.Malformed as error:
        return Found(refused=words.damage("malformed", str(error)[:200]))
    except booster_trees.Unfamiliar as error:
        return Found(anomalies=[tree_words.unfamiliar(error.why)])
    except booster_trees.Misshapen as error:
        damaged = error.why in ("trees_cut", "trees_form")  # nothing that could be told of a tree
        return Found(refused=words.damage("malformed", error.name)) if damaged else _odd_trees(Found(), error)
    found = Found(versions={"catboost": told.version} if told.version else {})
    found.contents = {
        _("Loss"): told.loss or _("not told"),
        _("Classes"): words.listed(told.classes) or _("none"),
        _("Features"): words.listed(told.features) or _("none"),
        _("Categorical features"): str(told.categorical),
        _("Trees"): _("{trees} with {leaves} leaves").format(trees=told.trees, leaves=told.leaves),
    }
    if kind == "catboost" and catboost_models.is_followed(path.read_bytes()):
        found.anomalies.append(words.damage("trailing", "")[0])
    return found
