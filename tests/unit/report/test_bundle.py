"""Bundles: the same bytes, whole or not at all, and every tampering named."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import bagit
import msgspec
import pytest

from rai_desktop import i18n
from rai_desktop.errors import Refusal
from rai_desktop.project.model import Project
from rai_desktop.report.bag import is_inside
from rai_desktop.report.bundle import export
from rai_desktop.report.compare import compare
from rai_desktop.report.read_me import read_me
from rai_desktop.report.verify import verify
from rai_desktop.review.keys import load_key, make_key


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def bundle(project, results, tmp_path) -> Path:
    return export(project, results, tmp_path / "bundle")


def test_the_bundle_says_what_it_is_in_the_language_of_who_exports_it(project, results, tmp_path) -> None:
    english = (export(project, results, tmp_path / "one") / "data" / "README.txt").read_text("utf-8")
    i18n.choose("fr")
    try:
        french = read_me()
    finally:
        i18n.choose("en")
    assert english.startswith("This folder is an assessment bundle")
    assert french.startswith("Ce dossier est un paquet d’évaluation")
    assert max(map(len, [*english.splitlines(), *french.splitlines()])) <= 115
    for command in ("sha256sum -c manifest-sha256.txt", "python -m bagit --validate .", "rai-desktop-cli verify ."):
        assert command in english and command in french
    assert not {"the", "this", "if"} & set(french.lower().split())


def test_same_project_same_bytes_elsewhere_and_later(project, results, tmp_path, monkeypatch) -> None:
    one = contents(export(project, results, tmp_path / "one"))
    later = time.time() + 40_000_000
    monkeypatch.setattr(time, "time", lambda: later)
    two = contents(export(project, results, tmp_path / "deeper" / "two"))
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []


def test_whole_for_us_for_bagit_and_for_sha256sum(bundle) -> None:
    checked = verify(bundle)
    assert checked.ok
    assert checked.signature == "none"
    assert bagit.Bag(str(bundle)).validate()
    if sys.platform == "linux":
        subprocess.run(["sha256sum", "-c", "--quiet", "manifest-sha256.txt"], cwd=bundle, check=True)


def test_no_path_of_the_machine_in_what_reviewers_read(bundle) -> None:
    for name in ("results.json", "report.html", "findings.csv"):
        assert b"/home/someone" not in (bundle / "data" / name).read_bytes()


@pytest.mark.parametrize("name", ["data/report.html", "data/results.json", "bag-info.txt", "data/report.pdf"])
def test_one_changed_byte_is_named(bundle, name) -> None:
    path = bundle / name
    changed = bytearray(path.read_bytes())
    changed[len(changed) // 2] ^= 1
    path.write_bytes(changed)
    assert verify(bundle).problems == [f"{name} was changed."]


def test_missing_and_added_files_are_named(bundle) -> None:
    (bundle / "data/answers.json").unlink()
    (bundle / "data/extra.txt").write_text("x")
    assert verify(bundle).problems == ["data/answers.json is missing.",
                                       "data/extra.txt was added: no manifest names it."]


def test_a_link_is_not_followed(bundle, tmp_path) -> None:
    path = bundle / "data/answers.json"
    (tmp_path / "same").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(tmp_path / "same")
    checked = verify(bundle)
    assert not checked.ok
    assert "data/answers.json is a link; a bundle holds only files." in checked.problems


def test_a_manifest_that_leads_outside_is_refused(bundle) -> None:
    with (bundle / "manifest-sha256.txt").open("a") as file:
        file.write(f"{'0' * 64}  ../../etc/passwd\n")
    assert any("cannot be trusted" in problem for problem in verify(bundle).problems)


@pytest.mark.parametrize("name", ["../x", "/x", "a/../b", "C:x", "a\\b", "a//b", "./a", "", "~/x", "a\nb"])
def test_names_that_lead_astray(name) -> None:
    assert not is_inside(name)


def test_signatures_verified_unknown_broken(project, results, tmp_path) -> None:
    key = tmp_path / "key.pem"
    name = make_key(key, "open sesame")
    bundle = export(project, results, tmp_path / "b", key=key, passphrase="open sesame")
    known = {name: load_key(key, "open sesame").public_key()}
    assert (verify(bundle, known=known).signature, verify(bundle, known=known).signer) == ("verified", name)
    unknown = verify(bundle, known={})
    assert unknown.signature == "unknown signer"
    assert unknown.ok
    envelope = bundle / "attestation.dsse.json"
    fields = msgspec.json.decode(envelope.read_bytes())
    fields["signatures"][0]["sig"] = "A" * 86 + "=="
    envelope.write_bytes(msgspec.json.encode(fields))
    broken = verify(bundle, known=known)
    assert broken.signature == "broken"
    assert not broken.ok


def test_rewritten_manifests_do_not_fool_a_signature(project, results, tmp_path) -> None:
    key = tmp_path / "key.pem"
    make_key(key, "pw")
    bundle = export(project, results, tmp_path / "b", key=key, passphrase="pw")
    (bundle / "data/answers.json").write_bytes(b"{}")
    tool = bagit.Bag(str(bundle))
    tool.save(manifests=True)
    assert "data/answers.json was changed." in verify(bundle, known={}).problems


def test_a_wrong_passphrase_leaves_nothing(project, results, tmp_path) -> None:
    key = tmp_path / "key.pem"
    make_key(key, "right")
    with pytest.raises(Refusal, match="does not open"):
        export(project, results, tmp_path / "b", key=key, passphrase="wrong")
    assert not (tmp_path / "b").exists()


def test_a_folder_that_is_no_bundle_is_never_overwritten(project, results, tmp_path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(Refusal, match="not a bundle"):
        export(project, results, tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


def test_a_bag_of_another_program_is_never_overwritten(project, results, tmp_path) -> None:
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag" / "scan.tif").write_text("the only copy")
    bagit.make_bag(str(tmp_path / "bag"))
    with pytest.raises(Refusal, match="holds other files"):
        export(project, results, tmp_path / "bag")
    assert (tmp_path / "bag" / "data" / "scan.tif").read_text() == "the only copy"


def test_a_hole_of_gigabytes_in_place_of_a_bags_note_is_not_read(bundle, project, results) -> None:
    with (bundle / "bag-info.txt").open("ab") as file:
        file.truncate(20 << 30)
    with pytest.raises(Refusal, match="holds other files"):
        export(project, results, bundle)


def test_notes_laid_into_an_older_bundle_are_kept(bundle, project, results) -> None:
    (bundle / "data" / "my notes.txt").write_text("thoughts")
    with pytest.raises(Refusal, match=r"holds data/my notes\.txt, which is no part of it"):
        export(project, results, bundle)
    assert (bundle / "data" / "my notes.txt").read_text() == "thoughts"


@pytest.mark.parametrize("kind", ["file", "link"])
def test_neither_a_file_nor_a_link_is_replaced(project, results, tmp_path, kind) -> None:
    out = tmp_path / "out"
    if kind == "file":
        out.write_text("kept")
    else:
        out.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refusal, match=f"it is a {kind}"):
        export(project, results, out)
    assert out.is_symlink() or out.read_text() == "kept"


def test_a_folder_that_cannot_be_made_is_said(project, results, tmp_path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refusal, match="could not be written"):
        export(project, results, tmp_path / "file" / "below")


def test_a_bundle_without_its_manifest_is_not_replaced(bundle, project, results) -> None:
    (bundle / "manifest-sha256.txt").unlink()
    (bundle / "data" / "report.html").write_bytes(b"")
    with pytest.raises(Refusal, match="no part of it"):  # without its manifest nobody can tell what was added
        export(project, results, bundle)


def test_a_full_disk_keeps_the_old_bundle(bundle, project, made, monkeypatch) -> None:
    before = contents(bundle)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refusal, match="the disk is full"):
        export(project, made(0.5), bundle)
    assert contents(bundle) == before
    assert [p.name for p in bundle.parent.iterdir() if p.name.startswith(".")] == []


def test_an_older_bundle_is_replaced(bundle, project, made) -> None:
    export(project, made(0.5), bundle)
    assert verify(bundle).ok
    assert b"0.5" in (bundle / "data/measurements.csv").read_bytes()


def test_an_empty_project_exports(tmp_path) -> None:
    made = export(Project(id="empty"), {}, tmp_path / "b")
    assert verify(made).ok
    assert b"Nothing has been measured" in (made / "data/report.html").read_bytes()


def test_not_a_bundle(tmp_path) -> None:
    with pytest.raises(Refusal, match="not a bundle"):
        verify(tmp_path)


def test_progress_is_told(project, results, tmp_path) -> None:
    told: list[tuple[int, int, str]] = []
    export(project, results, tmp_path / "b", progress=lambda *step: told.append(step))
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]


def test_compare_says_what_moved_beyond_its_interval(bundle, project, made, tmp_path) -> None:
    again = export(project, made(), tmp_path / "again")
    assert compare(bundle, again).lines() == ["Nothing differs."]
    near, far = (export(project, made(v), tmp_path / str(v)) for v in (0.701, 0.95))
    assert (compare(bundle, near).within, compare(bundle, near).values) == (1, [])
    moved = compare(bundle, far)
    assert moved.values == ["Fairness, demographic parity ratio, sex: m against sex: f: 0.700 became 0.950"]
    assert not moved.same
