"""The reasons for any single row: asked of the model on request."""

from PySide6.QtWidgets import QPushButton, QSpinBox, QVBoxLayout, QWidget

from rai_desktop.engine.protocol import Explained
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import named, words
from rai_desktop.gui.widgets.evidence_view import EvidenceView
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.i18n import _


class RowPanel(QWidget):
    """Choose a row; see how its output builds up."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._views: list[EvidenceView] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 16, 0, 0)
        row = FlowRow()
        self.number = QSpinBox()
        self.number.lineEdit().setTextMargins(6, 0, 0, 0)  # the style sheet's padding does not reach it
        self.number.setRange(1, 2_000_000_000)
        self.number.setAccessibleName(_("Row of the table, counted from 1"))
        self.ask = QPushButton(_("Explain this row"))
        self.ask.setProperty("primary", True)
        self.ask.clicked.connect(self._explain)
        self.told = words("", "quiet")
        row.add(named(words(_("Row"), "quiet"), self.number))
        row.add(self.ask)
        row.add(self.told, 1)
        self._layout.addLayout(row)
        self.hint = words(_("Choose a row of the table by its number, as it is numbered under Data and model. You then see which "
                            "of its values moved the model's answer, and which way."), "muted")
        self._layout.addWidget(self.hint)
        self._layout.addStretch()
        session.refused.connect(self._ready)
        session.failed.connect(self._ready)

    def _explain(self) -> None:
        self.ask.setEnabled(False)
        self.told.setText(_("Asking the model …"))
        self._session.explain_row(self.number.value() - 1, self._show)

    def _ready(self, *_said: object) -> None:
        self.ask.setEnabled(True)
        self.told.setText("")

    def _show(self, answer: Explained) -> None:
        self._ready()
        self.hint.hide()
        for view in self._views:
            self._layout.removeWidget(view)
            view.hide()
            view.deleteLater()
        self._views = [EvidenceView(each) for each in answer.evidence]
        for view in self._views:
            self._layout.insertWidget(self._layout.count() - 1, view)
