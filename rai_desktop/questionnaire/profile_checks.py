"""What must hold of a table with a row for each option: the column is there, and what its rows are compared with."""

from collections.abc import Iterator

from rai_desktop.i18n import _
from rai_desktop.questionnaire.kind_checks import Fault
from rai_desktop.questionnaire.profile_rows import key_column, levels_of
from rai_desktop.questionnaire.question import Pack, Question


def profile_faults(pack: Pack) -> Iterator[Fault]:
    """Everything wrong with the rows that tables of a pack have by themselves."""
    for id_, (_s, table) in pack.places.items():
        where = _("question “{id}”").format(id=id_)
        if not table.columns:
            continue
        key = key_column(table)
        if table.each and (key is None or not key.options):
            yield where, _("each names no column with options: “{name}”").format(name=table.each), _("Name one that has options.")
        elif table.compared and key is None:
            yield where, _("compared is for a table with each"), _("Add each, or remove compared.")
        elif table.compared and key:
            yield from _compared(where, table, [option.id for option in key.options], pack)


def _compared(where: str, table: Question, rows: list[str], pack: Pack) -> Iterator[Fault]:
    for id_ in rows:
        if id_ not in pack.places:
            wrong = _("there is no question “{name}” to compare its row with").format(name=id_)
            yield where, wrong, _("Use ids of questions of the pack.")
        elif not levels_of(table, pack.question(id_)):
            wrong = _("no option of “{name}” is one of the target").format(name=id_)
            yield where, wrong, _("Let compared.target name a column with options of the same ids.")
