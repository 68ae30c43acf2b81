"""Crafted boosters: honest models of XGBoost, LightGBM and CatBoost in which one number is a lie that compiled code follows."""

import copy
import json
import struct
from collections.abc import Callable, Iterator
from typing import Any

from tests.unit.loading.hostile_catboost import binaries
from tests.unit.loading.opcodes import Raw, built, called, file, made

Samples = Iterator[tuple[str, bytes]]
Tree = dict[str, Any]
TREES = ("learner", "gradient_booster", "model", "trees")


def tree(number: int) -> Tree:
    """A root, a node below it, three leaves."""
    return {
        "base_weights": [0.1, 0.2, -0.5, 0.3, 0.4], "categories": [], "categories_nodes": [], "categories_segments": [],
        "categories_sizes": [], "default_left": [0, 1, 0, 0, 0], "id": number, "left_children": [1, 3, -1, -1, -1],
        "loss_changes": [9.0, 2.0, 0.0, 0.0, 0.0], "parents": [2147483647, 0, 0, 1, 1], "right_children": [2, 4, -1, -1, -1],
        "split_conditions": [0.5, -0.5, -0.5, 0.3, 0.4], "split_indices": [0, 1, 0, 0, 0], "split_type": [0, 0, 0, 0, 0],
        "sum_hessian": [20.0, 12.0, 8.0, 7.0, 5.0],
        "tree_param": {"num_deleted": "0", "num_feature": "2", "num_nodes": "5", "size_leaf_vector": "1"},
    }  # fmt: skip


def xgboost_model() -> dict[str, Any]:
    """A classifier of two classes with two trees on two features."""
    model = {
        "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": "2"}, "iteration_indptr": [0, 1, 2], "tree_info": [0, 0],
        "trees": [tree(0), tree(1)],
    }  # fmt: skip
    params = {"base_score": "5E-1", "boost_from_average": "1", "num_class": "0", "num_feature": "2", "num_target": "1"}
    learner = {
        "attributes": {}, "feature_names": [], "feature_types": [], "gradient_booster": {"model": model, "name": "gbtree"},
        "learner_model_param": params, "objective": {"name": "binary:logistic", "reg_loss_param": {"scale_pos_weight": "1"}},
    }  # fmt: skip
    return {"learner": learner, "version": [3, 0, 0]}


def changed(places: tuple[Any, ...], value: Any) -> bytes:
    """The honest model as JSON with one thing put in place of another, or taken out where the value is None."""
    model = xgboost_model()
    part = model
    for place in places[:-1]:
        part = part[place]
    if value is None:
        del part[places[-1]]
    else:
        part[places[-1]] = value
    return json.dumps(model).encode()


ONE = (*TREES, 1)
_XGBOOST: dict[str, tuple[tuple[Any, ...], Any]] = {
    "child-itself": ((*ONE, "left_children", 1), 1), "child-root": ((*ONE, "right_children", 1), 0),
    "child-twice": ((*ONE, "right_children", 1), 3), "child-beyond": ((*ONE, "left_children", 0), 5),
    "child-negative": ((*ONE, "right_children", 0), -1), "child-huge": ((*ONE, "left_children", 0), 2**31 - 1),
    "child-wrapped": ((*ONE, "left_children", 0), 2**32 + 1), "child-least": ((*ONE, "left_children", 0), -(2**31)),
    "loose": ((*ONE, "left_children", 1), -1), "parent-beyond": ((*ONE, "parents", 3), 7), "parent-itself": ((*ONE, "parents", 1), 1),
    "parent-negative": ((*ONE, "parents", 4), -5), "feature-beyond": ((*ONE, "split_indices", 0), 2),
    "feature-huge": ((*ONE, "split_indices", 1), 10**6), "feature-negative": ((*ONE, "split_indices", 0), -1),
    "nodes-more": ((*ONE, "tree_param", "num_nodes"), "6"), "nodes-fewer": ((*ONE, "tree_param", "num_nodes"), "3"),
    "nodes-none": ((*ONE, "tree_param", "num_nodes"), "0"), "nodes-huge": ((*ONE, "tree_param", "num_nodes"), "2147483647"),
    "weights-short": ((*ONE, "base_weights"), [0.1]), "conditions-short": ((*ONE, "split_conditions"), [0.5]),
    "hessian-missing": ((*ONE, "sum_hessian"), None), "leaf-vector": ((*ONE, "tree_param", "size_leaf_vector"), "1000000000"),
    "kind": ((*ONE, "split_type", 0), 1), "id-twice": ((*ONE, "id"), 0), "id-beyond": ((*ONE, "id"), 2), "id-negative": ((*ONE, "id"), -1),
    "trees-more": ((*TREES[:3], "gbtree_model_param", "num_trees"), "3"), "trees-huge": ((*TREES[:3], "gbtree_model_param", "num_trees"), "1000000000"),
    "output-beyond": ((*TREES[:3], "tree_info", 1), 1), "output-negative": ((*TREES[:3], "tree_info", 1), -1),
    "rounds-beyond": ((*TREES[:3], "iteration_indptr", 2), 9), "rounds-back": ((*TREES[:3], "iteration_indptr", 1), -4),
    "classes-huge": (("learner", "learner_model_param", "num_class"), "1000000000"),
    "targets-huge": (("learner", "learner_model_param", "num_target"), "1000000000"),
    "features-fewer": (("learner", "learner_model_param", "num_feature"), "1"),
    "features-huge": (("learner", "learner_model_param", "num_feature"), "2147483647"),
    "scores": (("learner", "learner_model_param", "base_score"), "[5E-1,5E-1,5E-1]"),
    "weight-drop": (("learner", "gradient_booster"), {"name": "dart", "gbtree": {"model": xgboost_model()["learner"]["gradient_booster"]["model"]},
                                                      "weight_drop": [1.0]}),
    "linear-short": (("learner", "gradient_booster"), {"name": "gblinear", "model": {"weights": [0.1]}}),
}  # fmt: skip
_SET = {"categories": [1, 2], "categories_nodes": [0], "categories_segments": [0], "categories_sizes": [2], "split_type": [1, 0, 0, 0, 0]}
_SETS: dict[str, dict[str, Any]] = {
    "beyond": {"categories_sizes": [200]}, "before": {"categories_segments": [-1]}, "node-beyond": {"categories_nodes": [9]},
    "huge": {"categories": [1, 2**31 - 1]}, "negative": {"categories": [1, -7]}, "none": {"categories_sizes": [0], "categories": []},
}  # fmt: skip


def xgboost_text() -> Samples:
    for title, (places, value) in _XGBOOST.items():
        yield title, changed(places, value)
    for title, lie in _SETS.items():
        yield f"categories-{title}", changed(ONE, {**tree(1), **_SET, **lie})
    honest = json.dumps(xgboost_model())
    yield "twice", honest.replace('"tree_info": [0, 0]', '"tree_info": [0, 0], "tree_info": [0, 9]').encode()


_TYPES = {
    **dict.fromkeys(("left_children", "right_children", "parents", "split_indices", "categories", "categories_nodes"), "i"),
    **dict.fromkeys(("base_weights", "loss_changes", "split_conditions", "sum_hessian"), "f"),
    **dict.fromkeys(("categories_segments", "categories_sizes"), "q"), "default_left": "B", "split_type": "B",
}  # fmt: skip
_MARKS = {"i": b"l", "f": b"d", "q": b"L", "B": b"U"}


def ubjson(value: Any, name: str = "") -> bytes:
    """As XGBoost writes it: the lists of a tree each of one type."""
    if isinstance(value, dict):
        return b"{" + b"".join(_long(len(key.encode())) + key.encode() + ubjson(each, key) for key, each in value.items()) + b"}"
    if isinstance(value, str):
        return b"S" + _long(len(value.encode())) + value.encode()
    if isinstance(value, int):
        return b"l" + struct.pack(">i", value)
    if isinstance(value, float):
        return b"d" + struct.pack(">f", value)
    if kind := _TYPES.get(name):
        return b"[$" + _MARKS[kind] + b"#" + _long(len(value)) + struct.pack(f">{len(value)}{kind}", *value)
    return b"[#" + _long(len(value)) + b"".join(map(ubjson, value))


def _long(number: int) -> bytes:
    return b"L" + struct.pack(">q", number)


_INFO = _long(9) + b"tree_info"


def ubjson_samples() -> Samples:
    honest = ubjson(xgboost_model())
    for title in ("child-itself", "child-beyond", "feature-huge", "weights-short", "id-twice", "classes-huge"):
        yield title, ubjson(json.loads(changed(*_XGBOOST[title])))
    list_of_five = b"left_children[$l#" + _long(5)
    yield "length-huge", honest.replace(list_of_five, b"left_children[$l#" + _long(2**40), 1)
    yield "length-negative", honest.replace(list_of_five, b"left_children[$l#" + _long(-1), 1)
    yield "text-huge", honest.replace(_long(13) + b"left_children", _long(2**50) + b"left_children", 1)
    yield "nested", b"{" + _long(7) + b"learner" + b"[" * 200_000
    yield "twice", honest.replace(_INFO, _INFO + ubjson([0, 9]) + _INFO, 1)


def binary(nodes: list[tuple[int, int, int, int]] | None = None, trees: int = 1, count: int = 3, classes: int = 0, features: int = 2,
           info: int = 0) -> bytes:  # fmt: skip
    """XGBoost's first format: a root with two leaves; nodes are (above, left, right, feature)."""
    nodes = nodes or [(-1, 1, 2, 0), (0, -1, -1, 0), (0, -1, -1, 0)]
    learner = struct.pack("<fIiiiII", 0.5, features, classes, 0, 0, 1, 4) + bytes(108)
    names = b"".join(struct.pack("<Q", len(name)) + name for name in (b"binary:logistic", b"gbtree"))
    whole = struct.pack("<iiiiiI", 1, count, 0, 0, 2, 0) + bytes(124)
    laid = b"".join(struct.pack("<iiiIf", *node, 0.1) for node in nodes) + struct.pack("<fffi", 1, 1, 1, 0) * len(nodes)
    return b"binf" + learner + names + struct.pack("<i", trees) + bytes(156) + whole + laid + struct.pack("<i", info)


def binary_samples() -> Samples:
    leaf = (0, -1, -1, 0)
    yield "child-itself", binary([(-1, 1, 2, 0), (0, 1, 1, 0), leaf])
    yield "child-root", binary([(-1, 1, 0, 0), leaf, leaf])
    yield "child-beyond", binary([(-1, 1, 9, 0), leaf, leaf])
    yield "feature", binary([(-1, 1, 2, 77), leaf, leaf])
    yield "parent", binary([(-1, 1, 2, 0), (2, -1, -1, 0), leaf])
    yield "nodes", binary(count=2**30)
    yield "trees", binary(trees=2**30)
    yield "classes", binary(classes=10**9)
    yield "output", binary(info=5)


LIGHTGBM = """tree
version=v4
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=1
objective=binary sigmoid:1
feature_names=a b
feature_infos=[-3:3] [-3:3]
tree_sizes=SIZE

Tree=0
num_leaves=3
num_cat=0
split_feature=0 1
split_gain=9 2
threshold=0.5 -0.5
decision_type=2 2
left_child=1 -1
right_child=-2 -3
leaf_value=0.1 -0.5 0.3
leaf_weight=7 8 5
leaf_count=70 80 50
internal_value=0 0.2
internal_weight=20 12
internal_count=200 120
is_linear=0
shrinkage=1


end of trees

feature_importances:
a=1
b=1

parameters:
[boosting: gbdt]
end of parameters

pandas_categorical:null
"""
_LIGHTGBM = {
    "child-itself": ("left_child=1 -1", "left_child=1 1"), "child-root": ("left_child=1 -1", "left_child=0 -1"),
    "child-beyond": ("left_child=1 -1", "left_child=2 -1"), "leaf-beyond": ("right_child=-2 -3", "right_child=-2 -4"),
    "leaf-twice": ("right_child=-2 -3", "right_child=-2 -2"), "child-least": ("left_child=1 -1", "left_child=1 -2147483648"),
    "child-huge": ("left_child=1 -1", "left_child=1000000000 -1"), "child-short": ("left_child=1 -1", "left_child=1"),
    "feature-beyond": ("split_feature=0 1", "split_feature=0 2"), "feature-negative": ("split_feature=0 1", "split_feature=-1 1"),
    "feature-huge": ("split_feature=0 1", "split_feature=0 2000000000"), "leaves-more": ("num_leaves=3", "num_leaves=4"),
    "leaves-huge": ("num_leaves=3", "num_leaves=1000000000"), "leaves-negative": ("num_leaves=3", "num_leaves=-3"),
    "values-short": ("leaf_value=0.1 -0.5 0.3", "leaf_value=0.1"), "values-missing": ("leaf_value=0.1 -0.5 0.3\n", ""),
    "threshold-short": ("threshold=0.5 -0.5", "threshold=0.5"), "rows-negative": ("leaf_count=70", "leaf_count=-70"),
    "categories-none": ("decision_type=2 2", "decision_type=3 2"), "categories-missing": ("num_cat=0\n", ""),
    "categories-huge": ("num_cat=0", "num_cat=1000000000"), "lines": ("is_linear=0", "is_linear=1\nnum_features=1 0 0\nleaf_features=9\nleaf_coeff=1"),
    "lines-short": ("is_linear=0", "is_linear=1\nnum_features=1000000 0 0\nleaf_features=0\nleaf_coeff=1"),
    "outputs-huge": ("num_tree_per_iteration=1", "num_tree_per_iteration=1000000000"), "classes-huge": ("num_class=1", "num_class=1000000000"),
    "outputs-none": ("num_tree_per_iteration=1", "num_tree_per_iteration=0"), "features-fewer": ("max_feature_idx=1", "max_feature_idx=0"),
    "features-huge": ("max_feature_idx=1", "max_feature_idx=2147483646"), "twice": ("left_child=1 -1", "left_child=1 -1\nleft_child=0 -1"),
    "no-sign": ("num_cat=0", "num_cat=0\nnothing"), "objective": ("binary sigmoid:1", "multiclass num_class:50000000"),
}  # fmt: skip
_SETS_OF_LIGHTGBM = {
    "boundary": ("0 1", "0 900"), "boundary-back": ("0 1", "5 1"), "threshold": ("threshold=0 ", "threshold=7 "),
    "boundary-first": ("cat_boundaries=0 1", "cat_boundaries=-9 1"),
}  # fmt: skip


def lightgbm(lie: tuple[str, str] = ("", ""), size: int | None = None, base: str = LIGHTGBM) -> bytes:
    """The honest text with one thing in place of another; the size of its tree told right unless given."""
    text = base.replace(*lie, 1) if lie[0] else base
    start, end = text.index("Tree=0"), text.index("end of trees")
    return text.replace("SIZE", str(end - start if size is None else size)).encode()


def lightgbm_samples() -> Samples:
    for title, lie in _LIGHTGBM.items():
        yield title, lightgbm(lie)
    for title, size in (("size-huge", 10**9), ("size-negative", -5), ("size-short", 40)):
        yield title, lightgbm(size=size)
    asking = LIGHTGBM.replace("num_cat=0", "num_cat=1").replace("decision_type=2 2", "decision_type=1 2\ncat_boundaries=0 1\ncat_threshold=6")
    asking = asking.replace("threshold=0.5 -0.5", "threshold=0 -0.5")
    for title, lie in _SETS_OF_LIGHTGBM.items():
        yield f"set-{title}", lightgbm(lie, base=asking)


def catboost_model() -> dict[str, Any]:
    """Two trees that ask one question on each level."""
    feature = {"has_nans": False, "nan_value_treatment": "AsIs"}
    features = [feature | {"borders": [0.1, 0.2], "feature_id": name, "feature_index": at, "flat_feature_index": at}
                for at, name in enumerate("ab")]  # fmt: skip
    splits = [{"border": 0.1, "float_feature_index": at, "split_index": 2 * at, "split_type": "FloatFeature"} for at in (0, 1)]
    grown = {"leaf_values": [0.1, 0.2, 0.3, 0.4], "leaf_weights": [1, 1, 1, 1], "splits": splits}
    return {"features_info": {"float_features": features}, "model_info": {"params": "{}"},
            "oblivious_trees": [copy.deepcopy(grown), grown], "scale_and_bias": [1, [0]]}  # fmt: skip


_CATBOOST: dict[str, Callable[[Any], object]] = {
    "split-beyond": lambda m: m["oblivious_trees"][1]["splits"][0].update(split_index=4),
    "split-negative": lambda m: m["oblivious_trees"][1]["splits"][0].update(split_index=-1),
    "leaves-short": lambda m: m["oblivious_trees"][1]["leaf_values"].pop(),
    "leaves-none": lambda m: m["oblivious_trees"][1].update(leaf_values=[]),
    "feature-flat": lambda m: m["features_info"]["float_features"][1].update(flat_feature_index=2**31 - 1),
    "feature-index": lambda m: m["features_info"]["float_features"][1].update(feature_index=2**31 - 1),
    "bias": lambda m: m.pop("scale_and_bias"),
    "outputs": lambda m: m.update(scale_and_bias=[1, [0, 0, 0]]),
    "hash": lambda m: m.update(ctr_data={"x": {"hash_map": [1, 2], "hash_stride": 0}}),
    "grown": lambda m: m.update(oblivious_trees=[], trees=[{"split": {"split_index": 9}, "left": {"value": 1}, "right": {"value": 2}}]),
    "grown-half": lambda m: m.update(oblivious_trees=[], trees=[{"split": {"split_index": 0}, "left": {"value": 1}}]),
}


def catboost_samples() -> Samples:
    for title, lie in _CATBOOST.items():
        model = catboost_model()
        lie(model)
        yield title, json.dumps(model).encode()


def pickled(blob: bytes | str, module: str, key: str, changeable: bool) -> bytes:
    """A pickle of a booster that its library would read from its state."""
    kept: Any = called("builtins", "bytearray", blob) if changeable else blob
    return file(Raw(built(made(module, "Booster"), {key: kept}).code))


def pickle_samples() -> Samples:
    for title in ("child-itself", "feature-huge", "weights-short"):
        yield f"xgboost-{title}", pickled(ubjson(json.loads(changed(*_XGBOOST[title]))), "xgboost.core", "handle", changeable=True)
    yield "xgboost-binary", pickled(binary([(-1, 1, 0, 0), (0, -1, -1, 0), (0, -1, -1, 0)]), "xgboost.core", "handle", changeable=True)
    yield "xgboost-unknown", pickled(b"\n" + bytes(60), "xgboost.core", "handle", changeable=True)
    for title in ("child-root", "leaf-beyond", "feature-huge"):
        yield f"lightgbm-{title}", pickled(lightgbm(_LIGHTGBM[title]).decode(), "lightgbm.basic", "_handle", changeable=False)
    for key in ("handle", "_handle"):  # freed when the object goes
        state = {"_InnerPredictor__is_manage_handle": True, key: 4096}
        yield f"lightgbm-address-{key}", file(Raw(built(made("lightgbm.basic", "_InnerPredictor"), state).code))
    yield "lightgbm-unknown", pickled("\n" + lightgbm().decode(), "lightgbm.basic", "handle", changeable=False)


def boosters(_shell: str, _code: str, _marker: str) -> Samples:
    """Every crafted booster by name: files, then pickles."""
    for library, samples in (("xgboost", xgboost_text), ("ubjson", ubjson_samples), ("binary", binary_samples),
                             ("lightgbm", lightgbm_samples), ("catboost", catboost_samples)):  # fmt: skip
        for title, content in samples():
            yield f"booster-{library}-{title}", content
    for title, content in pickle_samples():
        yield f"kept-{title}", content
    for title, content in binaries():
        yield f"booster-catboost-{title}", content
