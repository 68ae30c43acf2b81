"""French words that agree with what they are said of, and names that are those of the menu, in a process that speaks French."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def said(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True,
                          env={**os.environ, "RAI_LANGUAGE": "fr", "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"})
    return done.stdout.splitlines()


def test_a_narrowing_of_the_register_is_no_command():
    assert said("from rai_desktop.risks.listing import Only, only_words\n"
                "for each in Only: print(only_words(each))")[1] == "Encore en suspens"


def test_what_is_open_before_signing_agrees_with_what_it_is():
    code = """
import rai_desktop.gui
from types import SimpleNamespace as Of
from rai_desktop.findings.finding import Verdict
from rai_desktop.gui import signing_facts
from rai_desktop.project.model import Project
from rai_desktop.project.reviewing import Comment, ReviewRequest
signing_facts.summary = lambda _found: {Verdict.CONCERN: 2, Verdict.MET: 1}
project = Project(id="p", comments={"a": Comment(about="", who="Ann", when="2026-11-20T08:00:00Z", text="Why?")},
                  requests=[ReviewRequest(by="Ann", of="Rita", when="2026-11-20T08:00:00Z")])
for name, words in signing_facts.facts(Of(judged=Of(findings=lambda _project: [])), project):
    print(name, "|", words)
"""
    told = dict(line.split(" | ", 1) for line in said(code))
    assert told["Commentaires"] == "1 commentaire en suspens"
    assert told["Demandes"] == "1 demande en suspens"
    assert "préoccupation\u00a0: 2" in told["Constats"]


def test_the_form_says_the_menu_by_its_name():
    code = """
import rai_desktop.gui
from rai_desktop.gui.actions import commands
from rai_desktop.i18n import _
print(next(each.words for each in commands() if each.run == "bring_back").replace("&", "").rstrip(" …"))
print(_("Colleagues fill the form in without this program. Bring it back with File > Bring answers back; nothing is taken over"
        " before you have seen what changes."))
"""
    name, words = said(code)
    assert f"Fichier > {name}" in words


def test_a_limit_of_none_and_an_annex_are_said_in_french():
    code = """
from rai_desktop.findings.numbers import demanded
from rai_desktop.findings.policy import Limits
from rai_desktop.frameworks.catalog import label
print(demanded(Limits(max=0), "count"))
print(label("eu_ai_act:AnnexIV.2(d)"))
"""
    assert said(code) == ["la politique n’en admet pas", "Règlement UE sur l’IA annexe IV.2(d)"]


def test_quotation_marks_and_semicolons_are_french_ones():
    code = """
from rai_desktop.clauses.pointers import _asks, _asking
from rai_desktop.loading.settling import quoted
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.dependence import all_conditions
from rai_desktop.questionnaire.question import Kind
from rai_desktop.questionnaire.wording import in_words
several = next(each for part in catalog.pack("canada_aia").sections for each in part.questions if each.kind is Kind.MULTIPLE)
print(in_words(several, [each.id for each in several.options[:2]]))
print(*_asks(next(ref for ref, packs in _asking().items() if packs), set()))
print(quoted(["a", "b"]))
print(next(where for where, _condition in all_conditions(catalog.pack("canada_aia"))))
"""
    told = said(code)
    assert "\u00a0; " in told[0]
    assert not any(mark in line for line in told for mark in "“”")
    assert all("«\u00a0" in line for line in told[1:])


def test_types_of_columns_and_counts_in_tables_are_french():
    code = """
import pyarrow as pa
import rai_desktop.gui
from PySide6.QtCore import QLocale
from rai_desktop.gui.widgets.cells import cell_words
from rai_desktop.i18n import _
from rai_desktop.metrics.scan import plain_kind
QLocale.setDefault(QLocale("fr_FR"))
print(*(_(plain_kind(kind)) for kind in (pa.int64(), pa.bool_(), pa.date32(), pa.string(), pa.float64())), sep=", ")
print(cell_words(800000.0, "number"), cell_words(12345.0, "number"), cell_words(0.12345, "number"), sep=" | ")
"""
    told = said(code)
    assert told[0] == "nombre entier, oui/non, date, texte, nombre"
    assert [each.replace("\u202f", " ").replace("\u00a0", " ") for each in told[1].split(" | ")] == ["800 000", "12 345", "0,1235"]


def test_what_the_models_process_says_of_reasons_is_french():
    code = """
from rai_desktop.loading.by_answers import host_note
for note in ("Encoded columns could not be traced to the table's columns.", "The exact explainer refused: too deep.",
             "The exact explainer's contributions did not add up to the output.", ""):
    print(host_note({"note": note}))
"""
    told = said(code)
    assert told[1].endswith("too deep.")
    assert not any("explainer" in line or "could not" in line for line in told)


def test_one_point_is_singular_and_the_state_of_a_signature_is_french():
    code = """
from rai_desktop.cli.bundles import _signature_words
from rai_desktop.questionnaire.scored import of_most
print(of_most(0, 77), of_most(1, 17), of_most(2, 8), sep=" | ")
print(*map(_signature_words, ("none", "verified", "unknown signer", "broken")), sep=", ")
"""
    told = said(code)
    assert [each.split(" (")[0] for each in told[0].split(" | ")] == ["0 point sur 77", "1 point sur 17", "2 points sur 8"]
    assert told[1] == "aucune, vérifiée, signataire inconnu, rompue"
