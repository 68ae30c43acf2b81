"""In French the history of a run, topics of measurement, where a clause was read, and facts in the report are French."""

import os
import subprocess
import sys

CODE = """
from rai_desktop.clauses.pointers import pointers
from rai_desktop.engine import protocol as p
from rai_desktop.engine.recording import Recorder
from rai_desktop.frameworks.catalog import framework
from rai_desktop.frameworks.crosswalk import topic_words, topics
from rai_desktop.project.document import Document
from pathlib import Path
import sys
with Document.create(Path(sys.argv[1])) as document:
    recorder = Recorder(document, document.project.inputs, document.project.plan)
    recorder.hear(p.Started(id=1, assessments=["fairness"], versions={}))
    recorder.hear(p.AssessmentEnded(id=1, assessment="fairness", status="finished", seconds=0.1))
    recorder.hear(p.RunEnded(id=1, status="finished"))
    print(*(each.label for each in document.history()[1:]), sep="|")
print(*map(topic_words, topics()), sep="|")
print(framework("iso_tr_24027").source)
from rai_desktop.report.blocks import Content
from rai_desktop.report.html import render
from rai_desktop.report.inputs import _fact
print(*map(_fact, ["rows", "features", "model_kind", "model_python"]), sep="|")
print("Skip to the text" in render(Content(title="", subtitle="", moment="", facts=[], chapters=[])))
"""


def told(language, path):
    done = subprocess.run([sys.executable, "-c", CODE, str(path)], capture_output=True, encoding="utf-8", check=True,
                          env=os.environ | {"RAI_LANGUAGE": language, "PYTHONIOENCODING": "utf-8"})
    return done.stdout.splitlines()


def test_they_are_french(tmp_path):
    history, topics, source, facts, skip = told("fr", tmp_path / "fr.rai")
    assert history == "Une exécution a commencé|Résultat gardé\u00a0: Équité\u00a0: terminée|L’exécution a pris fin\u00a0: terminée"
    english = told("en", tmp_path / "en.rai")
    assert english[0] == "Started a run|Recorded Fairness: finished|Ended the run: finished"
    same = {*topics.split("|")} & {*english[1].split("|")}
    assert same == {"performance"}
    assert "_" not in topics
    assert facts == "lignes|variables|genre de modèle|python du modèle"
    assert skip == "False"
    assert english[4] == "True"
    assert source == "de mémoire, non vérifié"
