"""A ZIP archive says everything twice, before each member and in its directory: do the two agree?"""

import struct
import zipfile
from collections.abc import Sequence
from typing import IO

_LOCAL = struct.Struct("<4s5H3L2H")
_SIGN = b"PK\x03\x04"
_LATER, _UTF8 = 0x8, 0x800
_COMPARED_FLAGS = 0x1 | _LATER | _UTF8
_UNSAID = 0xFFFFFFFF  # the size stands in an extra field


def agree(file: IO[bytes], members: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether every member's own header says what the directory says, and none lies over another."""
    end = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        if member.header_offset < end:
            return False
        start = _data_starts(file, member)
        if start is None:
            return False
        end = start + member.compress_size
    return True


def _data_starts(file: IO[bytes], member: zipfile.ZipInfo) -> int | None:
    """Where a member's data begin; None when its own header says something else than the directory."""
    file.seek(member.header_offset)
    raw = file.read(_LOCAL.size)
    if len(raw) < _LOCAL.size:
        return None
    sign, _version, flags, method, _time, _date, check, packed, size, name_length, extra = _LOCAL.unpack(raw)
    said = (sign, flags & _COMPARED_FLAGS, method, file.read(name_length))
    if said != (_SIGN, member.flag_bits & _COMPARED_FLAGS, member.compress_type, _name(member)):
        return None
    known = (check, packed, size) == (member.CRC, member.compress_size, member.file_size)
    if not (known or flags & _LATER or _UNSAID in (packed, size)):
        return None
    return int(member.header_offset + _LOCAL.size + name_length + extra)


def _name(member: zipfile.ZipInfo) -> bytes:
    return member.orig_filename.encode("utf-8" if member.flag_bits & _UTF8 else "cp437")
