"""The interpreter behind a virtual environment's launcher: found by what pyvenv.cfg says, on any system."""

import sys
import tempfile
from pathlib import Path

import pytest

from rai_desktop.loading import launching, windows_python, windows_start


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Path]:
    """An environment's launcher in a folder with a space and umlauts, and the interpreter it was made from."""
    launcher, interpreter = tmp_path / "Übung 1" / "Scripts" / "python.exe", tmp_path / "Python 3.11" / "python.exe"
    for program in (launcher, interpreter):
        program.parent.mkdir(parents=True)
        program.touch()
    return launcher, interpreter


def tell(folder: Path, *lines: str) -> None:
    (folder / "pyvenv.cfg").write_text("\n".join(lines), "utf-8")


def test_the_interpreter_is_started_and_told_whose_environment_it_is_in(made: tuple[Path, Path]) -> None:
    launcher, interpreter = made
    tell(launcher.parent.parent, f"home = {interpreter.parent}", "include-system-site-packages = false", "version = 3.11.9")
    command, variables = windows_python.past_launcher([str(launcher), "-I", "host.py"], {"TEMP": "x"})
    assert command == [str(interpreter), "-I", "host.py"]
    assert variables == {"TEMP": "x", "__PYVENV_LAUNCHER__": str(launcher)}


def test_the_file_may_lie_beside_the_launcher_and_its_keys_be_written_otherwise(made: tuple[Path, Path]) -> None:
    launcher, interpreter = made
    tell(launcher.parent, f"HOME={interpreter.parent}")
    assert windows_python.interpreter_behind(launcher) == interpreter


@pytest.mark.parametrize("key", ["executable", "base-executable"])
def test_an_interpreter_of_another_name_is_found_by_its_path(made: tuple[Path, Path], key: str) -> None:
    launcher, interpreter = made
    other = interpreter.rename(interpreter.with_name("python3.11.exe"))
    tell(launcher.parent.parent, f"home = {other.parent}", f"{key} = {other}")
    assert windows_python.interpreter_behind(launcher) == other


@pytest.mark.parametrize("lines", [[], ["home = "], ["home = nowhere"], ["no words"], ["executable = nowhere.exe"]])
def test_what_leads_to_no_interpreter_leaves_the_command_as_it_is(made: tuple[Path, Path], lines: list[str]) -> None:
    launcher, _interpreter = made
    tell(launcher.parent.parent, *lines)
    assert windows_python.past_launcher([str(launcher), "-I"], {"A": "b"}) == ([str(launcher), "-I"], {"A": "b"})


def test_an_environment_whose_python_is_the_interpreter_itself_is_left_alone(made: tuple[Path, Path]) -> None:
    launcher, _interpreter = made
    tell(launcher.parent.parent, f"home = {launcher.parent}")
    assert windows_python.interpreter_behind(launcher) is None


def test_a_file_that_cannot_be_read_and_none_at_all_name_nothing(made: tuple[Path, Path]) -> None:
    launcher, interpreter = made
    assert windows_python.interpreter_behind(interpreter) is None
    (launcher.parent.parent / "pyvenv.cfg").write_bytes(b"home = \xff\xfe")
    assert windows_python.interpreter_behind(launcher) is None


def test_the_host_is_started_past_the_launcher(
    made: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    launcher, interpreter = made
    tell(launcher.parent.parent, f"home = {interpreter.parent}")
    given: list[tuple[list[str], dict[str, str], int]] = []

    def started(command: list[str], _folder: Path, variables: dict[str, str], memory: int) -> None:
        given.append((command, variables, memory))
        raise OSError("seen")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(windows_start, "Started", started, raising=False)
    monkeypatch.setattr(windows_start, "whole_memory", lambda: 16 * 2**30, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(OSError, match="seen"):
        launching.HostProgram(str(launcher), 1)
    ((command, variables, memory),) = given
    assert command[0] == str(interpreter)
    assert variables["__PYVENV_LAUNCHER__"] == str(launcher)
    assert memory == 12 * 2**30
