"""A form whose captions stand beside their fields, or all of them above where one would leave its field too little room."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QFormLayout, QLabel

_FIELD_EMS = 22  # what a field needs to be read


class FoldingForm(QFormLayout):
    """Qt's own wraps row by row, so that captions stand now here, now there."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(16)
        self.setVerticalSpacing(8)

    def setGeometry(self, rect: QRect) -> None:
        """Decide for this width."""
        shown = [each for each in self._captions() if not each.isHidden()]
        if shown:
            metrics = shown[0].fontMetrics()
            beside = max(metrics.horizontalAdvance(each.text()) for each in shown) + self.horizontalSpacing()
            self._fold(beside + metrics.averageCharWidth() * _FIELD_EMS > rect.width())
        super().setGeometry(rect)

    def _captions(self) -> list[QLabel]:
        items = (self.itemAt(row, QFormLayout.ItemRole.LabelRole) for row in range(self.rowCount()))
        return [label for item in items if item is not None and isinstance(label := item.widget(), QLabel)]

    def _fold(self, fold: bool) -> None:
        """A caption above its field breaks into lines rather than push the page sideways."""
        policy = QFormLayout.RowWrapPolicy.WrapAllRows if fold else QFormLayout.RowWrapPolicy.DontWrapRows
        if policy != self.rowWrapPolicy():
            for label in self._captions():
                label.setWordWrap(fold)
            self.setRowWrapPolicy(policy)
