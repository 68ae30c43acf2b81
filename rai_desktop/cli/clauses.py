"""clauses: what speaks to each clause of the laws and standards that a project touches."""

import argparse
import json

import msgspec

from rai_desktop.clauses.coverage import Level
from rai_desktop.clauses.explaining import date_words
from rai_desktop.clauses.packs import absent_words
from rai_desktop.clauses.staleness import unseen_because
from rai_desktop.clauses.table import Overview, Row, overview, rows
from rai_desktop.clauses.touched import touched
from rai_desktop.clauses.wording import against_words, level_words
from rai_desktop.cli.running import say
from rai_desktop.frameworks.catalog import broken, framework
from rai_desktop.frameworks.dating import DateKind, Dating
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.document import Document
from rai_desktop.report.clause_sheets import write_table
from rai_desktop.report.material import Material, gather


def clauses(chosen: argparse.Namespace) -> int:
    """Totals of every framework touched; with a framework, each of its clauses; with a file, these as a table."""
    with Document.open(chosen.project, read_only=True) as document:
        material = gather(document.project, document.results())
    _tell_stale(material)
    for words in absent_words(material.project):
        say(words)
    for refusal in broken():
        say(str(refusal))
    index = material.index
    if chosen.out:
        shown = [framework(chosen.framework)] if chosen.framework else touched(index)
        write_table((row for each in shown for row in rows(each, index, material.day)), chosen.out)
        print(chosen.out)
    elif chosen.framework:
        _print_rows(rows(framework(chosen.framework), index, material.day), as_json=chosen.json)
    else:
        _print_overview(overview(touched(index), index), as_json=chosen.json)
    return 0


def _tell_stale(material: Material) -> None:
    """On the other stream, so that what is printed stays the table or the JSON that was asked for."""
    if material.stale:
        say(_("Stale: {why}").format(why=" ".join(material.stale)))
    for words in unseen_because(material.files):
        say(words)


def _print_overview(found: list[Overview], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([{"framework": each.framework, "name": each.name, "clauses": each.totals.clauses,
                           **msgspec.to_builtins(each.totals)} for each in found], indent=2))
        return
    for each in found:
        counts = each.totals
        number = ngettext("{n} clause", "{n} clauses", counts.clauses).format(n=counts.clauses)
        words = _("{name}: {clauses}; evidence about {evidence}, partly {partly}, none {none}, not applicable {not_}; "
                  "against {against}")
        print(f"{each.framework}  " + words.format(
            name=each.name, clauses=number, evidence=counts.evidence, partly=counts.partly, none=counts.none,
            not_=counts.inapplicable, against=counts.against))


def _print_rows(found: list[Row], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(msgspec.to_builtins(found), indent=2, ensure_ascii=False))
        return
    for each in found:
        if each.counted:
            standing = ", ".join(filter(None, [level_words(Level(each.coverage)), against_words(each.against)]))
            day = date_words(Dating(DateKind(each.date_kind), each.date, each.date_note, each.date_source))
            print(f"{each.clause}  {standing}  {each.title}  [{day}]")
