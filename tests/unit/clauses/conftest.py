"""A pack of its own, so that nothing here hangs on the words of shipped ones."""

import datetime as dt

import pytest

from rai_desktop.clauses import standing
from rai_desktop.questionnaire.question import Kind, Option, Pack, Question, Section


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("RAI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("RAI_SITE", str(tmp_path / "site"))
    standing.forget()
    yield
    standing.forget()


def scale(*ids):
    return [Option(id=each, text=each.capitalize()) for each in ids]


def made_pack(questions):
    return Pack(id="own", title="Own", version="1", as_of=dt.date(2026, 1, 1),
                sections=[Section(id="s", title="S", questions=questions)])


QUESTIONS = [
    Question(id="text", kind=Kind.TEXT, text="Why?", refs=["eu_ai_act:Art.9(1)", "gdpr:22(1)"]),
    Question(id="yesno", kind=Kind.YESNO, text="Is it?", refs=["eu_ai_act:Art.9(1)"]),
    Question(id="free", kind=Kind.TEXT, text="More?", refs=["eu_ai_act:Art.9(1)"], required=False),
    Question(id="scale", kind=Kind.SINGLE, text="How far?", refs=["eu_ai_act:Art.10", "eu_ai_act:Art.12"],
             options=scale("done", "partly", "no", "na")),
    Question(id="maturity", kind=Kind.SINGLE, text="How mature?", refs=["eu_ai_act:Art.12"],
             options=scale("none", "partly", "mostly", "fully", "na", "unknown")),
    Question(id="several", kind=Kind.MULTIPLE, text="Which?", refs=["gdpr:22(1)"], options=scale("a", "b")),
    Question(id="silent", kind=Kind.TEXT, text="Of no clause?"),
]


@pytest.fixture
def pack():
    return made_pack(QUESTIONS)
