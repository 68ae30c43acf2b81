"""Pickle opcodes written by hand, so that building a hostile file runs nothing."""

import struct


def text(value: str) -> bytes:
    raw = value.encode()
    return b"X" + struct.pack("<I", len(raw)) + raw


def whole(value: int) -> bytes:
    return b"J" + struct.pack("<i", value) if abs(value) < 2**31 else b"\x8a\x08" + struct.pack("<q", value)


def put(*values: object) -> bytes:
    """Arguments as opcodes: text, numbers, None, bytes, lists of these, or ready-made opcodes."""
    return b"".join(_one(value) for value in values)


def _one(value: object) -> bytes:
    if isinstance(value, Raw):
        return value.code
    if isinstance(value, str):
        return text(value)
    if value is None:
        return b"N"
    if isinstance(value, bool):
        return b"\x88" if value else b"\x89"
    if isinstance(value, int):
        return whole(value)
    if isinstance(value, bytes):
        return b"B" + struct.pack("<I", len(value)) + value
    if isinstance(value, list):
        return b"](" + put(*value) + b"e"
    if isinstance(value, tuple):
        return b"(" + put(*value) + b"t"
    if isinstance(value, dict):
        return b"}(" + b"".join(put(k, v) for k, v in value.items()) + b"u"
    raise TypeError(type(value))


class Raw:
    """Opcodes used as an argument."""

    def __init__(self, code: bytes) -> None:
        self.code = code


def name(module: str, qualname: str) -> Raw:
    return Raw(text(module) + text(qualname) + b"\x93")


def called(module: str, qualname: str, *args: object) -> Raw:
    return Raw(name(module, qualname).code + put(args) + b"R")


def result_called(what: Raw, *args: object) -> Raw:
    return Raw(what.code + put(args) + b"R")


def made(module: str, qualname: str, *args: object) -> Raw:
    return Raw(name(module, qualname).code + put(args) + b"\x81")


def built(what: Raw, state: object) -> Raw:
    return Raw(what.code + put(state) + b"b")


def file(what: Raw, protocol: int = 4) -> bytes:
    return b"\x80" + bytes([protocol]) + what.code + b"."
