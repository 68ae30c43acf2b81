"""The files within a skops file: each is there under a plain name, and arrays in them hold numbers, never pickles."""

import ast
import hashlib
import io
import lzma
import re
import struct
import zipfile
import zlib
from typing import IO, Any, Dict, Iterator, List, Set, Tuple

from .sources import Unreadable, inflate_limit

DAMAGE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, KeyError, ValueError, OSError, EOFError, RuntimeError,
    MemoryError, SyntaxError, TypeError, struct.error,
)  # fmt: skip
_LOADERS = ("NdArrayNode", "SparseMatrixNode", "BytesNode", "BytearrayNode")
_OUTSIDE = re.compile(r"[/\\:\0]|^\.*$")
_CODE = re.compile(r"^[<>=|]?([?a-zA-Z])\d*(\[\w+\])?$")
_SIGN, _LONGEST_HEADER, _DEEP = b"\x93NUMPY", 10_000, 8  # numpy reads no longer one
_PIECE = 2**20


class Members:
    """What an archive holds beside its schema, by name."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._digests: Dict[str, bytes] = {}

    def read(self, name: str) -> bytes:
        """A whole member. Raises Unreadable."""
        try:
            with zipfile.ZipFile(self._path) as archive:
                return archive.read(name)
        except DAMAGE:
            raise Unreadable("malformed") from None

    def are_same(self, one: Any, other: Any) -> bool:
        """Whether two names stand for the same bytes. Raises Unreadable."""
        named = isinstance(one, str) and isinstance(other, str)
        return bool(one == other or (named and self._digest(one) == self._digest(other)))

    def _digest(self, name: str) -> bytes:
        if name not in self._digests:
            known = hashlib.sha256()
            try:
                with zipfile.ZipFile(self._path) as archive, archive.open(name) as member:
                    for piece in iter(lambda: member.read(_PIECE), b""):
                        known.update(piece)
            except DAMAGE:
                raise Unreadable("malformed") from None
            self._digests[name] = known.digest()
        return self._digests[name]

    def breaches(self, nodes: List[Dict[str, Any]]) -> Iterator[Tuple[str, str]]:
        """What loading would refuse of the members that nodes name: (name, why). Raises Unreadable."""
        naming = [node for node in nodes if node.get("__loader__") in _LOADERS and "file" in node]
        wanted = {(str(node["__loader__"]), str(node["file"])) for node in naming}
        try:
            with zipfile.ZipFile(self._path) as archive:
                there = set(archive.namelist())
                for loader, name in sorted(wanted):
                    if why := _odd_member(archive, there, loader, name):
                        yield name[:80], why
        except DAMAGE:
            raise Unreadable("malformed") from None


def _odd_member(archive: zipfile.ZipFile, there: Set[str], loader: Any, name: str) -> str:
    if _OUTSIDE.search(name):
        return "outside"
    return _odd_arrays(archive, loader, name) if name in there else "absent_part"


def _odd_arrays(archive: zipfile.ZipFile, loader: Any, name: str) -> str:
    if loader == "NdArrayNode":
        with archive.open(name) as member:
            return _odd_array(member)
    return _odd_sparse(archive.read(name)) if loader == "SparseMatrixNode" else ""


def _odd_sparse(blob: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(blob)) as parts:
        if sum(part.file_size for part in parts.infolist()) > inflate_limit(len(blob)):
            raise Unreadable("bomb")
        for part in parts.namelist():
            with parts.open(part) as member:
                if why := _odd_array(member):
                    return why
    return ""


def _odd_array(member: IO[bytes]) -> str:
    """Why numpy would not read an array as numbers; "" where it would. Raises what a malformed header makes it raise."""
    head = member.read(len(_SIGN) + 2)
    if not head.startswith(_SIGN):
        return "pickled_part"  # numpy takes whatever is no array of its own for a pickle
    form = "<H" if head[len(_SIGN) :] == b"\x01\x00" else "<I"
    (length,) = struct.unpack(form, member.read(struct.calcsize(form)))
    if length > _LONGEST_HEADER:
        return "odd_dtype"
    about = ast.literal_eval(member.read(length).decode("latin-1"))
    return _odd_type(about["descr"], 0)


def _odd_type(described: Any, depth: int) -> str:
    if isinstance(described, str):
        match = _CODE.match(described)
        return "odd_dtype" if not match else "pickled_part" if match.group(1) == "O" else ""
    if isinstance(described, list) and described and depth < _DEEP:
        return next((why for why in (_odd_type(field[1], depth + 1) for field in described) if why), "")
    if isinstance(described, tuple) and len(described) == 2 and depth < _DEEP:
        return _odd_type(described[0], depth + 1)
    return "odd_dtype"
