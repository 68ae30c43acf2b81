"""Bundles made to harm or confuse: every one ends in words, none in a traceback, none is called whole."""

import base64
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from rai_desktop.errors import Refusal
from rai_desktop.project.model import Project
from rai_desktop.report import bag, walking
from rai_desktop.report.bundle import export
from rai_desktop.report.verify import verify

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="file systems that take any name")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(Project(id="p", created="2026-11-20T08:00:00Z"), {}, tmp_path_factory.mktemp("whole") / "bundle")


@pytest.fixture
def bundle(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "bundle"))


def problems(bundle: Path) -> list[str]:
    checked = verify(bundle, known={})
    assert checked.ok is not bool(checked.problems)
    return checked.problems


def rewritten(bundle: Path, name: str, content: bytes) -> None:
    """Change a tag file and its line in the tag manifest, as a forger would."""
    (bundle / name).write_bytes(content)
    tags = {p.name: p.read_bytes() for p in bundle.iterdir() if p.is_file() and p.name != bag.TAG_MANIFEST}
    (bundle / bag.TAG_MANIFEST).write_bytes(bag.manifest(tags))


def test_untouched_it_is_whole(bundle: Path) -> None:
    assert problems(bundle) == []


@pytest.mark.parametrize("content", [
    b"", b"\xff\xfe\x00", b"nonsense\n", b"[" * 100_000, b"0" * 64 + b"  data/../../etc/passwd\n",
    b"0" * 64 + b"  /etc/passwd\n", b"0" * 64 + b"  C:\\x\n", b"0" * 64 + b"  bagit.txt\n",
    (b"0" * 64 + b"  data/a\n") * 2, b"0" * 63 + b"  data/a\n"])
def test_strange_manifests(bundle: Path, content: bytes) -> None:
    rewritten(bundle, bag.MANIFEST, content)
    assert problems(bundle)


def test_a_huge_manifest_is_not_read(bundle: Path) -> None:
    with (bundle / bag.MANIFEST).open("wb") as file:
        file.truncate(bag.LARGEST_TAG + 1)
    assert f"{bag.MANIFEST} is far too large." in problems(bundle)


def test_two_hashes_for_one_file_are_refused(bundle: Path) -> None:
    (bundle / "data/answers.json").write_bytes(b"{}")
    with (bundle / bag.TAG_MANIFEST).open("ab") as file:
        file.write(f"{bag.sha256(b'{}')}  data/answers.json\n".encode())
    assert "data/answers.json was changed." in problems(bundle)


def test_a_renamed_file_is_named_with_both_names(bundle: Path) -> None:
    (bundle / "data/answers.json").rename(bundle / "data/other.json")
    assert problems(bundle) == ["data/answers.json was renamed to data/other.json."]


@pytest.mark.parametrize("name", [bag.MANIFEST, bag.TAG_MANIFEST, "bag-info.txt", "data/report.pdf"])
def test_a_missing_file_is_named(bundle: Path, name: str) -> None:
    (bundle / name).unlink()
    assert f"{name} is missing." in problems(bundle)


@pytest.mark.parametrize("name", [bag.MANIFEST, bag.TAG_MANIFEST, bag.ATTESTATION, "data/report.pdf"])
def test_a_folder_in_the_place_of_a_file(bundle: Path, name: str) -> None:
    (bundle / name).unlink(missing_ok=True)
    (bundle / name).mkdir()
    (bundle / name / "x").write_bytes(b"x")
    assert problems(bundle)


def test_a_linked_manifest_is_not_read(bundle: Path, tmp_path: Path) -> None:
    (bundle / bag.MANIFEST).rename(tmp_path / "elsewhere")
    (bundle / bag.MANIFEST).symlink_to(tmp_path / "elsewhere")
    assert f"{bag.MANIFEST} is no plain file." in problems(bundle)


def test_a_linked_folder_is_not_entered(bundle: Path, tmp_path: Path) -> None:
    (bundle / "data").rename(tmp_path / "data")
    (bundle / "data").symlink_to(tmp_path / "data", target_is_directory=True)
    assert "data is a link; a bundle holds only files." in problems(bundle)


def test_files_to_be_fetched_are_refused(bundle: Path) -> None:
    rewritten(bundle, "fetch.txt", b"https://example.org/x 1 data/x\n")
    assert any("fetch.txt" in problem for problem in problems(bundle))


def test_another_declaration_is_refused(bundle: Path) -> None:
    rewritten(bundle, "bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-7\n")
    assert problems(bundle) == ["bagit.txt does not declare a BagIt 1.0 bag in UTF-8."]


@LINUX
def test_a_pipe_does_not_hang_it(bundle: Path) -> None:
    os.mkfifo(bundle / "data/pipe")
    assert problems(bundle) == ["data/pipe is no plain file; a bundle holds nothing else."]


@LINUX
@pytest.mark.parametrize("name", [b"data/\xff\xfe", b"data/\x1b[2Jgone", b"data/line\nbreak", "data/\u202egpj.exe".encode()])
def test_odd_names_can_be_printed(bundle: Path, name: bytes) -> None:
    Path(os.fsdecode(os.fsencode(bundle) + b"/" + name)).write_bytes(b"x")
    (problem,) = problems(bundle)
    assert problem.encode()
    assert problem.isprintable()


@LINUX
def test_a_very_deep_folder_ends(bundle: Path) -> None:
    before = Path.cwd()
    try:
        os.chdir(bundle / "data")
        for _step in range(1500):
            os.mkdir("d")
            os.chdir("d")
        Path("hidden.txt").write_text("below all of it")
    finally:
        os.chdir(before)
    try:
        found = verify(bundle, known={})
        assert not found.ok
        assert any("hidden.txt" in each for each in found.problems)
    finally:
        subprocess.run(["rm", "-rf", str(bundle)], check=True)  # pytest's own clean-up recurses


def test_too_many_files_are_refused(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MOST_FILES", 5)
    with pytest.raises(Refusal, match="more than 5 files"):
        verify(bundle)


@pytest.mark.parametrize("name", ["data/results.json", "data/added", "tag"])
def test_a_hole_of_gigabytes_is_refused_at_once(bundle: Path, name: str) -> None:
    with (bundle / name).open("ab") as file:
        file.truncate(20 << 30)
    started = time.monotonic()
    with pytest.raises(Refusal, match=f"holds more than 1024 MB; {name} alone has 20480 MB"):
        verify(bundle)
    assert time.monotonic() - started < 2


def test_many_large_files_together_are_refused(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MOST_BYTES", sum(each.stat().st_size for each in bundle.rglob("*") if each.is_file()))
    assert verify(bundle).ok
    (bundle / "data" / "one").write_bytes(b"1")
    with pytest.raises(Refusal, match="holds more than"):
        verify(bundle)


@pytest.mark.parametrize("content", [
    b"", b"null", b"[]", b"{}", b"[" * 100_000, b"\xff", b'{"payloadType":1,"payload":2,"signatures":3}',
    b'{"payloadType":"application/vnd.in-toto+json","payload":"AA==","signatures":[]}',
    b'{"payloadType":"x","payload":"e30=","signatures":[{"keyid":"a","sig":"AA=="}]}',
    msgspec.json.encode({"payloadType": "x", "signatures": [{"keyid": "k", "sig": "AA=="}],
                         "payload": base64.b64encode(b'{"a":' * 50_000).decode()})])
def test_strange_envelopes_are_broken_signatures(bundle: Path, content: bytes) -> None:
    rewritten(bundle, bag.ATTESTATION, content)
    checked = verify(bundle, known={})
    assert (checked.signature, checked.ok) == ("broken", False)


@pytest.mark.parametrize(("path", "said"), [
    ("missing", "There is no folder"), ("bundle/bagit.txt", "is not a bundle"), ("a\0b", "There is no folder")])
def test_what_is_no_bundle_is_refused(bundle: Path, path: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        verify(bundle.parent / path)
