"""Hostile files: none is found loadable, none is loaded by the gate, and nothing of them ever runs."""

import atexit
import bz2
import gzip
import json
import lzma
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from rai_desktop.host import rules, unpickling
from rai_desktop.loading.inspection import inspect_model, rules_path
from tests.unit.loading import hostile_corpus

HOME = Path(tempfile.mkdtemp(prefix="rai-hostile-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
MARKER = HOME / "marker"
CORPUS = hostile_corpus.corpus(str(MARKER))
NO_PICKLES = ("skops", "onnx", "zip", "7z", "npy", "safetensors", "hdf5", "catboost", "keras", "torch", "booster")
PICKLES = [name for name in CORPUS if not name.startswith(NO_PICKLES)]
RULES = rules.Rules.read(str(rules_path()))


@pytest.fixture
def sample(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "model.pkl"
    path.write_bytes(CORPUS[request.param])
    return path


def test_the_corpus_is_as_large_as_promised() -> None:
    """By kind of attack, the first word of each name; printed with -s."""
    kinds = Counter(name.split("-")[0] for name in CORPUS)
    print(len(CORPUS), dict(kinds.most_common()))
    assert len(CORPUS) >= 1030
    least = {"std": 90, "ml": 80, "advised": 110, "vm": 60, "crafted": 40, "chain": 19, "skops": 25, "joblib": 18, "direct": 10,
             "value": 7, "zip": 12, "onnx": 20, "keras": 10, "torch": 9, "booster": 100, "kept": 9, "variant": 280, "tree": 60}  # fmt: skip
    assert {kind: kinds[kind] for kind in least if kinds[kind] < least[kind]} == {}


@pytest.mark.parametrize("sample", CORPUS, indirect=True)
def test_a_look_finds_it_and_runs_nothing(sample: Path) -> None:
    before = set(sys.modules)
    look = inspect_model(sample)
    assert look.verdict in ("refused", "ask")
    assert look.sentence
    assert not MARKER.exists()
    assert not {m for m in set(sys.modules) - before if m.split(".")[0] in ("antigravity", "pty", "pip", "dill")}


@pytest.mark.parametrize("sample", PICKLES, indirect=True)
def test_the_gate_refuses_to_load_it_even_unlooked_at(sample: Path) -> None:
    with pytest.raises(Exception):
        unpickling.load(str(sample), RULES)
    assert not MARKER.exists()


@pytest.mark.parametrize(
    "name", [n for n in CORPUS if n.startswith(("direct", "std", "vm-newobj", "joblib-nested", "ml-numpy.testing", "state-opens", "state-shared"))]
)
def test_what_is_refused_is_not_merely_unknown(name: str, tmp_path: Path) -> None:
    path = tmp_path / "model.joblib"
    path.write_bytes(CORPUS[name])
    assert inspect_model(path).verdict == "refused"


_FIRE = """
import json, os, pickle, shutil, sys, warnings
warnings.simplefilter("ignore")
import joblib, sklearn.linear_model, sklearn.pipeline  # what a payload asks for is imported once, not anew in each child
home, marker = sys.argv[1:3]
fired = []
for name in sorted(os.listdir(home)):
    if name == os.path.basename(marker):
        continue
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            null = os.open(os.devnull, os.O_RDWR)
            for fd in (0, 1, 2): os.dup2(null, fd)
            import signal; signal.alarm(10)
            loaded = pickle.load(open(os.path.join(home, name), "rb"))
            getattr(loaded, "predict", lambda x: 0)([1])
        except BaseException:
            pass
        os._exit(0)
    os.waitpid(child, 0)
    for _ in range(20):
        if os.path.lexists(marker):
            fired.append(name)
            (shutil.rmtree if os.path.isdir(marker) else os.unlink)(marker)
            break
        import time; time.sleep(0.005)
print(json.dumps(fired))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the loaders are started by fork")
def test_the_payloads_are_live_when_loaded_as_everybody_loads_them(tmp_path: Path) -> None:
    """A corpus that could not fire would prove nothing."""
    marker = tmp_path / "here" / "marker"
    marker.parent.mkdir()
    unpacked = [n for n in PICKLES if n.startswith(("direct", "vm", "value", "joblib-nested", "std-p", "std-io"))]
    for name, content in hostile_corpus.corpus(str(marker)).items():
        if name in unpacked:
            (marker.parent / name).write_bytes(content)
    told = subprocess.run(
        [sys.executable, "-c", _FIRE, str(marker.parent), str(marker)], capture_output=True, text=True, timeout=200, check=True,
    )
    fired = json.loads(told.stdout)
    assert len(fired) >= 40, fired


@pytest.mark.parametrize("content", [b"(" * 2**21, b"\x80\x04" + b"(" * 2**21 + b"."], ids=["bare", "protocol"])
def test_parts_begun_without_end_are_refused_soon_and_not_as_packed(content: bytes, tmp_path: Path) -> None:
    (path := tmp_path / "m.pkl").write_bytes(content)
    before = time.process_time()
    look = inspect_model(path)
    assert time.process_time() - before < 2  # reading on to the end took more than four
    assert (look.verdict, look.sentence) == ("refused", "The file begins more parts than any model has, and was not read further.")


def test_parts_within_parts_as_deep_as_a_writer_goes_are_read(tmp_path: Path) -> None:
    (path := tmp_path / "m.pkl").write_bytes(b"(" * 50_000 + b"K\x01" + b"t" * 50_000 + b".")
    assert inspect_model(path).verdict == "loadable"


@pytest.mark.parametrize(("mib", "said"), [(300, "unpacks to far more than its size allows"), (1, "it does not begin as a pickle")])
def test_a_packed_bomb_of_nothing_is_called_one(mib: int, said: str, tmp_path: Path) -> None:
    (path := tmp_path / "bomb.joblib").write_bytes(gzip.compress(bytes(mib * 2**20), 1))
    look = inspect_model(path)
    assert look.verdict == "refused"
    assert said in look.sentence


@pytest.mark.parametrize("packer", [gzip, bz2, lzma])
def test_one_whose_size_would_allow_more_than_is_unpacked_to_judge_it_is_called_one_too(packer: ModuleType, tmp_path: Path) -> None:
    """6 MiB of streams in a row may unpack to 1.2 GiB, of which a GiB is read: what was read tells."""
    stream = packer.compress(bytes(32 * 2**20))
    (path := tmp_path / "bomb.joblib").write_bytes(stream * (6 * 2**20 // len(stream)))
    look = inspect_model(path)
    assert look.verdict == "refused" and "unpacks to far more than its size allows" in look.sentence


@pytest.mark.parametrize("packer", [gzip, bz2, lzma])
@pytest.mark.parametrize("before", [b"", b"\x80\x04", bytes(9)], ids=["alone", "pickle", "zeros"])
def test_thousands_of_streams_of_nothing_are_not_read_to_their_end(packer: ModuleType, before: bytes, tmp_path: Path) -> None:
    """At the end of each stream the rest was copied, which took a quarter of a minute for two MiB."""
    empty = packer.compress(b"")
    (path := tmp_path / "many.joblib").write_bytes(packer.compress(before) + empty * (2 * 2**20 // len(empty)))
    started = time.process_time()
    look = inspect_model(path)
    assert time.process_time() - started < 2
    assert (look.verdict, look.sentence) == ("refused", "The file begins more parts than any model has, and was not read further.")


@pytest.mark.parametrize("packer", [gzip, bz2, lzma])
def test_streams_in_a_row_as_parallel_packers_write_them_are_read(packer: ModuleType, tmp_path: Path) -> None:
    whole = pickle.dumps(np.arange(300_000.0))
    parts = [packer.compress(whole[at : at + 2000]) for at in range(0, len(whole), 2000)] + [packer.compress(b"")]
    (path := tmp_path / "rows.joblib").write_bytes(b"".join(parts))
    assert len(parts) > 1100 and inspect_model(path).verdict == "loadable"
