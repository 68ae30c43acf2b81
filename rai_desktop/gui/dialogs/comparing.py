"""Compare two versions of an assessment: choose both sides, filter what differs, copy or save it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog, QFormLayout, QWidget

from rai_desktop.gui.dialogs.dialog import PlainDialog, roomy_form
from rai_desktop.gui.elsewhere import elsewhere
from rai_desktop.gui.ending import with_ending
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.change_table import ChangeRow, ChangeTable
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.search_line import SearchLine
from rai_desktop.gui.widgets.wrapping_box import WrappingBox
from rai_desktop.i18n import _
from rai_desktop.project.document import Document
from rai_desktop.review.comparing import Comparison, as_csv, as_text, compare, counted
from rai_desktop.review.difference import Difference, Part, part_words, way_words
from rai_desktop.review.sides import Side, entry_words, side_now, side_of_file, side_then
from rai_desktop.review.signed import side_signed, signed_states

Load = Callable[[], Side]


class CompareDialog(PlainDialog):
    """The older side is at the left. Sides: this assessment now, its signed states, its history, and other files."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(_("Compare versions"), parent, ems=76)
        self._document = document
        self._loads: list[Load] = []
        self._asked = 0
        self.found: Comparison | None = None
        self.shown: list[Difference] = []
        self.first, self.second = WrappingBox(_("From"), letters=20), WrappingBox(_("To"), letters=20)
        self.body.addLayout(self._sides())
        self.body.addLayout(self._filters())
        self.notice = Notice()
        self.body.addWidget(self.notice)
        self.table = ChangeTable(_("What differs"), [_("Part"), _("What"), _("Where")], (_("First"), _("Second")),
                                 dispensable=0)
        self.body.addWidget(self.table, 1)
        self.count = words("", "muted")
        self.body.addWidget(self.count)
        self.copying = self.add_button(_("Copy as text"))
        self.copying.clicked.connect(self.copy)
        self.saving = self.add_button(_("Save as …"))
        self.saving.clicked.connect(self._ask_save)
        self._offer_versions()
        for box in (self.first, self.second):
            box.currentIndexChanged.connect(self.compare)
        self.compare()

    def compare(self) -> None:
        """Compare the chosen sides, off the window's thread."""
        first, second = self._loads[self.first.currentData()], self._loads[self.second.currentData()]
        self._asked += 1
        asked = self._asked
        self.notice.say(_("Comparing …"))

        def show(found: Comparison) -> None:
            if asked == self._asked:
                self._show(found)

        elsewhere(self, lambda: compare(first(), second()), show, self._refused)

    def add_file(self, path: Path) -> None:
        """Another assessment, as the first side."""
        place = self._offer(path.name, lambda: side_of_file(path))
        self.first.setCurrentIndex(self.first.findData(place))

    def copy(self) -> None:
        """What is shown, as text, to the clipboard."""
        self.wanted.settle()
        if self.found:
            QGuiApplication.clipboard().setText(as_text(self.found, self.shown))

    def save(self, path: Path) -> None:
        """What is shown, as CSV or text by the file's ending."""
        self.wanted.settle()
        if self.found is None:
            return
        write = as_csv if path.suffix.lower() == ".csv" else as_text
        try:
            path.write_text(write(self.found, self.shown), encoding="utf-8-sig", newline="")
            self.notice.say(_("Saved in {path}.").format(path=path), "good")
        except OSError as error:
            self.notice.say(_("{path} cannot be written: {why}.").format(path=path, why=error.strerror or error), "bad")

    def _sides(self) -> QFormLayout:
        form = roomy_form()
        form.setVerticalSpacing(8)
        for name, box in ((_("From"), self.first), (_("To"), self.second)):
            form.addRow(name, box)
        self.adding = self.add_button(_("Another file …"))
        self.adding.clicked.connect(self._ask_file)
        return form

    def _filters(self) -> FlowRow:
        row = FlowRow(spacing=12)
        self.part = QComboBox()
        self.part.setAccessibleName(_("Part"))
        self.part.addItem(_("All parts"), None)
        for part in Part:
            self.part.addItem(part_words(part), part)
        self.part.currentIndexChanged.connect(self._filter)
        self.wanted = SearchLine(_("Show only what contains …"), _("Words to look for"))
        self.wanted.sought.connect(self._filter)
        row.add(self.part)
        row.add(self.wanted, 1)
        return row

    def _offer_versions(self) -> None:
        document, history = self._document, self._document.history()
        self._offer(_("This assessment, now"), lambda: side_now(document))
        signed = signed_states(document)
        for state in signed:
            self._offer(state.words, partial(side_signed, document, state))
        told = {state.entry for state in signed if state.copy is None}
        for row in reversed(history[:-1]):
            if row.seq not in told:
                self._offer(entry_words(document, row), partial(side_then, document, row.seq))
        self.first.setCurrentIndex(1 if signed else self.first.count() - 1)
        self.second.setCurrentIndex(0)

    def _offer(self, name: str, load: Load) -> int:
        self._loads.append(load)
        for box in (self.first, self.second):
            box.addItem(name, len(self._loads) - 1)
        return len(self._loads) - 1

    def _ask_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Compare with which assessment?"), str(self._document.path.parent), _("Assessments (*.rai)"))
        if name:
            self.add_file(Path(name))

    def _ask_save(self) -> None:
        start = self._document.path.with_name(_("{name}, compared").format(name=self._document.path.stem) + ".csv")
        kinds = _("Tables (*.csv);;Text (*.txt)")
        name, kind = QFileDialog.getSaveFileName(self, _("Where is the comparison to be kept?"), str(start), kinds)
        if name:
            self.save(with_ending(name, kinds, kind))

    def _show(self, found: Comparison) -> None:
        self.found = found
        self.notice.say("\n".join([*found.told, *found.remarks]), "warn" if found.told else "note")
        self.table.name_sides(found.first, found.second)
        self._filter()

    def _filter(self) -> None:
        if self.found is None:
            return
        part, wanted = self.part.currentData(), self.wanted.text().casefold()
        self.shown = [each for each in self.found.differences if (part is None or each.part == part)
                      and (not wanted or wanted in f"{each.place}\n{each.before}\n{each.after}".casefold())]
        self.table.show_rows([_row(each) for each in self.shown])
        self.count.setText(counted(self.shown))

    def _refused(self, sentence: str) -> None:
        self.found, self.shown = None, []
        self.table.show_rows([])
        self.count.setText("")
        self.notice.say(sentence, "bad")


def _row(each: Difference) -> ChangeRow:
    way = _("Changed, within its interval") if each.slight else way_words(each.way)
    return ChangeRow((part_words(each.part), way, each.place), each.before, each.after)
