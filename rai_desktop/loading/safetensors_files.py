"""The head of a safetensors file: which arrays it holds, and whether they fill the file as they must."""

import json
import math
from pathlib import Path
from typing import Any

import msgspec

_DIMENSIONS = 64
_HEAD_LIMIT = 100 * 10**6  # as the format itself has it
_BITS = {"BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "I16": 16, "U16": 16, "F16": 16, "BF16": 16,
         "I32": 32, "U32": 32, "F32": 32, "F64": 64,
          "I64": 64, "U64": 64, "C64": 64, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6}  # fmt: skip


class Told(msgspec.Struct):
    """Arrays by name, how many numbers of which types, the notes, and `odd`: codes with words in words.py."""

    arrays: list[str] = []
    types: set[str] = set()
    numbers: int = 0
    metadata: dict[str, str] = {}
    odd: list[str] = []


def read(path: Path) -> Told:
    """What the head tells, held against the file's size. Raises ValueError, OSError."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > min(_HEAD_LIMIT, size - 8):
            raise ValueError("a head longer than the file")
        twice: list[str] = []
        told = json.loads(file.read(length), object_pairs_hook=lambda pairs: _once(pairs, twice))
    if not isinstance(told, dict):
        raise ValueError("no head")
    found = Told()
    notes = told.pop("__metadata__", {})
    if isinstance(notes, dict):
        found.metadata = {str(k)[:60]: str(v)[:120] for k, v in notes.items()}
    spans = sorted(_span(name, each, found) for name, each in told.items())
    _fill(spans, size - 8 - length, found)
    if twice:
        _note(found, "twice")
    return found


def _once(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        twice.append("")
    return made


def _span(name: str, each: Any, found: Told) -> tuple[int, int]:
    """Where an array's bytes lie; its type and shape must need just as many."""
    kind, shape, (start, end) = each["dtype"], each["shape"], each["data_offsets"]
    if not all(type(n) is int and 0 <= n < 2**60 for n in (start, end, *shape)) or not isinstance(kind, str):
        raise ValueError("no array")
    if len(shape) > _DIMENSIONS:  # the product of more could have millions of digits
        raise ValueError("no array")
    numbers = math.prod(shape)
    if kind not in _BITS:
        _note(found, "type")
    elif numbers * _BITS[kind] != (end - start) * 8:
        _note(found, "size")
    found.arrays.append(name[:80])
    found.types.add(kind[:20])
    found.numbers += numbers
    return start, end


def _fill(spans: list[tuple[int, int]], held: int, found: Told) -> None:
    """Arrays must lie one after the other, and nothing else be in the file."""
    at = 0
    for start, end in spans:
        if start < at:
            _note(found, "overlap")
        elif start > at:
            _note(found, "hole")
        at = max(at, end)
    if at > held:
        _note(found, "cut")
    elif at < held:
        _note(found, "trailing")


def _note(found: Told, code: str) -> None:
    if code not in found.odd:
        found.odd.append(code)
