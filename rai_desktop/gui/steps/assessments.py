"""Assessments: plan which are run, run them, watch, stop."""

from PySide6.QtCore import QTimer

from rai_desktop.clauses.staleness import unseen_because
from rai_desktop.engine.protocol import ParameterInfo
from rai_desktop.findings.policy import broken
from rai_desktop.gui import plan_changes as changes
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.assessments_head import RunCard
from rai_desktop.gui.steps.step import Done, Step, StepState
from rai_desktop.gui.widgets.assessment_card import AssessmentCard
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Project
from rai_desktop.project.runs import in_sight

_EVERY_MS = 250


class AssessmentsStep(Step):
    """The plan as a list of assessments, and the run that goes on."""

    id = "assessments"

    def __init__(self, session: Session) -> None:
        self.title = _("Assessments")
        self.lead = _("Which questions are asked of the model, and by which policy the answers are judged.")
        super().__init__(session)
        self.run = RunCard()
        self.unread = Notice()
        self.body.addWidget(self.unread)
        self.stale = Notice()
        self.unseen = Notice()
        self.body.addWidget(self.stale)
        self.body.addWidget(self.unseen)
        self.body.addWidget(self.run)
        self.cards: dict[str, AssessmentCard] = {}
        self.body.addStretch()
        self._clock = QTimer(self)
        self._clock.setInterval(_EVERY_MS)
        self._clock.timeout.connect(self._tick)
        self._connect()

    def _connect(self) -> None:
        session = self.session
        session.looked.connect(self._refresh)
        session.run_started.connect(self._started)
        session.run_ended.connect(self._ended)
        self.run.run_wanted.connect(session.start_run)
        self.run.stop_wanted.connect(self._stop)
        self.run.seed_chosen.connect(self._take_seed)
        self.run.policy_chosen.connect(
            lambda id_: session.apply(_("Change the policy"), lambda p: changes.with_plan(p, policy=id_)))

    # --- what the rail and the footer ask -----------------------------------------------------------------

    def state(self, project: Project) -> StepState:
        """Whether there are results, and whether they still fit the inputs."""
        if self.session.running:
            return StepState(Done.STARTED, _("running …"))
        if not project.runs:
            return StepState(Done.TODO, _("not run yet"))
        last = project.runs[-1]
        if in_sight(project) is last and self.session.spoken.stale(project):
            return StepState(Done.ATTENTION, _("inputs have changed since"))
        count = sum(ref.status == "finished" for ref in last.results.values())
        said = ngettext("{n} finished", "{n} finished", count).format(n=count)
        if last.status != "finished":
            return StepState(Done.STARTED, _("cut short, {said}").format(said=said))
        return StepState(Done.DONE, said)

    def next_missing(self) -> bool:
        """The button that runs, while there is something to run."""
        project = self.session.project
        if project is None or self.session.running or self.state(project).done == Done.DONE:
            return False
        if self.run.running.hasFocus():
            return False
        if not self.run.running.isEnabled() and not self._starting(project):
            return False
        self.run.go_to_running()
        return True

    def flush(self) -> None:
        """Keep what is being typed."""
        self.run.flush()
        for each in self.cards.values():
            each.flush()

    # --- showing ------------------------------------------------------------------------------------------

    def show_project(self, project: Project) -> None:
        """The plan, and either the run that goes on or what the last one gave."""
        self._make_cards()
        self.unread.say("\n".join(str(each) for each in broken()), "warn")
        availability = {each.assessment: each for each in self.session.checked.availability} if (
            self.session.checked) else {}
        names = changes.chosen(project.plan, self.session.assessments)
        for name, each in self.cards.items():
            values = changes.parameters_of(project.plan, name)
            each.show_plan(name in names, availability.get(name), values, self.session.running)
        if self.session.running:
            self._tick()
            return
        self._show_last_run(project)
        count = len(changes.runnable(project.plan, self.session.assessments, list(availability.values())))
        self.run.show_plan(project.plan, count, self._why_not(project))

    def _starting(self, project: Project) -> bool:
        """Nothing can be run yet, but soon."""
        return project.inputs.data is not None and not self.session.assessments

    def _why_not(self, project: Project) -> str:
        """Why nothing can be run now; "" when it can."""
        if project.inputs.data is None:
            return _("Choose a table first, in Data and model.")
        if self._starting(project):
            return _("The engine is starting …")
        if self.session.document and self.session.document.read_only:
            return _("The project is open for reading only.")
        if self.session.checked and self.session.checked.problems:
            return self.session.checked.problems[0]
        return ""

    def _show_last_run(self, project: Project) -> None:
        results = self.session.results()
        for name, each in self.cards.items():
            each.show_result(results.get(name))
        changed = self.session.spoken.stale(project)
        self.stale.say(_("{why} The results are about what there was then. Run again to measure what there is now.").format(
            why=" ".join(changed)) if changed else "", "warn")
        self.unseen.say(" ".join(unseen_because(self.session.disk.files)), "note")

    def _make_cards(self) -> None:
        for info in self.session.assessments:
            if info.id not in self.cards:
                card = AssessmentCard(info)
                card.ticked.connect(self._tick_one)
                card.parameter_changed.connect(self._take_parameter)
                self.cards[info.id] = card
                self.body.insertWidget(self.body.count() - 1, card)

    def _refresh(self) -> None:
        """A page out of sight is brought up to date when it is shown."""
        if self.session.project is not None and self.isVisible():
            self.show_project(self.session.project)

    # --- the plan -----------------------------------------------------------------------------------------

    def _tick_one(self, name: str, on: bool) -> None:
        label = _("Add {title} to the plan") if on else _("Leave {title} out of the plan")
        infos = self.session.assessments
        self.session.apply(label.format(title=self.cards[name].info.title),
                           lambda project: changes.with_chosen(project, infos, name, on))

    def _take_parameter(self, name: str, parameter: ParameterInfo, value: changes.Value) -> None:
        infos = self.session.assessments
        self.session.apply(_("Change {parameter} of {title}").format(
            parameter=parameter.title, title=self.cards[name].info.title),
            lambda project: changes.with_parameter(project, infos, name, parameter, value))

    def _take_seed(self, seed: int) -> None:
        if seed >= 0:
            self.session.apply(_("Change the seed"), lambda project: changes.with_plan(project, seed=seed))
        self._refresh()

    # --- the run ------------------------------------------------------------------------------------------

    def _started(self) -> None:
        self._clock.start()
        self._refresh()

    def _ended(self, _status: str) -> None:
        self._clock.stop()
        self._refresh()

    def _stop(self) -> None:
        self.session.stop_run()
        self._tick()

    def _tick(self) -> None:
        live, project = self.session.live, self.session.project
        if live is None or project is None or not self.session.running or not self.isVisible():
            return
        self.stale.say("")
        self.run.show_run(project.plan, live)
        for name, each in self.cards.items():
            each.show_part(live.parts.get(name), live)
