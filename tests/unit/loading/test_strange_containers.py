"""Files that are no pickles and lie: a look ends soon, its words can be kept, and what it refuses the host refuses too."""

import os
import struct
import time
import zlib
from pathlib import Path

import msgspec
import numpy as np
import pytest

from rai_desktop.errors import Refusal
from rai_desktop.host import onnx_files, onnx_graph
from rai_desktop.host.damage import Unreadable
from rai_desktop.host.rules import Blocked
from rai_desktop.loading.inspection import inspect_model
from rai_desktop.project.looks import ModelLook
from tests.unit.loading import hostile_containers as made

SAMPLES = dict(made.containers_of_others("", "", "kept.bin"))
ONNX = [name for name in SAMPLES if name.startswith("onnx")]
SLOW_S = 20.0  # processor time; each took minutes or hours before its reader was bounded


def look(tmp_path: Path, content: bytes) -> ModelLook:
    (tmp_path / "model").write_bytes(content)
    return inspect_model(tmp_path / "model")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_look_ends_soon_and_can_be_kept(tmp_path: Path, name: str) -> None:
    began = time.process_time()
    seen = look(tmp_path, SAMPLES[name])
    assert time.process_time() - began < SLOW_S
    kept = msgspec.json.decode(msgspec.json.encode(seen), type=ModelLook)
    assert kept == seen
    assert seen.verdict == "refused"
    told = " ".join([seen.sentence, seen.way_out, *seen.anomalies, *seen.contents.values()])
    assert not any(word in told for word in ("Error", "object", "codec", "None", "\u202e", "\0"))


@pytest.mark.parametrize("name", ONNX)
def test_the_host_refuses_by_itself_what_a_look_refuses(tmp_path: Path, name: str) -> None:
    (tmp_path / "model").write_bytes(SAMPLES[name])
    with pytest.raises((Blocked, Unreadable)):
        onnx_files.load(str(tmp_path / "model"), 1)


def adding(tensor: bytes, field: int = 5, long: bool = False) -> bytes:
    """A model that adds the tensor `w` to what it is given, and so answers what `w` holds."""
    kind = made.part(1, made.whole(1, 1) + made.part(2, made.part(1, made.whole(1, 1)) + made.part(1, made.whole(1, 4))))
    ends = made.part(11, made.part(1, b"x") + made.part(2, kind)) + made.part(12, made.part(1, b"y") + made.part(2, kind))
    add = made.part(1, made.part(1, b"x") + made.part(1, b"w") + made.part(2, b"y") + made.part(4, b"Add"))
    return made.model(add + made.part(2, b"g") + (made.long_part if long else made.part)(field, tensor) + ends)


ELSEWHERE = made.part(13, made.part(1, b"location") + made.part(2, b"kept.bin"))
PLAIN = made.whole(1, 4) + made.whole(2, 1) + made.part(8, b"w")
PLACES = made.whole(1, 4) + made.whole(2, 7) + made.part(8, b"i") + made.part(9, struct.pack("<4q", 0, 1, 2, 3))


@pytest.mark.parametrize("content", [
    adding(PLAIN + ELSEWHERE + made.whole(14, 1)),
    adding(made.part(1, PLAIN + ELSEWHERE + made.whole(14, 1)) + made.part(2, PLACES) + made.whole(3, 4), 15),
    adding(PLAIN + made.long_part(13, ELSEWHERE[2:]) + made.whole(14, 2**32 + 1)),
    adding(PLAIN + ELSEWHERE + made.whole(14, 1), long=True),
], ids=["tensor", "sparse", "cut-short-field", "cut-short-tensor"])  # fmt: skip
def test_what_is_refused_is_what_the_runtime_would_read(tmp_path: Path, content: bytes) -> None:
    """onnxruntime by itself answers with the numbers of the other file; neither look nor host let it come so far."""
    onnxruntime = pytest.importorskip("onnxruntime")
    np.arange(1, 5, dtype=np.float32).tofile(tmp_path / "kept.bin")
    assert look(tmp_path, content).verdict == "refused"
    session = onnxruntime.InferenceSession(str(tmp_path / "model"), providers=["CPUExecutionProvider"])
    assert session.run(None, {"x": np.zeros((1, 4), np.float32)})[0].tolist() == [[1, 2, 3, 4]]


def test_numbers_of_an_attribute_are_not_unpacked_unless_they_are_labels(tmp_path: Path) -> None:
    """Sixty million of them took minutes and gigabytes."""
    for name in (b"nodes_hitrates", b"classlabels_int64s"):
        attribute = made.part(1, name) + made.part(8, bytes(20 * 2**20))
        (tmp_path / "model").write_bytes(made.model(made.part(1, made.node("Constant", attribute=attribute))))
        began = time.process_time()
        if name == b"nodes_hitrates":
            assert onnx_graph.read(str(tmp_path / "model")).classes is None
        else:
            with pytest.raises(Unreadable):
                onnx_graph.read(str(tmp_path / "model"))
        assert time.process_time() - began < SLOW_S


def test_honest_labels_are_still_told(tmp_path: Path) -> None:
    packed = made.part(1, b"classlabels_int64s") + made.part(8, b"\x00\x01\x05")
    texts = made.part(1, b"classlabels_strings") + made.part(9, b"no") + made.part(9, b"yes")
    for attribute, labels in ((packed, [0, 1, 5]), (texts, ["no", "yes"])):
        (tmp_path / "model").write_bytes(made.model(made.part(1, made.node("LinearClassifier", "ai.onnx.ml", attribute))))
        assert onnx_graph.read(str(tmp_path / "model")).classes == labels
        assert inspect_model(tmp_path / "model").verdict == "loadable"


def test_packed_data_without_a_pickle_is_said_to_be_that(tmp_path: Path) -> None:
    assert "what it unpacks to is no model" in look(tmp_path, zlib.compress(bytes(10**6))).sentence
    assert "what it unpacks to is no model" not in look(tmp_path, zlib.compress(b"\x80\x04}q")).sentence


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files on this system")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "model.pkl")
    with pytest.raises(Refusal, match="it is no file"):
        inspect_model(tmp_path / "model.pkl")
    (tmp_path / "endless.pkl").symlink_to("/dev/zero")
    with pytest.raises(Refusal, match="it is no file"):
        inspect_model(tmp_path / "endless.pkl")
