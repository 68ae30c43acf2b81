"""The buttons under a dialog: in a row at its right, in as many rows as its width asks for; Qt's own row never breaks."""

from itertools import pairwise

from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QStyle, QWidget

from rai_desktop.gui.widgets.flow_row import FlowRow, flowing_policy

_MAIN_LAST = (QDialogButtonBox.ButtonLayout.GnomeLayout.value, QDialogButtonBox.ButtonLayout.MacLayout.value)


class ButtonRow(QWidget):
    """Others first, then what the dialog is for and what closes it, in the order people know from their desktop."""

    def __init__(self) -> None:
        super().__init__()
        self._row = FlowRow(at_end=True)
        self.setSizePolicy(flowing_policy())
        self.setLayout(self._row)
        self._others: list[QPushButton] = []
        self._main: list[QPushButton] = []
        self._closing: list[QPushButton] = []

    def add(self, text: str) -> QPushButton:
        """One that neither closes the dialog nor is what it is for."""
        return self._made(text, self._others)

    def add_main(self, text: str) -> QPushButton:
        """What the dialog is for; Enter presses it."""
        button = self._made(text, self._main)
        button.setProperty("primary", True)
        button.setDefault(True)
        return button

    def add_closing(self, text: str) -> QPushButton:
        """What sends the dialog away."""
        return self._made(text, self._closing)

    def arrange(self) -> None:
        """Put them in order; called once all are there."""
        while self._row.count():
            self._row.takeAt(0)
        ordered = self._ordered()
        for button in ordered:
            self._row.add(button)
        for before, after in pairwise(ordered):
            QWidget.setTabOrder(before, after)

    def _made(self, text: str, among: list[QPushButton]) -> QPushButton:
        button = QPushButton(text, self)
        among.append(button)
        self.arrange()
        return button

    def _ordered(self) -> list[QPushButton]:
        hint = self.style().styleHint(QStyle.StyleHint.SH_DialogButtonLayout, None, self)
        ends = (self._closing, self._main) if hint in _MAIN_LAST else (self._main, self._closing)
        return [*self._others, *ends[0], *ends[1]]
