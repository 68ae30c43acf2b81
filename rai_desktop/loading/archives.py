"""What lies in a ZIP archive, archives inside it included: names and sizes are read, nothing is written out."""

import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

_DEPTH, _MEMBERS = 3, 2000
_INNER_LIMIT, _ALL_INNER = 64 * 2**20, 512 * 2**20
_DIRECTORY_LIMIT = 32 * 2**20  # hundreds of thousands of names; each takes twenty times as much memory when read
_DIRECTORY_SIZE, _COMMENT_SIZE, _END_PLACE = 5, 7, 9  # their places in what zipfile finds at an archive's end
_SIGN = b"PK"
_KNOWN_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_MODELS = (".joblib", ".pkl", ".pickle", ".skops", ".onnx", ".ubj", ".json", ".cbm", ".keras", ".h5", ".safetensors", ".pt",
           ".pth", ".txt", ".model", ".sav", ".py")  # fmt: skip
DAMAGE = (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError, EOFError, KeyError,
           RuntimeError, OverflowError, UnicodeError, MemoryError, zlib.error, lzma.LZMAError)


class Unopened(Exception):
    """It is no whole ZIP archive."""


class Inside(msgspec.Struct):
    """What was found: files that may be models, as `outer.zip › inner.pkl`, and what is odd about the archive."""

    models: list[str] = []
    nested: int = 0
    odd: list[str] = []
    seen: int = 0
    unpacked: int = 0


def names(path: Path) -> list[str]:
    """The members' names. Raises Unopened."""
    try:
        with path.open("rb") as file:
            _check_directory(file)
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except DAMAGE as error:
        raise Unopened(str(error)) from None


def _check_directory(file: IO[bytes]) -> None:
    """Refuse a directory of millions of names before it is read as a whole. Raises BadZipFile."""
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined] # noqa: SLF001 - what ZipFile itself goes by
    if end and end[_DIRECTORY_SIZE] > _DIRECTORY_LIMIT:
        raise zipfile.BadZipFile("the directory is too large")


def around(path: Path) -> list[str]:
    """What lies around the archive in its file: codes leading, trailing. None for what is no whole ZIP archive."""
    try:
        with path.open("rb") as file:
            if file.read(len(_SIGN)) != _SIGN:
                return []
            _check_directory(file)
            with zipfile.ZipFile(file) as archive:
                leading = bool(archive.filelist) and min(member.header_offset for member in archive.filelist) > 0
            return ["leading"] * leading + ["trailing"] * (_ends(file) != file.seek(0, os.SEEK_END))
    except DAMAGE:
        return []


def _ends(file: IO[bytes]) -> int:
    """Where the archive says it ends; zipfile looks for that up to 64 KB before the file does."""
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined] # noqa: SLF001 - as above
    return int(end[_END_PLACE] + zipfile.sizeEndCentDir + end[_COMMENT_SIZE]) if end else 0  # type: ignore[attr-defined]


def is_named_as_model(name: str) -> bool:
    """Whether a file's name ends as models' names do."""
    return name.lower().endswith(_MODELS)


def inside(path: Path) -> Inside:
    """Models in the archive and in archives within it; `odd` holds codes: depth, many, bomb, path, locked,
    packing, damaged."""
    found = Inside()
    try:
        with path.open("rb") as file:
            _look(file, "", 1, found)
    except DAMAGE:
        _note(found, "damaged")
    return found


def _look(file: IO[bytes], within: str, depth: int, found: Inside) -> None:
    _check_directory(file)
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            if found.seen >= _MEMBERS:
                _note(found, "many")
                return
            found.seen += 1
            _member(archive, member, within, depth, found)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, within: str, depth: int, found: Inside) -> None:
    for code in _oddities(member):
        _note(found, code)
    name = member.filename
    if name.lower().endswith(".zip"):
        found.nested += 1
        if depth >= _DEPTH or member.file_size > _INNER_LIMIT or member.flag_bits & 1:
            _note(found, "depth" if depth >= _DEPTH else "bomb" if member.file_size > _INNER_LIMIT else "locked")
            return
        _nested(archive, member, within, depth, found)
    elif is_named_as_model(name) and len(found.models) < 50:
        found.models.append(within + name)


def _nested(archive: zipfile.ZipFile, member: zipfile.ZipInfo, within: str, depth: int, found: Inside) -> None:
    try:
        with archive.open(member) as opened:
            content = opened.read(min(_INNER_LIMIT, _ALL_INNER - found.unpacked) + 1)
        found.unpacked += len(content)
        if len(content) > _INNER_LIMIT or found.unpacked > _ALL_INNER:
            _note(found, "bomb")
            return
        _look(io.BytesIO(content), f"{within}{member.filename} › ", depth + 1, found)
    except DAMAGE:
        _note(found, "damaged")


def _oddities(member: zipfile.ZipInfo) -> Iterator[str]:
    parts = member.filename.replace("\\", "/").split("/")
    if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in parts[0]:
        yield "path"
    if member.external_attr >> 28 not in (0, 4, 8):  # a link or a device, as Unix writes it
        yield "path"
    if member.flag_bits & 1:
        yield "locked"
    elif member.compress_type not in _KNOWN_PACKING:
        yield "packing"
    if member.file_size > 200 * max(member.compress_size, 1) and member.file_size > 10 * 2**20:
        yield "bomb"


def _note(found: Inside, code: str) -> None:
    if code not in found.odd:
        found.odd.append(code)
