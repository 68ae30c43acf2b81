"""A pickle that a pickle keeps as plain data is never opened, and is told; texts that merely end in a full stop are not."""

import os
import pickle
from pathlib import Path

import pytest

from rai_desktop.loading.inspection import inspect_model
from tests.unit.loading.opcodes import called, file

SHELL = "touch /nonexistent/marker"


class Runs:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (SHELL,)


def anomalies(tmp_path: Path, held: object, protocol: int = 4) -> list[str]:
    (tmp_path / "model.pkl").write_bytes(pickle.dumps({"a": 1.0, "held": held}, protocol))
    look = inspect_model(tmp_path / "model.pkl")
    assert look.verdict == "loadable", look.sentence  # it is plain data, and stays so
    return look.anomalies


@pytest.mark.parametrize("outer", range(6))
@pytest.mark.parametrize("inner", range(6))
def test_it_is_told_in_every_protocol(tmp_path: Path, inner: int, outer: int) -> None:
    kept = pickle.dumps(Runs(), inner)
    for held in (kept, kept.decode("latin-1")):
        told = anomalies(tmp_path, held, outer)
        assert len(told) == 1
        assert "keeps another pickle" in told[0]
        assert "system" in told[0]


def test_it_is_told_deep_within_and_once(tmp_path: Path) -> None:
    kept = pickle.dumps(Runs())
    assert len(anomalies(tmp_path, [[kept], (kept,), {"x": bytearray(kept)}], 5)) == 1


@pytest.mark.parametrize("held", [
    pickle.dumps({"a": [1, 2]}), b"\x80\x04.", "c\nd\n.", "(see below\nand above).", "A sentence that ends.", b"\x80\x04" + b"x" * 50 + b".",
    ["(a.", "c.", "\x80\x04."] * 100, pickle.dumps(Runs())[:-1], b"x" + pickle.dumps(Runs()),
])  # fmt: skip
def test_honest_data_says_nothing(tmp_path: Path, held: object) -> None:
    assert anomalies(tmp_path, held, 5) == []


def test_names_that_are_listed_say_nothing(tmp_path: Path) -> None:
    assert anomalies(tmp_path, file(called("collections", "OrderedDict"))) == []
