"""Forgeries with an editor of SQLite right after signing: window, command line and report tell the same of each."""

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from rai_desktop.cli import main
from rai_desktop.project.document import Document
from rai_desktop.project.history import FIRST_HASH
from rai_desktop.project.model import Answer
from rai_desktop.project.reviewing import Meaning
from rai_desktop.review.signing import Intent, sign, target
from rai_desktop.review.told import state_words
from rai_desktop.review.witness import reviewed

NAMES = "seq, time, zone, user, analyst, kind, target, label, reason, version"


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """Entries: made, answered twice, signed as authored (4), as approved (5), changed for a reason (6)."""
    path = tmp_path / "case.rai"
    with Document.create(path, title="Loans", analyst="Ann") as document:
        for value in ("lending", "lending more"):
            document.apply("Answered", lambda p, v=value: msgspec.structs.replace(
                p, packs=["system_profile"], answers={"system_profile": {"name": Answer(value=v)}}))
        for meaning, name in ((Meaning.AUTHORED, "Ann"), (Meaning.APPROVED, "Bob")):
            sign(document, Intent(meaning=meaning, name=name), target(document))
    return path


def sql(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as base:
        for statement in statements:
            base.execute(statement)
    base.close()


def rehashed(path: Path, alter: Callable[[list[object], str], tuple[list[object], str]]) -> None:
    """The rows altered, with all hashes made anew, as somebody with time could."""
    with sqlite3.connect(path) as base:
        before = FIRST_HASH
        for *row, edits in base.execute(f"SELECT {NAMES}, edits FROM history ORDER BY seq").fetchall():
            row, edits = alter(row, edits)
            text = json.dumps([before, *row, edits], separators=(",", ":"), ensure_ascii=False)
            before = hashlib.sha256(text.encode()).hexdigest()
            base.execute("UPDATE history SET time = ?, hash = ?, edits = ? WHERE seq = ?", (row[1], before, edits, row[0]))
    base.close()


def told(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[list[str], str]:
    """What the window says of each signature; fails where the command line or the report says otherwise."""
    with Document.open(path, read_only=True) as document:
        standings = reviewed(document).standings
        window, whole = [state_words(each) for each in standings], document.verify_history()
    valid = not any(words.startswith("Not valid") for words in window)
    code = main(["verify", str(path)])
    printed = capsys.readouterr().out
    assert code == (0 if whole.ok and valid else 1)
    for words in window:
        assert words in printed
    assert main(["export", str(path), "--out", str(tmp_path / "bundle")]) in {0, 2}
    capsys.readouterr()
    html = re.sub(r"<[^>]+>|\s+", " ", (tmp_path / "bundle" / "data" / "report.html").read_text("utf-8")) if (
        tmp_path / "bundle").exists() else ""
    if html:
        for words in window:
            assert re.sub(r"\s+", " ", words).replace("'", "&#39;") in re.sub(r"\s+", " ", html), words
        assert main(["verify", str(tmp_path / "bundle")]) == (0 if valid else 1)
        of_bundle = capsys.readouterr().out
        for words in window:
            if words.startswith("Not valid. "):
                assert words.removeprefix("Not valid. ") in of_bundle
    return window, printed


def test_nothing_forged(signed, tmp_path, capsys):
    window, printed = told(signed, tmp_path, capsys)
    assert window == ["Stands: nothing has changed since."] * 2
    assert printed.splitlines()[-1] == "Whole: case.rai, 5 entries."


def test_one_byte_of_an_answer_in_the_stored_project(signed, tmp_path, capsys):
    sql(signed, "UPDATE state SET project = replace(project, 'lending more', 'lending mora')")
    window, printed = told(signed, tmp_path, capsys)
    assert window == ["Not valid. The stored project is not the one its history gives."] * 2
    assert "NOT whole" in printed


def test_one_byte_of_an_answer_in_its_entry(signed, tmp_path, capsys):
    sql(signed, "UPDATE history SET edits = replace(edits, 'lending more', 'lending mora') WHERE seq = 3")
    window, _printed = told(signed, tmp_path, capsys)
    assert all("Entry 3 of the history (Answered) does not follow from those before it." in words for words in window)
    assert len(window) == 2


def test_an_entry_deleted(signed, tmp_path, capsys):
    sql(signed, "DELETE FROM history WHERE seq = 2")
    window, _printed = told(signed, tmp_path, capsys)
    assert all("Entry 3 of the history" in words for words in window)
    assert len(window) == 2


def test_the_newest_entry_deleted(signed, tmp_path, capsys):
    sql(signed, "DELETE FROM history WHERE seq = 5")
    window, printed = told(signed, tmp_path, capsys)
    assert all(words.startswith("Not valid") for words in window)
    assert "The newest rows of the history are missing." in printed


def test_entries_put_in_another_order(signed, tmp_path, capsys):
    sql(signed, "UPDATE history SET seq = 99 WHERE seq = 2", "UPDATE history SET seq = 2 WHERE seq = 3",
        "UPDATE history SET seq = 3 WHERE seq = 99")
    window, _printed = told(signed, tmp_path, capsys)
    assert all("Entry 2 of the history" in words for words in window)


def test_a_clock_set_back_before_signing(signed, tmp_path, capsys):
    def later(row: list[object], edits: str) -> tuple[list[object], str]:
        return ([row[0], "2999-01-01T00:00:00+00:00", *row[2:]] if row[0] == 3 else row), edits

    with Document.create(tmp_path / "clock.rai", title="Loans", analyst="Ann") as document:
        document.apply("Answered", lambda p: msgspec.structs.replace(p, title="A"))
        document.apply("Answered", lambda p: msgspec.structs.replace(p, title="B"))
    rehashed(tmp_path / "clock.rai", later)
    with Document.open(tmp_path / "clock.rai") as document:
        sign(document, Intent(meaning=Meaning.APPROVED, name="Bob"), target(document))
    window, printed = told(tmp_path / "clock.rai", tmp_path, capsys)
    (words,) = window
    assert words == ("Stands: nothing has changed since. Its time is doubtful: entry 3, which came before it, is of 2999-01-01 "
                     "00:00 UTC; the computer's clock was set back.")
    assert "The computer's clock went back before row 4" in printed


def test_a_signature_copied_from_another_project(signed, tmp_path, capsys):
    with Document.open(signed, read_only=True) as document:
        made = document.project.signatures
    with Document.create(tmp_path / "other.rai", title="Other", analyst="Eve") as other:
        other.record("Signed", lambda p: msgspec.structs.replace(p, signatures=made))
    window, _printed = told(tmp_path / "other.rai", tmp_path, capsys)
    assert all("copied from elsewhere" in words or "names another" in words for words in window)
    assert len(window) == 2


def test_two_signatures_over_one_entry(signed, tmp_path, capsys):
    """A copy of a signature, and another that says it was made over the entry that had been signed before."""
    with Document.open(signed) as document:
        first = document.project.signatures[0]
        other = msgspec.structs.replace(first, name="Chief")
        document.record("Signed", lambda p: msgspec.structs.replace(p, signatures=[*p.signatures, first, other]))
    window, _printed = told(signed, tmp_path, capsys)
    assert window[:2] == ["Stands: nothing has changed since."] * 2
    assert window[2].startswith("Not valid. It is a copy of the signature in entry 4")
    assert window[3].startswith("Not valid. It stands in entry 6 (Signed)")


def test_one_taken_out(signed, tmp_path, capsys):
    with Document.open(signed) as document:
        document.record("Cleared", lambda p: msgspec.structs.replace(p, signatures=p.signatures[:1]))
    window, _printed = told(signed, tmp_path, capsys)
    assert window[1].startswith("Not valid. It was taken out by entry 6 (Cleared)")
