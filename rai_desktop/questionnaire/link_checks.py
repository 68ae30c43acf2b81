"""What must hold of a link to a question that asks the same: it is there, fits, and leads nowhere in
a circle."""

from collections.abc import Iterator, Mapping

from rai_desktop.i18n import _
from rai_desktop.questionnaire.kind_checks import Fault
from rai_desktop.questionnaire.question import Pack, Question, choices
from rai_desktop.questionnaire.sharing import misfit, target
from rai_desktop.questionnaire.spot import Place


def link_faults(pack: Pack, others: Mapping[str, Pack]) -> Iterator[Fault]:
    """Everything wrong with the links of a pack, as far as the packs they lead to are there."""
    homes = {**others, pack.id: pack}
    for id_, (_s, question) in pack.places.items():
        if question.same is not None:
            yield from _faults(_("question “{id}”").format(id=id_), (pack.id, id_), question, homes)


def _faults(
    where: str, place: Place, question: Question, homes: Mapping[str, Pack]
) -> Iterator[Fault]:
    named = question.same.question if question.same else ""
    home, slash, _id = named.partition("/")
    if not slash or home == place[0]:
        yield where, _("“{name}” is not a question of another pack").format(name=named), _("Write pack/question.")
        return
    there = target(question, homes[place[0]], homes)
    if there is None:
        if home in homes:
            yield where, _("there is no question “{name}” to be the same as").format(name=named), _("Correct its id.")
        return
    other = homes[there[0]].question(there[1])
    if wrong := misfit(question, other):
        sentence = _("it cannot be the same as “{name}”: {why}").format(name=named, why=wrong)
        yield where, sentence, _("Remove same, or change a type.")
        return
    yield from _option_faults(where, question, other)
    if trail := _ring(place, homes):
        words = " → ".join("/".join(each) for each in trail)
        yield where, _("links go in a circle: {trail}").format(trail=words), _("Remove one of them.")


def _option_faults(where: str, question: Question, other: Question) -> Iterator[Fault]:
    same = question.same
    named = [(own, each) for own in same.options for each in same.theirs(own)] if same else []
    own, theirs = _ids(question), _ids(other)
    if strange := {here for here, _there in named} - own or {there for _here, there in named} - theirs:
        yield (
            where,
            _("same names an option “{name}” that is not there").format(name=min(strange)),
            _("Write options = { own = \"theirs\" } with ids of both questions."),
        )
    if len({there for _here, there in named}) < len(named):
        yield where, _("same gives one option over there to two of its own"), _("Give it to one of them.")
    if own and not named and not own & theirs:
        yield where, _("no option has the same id in both questions"), _("Say which is which: options.")


def _ids(question: Question) -> set[str]:
    cells = {f"{column.id}/{option.id}" for column in question.columns for option in column.options}
    return {option.id for option in choices(question)} | {column.id for column in question.columns} | cells


def _ring(place: Place, homes: Mapping[str, Pack]) -> list[Place]:
    """The places a chain of links comes through until it is where it began; empty if it ends."""
    trail, at = [place], place
    while True:
        pack = homes[at[0]]
        after = target(pack.question(at[1]), pack, homes)
        if after is None or after in trail[1:]:
            return []
        trail.append(after)
        if after == place:
            return trail
        at = after
