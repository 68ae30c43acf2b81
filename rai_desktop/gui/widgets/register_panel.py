"""The register: map of risks above, list and card below; a cell of the map lists only its risks."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rai_desktop.findings.finding import Finding
from rai_desktop.gui.focus_watch import pass_keyboard
from rai_desktop.gui.steps.step import card, named, words
from rai_desktop.gui.widgets.date_line import today
from rai_desktop.gui.widgets.flow_row import FlowRow
from rai_desktop.gui.widgets.heat_map import Cell, HeatMap
from rai_desktop.gui.widgets.link_list import Named
from rai_desktop.gui.widgets.option_button import RadioOption
from rai_desktop.gui.widgets.rating_fields import rating_words
from rai_desktop.gui.widgets.risk_card import RiskCard
from rai_desktop.gui.widgets.side_by_side import SideBySide
from rai_desktop.gui.widgets.view_fields import ViewFields
from rai_desktop.i18n import _, ngettext
from rai_desktop.project import links
from rai_desktop.project.model import Project
from rai_desktop.project.register import Risk
from rai_desktop.risks import register
from rai_desktop.risks.linked import NOBODY, speakers, words_now
from rai_desktop.risks.listing import Only, listed
from rai_desktop.risks.scale import Scale, level_name
from rai_desktop.risks.spread import cell_of


class RegisterPanel(QWidget):
    """`adding` a risk by its button."""

    adding = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self._scale: Scale | None = None
        self._findings: list[Finding] = []
        self._cell: Cell | None = None
        self._chosen = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        self.overview = self._overview()
        layout.addWidget(self.overview)
        self.view = ViewFields()
        self.view.changed.connect(self._narrow)
        self.view.typing.connect(self._preview)
        layout.addWidget(self.view)
        self.none = words(_("No risk is like this. Show all, or look for other words."), "quiet")
        layout.addWidget(self.none)
        self.card = RiskCard()
        self.rows = SideBySide(_("Risks"), self.card)
        self.rows.list.currentItemChanged.connect(self._choose)
        self.card.wanted.connect(self.card.flush)
        layout.addWidget(self.rows, 1)

    def _overview(self) -> QWidget:
        frame, layout = card()
        head = FlowRow(16)
        head.add(words(_("Map of risks"), "section"), 1)
        self.scale = QComboBox()
        self.scale.setAccessibleName(_("Scale of risks"))
        self.scale.setToolTip(_("By which severity and likelihood are rated. Your site can have a scale of its own."))
        self.scale.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.scale.setMinimumContentsLength(12)
        head.add(named(words(_("Scale"), "quiet"), self.scale))
        layout.addLayout(head)
        ways = FlowRow(16)
        self.before, self.after = RadioOption(_("Before treatment")), RadioOption(_("After treatment"))
        self._when = QButtonGroup(self)
        for button in (self.before, self.after):
            self._when.addButton(button)
            ways.addWidget(button)
        self.before.setChecked(True)
        self._when.buttonToggled.connect(self._turn)
        layout.addLayout(ways)
        self.map = HeatMap()
        self.map.chosen.connect(self._filter)
        layout.addWidget(self.map)
        foot = QHBoxLayout()
        self.counts = words("", "quiet")
        self.all = QPushButton(_("Show all"))
        self.all.clicked.connect(self._show_all)
        self.add = QPushButton(_("New risk"))
        self.add.clicked.connect(self.adding)
        foot.addWidget(self.counts, 1)
        foot.addWidget(self.all)
        foot.addWidget(self.add)
        layout.addLayout(foot)
        return frame

    # --- showing ---------------------------------------------------------------------------------------------------

    def show_register(self, project: Project, scale: Scale | None, findings: list[Finding]) -> None:
        """Show the risks; the one chosen stays chosen."""
        self._project, self._scale, self._findings = project, scale, findings
        places = self._places(project)
        if self._cell is not None and (scale is None or scale.rating(*self._cell) is None):
            self._cell = None
        self.map.show_risks(scale, [place for place in places.values() if place], self._cell)
        wanted = self._wanted(project, places)
        self._chosen = self.rows.fill(wanted, self._chosen)
        self.none.setVisible(not wanted)
        if not wanted:
            pass_keyboard(self.rows, self.view.search)
        self.rows.setVisible(bool(wanted))
        self._tell_counts(places, len(wanted))
        self._show_card()

    def _places(self, project: Project) -> dict[str, Cell | None]:
        return {id_: self._place(risk) for id_, risk in project.risks.items() if not risk.closed}

    def _wanted(self, project: Project, places: dict[str, Cell | None]) -> list[tuple[str, str]]:
        """What the view and the chosen cell leave, with its words."""
        return [(id_, self._words(project.risks[id_])) for id_ in listed(self._scale, project.risks, self.view.view(), today())
                if self._cell is None or places.get(id_) == self._cell]

    def select(self, id_: str) -> bool:
        """Choose a risk, whatever is filtered; the keyboard goes where something is missing."""
        if self._project is None or id_ not in self._project.risks:
            return False
        self._cell, self._chosen = None, id_
        self.view.widen()
        self.show_register(self._project, self._scale, self._findings)
        self.card.focus_missing()
        return True

    def select_unfinished(self) -> bool:
        """Choose the next risk that lacks something or is overdue."""
        if self._project is None:
            return False
        order = register.in_order(self._scale, self._project.risks)
        here = order.index(self._chosen) if self._chosen in order else -1
        for id_ in [*order[here + 1:], *order[:max(here, 0)]]:
            risk = self._project.risks[id_]
            if register.missing(self._scale, risk) or register.overdue(self._scale, risk, today()):
                return self.select(id_)
        return False

    def flush(self) -> None:
        """Send what is being typed."""
        self.card.flush()

    def _show_card(self) -> None:
        project = self._project
        there = project is not None and self._chosen in project.risks
        self.card.setVisible(there)
        if project is None or not there:
            self.card.forget()
            return
        risk = project.risks[self._chosen]
        acting = speakers(project).get(links.risk(self._chosen), NOBODY).actions
        self.card.show_risk(self._chosen, risk, self._scale, self._named(risk.sources),
                            [(links.action(id_), _action_words(project, id_)) for id_ in acting])

    def _named(self, sources: list[str]) -> Named:
        assert self._project is not None
        return [(link, words_now(self._project, link, self._findings)) for link in sources]

    def _place(self, risk: Risk) -> Cell | None:
        """Its cell on the map in sight; None where it is not rated on this scale."""
        return cell_of(self._scale, risk, treated=self.after.isChecked())

    def _words(self, risk: Risk) -> str:
        """Three lines: ratings, title, and how it stands, when, who."""
        first, last = register.before(self._scale, risk), register.after(self._scale, risk)
        ratings = rating_words(first)
        if last is not None and last is not first:
            ratings = _("{before}, after treatment {after}").format(before=ratings, after=rating_words(last))
        levels = _("{severity} × {likelihood}").format(
            severity=level_name(self._scale.severity, risk.severity), likelihood=level_name(
                self._scale.likelihood, risk.likelihood)) if self._scale and risk.severity and risk.likelihood else ""
        late = _("overdue") if register.overdue(self._scale, risk, today()) else ""
        due = _("due {day}").format(day=risk.due) if risk.due and not risk.closed else ""
        about = [register.state_words(self._scale, risk), late, due, risk.owner, levels]
        return f"{ratings}\n{risk.title or _('Risk without a title')}\n{' · '.join(each for each in about if each)}"

    def _tell_counts(self, places: dict[str, Cell | None], listed: int) -> None:
        unplaced = sum(place is None for place in places.values())
        said = ngettext("{n} open risk", "{n} open risks", len(places)).format(n=len(places))
        if self._cell is not None:
            said = ngettext("Only the {n} risk of the chosen cell is listed.",
                            "Only the {n} risks of the chosen cell are listed.", listed).format(n=listed)
        elif unplaced:
            said = f"{said}. {_unplaced(unplaced, self.before.isChecked())}"
        self.counts.setText(said)
        view = self.view.view()
        self.all.setVisible(self._cell is not None or bool(view.words) or view.only is not Only.ALL)

    # --- choosing --------------------------------------------------------------------------------------------------

    def _choose(self, *_items: object) -> None:
        self._chosen = self.rows.chosen()  # before what is being typed is kept, for that shows the register anew
        self.card.flush()
        self._show_card()

    def _filter(self, severity: str, likelihood: str) -> None:
        self.card.flush()
        self._cell = (severity, likelihood) if severity else None
        if self._project is not None:
            self.show_register(self._project, self._scale, self._findings)

    def _narrow(self) -> None:
        """Another view; what is being typed into the card is kept first."""
        self.card.flush()
        if self._project is not None:
            self.show_register(self._project, self._scale, self._findings)

    def _preview(self) -> None:
        """While letters are typed the list alone is narrowed; the card and all else follow when the typing rests."""
        if self._project is not None:
            self.rows.preview(self._wanted(self._project, self._places(self._project)), self._chosen)

    def _show_all(self) -> None:
        self.view.widen()
        self._filter("", "")

    def _turn(self, _button: object, on: bool) -> None:
        if on and self._project is not None:
            self._cell = None
            self.show_register(self._project, self._scale, self._findings)


def _unplaced(count: int, before: bool) -> str:
    """How many the map cannot show, and why."""
    if before:
        return ngettext("{n} is not on this map: it is not rated.", "{n} are not on this map: they are not rated.",
                        count).format(n=count)
    return ngettext("{n} is not on this map: what is left is not rated.",
                    "{n} are not on this map: what is left is not rated.", count).format(n=count)


def _action_words(project: Project, id_: str) -> str:
    action = project.actions[id_]
    title = action.title or _("Action without a title")
    if action.done:
        return _("{title} (done {day})").format(title=title, day=action.done)
    return _("{title} (due {day})").format(title=title, day=action.due) if action.due else title

