"""Hostile skops files that lie in the files within them: other bytes for a node told twice, pickles for arrays, paths out of the file."""

import json
import pickle
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from tests.unit.loading.hostile_boosters import changed, xgboost_model
from tests.unit.loading.hostile_gadgets import node, zipped
from tests.unit.loading.opcodes import called, file

Samples = Iterator[tuple[str, bytes]]


def members(shell: str, _code: str, _marker: str) -> Samples:
    """skops files by name."""
    for title, (root, parts) in lying(shell).items():
        schema = json.dumps(root | {"_skops_version": "0.16.0", "protocol": 2}).encode()
        yield f"skops-member-{title}", zipped({"schema.json": schema, **parts})


def lying(shell: str) -> dict[str, tuple[dict[str, Any], dict[str, bytes]]]:
    pickled = objects(file(called("os", "system", shell)))
    return {
        "other-bytes": (of_one_id("good.bin", "evil.bin"), two_boosters()),
        "other-bytes-first": (of_one_id("evil.bin", "good.bin"), two_boosters()),
        "objects": (array("a.npy"), {"a.npy": pickled}),
        "no-array": (array("a.npy"), {"a.npy": file(called("os", "system", shell))}),
        "objects-in-fields": (array("a.npy"), {"a.npy": headed("[('a', '<f8'), ('b', '|O')]")}),
        "objects-in-commas": (array("a.npy"), {"a.npy": headed("'f8,O'")}),
        "sparse-objects": (node("SparseMatrixNode", "scipy.sparse", "csr_matrix", type="scipy", file="a.npz"), {"a.npz": packed({"data.npy": pickled})}),
        "path": (node("BytesNode", "builtins", "bytes", file="../../etc/passwd"), {}),
        "path-within": (node("BytesNode", "builtins", "bytes", file="../a"), {"../a": b"x"}),
        "absent": (node("BytesNode", "builtins", "bytes", file="a.bin"), {}),
    }


def array(member: str) -> dict[str, Any]:
    return node("NdArrayNode", "numpy", "ndarray", type="numpy", file=member)


def headed(descr: str, data: bytes = b"") -> bytes:
    header = f"{{'descr': {descr}, 'fortran_order': False, 'shape': (1,), }}".encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + data


def objects(content: bytes) -> bytes:
    assert pickle.STOP in content
    return headed("'|O'", content)


def packed(parts: dict[str, bytes]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def two_boosters() -> dict[str, bytes]:
    """A sound booster, and one in which a node leads out of its tree."""
    trees = ("learner", "gradient_booster", "model", "trees", 0, "left_children", 0)
    return {"good.bin": json.dumps(xgboost_model()).encode(), "evil.bin": changed(trees, 2**30)}


def of_one_id(first: str, later: str) -> dict[str, Any]:
    """skops takes the first of two nodes of one id for both."""
    held = node("BytearrayNode", "builtins", "bytearray", file=later)
    booster = node("ObjectNode", "xgboost.core", "Booster", content=state(handle=held))
    return node("ObjectNode", "xgboost.sklearn", "XGBClassifier", content=state(aaa=dict(held, file=first), _Booster=booster))


def state(**held: dict[str, Any]) -> dict[str, Any]:
    kinds = node("ListNode", "builtins", "list", content=[node("TypeNode", "builtins", "str") for _key in held])
    return node("DictNode", "builtins", "dict", content=held, key_types=kinds)
