"""Mutated model files over the inspector and the gate: always a verdict or a refusal, never an act, never a flood.

RAI_FUZZ_SECONDS (48, a minute with the loads) is shared among the kinds of file; a nightly run gives more.
"""

import io
import os
import pickle
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from skl2onnx import to_onnx
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from skops import io as skops_io

from rai_desktop.errors import Refusal
from rai_desktop.host.looking import look
from rai_desktop.host.rules import Blocked, Rules
from rai_desktop.host.sources import Unreadable, open_source
from rai_desktop.loading.inspection import inspect_model, rules_path

resource = pytest.importorskip("resource", reason="memory is measured as Unix does")
SECONDS = float(os.environ.get("RAI_FUZZ_SECONDS", "48"))
ONE_FILE_S = 10.0
pytestmark = pytest.mark.timeout(240 + 2 * SECONDS)
GROWTH = 1.5 * 2**30
TABLE = np.random.default_rng(0).normal(size=(40, 4))
LABELS = np.arange(40) % 2
OPCODES = bytes(range(0x20, 0x7F)) + bytes(range(0x80, 0x99))
PIECES = [
    b"cos\nsystem\n", b"cbuiltins\neval\n", b"c__builtin__\nexec\n", b"cposix\nsystem\n(S'touch MARKER'\ntR.", b"R", b"b", b"\x81", b"\x93", b"o.", b"(",
    b"csklearn.linear_model._logistic\nLogisticRegression\n", b"cfunctools\npartial\n", b"\x8e" + b"\xff" * 8, b"B\xff\xff\xff\x7f", b"2" * 50, b"\x94" * 50,
    b"cnumpy\nmemmap\n", b"I999999999999\n", b"r\xff\xff\xff\x7f", b"\x96" + b"\xff" * 7 + b"\x7f", b"cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81",
]  # fmt: skip


def seeds() -> dict[str, list[bytes]]:
    """Honest files of every kind, and those a mutation may do most with."""
    small, forest = LogisticRegression().fit(TABLE, LABELS), RandomForestClassifier(3, max_depth=3).fit(TABLE, LABELS)
    packed = []
    for how in (0, ("zlib", 3), ("gzip", 3), ("bz2", 3), ("xz", 1), ("lzma", 1)):
        room = io.BytesIO()
        joblib.dump(forest, room, compress=how)
        packed.append(room.getvalue())
    return {
        "pickle": [pickle.dumps(small, protocol) for protocol in range(6)],
        "joblib": packed,
        "skops": [skops_io.dumps(small), skops_io.dumps(forest)],
        "zip": [archive({"model.pkl": pickle.dumps(small)}), archive({"b.zip": archive({"c.pkl": b"d"}), "d.onnx": b"x"}),
                archive({"config.json": b'{"class_name": "Sequential"}', "metadata.json": b"{}", "m.weights.h5": b"x"})],
        "onnx": [to_onnx(small, TABLE[:1]).SerializeToString(), to_onnx(forest, TABLE[:1]).SerializeToString()],
        "text": [b"tree\nversion=v4\nnum_class=1\nfeature_names=a b\n", b'{"learner": {"objective": {"name": "x"}}, "version": [3, 2, 0]}',
                 b"classes = [1]\ndef predict(df):\n    return df\n", b"\x30\x00\x00\x00\x00\x00\x00\x00" + b'{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'],
    }


def archive(members: dict[str, bytes]) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return room.getvalue()


def mutated(whole: bytes, chance: random.Random, marker: bytes) -> bytes:
    """A few small changes of the kinds that break readers."""
    content = bytearray(whole)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(content) + 1)
        change = chance.randrange(7)
        if change == 0 and content:
            content[at % len(content)] ^= 1 << chance.randrange(8)
        elif change == 1:
            content[at:at] = chance.choice(PIECES).replace(b"MARKER", marker)
        elif change == 2:
            del content[at : at + chance.choice((1, 2, 4, 100))]
        elif change == 3 and content:
            content[at % len(content)] = chance.choice(OPCODES)
        elif change == 4:
            content[at : at + 4] = chance.choice((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f"))
        elif change == 5:
            other = chance.randrange(len(content) + 1)
            content[at:at] = content[other : other + chance.choice((1, 8, 200))]
        else:
            content = content[: max(1, at)]
    return bytes(content)


def peak() -> int:
    """The most memory this process has held, bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def checked(work: Callable[[], Any]) -> None:
    """Run one file's work: a result or a refusal, in time, in memory."""
    before, began = peak(), time.monotonic()
    try:
        work()
    except (Refusal, Blocked, Unreadable):
        pass
    assert time.monotonic() - began < ONE_FILE_S
    assert peak() - before < GROWTH


def test_no_mutation_gets_an_act_a_flood_or_an_unexpected_exception(tmp_path: Path) -> None:
    rules, file, marker, tried = Rules.read(str(rules_path())), tmp_path / "m.pkl", tmp_path / "marker", 0
    kinds = seeds()
    ends = time.monotonic() + SECONDS

    @settings(max_examples=10**6, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(sorted(kinds)), st.integers(0, 2**64))
    def fuzz(kind: str, seed: int) -> None:
        nonlocal tried
        if time.monotonic() > ends:
            raise TimeoutError
        chance = random.Random(seed)
        content = mutated(chance.choice(kinds[kind]), chance, str(marker).encode())
        file.write_bytes(content)
        tried += 1
        try:
            checked(lambda: inspect_model(file))
            checked(lambda: look(open_source(str(file)), rules))
        except Exception as error:
            kept = Path(os.environ.get("RAI_FUZZ_KEEP", tmp_path)) / f"{kind}-{seed}.bin"
            kept.write_bytes(content)
            raise AssertionError(f"{kept} (seed {seed}): {type(error).__name__}: {error}") from error
        assert not marker.exists()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["m.pkl"]

    with pytest.raises(TimeoutError):
        fuzz()
    assert tried > SECONDS  # a machine so slow that it tries one a second tries nothing


def test_what_a_look_lets_through_is_what_loading_lets_through(tmp_path: Path) -> None:
    """A mutation that only a load would find out, or that acts on loading, would be a hole in the gate."""
    from rai_desktop.host.unpickling import Gone, load

    rules, file, marker = Rules.read(str(rules_path())), tmp_path / "m.pkl", tmp_path / "marker"
    whole, ends, loaded = seeds()["pickle"], time.monotonic() + SECONDS / 4, 0
    chance = random.Random(int(os.environ.get("RAI_FUZZ_SEED", "20261123")))
    while time.monotonic() < ends:
        file.write_bytes(mutated(chance.choice(whole), chance, str(marker).encode()))
        verdict = inspect_model(file).verdict
        try:
            load(str(file), rules)
        except (Blocked, Unreadable, Gone):
            pass
        except Exception:  # noqa: S110
            pass  # what a library makes of a broken state is its own, and happens in the host
        else:
            loaded += 1
            assert verdict == "loadable", file.read_bytes()
        assert not marker.exists()
    assert loaded
