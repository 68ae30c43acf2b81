"""What is asked of Windows, in which order, and what is done where it refuses: with its libraries replaced by one that keeps a list."""

import ctypes
import importlib.util
import os
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rai_desktop.loading import windows_start

PROCESS, THREAD, PID, JOB, OURS, TOKEN = 71, 72, 4711, 73, 74, 75
ALWAYS = ["CloseHandle", "ConvertStringSidToSidW", "GetCurrentProcess", "LocalFree"]


class Windows:
    """Answers 1 to everything but what it is to refuse, and keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self.refused: dict[str, Callable[..., bool]] = {}
        self.kept: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.kept.setdefault(name, _Function(self, name))

    def names(self) -> list[str]:
        return [name for name, _arguments in self.asked if name not in ALWAYS]

    def given(self, name: str) -> list[tuple[Any, ...]]:
        return [arguments for asked, arguments in self.asked if asked == name]


class _Function:
    def __init__(self, system: Windows, name: str) -> None:
        self.system, self.name = system, name

    def __call__(self, *arguments: Any) -> int:
        self.system.asked.append((self.name, arguments))
        if self.system.refused.get(self.name, lambda *_: False)(*arguments):
            return 0
        if self.name.startswith("CreateProcess"):
            made = arguments[-1]._obj
            made.process, made.thread, made.pid = PROCESS, THREAD, PID
        if self.name == "CreateRestrictedToken":
            arguments[-1]._obj.value = TOKEN
        return {"CreateJobObjectW": JOB, "OpenProcess": OURS}.get(self.name, 0 if self.name == "SetNamedSecurityInfoW" else 1)


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Windows:
    made = Windows()
    files = types.SimpleNamespace(get_osfhandle=lambda descriptor: descriptor + 1000, setmode=lambda *_: 0)
    monkeypatch.setitem(sys.modules, "msvcrt", files)  # type: ignore[arg-type]
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_a, **_k: made, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: 5, raising=False)
    monkeypatch.setattr(os, "set_handle_inheritable", lambda *_: None, raising=False)
    monkeypatch.setattr(os, "O_BINARY", 0, raising=False)
    return made


@pytest.fixture
def module(system: Windows, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module as it is on Windows, under a name of its own."""
    spec = importlib.util.spec_from_file_location("windows_start_there", windows_start.__file__)
    assert spec and spec.loader
    there = importlib.util.module_from_spec(spec)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        spec.loader.exec_module(there)
    return there


def start(module: Any, folder: Path) -> Any:
    return module.Started(["python.exe", "a b"], folder, {"TEMP": str(folder)}, 2**32)


def value(thing: Any) -> Any:
    return getattr(thing, "value", thing)


def test_it_is_held_before_its_first_instruction(system: Windows, module: Any, tmp_path: Path) -> None:
    start(module, tmp_path)
    assert system.names() == [
        "ConvertStringSecurityDescriptorToSecurityDescriptorW", "GetSecurityDescriptorSacl", "SetNamedSecurityInfoW",
        "OpenProcessToken", "CreateRestrictedToken", "SetTokenInformation",
        "InitializeProcThreadAttributeList", "InitializeProcThreadAttributeList", "UpdateProcThreadAttribute", "CreateProcessAsUserW",
        "CreateJobObjectW", "SetInformationJobObject", "SetInformationJobObject", "AssignProcessToJobObject", "ResumeThread",
    ]  # fmt: skip
    assert [value(given[0]) for given in system.given("ResumeThread")] == [THREAD]
    assert [tuple(map(value, given)) for given in system.given("AssignProcessToJobObject")] == [(JOB, PROCESS)]


def test_it_starts_suspended_without_a_console_and_with_the_three_pipes_alone(system: Windows, module: Any, tmp_path: Path) -> None:
    start(module, tmp_path)
    (given,) = system.given("CreateProcessAsUserW")
    _token, program, line, _process, _thread, inherit, flags, block, folder, startup, _made = given
    assert (program, line.value, inherit, folder) == (None, 'python.exe "a b"', True, str(tmp_path))
    assert flags == 0x4 | 0x8 | 0x200 | 0x400 | 0x80000  # suspended, no console, own group, wide environment, extended
    assert block[:] == f"TEMP={tmp_path}\0\0\0"
    listed = system.given("UpdateProcThreadAttribute")[0][3]
    assert [startup._obj.stdin, startup._obj.stdout, startup._obj.stderr] == list(listed)
    assert len(set(listed)) == 3


def test_the_token_loses_all_its_privileges_and_denies_by_three_groups(system: Windows, module: Any, tmp_path: Path) -> None:
    start(module, tmp_path)
    (given,) = system.given("CreateRestrictedToken")
    assert (given[1], given[2], given[4], given[6]) == (1, 3, 0, 0)  # DISABLE_MAX_PRIVILEGE, three groups, no lists
    texts = [arguments[0] for arguments in system.given("ConvertStringSidToSidW")]
    assert texts == ["S-1-5-32-544", "S-1-5-32-547", "S-1-5-32-551", "S-1-16-4096"]
    (set_,) = system.given("SetTokenInformation")
    assert (set_[1], set_[2]._obj.attributes, set_[3]) == (25, 0x20, 16)


@pytest.mark.parametrize("refused", ["OpenProcessToken", "CreateRestrictedToken", "SetTokenInformation", "CreateProcessAsUserW"])
def test_where_no_restricted_token_can_be_used_it_starts_under_ours_and_still_in_a_job(
    system: Windows, module: Any, tmp_path: Path, refused: str
) -> None:
    system.refused[refused] = lambda *_: True
    started = start(module, tmp_path)
    assert system.names()[-6:] == [
        "CreateProcessW", "CreateJobObjectW", "SetInformationJobObject", "SetInformationJobObject", "AssignProcessToJobObject",
        "ResumeThread",
    ]  # fmt: skip
    assert started.pid == PID
    closed = [value(given[0]) for given in system.given("CloseHandle")]
    assert (TOKEN in closed) == (refused == "CreateProcessAsUserW")


def test_a_job_that_may_not_close_the_desktop_is_made_without_that(system: Windows, module: Any, tmp_path: Path) -> None:
    """As where we are in a job ourselves."""
    system.refused["AssignProcessToJobObject"] = lambda *_: len(system.given("AssignProcessToJobObject")) == 1
    started = start(module, tmp_path)
    desktops = [given[2]._obj.value for given in system.given("SetInformationJobObject") if given[1] == 4]
    assert desktops == [0xFF, 0]
    assert value(started._job) == JOB
    assert JOB in [value(given[0]) for given in system.given("CloseHandle")]


def test_what_no_job_takes_goes_on_all_the_same_and_is_ended_by_itself(system: Windows, module: Any, tmp_path: Path) -> None:
    system.refused["CreateJobObjectW"] = lambda *_: True
    started = start(module, tmp_path)
    assert started._job is None
    assert len(system.given("ResumeThread")) == 1
    started.kill()
    assert [value(given[0]) for given in system.given("TerminateProcess")] == [PROCESS]
    assert not system.given("TerminateJobObject")


def test_what_does_not_start_leaves_no_end_of_a_pipe_with_the_child(
    system: Windows, module: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CreateProcessAsUserW", "CreateProcessW"):
        system.refused[name] = lambda *_: True
    closed: list[int] = []
    close = os.close
    monkeypatch.setattr(os, "close", lambda descriptor: (closed.append(descriptor), close(descriptor)))
    with pytest.raises(OSError, match="the program"):
        start(module, tmp_path)
    assert len(closed) == 3


def test_a_command_goes_on_only_once_it_is_in_its_job(system: Windows, module: Any) -> None:
    family = module.Family(PID)
    assert system.names() == [
        "OpenProcess", "CreateJobObjectW", "SetInformationJobObject", "SetInformationJobObject", "AssignProcessToJobObject",
        "NtResumeProcess",
    ]  # fmt: skip
    assert system.given("OpenProcess")[0] == (0x100 | 0x1 | 0x800, False, PID)
    family.end()
    family.end()
    assert len(system.given("TerminateJobObject")) == 1


def test_a_command_that_cannot_be_let_go_on_is_an_error(system: Windows, module: Any) -> None:
    system.refused["OpenProcess"] = lambda *_: True
    with pytest.raises(OSError, match="the program"):
        module.Family(PID)
