"""The actions: list and card, open ones first, the soonest due first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rai_desktop.findings.finding import Finding
from rai_desktop.gui.focus_watch import pass_keyboard
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.widgets.action_card import ActionCard
from rai_desktop.gui.widgets.date_line import today
from rai_desktop.gui.widgets.side_by_side import SideBySide
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Project
from rai_desktop.project.register import Action
from rai_desktop.risks import register
from rai_desktop.risks.linked import words_now


class ActionsPanel(QWidget):
    """`adding` an action by its button."""

    adding = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self._findings: list[Finding] = []
        self._chosen = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(16)
        head = QHBoxLayout()
        self.counts = words("", "strong")
        self.add = QPushButton(_("New action"))
        self.add.clicked.connect(self.adding)
        head.addWidget(self.counts, 1)
        head.addWidget(self.add)
        layout.addLayout(head)
        self.empty = words(_("Nothing is to be done yet. An action says what somebody will do until a day: for a risk, a "
                             "finding, an answer or a clause. Start one here, under a question or finding, or on a risk."),
                           "lead")
        layout.addWidget(self.empty)
        self.card = ActionCard()
        self.rows = SideBySide(_("Actions, the soonest due first"), self.card)
        self.rows.list.currentItemChanged.connect(self._choose)
        layout.addWidget(self.rows, 1)
        layout.addStretch()

    def show_actions(self, project: Project, findings: list[Finding]) -> None:
        """Show the actions; the one chosen stays chosen."""
        self._project, self._findings = project, findings
        order = register.actions_in_order(project.actions)
        self._chosen = self.rows.fill([(id_, _words(project.actions[id_])) for id_ in order], self._chosen)
        if not order:
            pass_keyboard(self.rows, self.add)
        self.rows.setVisible(bool(order))
        self.empty.setVisible(not order)
        open_ = sum(not action.done for action in project.actions.values())
        late = sum(register.late(action, today()) for action in project.actions.values())
        said = ngettext("{n} open action", "{n} open actions", open_).format(n=open_)
        overdue = ngettext("{n} overdue", "{n} overdue", late).format(n=late)
        self.counts.setText((f"{said}, {overdue}" if late else said) if order else "")
        self._show_card()

    def select(self, id_: str) -> bool:
        """Choose an action; the keyboard goes where something is missing."""
        if self._project is None or id_ not in self._project.actions:
            return False
        self._chosen = id_
        self.show_actions(self._project, self._findings)
        self.card.focus_missing()
        return True

    def select_unfinished(self) -> bool:
        """Choose the next action that has no day, or whose day has passed."""
        if self._project is None:
            return False
        order = register.actions_in_order(self._project.actions)
        here = order.index(self._chosen) if self._chosen in order else -1
        for id_ in [*order[here + 1:], *order[:max(here, 0)]]:
            action = self._project.actions[id_]
            if not action.done and (not action.title or not action.due or register.late(action, today())):
                return self.select(id_)
        return False

    def flush(self) -> None:
        """Send what is being typed."""
        self.card.flush()

    def _choose(self, *_items: object) -> None:
        self._chosen = self.rows.chosen()  # before what is being typed is kept, for that shows the register anew
        self.card.flush()
        self._show_card()

    def _show_card(self) -> None:
        project = self._project
        if project is None or self._chosen not in project.actions:
            self.card.forget()
            return
        action = project.actions[self._chosen]
        self.card.show_action(self._chosen, action,
                              [(link, words_now(project, link, self._findings)) for link in action.sources])


def _words(action: Action) -> str:
    """Two lines: done or not with its title, then when and who."""
    late = _("overdue") if register.late(action, today()) else ""
    due = _("due {day}").format(day=action.due) if action.due and not action.done else ""
    done = _("done {day}").format(day=action.done) if action.done else ""
    shape = "●" if action.done else "▲" if late else "○"
    about = " · ".join(each for each in (late, due, done, action.owner) if each)
    return f"{shape} {action.title or _('Action without a title')}\n{about}".rstrip()
