"""Start: the example, a new assessment, recent files; and what the open assessment is called."""

from pathlib import Path

import msgspec
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLineEdit,
    QPushButton,
)

from rai_desktop.gui.commands import Commands
from rai_desktop.gui.figures import place
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import Done, Step, StepState, card, words
from rai_desktop.gui.widgets.elided_button import ElidedButton
from rai_desktop.gui.widgets.exact_text import ExactText
from rai_desktop.gui.widgets.flow_row import FlowRow, flowing_policy
from rai_desktop.gui.widgets.tile import Tile
from rai_desktop.gui.widgets.told_lines import breakable
from rai_desktop.i18n import _
from rai_desktop.project.model import Project
from rai_desktop.review.carrying import origin_words
from rai_desktop.settings import Settings


class StartStep(Step):
    """The only step that can be seen without a project."""

    id = "start"

    def __init__(self, session: Session) -> None:
        self.title = _("Start")
        self.lead = _("Assess one AI system, from its purpose to signed evidence. Nothing leaves this computer.")
        super().__init__(session)
        self._settings: Settings | None = None
        self._commands: Commands | None = None
        self._project = self._project_card()
        self.body.addWidget(self._project)
        self.tiles = FlowRow(16)
        self.body.addLayout(self.tiles)
        self._recent, self._recent_list = card()
        self.body.addWidget(self._recent)
        self.body.addWidget(words(
            _("You can also drop an assessment (.rai), a table or a model anywhere in this window."), "muted"))
        self.body.addStretch()
        session.document_changed.connect(self.refresh)

    def connect_to(self, commands: Commands, settings: Settings) -> None:
        """Give the tiles something to do."""
        self._settings, self._commands = settings, commands
        self.new = Tile("new", _("New assessment"), _("Begin with an empty project file."))
        self.new.clicked.connect(commands.new_assessment)
        self.open = Tile("open", _("Open"), _("Go on with an assessment that was begun before."))
        self.open.clicked.connect(commands.open_assessment)
        self.example = Tile(
            "example", _("Open the example"), _("Real credit data and a real model: the whole way in five minutes."))
        self.example.clicked.connect(commands.open_example)
        for tile in (self.new, self.open, self.example):
            self.tiles.add(tile, 1)
        self.refresh()

    def state(self, project: Project) -> StepState:
        """The project's name, once it has one."""
        return StepState(Done.DONE if project.title else Done.STARTED, project.title or _("Give it a title"))

    def show_project(self, project: Project) -> None:
        """Title, analyst, file, and the assessment it was made from."""
        for field, value in ((self.title_field, project.title), (self.analyst_field, project.analyst)):
            if not field.hasFocus() or not field.isModified():
                field.setText(value)
                field.setCursorPosition(0)  # the beginning is what one reads
        document = self.session.document
        self._place.say(place(document.path) if document else "")
        self.origin.say(origin_words(project.origin) if project.origin else "")
        self._form.setRowVisible(self.origin, project.origin is not None)
        for field in (self.title_field, self.analyst_field):
            field.setReadOnly(bool(document and document.read_only))

    def flush(self) -> None:
        """Keep what is being typed."""
        if self.session.project is not None:
            analyst = self.analyst_field.text()
            self._keep_title()
            self.analyst_field.setText(analyst)  # a change of the title has shown the one that is kept
            self._keep_analyst()

    def next_missing(self) -> bool:
        """The title, if there is none."""
        if self.session.project is not None and not self.session.project.title:
            self.title_field.setFocus()
            return True
        return False

    def refresh(self) -> None:
        """What is open, and what was opened before."""
        project = self.session.project
        self._project.setVisible(project is not None)
        if project is not None:
            self.show_project(project)
        self._fill_recent()

    def _project_card(self) -> QFrame:
        frame, layout = card()
        layout.addWidget(words(_("This assessment"), "heading"))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.title_field, self.analyst_field = QLineEdit(), QLineEdit()
        self.title_field.setPlaceholderText(_("For example: credit scoring for consumer loans"))
        self.analyst_field.setPlaceholderText(_("Who makes this assessment"))
        self.title_field.editingFinished.connect(self._keep_title)
        self.analyst_field.editingFinished.connect(self._keep_analyst)
        self._place = ExactText("", _("File"))
        form.addRow(_("Title"), self.title_field)
        form.addRow(_("Analyst"), self.analyst_field)
        self.origin, self._form = ExactText("", _("Made from")), form
        for title, field in ((_("File"), self._place), (_("Made from"), self.origin)):
            field.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            form.addRow(title, field)
        layout.addLayout(form)
        return frame

    def _fill_recent(self) -> None:
        while (item := self._recent_list.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        recent = self._settings.recent if self._settings else []
        self._recent.setVisible(bool(recent))
        self._recent_list.addWidget(words(_("Recent"), "heading"))
        for name in recent:
            self._recent_list.addWidget(self._recent_row(Path(name)))

    def _recent_row(self, path: Path) -> QFrame:
        row, line = QFrame(), FlowRow()
        row.setSizePolicy(flowing_policy())
        row.setLayout(line)
        there = path.is_file()
        button = ElidedButton(path.stem)
        button.setEnabled(there)
        if not there:
            button.setToolTip(_("The file is no longer there."))
        button.clicked.connect(lambda: self._reopen(path))
        line.add(button)
        where = place(path.parent) if there else _("missing: {path}").format(path=path)
        line.add(words(breakable(where), "small"), 1)
        renewing = QPushButton(_("New from it …"))
        renewing.setProperty("plain", True)
        renewing.setAccessibleName(_("New assessment from {name}").format(name=path.stem))
        renewing.setToolTip(_("Begins this year's assessment with these answers, each to be confirmed."))
        renewing.setEnabled(there)
        renewing.clicked.connect(lambda: self._renew(path))
        line.add(renewing)
        return row

    def _reopen(self, path: Path) -> None:
        if self._commands:
            self._commands.open_recent(path)

    def _renew(self, path: Path) -> None:
        if self._commands:
            self._commands.new_from(path)

    def _keep_title(self) -> None:
        title = self.title_field.text().strip()
        self.session.apply(_("Change the title"), lambda project: msgspec.structs.replace(project, title=title))

    def _keep_analyst(self) -> None:
        name = self.analyst_field.text().strip()
        if self.session.project is None or name == self.session.project.analyst:
            return  # a reviewer who only passes by the field keeps a name of their own
        self.session.apply(_("Change the analyst"), lambda project: msgspec.structs.replace(project, analyst=name))
        if self._settings and name and name != self._settings.analyst:
            self._settings.remember(analyst=name)
