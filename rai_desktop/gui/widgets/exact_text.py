"""Text to be compared sign by sign: whole, to be selected and copied, in as many lines as its width asks for."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

_MARGIN = 16  # what the style sheet puts round the words, above and below


class ExactText(QPlainTextEdit):
    """Read only, and looks so: no box but while it has the keyboard. Breaks anywhere, since a fingerprint has no words, and what
    is copied has no breaks. With the property `flush` the words begin where the widget does."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, text: str) -> None:
        """Another text."""
        if text != self.toPlainText():
            self.setPlainText(text)
            self._fit()

    def sizeHint(self) -> QSize:
        """One line, where there is room."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.toPlainText()) + 2 * _MARGIN, metrics.lineSpacing() + _MARGIN)

    def minimumSizeHint(self) -> QSize:
        """Narrow, if need be."""
        return QSize(self.fontMetrics().averageCharWidth() * 12, self.fontMetrics().lineSpacing() + _MARGIN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may ask for more lines or fewer."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """So may letters of another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        lines = max(self.document().firstBlock().layout().lineCount(), 1)
        height = self.fontMetrics().lineSpacing() * lines + _MARGIN
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
