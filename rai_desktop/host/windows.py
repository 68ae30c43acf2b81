"""Windows: a job object that holds this one process, bounds its memory and ends with it."""

import ctypes
from typing import Any, Dict

_EXTENDED_LIMITS = 9
_ACTIVE_PROCESS, _PROCESS_MEMORY, _DIE_QUIETLY, _KILL_ON_CLOSE = 0x8, 0x100, 0x400, 0x2000


class _Basic(ctypes.Structure):
    _fields_ = [
        ("process_time", ctypes.c_int64), ("job_time", ctypes.c_int64), ("flags", ctypes.c_uint32),
        ("least_set", ctypes.c_size_t), ("greatest_set", ctypes.c_size_t), ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t), ("priority", ctypes.c_uint32), ("scheduling", ctypes.c_uint32),
    ]  # fmt: skip


class _Extended(ctypes.Structure):
    _fields_ = [
        ("basic", _Basic), ("io", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t), ("peak_process", ctypes.c_size_t), ("peak_job", ctypes.c_size_t),
    ]  # fmt: skip


def enter_job(settings: Dict[str, Any]) -> str:
    """Put this process in a job of its own: no children, bounded memory. Raises OSError."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = kernel.CreateJobObjectW(None, None)
    limits = _Extended()
    limits.basic.flags = _ACTIVE_PROCESS | _DIE_QUIETLY | _KILL_ON_CLOSE
    limits.basic.processes = 1
    if settings.get("memory"):
        limits.basic.flags |= _PROCESS_MEMORY
        limits.process_memory = int(settings["memory"])
    job = ctypes.c_void_p(job)
    good = kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
    if not good or not kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess())):
        raise OSError(ctypes.get_last_error(), "the job object was refused")  # type: ignore[attr-defined]
    return str(settings.get("memory", ""))
