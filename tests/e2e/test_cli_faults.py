"""A fault of the program itself: one sentence, a code of its own, the traceback in the log."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rai_desktop.cli import bundles
from rai_desktop.cli.plain_stream import PlainStream
from tests.e2e.conftest import Cli, Here, refused


@pytest.mark.expects_log
def test_a_fault_of_ours_is_told_without_a_traceback(
    here: Here, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def odd(_chosen: object) -> int:
        raise ZeroDivisionError("odd")

    monkeypatch.setattr(bundles, "describe", odd)
    said = here("describe")
    assert (said.code, said.out) == (70, "")
    assert said.err.startswith("This is a fault of the program, not of your input: ZeroDivisionError: odd.")
    assert len(said.err.splitlines()) == 1
    assert "Traceback" in caplog.text


def test_a_name_no_code_page_holds_is_told_in_utf8_to_a_pipe(tmp_path: Path) -> None:
    """As on Windows, where a pipe gets the code page of the country unless the program says otherwise."""
    said = subprocess.run(
        [sys.executable, "-m", "rai_desktop.cli", "verify", str(tmp_path / "größe ☃")], capture_output=True, timeout=120,
        cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONIOENCODING": "cp1252", "RAI_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    assert said.returncode == 2
    assert "größe ☃" in said.stderr.decode("utf-8")


@pytest.mark.parametrize("given", ["--plan", "--answers"])
def test_a_folder_given_for_a_file_of_json_is_bad_input_told_in_words(here: Here, tmp_path: Path, given: str) -> None:
    (tmp_path / "table.csv").write_text("verdict,said\n1,1\n0,1\n")
    said = here("assess", "--data", tmp_path / "table.csv", "--label", "verdict", "--prediction", "said", given, tmp_path,
                "--out", tmp_path / "out")
    refused(said, tmp_path / "out", f"{tmp_path} cannot be read: it is no file, but a folder, a pipe or a device.")


ESCAPES = "\x1b[2Jgone\x1b]0;owned\x07\x9b1m\u202egpj.exe"


def test_no_name_of_a_stranger_reaches_the_terminal_as_a_command(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"y,p,{ESCAPES}\n" + "1,1,a\n0,0,b\n" * 60, encoding="utf-8", newline="")
    said = cli("assess", "--data", tmp_path / "t.csv", "--label", "none", "--prediction", "p", "--out", tmp_path / "out")
    assert said.returncode == 2 and "\\x1b[2Jgone" in said.stderr and "\\u202egpj.exe" in said.stderr
    for told in (said, cli("assess", "--data", tmp_path / "t.csv", "--label", "y", "--prediction", "p", "--sensitive", "y", "--out",
                           tmp_path / "out"), cli("inspect", tmp_path / f"{ESCAPES}.pkl"), cli("verify", tmp_path / ESCAPES)):
        assert not any(each in told.stdout + told.stderr for each in "\x1b\x07\x9b\r\u202e")


@pytest.mark.parametrize(("text", "shown"), [
    ("plain\tand\nlines", "plain\tand\nlines"), ("größe ☃ שלום مرحبا 👩‍👩‍👧", "größe ☃ שלום مرحبا 👩‍👩‍👧"), ("a\x00b", "a\\x00b"), ("\x7f", "\\x7f"),
    ("é\x1b[0m", "é\\x1b[0m"), ("\u2066x\u2069", "\\u2066x\\u2069"),
])  # fmt: skip
def test_what_a_terminal_would_obey_is_escaped_and_nothing_else(text: str, shown: str) -> None:
    room = io.StringIO()
    print(text, end="", file=PlainStream(room))
    assert room.getvalue() == shown
