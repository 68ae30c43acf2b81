"""Files that are gone are found beside the project: only the very same ones, wherever the folder went."""

import hashlib
import os
from pathlib import Path

import msgspec
import pytest

from rai_desktop.paths import folder_of, name_of, parts_of
from rai_desktop.project.document import Document
from rai_desktop.project.files_now import named_files
from rai_desktop.project.model import COMMAND, Answer, Attachment, FileRef, Inputs, Project
from rai_desktop.project.moved import every_file, evidence_files, found_beside, with_evidence_at, with_files_at
from rai_desktop.project.reviewing import Meaning
from rai_desktop.review.signing import Intent, sign, target
from rai_desktop.review.witness import reviewed


def ref(path: str, content: bytes, **more: object) -> FileRef:
    return FileRef(path=path, sha256=hashlib.sha256(content).hexdigest(), size=len(content), **more)


def beside(project: Path, inputs: Inputs) -> dict[str, str]:
    return found_beside(project, named_files(inputs))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return tmp_path / "moved" / "assessment.rai"


def put(project: Path, name: str, content: bytes) -> str:
    path = project.parent / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return str(path)


@pytest.mark.parametrize("was", ["/home/ann/credit/cases.csv", "C:\\Users\\Ann\\credit\\cases.csv", "\\\\share\\credit\\cases.csv"])
def test_what_lies_beside_it_is_found_on_whichever_system_it_was_chosen(was: str, project: Path) -> None:
    now = put(project, "cases.csv", b"a,b\n1,2\n")
    inputs = Inputs(data=ref(was, b"a,b\n1,2\n"), code=[ref("/gone/features.py", b"x", options={"module": "acme"})])
    code = put(project, "features.py", b"x")
    found = beside(project, inputs)
    assert found == {was: now, "/gone/features.py": code}
    moved = with_files_at(inputs, found)
    assert moved.data == ref(now, b"a,b\n1,2\n")
    assert moved.code == [ref(code, b"x", options={"module": "acme"})]


def test_folders_between_it_and_the_project_are_kept(project: Path) -> None:
    now = put(project, "data/2026/cases.csv", b"a")
    assert beside(project, Inputs(data=ref("/home/ann/credit/data/2026/cases.csv", b"a"))) == {
        "/home/ann/credit/data/2026/cases.csv": now}


def test_one_whose_size_nobody_noted_is_known_by_its_fingerprint(project: Path) -> None:
    now = put(project, "cases.csv", b"a")
    put(project, "model.joblib", b"other")
    unsized = FileRef(path="/gone/cases.csv", sha256=hashlib.sha256(b"a").hexdigest())
    other = FileRef(path="/gone/model.joblib", sha256=hashlib.sha256(b"x").hexdigest())
    assert beside(project, Inputs(data=unsized, model=other)) == {"/gone/cases.csv": now}


def test_another_file_of_that_name_is_not_taken_for_it(project: Path) -> None:
    put(project, "cases.csv", b"other")
    put(project, "model.joblib", b"bytes of another size")
    assert beside(project, Inputs(data=ref("/gone/cases.csv", b"mine!"), model=ref("/gone/model.joblib", b"x"))) == {}


def test_one_of_which_nobody_noted_what_it_was_is_not_looked_for(project: Path) -> None:
    put(project, "cases.csv", b"a")
    assert beside(project, Inputs(data=FileRef(path="/gone/cases.csv"))) == {}
    assert beside(project, Inputs(model=ref("/gone/cases.csv", b"a", format=COMMAND))) == {}


def test_a_file_that_is_there_stays_where_it_is(project: Path, tmp_path: Path) -> None:
    put(project, "cases.csv", b"a")
    (tmp_path / "cases.csv").write_bytes(b"changed")
    assert beside(project, Inputs(data=ref(str(tmp_path / "cases.csv"), b"a"))) == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_neither_a_pipe_nor_a_folder_nor_a_way_out_of_the_folder_is_read(project: Path) -> None:
    put(project, "x", b"")
    os.mkfifo(project.parent / "cases.csv")
    (project.parent / "model.joblib").mkdir()
    put(project, "../secret.csv", b"a")
    gone = Inputs(data=ref("/gone/cases.csv", b""), model=ref("/gone/model.joblib", b""), train=ref("../nowhere/../secret.csv", b"a"))
    assert beside(project, gone) == {}


@pytest.mark.parametrize(("path", "folder", "name"), [
    ("/a/b.csv", "/a", "b.csv"), ("C:\\a\\b.csv", "C:\\a", "b.csv"), ("//share/x/b.csv", "//share/x", "b.csv"), ("b.csv", ".", "b.csv"),
    ("/", "/", "/"), ("", ".", ""), ("/a/b\\c.csv", "/a", "b\\c.csv")])
@pytest.mark.skipif(os.name == "nt", reason="paths as Linux and macOS write them")
def test_names_and_folders(path: str, folder: str, name: str) -> None:
    assert name_of(path) == name
    assert folder_of(path) == folder
    assert "" not in parts_of(path)


def evidenced(file: FileRef) -> Project:
    noted = Answer(value="yes", evidence=[Attachment(note="Minutes"), Attachment(file=file)])
    return Project(id="p", answers={"pack": {"one": noted, "two": Answer(value="no")}})


def test_evidence_beside_an_answer_is_found_and_taken_too(project: Path) -> None:
    now = put(project, "minutes.pdf", b"a")
    had = evidenced(ref("C:\\Users\\Ann\\minutes.pdf", b"a"))
    found = found_beside(project, every_file(had))
    assert found == {"C:\\Users\\Ann\\minutes.pdf": now}
    taken = with_evidence_at(had, found)
    assert [each.path for each in evidence_files(taken)] == [now]
    assert taken.answers["pack"]["one"].evidence[0].note == "Minutes"
    assert taken.answers["pack"]["two"] is had.answers["pack"]["two"]


def test_evidence_taken_from_beside_breaks_no_signature_and_needs_no_reason(project: Path) -> None:
    now = put(project, "minutes.pdf", b"a")
    document = Document.create(project, analyst="Ann")
    document.apply("Answered", lambda p: msgspec.structs.replace(p, answers=evidenced(ref("/gone/minutes.pdf", b"a")).answers))
    sign(document, Intent(meaning=Meaning.APPROVED, name="Rita"), target(document))
    document.apply("Took it", lambda p: with_evidence_at(p, {"/gone/minutes.pdf": now}))
    assert [each.path for each in evidence_files(document.project)] == [now]
    assert all(each.holds for each in reviewed(document).standings)
    document.close()
