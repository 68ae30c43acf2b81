"""One assessment of the plan: its question, whether it can run, its parameters, and how far it is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from rai_desktop.engine.protocol import AssessmentInfo, Availability
from rai_desktop.findings.measurement import Result
from rai_desktop.gui import figures
from rai_desktop.gui.live_run import LiveRun, Part
from rai_desktop.gui.plan_changes import Value
from rai_desktop.gui.steps.step import words
from rai_desktop.gui.theme import give_icon
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.fold import Fold
from rai_desktop.gui.widgets.option_button import TickOption
from rai_desktop.gui.widgets.parameter_form import ParameterForm
from rai_desktop.i18n import _, ngettext

_SHAPES = {
    "waiting": ("state-todo", "edge"), "running": ("state-started", "accent"), "finished": ("state-done", "good"),
    "cancelled": ("stop", "warn"), "refused": ("warn", "warn"), "failed": ("bad", "bad"), "died": ("bad", "bad"),
}


class AssessmentCard(QFrame):
    """`ticked(id, on)`, `parameter_changed(id, parameter, value)`."""

    ticked = Signal(str, bool)
    parameter_changed = Signal(str, object, object)

    def __init__(self, info: AssessmentInfo) -> None:
        super().__init__()
        self.info = info
        self.setProperty("card", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(4)
        top = FlowRow()
        self.tick = TickOption(info.title)
        self.tick.setAccessibleDescription(info.question)
        font = self.tick.font()
        font.setWeight(font.Weight.DemiBold)
        self.tick.setFont(font)
        self.tick.clicked.connect(lambda on: self.ticked.emit(info.id, on))
        top.add(self.tick, 1)
        self._shape, self._status = QLabel(), words("", "muted")
        self._status.setWordWrap(False)
        ended = QWidget()
        pair = QHBoxLayout(ended)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(8)
        pair.addWidget(self._shape)
        pair.addWidget(self._status)
        top.add(ended)
        column.addLayout(top)
        inner = QVBoxLayout()
        inner.setContentsMargins(32, 0, 0, 0)
        inner.setSpacing(6)
        column.addLayout(inner)
        inner.addWidget(words(info.question, "muted"))
        self._why = words("", "warn")
        inner.addWidget(self._why)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress of {title}").format(title=info.title))
        inner.addWidget(self.bar)
        self._doing = words("", "small")
        inner.addWidget(self._doing)
        inner.addWidget(self._details())
        self.show_part(None, None)

    def _details(self) -> Fold:
        self.fold = Fold(_("Parameters and limits"))
        self.fold.button.setAccessibleName(_("Parameters and limits of {title}").format(title=self.info.title))
        self.form = ParameterForm(self.info.parameters)
        self.form.changed.connect(lambda parameter, value: self.parameter_changed.emit(self.info.id, parameter, value))
        self.fold.inside.addWidget(self.form)
        self.fold.inside.addWidget(words(_("What it does not show: {limits}").format(limits=self.info.limits), "small"))
        if self.info.sources:
            self.fold.inside.addWidget(words(_("Sources: {list}").format(list=_("; ").join(self.info.sources)), "small"))
        return self.fold

    def show_plan(self, on: bool, availability: Availability | None, values: dict[str, Value], locked: bool) -> None:
        """In the plan or not, and whether it can run."""
        can = availability is None or availability.available
        self.tick.setChecked(on and can)
        self.tick.setEnabled(can and not locked)
        self._why.setText("" if can or availability is None else _("Cannot run: {why}").format(why=availability.why))
        self._why.setVisible(not can)
        self.form.show_values(values)
        self.form.setEnabled(not locked)

    def show_part(self, part: Part | None, live: LiveRun | None) -> None:
        """How far it is in the run that goes on."""
        running = part is not None and part.status == "running"
        self.bar.setVisible(running)
        self._doing.setVisible(running)
        if part is None or live is None:
            self._show_status("", "")
            return
        if running:
            self.bar.setRange(0, part.total or 0)
            self.bar.setValue(min(part.done, part.total or 0))
            self._doing.setText(_doing(part))
        self._show_status(part.status, _status_words(part.status, live.seconds(part), part.measured), part.reason)

    def show_result(self, result: Result | None) -> None:
        """What the last run gave."""
        self.bar.hide()
        self._doing.hide()
        if result is None:
            self._show_status("", "")
            return
        said = _status_words(result.status, result.seconds, len(result.measurements))
        self._show_status(result.status, said, result.reason)

    def flush(self) -> None:
        """Keep what is being typed."""
        self.form.flush()

    def _show_status(self, status: str, said: str, reason: str = "") -> None:
        self._shape.setVisible(bool(status))
        self._status.setVisible(bool(status))
        if status:
            give_icon(self._shape, *_SHAPES.get(status, ("note", "muted")), 18)
            self._status.setText(said)
            self._status.setAccessibleName(f"{self.info.title}: {said}")
        told = not self._why.isHidden() and reason in self._why.text()  # of the last run what holds today too
        if reason and not told and status not in ("finished", "waiting", "running"):
            self._doing.setText(reason)
            self._doing.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._doing.show()


def _status_words(status: str, seconds: float, measured: int) -> str:
    found = ngettext("{n} figure", "{n} figures", measured).format(n=figures.count(measured))
    time = figures.span(seconds)
    return {
        "waiting": _("waiting"),
        "running": _("running, {time}").format(time=time),
        "finished": _("finished in {time}, {found}").format(time=time, found=found),
        "cancelled": _("stopped, {found} kept").format(found=found),
        "refused": _("not possible"),
        "failed": _("failed, {found} kept").format(found=found),
        "died": _("ended by force, {found} kept").format(found=found),
    }.get(status, status)


def _doing(part: Part) -> str:
    what = part.what[:1].upper() + part.what[1:]
    if part.total:
        return _("{what}: {done} of {total}").format(
            what=what, done=figures.count(part.done), total=figures.count(part.total))
    return what
