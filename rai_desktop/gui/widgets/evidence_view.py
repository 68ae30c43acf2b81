"""One piece of evidence: its question, the picture, the same numbers as a table, copy and save."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from rai_desktop.findings import turning
from rai_desktop.findings.chart_table import chart_table
from rai_desktop.findings.measurement import Evidence, Table
from rai_desktop.gui.begin_at import begin_at, took
from rai_desktop.gui.ending import with_ending
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.cells import copy_table, save_table
from rai_desktop.gui.widgets.figure_view import FigureView
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.number_table import NumberTable
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.i18n import _


class EvidenceView(QFrame):
    """A card. A chart shows its picture, and its table on request; a table shows itself."""

    def __init__(self, evidence: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.evidence = evidence
        self.setProperty("card", True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(20, 14, 20, 14)
        question = "" if isinstance(evidence, Table) else evidence.question
        self._layout.addWidget(_told(question or evidence.title, "strong"))
        if question and question != evidence.title:
            self._layout.addWidget(_told(evidence.title, "quiet"))
        self.figure: FigureView | None = None
        self.table: NumberTable | None = None
        if isinstance(evidence, Table):
            self._show_table()
        else:
            self.figure = FigureView(evidence)
            self._layout.addWidget(self.figure)
        if evidence.note:
            self._layout.addWidget(_told(evidence.note, "quiet"))
        self.problem = Notice(tone="bad")
        self._layout.addWidget(self.problem)
        self._layout.addLayout(self._buttons())

    def _numbers(self) -> Table:
        return self.evidence if isinstance(self.evidence, Table) else chart_table(self.evidence)

    def _buttons(self) -> FlowRow:
        row = FlowRow()
        row.add(QWidget(), 1)  # pushes them to the right where there is room
        if self.figure is not None:
            self.numbers = self._button(_("Show the numbers"), self._toggle_table)
            row.addWidget(self.numbers)
            row.addWidget(self._button(_("Copy picture"), self.figure.copy))
            row.addWidget(self._button(_("Save picture …"), self._save_picture))
        row.addWidget(self._button(_("Copy numbers"), lambda: copy_table(self._numbers())))
        row.addWidget(self._button(_("Save numbers …"), self._save_numbers))
        return row

    def _button(self, text: str, run: object) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("plain", True)
        button.setAccessibleName(f"{text.rstrip(' …')}: {self.evidence.title}")
        button.clicked.connect(run)
        return button

    def _show_table(self) -> None:
        self.table = NumberTable(self._numbers())
        place = 2 if self.figure is None else self._layout.indexOf(self.figure) + 1
        self._layout.insertWidget(min(place, self._layout.count()), self.table)

    def _toggle_table(self) -> None:
        if self.table is None:
            self._show_table()
        else:
            self.table.setVisible(not self.table.isVisible())
        shown = self.table is not None and self.table.isVisibleTo(self)
        self.numbers.setText(_("Hide the numbers") if shown else _("Show the numbers"))

    def _save_picture(self) -> None:
        name = f"{self.evidence.id.replace(':', '-').replace(' × ', '-')}.svg"
        path, _kind = QFileDialog.getSaveFileName(self, _("Save the picture"), begin_at(name=name), "SVG (*.svg)")
        if path and not isinstance(self.evidence, Table):
            from rai_desktop.charts.draw import svg

            picture = svg(self.evidence)
            self._save(with_ending(path, "*.svg"), lambda file: file.write_text(picture, encoding="utf-8"))

    def _save_numbers(self) -> None:
        name = f"{self.evidence.id.replace(':', '-').replace(' × ', '-')}.csv"
        path, _kind = QFileDialog.getSaveFileName(self, _("Save the numbers"), begin_at(name=name), "CSV (*.csv)")
        if path:
            self._save(with_ending(path, "*.csv"), lambda file: save_table(self._numbers(), file))

    def _save(self, path: Path, write: Callable[[Path], object]) -> None:
        took(path)
        self.problem.say("")
        try:
            write(path)
        except OSError as error:
            self.problem.say(_("{name} cannot be written: {why}. Choose another place.").format(
                name=path.name, why=error.strerror or error), "bad")


def _told(text: str, kind: str) -> QLabel:
    """Words with the name of a column or group in them: as long as it is, and with marks that turn writing round told."""
    return words(breakable(turning.told(text)), kind)
