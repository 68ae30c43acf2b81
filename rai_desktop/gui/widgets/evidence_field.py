"""Evidence beside an answer: a note, and files by their hash."""

import hashlib
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rai_desktop.errors import Refusal
from rai_desktop.gui.begin_at import begin_at, took
from rai_desktop.gui.elsewhere import elsewhere
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.paragraph import Paragraph
from rai_desktop.gui.widgets.told_lines import breakable
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
        self.fold = Fold(_("Note and evidence"))
        layout.addWidget(self.fold)
        self._fill_body(self.fold.inside)

    def _fill_body(self, body: QVBoxLayout) -> None:
        self.text = Paragraph(_("A note: where this answer comes from, what is still uncertain"), lines=2)
        self.text.left.connect(self.changed)
        body.addWidget(self.text)
        self._files = QVBoxLayout()
        body.addLayout(self._files)
        row = QHBoxLayout()
        self.attach = QPushButton(_("Attach a file …"))
        self.attach.clicked.connect(self._choose)
        row.addWidget(self.attach, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words(_("kept by its hash; the file stays where it is")), 1)
        body.addLayout(row)
        self.problem = Notice(tone="bad")
        body.addWidget(self.problem)

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
        if note or attachments:
            self.fold.open()

    def flush(self) -> None:
        """Send a note that is being typed."""
        self.text.flush()

    def attach_file(self, path: Path) -> None:
        """Attach a file by its hash, which a large one takes a while for; one that cannot be read is told of."""
        self.problem.say("")
        elsewhere(self, lambda: _by_hash(path), self._attach, lambda sentence: self.problem.say(sentence, "bad"))

    def _attach(self, file: FileRef) -> None:
        self._attachments.append(Attachment(file=file))
        self._show_files()
        self.changed.emit()

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Attach a file as evidence"), begin_at())
        if path:
            took(path)
            self.attach_file(Path(path))

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
        named = f"{Path(file.path).name}   sha256 {file.sha256[:12]}…" if file else attachment.note
        label = words(breakable(named))
        remove = QPushButton(_("Remove"))
        remove.setAccessibleName(_("Remove {name}").format(name=named))
        remove.clicked.connect(lambda: self._remove(place))
        row.addWidget(label, 1)
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _remove(self, place: int) -> None:
        del self._attachments[place]
        self._show_files()
        self.changed.emit()


def _by_hash(path: Path) -> FileRef:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileRef(path=str(path), sha256=digest, size=path.stat().st_size)
    except OSError as error:
        raise Refusal(_("{name} cannot be read: {why}.").format(name=path.name, why=error.strerror or error),
                      _("Check that it is there and that you may read it.")) from None
