"""What a model file is, told from its content and never from its name."""

import re
from pathlib import Path

from rai_desktop.host import onnx_graph, sources
from rai_desktop.loading import archives, other_files, python_files
from rai_desktop.loading.archives import Unopened

_HEAD, _TAR_HEAD = 8192, 512
_PICKLED = (".pkl", ".pickle", ".joblib")
_SIGNS = (
    (b"\x89HDF", "hdf5"),
    (b"\x93NUMPY", "npy"),
    (b"CBM1", "catboost"),
    (b"binf", "xgboost_binary"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"ZF", "joblib_old"),
    (b"tree\nversion=", "lightgbm"),
    (b"{L\x00\x00\x00\x00\x00\x00\x00\x07learner", "xgboost_ubj"),
)
CATBOOST_SIGN = re.compile(rb'\{\s*"(ctr_data|features_info|scale_and_bias|model_info)"\s*:')
TOLD_BY_TEXT = ("lightgbm", "xgboost_json", "catboost_json")
_PICKLE_STARTS = b"\x80\x8c\x95(c]}GIJKLMNSUVX.)"  # protocol 4 begins so where what tells the protocol is gone


def sniff(path: Path) -> str:
    """A short name of the format; "unknown" when it is none of those we know, "empty" for nothing."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        return "empty"
    if head.startswith(b"PK"):
        return _zip(path)
    if head.startswith(b"\x93NUMPY") and b"|O'" in head[:256]:
        return "npy_objects"
    for sign, name in _SIGNS:
        if head.startswith(sign):
            return name
    return _text(head) or other_files.of_sign(head) or python_files.kind_of(path, head) or _binary(path, head)


def _zip(path: Path) -> str:
    try:
        names = archives.names(path)
    except Unopened:
        return "zip_broken"
    if "schema.json" in names and not any(name.endswith(_PICKLED) for name in names):
        return "skops"
    if any(name.endswith("/data.pkl") for name in names):
        return "torchscript" if any("/code/" in name for name in names) else "torch"
    if "config.json" in names and any(name.endswith((".h5", ".weights.h5")) for name in names):
        return "keras"
    if names and all(name.endswith(".npy") for name in names):
        return "npz"
    return other_files.of_members(names) or "zip"


def _text(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"tree") and b"version=" in head[:200]:
        return "lightgbm"
    if start.startswith(b"{") and b'"learner"' in head:
        return "xgboost_json"
    if start.startswith(b"{") and (b'"oblivious_trees"' in head or CATBOOST_SIGN.match(start)):
        return "catboost_json"
    if start.startswith(b"<"):
        return "pmml" if b"PMML" in head else other_files.of_sign(start) or "xml"
    return ""


def _binary(path: Path, head: bytes) -> str:
    if _is_tar(head):
        return "tar"
    if head[8:9] == b"{" and 0 < int.from_bytes(head[:8], "little") < path.stat().st_size:
        return "safetensors"
    if sources.container(head) != sources.RAW:
        return "tar" if _packs_a_tar(path) else _packed(path) or "pickle"
    if head[0] == 0x08 and _is_onnx(path):
        return "onnx"
    if begins_as_pickle(head):
        return "delimited" if _is_delimited(head) else "pickle"
    return "delimited" if _is_delimited(head) else other_files.of_rest(head)


def _packed(path: Path) -> str:
    """What a packed file unpacks to, where that is known and no pickle: R packs its files, and people their tables."""
    try:
        head = sources.open_source(str(path)).read(_HEAD)
    except sources.Unreadable:
        return ""
    if kind := other_files.of_sign(head):
        return kind
    rest = "" if begins_as_pickle(head) or not head else other_files.of_rest(head)
    return "delimited" if _is_delimited(head) else rest if rest in ("text", "json", "r_code") else ""


def _is_delimited(head: bytes) -> bool:
    """Lines of text with as many commas, semicolons or tabs in the second as in the first: the table in the model's place.
    The lines of an old pickle hold one thing each."""
    lines = head.splitlines()[:2]
    if len(lines) < 2 or not re.fullmatch(rb"[\t\r\n\x20-\x7e\x80-\xff]+", head):
        return False
    return any(lines[0].count(sign) == lines[1].count(sign) > 0 for sign in (b",", b";", b"\t"))


def begins_as_pickle(head: bytes) -> bool:
    """Whether the first byte is one that a pickle may begin with."""
    return head[:1] != b"" and head[0] in _PICKLE_STARTS


def _is_tar(head: bytes) -> bool:
    return head[257:262] == b"ustar"


def _packs_a_tar(path: Path) -> bool:
    try:
        return _is_tar(sources.open_source(str(path)).read(_TAR_HEAD))
    except sources.Unreadable:
        return False


def _is_onnx(path: Path) -> bool:
    try:
        return onnx_graph.read(str(path)).has_graph
    except sources.Unreadable:
        return False
