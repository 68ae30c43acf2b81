"""Reasons and names of blanks are none: refused where the project is changed, whichever door they come through."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from msgspec.structs import replace

from rai_desktop.clauses.coverage import Level, coverage
from rai_desktop.clauses.index import Index
from rai_desktop.cli import main
from rai_desktop.errors import Refusal, UnsafeFile
from rai_desktop.findings.finding import Response
from rai_desktop.frameworks.catalog import framework
from rai_desktop.loading.commands import start_command
from rai_desktop.project.approval import ReasonNeeded
from rai_desktop.project.document import Document
from rai_desktop.project.given import given
from rai_desktop.project.model import FileRef, Inputs, Project
from rai_desktop.project.register import Acceptance, Dismissal, Risk
from rai_desktop.project.reviewing import Meaning
from rai_desktop.review.signing import Intent, sign, target
from rai_desktop.risks.acceptance import is_accepted

BLANKS = ["   ", "\n\t ", "\u00a0\u2003", "\u200b\u200e\ufeff", "\u3164"]


@pytest.fixture
def document(tmp_path):
    with Document.create(tmp_path / "a.rai", title="Loans", analyst="Ann") as made:
        yield made


@drawn(st.text())
def test_what_can_be_seen_is_given(text):
    assert given(text) in {"", text.strip()}
    assert given(f"{text}a") == f"{text}a".strip()


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("parts", [
    lambda b: {"inapplicable": {"gdpr:22(1)": b}},
    lambda b: {"dismissed": {"k": Dismissal(title="T", reason=b, who="Ann", when="2026-01-01")}},
    lambda b: {"risks": {"r": Risk(title="T", acceptance=Acceptance(reason=b, who="Ann", when="2026-01-01"))}},
    lambda b: {"risks": {"r": Risk(title="T", acceptance=Acceptance(reason="Small", who=b, when="2026-01-01"))}},
    lambda b: {"responses": {"f": Response(accepted_reason=b)}},
    lambda b: {"inputs": Inputs(allowed_names=["theirs.Thing"], allowed_reason=b)},
])
def test_a_blank_reason_changes_nothing(document, parts, blank):
    before = document.project
    with pytest.raises(Refusal, match="blank"):
        document.apply("Said", lambda p: replace(p, **parts(blank)))
    assert document.project == before
    document.apply("Said", lambda p: replace(p, **parts("Because of this")))
    assert document.project != before


def test_a_draft_of_an_acceptance_may_lack_one_of_the_two(document):
    document.apply("Said", lambda p: replace(p, risks={"r": Risk(title="T", acceptance=Acceptance(reason="Small", who="", when=""))}))
    assert not is_accepted(None, document.project.risks["r"])


@pytest.mark.parametrize("blank", BLANKS)
def test_blanks_that_a_file_holds_already_count_for_nothing(blank):
    assert not is_accepted(None, Risk(title="T", acceptance=Acceptance(reason=blank, who="Ann", when="2026-01-01")))
    home = framework("wp248")
    project = Project(id="p", inapplicable={"wp248:1": blank})
    assert coverage(home, Index(project, [], [], []))["1"].level is not Level.INAPPLICABLE


@pytest.mark.parametrize("blank", BLANKS)
def test_an_approved_assessment_and_a_signature_want_words(document, blank):
    with pytest.raises(Refusal, match="needs a name"):
        sign(document, Intent(meaning=Meaning.APPROVED, name=blank), target(document))
    sign(document, Intent(meaning=Meaning.APPROVED, name="Bob"), target(document))
    with pytest.raises(ReasonNeeded):
        document.apply("Title", lambda p: replace(p, title="Other"), reason=blank)
    document.standing_reason = blank
    with pytest.raises(ReasonNeeded):
        document.undo(reason=blank) or document.apply("Title", lambda p: replace(p, title="Other"))
    document.apply("Title", lambda p: replace(p, title="Other"), reason=" Asked for ")
    assert document.last.reason == "Asked for"


@pytest.mark.parametrize("blank", BLANKS)
def test_a_command_does_not_run_for_blanks(blank):
    ref = FileRef(path="/x/score.R", format="command", options={"command": "Rscript score.R"})
    with pytest.raises(UnsafeFile, match="is a command"):
        start_command(Inputs(model=ref, allowed_reason=blank), 1.0, 1)


@pytest.mark.parametrize("blank", BLANKS)
def test_the_command_line_refuses_them_before_anything_else(tmp_path, capsys, blank):
    assert main(["merge", str(tmp_path / "a.rai"), str(tmp_path / "b.rai"), "--reason", blank]) == 2
    assert capsys.readouterr().err.strip() == (
        "The reason given with --reason is blank. Write it in words that can be read, or leave it out.")
    assert main(["assess", "--data", "x.csv", "--label", "y", "--model", "m", "--allow", "a.B", "--reason", blank, "--out",
                 str(tmp_path / "out")]) == 2
    assert "--reason is blank" in capsys.readouterr().err
