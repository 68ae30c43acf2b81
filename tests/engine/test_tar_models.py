"""Models mailed in as TAR archives, packed or not, open as the bare files do and under the same rules."""

import io
import tarfile
from pathlib import Path

import numpy as np
import pytest

from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.loading.hosting import start_model
from rai_desktop.loading.inspection import inspect_model
from rai_desktop.project.model import FileRef
from tests.engine.test_zipped_models import FRAME, SAVERS

PAYLOAD = b"cos\nsystem\n(S'touch %s'\ntR."


def packed(path: Path, name: str, content: bytes) -> FileRef:
    """As `tar czf model.tar.gz -C folder .` does it, with the code that serves the model beside it."""
    members = {"./": b"", "./code/": b"", "./code/inference.py": b"def model_fn(folder): ...\n",
               "./code/requirements.txt": b"scikit-learn\n", "./" + name: content}  # fmt: skip
    mode = {"": "w", ".gz": "w:gz", ".tgz": "w:gz", ".bz2": "w:bz2", ".xz": "w:xz"}[path.suffix if path.suffix != ".tar" else ""]
    with tarfile.open(path, mode) as archive:
        for member, held in members.items():
            about = tarfile.TarInfo(member)
            about.size, about.type = len(held), tarfile.DIRTYPE if member.endswith("/") else tarfile.REGTYPE
            archive.addfile(about, io.BytesIO(held))
    look = inspect_model(path)
    return FileRef(path=str(path), sha256=look.sha256, size=look.size, format=look.format)


@pytest.mark.parametrize(("name", "archive"), [
    *((name, "model.tar.gz") for name in SAVERS), ("m.joblib", "model.tar"), ("m.joblib", "model.tar.xz"),
])  # fmt: skip
def test_a_model_in_an_archive_answers_as_the_bare_one(tmp_path: Path, name: str, archive: str) -> None:
    SAVERS[name](tmp_path / name)
    ref = packed(tmp_path / archive, name, (tmp_path / name).read_bytes())
    with start_model(FileRef(path=str(tmp_path / name))) as bare, start_model(ref) as inside:
        assert inside.facts.estimator == bare.facts.estimator
        np.testing.assert_array_equal(inside.predict(FRAME), bare.predict(FRAME))


def test_a_payload_in_an_archive_is_refused_and_never_run(tmp_path: Path) -> None:
    ref = packed(tmp_path / "model.tgz", "m.pkl", PAYLOAD % bytes(tmp_path / "marker"))
    with pytest.raises(UnsafeFile, match="system"):
        start_model(ref)
    assert not (tmp_path / "marker").exists()


def test_an_archive_of_several_models_says_what_to_do(tmp_path: Path) -> None:
    SAVERS["m.pkl"](tmp_path / "m.pkl")
    content = (tmp_path / "m.pkl").read_bytes()
    ref = packed(tmp_path / "model.tgz", "code/n.pkl", content)
    with tarfile.open(ref.path, "w:gz") as archive:
        for name in ("a.pkl", "b.pkl"):
            archive.add(tmp_path / "m.pkl", name)
    with pytest.raises(Refusal, match="holds a.pkl, b.pkl") as refused:
        start_model(FileRef(path=ref.path))
    assert "choose the one you mean" in refused.value.way_out
