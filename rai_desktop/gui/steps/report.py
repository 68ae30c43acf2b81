"""The step Report: write the bundle, see it, check it, hand it over."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QProgressBar, QPushButton, QWidget

from rai_desktop.engine.protocol import Exported, Progressed
from rai_desktop.errors import Refusal
from rai_desktop.gui.dialogs.verify import signed
from rai_desktop.gui.model_page import Line
from rai_desktop.gui.open_points import open_points
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import Done, Step, StepState, card, words
from rai_desktop.gui.widgets.flow_row import flowing
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.pdf_preview import PdfPreview
from rai_desktop.gui.widgets.told_lines import ToldLines
from rai_desktop.i18n import _
from rai_desktop.project.model import Project

_CONTENTS = (
    ("report.html", _("the whole report in one file, for any browser, without a network")),
    ("report.pdf", _("the same on paper: PDF/A, tagged, fonts inside")),
    ("results.json", _("every number and finding for machines, with its schema")),
    ("findings.csv", _("the findings as a table")),
    ("risks.csv", _("the risk register; actions.csv and actions.ics hold the actions")),
    ("clauses.csv", _("what is evidence for each clause")),
    ("model-card.html", _("the model card: what it is for, on whom it was measured, its limits")),
    ("answers.json", _("the answers of the questionnaires")),
    ("review.json", _("who signed what, how it stands, and what was said")),
    ("how-this-was-made.json", _("versions, seeds, hashes and policy: enough to repeat it")),
    ("manifest-sha256.txt", _("the fingerprint of every file: sha256sum -c checks them")),
)


class ReportStep(Step):
    """Export runs in the engine; the window shows how far it is."""

    id = "report"
    title = _("Report")
    lead = _("One folder that anyone can read, verify and repeat, with nothing but the folder.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._bundle: Path | None = None
        self._written: Project | None = None  # what the bundle is of
        self.body.addWidget(self._before())
        self.body.addWidget(self._action())
        self.preview = PdfPreview()
        self.preview.hide()
        self.body.addWidget(self.preview, 1)
        self.body.addStretch()
        session.refused.connect(self._ready)
        session.failed.connect(self._ready)
        session.document_changed.connect(self._forget)

    def _before(self) -> QWidget:
        frame, layout = card()
        layout.addWidget(words(_("Before you hand over"), "section"))
        self.open_points = words("", "text")
        layout.addWidget(self.open_points)
        layout.addWidget(words(_("What the bundle holds"), "strong"))
        held = ToldLines()
        held.show_lines([Line(name, what) for name, what in _CONTENTS])
        layout.addWidget(held)
        return frame

    def _action(self) -> QWidget:
        frame, layout = card()
        buttons, row = flowing()
        self.export = QPushButton(_("Export the bundle …"))
        self.export.setProperty("primary", True)
        self.export.clicked.connect(self._export)
        self.signing = QPushButton(_("Sign with a key …"))
        self.signing.setToolTip(_("Export the bundle and sign every file of it with your key."))
        self.signing.clicked.connect(self._sign)
        self.open_report = QPushButton(_("Open the report"))
        self.open_report.clicked.connect(lambda: self._open("data/report.html"))
        self.open_folder = QPushButton(_("Open the folder"))
        self.open_folder.clicked.connect(lambda: self._open(""))
        self.verify = QPushButton(_("Verify it"))
        self.verify.clicked.connect(self._verify)
        for button in (self.export, self.signing, self.open_report, self.open_folder, self.verify):
            row.addWidget(button)
        layout.addWidget(buttons)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(_("Progress of the export"))
        self.progress.hide()
        layout.addWidget(self.progress)
        self.told = words("", "text", selectable=True)
        layout.addWidget(self.told)
        self.outdated = Notice()
        layout.addWidget(self.outdated)
        self._show_bundle()
        return frame

    def state(self, project: Project) -> StepState:
        """Exported in this sitting, changed since, or not yet."""
        if self._is_outdated(project):
            return StepState(Done.STARTED, _("changed since the export"))
        if self._bundle is not None:
            return StepState(Done.DONE, _("exported"))
        return StepState(Done.TODO, _("not exported yet"))

    def show_project(self, project: Project) -> None:
        """What is still open, in words; and whether the bundle still is of what stands here."""
        self.outdated.say(_("The assessment has been changed since this bundle was written. Export it again to hand over what "
                            "stands here now.") if self._is_outdated(project) else "", "warn")
        self.open_points.setText("\n".join(open_points(self.session, project)) or _("Nothing is open."))

    def _is_outdated(self, project: Project) -> bool:
        return self._bundle is not None and project != self._written

    def next_missing(self) -> bool:
        """The export itself."""
        self.export.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def export_to(self, out: Path, key: Path | None = None, passphrase: str = "") -> None:
        """Write the bundle into a folder that does not exist yet, or an earlier bundle; `key` signs it."""
        self.export.setEnabled(False)
        self.signing.setEnabled(False)
        self.progress.setRange(0, 0)
        self.progress.show()
        self.told.setText(_("Writing the bundle …"))
        of = self.session.project
        self.session.export_bundle(out, lambda answer: self._exported(answer, of), self._progressed, key=str(key or ""),
                                   passphrase=passphrase)

    def _export(self) -> None:
        self._choose()

    def _sign(self) -> None:
        from rai_desktop.gui.dialogs.bundle_key import BundleKeyDialog

        BundleKeyDialog(self.session.settings, self._choose, self).open()

    def _choose(self, key: Path | None = None, passphrase: str = "") -> None:
        document = self.session.document
        if document is None:
            return
        start = document.path.with_name(f"{document.path.stem}-bundle")
        path, _kind = QFileDialog.getSaveFileName(self, _("Export the bundle into a new folder"), str(start), "",
                                                  options=QFileDialog.Option.DontConfirmOverwrite)
        if path:
            self.export_to(Path(path), key, passphrase)

    def _progressed(self, answer: Progressed) -> None:
        self.progress.setRange(0, answer.total or 0)
        self.progress.setValue(answer.done)
        self.told.setText(answer.what)

    def _exported(self, answer: Exported, of: Project | None) -> None:
        self._bundle, self._written = Path(answer.bundle), of
        self._ready()
        self._show_bundle()
        self.preview.show_file(self._bundle / "data" / "report.pdf")
        if self.session.project is not None:
            self.show_project(self.session.project)
        self.session.looked.emit()
        self.session.told.emit(_("The bundle is in {path}").format(path=self._bundle))

    def _ready(self, *_said: object) -> None:
        self.export.setEnabled(True)
        self.signing.setEnabled(True)
        self.progress.hide()
        self._show_bundle()

    def _forget(self) -> None:
        self._bundle = self._written = None
        self.preview.hide()
        self.outdated.say("")
        self._ready()

    def _show_bundle(self) -> None:
        there = self._bundle is not None
        for button in (self.open_report, self.open_folder, self.verify):
            button.setEnabled(there)
            button.setToolTip("" if there else _("Export the bundle first."))
        self.told.setText(str(self._bundle) if there else _("No bundle has been written in this sitting."))

    def _open(self, name: str) -> None:
        if self._bundle is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._bundle / name)))

    def _verify(self) -> None:
        if self._bundle is None:
            return
        from rai_desktop.report.verify import verify

        try:
            found = verify(self._bundle)
        except Refusal as refusal:  # deleted since, or filled up by somebody
            self.told.setText(str(refusal))
            return
        self.told.setText("\n".join(found.problems) or _("Every file is what the manifest says. {signature}")
                          .format(signature=signed(found.signature)))
