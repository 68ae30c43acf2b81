"""Windows: what the engine put around this process before it ran, measured from inside it."""

import ctypes
from typing import Any, Dict, List, Tuple

from .confinement import Unavailable

_EXTENDED_LIMITS, _INTEGRITY, _GROUPS, _PRIVILEGES = 9, 25, 2, 3
_ACTIVE_PROCESS, _PROCESS_MEMORY, _KILL_ON_CLOSE = 0x8, 0x100, 0x2000
_QUERY, _LOW = 0x8, 0x1000
_KEPT = ("SeChangeNotifyPrivilege",)  # every token has it: passing through folders
_RULING = {544: "administrators", 547: "power users", 551: "backup operators"}  # the last parts of their SIDs
_BUILTIN = bytes((1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0))  # S-1-5-32, and a part to come
_ENABLED, _NAME_ROOM = 0x4, 64


class Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = [
        ("process_time", ctypes.c_int64), ("job_time", ctypes.c_int64), ("flags", ctypes.c_uint32),
        ("least_set", ctypes.c_size_t), ("greatest_set", ctypes.c_size_t), ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t), ("priority", ctypes.c_uint32), ("scheduling", ctypes.c_uint32),
        ("io", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t), ("others", ctypes.c_size_t * 3),
    ]  # fmt: skip


def _library(name: str) -> Any:
    return ctypes.WinDLL(name, use_last_error=True)  # type: ignore[attr-defined,unused-ignore]


def job_object(_settings: Dict[str, Any]) -> str:
    """One process, bounded memory, an end with the engine: as the system says of our job. Raises Unavailable."""
    limits = Limits()
    good = _library("kernel32").QueryInformationJobObject(
        None, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits), None
    )
    if not good:
        raise Unavailable("this process is in no job")
    if not limits.flags & _ACTIVE_PROCESS or limits.processes != 1 or not limits.flags & _KILL_ON_CLOSE:
        raise Unavailable("the job does not hold the limits")
    return str(limits.process_memory) if limits.flags & _PROCESS_MEMORY else ""


def _token() -> Any:
    kernel, token = _library("kernel32"), ctypes.c_void_p()
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    current = ctypes.c_void_p(kernel.GetCurrentProcess())
    if not _library("advapi32").OpenProcessToken(current, _QUERY, ctypes.byref(token)):
        raise Unavailable("its token cannot be read")
    return token


def _told(kind: int) -> bytes:
    return _told_at(kind)[0]


def _told_at(kind: int) -> Tuple[bytes, int]:
    """What the token says, and the address that the pointers in it count from."""
    size, room = ctypes.c_uint32(), ctypes.create_string_buffer(65_536)
    good = _library("advapi32").GetTokenInformation(_token(), kind, room, len(room), ctypes.byref(size))
    if not good:
        raise Unavailable("its token does not tell")
    return room.raw[: size.value], ctypes.addressof(room)


def low_integrity(_settings: Dict[str, Any]) -> str:
    """Whether the system keeps this process from writing what belongs to the user. Raises Unavailable."""
    label = _told(_INTEGRITY)
    start = label[ctypes.sizeof(ctypes.c_void_p) * 2 :]  # the SID follows its pointer and its attributes
    level = integrity_level(start)
    if level > _LOW:
        raise Unavailable("the integrity level is {:#x}".format(level))
    return ""


def integrity_level(sid: bytes) -> int:
    """The last part of a SID, which is the level of a mandatory label; beyond all levels when it is none."""
    count = sid[1] if len(sid) > 1 else 0
    end = 8 + 4 * count
    return int.from_bytes(sid[end - 4 : end], "little") if count and len(sid) >= end else 0xFFFFFFFF


def restricted_token(_settings: Dict[str, Any]) -> str:
    """Whether it holds no privilege but the one that everybody has, and no administrators' group. Raises Unavailable."""
    names = [_privilege(_told(_PRIVILEGES), at) for at in range(int.from_bytes(_told(_PRIVILEGES)[:4], "little"))]
    more = [name for name in names if name not in _KEPT]
    if more:
        raise Unavailable("it holds {}".format(", ".join(more[:4])))
    ruling = ruling_groups(*_told_at(_GROUPS))
    if ruling:
        raise Unavailable("it belongs to the {}".format(", ".join(ruling)))
    return ""


def ruling_groups(told: bytes, address: int) -> List[str]:
    """The administrators' groups by which a token may do more: those that only deny are not among them.

    `told` is a TOKEN_GROUPS with its SIDs behind it, that lay at `address`.
    """
    found = []
    for at in range(8, 8 + 16 * int.from_bytes(told[:4], "little"), 16):
        sid = told[int.from_bytes(told[at : at + 8], "little") - address :][:16]
        name = _RULING.get(int.from_bytes(sid[12:], "little")) if sid[:12] == _BUILTIN else None
        if name and int.from_bytes(told[at + 8 : at + 12], "little") & _ENABLED:
            found.append(name)
    return found


def _privilege(told: bytes, at: int) -> str:
    room, size = ctypes.create_unicode_buffer(_NAME_ROOM), ctypes.c_uint32(_NAME_ROOM)
    one = ctypes.create_string_buffer(told[4 + 12 * at : 12 + 12 * at])
    _library("advapi32").LookupPrivilegeNameW(None, one, room, ctypes.byref(size))
    return room.value


def connects() -> bool:
    """Whether a socket can be made and given an address on this computer: nothing is sent."""
    sockets = _library("ws2_32")
    sockets.socket.restype = ctypes.c_void_p
    sockets.WSAStartup(0x202, ctypes.create_string_buffer(512))
    made = sockets.socket(2, 2, 0)
    if made is None or made == ctypes.c_void_p(-1).value:
        return False
    address = (ctypes.c_ubyte * 16)(2, 0, 0, 9, 127, 0, 0, 1)
    reached = sockets.connect(ctypes.c_void_p(made), ctypes.byref(address), 16) == 0
    sockets.closesocket(ctypes.c_void_p(made))
    return bool(reached)


def ends_others(parent: int) -> bool:
    """Whether the engine could be ended from here; it is not."""
    kernel = _library("kernel32")
    kernel.OpenProcess.restype = ctypes.c_void_p
    opened = kernel.OpenProcess(1, False, parent)
    if opened:
        kernel.CloseHandle(ctypes.c_void_p(opened))
    return bool(opened)
