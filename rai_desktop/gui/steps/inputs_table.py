"""The table of data: which file, how it was read, what was noticed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QProgressBar, QVBoxLayout

from rai_desktop.gui import figures
from rai_desktop.gui.steps.step import caption, words
from rai_desktop.gui.widgets.file_line import FileLine
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.i18n import _
from rai_desktop.project.looks import TableLook
from rai_desktop.project.model import Inputs

_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252", "iso8859-15", "cp1250", "cp1251", "shift_jis", "gb18030")


class TableCard(QFrame):
    """`chosen(path)` for another file, `reread(options)` for another way to read it, `accepted` for a changed file."""

    chosen = Signal(str)
    reread = Signal(dict)
    accepted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(words(_("Table of data"), "heading"))
        self.file = FileLine(_("Choose a table …"), _("Which table is to be assessed?"), _(
            "Tables (*.csv *.tsv *.txt *.gz *.parquet *.xlsx *.feather *.arrow *.jsonl *.ndjson);;All files (*)"))
        self.file.chosen.connect(self.chosen)
        column.addWidget(self.file)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setAccessibleName(_("Looking at the table"))
        column.addWidget(self.busy)
        self.problem = Notice()
        self.problem.acted.connect(self.accepted)
        column.addWidget(self.problem)
        self.warnings = Notice()
        column.addWidget(self.warnings)
        self.reading = Fold(_("Read it otherwise"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self.reading.inside.addLayout(self._grid)
        column.addWidget(self.reading)
        self._boxes: dict[str, QComboBox] = {}

    def show_table(self, inputs: Inputs, look: TableLook | None, busy: bool) -> None:
        """Name, facts, options and warnings of the chosen table."""
        nothing = _("No table yet. CSV, Parquet, Excel, Feather, Arrow or JSON lines; one row a case.")
        self.file.show_file(inputs.data.path if inputs.data else "", self._facts(look), nothing)
        self.busy.setVisible(busy)
        self.warnings.say("\n".join(look.warnings) if look else "", "warn")
        self.reading.setVisible(bool(look and look.options))
        if look is not None:
            self._show_options(look.options)

    def _facts(self, look: TableLook | None) -> str:
        if look is None:
            return ""
        parts = (look.format.upper(), figures.rows(look.rows), figures.columns(len(look.columns)),
                 figures.size(look.size), _("SHA-256 {start}…").format(start=look.sha256[:16]))
        titles = _titles()
        read = [f"{titles[key].lower()} {_spoken(key, value)}" for key, value in look.options.items() if key in titles]
        lines = ["  ·  ".join(parts), _("Read with {how}").format(how=", ".join(read)) if read else ""]
        return "\n".join(line for line in lines if line)

    def _show_options(self, options: dict[str, str]) -> None:
        if list(self._boxes) != list(options):
            self._build(options)
        for key, box in self._boxes.items():
            place = box.findData(options[key])
            if place < 0:
                box.addItem(_spoken(key, options[key]), options[key])
                place = box.count() - 1
            box.setCurrentIndex(place)

    def _build(self, options: dict[str, str]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._boxes.clear()
        for column, key in enumerate(options):
            box = QComboBox()
            title = caption(_titles().get(key, key), box)
            box.setAccessibleName(title.text())
            for value in _choices().get(key, ()):
                box.addItem(_spoken(key, value), value)
            box.activated.connect(lambda _place: self.reread.emit(self.options()))
            self._grid.addWidget(title, 0, column)
            self._grid.addWidget(box, 1, column)
            self._boxes[key] = box
        self._grid.setColumnStretch(len(options), 1)

    def options(self) -> dict[str, str]:
        """As chosen now."""
        return {key: str(box.currentData()) for key, box in self._boxes.items()}


def _titles() -> dict[str, str]:
    return {"delimiter": _("Delimiter"), "encoding": _("Encoding"), "decimal": _("Decimal sign"), "quote": _("Quote"),
            "header": _("Names in first row"), "sheet": _("Sheet"), "lines": _("Lines")}


def _choices() -> dict[str, tuple[str, ...]]:
    return {"delimiter": (",", ";", "\t", "|"), "encoding": _ENCODINGS, "decimal": (".", ","), "quote": ('"', "'", ""),
            "header": ("yes", "no")}


def _spoken(key: str, value: str) -> str:
    said = {
        ("delimiter", ","): _("comma"), ("delimiter", ";"): _("semicolon"), ("delimiter", "\t"): _("tab"),
        ("delimiter", "|"): _("bar"), ("decimal", "."): _("point"), ("decimal", ","): _("comma"),
        ("quote", '"'): _("double"), ("quote", "'"): _("single"), ("quote", ""): _("no sign"),
        ("header", "yes"): _("yes"), ("header", "no"): _("no"),
    }
    return said.get((key, value), value)
