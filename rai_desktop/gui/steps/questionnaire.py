"""The step System: packs and their sections at the left, one section's questions at the right."""

import datetime as dt

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.step import Done, Step, StepState, words
from rai_desktop.gui.widgets.asides import UNDER_QUESTIONS, Asides
from rai_desktop.gui.widgets.question_field import QuestionField
from rai_desktop.gui.widgets.tier_card import TierCard
from rai_desktop.i18n import _
from rai_desktop.project import links
from rai_desktop.project.links import Kind, Link
from rai_desktop.project.model import Answer, Project
from rai_desktop.questionnaire import catalog, flow
from rai_desktop.questionnaire.question import Pack, Question
from rai_desktop.questionnaire.tier import tier_of

FIRST_PACKS = ["system_profile", "eu_ai_act"]
_PLACE = Qt.ItemDataRole.UserRole


class QuestionnaireStep(Step):
    """Asks only what applies; answers are on disk when the keyboard leaves a field."""

    id = "system"
    title = _("System")
    lead = _("What it is for, whom it can hurt, which rules bind it.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._fields: dict[str, QuestionField] = {}
        self._shown: tuple[str, str, tuple[str, ...]] = ("", "", ())
        self._filling = False
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(_("Sections of the questionnaires"))
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(10)
        self.tree.setMinimumWidth(self.fontMetrics().averageCharWidth() * 26)
        self.tree.setMaximumWidth(self.fontMetrics().averageCharWidth() * 40)
        self.tree.currentItemChanged.connect(self._chosen)
        beside = QHBoxLayout()
        beside.setContentsMargins(32, 16, 0, 16)
        beside.setSpacing(0)
        outer = self.layout()
        assert outer is not None
        outer.removeWidget(self.scroll)
        self.choosing = QPushButton(_("Choose questionnaires …"))
        self.choosing.clicked.connect(self.choose_packs)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.tree, 1)
        left.addWidget(self.choosing)
        beside.addLayout(left, 2)
        beside.addWidget(self.scroll, 5)
        outer.addLayout(beside)  # type: ignore[attr-defined]
        self.tier = TierCard()
        self._intro = words("", "lead")
        self._heading = words("", "section")
        for part in (self.tier, self._heading, self._intro):
            self.body.addWidget(part)
        self.body.addStretch()

    # --- what the rail and the footer ask -----------------------------------------------------------------

    def state(self, project: Project) -> StepState:
        """Answered of asked over the packs in use."""
        progress = [flow.progress(pack, project.answers) for pack in self._packs(project)]
        asked, answered = sum(p.asked for p in progress), sum(p.answered for p in progress)
        missing = sum(p.missing for p in progress)
        text = _("{answered} of {asked} answered").format(answered=answered, asked=asked)
        if missing:
            return StepState(Done.STARTED if answered else Done.TODO, text)
        return StepState(Done.DONE, text)

    def next_missing(self) -> bool:
        """Show and focus the next question that must be answered."""
        project = self.session.project
        if project is None:
            return False
        here = self._shown[0]
        packs = self._packs(project)
        first = next((place for place, pack in enumerate(packs) if pack.id == here), 0)
        for pack in [*packs[first:], *packs[:first]]:
            question = flow.next_missing(pack, project.answers, self._focused() if pack.id == here else "")
            if question is not None:
                self.show_section(pack.id, pack.places[question.id][0].id)
                self._fields[question.id].focus_field()
                self.scroll.ensureWidgetVisible(self._fields[question.id], 0, 40)
                return True
        return False

    def leads_to(self, link: Link) -> bool:
        """Answers are here."""
        return link.kind is Kind.ANSWER

    def show_link(self, link: Link) -> bool:
        """Show the question, if it is asked; an item of a repeated group is part of its question."""
        project, (pack_id, _slash, rest) = self.session.project, link.id.partition("/")
        pack, question = catalog.find(pack_id), rest.partition("/")[0]
        if project is None or pack not in self._packs(project) or question not in pack.places:
            return False
        self.show_section(pack_id, pack.places[question][0].id)
        if question not in self._fields:
            return False
        self._fields[question].focus_field()
        self.scroll.ensureWidgetVisible(self._fields[question], 0, 40)
        return True

    def flush(self) -> None:
        """Send what is being typed."""
        for field in list(self._fields.values()):
            field.flush()

    # --- showing ------------------------------------------------------------------------------------------

    def show_project(self, project: Project) -> None:
        """Refresh the sections, the questions in sight and the tier."""
        self._fill_tree(project)
        packs = self._packs(project)
        pack_id, section_id, _questions = self._shown
        if not any(pack.id == pack_id for pack in packs) and packs:
            pack_id, section_id = packs[0].id, packs[0].sections[0].id
        self._show(project, pack_id, section_id)

    def show_section(self, pack_id: str, section_id: str) -> None:
        """Bring a section into sight."""
        if self.session.project is not None:
            self._show(self.session.project, pack_id, section_id)

    def _show(self, project: Project, pack_id: str, section_id: str) -> None:
        pack = catalog.pack(pack_id)
        shown = flow.visible(pack, project.answers)
        section, questions = next((each for each in shown if each[0].id == section_id), shown[0])
        place = (pack.id, section.id, tuple(question.id for question in questions))
        if place != self._shown:
            moved = place[:2] != self._shown[:2]
            self._shown = place
            self._lay_out(pack, section.id, questions)
            if moved:
                self.scroll.verticalScrollBar().setValue(0)
        self._heading.setText(section.title)
        self._intro.setText(section.intro)
        self._intro.setVisible(bool(section.intro))
        for id_, field in self._fields.items():
            field.show_answer(project.answers.get(pack.id, {}).get(id_, Answer()))
            if field.asides:
                field.asides.show_place(project, links.answer(pack.id, id_))
        self._show_tier(project, pack)
        self._mark(pack.id, section.id)

    def _lay_out(self, pack: Pack, section: str, questions: list[Question]) -> None:
        """Keep the fields that stay, so that a question that appears does not take the keyboard away."""
        wanted = {question.id: question for question in questions}
        for id_ in [id_ for id_ in self._fields if id_ not in wanted]:
            gone = self._fields.pop(id_)
            self.body.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        number = [each.id for each in pack.sections].index(section) + 1
        for index, (id_, question) in enumerate(wanted.items()):
            if id_ not in self._fields:
                field = QuestionField(question, f"{number}.{index + 1}", Asides(self.session, UNDER_QUESTIONS))
                field.answered.connect(self._answered)
                self._fields[id_] = field
                self.body.insertWidget(3 + index, field)
            self._fields[id_].show_number(f"{number}.{index + 1}")
        self._fields = {id_: self._fields[id_] for id_ in wanted}

    def _show_tier(self, project: Project, pack: Pack) -> None:
        self.tier.setVisible(pack.classification is not None)
        if pack.classification is not None:
            self.tier.show_tier(tier_of(project.answers, dt.datetime.now(dt.UTC).date(), pack))

    # --- the tree -----------------------------------------------------------------------------------------

    def _packs(self, project: Project) -> list[Pack]:
        """The packs of the project; those of the first visit where none are chosen."""
        found = (catalog.find(id_) for id_ in project.packs or FIRST_PACKS)
        return [pack for pack in found if pack is not None]

    def _fill_tree(self, project: Project) -> None:
        self._filling = True
        self.tree.clear()
        for pack in self._packs(project):
            top = QTreeWidgetItem([pack.title])
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = top.font(0)
            font.setBold(True)
            top.setFont(0, font)
            self.tree.addTopLevelItem(top)
            for each in flow.progress(pack, project.answers).sections:
                shape = "●" if each.done else "◐" if each.answered else "○"
                item = QTreeWidgetItem([f"{shape}  {each.title}", f"{each.answered}/{each.asked}"])
                item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setData(0, _PLACE, (pack.id, each.section))
                needed = _("{missing} still needed").format(missing=each.missing) if each.missing else ""
                item.setToolTip(0, f"{each.title}\n{needed}".strip())
                top.addChild(item)
            top.setFirstColumnSpanned(True)
            top.setToolTip(0, pack.title)
            top.setExpanded(True)
        self._filling = False

    def _mark(self, pack_id: str, section_id: str) -> None:
        self._filling = True
        for item in self.tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive):
            if item.data(0, _PLACE) and tuple(item.data(0, _PLACE)) == (pack_id, section_id):
                self.tree.setCurrentItem(item)
        self._filling = False

    def _chosen(self, item: QTreeWidgetItem | None, _before: object) -> None:
        if not self._filling and item is not None and (place := item.data(0, _PLACE)):
            self.flush()
            self.show_section(*place)

    # --- choosing packs -----------------------------------------------------------------------------------

    def choose_packs(self) -> None:
        """Which questionnaires the project uses."""
        from rai_desktop.gui.dialogs.packs import PacksDialog

        project = self.session.project
        if project is not None:
            self.flush()
            PacksDialog(project.packs or FIRST_PACKS, project.answers, self.use_packs, self).open()

    def use_packs(self, ids: list[str]) -> None:
        """Use these from now on; answers to the others stay in the project, out of sight."""
        if self.session.project is not None and ids != (self.session.project.packs or FIRST_PACKS):
            self.session.apply(_("Chose the questionnaires"),
                               lambda project: msgspec.structs.replace(project, packs=ids))

    # --- answering ----------------------------------------------------------------------------------------

    def _focused(self) -> str:
        focus: QWidget | None = self.focusWidget()
        if focus is None:
            return ""
        return next((id_ for id_, field in self._fields.items() if field.isAncestorOf(focus)), "")

    def _answered(self, question: str, answer: Answer) -> None:
        pack_id = self._shown[0]
        text = catalog.pack(pack_id).question(question).text

        def change(project: Project) -> Project:
            own = {**project.answers.get(pack_id, {}), question: answer}
            packs = project.packs or FIRST_PACKS
            return msgspec.structs.replace(project, packs=packs, answers={**project.answers, pack_id: own})

        self.session.apply(_("Answered: {question}").format(question=_short(text)), change)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
