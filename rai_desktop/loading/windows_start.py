"""Windows: start a program shut in from outside, before its first instruction runs.

Its token is a restricted copy of ours (no privileges, administrators' groups only to be denied by) of low integrity,
so that it may write nothing of the user's; it is made suspended and put into a job object that ends with us, holds one
process and bounds its memory. What of this is in force the host measures from inside (host/windows.py).
"""

import contextlib
import ctypes
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

LOW_INTEGRITY = "S-1-16-4096"
LOW_LABEL = "S:(ML;OICI;NW;;;LW)"
DENY_ONLY = ("S-1-5-32-544", "S-1-5-32-547", "S-1-5-32-551")  # administrators, power users, backup operators
SUSPENDED, DETACHED, NEW_GROUP, UNICODE_ENVIRONMENT, EXTENDED = 0x4, 0x8, 0x200, 0x400, 0x80000
ACTIVE_PROCESS, PROCESS_MEMORY, DIE_QUIETLY, KILL_ON_CLOSE = 0x8, 0x100, 0x400, 0x2000
ALL_OF_THE_DESKTOP = 0xFF  # clipboard, handles, parameters, display, atoms, desktops, ending the session
_EXTENDED_LIMITS, _UI_LIMITS, _INTEGRITY, _HANDLE_LIST = 9, 4, 25, 0x20002
_TOKEN_ACCESS = 0x1 | 0x2 | 0x8 | 0x80  # assign as primary, duplicate, query, adjust the default
_WAIT_TIMEOUT, _INTO_A_JOB, _RESUME = 0x102, 0x101, 0x800  # the rights to set its quota and end it; to let it go on


def environment_block(variables: Mapping[str, str]) -> str:
    """Variables as Windows wants them: sorted without regard to case, each ended by NUL, one NUL more at the end."""
    for name, value in variables.items():
        if not name or "=" in name or "\0" in name + value:
            raise ValueError(name)
    return "".join(f"{name}={variables[name]}\0" for name in sorted(variables, key=str.upper)) + "\0"


class _Basic(ctypes.Structure):
    _fields_ = (
        ("process_time", ctypes.c_int64), ("job_time", ctypes.c_int64), ("flags", ctypes.c_uint32),
        ("least_set", ctypes.c_size_t), ("greatest_set", ctypes.c_size_t), ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t), ("priority", ctypes.c_uint32), ("scheduling", ctypes.c_uint32),
    )  # fmt: skip


class JobLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", _Basic), ("io", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t), ("peak_process", ctypes.c_size_t), ("peak_job", ctypes.c_size_t),
    )  # fmt: skip


def job_limits(memory: int, processes: int = 1) -> JobLimits:
    """Dying quietly, ending with the last handle of the job; `memory` bytes and so many `processes` (0: as it likes)."""
    limits = JobLimits()
    bounds = (ACTIVE_PROCESS if processes else 0) | (PROCESS_MEMORY if memory else 0)
    limits.basic.flags = DIE_QUIETLY | KILL_ON_CLOSE | bounds
    limits.basic.processes = processes
    limits.process_memory = memory
    return limits


class Memory(ctypes.Structure):
    """MEMORYSTATUSEX."""

    _fields_ = (
        ("size", ctypes.c_uint32), ("load", ctypes.c_uint32), ("whole", ctypes.c_uint64), ("rest", ctypes.c_uint64 * 6),
    )  # fmt: skip


class _Group(ctypes.Structure):
    _fields_ = (("sid", ctypes.c_void_p), ("attributes", ctypes.c_uint32))


class StartupInfo(ctypes.Structure):
    """STARTUPINFOEXW."""

    _fields_ = (
        ("size", ctypes.c_uint32), ("reserved", ctypes.c_wchar_p), ("desktop", ctypes.c_wchar_p), ("title", ctypes.c_wchar_p),
        ("x", ctypes.c_uint32), ("y", ctypes.c_uint32), ("width", ctypes.c_uint32), ("height", ctypes.c_uint32),
        ("columns", ctypes.c_uint32), ("rows", ctypes.c_uint32), ("fill", ctypes.c_uint32), ("flags", ctypes.c_uint32),
        ("show", ctypes.c_uint16), ("reserved2", ctypes.c_uint16), ("reserved3", ctypes.c_void_p),
        ("stdin", ctypes.c_void_p), ("stdout", ctypes.c_void_p), ("stderr", ctypes.c_void_p), ("attributes", ctypes.c_void_p),
    )  # fmt: skip


class ProcessInfo(ctypes.Structure):
    """PROCESS_INFORMATION."""

    _fields_ = (("process", ctypes.c_void_p), ("thread", ctypes.c_void_p), ("pid", ctypes.c_uint32), ("tid", ctypes.c_uint32))


if sys.platform == "win32":
    import msvcrt

    _KERNEL = ctypes.WinDLL("kernel32", use_last_error=True)
    _ADVAPI = ctypes.WinDLL("advapi32", use_last_error=True)
    _NTDLL = ctypes.WinDLL("ntdll")
    for _name in ("CreateJobObjectW", "GetCurrentProcess", "LocalFree", "OpenProcess"):
        getattr(_KERNEL, _name).restype = ctypes.c_void_p

    def _good(result: int, doing: str) -> int:
        if not result:
            raise OSError(ctypes.get_last_error(), doing)
        return result

    def _sid(text: str) -> ctypes.c_void_p:
        sid = ctypes.c_void_p()
        _good(_ADVAPI.ConvertStringSidToSidW(text, ctypes.byref(sid)), "a security identifier")
        return sid

    def restricted_token() -> ctypes.c_void_p:
        """A copy of our token without privileges, of low integrity. Raises OSError."""
        own, made = ctypes.c_void_p(), ctypes.c_void_p()
        current = ctypes.c_void_p(_KERNEL.GetCurrentProcess())
        _good(_ADVAPI.OpenProcessToken(current, _TOKEN_ACCESS, ctypes.byref(own)), "our token")
        denied = (_Group * len(DENY_ONLY))(*(_Group(_sid(text).value, 0) for text in DENY_ONLY))
        good = _ADVAPI.CreateRestrictedToken(own, 1, len(denied), denied, 0, None, 0, None, ctypes.byref(made))
        _KERNEL.CloseHandle(own)
        _good(good, "a restricted token")
        label = _Group(_sid(LOW_INTEGRITY).value, 0x20)
        _good(_ADVAPI.SetTokenInformation(made, _INTEGRITY, ctypes.byref(label), ctypes.sizeof(label)), "low integrity")
        return made

    def open_to_low_integrity(folder: Path) -> None:
        """Let a program of low integrity write into a folder, and into what is put there. Raises OSError."""
        descriptor, acl = ctypes.c_void_p(), ctypes.c_void_p()
        convert = _ADVAPI.ConvertStringSecurityDescriptorToSecurityDescriptorW
        _good(convert(LOW_LABEL, 1, ctypes.byref(descriptor), None), "a label")
        there, defaulted = ctypes.c_int(), ctypes.c_int()
        _good(
            _ADVAPI.GetSecurityDescriptorSacl(descriptor, ctypes.byref(there), ctypes.byref(acl), ctypes.byref(defaulted)),
            "a label",
        )
        error = _ADVAPI.SetNamedSecurityInfoW(str(folder), 1, 0x10, None, None, None, acl)
        _KERNEL.LocalFree(descriptor)
        if error:
            raise OSError(error, "the scratch folder's label")

    def whole_memory() -> int:
        """Bytes of memory that the machine has; 0 where the system does not tell."""
        memory = Memory(size=ctypes.sizeof(Memory))
        return int(memory.whole) if _KERNEL.GlobalMemoryStatusEx(ctypes.byref(memory)) else 0

    def _job(process: ctypes.c_void_p, limits: JobLimits, desktop: int) -> ctypes.c_void_p:
        """A job that holds a process. Raises OSError."""
        job = ctypes.c_void_p(_good(_KERNEL.CreateJobObjectW(None, None), "a job object"))
        kept_from = ctypes.c_uint32(desktop)
        try:
            _set(job, _EXTENDED_LIMITS, limits)
            _set(job, _UI_LIMITS, kept_from)
            _good(_KERNEL.AssignProcessToJobObject(job, process), "the job")
        except OSError:
            _KERNEL.CloseHandle(job)
            raise
        return job

    def _set(job: ctypes.c_void_p, kind: int, limits: "JobLimits | ctypes.c_uint32") -> None:
        _good(_KERNEL.SetInformationJobObject(job, kind, ctypes.byref(limits), ctypes.sizeof(limits)), "the job's limits")

    def _held_in_a_job(process: ctypes.c_void_p, limits: JobLimits) -> ctypes.c_void_p | None:
        """Its job; one that leaves the desktop open where we are in a job ourselves: such a one cannot close it."""
        for desktop in (ALL_OF_THE_DESKTOP, 0):
            with contextlib.suppress(OSError):  # the host finds out that it is in none, and says so
                return _job(process, limits, desktop)
        return None

    class Family:
        """A program that was started suspended and whatever it starts, in a job that ends with us. Raises OSError."""

        def __init__(self, pid: int) -> None:
            process = ctypes.c_void_p(_good(_KERNEL.OpenProcess(_INTO_A_JOB | _RESUME, False, pid), "the program"))
            self._job = _held_in_a_job(process, job_limits(0, processes=0))
            _NTDLL.NtResumeProcess(process)  # once it is in the job: what it starts before would not be
            _KERNEL.CloseHandle(process)

        def end(self) -> None:
            """End them all; again does nothing."""
            if self._job:
                _KERNEL.TerminateJobObject(self._job, 1)
                _KERNEL.CloseHandle(self._job)
            self._job = None

    class _Pipe:
        """A pipe of which the child gets one end."""

        def __init__(self, child_reads: bool) -> None:
            reading, writing = os.pipe()
            self.child, ours = (reading, writing) if child_reads else (writing, reading)
            self.handle = msvcrt.get_osfhandle(self.child)
            os.set_handle_inheritable(self.handle, True)
            msvcrt.setmode(ours, os.O_BINARY)
            self.ours: IO[bytes] = os.fdopen(ours, "wb" if child_reads else "rb", 2**20)

    class Started:
        """A program that runs shut in: what the engine needs of subprocess.Popen."""

        def __init__(self, command: Sequence[str], folder: Path, variables: Mapping[str, str], memory: int) -> None:
            self.returncode: int | None = None
            pipes = [_Pipe(child_reads=True), _Pipe(child_reads=False), _Pipe(child_reads=False)]
            self.stdin: IO[bytes] | None
            self.stdout: IO[bytes] | None
            self.stderr: IO[bytes] | None
            self.stdin, self.stdout, self.stderr = (pipe.ours for pipe in pipes)
            handles = (ctypes.c_void_p * 3)(*(pipe.handle for pipe in pipes))
            try:
                made = _created(command, folder, variables, handles)
            finally:
                for pipe in pipes:
                    os.close(pipe.child)
            self.pid, self._process = int(made.pid), ctypes.c_void_p(made.process)
            self._job = _held_in_a_job(self._process, job_limits(memory))
            _KERNEL.ResumeThread(ctypes.c_void_p(made.thread))
            _KERNEL.CloseHandle(ctypes.c_void_p(made.thread))

        def wait(self, timeout: float | None = None) -> int:
            """The exit code. Raises subprocess.TimeoutExpired."""
            if self.returncode is None:
                limit = 0xFFFFFFFF if timeout is None else int(timeout * 1000)
                if _KERNEL.WaitForSingleObject(self._process, limit) == _WAIT_TIMEOUT:
                    raise subprocess.TimeoutExpired("host", timeout or 0)
                code = ctypes.c_uint32()
                _KERNEL.GetExitCodeProcess(self._process, ctypes.byref(code))
                self.returncode = int(code.value)
            return self.returncode

        def kill(self) -> None:
            """End it, and whatever is in its job."""
            if self.returncode is None:
                if self._job:
                    _KERNEL.TerminateJobObject(self._job, 1)
                _KERNEL.TerminateProcess(self._process, 1)

        def __del__(self) -> None:
            """Two threads may wait for one end, so the handles are kept until nobody can."""
            for handle in (getattr(self, "_process", None), getattr(self, "_job", None)):
                if handle:
                    _KERNEL.CloseHandle(handle)

    def _created(
        command: Sequence[str], folder: Path, variables: Mapping[str, str], handles: "ctypes.Array[ctypes.c_void_p]"
    ) -> ProcessInfo:  # fmt: skip
        """A suspended process under the restricted token; under our own where the system makes none."""
        with contextlib.suppress(OSError):  # then it cannot write there, which the model will say if it needs to
            open_to_low_integrity(folder)
        with contextlib.suppress(OSError):
            token = restricted_token()
            try:
                return _create(token, command, folder, variables, handles)
            finally:
                _KERNEL.CloseHandle(token)
        return _create(None, command, folder, variables, handles)

    def _create(
        token: ctypes.c_void_p | None, command: Sequence[str], folder: Path, variables: Mapping[str, str],
        handles: "ctypes.Array[ctypes.c_void_p]",
    ) -> ProcessInfo:  # fmt: skip
        size = ctypes.c_size_t()
        _KERNEL.InitializeProcThreadAttributeList(None, 1, 0, ctypes.byref(size))
        attributes = ctypes.create_string_buffer(size.value)
        _good(_KERNEL.InitializeProcThreadAttributeList(attributes, 1, 0, ctypes.byref(size)), "the start's attributes")
        _good(
            _KERNEL.UpdateProcThreadAttribute(
                attributes, 0, ctypes.c_size_t(_HANDLE_LIST), handles, ctypes.c_size_t(ctypes.sizeof(handles)), None, None
            ),
            "the handles it may have",
        )
        startup, made = StartupInfo(), ProcessInfo()
        startup.size, startup.flags = ctypes.sizeof(startup), 0x100
        startup.stdin, startup.stdout, startup.stderr = handles
        startup.attributes = ctypes.addressof(attributes)
        line = ctypes.create_unicode_buffer(subprocess.list2cmdline(command))
        block = ctypes.create_unicode_buffer(environment_block(variables))
        flags = SUSPENDED | DETACHED | NEW_GROUP | UNICODE_ENVIRONMENT | EXTENDED  # a console is a program in the job too
        rest = (None, line, None, None, True, flags, block, str(folder), ctypes.byref(startup), ctypes.byref(made))
        if token is None:
            _good(_KERNEL.CreateProcessW(*rest), "the program")
        else:
            _good(_ADVAPI.CreateProcessAsUserW(token, *rest), "the program")
        return made
