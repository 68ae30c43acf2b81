"""A TAR archive with one model in it, packed or not, is looked at as that model; one that lies or holds several is refused in words."""

import bz2
import gzip
import hashlib
import io
import lzma
import pickle
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from rai_desktop.loading.inspection import inspect_model
from rai_desktop.project.looks import ModelLook
from tests.unit.loading import hostile_corpus

MODEL = pickle.dumps({"a": [1.0, 2.0]})
BESIDE = {"code/inference.py": b"def model_fn(folder):\n    return None\n", "code/requirements.txt": b"scikit-learn==1.6\n",
          "._m.pkl": b"\0\5\x16\7", "README.md": b"Made by the vendor.", "Dockerfile": b"FROM python\n",
          "run.sh": b"#!/bin/sh\n", "NOTES": b"Model of our own\n", "Model description": b"In short.\n",
          "metadata.json": b'{"name": "m"}'}  # fmt: skip
MLMODEL = b"""artifact_path: model
flavors:
  python_function:
    loader_module: mlflow.sklearn
    model_path: model.pkl
  sklearn:
    pickled_model: model.pkl
    serialization_format: cloudpickle
"""


def tarred(members: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    room = io.BytesIO()
    with tarfile.open(fileobj=room, mode="w", format=form) as archive:
        for name, content in members.items():
            about = tarfile.TarInfo(name)
            about.size, about.mtime = len(content), 1.5
            if name.endswith("/"):
                about.type = tarfile.DIRTYPE
            archive.addfile(about, io.BytesIO(content))
    return room.getvalue()


def look(tmp_path: Path, content: bytes, name: str = "model.tar.gz") -> ModelLook:
    (tmp_path / name).write_bytes(content)
    return inspect_model(tmp_path / name)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "tar": bytes, "tar, gzip": gzip.compress, "tar, bz2": bz2.compress, "tar, xz": lzma.compress,
}  # fmt: skip


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("packer", PACKERS)
def test_one_model_among_code_and_notes_is_looked_at_as_itself(tmp_path: Path, packer: str, form: int) -> None:
    content = PACKERS[packer](tarred({"./": b"", "./code/": b""} | {"./" + n: c for n, c in BESIDE.items()} | {"./m.pkl": MODEL}, form))
    seen = look(tmp_path, content)
    assert (seen.verdict, seen.format, seen.member, seen.anomalies) == ("loadable", "pickle", "m.pkl", [])
    assert seen.container == packer
    assert (seen.sha256, seen.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert seen.member_sha256 == hashlib.sha256(MODEL).hexdigest()


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT])
def test_long_and_foreign_names_are_read(tmp_path: Path, form: int) -> None:
    name = "modèle/" + "x" * 90 + "/" + "y" * 60 + ".pkl"
    assert look(tmp_path, tarred({name: MODEL}, form)).member == name


def test_several_models_are_named(tmp_path: Path) -> None:
    seen = look(tmp_path, gzip.compress(tarred({"a.pkl": MODEL, "b": MODEL})))
    assert seen.verdict == "refused"
    assert "TAR archive that holds a.pkl, b." in seen.sentence
    assert "choose the one you mean" in seen.way_out


def test_no_model_is_said(tmp_path: Path) -> None:
    assert "not a model this program can open" in look(tmp_path, tarred({"README.md": b"x", "a.csv": b"1,2"})).sentence


def zipped(members: dict[str, bytes]) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return room.getvalue()


@pytest.mark.parametrize("packed", [tarred, zipped])
def test_mlflow_says_which_of_several_is_the_model(tmp_path: Path, packed: Callable[[dict[str, bytes]], bytes]) -> None:
    members = {"model/MLmodel": MLMODEL, "model/model.pkl": MODEL, "model/python_env.yaml": b"python: 3.10\n",
               "model/conda.yaml": b"name: m\n"}  # fmt: skip
    assert look(tmp_path, packed(members)).member == "model/model.pkl"
    members["model/metadata/MLmodel"] = MLMODEL
    assert look(tmp_path, packed(members | {"model/encoder.pkl": MODEL})).member == "model/model.pkl"
    other = look(tmp_path, packed(members | {"model/encoder.pkl": MODEL, "model/MLmodel": b"flavors:\n"}))
    assert "model/model.pkl, model/encoder.pkl" in other.sentence


def test_archives_in_archives_are_not_opened(tmp_path: Path) -> None:
    for inner in (zipped({"m.pkl": MODEL}), tarred({"m.pkl": MODEL}), gzip.compress(tarred({"m.pkl": MODEL}))):
        assert look(tmp_path, tarred({"inner.bin": inner})).verdict == "refused"
    assert look(tmp_path, zipped({"inner.bin": tarred({"m.pkl": MODEL})})).verdict == "refused"


def test_hostile_members_are_judged_as_bare_ones(tmp_path: Path) -> None:
    for name, content in list(hostile_corpus.corpus("/nonexistent/marker").items())[::7]:
        bare, packed = look(tmp_path, content, "model.pkl"), look(tmp_path, tarred({"model.pkl": content}))
        assert packed.verdict == bare.verdict, name
        if not bare.member:  # an archive in an archive is refused unread
            assert [use.name for use in packed.names] == [use.name for use in bare.names], name


def special(kind: bytes, name: str = "data", to: str = "/etc/passwd", **pax: str) -> bytes:
    room = io.BytesIO()
    with tarfile.open(fileobj=room, mode="w", format=tarfile.PAX_FORMAT) as archive:
        first = tarfile.TarInfo("m.pkl")
        first.size = len(MODEL)
        archive.addfile(first, io.BytesIO(MODEL))
        about = tarfile.TarInfo(name)
        about.type, about.linkname, about.pax_headers = kind, to, dict(pax)
        archive.addfile(about)
    return room.getvalue()


def changed(content: bytes, at: int, new: bytes) -> bytes:
    """A header's field changed, and its check sum with it."""
    block = bytearray(content)
    block[at : at + len(new)] = new
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block[:512])
    return bytes(block)


PLAIN = tarred({"m.pkl": MODEL}, tarfile.USTAR_FORMAT)


def pax_path(path: str) -> bytes:
    room = io.BytesIO()
    with tarfile.open(fileobj=room, mode="w", format=tarfile.PAX_FORMAT, pax_headers={"path": path}) as archive:
        about = tarfile.TarInfo("m.pkl")
        about.size = len(MODEL)
        archive.addfile(about, io.BytesIO(MODEL))
    return room.getvalue()


@pytest.mark.parametrize(("content", "said"), [
    (tarred({"../m.pkl": MODEL}), "outside the folder"),
    (tarred({"a/../../m.pkl": MODEL}), "outside the folder"),
    (tarred({"/etc/m.pkl": MODEL}), "outside the folder"),
    (tarred({"C:\\m.pkl": MODEL}), "outside the folder"),
    (tarred({"m\x1b[2J.pkl": MODEL}), "cannot be shown"),
    (tarred({"m\u202elkp.pkl": MODEL}), "cannot be shown"),
    (special(tarfile.SYMTYPE), "links or devices"),
    (special(tarfile.LNKTYPE, to="m.pkl"), "links or devices"),
    (special(tarfile.CHRTYPE), "links or devices"),
    (special(tarfile.FIFOTYPE), "links or devices"),
    (special(tarfile.GNUTYPE_SPARSE), "holes"),
    (special(tarfile.REGTYPE, **{"GNU.sparse.major": "1", "GNU.sparse.name": "n.pkl"}), "holes"),
    (special(tarfile.REGTYPE, size="4096"), "contradicts itself"),
    (special(tarfile.REGTYPE, path="a\0b"), "contradicts itself"),
    (pax_path("n.pkl"), "contradicts itself"),
    (tarred({"m.pkl": MODEL, "M.PKL": MODEL}), "contradicts itself"),
    (tarred({"m.pkl": MODEL, "./m.pkl": b"x"}), "contradicts itself"),
    (tarred({"m.pkl": MODEL}) + tarred({"n.pkl": MODEL}), "contradicts itself"),
    (gzip.compress(tarred({"m.pkl": MODEL})) + b"more", "contradicts itself"),
    (changed(PLAIN, 7, b"x"), "contradicts itself"),
    (changed(PLAIN, 156, b"5"), "contradicts itself"),
    (tarred({f"{i}.txt": b"" for i in range(2100)}), "thousands"),
    (gzip.compress(tarred({"m.pkl": bytes(300 * 2**20)}), 1), "far more than its size"),
    (PLAIN[:600], "damaged"),
    (PLAIN[:1024], "damaged"),
    (PLAIN[:100] + b"9" + PLAIN[101:], "damaged"),
    (changed(PLAIN, 124, b"-0000000001"), "damaged"),
    (gzip.compress(PLAIN)[:-20], "damaged"),
], ids=["dots", "dots-within", "root", "drive", "terminal", "turned", "link", "hard-link", "device", "fifo", "sparse-gnu", "sparse-pax", "pax-size",
        "pax-nul", "pax-global-path", "twice-by-case", "twice-by-dot", "two-archives", "after-the-packer", "name-after-nul",
        "folder-with-content", "many", "bomb", "cut", "no-end", "check-sum", "negative", "cut-packed"])  # fmt: skip
def test_an_archive_that_lies_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    seen = look(tmp_path, content)
    assert seen.verdict == "refused"
    assert any(said in told for told in [*seen.anomalies, seen.sentence])
    assert (bool(seen.way_out), seen.member) == (True, "")
