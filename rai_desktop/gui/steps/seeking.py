"""Ctrl+F on the page of the questions: finds in all chosen questionnaires, and goes from hit to hit."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from rai_desktop.gui.theme import give_look
from rai_desktop.gui.widgets.question_field import QuestionField
from rai_desktop.gui.widgets.question_search import QuestionSearch, words_of_hidden
from rai_desktop.i18n import _
from rai_desktop.project import links
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.searching import Hit, Searching, hidden_by
from rai_desktop.questionnaire.spot import Place

if TYPE_CHECKING:
    from rai_desktop.gui.steps.questionnaire import QuestionnaireStep


class Seeking(QObject):
    """Between the search and the page; what is looked through is gathered when the keyboard comes to the line."""

    def __init__(self, step: "QuestionnaireStep") -> None:
        super().__init__(step)
        self._step, self._searching = step, Searching()
        self._marked: QuestionField | None = None
        self._deciding: Place | None = None
        self.search = QuestionSearch()
        step.head.add(self.search.beside)
        step.put_above(self.search)
        self.search.line.sought.connect(self._find)
        self.search.line.entered.connect(self._learn)
        self.search.went.connect(self._go)
        self.search.left.connect(self._leave)
        self.search.wanted.connect(self._go_to_deciding)

    def begin(self) -> None:
        """The keyboard to the line, all of it chosen, so that the next letters take its place."""
        self.search.line.setFocus()
        self.search.line.selectAll()

    def _learn(self) -> None:
        """A questionnaire at a time, so that no key waits for all of them."""
        for pack in self._step.packs:
            self._step.session.later.do(f"words of {pack.id}", partial(self._learn_pack, pack))

    def _learn_pack(self, pack: Pack) -> None:
        if (project := self._step.session.project) is not None:
            self._searching.learn(pack, project.answers)

    def _find(self, letters: str) -> None:
        project, packs = self._step.session.project, self._step.packs
        self._unmark()
        if project is not None:
            self.search.show_hits(self._searching.find(letters, packs, project.answers), len(packs))

    def _go(self, hit: Hit) -> None:
        """Show a hit, with the keyboard left in the line."""
        step, project = self._step, self._step.session.project
        self._unmark()
        if project is None:
            return
        step.beside.show_page()
        seen = step.session.standing.reading(project.answers).at(hit.pack)
        if not seen.shown(hit.question.id):
            self._say_hidden(hit)
            return
        step.show_section(hit.pack.id, hit.section.id)
        if (field := step.field(hit.question.id)) is not None:
            self._marked = field
            give_look(field, "found", True)
            step.bring_up(hit.question.id)

    def _say_hidden(self, hit: Hit) -> None:
        step, project = self._step, self._step.session.project
        assert project is not None
        seen = step.session.standing.reading(project.answers).at(hit.pack)
        places = [(pack, place) for place in hidden_by(hit.pack, hit.section, hit.question, seen)
                  if (pack := catalog.find(place[0])) and place[1] in pack.places]
        in_use = {pack.id for pack in step.packs}
        pack, place = next(((pack, place) for pack, place in places if pack.id in in_use), (None, None))
        if place is None and places:
            pack, place = places[0]
        self._deciding = place
        there = place is not None and place[0] in in_use and seen.shown(place[1], place[0])
        deciding = (pack, pack.question(place[1]).text) if pack and place else None
        self.search.say_hidden(words_of_hidden(hit, deciding, in_use=pack is not None and pack.id in in_use),
                               _("Go to that question") if there else "")
        step.scroll.verticalScrollBar().setValue(0)

    def _go_to_deciding(self) -> None:
        if self._deciding is not None:
            self._step.session.wanted.emit(links.answer(*self._deciding))

    def _leave(self) -> None:
        """Escape ends the search in what was found."""
        found = self._marked
        self._unmark()
        if found is not None:
            found.focus_field()
        else:
            self._step.tree.setFocus()

    def _unmark(self) -> None:
        if self._marked is not None and self._step.field(self._marked.question.id) is self._marked:
            give_look(self._marked, "found", False)
        self._marked = None
