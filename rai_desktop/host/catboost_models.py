"""CatBoost's models: whether trees, splits, leaves and features agree, before its compiled code reads them."""

import struct
from typing import Any, Dict, List, Tuple

from . import catboost_categories, catboost_embeddings, catboost_settings, catboost_texts
from .catboost_parts import Made, Reader
from .flatbuffers import Malformed, Table
from .forests import Misshapen, Unfamiliar

_SIGN, _HEAD = b"CBM1", 8
_DEEPEST, _MOST_OUTPUTS, _MOST_CLASSES = 32, 2**20, 2**8
# Places of fields in CatBoost's tables (catboost/libs/model/flatbuffers/model.fbs, features.fbs).
_TREES, _PARTS = 1, 3
_OUTPUTS, _SPLITS, _SIZES, _STARTS, _CATEGORICAL, _NUMERIC, _ONE_HOT, _CTRS, _LEAVES, _WEIGHTS, _STEPS, _ENDS = range(12)
_TEXTS, _ESTIMATED, _STARTS_OF_OUTPUTS, _REPACKED, _EMBEDDINGS = 12, 13, 16, 17, 18
_BORDERS_OF = {_NUMERIC: (3, 4), _ONE_HOT: (1, 4), _CTRS: (1, 4), _ESTIMATED: (3, 4)}  # field and bytes of each border
_KNOWN_PARTS = (catboost_categories.KEPT_BY, catboost_texts.NAME, catboost_embeddings.NAME)
_INDEX = {_NUMERIC: 1, _CATEGORICAL: 0, _TEXTS: 0, _EMBEDDINGS: 0}  # among its kind; the place among all follows it


def check(data: bytes) -> None:
    """A `.cbm` file, or what a pickle keeps of a model. Raises Misshapen."""
    length = int.from_bytes(data[4:_HEAD], "little")
    if data[:4] != _SIGN or length > len(data) - _HEAD:
        raise Misshapen("cut")
    try:
        core = Table.root(memoryview(data)[_HEAD : _HEAD + length])
        trees = core.table(_TREES)
        _check(trees)
        catboost_settings.check(core)
        _check_parts(core.texts(_PARTS), Reader(data, _HEAD + length), trees)
    except (struct.error, Malformed, ValueError, IndexError):
        raise Misshapen("cut") from None


def is_followed(data: bytes) -> bool:
    """Whether something lies behind a `.cbm` file that promises nothing behind its trees."""
    end = _HEAD + int.from_bytes(data[4:_HEAD], "little")
    return end < len(data) and not Table.root(memoryview(data)[_HEAD:end]).texts(_PARTS)


def _check_parts(parts: List[str], reader: Reader, trees: Table) -> None:
    """What lies behind the trees, in the order in which the library writes it."""
    if set(parts) - set(_KNOWN_PARTS):
        raise Unfamiliar
    if parts != [part for part in _KNOWN_PARTS if part in parts]:
        raise Misshapen("twofold", "ModelPartIds")
    if trees.count(_CTRS, 4) and catboost_categories.KEPT_BY not in parts:
        raise Misshapen("tables")
    if catboost_categories.KEPT_BY in parts:
        catboost_categories.check(reader, trees)
    texts, vectors = _used(trees, _TEXTS, 3), _used(trees, _EMBEDDINGS, 4)
    most = max(trees.number(_OUTPUTS), _MOST_CLASSES)
    made = [catboost_texts.check(reader, texts, most) if catboost_texts.NAME in parts else {},
            catboost_embeddings.check(reader, vectors, most) if catboost_embeddings.NAME in parts else {}]  # fmt: skip
    _check_made(trees, made, (texts, vectors))


def _used(trees: Table, field: int, flag: int) -> List[int]:
    """Places among their kind of the features of a kind that trees ask for."""
    return [part.number(0, otherwise=-1) for part in trees.tables(field) if part.number(flag, "B", 1)]


def _check_made(trees: Table, made: List[Made], used: Tuple[List[int], ...]) -> None:
    """Numbers that trees ask for are made of a feature that is there, by a part that the file holds, and are among its own."""
    for each in trees.tables(_ESTIMATED):
        kind, source, place = each.number(4, "B"), each.number(0, otherwise=-1), each.number(2, otherwise=-1)
        of, count = made[kind].get(each.taken(1, 16), (-1, 0)) if kind < len(made) else (-1, 0)
        if source != of or source not in used[kind] or not 0 <= place < count:
            raise Misshapen("made")


def _check(trees: Table) -> None:
    outputs = trees.number(_OUTPUTS) or 1
    if not 1 <= outputs <= _MOST_OUTPUTS:
        raise Misshapen("number", "ApproxDimension", outputs)
    biases = trees.count(_STARTS_OF_OUTPUTS, 8)
    if biases not in (0, outputs):
        raise Misshapen("list", "MultiBias", biases, outputs)
    _check_features(trees)
    _check_categories(trees)
    bins = sum(part.count(*where) for field, where in _BORDERS_OF.items() for part in trees.tables(field))
    splits, sizes = trees.array(_SPLITS, "<i4"), trees.array(_SIZES, "<i4")
    starts = trees.array(_STARTS, "<i4")
    steps = trees.array(_STEPS, "<u4").view("<u2").reshape(-1, 2)
    _check_splits(splits, sizes, starts, bins, grown=len(steps) > 0 and not steps.any())
    if trees.count(_REPACKED, 4) not in (0, len(splits)):
        raise Misshapen("list", "RepackedBins", trees.count(_REPACKED, 4), len(splits))
    leaves = trees.count(_LEAVES, 8)
    if len(steps):
        _check_steps(steps, trees.array(_ENDS, "<u4"), sizes, leaves, outputs)
    elif trees.count(_ENDS, 4):
        raise Misshapen("list", "NonSymmetricNodeIdToLeafId", trees.count(_ENDS, 4), 0)
    else:
        _check_leaves(sizes, leaves, outputs, trees.count(_WEIGHTS, 8))


def _check_features(trees: Table) -> None:
    """Every feature has a place of its own among those of its kind, and among all."""
    flat: List[int] = []
    for field, place in _INDEX.items():
        parts = list(trees.tables(field))
        _check_places([part.number(place, otherwise=-1) for part in parts])
        flat += [part.number(place + 1, otherwise=-1) for part in parts]
    _check_places(flat)


def _check_categories(trees: Table) -> None:
    """Questions for a category, and numbers counted for categories together, name features that are there."""
    categories = trees.count(_CATEGORICAL, 4)
    asked = [part.number(0, otherwise=-1) for part in trees.tables(_ONE_HOT)]
    if any(not 0 <= place < categories for place in asked):
        raise Misshapen("places")


def _check_places(places: List[int]) -> None:
    if sorted(places) != list(range(len(places))):
        raise Misshapen("places")


def _check_splits(splits: Any, sizes: Any, starts: Any, bins: int, grown: bool) -> None:
    import numpy as np

    sizes = sizes.astype(np.int64)
    ends = np.cumsum(sizes)
    if (sizes < 0).any() or (ends[-1] if len(ends) else 0) != len(splits):
        raise Misshapen("list", "TreeSplits", len(splits), int(ends[-1]) if len(ends) else 0)
    if len(starts) != len(sizes) or (starts != ends - sizes).any():
        raise Misshapen("list", "TreeStartOffsets", len(starts), len(sizes))
    wrong = (splits < 0) | (splits >= max(bins, int(grown)))  # a tree of one leaf names question 0, which need not be there
    if wrong.any():
        place = int(np.argmax(wrong))
        tree = int(np.searchsorted(ends, place, side="right"))
        raise Misshapen("split", tree, place - int(ends[tree] - sizes[tree]), int(splits[place]), bins)


def _check_leaves(sizes: Any, leaves: int, outputs: int, weights: int) -> None:
    """A tree that asks one question on each level has twice as many leaves for each."""
    if len(sizes) and int(sizes.max()) > _DEEPEST:
        raise Misshapen("deep", int(sizes.argmax()), _DEEPEST)
    needed = sum(1 << size for size in sizes.tolist())
    if leaves != needed * outputs or weights not in (0, needed):
        raise Misshapen("list", "LeafValues", leaves, needed * outputs)


def _check_steps(steps: Any, ends: Any, sizes: Any, leaves: int, outputs: int) -> None:
    """Other trees go down by steps forward, never past their tree; where a step is none, a leaf is."""
    import numpy as np

    if len(steps) != int(sizes.sum()) or len(ends) != len(steps):
        raise Misshapen("list", "NonSymmetricStepNodes", len(steps), int(sizes.sum()))
    last = np.repeat(np.cumsum(sizes), sizes) - np.arange(len(steps))
    wrong = (steps >= last[:, None]).any(axis=1) | ((steps == 0).any(axis=1) & (ends.astype(np.int64) > leaves - outputs))
    if wrong.any():
        place = int(np.argmax(wrong))
        tree = int(np.searchsorted(np.cumsum(sizes), place, side="right"))
        node = place - int(sizes[:tree].sum())
        raise Misshapen("child", tree, node, node + int(steps[place].max()))


def check_json(held: Dict[str, Any]) -> None:
    """A model saved as JSON. Raises Misshapen."""
    try:
        _check_json(held)
    except (TypeError, LookupError, AttributeError, ValueError, RecursionError):
        raise Misshapen("form") from None


def _check_json(held: Dict[str, Any]) -> None:
    catboost_settings.check_settings((held.get("model_info") or {}).get("params"))
    features = held["features_info"]
    numeric, categorical, ctrs = (features.get(name) or [] for name in ("float_features", "categorical_features", "ctrs"))
    for kind in (numeric, categorical):
        _check_places([each["feature_index"] for each in kind])
    _check_places([each["flat_feature_index"] for each in (*numeric, *categorical)])
    kept = held.get("ctr_data") or {}
    for ctr in ctrs:
        _check_ctr(ctr, len(numeric), len(categorical), kept)
    bins = sum(len(each.get("borders") or ()) for each in (*numeric, *ctrs))
    bins += sum(len(each.get("values") or ()) for each in categorical)
    starts = held["scale_and_bias"][1]
    outputs = len(starts) if isinstance(starts, list) else 1
    for place, tree in enumerate(held.get("oblivious_trees") or ()):
        _check_symmetric(place, tree, bins, outputs)
    for place, tree in enumerate(held.get("trees") or ()):
        _check_grown(place, tree, bins, outputs)
    for each in kept.values():
        stride, whole = each["hash_stride"], len(each["hash_map"])
        if type(stride) is not int or stride < 1 or whole % stride:
            raise Misshapen("list", "hash_map", whole, stride)


def _check_ctr(ctr: Dict[str, Any], numeric: int, categorical: int, kept: Dict[str, Any]) -> None:
    if ctr["identifier"] not in kept:
        raise Misshapen("missing", "ctr_data")
    for each in ctr["elements"]:
        name, most = ("cat_feature_index", categorical) if "cat_feature_index" in each else ("float_feature_index", numeric)
        if not 0 <= each[name] < most:
            raise Misshapen("places")


def _check_symmetric(place: int, tree: Dict[str, Any], bins: int, outputs: int) -> None:
    splits = tree.get("splits") or ()
    for node, split in enumerate(splits):
        _check_split(place, node, split, bins)
    if len(splits) > _DEEPEST:
        raise Misshapen("deep", place, _DEEPEST)
    needed = (1 << len(splits)) * outputs
    if len(tree["leaf_values"]) != needed:
        raise Misshapen("length", "leaf_values", place, len(tree["leaf_values"]), needed)


def _check_split(place: int, node: int, split: Dict[str, Any], bins: int) -> None:
    index = split["split_index"]
    if type(index) is not int or not 0 <= index < bins:
        raise Misshapen("split", place, node, index, bins)


def _check_grown(place: int, tree: Dict[str, Any], bins: int, outputs: int) -> None:
    """A tree whose nodes hold their children; nodes are counted from the left."""
    waiting, node = [tree], 0
    while waiting:
        part = waiting.pop()
        if "split" in part:
            _check_split(place, node, part["split"], bins)
            waiting += [part["right"], part["left"]]
        else:
            value = part["value"]
            if (len(value) if isinstance(value, list) else 1) != outputs:
                raise Misshapen("length", "value", place, len(value) if isinstance(value, list) else 1, outputs)
        node += 1
