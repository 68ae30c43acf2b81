"""The report's pages in the window."""

from pathlib import Path

from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rai_desktop.i18n import _


class PdfPreview(QWidget):
    """Shows one PDF file, page under page."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setAccessibleName(_("Pages of the report"))
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setMinimumHeight(self.fontMetrics().lineSpacing() * 36)
        layout.addWidget(self.view)

    def show_file(self, path: Path) -> bool:
        """Show it; False when it is not a PDF that can be shown."""
        there = path.exists() and self.document.load(str(path)) == QPdfDocument.Error.None_
        self.setVisible(there)
        return there
