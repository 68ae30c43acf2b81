"""Short lists of texts or whole numbers that an ONNX file keeps: among them the classes that a converter looks labels up in."""

import struct
from typing import Any, List, Tuple

_LONGEST = 1000
_INT32, _INT64, _STRING = 6, 7, 8
_Field = Tuple[int, int, Any]


def constant(fields: List[_Field]) -> Tuple[str, List[Any]]:
    """(name, values) of a tensor's fields; no values for long ones and those of other kinds."""
    name, kind, raw = "", 0, b""
    texts: List[Any] = []
    numbers: List[Any] = []
    for number, wire, value in fields:
        if number == 8 and wire == 2:
            name = bytes(value[:300]).decode("utf-8", "replace")
        elif number == 2 and wire == 0:
            kind = value
        elif number == 6 and wire == 2 and len(texts) <= _LONGEST:
            texts.append(bytes(value[:300]).decode("utf-8", "replace"))
        elif number == 9 and wire == 2 and len(value) <= 8 * _LONGEST:
            raw = bytes(value)
        elif number in (5, 7) and len(numbers) <= _LONGEST:
            numbers.extend(_varints(value) if wire == 2 else [value])
    if kind == _STRING:
        return name, texts[:_LONGEST]
    if kind not in (_INT32, _INT64):
        return name, []
    if raw:
        size, letter = (4, "i") if kind == _INT32 else (8, "q")
        return name, list(struct.unpack("<{}{}".format(len(raw) // size, letter), raw[: len(raw) // size * size]))
    return name, [signed(n) for n in numbers[:_LONGEST]]


def signed(number: int) -> int:
    """A protobuf whole number, which is written without its sign."""
    return int(struct.unpack("<q", struct.pack("<Q", number & 2**64 - 1))[0])


def _varints(data: memoryview) -> List[int]:
    found, value, shift = [], 0, 0
    for byte in data[: 10 * _LONGEST]:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            found.append(value)
            value = shift = 0
    return found
