"""Evidence beside an answer: a note, and files by their hash."""

import hashlib
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from rai_desktop.gui.widgets.paragraph import Paragraph
from rai_desktop.i18n import _
from rai_desktop.project.model import Attachment, FileRef


class EvidenceField(QWidget):
    """Folded until it holds something; `changed` is sent when note or files change."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._attachments: list[Attachment] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.unfold = QToolButton()
        self.unfold.setText(_("Note and evidence"))
        self.unfold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.unfold.setArrowType(Qt.ArrowType.RightArrow)
        self.unfold.setCheckable(True)
        self.unfold.setAutoRaise(True)
        self.unfold.setProperty("plain", True)
        self.unfold.toggled.connect(self._fold)
        layout.addWidget(self.unfold)
        self._body = QWidget()
        layout.addWidget(self._body)
        self._fill_body()
        self._body.hide()

    def _fill_body(self) -> None:
        body = QVBoxLayout(self._body)
        body.setContentsMargins(16, 0, 0, 0)
        self.text = Paragraph(_("A note: where this answer comes from, what is still uncertain"), lines=2)
        self.text.left.connect(self.changed)
        body.addWidget(self.text)
        self._files = QVBoxLayout()
        body.addLayout(self._files)
        row = QHBoxLayout()
        self.attach = QPushButton(_("Attach a file …"))
        self.attach.clicked.connect(self._choose)
        row.addWidget(self.attach)
        row.addWidget(QLabel(_("kept by its hash; the file stays where it is")))
        row.addStretch()
        body.addLayout(row)

    def note(self) -> str:
        """The note as typed."""
        return self.text.words()

    def attachments(self) -> list[Attachment]:
        """Files attached."""
        return list(self._attachments)

    def show_evidence(self, note: str, attachments: list[Attachment]) -> None:
        """Show what is stored; sends nothing."""
        self.text.show_words(note)
        if attachments != self._attachments:
            self._attachments = list(attachments)
            self._show_files()
        if (note or attachments) and not self.unfold.isChecked():
            self.unfold.setChecked(True)

    def attach_file(self, path: Path) -> None:
        """Attach a file by its hash."""
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        reference = FileRef(path=str(path), sha256=digest, size=path.stat().st_size)
        self._attachments.append(Attachment(file=reference))
        self._show_files()
        self.changed.emit()

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Attach a file as evidence"))
        if path:
            self.attach_file(Path(path))

    def _fold(self, open_: bool) -> None:
        self._body.setVisible(open_)
        self.unfold.setArrowType(Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow)

    def _show_files(self) -> None:
        while (item := self._files.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for place, attachment in enumerate(self._attachments):
            self._files.addWidget(self._file_row(place, attachment))

    def _file_row(self, place: int, attachment: Attachment) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        file = attachment.file
        label = QLabel(f"{Path(file.path).name}   sha256 {file.sha256[:12]}…" if file else attachment.note)
        label.setTextFormat(Qt.TextFormat.PlainText)
        remove = QPushButton(_("Remove"))
        remove.setAccessibleName(_("Remove {name}").format(name=label.text()))
        remove.clicked.connect(lambda: self._remove(place))
        row.addWidget(label)
        row.addWidget(remove)
        row.addStretch()
        return line

    def _remove(self, place: int) -> None:
        del self._attachments[place]
        self._show_files()
        self.changed.emit()
