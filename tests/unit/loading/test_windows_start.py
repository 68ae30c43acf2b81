"""Starting a host on Windows: the parts that need no Windows, as the system's headers lay them out."""

import ctypes
import struct

import pytest

from rai_desktop.host import windows
from rai_desktop.loading import isolation, windows_start

pytestmark = pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the sizes are those of 64-bit Windows")
HELD_BY_A_JOB = {
    "job_object": "in_force|4294967296", "restricted_token": "in_force|", "low_integrity": "absent|the integrity level is 0x2000",
    "self_test": "held:write,programs|open:read,network,signals",
}  # fmt: skip


def sid(*parts: int) -> bytes:
    """S-1-16-…: revision, count, authority (big-endian), then the parts (little-endian)."""
    return bytes([1, len(parts)]) + (16).to_bytes(6, "big") + b"".join(struct.pack("<I", part) for part in parts)


def test_an_environment_block_is_sorted_and_ends_twice() -> None:
    block = windows_start.environment_block({"b": "2", "A": "1 = one", "C": ""})
    assert block == "A=1 = one\0b=2\0C=\0\0"
    assert windows_start.environment_block({}) == "\0"


@pytest.mark.parametrize("bad", [{"": "x"}, {"a=b": "x"}, {"a": "x\0c=d"}, {"a\0": "x"}])
def test_a_variable_cannot_smuggle_another_in(bad: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        windows_start.environment_block(bad)


def test_structures_are_as_large_as_the_system_says() -> None:
    sizes = {
        windows_start.JobLimits: 144, windows.Limits: 144, windows_start.StartupInfo: 112, windows_start.ProcessInfo: 24,
        windows_start.Memory: 64,
    }  # fmt: skip
    assert {kind: ctypes.sizeof(kind) for kind in sizes} == sizes


@pytest.mark.parametrize("memory", [0, 4 * 2**30])
def test_what_the_engine_limits_is_what_the_host_reads_back(memory: int) -> None:
    """Two descriptions of one structure, written apart since the host's must run on Python 3.8."""
    written = bytes(windows_start.job_limits(memory))
    read = windows.Limits.from_buffer_copy(written)
    assert (read.processes, read.process_memory) == (1, memory)
    assert read.flags & (windows_start.ACTIVE_PROCESS | windows_start.KILL_ON_CLOSE) == 0x2008
    assert bool(read.flags & windows_start.PROCESS_MEMORY) is bool(memory)


def test_a_command_may_start_its_own_parts_and_they_all_end_with_us() -> None:
    limits = windows_start.job_limits(0, processes=0)
    assert limits.basic.flags == windows_start.DIE_QUIETLY | windows_start.KILL_ON_CLOSE


@pytest.mark.parametrize(("label", "level"), [(sid(0x1000), 0x1000), (sid(0x2000), 0x2000), (sid(1, 0x3000), 0x3000)])
def test_the_level_is_the_last_part_of_the_label(label: bytes, level: int) -> None:
    assert windows.integrity_level(label) == level
    assert windows.integrity_level(label + b"padding") == level


@pytest.mark.parametrize("label", [b"", b"\x01", b"\x01\x00" + bytes(6), sid(0x1000)[:-1]])
def test_a_label_that_cannot_be_read_is_never_taken_for_low(label: bytes) -> None:
    assert windows.integrity_level(label) > 0x4000


def test_the_page_tells_what_was_found_and_not_what_was_wanted() -> None:
    told = isolation.told(HELD_BY_A_JOB)
    assert told["Isolation"] == "partly isolated: these stay open: reading files, network, signals to other programs"
    assert told["Job object"] == "in force (memory 4 GiB)"
    assert told["Low integrity"].startswith("not available on this system")
    assert isolation.shortfall(told)
