"""Opens a workbook that a stranger may have made: what its XML would take up in memory is counted before it is read."""

import zipfile
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.project.shared_texts import shared_texts

MOST_WHOLE = 16 << 20  # bytes of a part that is read at once, as styles and lists of names are; a larger sheet is weighed
MOST_KEPT = 400_000  # elements that stay in memory: of all parts that are read at once, or of a sheet outside its rows
MOST_WITHIN = 400_000  # elements of one row or shared text; a full row has 16,384 cells
MOST_UNITS = 4_000_000  # rows, of which a sheet has a quarter as many, or shared texts
_QUIET = 4 << 20  # bytes without an element; a cell holds 32,767 characters
_BEGINNING, _CHUNK = 1 << 12, 1 << 18
_UNITS = frozenset(f"http://schemas.openxmlformats.org/spreadsheetml/2006/main {name}" for name in ("row", "si"))


def open_read_only(path: Path, *, results: bool) -> Any:
    """The workbook, with the results of its formulas or the formulas. Raises Refusal, or whatever openpyxl does of damage."""
    from openpyxl.reader.excel import SHARED_STRINGS, ExcelReader

    class Reader(ExcelReader):  # type: ignore[misc]
        def read_strings(self) -> None:
            if (told := self.package.find(SHARED_STRINGS)) is not None:
                with self.archive.open(told.PartName[1:]) as part:
                    self.shared_strings = shared_texts(part)

    reader = Reader(path, read_only=True, data_only=results, keep_links=False)
    reader.archive.close()
    reader.archive = _Parts(path)
    try:
        reader.read()
    except BaseException:
        reader.archive.close()
        raise
    return reader.wb


class _Parts(zipfile.ZipFile):
    """A workbook's archive: what is read at once may be so much in all, what is read row by row is weighed before."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._path, self._weighed, self._kept = path, set[str](), 0

    def open(self, name: str | zipfile.ZipInfo, *given: Any, **more: Any) -> IO[bytes]:
        """The part, when it is not too much. Raises Refusal."""
        member = self.getinfo(name) if isinstance(name, str) else name
        if member.filename not in self._weighed:
            self._weighed.add(member.filename)
            with super().open(member) as part:
                weigh(part, self._path, beginning=member.file_size <= MOST_WHOLE)
        part = super().open(name, *given, **more)
        piecewise = part.read

        def read(size: int | None = -1) -> bytes:
            return piecewise(size) if size is not None and size >= 0 else self._at_once(piecewise(MOST_WHOLE + 1))

        part.read = read  # type: ignore[method-assign]
        return part

    def _at_once(self, content: bytes) -> bytes:
        scale = Scale(self._path, by_row=False)
        scale.kept = self._kept
        if len(content) > MOST_WHOLE:
            raise too_much(self._path)
        scale.add(content)
        self._kept = scale.kept
        return content


def weigh(part: IO[bytes], path: Path, *, beginning: bool) -> None:
    """Refuse a part whose tree would take up too much though it is cleared row by row; of a small one only what stands before
    its first element, where types and entities are declared, is looked at. Raises Refusal."""
    scale = Scale(path, by_row=True)
    while (chunk := part.read(_BEGINNING if beginning else _CHUNK)) and not (beginning and scale.begun):
        scale.add(chunk)


class Scale:
    """Counts the elements of a part that are in memory together when it is read, and refuses declared types and entities."""

    def __init__(self, path: Path, *, by_row: bool) -> None:
        self.kept = 0
        self._path, self._by_row = path, by_row
        self._units = self._within = self._depth = self._unit_depth = self._quiet = self._seen = 0
        self._parser: Any = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._begin, self._end
        self._parser.StartDoctypeDeclHandler = self._parser.EntityDeclHandler = self._declared

    @property
    def begun(self) -> bool:
        """Whether an element has begun, or none will: it is no XML."""
        return self._seen > 0 or self._parser is None

    def add(self, content: bytes) -> None:
        """The next bytes. Raises Refusal; that they are damaged is the reader's to tell."""
        before = self._depth, self._seen
        if self._parser is not None:
            try:
                self._parser.Parse(content, False)
            except expat.ExpatError:
                self._parser = None
        self._quiet = self._quiet + len(content) if before == (self._depth, self._seen) else 0
        if self._by_row and self._quiet > _QUIET:
            raise too_much(self._path)

    def _begin(self, name: str, _attributes: object) -> None:
        self._depth += 1
        self._seen += 1
        if self._unit_depth:
            self._within += 1
        elif self._by_row and name in _UNITS:
            self._unit_depth, self._within = self._depth, 0
            self._units += 1
        else:
            self.kept += 1
        if self.kept > MOST_KEPT or self._within > MOST_WITHIN or self._units > MOST_UNITS:
            raise too_much(self._path)

    def _end(self, _name: str) -> None:
        if self._depth == self._unit_depth:
            self._unit_depth = 0
        self._depth -= 1

    def _declared(self, *_declared: object) -> None:
        raise Refusal(_("{name} declares XML types or entities, as no spreadsheet program does.").format(name=self._path.name),
                      _("Do not open it; ask its sender for another."))


def too_much(path: Path) -> Refusal:
    """The refusal of a workbook that would take up all memory."""
    return Refusal(_("{name} holds more than a workbook may: it would fill the memory of this computer.").format(name=path.name),
                   _("Open it in the program that made it and save the sheet as CSV."))
