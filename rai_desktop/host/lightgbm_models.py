"""LightGBM's models, which are text: whether trees, lists and sizes agree, before its compiled code reads past them."""

import re
from typing import Any, Dict, List, Optional

from .forests import Misshapen, Unfamiliar, number
from .lightgbm_trees import check_trees, numbers

_KNOWN = ("v2", "v3", "v4")
_MOST = 2**31 - 1
_MOST_FEATURES, _MOST_OUTPUTS = 2**28, 2**20
_TREE = b"Tree="
_SETTING = re.compile(rb"\[\w+: .*\]")
_NAMES = frozenset(
    [b"num_class", b"num_tree_per_iteration", b"max_feature_idx", b"objective", b"tree_sizes", b"feature_names", b"feature_infos"]
)

Part = Dict[bytes, bytes]


def check(text: bytes) -> None:
    """Raises Misshapen, or Unfamiliar of a version that is not known here."""
    if b"\0" in text or text.count(b"\r") != text.count(b"\r\n"):
        raise Misshapen("form")
    begins = text.find(b"\n" + _TREE) + 1 or len(text)
    head = _lines(text[:begins])
    try:
        _check(head, text, begins)
    except Misshapen as error:
        if error.why == "trees_missing" and head.get(b"version", b"").decode("latin-1") not in ("", *_KNOWN):
            raise Unfamiliar from error
        raise


def is_followed(text: bytes) -> bool:
    """Whether something lies behind the last part that the library writes, which is a line on categories of pandas."""
    _before, end, after = text.rpartition(b"\nend of parameters")
    rest = [line for line in after.splitlines() if line.strip()]
    return bool(end and rest and (len(rest) > 1 or not rest[0].startswith(b"pandas_categorical:")))


def _check(head: Part, text: bytes, begins: int) -> None:
    outputs = number(_of(head, "num_tree_per_iteration", head.get(b"num_class", b"1")), "num_tree_per_iteration", 1, _MOST)
    classes = number(_of(head, "num_class"), "num_class", 1, _MOST)
    _check_objective(head.get(b"objective", b"").split(), classes, outputs)
    features = number(_of(head, "max_feature_idx"), "max_feature_idx", -1, _MOST_FEATURES) + 1
    for name in (b"feature_names", b"feature_infos"):
        if name in head and len(head[name].split()) != features:
            raise Misshapen("list", name.decode(), len(head[name].split()), features)
    _check_settings(text)
    trees = _blocks(text, begins, head.get(b"tree_sizes"))
    if outputs > (len(trees) or _MOST_OUTPUTS):
        raise Misshapen("outputs", outputs, len(trees))
    check_trees(trees, features)


def _check_objective(objective: List[bytes], classes: int, outputs: int) -> None:
    """The objective turns as many scores into shares as it says by itself."""
    told = [word.partition(b":")[2] for word in objective if word.startswith(b"num_class:")]
    if classes != outputs or any(number(each.decode("latin-1"), "num_class", 1, _MOST) != classes for each in told):
        raise Misshapen("twofold", "num_class")


def _check_settings(text: bytes) -> None:
    """The settings of the training, which are read back as a name and a value in brackets on each line."""
    begins = text.find(b"\nparameters:")
    if begins < 0:
        return
    lines = text[begins + 1 :].replace(b"\r\n", b"\n").split(b"\n")
    told = lines[1:]
    if b"end of parameters" not in told:
        raise Misshapen("ended")
    if any(line.startswith(b"parameters:") for line in told):
        raise Misshapen("form")
    if not all(_SETTING.fullmatch(line) for line in told[: told.index(b"end of parameters")] if line):
        raise Misshapen("form")


def _of(part: Part, name: str, otherwise: Optional[bytes] = None) -> str:
    value: Optional[bytes] = part.get(name.encode(), otherwise)
    if value is None:
        raise Misshapen("missing", name)
    return value.decode("latin-1")


def _lines(block: bytes, strict: bool = False) -> Part:
    """Names and what follows their sign; no known one may be there twice, for versions differ in which they take."""
    found: Part = {}
    for line in block.splitlines():
        name, sign, value = line.partition(b"=")
        if strict and not sign:
            raise Misshapen("form")
        if name in found and (strict or name in _NAMES):
            raise Misshapen("twofold", name.decode("latin-1"))
        found[name] = value
    return found


def _blocks(text: bytes, begins: int, sizes: Any) -> List[Part]:
    """Every tree's lines. Where the file tells how long each tree is, its library jumps there without looking."""
    ends = text.find(b"\nend of trees", begins)
    whole = text[begins : ends + 1 if ends >= 0 else len(text)]
    parts = whole.split(b"\n" + _TREE)
    if sizes is not None:
        _check_places(whole, parts, numbers(sizes))
    elif not whole:
        return []
    found = []
    for part in parts if whole else []:
        lines, _empty, rest = part.replace(b"\r\n", b"\n").partition(b"\n\n")
        if rest.strip():
            raise Misshapen("form")
        found.append(_lines(lines.partition(b"\n")[2], strict=True))
    return found


def _check_places(whole: bytes, parts: List[bytes], sizes: Any) -> None:
    """Each tree begins where the sizes of those before it say, and there are as many as sizes."""
    import numpy as np

    lengths = np.array([len(part) for part in parts], dtype=np.int64) + len(_TREE) + 1 if whole else np.zeros(0, dtype=np.int64)
    if len(lengths):
        lengths[0] -= len(_TREE)  # which the first still has
        lengths[-1] -= 1
    if len(sizes) != len(lengths):
        raise Misshapen("count", len(sizes), len(lengths))
    wrong = sizes != lengths
    if wrong.any():
        tree = int(np.argmax(wrong))
        raise Misshapen("bytes", tree, int(sizes[tree]), int(lengths[tree]))


