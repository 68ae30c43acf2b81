"""The step Risks: the register with its map, the actions, and what answers and findings suggest."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QTabWidget, QWidget

from rai_desktop.findings.finding import Finding
from rai_desktop.gui.focus_watch import pass_keyboard
from rai_desktop.gui.register_changes import RegisterChanges
from rai_desktop.gui.register_export import RegisterExport
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import Done, Step, StepState, card, words
from rai_desktop.gui.widgets.actions_panel import ActionsPanel
from rai_desktop.gui.widgets.date_line import today
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.register_panel import RegisterPanel
from rai_desktop.gui.widgets.suggestions_panel import SuggestionsPanel
from rai_desktop.i18n import _, ngettext
from rai_desktop.project import links
from rai_desktop.project.links import Kind, Link
from rai_desktop.project.model import Project
from rai_desktop.risks import register, rules, scale, suggested
from rai_desktop.risks.agreement import disagreements
from rai_desktop.risks.register import Tally
from rai_desktop.risks.scale import scale_in_use, scales
from rai_desktop.risks.suggested import Suggested, still_open


class RisksStep(Step):
    """Three tabs; a change is kept when its field is left."""

    id = "risks"
    holds = frozenset({Kind.RISK, Kind.ACTION})
    title = _("Risks")
    lead = _("What may go wrong for whom, how bad it is, and what is done about it by when.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.changes = RegisterChanges(session)
        self.exports = RegisterExport(session, self)
        self._rests: tuple[object, ...] = ()
        self._suggested: list[Suggested] = []
        self._listed: list[tuple[str, str]] = []
        self._head()
        self.problem, self.unread = Notice(), Notice()
        self.body.addWidget(self.unread)
        self.body.addWidget(self.problem)
        self.register, self.actions_, self.suggestions = RegisterPanel(), ActionsPanel(), SuggestionsPanel()
        self.scale = self.register.scale
        self.scale.activated.connect(self._choose_scale)
        self.empty = self._empty()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setFocusProxy(None)  # type: ignore[arg-type]
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its bar is the stop for Tab, and there is to be one
        first = QWidget()
        column = QHBoxLayout(first)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.register)
        for part, title in ((first, _("Register")), (self.actions_, _("Actions")), (self.suggestions, _("Suggested"))):
            self.tabs.addTab(part, title)
        self.body.addWidget(self.tabs, 1)
        self._connect()

    def _head(self) -> None:
        self.export = QPushButton(_("Export …"))
        menu = QMenu(self.export)
        self.exporting = [menu.addAction(text, do) for text, do in (
            (_("Register as CSV …"), self.exports.register_csv), (_("Actions as CSV …"), self.exports.actions_csv),
            (_("Actions and due dates as calendar (.ics) …"), self.exports.actions_ics))]
        self.export.setProperty("menu", True)
        self.export.setMenu(menu)
        self.head.addWidget(self.export)

    def _empty(self) -> QWidget:
        frame, layout = card()
        layout.addWidget(words(_("No risk is in the register yet"), "section"))
        self.first = words("", "text")
        layout.addWidget(self.first)
        row = QHBoxLayout()
        self.look = QPushButton(_("Look at the suggestions"))
        self.look.setProperty("primary", True)
        self.look.clicked.connect(lambda: self.tabs.setCurrentWidget(self.suggestions))
        self.new = QPushButton(_("New risk"))
        self.new.clicked.connect(lambda _on=False: self.changes.new_risk())
        row.addWidget(self.look)
        row.addWidget(self.new)
        row.addStretch()
        layout.addLayout(row)
        return frame

    def _connect(self) -> None:
        changes, session = self.changes, self.session
        self.register.adding.connect(changes.new_risk)
        self.register.card.changed.connect(changes.keep_risk)
        self.register.card.copied.connect(changes.copy_risk)
        self.register.card.taken_out.connect(changes.take_out_risk)
        self.register.card.acting.connect(lambda id_: changes.new_action(links.risk(id_)))
        self.register.card.linking.connect(
            lambda id_: self._ask_link(lambda link: changes.link_risk(id_, link), risks=False))
        self.register.card.wanted.connect(session.wanted)
        self.actions_.adding.connect(changes.new_action)
        self.actions_.card.changed.connect(changes.keep_action)
        self.actions_.card.taken_out.connect(changes.take_out_action)
        self.actions_.card.linking.connect(
            lambda id_: self._ask_link(lambda link: changes.link_action(id_, link), risks=True))
        self.actions_.card.wanted.connect(session.wanted)
        self.suggestions.taken.connect(changes.take)
        self.suggestions.dismissed.connect(changes.dismiss)
        self.suggestions.again.connect(changes.suggest_again)
        self.suggestions.sources.followed.connect(session.wanted)
        self.tabs.currentChanged.connect(lambda _place: self.flush())
        session.run_ended.connect(self._refresh)

    # --- what the rail and the footer ask -------------------------------------------------------------------------

    def state(self, project: Project) -> StepState:
        """Counts of risks, of those not rated, and of what is overdue; suggestions while there is no risk."""
        scale, _problem = scale_in_use(project.risk_scale)
        counts, waiting = register.tally(project, scale, today()), len(self._open(project))
        if not project.risks and not project.actions:
            text = ngettext("{n} suggested", "{n} suggested", waiting).format(n=waiting) if waiting else _("none yet")
            return StepState(Done.TODO, text)
        if counts.overdue or counts.unaccepted:
            return StepState(Done.ATTENTION, _told(counts))
        lacking = any(register.missing(scale, risk) for risk in project.risks.values())
        return StepState(Done.STARTED if lacking or waiting else Done.DONE, _told(counts))

    def next_missing(self) -> bool:
        """The next risk or action that lacks something or is overdue, then the suggestions."""
        project = self.session.project
        if project is None:
            return False
        if self.tabs.currentWidget() is self.actions_ and self.actions_.select_unfinished():
            return True
        if self.register.select_unfinished():
            self.tabs.setCurrentIndex(0)
            self.register.card.focus_missing()
            return True
        if self._open(project) and self.tabs.currentWidget() is not self.suggestions:
            self.tabs.setCurrentWidget(self.suggestions)
            self.suggestions.rows.list.setFocus()
            return True
        return False

    def show_place(self, link: Link) -> bool:
        """Choose the risk or the action, with the keyboard on it."""
        if link.kind is Kind.ACTION:
            self.tabs.setCurrentWidget(self.actions_)
            return self.actions_.select(link.id)
        self.tabs.setCurrentIndex(0)
        return self.register.select(link.id)

    def flush(self) -> None:
        """Send what is being typed."""
        self.register.flush()
        self.actions_.flush()

    def unsent(self) -> str:
        """Reasons on suggestions: whether they hold is for their button to say."""
        return self.suggestions.unsent()

    # --- showing --------------------------------------------------------------------------------------------------

    def show_project(self, project: Project) -> None:
        """Refresh all three tabs."""
        scale, problem = scale_in_use(project.risk_scale)
        findings, open_ = self._findings(project), self._open(project)
        self._fill_scales(project)
        self._tell_problems(project, problem)
        self.empty.setVisible(not project.risks)
        if not project.risks:
            pass_keyboard(self.register, self.new)
        self.register.setVisible(bool(project.risks))
        self.first.setText(_first_words(len(open_)))
        self.look.setVisible(bool(open_))
        self.register.show_register(project, scale, findings)
        self.actions_.show_actions(project, findings)
        self.suggestions.show_suggestions(project, open_, findings)
        for place, (title, count) in enumerate(((_("Register"), len(project.risks)), (_("Actions"), len(project.actions)),
                                                (_("Suggested"), len(open_)))):
            self.tabs.setTabText(place, f"{title} ({count})" if count else title)
        self._tell_exports(project)

    def _findings(self, project: Project) -> list[Finding]:
        return self.session.judged.findings(project)

    def _open(self, project: Project) -> list[Suggested]:
        """Open suggestions; all there are, taken or not, are worked out anew only when what they rest on is other."""
        for _step in self.preparing(project):
            pass
        return still_open(self._suggested, project)

    def preparing(self, project: Project) -> Iterator[None]:
        """What answers and findings suggest, rule by rule."""
        findings = self._findings(project)
        rests = (project.answers, project.packs, findings, rules.rules())
        if self._rests and all(one is other for one, other in zip(self._rests, rests, strict=True)):
            return
        found: list[Suggested] = []
        for made in suggested.finding_out(project, findings, self.session.standing.reading(project.answers)):
            found += made
            yield
        self._rests, self._suggested = rests, suggested.once(found)

    def _tell_problems(self, project: Project, problem: str) -> None:
        """Files of the site that cannot be read; a scale that is gone, else where the responses to findings and the register
        part."""
        unread = [each for each in (*scale.broken(), *rules.broken()) if str(each) != problem]
        self.unread.say("\n".join(str(each) for each in unread), "warn")
        apart = [each.sentence for each in disagreements(project)]
        self.problem.say(problem or "\n".join(apart[:3]), "bad" if problem else "warn")

    def _tell_exports(self, project: Project) -> None:
        there = (bool(project.risks), bool(project.actions), bool(project.actions) or any(
            risk.due for risk in project.risks.values()))
        for action, on in zip(self.exporting, there, strict=True):
            action.setEnabled(on)
        self.export.setEnabled(any(there))
        self.export.setToolTip("" if any(there) else _("There is no risk and no action to export yet."))

    def _refresh(self, *_said: object) -> None:
        if self.session.project is not None and self.isVisible():
            self.show_project(self.session.project)

    # --- the scale ------------------------------------------------------------------------------------------------

    def _fill_scales(self, project: Project) -> None:
        listed = [(each.title, each.id) for each in scales()]
        if project.risk_scale not in {id_ for _title, id_ in listed}:
            listed.append((_("{name} (not here)").format(name=project.risk_scale), project.risk_scale))
        if listed != self._listed:
            self._listed = listed
            self.scale.clear()
            for title, id_ in listed:
                self.scale.addItem(title, id_)
        self.scale.setCurrentIndex(self.scale.findData(project.risk_scale))
        self.scale.setEnabled(len(listed) > 1)

    def _choose_scale(self, _index: int) -> None:
        chosen = str(self.scale.currentData())
        if self.session.project is not None and chosen != self.session.project.risk_scale:
            self.changes.choose_scale(chosen, self.scale.currentText())

    # --- linking --------------------------------------------------------------------------------------------------

    def _ask_link(self, take: Callable[[str], None], *, risks: bool) -> None:
        from rai_desktop.gui.answering import FIRST_PACKS
        from rai_desktop.gui.dialogs.linking import LinkingDialog
        from rai_desktop.risks.linkable import places

        project = self.session.project
        if project is not None:
            packs = project.packs or FIRST_PACKS
            LinkingDialog(places(project, self._findings(project), packs, risks=risks), take, self).open()


def _told(counts: Tally) -> str:
    """As “3 risks, 1 not rated, 2 overdue”; what is zero is left out."""
    said = [ngettext("{n} risk", "{n} risks", counts.risks).format(n=counts.risks)]
    if counts.unrated:
        said.append(ngettext("{n} not rated", "{n} not rated", counts.unrated).format(n=counts.unrated))
    if counts.unaccepted:
        said.append(ngettext("{n} to be accepted", "{n} to be accepted", counts.unaccepted).format(n=counts.unaccepted))
    if counts.overdue:
        said.append(ngettext("{n} overdue", "{n} overdue", counts.overdue).format(n=counts.overdue))
    return ", ".join(said)


def _first_words(waiting: int) -> str:
    if waiting:
        return ngettext("Your answers and findings speak of {n} possible harm. Look at it, take it into the register or say why "
                        "it is no risk here; then add what only you know.",
                        "Your answers and findings speak of {n} possible harms. Look at them, take those that are risks here, "
                        "say why the others are not; then add what only you know.", waiting).format(n=waiting)
    return _("Answer the questions under System first, above all who may be harmed and what can go wrong: those answers suggest "
             "risks. You may also begin with a risk of your own.")
