"""In French one can choose among all questionnaires: titles, summaries and headings are French; questions in English are told so."""

import os
import subprocess
import sys

CODE = """
from rai_desktop.gui.dialogs.packs import _about
from rai_desktop.questionnaire import catalog, flow
for pack in catalog.packs():
    print(pack.id, pack.group, pack.title, _about(pack, flow.progress(pack, {})).replace(chr(10), ' '), sep='|')
"""


def told(language):
    done = subprocess.run([sys.executable, "-c", CODE], env=os.environ | {"RAI_LANGUAGE": language, "PYTHONIOENCODING": "utf-8"},
                          capture_output=True, encoding="utf-8", check=True)
    return {line.split("|")[0]: line.split("|")[1:] for line in done.stdout.splitlines()}


def test_every_shipped_questionnaire_is_introduced_in_french():
    english, french = told("en"), told("fr")
    assert len(french) > 25
    same = [id_ for id_, (group, title, about) in french.items()
            if group == english[id_][0] or title == english[id_][1] or about == english[id_][2]]
    assert same == []
    assert len({group for group, _title, _about in french.values()}) == 5
    in_english = [id_ for id_, (_group, _title, about) in french.items() if "questions en anglais" in about]
    assert "canada_aia" not in in_english and "system_profile" in in_english
    assert not any("questions in English" in about for _group, _title, about in english.values())
