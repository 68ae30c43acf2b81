"""The step System: packs and their sections at the left, one section's questions at the right."""

from collections.abc import Iterator

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from rai_desktop.gui.answering import FIRST_PACKS, Answering
from rai_desktop.gui.answers_told import shown
from rai_desktop.gui.editions import Editions
from rai_desktop.gui.session import Session
from rai_desktop.gui.steps.seeking import Seeking
from rai_desktop.gui.steps.step import Done, Step, StepState, words
from rai_desktop.gui.steps.suggesting import Suggesting
from rai_desktop.gui.widgets.asides import UNDER_QUESTIONS, Asides
from rai_desktop.gui.widgets.contents_beside import ContentsBeside
from rai_desktop.gui.widgets.measured_aside import MeasuredAside
from rai_desktop.gui.widgets.moved_files import MovedFiles
from rai_desktop.gui.widgets.pack_news import PackNews
from rai_desktop.gui.widgets.question_field import QuestionField
from rai_desktop.gui.widgets.register_aside import RegisterAside
from rai_desktop.gui.widgets.score_card import ScoreCard
from rai_desktop.gui.widgets.section_tree import SectionTree, saving
from rai_desktop.gui.widgets.tier_card import TierCard
from rai_desktop.i18n import _
from rai_desktop.project import links
from rai_desktop.project.links import Kind, Link
from rai_desktop.project.model import Answer, Project
from rai_desktop.project.moved import evidence_files
from rai_desktop.questionnaire import catalog, flow
from rai_desktop.questionnaire.gone import gone_answered
from rai_desktop.questionnaire.question import Pack, Question
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.suggestions import suggested_packs

_SETTLED_MS = 400  # after which a page that was laid out anew has its heights
UNDER_QUESTIONS.insert(UNDER_QUESTIONS.index(RegisterAside), MeasuredAside)  # whose place is kept stands last: no gap


class QuestionnaireStep(Step):
    """Asks only what applies; answers are on disk when the keyboard leaves a field."""

    id = "system"
    holds = frozenset({Kind.ANSWER})
    title = _("System")
    lead = _("What it is for, whom it can hurt, which rules bind it.")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._editions = Editions(session)
        self.answering = Answering(session, self._editions)
        self._fields: dict[str, QuestionField] = {}
        self._shown: tuple[str, str, tuple[str, ...]] = ("", "", ())
        self._sought = ""
        self.scroll.verticalScrollBar().rangeChanged.connect(lambda *_ends: QTimer.singleShot(0, self, self._bring_up))
        self.tree = SectionTree()
        self.tree.chosen.connect(self._chosen)
        self.tree.activated.connect(self._enter)
        self.choosing = QPushButton(_("Choose questionnaires …"))
        self.choosing.clicked.connect(self.choose_packs)
        self._lay_beside()
        self._make_top()
        self.body.addStretch()
        self.seeking = Seeking(self)
        self.body.insertWidget(0, self.seeking.search.hidden)
        self._top.insert(0, self.seeking.search.hidden)

    def _lay_beside(self) -> None:
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.removeWidget(self.scroll)
        self.beside = ContentsBeside(self.tree, self._make_foot(), self.scroll, _("Sections of the questionnaires"))
        self.beside.turned.connect(self._turned)
        self._framed = QVBoxLayout()
        self._framed.setContentsMargins(32, 16, 0, 16)
        self._framed.addWidget(self.beside)
        outer.addLayout(self._framed, 1)

    def _make_foot(self) -> QWidget:
        """What is suggested, and the choice of questionnaires."""
        self.suggesting = Suggesting(self)
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.suggesting.notice)
        column.addWidget(self.choosing)
        return foot

    def put_above(self, part: QWidget) -> None:
        """Between the head and the page, so that the page itself does not move."""
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.insertWidget(1, part)

    def _turned(self, narrow: bool) -> None:
        """Narrow, the sections stand where the page does, and end where it ends; the words under the title give it room."""
        self.lead_words.setVisible(not narrow)
        self.suggesting.offer()
        self._framed.setContentsMargins(32, 16, 16 if narrow else 0, 16)
        self.body.setContentsMargins(0 if narrow else 32, 0, 0 if narrow else 32, 32)

    def _make_top(self) -> None:
        self.moved = MovedFiles(self.session, evidence_files)
        self.session.disk.changed.connect(self._say_what_moved)
        self.news = PackNews()
        self.news.reviewed.connect(lambda: self.answering.review(catalog.pack(self._shown[0])))
        self.news.confirmed_all.connect(self._confirm_all)
        self.tier, self.score = TierCard(), ScoreCard()
        self._saving, self._heading, self._intro = words("", "quiet"), words("", "section"), words("", "lead")
        self._top = [self.moved, self.news, self.tier, self.score, self._saving, self._heading, self._intro]
        for part in self._top:
            self.body.addWidget(part)

    # --- what the rail and the footer ask -----------------------------------------------------------------

    def state(self, project: Project) -> StepState:
        """Answered of asked over the packs in use."""
        standing = self.session.standing
        progress = [standing.progress(pack, project.answers) for pack in self._packs(project)]
        asked, answered = sum(p.asked for p in progress), sum(p.answered for p in progress)
        left, carried = sum(p.missing for p in progress), sum(p.carried for p in progress)
        text = _("{answered} of {asked} answered").format(answered=answered, asked=asked)
        if carried:
            text = _("{answered} of {asked} answered, {carried} to confirm").format(
                answered=answered, asked=asked, carried=carried)
        if left or carried:
            return StepState(Done.STARTED if answered or carried else Done.TODO, text)
        return StepState(Done.DONE, text)

    def next_missing(self) -> bool:
        """Show and focus the next question that must be answered or confirmed."""
        project = self.session.project
        if project is None:
            return False
        here, packs = self._shown[0], self._packs(project)
        seen = self.session.standing.reading(project.answers)
        first = next((place for place, pack in enumerate(packs) if pack.id == here), 0)
        for pack in [*packs[first:], *packs[:first]]:
            question = flow.next_missing(pack, seen, self._focused() if pack.id == here else "")
            if question is not None:
                self._go_to(pack, question.id)
                return True
        return False

    def show_place(self, link: Link) -> bool:
        """Bring a question into sight: `pack/question`, or an item of it."""
        pack_id, _slash, rest = link.id.partition("/")
        question, pack = rest.partition("/")[0], catalog.find(pack_id)
        self.beside.show_page()
        if pack is None or question not in pack.places:
            return False
        self.show_section(pack_id, pack.places[question][0].id)
        if (field := self._fields.get(question)) is None:
            return False
        field.focus_field()
        self.bring_up(question)
        return True

    def seek(self) -> bool:
        """Among the questions of all chosen questionnaires."""
        self.seeking.begin()
        return True

    def field(self, question: str) -> QuestionField | None:
        """The field of a question that is in sight."""
        return self._fields.get(question)

    def bring_up(self, question: str) -> None:
        """A question of the section in sight to the top of the page, without the keyboard."""
        self._sought = question
        self._bring_up()
        QTimer.singleShot(_SETTLED_MS, self, self._stop_seeking)

    @property
    def packs(self) -> list[Pack]:
        """The questionnaires in use."""
        project = self.session.project
        return self._packs(project) if project is not None else []

    def _go_to(self, pack: Pack, question: str) -> None:
        self.beside.show_page()
        self.show_section(pack.id, pack.places[question][0].id)
        self._fields[question].focus_field()
        self.scroll.ensureWidgetVisible(self._fields[question], 0, 40)

    def _bring_up(self) -> None:
        """The sought question's head to the top of the page; again while the page, laid out anew, still grows."""
        if field := self._fields.get(self._sought):
            self.scroll.verticalScrollBar().setValue(max(0, field.y() - 16))

    def _stop_seeking(self) -> None:
        self._bring_up()
        self._sought = ""

    def flush(self) -> None:
        """Send what is being typed."""
        for field in list(self._fields.values()):
            field.flush()

    # --- showing ------------------------------------------------------------------------------------------

    def show_project(self, project: Project) -> None:
        """Refresh the sections, the questions in sight and the tier."""
        packs = self._packs(project)
        if [pack.id for pack in packs] == self.tree.packs:
            self.session.later.do("sections", self._listing_sections)
        else:
            self._list_sections()
        self.session.later.do("suggested questionnaire", self.suggesting.working_out)
        self.moved.show_project(project)
        self.news.show_missing([id_ for id_ in project.packs if catalog.find(id_) is None])
        pack_id, section_id, _questions = self._shown
        if not any(pack.id == pack_id for pack in packs) and packs:
            pack_id, section_id = packs[0].id, packs[0].sections[0].id
        if packs:
            self._show(project, catalog.pack(pack_id), section_id)

    def _say_what_moved(self) -> None:
        if (project := self.session.project) is not None:
            self.moved.show_project(project)

    def _listing_sections(self) -> Iterator[None]:
        """Work out questionnaire by questionnaire how far each section is, then list them."""
        project = self.session.project
        if project is not None:
            for pack in self._packs(project):
                self.session.standing.sections(pack, project.answers)
                yield
        self._list_sections()

    def _list_sections(self) -> None:
        """How far each section of every questionnaire is."""
        if (project := self.session.project) is not None:
            self.tree.show_packs([(pack, self.session.standing.sections(pack, project.answers)) for pack in self._packs(project)])
            self.tree.mark(*self._shown[:2])

    def show_section(self, pack_id: str, section_id: str) -> None:
        """Bring a section into sight."""
        if self.session.project is not None:
            self._show(self.session.project, catalog.pack(pack_id), section_id)

    def _show(self, project: Project, pack: Pack, section_id: str) -> None:
        sections = self.session.standing.sections(pack, project.answers)
        asked = next((each for each in sections if each.section.id == section_id), sections[0] if sections else None)
        section = asked.section if asked else pack.sections[0]
        questions = asked.questions if asked else []
        place = (pack.id, section.id, tuple(question.id for question in questions))
        read_anew = any(each.id in self._fields and self._fields[each.id].question is not each for each in questions)
        if place != self._shown or read_anew:
            moved = place[:2] != self._shown[:2]
            self._shown = place
            self._lay_out(pack, section.id, questions)
            if moved:
                self.scroll.verticalScrollBar().setValue(0)
        nothing = "" if asked else _("By the answers so far nothing of this questionnaire applies.")
        self._heading.setText(section.title if asked else pack.title)
        self._intro.setText(nothing or section.intro)
        self._intro.setVisible(bool(self._intro.text()))
        self._show_answers(project, pack)
        self._show_standing(project, pack)
        self.tree.mark(pack.id, section.id)

    def _show_answers(self, project: Project, pack: Pack) -> None:
        seen = self.session.standing.reading(project.answers).at(pack)
        own, before = project.answers.get(pack.id, {}), self._editions.before(project, pack)
        clashes = self.session.standing.clashes(project.answers, project.packs or FIRST_PACKS)
        for id_, field in self._fields.items():
            field.show_answer(shown(field.question, own.get(id_, Answer()), seen, before, clashes))
            if field.asides:
                field.asides.show_place(project, links.answer(pack.id, id_))
        self.news.show_carried(len(self._carried(seen)))

    def _show_standing(self, project: Project, pack: Pack) -> None:
        """What concerns the whole questionnaire: its dates and versions, how much is answered already, its tier."""
        own, before = project.answers.get(pack.id, {}), self._editions.before(project, pack)
        self.news.show_dates(pack)
        self.news.show_changes(self._editions.changes(project, pack) if own else None)
        self.news.show_gone(pack, gone_answered(before, pack, own) if before else {}, own)
        progress = self.session.standing.progress(pack, project.answers)
        self._saving.setText(saving(progress.answered, progress.asked, progress.shared))
        self._saving.setVisible(bool(progress.asked))
        self.tier.setVisible(pack.classification is not None)
        if pack.classification is not None:
            self.tier.show_tier(self.session.standing.tier(pack, project.answers))
        points = self.session.standing.scored(pack, project.answers)
        self.score.setVisible(points is not None)
        if points is not None:
            self.score.show_scored(points)

    def _lay_out(self, pack: Pack, section: str, questions: list[Question]) -> None:
        """Keep the fields that stay, so that a question that appears does not take the keyboard away."""
        wanted = {question.id: question for question in questions}
        for id_ in [id_ for id_, field in self._fields.items() if wanted.get(id_) is not field.question]:
            self._let_go(self._fields.pop(id_))
        number = [each.id for each in pack.sections].index(section) + 1
        for index, (id_, question) in enumerate(wanted.items()):
            if id_ not in self._fields:
                self._fields[id_] = self._field(pack.id, question)
                self.body.insertWidget(len(self._top) + index, self._fields[id_])
            self._fields[id_].show_number(f"{number}.{index + 1}")
        self._fields = {id_: self._fields[id_] for id_ in wanted}

    def _let_go(self, gone: QuestionField) -> None:
        """What is being typed into a question that goes is kept, once the page has been laid out."""
        document = self.session.document
        self.body.removeWidget(gone)
        gone.hide()

        def end() -> None:
            if self.session.document is document:
                gone.flush()
            gone.deleteLater()

        QTimer.singleShot(0, self, end)

    def _field(self, pack: str, question: Question) -> QuestionField:
        """What is typed into it belongs to its own questionnaire, whichever is in sight when it is sent."""
        field = QuestionField(question, "", Asides(self.session, UNDER_QUESTIONS))
        field.answered.connect(lambda id_, answer: self.answering.answer(catalog.pack(pack), id_, answer))
        field.wanted.connect(self._go_where_the_same_is_asked)
        field.sought.connect(self._seek)
        field.confirmed.connect(lambda id_: self._confirm([id_]))
        return field

    def _seek(self, pack: str, question: str) -> None:
        self.flush()
        self.session.wanted.emit(links.answer(pack, question))

    def _go_where_the_same_is_asked(self, question: str) -> None:
        if (project := self.session.project) is not None:
            seen = self.session.standing.reading(project.answers).at(catalog.pack(self._shown[0]))
            if there := seen.origin(question) or seen.otherwise(question):
                self.flush()
                self.session.wanted.emit(links.answer(*there))

    # --- the tree -----------------------------------------------------------------------------------------------

    def _packs(self, project: Project) -> list[Pack]:
        """The packs of the project; those of the first visit where none are chosen."""
        found = (catalog.find(id_) for id_ in project.packs or FIRST_PACKS)
        return [pack for pack in found if pack is not None]

    def _chosen(self, pack_id: str, section_id: str) -> None:
        self.flush()
        self.show_section(pack_id, section_id)

    def _enter(self) -> None:
        """Enter leads from a section to its first question."""
        if first := next(iter(self._fields.values()), None):
            first.focus_field()

    # --- choosing packs -----------------------------------------------------------------------------------

    def choose_packs(self) -> None:
        """Which questionnaires the project uses."""
        from rai_desktop.gui.dialogs.packs import PacksDialog

        project = self.session.project
        if project is not None:
            self.flush()
            suggested = dict(suggested_packs(self.session.standing.reading(project.answers)))
            PacksDialog(project.packs or FIRST_PACKS, project.answers, suggested, self.answering.use, self).open()

    # --- answering ----------------------------------------------------------------------------------------

    def _focused(self) -> str:
        focus: QWidget | None = self.focusWidget()
        if focus is None:
            return ""
        return next((id_ for id_, field in self._fields.items() if field.isAncestorOf(focus)), "")

    def _carried(self, seen: Reading) -> list[str]:
        return [id_ for id_, field in self._fields.items() if flow.is_carried(field.question, seen)]

    def _confirm_all(self) -> None:
        if (project := self.session.project) is not None:
            self.flush()
            self._confirm(self._carried(self.session.standing.reading(project.answers).at(catalog.pack(self._shown[0]))))

    def _confirm(self, questions: list[str]) -> None:
        """Each where it was given, which may be another questionnaire."""
        if (project := self.session.project) is not None:
            pack = catalog.pack(self._shown[0])
            seen = self.session.standing.reading(project.answers).at(pack)
            self.answering.confirm(flow.given_at(pack.question(id_), seen) for id_ in questions)
