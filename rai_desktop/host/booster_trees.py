"""A look at the trees of a booster before its library's compiled code follows them, in a file or inside a pickle."""

import json
from typing import Any, Callable, Dict, List, Tuple

from . import catboost_models, lightgbm_models, ubjson, xgboost_binary, xgboost_models
from .damage import Unreadable
from .forests import Misshapen, Unfamiliar

_CONFIG = b"CONFIG-offset:"
_OFFSET = 8
_LEAST = 40
_KEPT: Dict[str, Tuple[str, ...]] = {
    "xgboost.core:Booster": ("handle",), "lightgbm.basic:Booster": ("handle", "_handle"),
}  # fmt: skip


def from_json(blob: bytes) -> Any:
    """JSON whose names are there once each, for versions differ in which they take."""
    try:
        return json.loads(blob.decode("utf-8", "surrogateescape"), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise Misshapen("json", error.pos, len(error.doc)) from None
    except (ValueError, RecursionError):
        raise Misshapen("form") from None


def _once(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        raise Misshapen("twofold", next(name for name in names if names.count(name) > 1))
    return found


def keeps(kind: str, key: Any) -> bool:
    """Whether an object of this class keeps its booster, as bytes or text, under this key."""
    if not isinstance(key, str):  # a state need not be a dict of attributes
        return False
    return key in _KEPT.get(kind, ()) or (key == "__model" and kind.startswith("catboost."))


def check(blob: Any) -> bool:
    """Whether bytes or a text are a booster whose trees are sound; False for what is none. Raises Misshapen, Unfamiliar."""
    if isinstance(blob, str):
        if not blob.startswith(("tree\n", "tree\r\n", "{", "CONFIG-", "binf", "CBM1")):
            return False
        blob = blob.encode("utf-8" if blob.startswith("tree") else "latin-1", "replace")
    if not isinstance(blob, (bytes, bytearray)) or len(blob) < _LEAST:
        return False
    blob = bytes(blob)
    if blob.startswith(b"CBM1"):
        catboost_models.check(blob)
    elif blob.startswith(b"tree"):
        lightgbm_models.check(blob)
    elif blob.startswith(b"{L"):
        xgboost_models.check(_read(blob))
    elif blob.startswith(_CONFIG):
        _check_config(blob)
    elif blob.startswith(b"binf"):
        xgboost_binary.check(blob)
    elif blob.startswith(b"{") and b'"learner"' in blob:
        xgboost_models.check(from_json(blob))
    else:
        return False
    return True


def check_file(kind: str, data: bytes, parse: Callable[[bytes], Any] = from_json) -> None:
    """The same of a file whose kind is known. Raises Misshapen, Unfamiliar."""
    if kind == "lightgbm":
        lightgbm_models.check(data)
    elif kind == "xgboost_binary":
        xgboost_binary.check(data)
    else:
        xgboost_models.check(_read(data, alone=True) if kind == "xgboost_ubj" else parse(data))


def _read(blob: bytes, alone: bool = False) -> Any:
    try:
        return ubjson.read(blob, alone)
    except Unreadable as error:
        raise Misshapen(error.why if error.why in ("cut", "trailing") else "form", error.detail) from None


def _check_config(blob: bytes) -> None:
    """As XGBoost pickled before it wrote UBJSON: how long the model is, the model, and its settings as JSON."""
    start = len(_CONFIG) + _OFFSET
    end = start + int.from_bytes(blob[len(_CONFIG) : start], "little")
    if end > len(blob):
        raise Misshapen("cut")
    params = xgboost_binary.check(blob[start:end])
    xgboost_models.check_config(from_json(blob[end:].rstrip(b"\0")), params)


__all__ = ["Misshapen", "Unfamiliar", "check", "check_file", "from_json", "keeps"]
