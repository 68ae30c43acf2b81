"""Linux Landlock: read only the libraries and the model, write only the scratch folder, no TCP, no signals out."""

import ctypes
import os
import struct
from typing import Any, Dict

from .confinement import Unavailable, readable
from .namespaces import checked, libc

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # the same number on every architecture
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_EXECUTE_TO_SYMLINK = (1 << 13) - 1
_REFER, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15
_BIND_TCP, _CONNECT_TCP = 1, 2
_ABSTRACT_SOCKETS, _SIGNALS = 1, 2
_FILE_RIGHTS = (1 << 0) | (1 << 1) | _READ_FILE | _TRUNCATE | _IOCTL


def restrict(settings: Dict[str, Any]) -> str:
    """Apply it; the ABI version in force. Raises Unavailable, OSError."""
    c = libc()
    version = c.syscall(_CREATE, None, 0, 1)
    if version < 1:
        raise Unavailable("the kernel does not offer it")
    rights = _rights(version)
    attributes = struct.pack(
        "<QQQ", rights, _BIND_TCP | _CONNECT_TCP if version >= 4 else 0,
        _ABSTRACT_SOCKETS | _SIGNALS if version >= 6 else 0,
    )[: 24 if version >= 6 else 16 if version >= 4 else 8]  # fmt: skip
    ruleset = checked(c.syscall(_CREATE, attributes, len(attributes), 0))
    for path in readable(settings):
        _allow(ruleset, path, (_READ_FILE | _READ_DIR) & rights)
    if settings.get("reads_all"):
        _allow(ruleset, "/", (_READ_FILE | _READ_DIR | 1) & rights)
    _allow(ruleset, str(settings["scratch"]), rights & ~1)
    _allow(ruleset, "/dev/null", (_READ_FILE | 1 << 1) & rights)
    checked(c.syscall(_RESTRICT, ruleset, 0))
    os.close(ruleset)
    return str(version)


def _rights(version: int) -> int:
    rights = _EXECUTE_TO_SYMLINK
    for since, right in ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL)):
        if version >= since:
            rights |= right
    return rights


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # not on this system
    try:
        if not os.path.isdir(path):
            rights &= _FILE_RIGHTS
        rule = struct.pack("<Qi", rights, opened)
        checked(libc().syscall(_ADD_RULE, ruleset, 1, ctypes.c_char_p(rule), 0))
    finally:
        os.close(opened)
