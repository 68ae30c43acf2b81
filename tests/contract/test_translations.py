"""Every language that ships is whole: nothing untranslated, placeholders kept, compiled files fresh, and the program speaks it."""

import ast
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = runpy.run_path(str(ROOT / "packaging" / "translations.py"), run_name="translations")
CATALOGUES = SCRIPT["catalogues"]()


def name(path):
    return f"{path.parents[1].name}-{path.stem}"


def test_french_ships():
    assert {path.stem for path in CATALOGUES if path.parents[1].name == "fr"} >= {"rai_desktop", "canada_aia", "policies"}


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_every_word_is_translated_and_keeps_its_places(path):
    assert SCRIPT["problems"](path) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_what_a_program_reads_was_made_from_what_people_write(path):
    assert path.with_suffix(".mo").read_bytes() == SCRIPT["compiled"](path)


@pytest.mark.parametrize("path", [path for path in CATALOGUES if path.parents[1].name == "fr"], ids=name)
def test_french_has_its_spaces_and_quotation_marks(path):
    wrong = [message.string for message in SCRIPT["read"](path) if message.id
             for said in ([message.string] if isinstance(message.string, str) else message.string)
             if re.search(r"“|”| [:;?!»]|« ", said)]
    assert wrong == []


@pytest.mark.parametrize("language", sorted({path.parents[1].name for path in CATALOGUES}))
def test_every_page_of_the_guide_is_there(language):
    folder = ROOT / "resources" / "help"
    assert {path.name for path in (folder / language).glob("*.md")} == {path.name for path in folder.glob("*.md")}


def test_every_word_that_is_marked_is_collected():
    """What is marked within an f-string is passed over by the collector, and stays English."""
    collected = {id_ for message in SCRIPT["collect"]("rai_desktop") if message.id
                 for id_ in ([message.id] if isinstance(message.id, str) else message.id)}
    calls = [(path, call) for path in sorted((ROOT / "rai_desktop").rglob("*.py")) for call in ast.walk(ast.parse(path.read_text("utf-8")))
             if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "N_", "ngettext")]
    marked = [(path.name, call.lineno, arg.value) for path, call in calls for arg in call.args[:2]
              if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and arg.value]
    assert len(marked) > 3000
    assert [each for each in marked if each[2] not in collected] == []


SHOWING = {"setText", "setToolTip", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription", "setWindowTitle", "setTitle",
           "setTabText", "addAction", "addRow", "addItem", "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QMenu", "words",
           "say", "Refusal", "Notice", "caption", "add_button", "add_main_button", "ElidedButton", "RadioOption", "TickOption"}
NAMES = {"RAI Desktop", "policy", "bins", "seed", "facts", "status", "carried", "evidence"}  # captions are translated by their name


def _spelt(shown):
    """The words that stand as they are in what is shown."""
    parts = shown.values if isinstance(shown, ast.JoinedStr) else [shown]
    return [each.value for each in parts if isinstance(each, ast.Constant) and re.search("[A-Za-z]{2}", str(each.value))]


def test_no_word_is_shown_as_it_stands():
    shown = [(path.name, call.lineno, words) for path in sorted((ROOT / "rai_desktop").rglob("*.py")) if "host" not in path.parts
             for call in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(call, ast.Call)
             and getattr(call.func, "id", getattr(call.func, "attr", "")) in SHOWING
             for argument in call.args[:2 if getattr(call.func, "id", "") == "Refusal" else 1] for words in _spelt(argument)]
    assert [each for each in shown if each[2] not in NAMES] == []


def _speak(language, code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True,
                          env={**os.environ, "RAI_LANGUAGE": language, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"})
    return done.stdout


def test_pack_policy_and_numbers_speak_the_language_and_ids_do_not():
    code = """
from rai_desktop.questionnaire.catalog import pack
from rai_desktop.findings.policy import load_policy
from rai_desktop.findings.numbers import number, span
from rai_desktop.charts.numbers import number as drawn
one = pack("canada_aia")
print(one.title, "|", one.id, "|", one.sections[0].id, "|", [each.id for each in one.sections[0].questions][:1])
print(load_policy("default").title, "|", load_policy("default", as_written=True).title)
print(number(1234.5, "people"), "|", span(0.041, 0.121, "difference"), "|", drawn(0.4123, "share"), "|", drawn(-0.5, "ratio"))
"""
    english, french = _speak("en", code).splitlines(), _speak("fr", code).splitlines()
    assert english[0].startswith("Canada: Algorithmic Impact Assessment | canada_aia")
    assert french[0].startswith("Canada\u00a0: Évaluation de l’incidence algorithmique | canada_aia")
    assert english[0].split("|")[1:] == french[0].split("|")[1:]
    assert french[1] == "Limites générales de travail | General working limits"
    assert english[2] == "1,234.5 | 4.1 to 12.1 points | 41.2% | −0.500"
    assert french[2] == "1\u202f234,5 | 4,1 à 12,1 points | 41,2\u00a0% | −0,500"


def test_yes_and_no_are_in_the_language_of_the_window_and_a_packs_own_words_in_the_packs():
    code = """
from rai_desktop.questionnaire.catalog import pack
from rai_desktop.questionnaire.wording import in_words
from rai_desktop.clauses.wording import known_words
from rai_desktop.frameworks.catalog import clause
act, verify = pack("eu_ai_act").question("ai_system"), pack("process_checklist").question("p1_1_1")
print([in_words(act, each) for each in ("yes", "no", "unknown")], in_words(verify, "done"))
print(known_words(clause("eu_ai_act", "Art.2")))
"""
    assert _speak("en", code).splitlines() == ["['Yes', 'No', 'Not known yet'] Done", "source text"]
    assert _speak("fr", code).splitlines() == ["['Oui', 'Non', 'Pas encore connu'] Done", "texte source"]


def test_words_translated_where_they_are_used_are_collected_too():
    """Enumerations and tables of words are marked where they stand, or their French is never made."""
    code = """
from rai_desktop.i18n import _
from rai_desktop.findings.finding import Verdict
from rai_desktop.loading import roles, sentences, sniffing
from rai_desktop.metrics import personal_data
from rai_desktop.project.model import Role, Task
from rai_desktop.project.register import Treatment
for each in (*Verdict, *Role, *Task, *Treatment, *roles.SENSITIVE_WORDS, *roles._PHRASES.values(), *personal_data.NAMES,
             *(each.kind for each in personal_data.PATTERNS), *(what for _magic, what in sniffing._NOT_TABLES),
             *(words for pair in sentences._SENTENCES.values() for words in pair), "text", "number", "nothing"):
    print(str(each), "|", _(str(each)))
print(sentences.refusal({"error": "no_predict", "details": {"type": "dict"}}).sentence)
"""
    french = _speak("fr", code).splitlines()
    pairs = [line.split(" | ") for line in french[:-1]]
    assert len(pairs) > 80
    assert {english for english, said in pairs if english == said} <= {"score", "religion"}  # words that French shares
    assert french[-1] == "Le fichier contient «\u00a0dict\u00a0», qui n’a pas de predict\u00a0: il ne donne pas de réponse pour chaque ligne d’un tableau."


def test_scores_are_the_same_in_every_language():
    vectors = ROOT / "tests" / "data" / "canada_aia_vectors.json"
    code = f"""
import json
from rai_desktop.cli import main
for place, vector in enumerate(json.load(open({str(vectors)!r}))["vectors"][:6]):
    import tempfile, os
    name = os.path.join(tempfile.mkdtemp(), "answers.json")
    json.dump(vector["answers"], open(name, "w"))
    main(["questionnaire", "score", "canada-aia", "--answers", name, "--json"])
"""
    def numbers(said):
        return re.findall(r'"(?:raw|mitigation|total|level)": *[^,}\n]+', said)

    english, french = _speak("en", code), _speak("fr", code)
    assert len(numbers(english)) >= 24
    assert numbers(english) == numbers(french)


def test_the_window_speaks_it_from_rail_to_menus():
    code = """
import os, tempfile
os.environ["RAI_HOME"] = tempfile.mkdtemp()
import rai_desktop.gui
from rai_desktop.gui.app import make_app, make_window
from rai_desktop.settings import Settings
app = make_app(["x"])
window = make_window(app, Settings())
for step in window.steps:
    print("step", step.title)
for action in window.menus.actions.values():
    print("menu", action.text().replace("&", ""))
window.session.close()
"""
    english, french = _speak("en", code).splitlines(), _speak("fr", code).splitlines()
    assert len(english) == len(french) > 20
    same = {line for line in english if line in french}
    assert same <= {"menu Guide …"}
