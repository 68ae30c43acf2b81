"""Limits for files that come back: a form is a stranger's file until it has been looked at."""

import lzma
import zipfile
import zlib
from pathlib import Path
from xml.parsers import expat

from rai_desktop.errors import Refusal, reason
from rai_desktop.i18n import _
from rai_desktop.project.plain_files import plain
from rai_desktop.project.workbooks import too_much

MAX_FILE = 64 << 20
MAX_UNPACKED = 256 << 20
MAX_PARTS = 2_000
MAX_SHARE = 2_000  # unpacked to packed bytes of one part; real sheets stay below 100
MAX_ELEMENTS = 3_000_000  # of one part; a full sheet of a form has a tenth
MAX_ROWS = 20_000
MAX_COLUMNS = 60
_CHUNK = 1 << 16
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # both lie in a compound file, not in a ZIP archive
_DAMAGE = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError,
           OSError, ValueError)  # fmt: skip


def bytes_of(path: Path) -> bytes:
    """The whole file, unless it is larger than any form."""
    try:
        if plain(path).stat().st_size > MAX_FILE:
            raise Refusal(_("{name} has {size} MB, more than a form may have.").format(
                name=path.name, size=path.stat().st_size >> 20), _("Choose the form that was handed out."))
        return path.read_bytes()
    except OSError as error:
        raise Refusal(_("{path} cannot be read: {why}.").format(path=path, why=error.strerror or error),
                      _("Check the path and its permissions.")) from None


def check_workbook(path: Path) -> None:
    """Refuse a workbook that unpacks to too much, or whose XML declares types or entities."""
    if bytes_of(path).startswith(_OLD_OR_LOCKED):
        raise Refusal(_("{name} is locked by a password, or an Excel file of the old kind (.xls).").format(name=path.name),
                      _("Open it in a spreadsheet program and save it as .xlsx without a password."))
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_size(path, members)
            for member in members:
                _check_xml(path, archive, member)
    except _DAMAGE as error:
        raise damaged(path, error) from error


def damaged(path: Path, error: Exception) -> Refusal:
    """The refusal of a workbook that cannot be read."""
    return Refusal(_("{name} is not a workbook that can be read: {why}.").format(
        name=path.name, why=reason(error)[:160].rstrip(".") or type(error).__name__),
        _("Open it in a spreadsheet program and save it again as .xlsx."))


def _check_size(path: Path, members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    swollen = any(member.file_size > MAX_SHARE * max(member.compress_size, 1) for member in members)
    if unpacked > MAX_UNPACKED or len(members) > MAX_PARTS or swollen:
        raise Refusal(_("{name} unpacks to {size} MB in {parts} parts, more than a form may have.").format(
            name=path.name, size=unpacked >> 20, parts=len(members)), _("Choose the form that was handed out."))


def _check_xml(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Any part may be read as XML, whatever its name ends in; only one that is named so must be well made."""
    def refuse(*_declared: object) -> None:
        raise Refusal(_("{name} declares XML types or entities in {part}, as no spreadsheet program does.").format(
            name=path.name, part=member.filename), _("Do not open it; ask its sender for the form as it was handed out."))

    left = MAX_ELEMENTS

    def count(_name: str, _attributes: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise too_much(path)

    parser = expat.ParserCreate()
    parser.StartElementHandler = count
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        with archive.open(member) as part:
            while chunk := part.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        if member.filename.endswith((".xml", ".rels", ".vml")):
            raise damaged(path, error) from error
