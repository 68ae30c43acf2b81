"""The step Findings: what the policy makes of the numbers, then the pictures behind them."""

import msgspec
from PySide6.QtCore import Qt

from rai_desktop.findings.finding import Verdict
from rai_desktop.findings.measurement import Result
from rai_desktop.findings.metric_names import assessment_name
from rai_desktop.findings.policy import policies
from rai_desktop.gui.judged import Place, place_of
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import Done, Step, StepState, caption, named, words
from rai_desktop.gui.widgets.findings_panel import FindingsPanel
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.gui.widgets.page_tabs import PageTabs
from rai_desktop.gui.widgets.result_panel import ResultPanel
from rai_desktop.gui.widgets.row_panel import RowPanel
from rai_desktop.gui.widgets.wrapping_box import WrappingBox
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.favourable import favourable_words
from rai_desktop.project.links import Kind, Link
from rai_desktop.project.model import Project
from rai_desktop.project.runs import in_sight


class FindingsStep(Step):
    """Judged findings with room for the analyst's response, and a tab for each assessment's evidence."""

    id = "findings"
    holds = frozenset({Kind.FINDING})
    title = _("Findings")
    lead = _("What the numbers mean under the policy, and the evidence behind them.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._results: dict[str, Result] = {}
        self._run: Place = ("", ())
        self._assessment_titles: dict[str, str] = {}
        self._listed: list[tuple[str, str]] = []
        self.policy = WrappingBox(_("Policy"))
        self.policy.setToolTip(_("Choosing another policy judges the same numbers again at once."))
        self.policy.activated.connect(self._choose_policy)
        self.head.add(named(caption(_("Policy"), self.policy), self.policy))
        self.going_on = Notice()
        self.body.addWidget(self.going_on)
        self.empty = words(_("Nothing has been measured yet. Run the assessments first; what they find appears here "
                             "as each one ends."), "lead")
        self.body.addWidget(self.empty)
        self.favourable = Notice(action=_("Choose it"))
        self.favourable.acted.connect(lambda: self.wants_step.emit("inputs"))
        self.stale = Notice(action=_("Assessments"))
        self.stale.acted.connect(lambda: self.wants_step.emit("assessments"))
        self.about = words("", "muted", selectable=True)
        for each in (self.stale, self.favourable, self.about):
            self.body.addWidget(each)
        self.tabs = PageTabs()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setFocusProxy(None)  # type: ignore[arg-type]
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its bar is the stop for Tab, and there is to be one
        self.findings = FindingsPanel(session)
        self.row = RowPanel(session)
        for panel in (self.findings, self.row):  # a panel that is in no tab yet still goes with the page
            panel.setParent(self)
            panel.hide()
        self.body.addWidget(self.tabs, 1)
        self.body.addStretch()
        session.run_ended.connect(self._refresh)
        session.looked.connect(self._refresh)

    def state(self, project: Project) -> StepState:
        """Counts of what needs attention."""
        if self.session.running:
            return StepState(Done.STARTED, _("running …"))
        run = in_sight(project)
        if run is None or not run.results:
            return StepState(Done.TODO, _("nothing measured yet"))
        found = self.session.judged.findings(project)
        bad = sum(each.verdict is Verdict.NOT_MET for each in found)
        concern = sum(each.verdict is Verdict.CONCERN for each in found)
        if not (bad or concern) and all(part.status != "finished" for part in run.results.values()):
            return StepState(Done.TODO, _("nothing measured yet"))
        open_ = [each for each in found if each.verdict in {Verdict.NOT_MET, Verdict.CONCERN}
                 and each.key not in project.responses]
        return StepState(Done.ATTENTION if open_ else Done.DONE, _counted(bad, concern))

    def show_project(self, project: Project) -> None:
        """Show the last run under today's policy."""
        self._fill_policies(project)
        place = place_of(project)
        titles = {each.id: each.title for each in self.session.assessments}
        fresh = place != self._run or titles != self._assessment_titles  # which the engine tells after the start
        if fresh:
            self._run, self._assessment_titles = place, titles
            self._results = self.session.judged.results(project)
            self._lay_out_tabs(project)
        there = bool(self._results)
        self.going_on.say(_("A run goes on. What it has found so far is below; the rest appears as each assessment ends.")
                          if self.session.running else "")
        self.empty.setVisible(not there)
        self.tabs.setVisible(there)
        self._say_what_is_stale(project, there=there)
        self._say_what_is_favourable(project)
        judged = self.session.judged
        self.findings.show_findings(judged.findings(project) if there else [], judged.policy(project), project.responses)

    def _say_what_is_stale(self, project: Project, *, there: bool) -> None:
        changed = self.session.spoken.stale(project) if there and not self.session.running else []
        self.stale.say(_("{why} The results are about what there was then. Run again to measure what there is now.").format(
            why=" ".join(changed)) if changed else "", "warn", _("Assessments"))

    def _say_what_is_favourable(self, project: Project) -> None:
        run = in_sight(project) if self._results else None
        said = favourable_words(run.inputs, project.inputs) if run else ""
        nobody = bool(said) and not project.inputs.positive
        self.favourable.say(said if nobody else "", "warn", _("Choose it"))
        self.about.setText("" if nobody else said)
        self.about.setVisible(bool(self.about.text()))

    def _refresh(self, *_said: object) -> None:
        """A run ended, or what can run is known anew: words change, numbers do not."""
        if self.session.project is not None and self.isVisible():
            self.show_project(self.session.project)

    def topic(self) -> str:
        """The guide's page on the assessment whose evidence is in sight, else on findings."""
        shown = self.tabs.currentWidget()
        return shown.objectName() or self.id if isinstance(shown, ResultPanel) else self.id

    def show_place(self, link: Link) -> bool:
        """Choose a finding."""
        self.tabs.setCurrentWidget(self.findings)
        self.findings.list.setFocus(Qt.FocusReason.TabFocusReason)
        return self.findings.choose(link.id)

    def flush(self) -> None:
        """Send what is being typed."""
        self.findings.flush()

    def next_missing(self) -> bool:
        """The next grave finding without a response."""
        self.tabs.setCurrentWidget(self.findings)
        return self.findings.select_unanswered()

    def _lay_out_tabs(self, project: Project) -> None:
        here = self.tabs.tabText(self.tabs.currentIndex())
        self._clear_tabs()
        self.tabs.addTab(self.findings, _("Findings"))
        titles = self._assessment_titles
        for id_ in sorted(self._results, key=[*titles, *self._results].index):  # as listed, not as they ended
            panel = ResultPanel(self._results[id_])
            panel.setObjectName(id_)
            self.tabs.addTab(panel, titles.get(id_) or assessment_name(id_))
        if (run := in_sight(project)) is not None and run.inputs.model is not None:
            self.tabs.addTab(self.row, _("One row"))
        again = next((index for index in range(self.tabs.count()) if self.tabs.tabText(index) == here), 0)
        self.tabs.setCurrentIndex(again)

    def _clear_tabs(self) -> None:
        """A tab that is taken out keeps its panel: what was drawn of an earlier run would stay for good."""
        shown = [self.tabs.widget(place) for place in range(self.tabs.count())]
        self.tabs.clear()
        for panel in shown:
            if isinstance(panel, ResultPanel):
                panel.deleteLater()

    def _fill_policies(self, project: Project) -> None:
        listed = [(f"{each.title} ({each.date})", each.id) for each in policies()]
        if listed != self._listed:
            self._listed = listed
            self.policy.clear()
            for title, id_ in listed:
                self.policy.addItem(title, id_)
        index = self.policy.findData(project.plan.policy)
        if index < 0:
            self.policy.addItem(project.plan.policy, project.plan.policy)
            index = self.policy.count() - 1
        self.policy.setCurrentIndex(index)

    def _choose_policy(self, _index: int) -> None:
        chosen = str(self.policy.currentData())
        self.session.apply(_("Chose the policy {name}").format(name=self.policy.currentText()), lambda project: (
            msgspec.structs.replace(project, plan=msgspec.structs.replace(project.plan, policy=chosen))))


def _counted(bad: int, concern: int) -> str:
    """What there is of both, each in a form that fits its own number."""
    counted = ((bad, ngettext("{n} not met", "{n} not met", bad)),
               (concern, ngettext("{n} of concern", "{n} of concern", concern)))
    return ", ".join(words.format(n=number) for number, words in counted if number) or _("nothing of concern")
