"""The files within a skops file: what loading would refuse, the look refuses too; honest ones are read as they were."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.sparse
import skops.io

from rai_desktop.host import rules, skops_files
from rai_desktop.loading.inspection import inspect_model, rules_path
from tests.unit.loading.hostile_members import lying, members
from tests.unit.loading.skops_writer import written

RULES = rules.Rules.read(str(rules_path()))
SAMPLES = dict(members("true", "", ""))


@pytest.mark.parametrize("name", lying("true"))
def test_both_doors_refuse(name: str, tmp_path: Path) -> None:
    (path := tmp_path / "model.skops").write_bytes(SAMPLES["skops-member-" + name])
    look = inspect_model(path)
    assert look.verdict == "refused" and look.anomalies, look.sentence
    with pytest.raises(rules.Blocked):
        skops_files.load(str(path), RULES)


@pytest.mark.parametrize("held", [
    np.zeros((2, 3)), np.array(["a", "é"]), np.zeros(2, dtype=[("a", "f8"), ("b", "U5", (2,))]), np.array(["2020-01-01"], "M8[ns]"),
    np.array([1, "a", None], dtype=object), np.float32(1), scipy.sparse.csr_matrix(np.eye(3)), scipy.sparse.coo_array(np.eye(2)),
    bytearray(b"abc"), b"..", np.ma.masked_array([1.0, 2.0], mask=[0, 1]), np.asfortranarray(np.ones((2, 2))), np.zeros((0, 3), bool),
])  # fmt: skip
def test_honest_parts_open(held: Any, tmp_path: Path) -> None:
    skops.io.dump({"a": held, "again": held, "copy": held.copy() if hasattr(held, "copy") else held}, path := tmp_path / "model.skops")
    look = inspect_model(path)
    assert look.verdict == "loadable", (look.sentence, look.anomalies)
    assert type(skops_files.load(str(path), RULES)["a"]) is type(held)


def test_a_member_that_cannot_be_unpacked_is_told(tmp_path: Path) -> None:
    skops.io.dump({"a": np.arange(1000)}, path := tmp_path / "model.skops", compression=zipfile.ZIP_DEFLATED)
    blob = bytearray(path.read_bytes())
    blob[80:120] = bytes(40)
    path.write_bytes(blob)
    assert inspect_model(path).verdict == "refused"


def test_a_class_of_another_version_is_asked_of_as_in_a_pickle(tmp_path: Path) -> None:
    from sklearn.linear_model import LinearRegression
    from skops import io

    io.dump(LinearRegression().fit([[0], [1]], [0, 1]), tmp_path / "whole.skops")
    with zipfile.ZipFile(tmp_path / "whole.skops") as whole, zipfile.ZipFile(tmp_path / "m.skops", "w") as changed:
        for name in whole.namelist():
            changed.writestr(name, whole.read(name).replace(b'"LinearRegression"', b'"LinearRegressionPlus"'))
    look = inspect_model(tmp_path / "m.skops")
    assert look.verdict == "ask"
    assert look.way_out.startswith("They may be of another version of the library: point to a Python that has it.")


@pytest.mark.parametrize(("protocol", "refused"), [
    (-1, True), (10**9, True), (None, True), (True, True), ("2", True), (2.0, True), (0, False), (2, False), (3, False),
])
def test_an_impossible_protocol_is_told_by_the_look(protocol: Any, refused: bool, tmp_path: Path) -> None:
    root = {"__class__": "list", "__module__": "builtins", "__loader__": "ListNode", "content": [], "__id__": 1}
    look = inspect_model(written(root, tmp_path, protocol))
    assert (look.verdict == "refused") is refused
    assert ("in which form skops wrote it" in look.sentence) is refused
