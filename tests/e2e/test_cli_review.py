"""Review on the command line: merging a copy, signatures told by verify, an approved project left alone by assess."""

import json

import pytest
from msgspec.structs import replace

from rai_desktop.cli import main
from rai_desktop.project.document import Document
from rai_desktop.project.first_words import with_first_words
from rai_desktop.project.model import Answer
from rai_desktop.project.person import os_user
from rai_desktop.project.reviewing import Comment, Meaning
from rai_desktop.review.comments import with_comment
from rai_desktop.review.copies import save_review_copy
from rai_desktop.review.signing import Intent, sign, target


def answered(question, value):
    def change(project):
        own = {**project.answers.get("system_profile", {}), question: Answer(value=value)}
        return replace(project, answers={**project.answers, "system_profile": own})

    return change


@pytest.fixture
def ours(tmp_path):
    with Document.create(tmp_path / "ours.rai", title="Loans", analyst="Ann") as document:
        document.apply("Answered", answered("purpose", "lending"))
        save_review_copy(document, tmp_path / "copy.rai", "Rita", "Ann")
    with Document.open(tmp_path / "copy.rai") as copy:
        copy.apply("Answered", answered("purpose", "theirs"))
        copy.apply("Answered", answered("limits", "none"))
    return tmp_path / "ours.rai"


def test_conflicts_are_shown_and_decided(ours, tmp_path, capsys):
    with Document.open(ours) as document:
        document.apply("Answered", answered("purpose", "mine"))
    before = ours.read_bytes()
    assert main(["merge", str(ours), str(tmp_path / "copy.rai")]) == 1
    told = capsys.readouterr().out
    assert f"  It was:\n    lending\n  Here, last changed by Ann ({os_user()}), " in told
    assert f" UTC:\n    mine\n  In the copy, last changed by Rita ({os_user()}), " in told
    assert " UTC:\n    theirs\n" in told
    assert ours.read_bytes() == before
    assert main(["merge", str(ours), str(tmp_path / "copy.rai"), "--conflicts", "theirs"]) == 0
    assert "took the copy's, “theirs”. Here it was “mine”." in capsys.readouterr().out
    with Document.open(ours) as document:
        assert {q: a.value for q, a in document.project.answers["system_profile"].items()} == {
            "purpose": "theirs", "limits": "none"}
    assert main(["merge", str(ours), str(tmp_path / "copy.rai")]) == 0
    assert "merged already" in capsys.readouterr().err


def test_after_an_approval_a_form_is_taken_over_with_a_reason(ours, tmp_path, capsys):
    with Document.open(ours) as document:
        sign(document, Intent(meaning=Meaning.APPROVED, name="Bob"), target(document))
    form = tmp_path / "form.json"
    form.write_text(json.dumps({"system_profile": {"name": "Scorer"}}), encoding="utf-8")
    fill = ["questionnaire", "fill", str(ours), "--from", str(form), "--yes"]
    assert main(fill) == 2
    assert "--reason" in capsys.readouterr().err
    assert main([*fill, "--reason", "Its name was missing"]) == 0
    with Document.open(ours) as document:
        assert document.project.answers["system_profile"]["name"].value == "Scorer"
        assert document.last.reason == "Its name was missing"


def test_after_an_approval_a_reason_is_wanted(ours, tmp_path, capsys):
    with Document.open(ours) as document:
        sign(document, Intent(meaning=Meaning.APPROVED, name="Bob"), target(document))
    assert main(["merge", str(ours), str(tmp_path / "copy.rai")]) == 2
    assert "--reason" in capsys.readouterr().err
    assert main(["merge", str(ours), str(tmp_path / "copy.rai"), "--reason", "The review found a gap"]) == 0
    with Document.open(ours) as document:
        assert document.last.reason == "The review found a gap"


def test_verify_tells_every_signature(ours, tmp_path, capsys):
    with Document.open(ours) as document:
        sign(document, Intent(meaning=Meaning.APPROVED, name="Bob"), target(document))
    assert main(["export", str(ours), "--out", str(tmp_path / "bundle")]) == 0
    assert main(["verify", str(tmp_path / "bundle")]) == 0
    assert "Approved by Bob" in capsys.readouterr().out
    assert main(["export", str(ours), "--out", str(tmp_path / "other"), "--policy", "us-lending"]) == 0
    capsys.readouterr()
    assert main(["verify", str(tmp_path / "other"), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["signatures"]
    assert told["covers"] is False  # it was signed under another policy


def test_assess_leaves_an_approved_project_alone(ours, tmp_path, capsys):
    with Document.open(ours) as document:
        sign(document, Intent(meaning=Meaning.APPROVED, name="Bob"), target(document))
    before = ours.read_bytes()
    table = tmp_path / "t.csv"
    table.write_text("paid,guess\n" + "yes,no\nno,yes\n" * 20)
    assert main(["assess", "--data", str(table), "--label", "paid", "--prediction", "guess", "--project", str(ours),
                 "--out", str(tmp_path / "out")]) == 2
    assert "already a file" in capsys.readouterr().err
    assert ours.read_bytes() == before


def test_a_copy_that_holds_only_comments_needs_no_reason_after_an_approval(tmp_path, capsys):
    with Document.create(tmp_path / "ours.rai", title="Loans", analyst="Ann") as document:
        document.apply("Answered", lambda project: with_first_words(document, answered("purpose", "lending")(project)))
        sign(document, Intent(meaning=Meaning.APPROVED, name="Bob"), target(document))
        save_review_copy(document, tmp_path / "copy.rai", "Rita", "Ann")
    with Document.open(tmp_path / "copy.rai") as copy:
        said = Comment(about="", who="Rita", when="2026-11-27T10:00:00+00:00", text="Whose purpose is it?")
        copy.apply("Commented", lambda project: with_comment(project, said))
    assert main(["merge", str(tmp_path / "ours.rai"), str(tmp_path / "copy.rai")]) == 0
    capsys.readouterr()
    with Document.open(tmp_path / "ours.rai") as document:
        assert [each.text for each in document.project.comments.values()] == ["Whose purpose is it?"]
