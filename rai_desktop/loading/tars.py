"""A TAR archive read member by member, strictly: plain files and folders, each told once and in one way."""

from collections.abc import Iterator
from typing import IO

import msgspec

from rai_desktop.host.sources import Source, Unreadable

_BLOCK, _STEP, _TAIL = 512, 2**20, 2**15
_MEMBERS, _NAME_LIMIT, _PAX_LIMIT = 2000, 4096, 2**20
_OCTAL_LIMIT = 8 * 2**30  # what a header's own field can say; larger files say it beside
_PAX_GLOBAL = ("mtime", "atime", "ctime", "uid", "gid", "uname", "gname", "comment")
_PAX = (*_PAX_GLOBAL, "path", "size")
_PAX_IDLE = ("LIBARCHIVE.", "SCHILY.xattr.", "SCHILY.acl.", "SCHILY.dev", "SCHILY.ino", "SCHILY.nlink", "SCHILY.fflags",
             "APPLE.", "MSWINDOWS.", "RHT.")  # fmt: skip


class Odd(Exception):
    """What no honest sender's archive does, as a code: path, name, link, sparse, twofold, many, bomb, damaged."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Member(msgspec.Struct):
    """A plain file in the archive."""

    name: str
    size: int


class Tar:
    """The files of an archive in order; each may be copied while it is the current one."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._left = self._padding = 0
        self._names: set[str] = set()

    def files(self) -> Iterator[Member]:
        """Every plain file. Raises Odd at the first thing that is not as honest archives have it."""
        beside: dict[str, str] = {}
        while (header := self._header()) is not None:
            kind, size = header[156:157], _number(header[124:136])
            if kind in (b"x", b"g", b"L"):
                self._add(beside, kind, self._beside(size))
                continue
            member = _member(header, kind, size, beside)
            self._claim(member.name)
            self._left, self._padding, beside = member.size, -member.size % _BLOCK, {}
            if kind != b"5" and not member.name.endswith("/"):
                yield member
            self._pass_over()
        if beside:
            raise Odd("twofold")
        self._end()

    def copy(self, written: IO[bytes]) -> None:
        """Write the current file out. Raises Odd."""
        while self._left:
            part = self._read(min(self._left, _STEP))
            self._left -= len(part)
            written.write(part)

    def head(self, limit: int) -> bytes:
        """The current file's first bytes; they are then gone from what `copy` writes."""
        part = self._read(min(self._left, limit))
        self._left -= len(part)
        return part

    def _header(self) -> bytes | None:
        """The next header; None at the block of zeros that ends the archive."""
        block = self._read(_BLOCK)
        if not any(block):
            return None
        said = _number(block[148:156])
        if said != sum(block) - sum(block[148:156]) + 8 * 32 or block[257:262] != b"ustar":
            raise Odd("damaged")
        return block

    def _beside(self, size: int) -> bytes:
        """What stands before a header because it does not fit in it."""
        if size > _PAX_LIMIT:
            raise Odd("bomb")
        content = self._read(size + -size % _BLOCK)
        return content[:size]

    def _add(self, beside: dict[str, str], kind: bytes, content: bytes) -> None:
        if kind == b"L":
            told = {"path": _text(content)}
        else:
            told = _pax(content, _PAX if kind == b"x" else _PAX_GLOBAL)
        if beside.keys() & told.keys():
            raise Odd("twofold")
        if kind != b"g":
            beside.update(told)

    def _claim(self, name: str) -> None:
        plain = name.strip("/").casefold()
        if plain in self._names:
            raise Odd("twofold")
        self._names.add(plain)
        if len(self._names) > _MEMBERS:
            raise Odd("many")

    def _pass_over(self) -> None:
        count, self._left, self._padding = self._left + self._padding, 0, 0
        try:
            self._source.skip(count)
        except Unreadable as error:
            raise Odd(_code(error)) from None

    def _end(self) -> None:
        """Nothing but zeros may follow."""
        try:
            while part := self._source.read(_TAIL):
                if any(part):
                    raise Odd("twofold")
            if not self._source.at_end():
                raise Odd("twofold")
        except Unreadable as error:
            raise Odd(_code(error)) from None

    def _read(self, count: int) -> bytes:
        try:
            content = self._source.read(count)
        except Unreadable as error:
            raise Odd(_code(error)) from None
        if len(content) < count:
            raise Odd("damaged")
        return content


def _code(error: Unreadable) -> str:
    return "bomb" if error.why == "bomb" else "damaged"


def _member(header: bytes, kind: bytes, size: int, beside: dict[str, str]) -> Member:
    if kind in (b"1", b"2", b"3", b"4", b"6", b"K"):
        raise Odd("link")
    if kind not in (b"0", b"\0", b"5"):
        raise Odd("sparse" if kind == b"S" else "twofold")
    if "size" in beside:
        size = _larger(size, beside["size"])
    name = _plain(beside.get("path") or _name(header))
    if size and (kind == b"5" or name.endswith("/")):
        raise Odd("twofold")
    return Member(name, size)


def _larger(size: int, told: str) -> int:
    """A size told beside the header: the same, or one that the header has no room for."""
    if not (told.isascii() and told.isdecimal() and len(told) < 20) or (int(told) < _OCTAL_LIMIT and int(told) != size):
        raise Odd("twofold")
    return int(told)


def _name(header: bytes) -> str:
    name = _text(header[:100])
    prefix = _text(header[345:500]) if header[257:263] == b"ustar\0" else ""
    return f"{prefix}/{name}" if prefix else name


def _plain(name: str) -> str:
    """The name as seen from the archive's folder. Raises Odd for one that leads out of it."""
    if not name.isprintable():
        raise Odd("name")
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]:
        raise Odd("path")
    kept = [part for part in parts if part not in ("", ".")]
    return "/".join(kept) + ("/" if parts[-1] in ("", ".") else "")


def _text(field: bytes) -> str:
    """A name up to its closing zeros; something after them is a second name."""
    text, _nul, rest = field.partition(b"\0")
    if any(rest) or len(text) > _NAME_LIMIT:
        raise Odd("twofold")
    return text.decode("utf-8", "replace")


def _number(field: bytes) -> int:
    """Octal digits, or a large number in binary as GNU tar writes it."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    try:
        return int(field.strip(b" \0") or b"0", 8) if b"_" not in field and b"-" not in field else _bad()
    except ValueError:
        return _bad()


def _bad() -> int:
    raise Odd("damaged")


def _pax(content: bytes, allowed: tuple[str, ...]) -> dict[str, str]:
    """The records that say something of how a file is to be read; those that do not are passed over."""
    found: dict[str, str] = {}
    at = 0
    while at < len(content):
        length, space, _rest = content[at : at + 12].partition(b" ")
        end = at + int(length) if space and length.isdigit() else 0
        record = content[at + len(length) + 1 : end]
        key, equals, value = record.removesuffix(b"\n").partition(b"=")
        name = key.decode("utf-8", "replace")
        if not (at + len(length) + 1 < end <= len(content) and record.endswith(b"\n") and equals) or name in found:
            raise Odd("twofold")
        if name not in allowed and not name.startswith(_PAX_IDLE):
            raise Odd("sparse" if name.startswith(("GNU.sparse", "SCHILY.realsize", "SUN.holes")) else "twofold")
        found[name] = _text(value) if name == "path" else value.decode("utf-8", "replace")
        at = end
    return {name: value for name, value in found.items() if name in ("path", "size")}
