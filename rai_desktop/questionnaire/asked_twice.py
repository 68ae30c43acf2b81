"""Asked twice: what counts as the answer where another pack asks the same, here or there."""

from collections.abc import Iterator

from rai_desktop.questionnaire.answers import chosen_or_typed
from rai_desktop.questionnaire.sharing import Link, Links, says_unknown, translated
from rai_desktop.questionnaire.spot import Place
from rai_desktop.questionnaire.truth import Truth
from rai_desktop.questionnaire.whereabouts import Whereabouts


class AskedTwice(Whereabouts):
    """Takes the nearest answer to the same question where none is given here."""

    _links: Links
    _shared: dict[Place, tuple[object, Place | None]]

    def shown(self, question: str, pack: str = "") -> bool:
        """Whether the question is put to the analyst."""
        raise NotImplementedError

    def value(self, question: str, pack: str = "") -> object:
        """What counts as answered."""
        raise NotImplementedError

    def applies(self, pack: str, question: str) -> Truth:
        """Whether a question applies, with what is unknown left open."""
        raise NotImplementedError

    def origin(self, question: str, pack: str = "") -> Place | None:
        """Where the answer that counts was given, when not here but where the same is asked."""
        place = (pack or self.pack.id, question)
        own = self._own(place)
        if place not in self._links or not self.shown(question, place[0]) or self._is_said(place, own):
            return None
        return self._from_elsewhere(place)[1]

    def otherwise(self, question: str, pack: str = "") -> Place | None:
        """Where the same is asked and answered differently than here."""
        place = (pack or self.pack.id, question)
        own = self._own(place)
        if place not in self._links or not self.shown(question, place[0]) or not self._is_said(place, own):
            return None
        value, there = self._from_elsewhere(place)
        return there if there and chosen_or_typed(value) != chosen_or_typed(own) else None

    def linked(self, question: str, pack: str = "") -> list[Place]:
        """The questions of other packs that ask the same."""
        return [each.place for each in self._links.get((pack or self.pack.id, question), ())]

    def _from_elsewhere(self, place: Place) -> tuple[object, Place | None]:
        if place not in self._shared:
            self._shared[place] = self._found_elsewhere(place)
        return self._shared[place]

    def _found_elsewhere(self, place: Place) -> tuple[object, Place | None]:
        """The nearest answer to the same question, where that one is shown. Where it is "not known
        yet", nobody knows: a farther answer must not take its place, or an unknown could lower a
        tier."""
        for link, value in self._given_elsewhere(place):
            if not self.shown(link.place[1], link.place[0]):
                continue
            if says_unknown(value):
                break
            if (found := self._translated(value, place, link)) is not None:
                return found, link.place
        return None, None

    def _possible(self, place: Place) -> list[object]:
        """All that may turn out to be the answer here, nearest first, while it is open which of the
        same questions apply; None among them where nobody knows."""
        if place not in self._links or self._is_said(place, self._own(place)):
            return [self.value(place[1], place[0])]
        found: list[object] = []
        for link, value in self._given_elsewhere(place):
            if says_unknown(value):
                break
            if (here := self._translated(value, place, link)) is not None:
                found.append(here)
                if self.applies(*link.place) is Truth.YES:
                    return found
        return [*found, None]

    def _given_elsewhere(self, place: Place) -> Iterator[tuple[Link, object]]:
        """What is answered to the same question where that one applies, or may yet apply."""
        for link in self._links[place]:
            value = self._own(link.place)
            if self.applies(*link.place) is not Truth.NO and self._is_said(link.place, value):
                yield link, value

    def _translated(self, value: object, place: Place, link: Link) -> object:
        here = self._question(place)
        return None if here is None else translated(value, here, link.options)
