"""One risk whole: the harm, how bad and how likely, what is done about it, what is left, who takes it, and why it is here."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_look
from rai_desktop.gui.widgets.acceptance_fields import AcceptanceFields
from rai_desktop.gui.widgets.date_line import DateLine, today
from rai_desktop.gui.widgets.line import Line
from rai_desktop.gui.widgets.link_list import LinkList, Named
from rai_desktop.gui.widgets.paragraph import Paragraph
from rai_desktop.gui.widgets.rating_fields import RatingFields
from rai_desktop.i18n import _
from rai_desktop.project.register import Risk, Treatment
from rai_desktop.risks import register
from rai_desktop.risks.scale import Scale


class RiskCard(QFrame):
    """`changed(id, Risk)` when a field is left changed; `wanted(link)`, and `copied(id)` and its like by its buttons."""

    changed = Signal(str, object)
    wanted = Signal(str)
    taken_out = Signal(str)
    copied = Signal(str)
    acting = Signal(str)  # a new action for this risk
    linking = Signal(str)  # another link

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._id, self._risk = "", Risk(title="")
        self._scale: Scale | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        self.missing = words("", "warn")
        layout.addWidget(self.missing)
        layout.addLayout(self._harm())
        layout.addWidget(words(_("Before treatment"), "strong"))
        self.before = RatingFields(_("Severity"), _("Likelihood"))
        layout.addWidget(self.before)
        layout.addWidget(words(_("What is done about it"), "strong"))
        layout.addLayout(self._treatment())
        self._left = words(_("After treatment"), "strong")
        self.after = RatingFields(_("Severity after"), _("Likelihood after"))
        layout.addWidget(self._left)
        layout.addWidget(self.after)
        self.acceptance = AcceptanceFields()
        layout.addWidget(self.acceptance)
        layout.addWidget(words(_("Why it is here"), "strong"))
        self.sources = LinkList(_("No answer or finding is linked."))
        layout.addWidget(self.sources)
        self.link = QPushButton(_("Link …"))
        self.link.setToolTip(_("Link an answer, a finding or a clause"))
        layout.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(words(_("Actions for it"), "strong"))
        self.actions_ = LinkList(_("None yet."), removable=False)
        layout.addWidget(self.actions_)
        self.act = QPushButton(_("New action"))
        self.act.setToolTip(_("An action that serves this risk"))
        layout.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._buttons())
        self._connect()

    def _harm(self) -> QFormLayout:
        self.title = Line(_("What may happen, in one line"))
        self.harm = Paragraph(_("What it does to people, and how it comes about"), lines=4)
        self.stakeholders = Paragraph(_("Whom it hits, one a line"), lines=2)
        return _form((_("Risk"), self.title), (_("Harm"), self.harm), (_("Stakeholders"), self.stakeholders))

    def _treatment(self) -> QFormLayout:
        self.treatment = QComboBox()
        for each in (None, *Treatment):
            self.treatment.addItem(register.treatment_words(each), each or "")
        self.plan = Paragraph(_("What will be done"), lines=3)
        self.owner = Line(_("Name and role"))
        self.due = DateLine(_("Due"))
        return _form((_("Treatment"), self.treatment), (_("Plan"), self.plan), (_("Owner"), self.owner), (_("Due"), self.due))

    def _buttons(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 8, 0, 0)
        self.close_ = QPushButton()
        self.copy = QPushButton(_("Duplicate"))
        self.copy.setToolTip(_("A copy of the risk, open and not accepted, to be changed"))
        self.take_out = QPushButton(_("Take it out"))
        self.take_out.setToolTip(_("Take the risk out of the register; undo brings it back"))
        for button in (self.close_, self.copy, self.take_out):
            layout.addWidget(button)
        layout.addStretch()
        return row

    def _connect(self) -> None:
        self._fields = (self.title, self.harm, self.stakeholders, self.plan, self.owner, self.due, self.acceptance)
        for field in self._fields:
            field.left.connect(self._send)
        for box in (self.before, self.after):
            box.chosen.connect(self._send)
        self.treatment.activated.connect(self._send)
        self.sources.followed.connect(self.wanted)
        self.actions_.followed.connect(self.wanted)
        self.sources.removed.connect(self._unlink)
        self.act.clicked.connect(lambda: self._tell(self.acting))
        self.link.clicked.connect(lambda: self._tell(self.linking))
        self.copy.clicked.connect(lambda: self._tell(self.copied))
        self.take_out.clicked.connect(lambda: self.taken_out.emit(self._id))
        self.close_.clicked.connect(self._turn_closed)

    def show_risk(self, id_: str, risk: Risk, scale: Scale | None, sources: Named, actions: Named) -> None:
        """Show it; sends nothing. What is being typed into the risk in sight is sent first when another is shown."""
        if id_ != self._id:
            self.flush()
        self._id, self._risk, self._scale = id_, risk, scale
        for field, text in ((self.title, risk.title), (self.harm, risk.harm), (self.plan, risk.plan), (self.owner, risk.owner),
                            (self.due, risk.due), (self.stakeholders, "\n".join(risk.stakeholders))):
            field.show_words(text)
        self.treatment.setCurrentIndex(self.treatment.findData(risk.treatment or ""))
        self.before.show_levels(scale, risk.severity, risk.likelihood)
        self.after.show_levels(scale, risk.residual_severity, risk.residual_likelihood)
        taken = risk.treatment is Treatment.ACCEPT and not (risk.residual_severity or risk.residual_likelihood)
        for part in (self._left, self.after):
            part.setVisible(not taken)
        self.acceptance.show_acceptance(scale, risk)
        self.sources.show_links(sources)
        self.actions_.show_links(actions)
        self._tell_state(risk)

    def _tell_state(self, risk: Risk) -> None:
        lacking = register.missing(self._scale, risk)
        late = [_("It is overdue.")] if register.overdue(self._scale, risk, today()) else []
        still = [_("Still missing: {what}.").format(what=", ".join(lacking))] if lacking else []
        done = [_("Closed on {day}.").format(day=risk.closed)] if risk.closed else []
        self.missing.setText(" ".join([*done, *late, *still]))
        self.missing.setVisible(bool(self.missing.text()))
        give_look(self.missing, "kind", "quiet" if risk.closed else "warn")
        self.close_.setText(_("Open again") if risk.closed else _("Close the risk"))
        self.close_.setToolTip("" if risk.closed else _("The risk is gone or done with; it stays in the register"))

    def flush(self) -> None:
        """Send what is being typed."""
        for field in self._fields if self._id else ():
            field.flush()

    def forget(self) -> None:
        """Nothing is shown any more."""
        self._id = ""

    def focus_missing(self) -> None:
        """Put the keyboard where something is missing, else on the title."""
        risk, scale = self._risk, self._scale
        treated = risk.treatment not in (None, Treatment.ACCEPT)
        wanted: Sequence[tuple[bool, QWidget]] = (
            (not risk.title, self.title), (register.before(scale, risk) is None, self.before.severity),
            (risk.treatment is None, self.treatment), (treated and not risk.plan, self.plan),
            (treated and not risk.owner, self.owner), (treated and not risk.due, self.due.line),
            (treated and risk.treatment is not Treatment.AVOID and register.after(scale, risk) is None, self.after.severity),
            (self.acceptance.confirm.isVisibleTo(self), self.acceptance.confirm),
            (register.needs_acceptance(scale, risk), self.acceptance.who))
        lacking = bool(register.missing(scale, risk))
        field = next((each for lacks, each in wanted if lacking and lacks and each.isVisibleTo(self)), self.title)
        field.setFocus(Qt.FocusReason.TabFocusReason)

    def _send(self) -> None:
        severity, likelihood = self.before.levels()
        residual_severity, residual_likelihood = self.after.levels()
        chosen = str(self.treatment.currentData() or "")
        risk = msgspec.structs.replace(
            self._risk, title=self.title.words(), harm=self.harm.words(), plan=self.plan.words(), owner=self.owner.words(),
            stakeholders=[line.strip() for line in self.stakeholders.words().splitlines() if line.strip()],
            due=self.due.words(), treatment=Treatment(chosen) if chosen else None, severity=severity, likelihood=likelihood,
            residual_severity=residual_severity, residual_likelihood=residual_likelihood,
            acceptance=self.acceptance.acceptance())
        self._keep(risk)

    def _keep(self, risk: Risk) -> None:
        if risk != self._risk:
            self._risk = risk
            self.changed.emit(self._id, risk)

    def _unlink(self, link: str) -> None:
        self._send()
        self._keep(msgspec.structs.replace(self._risk, sources=[each for each in self._risk.sources if each != link]))

    def _turn_closed(self) -> None:
        self._send()
        self._keep(msgspec.structs.replace(self._risk, closed="" if self._risk.closed else today().isoformat()))

    def _tell(self, signal: SignalInstance) -> None:
        self._send()
        signal.emit(self._id)


def _form(*rows: tuple[str, QWidget]) -> QFormLayout:
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    for text, field in rows:
        field.setAccessibleName(text)
        form.addRow(text, field)
    return form
