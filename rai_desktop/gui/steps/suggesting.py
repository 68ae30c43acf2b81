"""Offers the next questionnaire that the answers call for: below the sections, where it moves no question."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from rai_desktop.gui.answering import FIRST_PACKS
from rai_desktop.gui.widgets.notice import Notice
from rai_desktop.i18n import _
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.suggestions import called_for

if TYPE_CHECKING:
    from rai_desktop.gui.steps.questionnaire import QuestionnaireStep


class Suggesting(QObject):
    """`pack` is what is suggested now, "" for nothing; what the analyst sent away is not suggested again until the program
    ends."""

    def __init__(self, step: "QuestionnaireStep") -> None:
        super().__init__(step)
        self._step = step
        self._declined: set[str] = set()
        self.pack = self._sentence = ""
        self.notice = Notice(action=_("Add it"), closable=True)
        self.notice.hide()
        self.notice.acted.connect(lambda: step.answering.add(self.pack))
        self.notice.closing.clicked.connect(self._decline)

    def working_out(self) -> Iterator[None]:
        """The first questionnaire that the answers call for and that is not in use, rule by rule."""
        if (project := self._step.session.project) is None:
            return
        used = {*(project.packs or FIRST_PACKS), *self._declined}
        found, said = "", ""
        for rule in called_for(self._step.session.standing.reading(project.answers)):
            if rule is not None and rule.pack not in used:
                found, said = rule.pack, _("Suggested: “{pack}”. {why}").format(pack=catalog.pack(rule.pack).title, why=rule.why)
                break
            yield
        self.pack, self._sentence = found, said
        self.offer()

    def offer(self) -> None:
        """The suggestion where there is room for it; in a narrow window the list of questionnaires has it."""
        beside = self._step.beside
        self.notice.say("" if beside.narrow else self._sentence, "note", _("Add it"))
        offered = beside.narrow and bool(self._sentence)
        self._step.choosing.setText(_("Choose questionnaires (1 suggested) …") if offered else _("Choose questionnaires …"))
        beside.button.setText(_("Sections (1 suggested)") if offered else _("Sections of the questionnaires"))

    def _decline(self) -> None:
        self._declined.add(self.pack)
        for _step in self.working_out():
            pass
