"""Which library wrote a booster: read out of the bytes it is kept in, by itself in a file or inside a pickle."""

import re
import struct
from typing import Any, Dict

_XGB_UBJ = re.compile(rb"version\[#L\0{7}\x03((?:[iU].|I..|[lm].{4}|L.{8}){3})", re.DOTALL)
_XGB_JSON = re.compile(rb'"version"\s*:\s*\[(\d{1,4}),\s*(\d{1,4}),\s*(\d{1,4})\]')
_CATBOOST = re.compile(rb"(?:tags/v|CatBoost release )(\d{1,4}(?:\.\d{1,4}){1,3})")
_LIGHTGBM = re.compile(rb"tree\r?\nversion=(v\d{1,3})\b")
_SIZES = {b"i": 1, b"U": 1, b"I": 2, b"l": 4, b"m": 4, b"L": 8}
_LEAST, _HEADER = 40, 32


def told_by(blob: Any) -> Dict[str, str]:
    """{library: version} of bytes or a text that begins as a booster does; nothing of anything else."""
    if isinstance(blob, str):
        if not blob.startswith(("tree\n", "tree\r\n", "{L", "CONFIG-", "binf", "CBM1", '{"')):
            return {}
        blob = blob.encode("latin-1", "replace")  # old pickles keep bytes so
    if not isinstance(blob, (bytes, bytearray)) or len(blob) < _LEAST:
        return {}
    if blob.startswith(b"CBM1"):
        found = _CATBOOST.search(blob)
        return {"catboost": found.group(1).decode()} if found else {}
    if blob.startswith(b"tree"):
        return lightgbm_format(bytes(blob[:200]))
    if blob.startswith((b"{L", b"CONFIG-", b"binf")) or (blob.startswith(b'{"') and b'"learner"' in blob):
        return xgboost(blob)
    return {}


def lightgbm_format(head: bytes) -> Dict[str, str]:
    """LightGBM writes the version of its format alone, which was raised to v4 with LightGBM 4.0."""
    found = _LIGHTGBM.search(head)
    if not found:
        return {}
    form = found.group(1).decode()
    return {"lightgbm format": "{} ({} 4.0)".format(form, "≥" if int(form[1:]) >= 4 else "<")}


def xgboost(blob: Any) -> Dict[str, str]:
    """UBJSON and JSON say it at their end or after their settings; the old binary form in its header."""
    for found in _XGB_UBJ.finditer(blob):
        return {"xgboost": ".".join(map(str, _ubj_numbers(found.group(1))))}
    found_json = _XGB_JSON.search(blob)
    if found_json:
        return {"xgboost": ".".join(part.decode() for part in found_json.groups())}
    if blob.startswith(b"binf") and len(blob) >= _HEADER:
        major, minor = struct.unpack("<II", bytes(blob[24:32]))
        return {"xgboost": "{}.{}".format(major, minor)} if 0 < major < 100 and minor < 100 else {}
    return {}


def _ubj_numbers(data: bytes) -> Any:
    at = 0
    while at < len(data):
        size = _SIZES[data[at : at + 1]]
        yield int.from_bytes(data[at + 1 : at + 1 + size], "big", signed=data[at : at + 1] != b"U")
        at += 1 + size
