"""Structures and numbers of Windows, as a C program compiled with MinGW-w64's headers for 64-bit Windows prints them."""

import ctypes
from typing import Any

import pytest

from rai_desktop.host import windows
from rai_desktop.loading import command_runs, scratch, windows_start

pytestmark = pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the layout is that of 64-bit Windows")
EXTENDED_LIMITS = {
    "PerProcessUserTimeLimit": (0, 8), "PerJobUserTimeLimit": (8, 8), "LimitFlags": (16, 4), "MinimumWorkingSetSize": (24, 8),
    "MaximumWorkingSetSize": (32, 8), "ActiveProcessLimit": (40, 4), "Affinity": (48, 8), "PriorityClass": (56, 4),
    "SchedulingClass": (60, 4), "IoInfo": (64, 48), "ProcessMemoryLimit": (112, 8), "JobMemoryLimit": (120, 8),
    "PeakProcessMemoryUsed": (128, 8), "PeakJobMemoryUsed": (136, 8),
}  # fmt: skip
LAYOUTS: dict[type[ctypes.Structure], tuple[int, dict[str, tuple[int, int]]]] = {
    windows_start.StartupInfo: (112, {
        "size": (0, 4), "reserved": (8, 8), "desktop": (16, 8), "title": (24, 8), "x": (32, 4), "y": (36, 4), "width": (40, 4),
        "height": (44, 4), "columns": (48, 4), "rows": (52, 4), "fill": (56, 4), "flags": (60, 4), "show": (64, 2),
        "reserved2": (66, 2), "reserved3": (72, 8), "stdin": (80, 8), "stdout": (88, 8), "stderr": (96, 8),
        "attributes": (104, 8)}),
    windows_start.ProcessInfo: (24, {"process": (0, 8), "thread": (8, 8), "pid": (16, 4), "tid": (20, 4)}),
    windows_start.Memory: (64, {"size": (0, 4), "load": (4, 4), "whole": (8, 8)}),
    windows_start._Group: (16, {"sid": (0, 8), "attributes": (8, 4)}),
}  # fmt: skip
NUMBERS = [
    (windows_start.SUSPENDED, 0x4), (command_runs._SUSPENDED, 0x4), (windows_start.DETACHED, 0x8), (windows_start.NEW_GROUP, 0x200),
    (windows_start.UNICODE_ENVIRONMENT, 0x400), (windows_start.EXTENDED, 0x80000), (windows_start.ACTIVE_PROCESS, 0x8),
    (windows_start.PROCESS_MEMORY, 0x100), (windows_start.DIE_QUIETLY, 0x400), (windows_start.KILL_ON_CLOSE, 0x2000),
    (windows_start.ALL_OF_THE_DESKTOP, 0xFF), (windows_start._EXTENDED_LIMITS, 9), (windows_start._UI_LIMITS, 4),
    (windows_start._INTEGRITY, 25), (windows_start._HANDLE_LIST, 0x20002), (windows_start._TOKEN_ACCESS, 0x1 | 0x2 | 0x8 | 0x80),
    (windows_start._WAIT_TIMEOUT, 0x102), (windows_start._INTO_A_JOB, 0x100 | 0x1), (windows_start._RESUME, 0x800),
    (scratch._STILL_ACTIVE, 0x103), (windows._EXTENDED_LIMITS, 9), (windows._INTEGRITY, 25), (windows._GROUPS, 2),
    (windows._PRIVILEGES, 3), (windows._QUERY, 0x8), (windows._LOW, 0x1000), (windows._ENABLED, 0x4),
    (windows._ACTIVE_PROCESS, 0x8), (windows._PROCESS_MEMORY, 0x100), (windows._KILL_ON_CLOSE, 0x2000),
]  # fmt: skip


def place(field: Any) -> tuple[int, int]:
    return field.offset, field.size


def test_the_fields_of_the_structures_lie_where_the_headers_put_them() -> None:
    for kind, (size, fields) in LAYOUTS.items():
        assert ctypes.sizeof(kind) == size
        assert {name: place(getattr(kind, name)) for name in fields} == fields, kind


def test_the_limits_of_a_job_lie_where_the_headers_put_them_in_both_descriptions() -> None:
    basic = [(name, place(getattr(windows_start._Basic, name))) for name, _type in windows_start._Basic._fields_]
    rest = [(name, place(getattr(windows_start.JobLimits, name))) for name, _type in windows_start.JobLimits._fields_[1:]]
    assert [found for _name, found in basic + rest] == list(EXTENDED_LIMITS.values())
    one = [place(getattr(windows.Limits, field[0])) for field in windows.Limits._fields_]
    assert one[:-1] == list(EXTENDED_LIMITS.values())[:11]
    assert one[-1] == (120, 24)


def test_the_numbers_are_those_of_the_headers() -> None:
    assert [found for found, _header in NUMBERS] == [header for _found, header in NUMBERS]
