"""One action whole: what is to be done, by whom, until when, whether it is done, and what it serves."""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QPushButton, QVBoxLayout

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_look
from rai_desktop.gui.widgets.date_line import DateLine, today
from rai_desktop.gui.widgets.line import Line
from rai_desktop.gui.widgets.link_list import LinkList, Named
from rai_desktop.gui.widgets.paragraph import Paragraph
from rai_desktop.i18n import _
from rai_desktop.project.register import Action
from rai_desktop.risks import register


class ActionCard(QFrame):
    """`changed(id, Action)` when a field is left changed; `wanted(link)`, `linking(id)`, `taken_out(id)` by its buttons."""

    changed = Signal(str, object)
    wanted = Signal(str)
    linking = Signal(str)
    taken_out = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._id, self._action = "", Action(title="")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        self.state = words("", "warn")
        layout.addWidget(self.state)
        layout.addLayout(self._form())
        layout.addWidget(words(_("What it serves"), "strong"))
        self.sources = LinkList(_("No risk, finding or clause is linked."))
        layout.addWidget(self.sources)
        self.link = QPushButton(_("Link …"))
        self.link.setToolTip(_("Link a risk, a finding, an answer or a clause"))
        self.link.clicked.connect(self._ask_link)
        layout.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        self.take_out = QPushButton(_("Take it out"))
        self.take_out.setToolTip(_("Take the action out of the list; undo brings it back"))
        self.take_out.clicked.connect(lambda: self.taken_out.emit(self._id))
        layout.addSpacing(8)
        layout.addWidget(self.take_out, 0, Qt.AlignmentFlag.AlignLeft)
        self._fields = (self.title, self.note, self.owner, self.due)
        for field in self._fields:
            field.left.connect(self._send)
        self.done.clicked.connect(self._send)
        self.sources.followed.connect(self.wanted)
        self.sources.removed.connect(self._unlink)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.title = Line(_("What is to be done, in one line"))
        self.note = Paragraph(_("How, and how one will see that it helped"), lines=3)
        self.owner = Line(_("Name and role"))
        self.due = DateLine(_("Due"))
        self.done = QCheckBox(_("Done"))
        for text, field in ((_("Action"), self.title), (_("Note"), self.note), (_("Owner"), self.owner), (_("Due"), self.due)):
            field.setAccessibleName(text)
            form.addRow(text, field)
        form.addRow("", self.done)
        return form

    def show_action(self, id_: str, action: Action, sources: Named) -> None:
        """Show it; sends nothing. What is being typed into the action in sight is sent first when another is shown."""
        if id_ != self._id:
            self.flush()
        self._id, self._action = id_, action
        for field, text in ((self.title, action.title), (self.note, action.note), (self.owner, action.owner),
                            (self.due, action.due)):
            field.show_words(text)
        self.done.setChecked(bool(action.done))
        self.sources.show_links(sources)
        late = _("It is overdue.") if register.late(action, today()) else ""
        self.state.setText(_("Done on {day}.").format(day=action.done) if action.done else late)
        self.state.setVisible(bool(self.state.text()))
        give_look(self.state, "kind", "quiet" if action.done else "warn")

    def flush(self) -> None:
        """Send what is being typed."""
        for field in self._fields if self._id else ():
            field.flush()

    def forget(self) -> None:
        """Nothing is shown any more."""
        self._id = ""

    def focus_missing(self) -> None:
        """Put the keyboard where something is missing, else on the title."""
        lacking = ((not self._action.title, self.title), (not self._action.due, self.due.line), (True, self.title))
        next(field for lacks, field in lacking if lacks).setFocus(Qt.FocusReason.TabFocusReason)

    def _send(self) -> None:
        done = (self._action.done or today().isoformat()) if self.done.isChecked() else ""
        self._keep(msgspec.structs.replace(self._action, title=self.title.words(), note=self.note.words(),
                                           owner=self.owner.words(), due=self.due.words(), done=done))

    def _keep(self, action: Action) -> None:
        if action != self._action:
            self._action = action
            self.changed.emit(self._id, action)

    def _unlink(self, link: str) -> None:
        self._send()
        self._keep(msgspec.structs.replace(self._action, sources=[each for each in self._action.sources if each != link]))

    def _ask_link(self) -> None:
        self._send()
        self.linking.emit(self._id)
