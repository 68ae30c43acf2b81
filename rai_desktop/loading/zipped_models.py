"""The one model file in a ZIP archive: found by content among notes and folders, and taken out within limits."""

import os
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from rai_desktop.host.sources import RAW, container, inflate_limit
from rai_desktop.loading import archives, formats, manifests, other_files, zip_headers
from rai_desktop.loading.archives import DAMAGE, Unopened

_NOTES = (".txt", ".md", ".rst", ".json", ".csv", ".tsv", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".log", ".html", ".htm",
          ".xml", ".pdf", ".png", ".jpg", ".jpeg", ".svg", ".ipynb", ".sha256", ".md5", ".sig", ".asc", ".docx", ".xlsx",
          ".sh", ".bat", ".ps1", ".r", ".rmd", ".lock", ".sql", ".parquet", ".arrow", ".feather", ".gif")
_NOTES_WITHOUT_ENDING = ("readme", "license", "licence", "copying", "notice", "changelog", "version", "requirements", "authors",
                         "contributors", "install", "dockerfile", "makefile", "registered_model_meta")  # fmt: skip
_LITTER = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
_NO_MODELS = (*other_files.NO_MODELS, "delimited", "empty", "xml", "npy", "zip_broken")
_PROTOCOL = 0x80  # what newer pickles begin with
_STEP, _LARGEST = 2**20, 16 * 2**30
_ALL_OTHERS, _ALL_OTHERS_TIMES = 2**30, 50


class TooLarge(Exception):
    """A member holds more than it may."""


def disagrees(path: Path) -> bool:
    """Whether the archive contradicts itself: a name twice, or headers that differ from the directory. Raises Unopened."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            members = archive.infolist()
            plain = {member.filename.replace("\\", "/").strip("/").casefold() for member in members}
            nul = any("\0" in member.orig_filename for member in members)
            return nul or len(plain) != len(members) or not zip_headers.agree(file, members)
    except DAMAGE as error:
        raise Unopened(str(error)) from None


def models(path: Path, room: Path) -> list[str]:
    """Members that are models, or that their name says are, taken out one at a time. Raises Unopened, TooLarge."""
    kinds, notes = {}, {}
    try:
        with zipfile.ZipFile(path) as archive:
            _bound(archive.infolist(), path.stat().st_size)
            for name in archive.namelist():
                if is_litter(name):
                    continue
                taken = _taken(archive, name, room)
                if manifests.is_manifest(name):
                    notes[name] = taken.read_bytes()[: manifests.LIMIT]
                else:
                    kinds[name] = kind_of(taken)
                taken.unlink()
    except DAMAGE as error:
        raise Unopened(str(error)) from None
    return manifests.meant(sift(kinds), notes)


def _bound(members: Sequence[zipfile.ZipInfo], packed: int) -> None:
    """All members but the largest, which is bounded by itself: together they may not take minutes. Raises TooLarge."""
    sizes = sorted(member.file_size for member in members)
    if sum(sizes[:-1]) > max(_ALL_OTHERS, _ALL_OTHERS_TIMES * packed):
        raise TooLarge


def kind_of(taken: Path) -> str:
    """As formats.sniff; prose that only begins with a letter an old pickle may begin with is none."""
    kind = formats.sniff(taken)
    if kind != "pickle":
        return kind
    with taken.open("rb") as file:
        head = file.read(16)
        file.seek(-1, os.SEEK_END)
        ends_as_pickle = file.read(1) == b"."
    return kind if ends_as_pickle or head[0] == _PROTOCOL or container(head) != RAW else "unknown"


def sift(kinds: Mapping[str, str]) -> list[str]:
    """Of members with their kinds, those that are models, or that their name says are.

    Code that defines no predict(df), such as what trained or serves the model, counts only where nothing else does.
    """
    found, code = [], []
    for name, kind in kinds.items():
        note = _is_note(name) and len(kinds) > 1
        if kind in ("python_other", "python_broken"):
            code.append(name)
        elif kind in formats.TOLD_BY_TEXT or (not note and (kind not in _NO_MODELS or archives.is_named_as_model(name))):
            found.append(name)
    return found or code


def take_out(path: Path, name: str, room: Path) -> Path:
    """Write one member into the folder `room`, under a name of our own. Raises Unopened, TooLarge."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _taken(archive, name, room)
    except DAMAGE as error:
        raise Unopened(str(error)) from None


def _taken(archive: zipfile.ZipFile, name: str, room: Path) -> Path:
    target = room / ("inside.py" if name.lower().endswith(".py") else "inside")
    member = archive.getinfo(name)
    limit = min(member.file_size, inflate_limit(member.compress_size), _LARGEST, shutil.disk_usage(room).free // 2)
    if member.file_size > limit:
        raise TooLarge
    with archive.open(member) as held, target.open("wb") as written:
        _copy(held, written, limit)
    return target


def _copy(held: IO[bytes], written: IO[bytes], limit: int) -> None:
    while part := held.read(_STEP):
        limit -= len(part)
        if limit < 0:
            raise TooLarge
        written.write(part)


def is_litter(name: str) -> bool:
    """Whether a member is a folder, or what a system adds."""
    parts = name.split("/")
    return name.endswith("/") or parts[0] in _LITTER or parts[-1] in _LITTER or parts[-1].startswith("._")


def _is_note(name: str) -> bool:
    last = name.rsplit("/", 1)[-1].lower()
    return last.endswith(_NOTES) or last in _NOTES_WITHOUT_ENDING
