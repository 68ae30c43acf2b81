"""The command line speaks one language: in French no sentence of a command is in English."""

import json
import re

import pytest
from msgspec.structs import replace

from rai_desktop.project.document import Document
from rai_desktop.project.model import Answer
from rai_desktop.project.register import Action, Risk
from rai_desktop.review.copies import save_review_copy

# Words of ours that no French sentence has; the words of questionnaires stay in the language of their files.
ENGLISH = re.compile(r"\b(the|is|are|was|were|not|nothing|after|treatment|open|done|due|overdue|nobody|missing|evidence|about|partly|"
                     r"against|carried|counted|answers|taken|changed|places|ours|theirs|here|would|choose|owner|harm)\b", re.IGNORECASE)


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "prets.rai"
    risks = {"a": Risk(title="Refus", severity="serious", likelihood="almost_certain", due="2020-01-01"), "b": Risk(title="Fuite")}
    actions = {"c": Action(title="Demander", due="2020-01-01"), "d": Action(title="Dire", done="2020-01-01"), "e": Action(title="Voir")}
    with Document.create(path, title="Prets", analyst="Anne") as document:
        document.apply("Mis", lambda p: replace(p, risks=risks, actions=actions, packs=["system_profile"],
                                                answers={"system_profile": {"name": Answer(value="Marque")}}))
    return path


@pytest.fixture
def said(cli):
    """What a command said in a process that speaks French; `code` is how it must end."""
    def run(code, *words):
        done = cli(*words, env={"RAI_LANGUAGE": "fr"})
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    return run


def test_registers_are_listed_in_french(project, said):
    for command in ("risks", "actions"):
        words = said(0, command, project)
        assert "Refus" in words or "Demander" in words
        assert ENGLISH.findall(words) == []


def test_clauses_are_counted_and_listed_in_french(project, said):
    line = said(0, "clauses", project).splitlines()[0]
    assert ENGLISH.findall(line.rpartition(":")[0].rpartition(":")[2] + line.rpartition(":")[2]) == []
    assert "preuves" in line
    first = said(0, "clauses", project, "--framework", "wp248").splitlines()[0]
    assert ENGLISH.findall(first) == []


def test_scores_are_told_in_french(tmp_path, said):
    (tmp_path / "r.json").write_text(json.dumps({"canada_aia": {"riskProfile1": "bogus", "strange": 1}}), encoding="utf-8")
    words = said(0, "questionnaire", "score", "canada_aia", "--answers", tmp_path / "r.json")
    assert "Telle quelle, cette réponse n’est pas comptée." in words
    assert ENGLISH.findall(words) == []


def test_a_form_comes_back_in_french(project, tmp_path, said):
    form = tmp_path / "f.json"
    assert ENGLISH.findall(said(0, "questionnaire", "form", project, "--out", form)) == []
    content = json.loads(form.read_text(encoding="utf-8"))
    content["answers"]["system_profile"]["name"]["value"] = "Autre"
    form.write_text(json.dumps(content), encoding="utf-8")
    words = said(0, "questionnaire", "fill", project, "--from", form)
    own = [line for line in words.splitlines() if "system called" not in line]  # the question is the pack's
    assert ENGLISH.findall("\n".join(own)) == []


def test_conflicts_of_a_merge_are_told_in_french(project, tmp_path, said):
    def owned(name):
        return lambda p: replace(p, risks={**p.risks, "a": replace(p.risks["a"], owner=name, residual_severity="minor")})

    with Document.open(project) as document:
        save_review_copy(document, tmp_path / "copie.rai", "Rita", "Anne")
        document.apply("Mis", owned("Zoé"))
    with Document.open(tmp_path / "copie.rai") as copy:
        copy.apply("Mis", owned("Rita"))
    words = said(1, "merge", project, tmp_path / "copie.rai")
    assert "Responsable : Zoé" in words
    assert not re.search(r"residual|almost_certain|severity", words)
    assert ENGLISH.findall(words) == []


def test_pythons_that_fit_are_listed_in_french(tmp_path, said):
    (tmp_path / "m.pkl").write_bytes(b"N.")
    words = said(0, "inspect", tmp_path / "m.pkl", "--interpreters").partition("Python")[2]
    assert "convient" in words
    assert not re.findall(r"\b(exact|close|other|lacking|fits|versions differ)\b", words)
