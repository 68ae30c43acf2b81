"""What must hold of a group that follows a table: the table is there, has the column, and something names an item."""

from collections.abc import Iterator, Mapping

from rai_desktop.i18n import _
from rai_desktop.questionnaire.following import naming
from rai_desktop.questionnaire.kind_checks import Fault
from rai_desktop.questionnaire.question import Kind, Pack
from rai_desktop.questionnaire.spot import has_part, home_of, spot_of


def follow_faults(pack: Pack, others: Mapping[str, Pack]) -> Iterator[Fault]:
    """Everything wrong with what the groups of a pack follow, as far as the packs they name are there."""
    homes = {**others, pack.id: pack}
    for id_, (_s, question) in pack.places.items():
        if question.follows is None or question.kind is not Kind.GROUP:
            continue
        where, named = _("question “{id}”").format(id=id_), question.follows
        spot = spot_of(named.question, pack.id, homes.get)
        home = home_of(spot.pack, homes.get)
        if home is None:
            continue
        table = home.question(spot.question) if has_part(home, spot) and not spot.part else None
        if table is None or table.kind is not Kind.TABLE:
            yield where, _("it follows “{name}”, which is no table").format(name=named.question), _("Name a table.")
        elif named.column not in {each.id for each in table.columns}:
            wrong = _("the table it follows has no column “{name}”").format(name=named.column)
            yield where, wrong, _("Name one of its columns.")
        elif not naming(question):
            yield where, _("no text names its items"), _("Ask first for the name of the item, as a text.")
