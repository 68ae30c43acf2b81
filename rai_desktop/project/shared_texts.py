"""The texts that cells of a workbook share, read piece by piece; openpyxl makes a tree of each: minutes for millions of them."""

from typing import IO, Any
from xml.parsers import expat

from rai_desktop.i18n import _

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ITEM, _TEXT, _RUN = _MAIN + "si", _MAIN + "t", _MAIN + "r"
_PLACES = ((_ITEM, _TEXT), (_ITEM, _RUN, _TEXT))  # what is said of how it is spoken (rPh) is no part of the text
_CHUNK = 1 << 18


class Texts(list[str]):
    """The texts by their number. Raises IndexError, for a number below 0 too: a cell that says -1 means no text."""

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, int) and not 0 <= place < len(self):
            raise IndexError(_("a cell names a shared text that is not there"))
        return super().__getitem__(place)


def shared_texts(part: IO[bytes]) -> Texts:
    """All of them, without their looks. Raises ExpatError."""
    reading = _Reading()
    while chunk := part.read(_CHUNK):
        reading.parser.Parse(chunk, False)
    reading.parser.Parse(b"", True)
    return reading.texts


class _Reading:
    def __init__(self) -> None:
        self.texts = Texts()
        self._within: tuple[str, ...] = ()
        self._said: list[str] = []
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._begin, self._end

    def _begin(self, name: str, _attributes: object) -> None:
        if self._within or name == _ITEM:
            self._within += (name,)
            if self._within in _PLACES:
                self.parser.CharacterDataHandler = self._said.append

    def _end(self, _name: str) -> None:
        if not self._within:
            return
        self.parser.CharacterDataHandler = None
        self._within = self._within[:-1]
        if not self._within:
            self.texts.append("".join(self._said).replace("x005F_", ""))
            self._said.clear()
