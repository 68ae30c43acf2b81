"""Where an assessment stands: what each section asks now and how far it is, and the tier. Worked out
anew only where an answer it rests on is another one than before."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rai_desktop.questionnaire import catalog, flow
from rai_desktop.questionnaire.answers import Own
from rai_desktop.questionnaire.contradictions import Clash, clash, in_sight
from rai_desktop.questionnaire.flow import Progress, SectionProgress
from rai_desktop.questionnaire.outcome import Tier
from rai_desktop.questionnaire.question import Contradiction, Pack, Question, Section
from rai_desktop.questionnaire.reading import Reading
from rai_desktop.questionnaire.scored import Scored, scored
from rai_desktop.questionnaire.spot import Place
from rai_desktop.questionnaire.tier import tier_of

AllAnswers = Mapping[str, Own]


class Asked(NamedTuple):
    """A section with the questions it asks now; none when it does not apply."""

    section: Section
    questions: list[Question]
    progress: SectionProgress


class _Basis(NamedTuple):
    """What a finding rests on: the very pack, the day, and the very answers."""

    pack: Pack
    day: dt.date
    answers: list[object]

    def holds(self, other: "_Basis") -> bool:
        """Whether nothing is another than it was; answers are never changed in place."""
        return (
            self.pack is other.pack
            and self.day == other.day
            and all(one is two for one, two in zip(self.answers, other.answers, strict=True))
        )


class Standing:
    """One for a window; asked after every change, it answers from what it knows already."""

    def __init__(self) -> None:
        self._reading: tuple[AllAnswers, dt.date, Reading] | None = None
        self._sections: dict[tuple[str, str], tuple[_Basis, Asked]] = {}
        self._packs: dict[str, tuple[Pack, dt.date, AllAnswers, list[Asked]]] = {}
        self._tiers: dict[str, tuple[_Basis, Tier]] = {}
        self._contradictions: dict[tuple[str, str], tuple[_Basis, Clash | None]] = {}
        self._clashes: tuple[Reading, frozenset[str], list[Clash]] | None = None

    def reading(self, answers: AllAnswers) -> Reading:
        """One reading for all who ask about the same answers on the same day."""
        known, day = self._reading, _today()
        if known is None or known[0] is not answers or known[1] != day:
            first = catalog.packs()[0]
            known = self._reading = (answers, day, flow.reading(first, answers))
        return known[2]

    def sections(self, pack: Pack, answers: AllAnswers) -> list[Asked]:
        """The sections that apply, with what they ask; each is the same object as before while
        nothing about it has changed."""
        known, day = self._packs.get(pack.id), _today()
        if known and known[0] is pack and known[1] == day and known[2] is answers:
            return known[3]
        found = [self._section(pack, section, answers) for section in pack.sections]
        asked = [each for each in found if each.questions]
        self._packs[pack.id] = (pack, day, answers, asked)
        return asked

    def progress(self, pack: Pack, answers: AllAnswers) -> Progress:
        """How far a pack is."""
        sections = [each.progress for each in self.sections(pack, answers)]
        return Progress(pack=pack.id, sections=sections)

    def tier(self, pack: Pack, answers: AllAnswers) -> Tier:
        """The tier that a pack decides."""
        basis = _basis(pack, catalog.rule_needs(pack.id), answers)
        known = self._tiers.get(pack.id)
        if known is None or not known[0].holds(basis):
            known = self._tiers[pack.id] = (basis, tier_of(answers, _today(), pack))
        return known[1]

    def clashes(self, answers: AllAnswers, used: Iterable[str]) -> list[Clash]:
        """What does not go together in the packs in use."""
        seen, wanted, known = self.reading(answers), frozenset(used), self._clashes
        if known is None or known[0] is not seen or known[1] != wanted:
            found = (self._clash(each, pack, answers) for pack in catalog.packs() for each in pack.contradictions)
            known = self._clashes = (seen, wanted, in_sight(found, wanted))
        return known[2]

    def _clash(self, said: Contradiction, pack: Pack, answers: AllAnswers) -> Clash | None:
        basis = _basis(pack, catalog.contradiction_needs(pack.id, said.id), answers)
        known = self._contradictions.get((pack.id, said.id))
        if known is None or not known[0].holds(basis):
            known = self._contradictions[pack.id, said.id] = (basis, clash(said, pack, self.reading(answers)))
        return known[1]

    def scored(self, pack: Pack, answers: AllAnswers) -> Scored | None:
        """Points and level, where a pack gives any."""
        return scored(pack, self.reading(answers), self.progress(pack, answers)) if pack.scoring else None

    def _section(self, pack: Pack, section: Section, answers: AllAnswers) -> Asked:
        basis = _basis(pack, catalog.section_needs(pack.id, section.id), answers)
        known = self._sections.get((pack.id, section.id))
        if known is None or not known[0].holds(basis):
            found = _asked(section, self.reading(answers).at(pack))
            known = self._sections[pack.id, section.id] = (basis, found)
        return known[1]


def _asked(section: Section, seen: Reading) -> Asked:
    questions = [each for each in section.questions if seen.shown(each.id)]
    return Asked(section, questions, flow.section_progress(section, questions, seen))


def _basis(pack: Pack, needs: Iterable[Place], answers: AllAnswers) -> _Basis:
    nothing: Own = {}
    return _Basis(pack, _today(), [answers.get(home, nothing).get(id_) for home, id_ in needs])


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
