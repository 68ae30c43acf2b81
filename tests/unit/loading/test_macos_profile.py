"""The sandbox profile for macOS: what can be told of it without one."""

import re
import sys
from pathlib import Path

import pytest

from rai_desktop.loading import launching, macos_profile

# sandbox(7) has no list of its operations; these stand in profiles that Apple, Mozilla and others ship.
KNOWN = {
    "process-exec", "sysctl-read", "mach-lookup", "signal", "file-read*", "file-map-executable", "file-read-metadata",
    "file-write*", "file-write-data", "ipc-posix-shm-read-data", "ipc-posix-shm-write-data", "ipc-posix-shm-write-create",
    "ipc-posix-shm-write-unlink", "network*", "process-fork", "default",
}  # fmt: skip


def profile(scratch: Path, program: Path, *reads: Path) -> str:
    return macos_profile.profile(scratch, program, reads)


def rules(text: str) -> list[list[str]]:
    """Each rule's words, strings kept whole."""
    assert text.startswith("(version 1)\n(deny default)")
    found: list[list[str]] = []
    depth = 0
    for word in re.findall(r'"(?:\\.|[^"\\])*"|[()]|[^\s()#"]+', text):
        depth += {"(": 1, ")": -1}.get(word, 0)
        if word == "(" and depth == 1:
            found.append([])
        elif word not in "()":
            found[-1].append(word)
    assert depth == 0
    return found


def test_every_operation_is_one_that_others_use_and_the_brackets_close(tmp_path: Path) -> None:
    text = profile(tmp_path, Path(sys.executable))
    operations = {w for words in rules(text) if words[0] in ("allow", "deny") for w in words[1:] if re.match(r"[a-z]+[-*]|signal|default", w)}
    filters = {"subpath", "literal", "regex", "target", "self", "ipc-posix-name-regex"}
    assert operations - filters == KNOWN


def test_only_the_scratch_folder_is_written_to_and_network_and_forks_are_denied_last(tmp_path: Path) -> None:
    text = profile(tmp_path, Path(sys.executable))
    writing = [words for words in rules(text) if any(word.startswith("file-write") for word in words)]
    assert [[w for w in words if w.startswith('"')] for words in writing] == [[f'"{tmp_path}"'], ['"/dev/null"']]
    assert text.rstrip().endswith("(deny network*) (deny process-fork)")


def test_an_interpreter_s_own_environment_is_read_and_what_the_host_needs(tmp_path: Path) -> None:
    program = tmp_path / "envs" / "old" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.touch()
    text = profile(tmp_path / "scratch", program, tmp_path / "names.json")
    assert f'(subpath "{tmp_path}/envs/old")' in text
    assert f'(subpath "{tmp_path}/names.json")' in text
    assert f'(subpath "{tmp_path}")' not in text


def test_a_python_in_the_home_folder_does_not_open_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    text = profile(tmp_path / "scratch", tmp_path / "bin" / "python")
    assert f'(subpath "{tmp_path}")' not in text


def test_no_path_breaks_out_of_its_string(tmp_path: Path) -> None:
    odd = tmp_path / 'a") (allow network*) ("\\'
    text = profile(odd, Path(sys.executable))
    assert [words for words in rules(text) if "network*" in words] == [["deny", "network*"]]


def test_it_is_put_around_the_host_with_the_allowlist_to_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(launching, "sandboxed", lambda: True)
    program, flag, text = launching._around(tmp_path, Path(sys.executable))
    assert (program, flag) == ("/usr/bin/sandbox-exec", "-p")
    assert "allowlist/names.json" in text
    assert "rai_desktop/host" in text
