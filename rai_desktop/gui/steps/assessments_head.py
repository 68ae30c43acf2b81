"""The run as a whole: seed, policy, the button that starts it and the one that stops it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from rai_desktop.findings.policy import policies
from rai_desktop.gui import figures
from rai_desktop.gui.live_run import LiveRun
from rai_desktop.gui.steps.step import caption, named, words
from rai_desktop.gui.theme import give_icon
from rai_desktop.gui.tips import plain_tip
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.wrapping_box import WrappingBox
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Plan


class RunCard(QFrame):
    """`run_wanted`, `stop_wanted`, `seed_chosen(number)`, `policy_chosen(id)`."""

    run_wanted = Signal()
    stop_wanted = Signal()
    seed_chosen = Signal(int)
    policy_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._left: QWidget | None = None  # where the keyboard waits for a button to press
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        row = FlowRow(10)
        self.policy = WrappingBox(_("Judged by"))
        self._listed: list[tuple[str, str]] = []
        self.policy.activated.connect(lambda _place: self.policy_chosen.emit(self.policy.currentData()))
        self.seed = QLineEdit()
        self.seed.setFixedWidth(self.fontMetrics().averageCharWidth() * 14)
        self.seed.setToolTip(_("Same seed, same numbers: everything drawn at random is drawn from it."))
        self.seed.editingFinished.connect(self.flush)
        for title, field in ((_("&Judged by"), self.policy), (_("S&eed"), self.seed)):
            row.add(named(caption(title, field), field))
        self.stopping = QPushButton(_("Stop"))
        self.stopping.setProperty("danger", True)
        give_icon(self.stopping, "stop", "bad", 16)
        self.stopping.clicked.connect(self.stop_wanted)
        row.add_at_end(self.stopping)
        self.running = QPushButton()
        self.running.setProperty("primary", True)
        give_icon(self.running, "run", "on_accent", 16)
        self.running.clicked.connect(self.run_wanted)
        row.add_at_end(self.running)
        column.addLayout(row)
        self._said = words("", "muted")
        column.addWidget(self._said)

    def show_plan(self, plan: Plan, count: int, why_not: str) -> None:
        """Before and after a run."""
        self._fill(plan)
        self.running.show()
        told = ngettext("Run {n} assessment", "Run {n} assessments", count) if count else _("Run the assessments")
        self.running.setText(told.format(n=count))
        self.running.setEnabled(bool(count) and not why_not)
        waiting = self._left is not None and self._left is QApplication.focusWidget() and not self.seed.isModified()
        if self.stopping.hasFocus() or (waiting and self.running.isEnabled()):
            self.running.setFocus()
        if self.running.isEnabled() or not waiting:
            self._left = None
        self.stopping.hide()
        self.running.setToolTip(plain_tip(why_not))
        self._said.setText(why_not)
        self._said.setVisible(bool(why_not))

    def go_to_running(self) -> None:
        """To the button that runs; where it cannot be pressed yet, beside it, and on to it as soon as it can."""
        if self.running.isEnabled():
            self.running.setFocus()
            return
        self.seed.setFocus()
        self._left = self.seed

    def show_run(self, plan: Plan, live: LiveRun) -> None:
        """While a run goes on."""
        self._fill(plan)
        for field in (self.policy, self.seed):
            field.setEnabled(False)
        self.stopping.show()
        if self.running.hasFocus():
            self.stopping.setFocus()
        self.running.hide()
        if live.stopping and self.stopping.hasFocus():
            self.stopping.setEnabled(False)
            self._left = QApplication.focusWidget()
        self.stopping.setEnabled(not live.stopping)
        self.stopping.setText(_("Stopping …") if live.stopping else _("Stop"))
        self._said.setText(_running(live))
        self._said.show()

    def flush(self) -> None:
        """Take the seed that was typed; one that is no number is put back."""
        if self.seed.isModified():
            self.seed.setModified(False)
            text = self.seed.text().strip()
            self.seed_chosen.emit(int(text) if text.isdecimal() else -1)

    def _fill(self, plan: Plan) -> None:
        for field in (self.policy, self.seed):
            field.setEnabled(True)
        self._list_policies(plan.policy)
        self.policy.setCurrentIndex(self.policy.findData(plan.policy))
        if not (self.seed.hasFocus() and self.seed.isModified()):
            self.seed.setText(str(plan.seed))

    def _list_policies(self, chosen: str) -> None:
        """Those that are here now, and the chosen one by its id where it is not."""
        listed = list(_policies())
        if chosen not in {id_ for id_, _title in listed}:
            listed.append((chosen, chosen))
        if listed != self._listed:
            self._listed = listed
            self.policy.clear()
            for id_, title in listed:
                self.policy.addItem(title, id_)


def _running(live: LiveRun) -> str:
    time = figures.span(live.elapsed_s)
    done = sum(part.status not in ("waiting", "running") for part in live.parts.values())
    if not live.parts or (not done and live.opening.what and not any(p.what for p in live.parts.values())):
        what = live.opening.what or _("Opening table and model")
        if live.opening.total:
            what = _("{what}: {done} of {total}").format(
                what=what, done=figures.count(live.opening.done), total=figures.count(live.opening.total))
        return f"{what}  ·  {time}"
    ended = ngettext("{done} of {n} assessment ended", "{done} of {n} assessments ended", len(live.parts))
    return f"{ended.format(done=done, n=len(live.parts))}  ·  {time}"


def _policies() -> list[tuple[str, str]]:
    return [(policy.id, policy.title) for policy in policies()]
