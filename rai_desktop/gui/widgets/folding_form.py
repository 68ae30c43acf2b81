"""A form whose captions stand beside their fields, or all of them above where one would leave its field too little room."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QFormLayout

_FIELD_EMS = 22  # what a field needs to be read


class FoldingForm(QFormLayout):
    """Qt's own wraps row by row, so that captions stand now here, now there."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(16)
        self.setVerticalSpacing(8)

    def setGeometry(self, rect: QRect) -> None:
        """Decide for this width."""
        captions = [item.widget() for row in range(self.rowCount())
                    if (item := self.itemAt(row, QFormLayout.ItemRole.LabelRole)) is not None]
        shown = [each for each in captions if each is not None and not each.isHidden()]
        if shown:
            beside = max(each.sizeHint().width() for each in shown) + self.horizontalSpacing()
            field = shown[0].fontMetrics().averageCharWidth() * _FIELD_EMS
            policy = QFormLayout.RowWrapPolicy.DontWrapRows if beside + field <= rect.width() else (
                QFormLayout.RowWrapPolicy.WrapAllRows)
            if policy != self.rowWrapPolicy():
                self.setRowWrapPolicy(policy)
        super().setGeometry(rect)
