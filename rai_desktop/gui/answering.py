"""Changes that answering makes to a project: an answer, what is confirmed, the questionnaires in use, their editions."""

from collections.abc import Iterable, Sequence

import msgspec

from rai_desktop.gui.editions import Editions
from rai_desktop.gui.session import Session
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.model import Answer, Project
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.spot import Place
from rai_desktop.review.carrying import confirm

FIRST_PACKS = ["system_profile", "eu_ai_act"]


class Answering:
    """Applies them; each is one step of the history."""

    def __init__(self, session: Session, editions: Editions) -> None:
        self._session = session
        self._editions = editions

    def answer(self, pack: Pack, question: str, answer: Answer) -> None:
        """Keep an answer, and with the first one of a questionnaire the words it was given under."""

        def change(project: Project) -> Project:
            own = {**project.answers.get(pack.id, {}), question: answer}
            packs = project.packs or FIRST_PACKS
            changed = msgspec.structs.replace(project, packs=packs, answers={**project.answers, pack.id: own})
            known = pack.id in project.pack_editions and not self._editions.lacks_rules(project, pack)
            return changed if known else self._first(changed, pack)

        self._session.apply(_("Answered: {question}").format(question=_short(pack.question(question).text)), change)

    def confirm(self, places: Iterable[Place]) -> None:
        """Take carried answers as true today, each where it was given."""
        given = list(dict.fromkeys(places))

        def change(project: Project) -> Project:
            for pack in dict.fromkeys(pack for pack, _id in given):
                project = confirm(project, pack, [id_ for home, id_ in given if home == pack])
            return project

        self._session.apply(_confirmed(given), change)

    def review(self, pack: Pack) -> None:
        """Note that the analyst has seen what a newer version asks otherwise."""
        self._session.apply(_("Reviewed the changes of “{title}”, version {version}").format(
            title=pack.title, version=pack.version), lambda project: self._editions.recorded(project, pack))

    def use(self, ids: Sequence[str]) -> None:
        """Use these questionnaires from now on; answers to the others stay in the project, out of sight."""
        project = self._session.project
        if project is not None and list(ids) != project.packs:
            self._session.apply(_("Chose the questionnaires"),
                                lambda project: msgspec.structs.replace(project, packs=list(ids)))

    def add(self, id_: str) -> None:
        """Use one more, at its place in the order of the catalogue."""
        if (project := self._session.project) is not None:
            wanted = [*(project.packs or FIRST_PACKS), id_]
            known = [pack.id for pack in catalog.packs() if pack.id in wanted]
            self.use([*known, *(each for each in wanted if each not in known)])

    def _first(self, project: Project, pack: Pack) -> Project:
        """With the version its answers are given under, unless an older one is noted and not reviewed yet."""
        if project.pack_versions.get(pack.id, pack.version) != pack.version:
            return project
        return self._editions.recorded(project, pack)


def _confirmed(given: Sequence[Place]) -> str:
    if len(given) == 1 and (pack := catalog.find(given[0][0])):
        return _("Confirmed what was carried over: {question}").format(question=_short(pack.question(given[0][1]).text))
    return ngettext("Confirmed {n} answer carried over", "Confirmed {n} answers carried over", len(given)).format(n=len(given))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
