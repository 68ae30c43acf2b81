"""Review copies: marked, brought back, conflicts decided, nothing lost, strangers refused."""

import json
import re
import sqlite3

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from rai_desktop.cli import main
from rai_desktop.errors import Refusal
from rai_desktop.findings.finding import Response
from rai_desktop.findings.measurement import Measurement, Result
from rai_desktop.project import links
from rai_desktop.project.approval import ReasonNeeded
from rai_desktop.project.document import Document
from rai_desktop.project.history import Change, Kind
from rai_desktop.project.model import Answer, Attachment, FileRef, Run
from rai_desktop.project.person import os_user
from rai_desktop.project.register import Action, Dismissal, Risk, Treatment
from rai_desktop.project.reviewing import Comment, Meaning
from rai_desktop.project.runs import with_result, with_run
from rai_desktop.review.bringing import Choice, bring_back, choices_for, conflict_place, side_places, side_words
from rai_desktop.review.comments import with_comment
from rai_desktop.review.copies import save_review_copy
from rai_desktop.review.incoming import NothingNew, read_copy
from rai_desktop.review.kept import copy_rows
from rai_desktop.review.merging import Conflict
from rai_desktop.review.signing import Intent, sign, target
from rai_desktop.review.standing import State
from rai_desktop.review.touched import last_change, last_words
from rai_desktop.review.witness import reviewed
from rai_desktop.review.wording import decided_lines
from rai_desktop.risks import changes
from rai_desktop.risks.changes import without_risk


@pytest.fixture
def ours(tmp_path):
    with Document.create(tmp_path / "ours.rai", title="Loans", analyst="Ann") as document:
        document.apply("Answered", answered("purpose", "lending"))
        yield document


@pytest.fixture
def copy_path(ours, tmp_path):
    save_review_copy(ours, tmp_path / "copy.rai", "Rita", "Ann")
    return tmp_path / "copy.rai"


def answered(question, value):
    def change(project):
        own = {**project.answers.get("p", {}), question: Answer(value=value)}
        return replace(project, answers={**project.answers, "p": own})

    return change


def analyst(name):
    return lambda project: replace(project, analyst=name)


def commented(text="Why?"):
    return lambda p: with_comment(p, Comment(about="answer:p/purpose", who="Rita", when="2026-01-01T00:00:00+00:00", text=text))


def merged(ours, path, choices=None, **more):
    return bring_back(ours, read_copy(ours, path), choices or {}, by="Ann", **more)


def test_a_review_copy_says_what_it_is(ours, copy_path):
    with Document.open(copy_path) as copy:
        mark = copy.project.review_copy
        assert (mark.whom, mark.by, mark.entry, mark.head) == ("Rita", "Ann", 2, ours.last.hash)
        assert [row.hash for row in copy.history()[:-1]] == [row.hash for row in ours.history()]
        copy.undo()
        assert copy.project.review_copy == mark  # undo passes the mark by
        assert copy.project.answers == {}
    assert ours.project.review_copy is None


def test_a_copy_that_cannot_be_written_leaves_nothing(ours, tmp_path):
    (tmp_path / "there.rai").write_bytes(b"precious")
    with pytest.raises(Refusal, match="already a file"):
        save_review_copy(ours, tmp_path / "there.rai", "Rita", "Ann")
    assert (tmp_path / "there.rai").read_bytes() == b"precious"


def test_what_the_reviewer_did_comes_back_as_one_row(ours, copy_path):
    with Document.open(copy_path) as copy:
        copy.apply("Answered", answered("limits", "none"))
        copy.apply("Commented", commented())
        theirs = copy.history()
    ours.apply("Answered", answered("users", "clerks"))
    before = ours.project, ours.last.seq
    brought = merged(ours, copy_path)
    assert ours.last.seq == before[1] + 1
    assert {q: a.value for q, a in ours.project.answers["p"].items()} == {
        "purpose": "lending", "limits": "none", "users": "clerks"}
    assert [each.text for each in ours.project.comments.values()] == ["Why?"]
    assert brought.conflicts == 0
    kept = copy_rows(ours, ours.project.merges[0])
    assert [row for row, _edits in kept] == theirs[2:]  # who, when, why of each
    assert ours.project.merges[0].rows[:12] in ours.last.label
    assert ours.verify_history().ok
    ours.undo()
    assert ours.project == before[0]


def test_merging_twice_does_nothing(ours, copy_path):
    with Document.open(copy_path) as copy:
        copy.apply("Commented", commented())
    merged(ours, copy_path)
    seq = ours.last.seq
    with pytest.raises(NothingNew, match="merged already"):
        merged(ours, copy_path)
    assert ours.last.seq == seq


def test_an_untouched_copy_holds_nothing_new(ours, copy_path):
    with pytest.raises(NothingNew, match="Nothing has been changed"):
        read_copy(ours, copy_path)


def test_a_copy_that_went_on_is_merged_from_where_it_was(ours, copy_path):
    with Document.open(copy_path) as copy:
        copy.apply("Answered", answered("purpose", "theirs"))
    ours.apply("Answered", answered("purpose", "mine"))
    merged(ours, copy_path, {("answers", "p", "purpose"): Choice.OURS})
    with Document.open(copy_path) as copy:
        copy.apply("Commented", commented("Another"))
    incoming = read_copy(ours, copy_path)
    assert incoming.merge().conflicts == []  # decided once is decided
    bring_back(ours, incoming, {}, by="Ann")
    assert ours.project.answers["p"]["purpose"].value == "mine"
    assert [each.text for each in ours.project.comments.values()] == ["Another"]


@pytest.mark.parametrize(("choice", "value", "comments"), [
    (Choice.OURS, "mine", 0), (Choice.THEIRS, "theirs", 0), (Choice.BOTH, "mine", 1), (None, "mine", 1)])
def test_conflicts_are_decided_as_told(ours, copy_path, choice, value, comments):
    with Document.open(copy_path) as copy:
        copy.apply("Set", analyst("Rita"))
        copy.apply("Answered", answered("purpose", "theirs"))
        copy.apply("Set", analyst("Ann"))
    ours.apply("Answered", answered("purpose", "mine"))
    incoming = read_copy(ours, copy_path)
    (conflict,) = incoming.merge().conflicts
    assert (conflict.was["value"], conflict.ours["value"], conflict.theirs["value"]) == ("lending", "mine", "theirs")
    assert last_change(incoming.rows, conflict.at).analyst == "Rita"
    assert last_change(incoming.our_rows, conflict.at).analyst == "Ann"
    bring_back(ours, incoming, {conflict.at: choice} if choice else {}, by="Ann")
    assert ours.project.answers["p"]["purpose"].value == value
    texts = [each.text for each in ours.project.comments.values()]
    assert len(texts) == comments
    assert all("Rita" in text and "theirs" in text for text in texts)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_conflict_is_told_in_the_words_people_see(ours, copy_path, speaking, language):
    risk = Risk(title="Refused", harm="Debt", severity="serious", likelihood="almost_certain", residual_severity="serious",
                owner="Rita", treatment=Treatment.REDUCE, sources=[links.answer("system_profile", "failures")],
                suggestion="row|system_profile/failures|0123456789abcdef")
    with Document.open(copy_path) as copy:
        copy.apply("Risk", lambda p: replace(p, risks={"k": risk}, responses={"f": Response(mitigation="More data", owner="Bob")}))
    ours.apply("Risk", lambda p: replace(p, risks={"k": Risk(title="Turned away")}, responses={"f": Response(comment="Why?")}))
    with speaking(language):
        incoming = read_copy(ours, copy_path)
        told = {conflict.at[0]: side_words(incoming, conflict) for conflict in incoming.merge().conflicts}
    words = "\n".join((*told["risks"], *told["responses"]))
    assert not re.search(r"residual|suggestion|row\||almost_certain|^title|^owner|^harm|mitigation:|system_profile", words, re.MULTILINE)
    if language == "en":
        assert told["risks"].was == ""
        assert told["risks"].ours == "Risk: Turned away"
        assert "Likelihood: Almost certain" in told["risks"].theirs
        assert "Severity after: Serious\n" in told["risks"].theirs + "\n"
        assert "What can go wrong, whom does it hit, and how badly?" in told["risks"].theirs
        assert told["responses"].theirs == "Owner: Bob\nMitigation: More data"
    else:
        assert "Responsable\u00a0: Rita" in told["risks"].theirs
        assert "Vraisemblance\u00a0: Presque certain" in told["risks"].theirs


def test_runs_and_their_results_come_along(ours, copy_path):
    result = Result(assessment="fairness", status="finished",
                    measurements=[Measurement(assessment="fairness", metric="selection_rate", value=0.5, n=9)])
    with Document.open(copy_path) as copy:
        ref = copy.keep_result(result)
        copy.record("Ran", lambda p: with_result(with_run(p, Run(id="r", started="2026-01-02")), "r", "fairness", ref))
    ours.record("Ran", lambda project: with_run(project, Run(id="q", started="2026-01-03")))
    merged(ours, copy_path)
    assert [run.id for run in ours.project.runs] == ["r", "q"]
    assert ours.results(ours.project.runs[0])["fairness"] == result
    assert ours.verify_history().ok


def test_a_signature_made_in_the_copy_is_checked_against_its_own_chain(ours, copy_path):
    with Document.open(copy_path) as copy:
        copy.apply("Answered", answered("limits", "none"))
        sign(copy, Intent(meaning=Meaning.REVIEWED, name="Rita"), target(copy))
        copy.apply("Commented", commented())
    merged(ours, copy_path)
    (standing,) = reviewed(ours).standings
    assert (standing.state, standing.copy_of) == (State.STANDS, "Rita")
    ours.apply("Answered", answered("limits", "many"))
    (standing,) = reviewed(ours).standings
    assert (standing.state, standing.since.seq) == (State.BROKEN, ours.last.seq)


def test_it_is_broken_where_ours_had_gone_on_meanwhile(ours, copy_path):
    with Document.open(copy_path) as copy:
        sign(copy, Intent(meaning=Meaning.REVIEWED, name="Rita"), target(copy))
    ours.apply("Went on", answered("users", "clerks"))
    merged(ours, copy_path)
    (standing,) = reviewed(ours).standings
    assert (standing.state, standing.since.label) == (State.BROKEN, "Went on")


def test_without_the_copys_rows_it_cannot_be_checked(ours, copy_path):
    with Document.open(copy_path) as copy:
        sign(copy, Intent(meaning=Meaning.REVIEWED, name="Rita"), target(copy))
    merged(ours, copy_path)
    path, rows = ours.path, ours.project.merges[0].rows
    ours.close()
    with sqlite3.connect(path) as base:
        base.execute("DELETE FROM evidence WHERE sha256 = ?", (rows,))
    base.close()
    with Document.open(path) as again:
        (standing,) = reviewed(again).standings
        assert standing.state is State.NOT_VALID


def test_taken_back_the_signature_is_told_as_taken_out(ours, copy_path):
    with Document.open(copy_path) as copy:
        sign(copy, Intent(meaning=Meaning.REVIEWED, name="Rita"), target(copy))
    merged(ours, copy_path)
    ours.undo()
    (standing,) = reviewed(ours).standings
    assert standing.problem.startswith("It was taken out by entry 4 (Undo: Merged the review copy for Rita")


def test_after_an_approval_merging_needs_a_reason(ours, copy_path):
    with Document.open(copy_path) as copy:
        copy.apply("Answered", answered("limits", "none"))
    sign(ours, Intent(meaning=Meaning.APPROVED, name="Bob"), target(ours))
    for none in ("", "   ", "\n\t\u00a0"):
        with pytest.raises(ReasonNeeded):
            merged(ours, copy_path, reason=none)
    assert main(["merge", str(ours.path), str(copy_path), "--reason", "   "]) == 2
    merged(ours, copy_path, reason="The review found a gap")
    assert ours.last.reason == "The review found a gap"


# --- what is refused ------------------------------------------------------------------------------------------


def refused(ours, path, words):
    before = ours.project, ours.last.seq, path.read_bytes()
    with pytest.raises(Refusal, match=words) as raised:
        read_copy(ours, path)
    assert raised.value.way_out or isinstance(raised.value, NothingNew)
    assert (ours.project, ours.last.seq, path.read_bytes()) == before


def test_a_strangers_project(ours, tmp_path):
    with Document.create(tmp_path / "other.rai", title="Other") as other:
        other.apply("Answered", answered("purpose", "x"))
    refused(ours, tmp_path / "other.rai", "share no history")


def test_itself(ours):
    refused(ours, ours.path, "is the assessment that is open")


def test_no_project(ours, tmp_path):
    (tmp_path / "x.rai").write_text("hello")
    refused(ours, tmp_path / "x.rai", "not a RAI Desktop project")


def test_a_damaged_one(ours, copy_path):
    with Document.open(copy_path) as copy:
        copy.apply("Answered", answered("limits", "none"))
    with sqlite3.connect(copy_path) as base:
        base.execute("UPDATE history SET edits = replace(edits, 'none', 'some')")
    base.close()
    refused(ours, copy_path, "history does not hold together")


def test_a_cut_one(ours, copy_path):
    copy_path.write_bytes(copy_path.read_bytes()[:-4096])
    refused(ours, copy_path, "damaged")


@pytest.mark.parametrize(("version", "words"), [(1, "before RAI Desktop was upgraded"), (99, "newer")])
def test_another_format(ours, copy_path, version, words):
    with sqlite3.connect(copy_path) as base:
        base.execute(f"PRAGMA user_version={version}")
    base.close()
    refused(ours, copy_path, words)


def test_one_from_before_an_upgrade(ours, copy_path):
    with Document.open(copy_path) as copy:
        copy.apply("Commented", commented())
    ours._change(analyst("Bea"), __import__("rai_desktop.project.history", fromlist=["Deed"]).Deed(
        label="Upgraded", kind=Kind.UPGRADE))
    refused(ours, copy_path, "before the assessment was upgraded")


def test_one_that_holds_what_we_do_not_know(ours, copy_path, tmp_path):
    """A newer program of the same format: its history is whole, but says more than we could keep."""
    from rai_desktop.project.edits import Edit, encode_edits
    from rai_desktop.project.file import ProjectFile
    from rai_desktop.project.history import Deed, new_change

    file = ProjectFile.open(copy_path, read_only=False)
    row, state = file.changes()[-1], json.loads(file.state()[1])
    edits = encode_edits([Edit(at=["horoscope"], now="good")])
    file.commit(new_change(row, edits, "Ann", Deed(label="Foretold")), edits, json.dumps({**state, "horoscope": "good"}))
    file.close()
    refused(ours, copy_path, "does not know")


def test_ours_must_not_change_between_looking_and_merging(ours, copy_path):
    with Document.open(copy_path) as copy:
        copy.apply("Commented", commented())
    incoming = read_copy(ours, copy_path)
    ours.apply("Went on", answered("users", "clerks"))
    with pytest.raises(Refusal, match="has changed since the copy"):
        bring_back(ours, incoming, {}, by="Ann")


def test_a_plain_copy_can_be_merged_too(ours, tmp_path):
    ours.save_copy(tmp_path / "plain.rai")
    with Document.open(tmp_path / "plain.rai") as copy:
        copy.apply("Responded", lambda p: replace(p, responses={"f": Response(comment="seen")}))
    merged(ours, tmp_path / "plain.rai")
    assert ours.project.responses["f"].comment == "seen"


def test_rows_are_kept_as_they_were_hashed(ours, copy_path):
    with Document.open(copy_path) as copy:
        copy.apply("Commented", commented("Ümläut “quoted”"))
        rows = copy.rows(after=2)
    merged(ours, copy_path)
    assert copy_rows(ours, ours.project.merges[0]) == rows
    assert all(isinstance(row, Change) for row, _edits in rows)
    assert msgspec.json.decode(rows[-1][1])


def test_a_merge_keeps_the_words_of_a_questionnaire_that_the_copy_answered_without_keeping_them(ours, copy_path):
    from rai_desktop.questionnaire.catalog import pack
    from rai_desktop.questionnaire.editions import Edition

    with Document.open(copy_path) as copy:
        copy.apply("Answered", lambda project: replace(
            project, answers={**project.answers, "accountability": {"one": Answer(value="yes")}}))
        assert "accountability" not in copy.project.pack_editions
    merged(ours, copy_path)
    kept = msgspec.json.decode(ours.read(ours.project.pack_editions["accountability"]), type=Edition)
    assert kept.questions["one"].text == pack("accountability").question("one").text
    assert ours.project.pack_versions["accountability"] == pack("accountability").version


def test_only_what_can_be_both_is_offered_as_both():
    for at in (("answers", "p", "q"), ("risks", "k"), ("actions", "a"), ("responses", "f"), ("inapplicable", "gdpr:22(1)")):
        assert Choice.BOTH in choices_for(Conflict(at, "a", "b", "c"))
    for at in (("title",), ("analyst",), ("plan", "seed"), ("inputs", "roles", "sex"), ("risk_scale",), ("dismissed", "d")):
        assert choices_for(Conflict(at, "a", "b", "c")) == (Choice.OURS, Choice.THEIRS)


# --- a suggestion that one took into the register and the other dismissed -----------------------------------------

KEY = "row|system_profile/failures|0123456789abcdef"
SAID = Dismissal(title="Refused wrongly", reason="A second look catches it", who="Rita Meyer", when="2026-11-20")
TAKEN = Risk(title="Refused wrongly", harm="No credit", suggestion=KEY)


def taken(project):
    return changes.with_action("a", Action(title="Look twice", sources=[links.risk("r")]))(changes.with_risk("r", TAKEN)(project))


def of_both(ours, copy_path, *, dismissed_here):
    here, there = (changes.with_dismissal(KEY, SAID), taken) if dismissed_here else (taken, changes.with_dismissal(KEY, SAID))
    ours.apply("Here", here)
    with Document.open(copy_path) as copy:
        copy.apply("There", there)
    return ours


@pytest.mark.parametrize("dismissed_here", [True, False])
def test_a_suggestion_dismissed_here_and_a_risk_there_is_a_conflict_that_shows_both(ours, copy_path, dismissed_here):
    incoming = read_copy(of_both(ours, copy_path, dismissed_here=dismissed_here), copy_path)
    (conflict,) = incoming.merge().conflicts
    assert conflict.at == ("dismissed", KEY)
    assert conflict_place(incoming, conflict.at, ours.project) == "Suggested risks that are none here: Refused wrongly"
    said = side_words(incoming, conflict)
    none, risk = (said.ours, said.theirs) if dismissed_here else (said.theirs, said.ours)
    assert none.splitlines()[1] == "Because: A second look catches it"
    assert risk.splitlines()[:3] == ["In the register:", "Risk: Refused wrongly", "Harm: No credit"]
    here, there = side_places(conflict)
    assert {here, there} == {("dismissed", KEY), ("risks", "r")}
    assert last_words(incoming.our_rows, here).startswith("Ann (")
    assert last_words(incoming.rows, there).startswith("Rita (")


@pytest.mark.parametrize("dismissed_here", [True, False])
def test_with_both_the_risk_stays_and_says_why_it_was_dismissed(ours, copy_path, dismissed_here):
    merged(of_both(ours, copy_path, dismissed_here=dismissed_here), copy_path)
    project = ours.project
    assert (project.risks, project.dismissed) == ({"r": TAKEN}, {})
    assert project.actions["a"].sources == [links.risk("r")]
    (comment,) = project.comments.values()
    assert comment.about == links.risk("r")
    where = "" if dismissed_here else ", in the review copy for Rita,"
    assert comment.text == f"Rita Meyer said on 2026-11-20{where} that this is no risk here: A second look catches it"
    (line,) = decided_lines(project.merges[0].decided)
    assert line.startswith("Suggested risks that are none here: Refused wrongly: the risk stays in the register, with a comment on")
    ours.undo()
    assert not ours.project.comments


@pytest.mark.parametrize("dismissed_here", [True, False])
@pytest.mark.parametrize("choice", [Choice.OURS, Choice.THEIRS])
def test_one_of_the_two_alone_is_no_contradiction_and_the_other_is_in_the_record(ours, copy_path, choice, dismissed_here):
    of_both(ours, copy_path, dismissed_here=dismissed_here)
    merged(ours, copy_path, {("dismissed", KEY): choice})
    project = ours.project
    stays_none = dismissed_here is (choice is Choice.OURS)
    assert (project.risks, project.dismissed) == (({}, {KEY: SAID}) if stays_none else ({"r": TAKEN}, {}))
    assert project.actions["a"].sources == ([] if stays_none else [links.risk("r")])
    assert not project.comments
    (decided,) = project.merges[0].decided
    assert {"Harm: No credit" in decided.ours, "Harm: No credit" in decided.theirs} == {True, False}
    assert ours.verify_history().ok
    with pytest.raises(NothingNew):
        read_copy(ours, copy_path)


def test_taken_out_and_dismissed_there_while_it_was_changed_here_is_one_conflict(ours, tmp_path):
    ours.apply("Taken", taken)
    save_review_copy(ours, tmp_path / "second.rai", "Rita", "Ann")
    ours.apply("Changed", changes.with_risk("r", replace(TAKEN, owner="Bob")))
    with Document.open(tmp_path / "second.rai") as copy:
        copy.apply("Out", without_risk("r"))
        copy.apply("Dismissed", changes.with_dismissal(KEY, SAID))
    incoming = read_copy(ours, tmp_path / "second.rai")
    (conflict,) = incoming.merge().conflicts
    assert side_words(incoming, conflict).was.startswith("In the register:")
    merged(ours, tmp_path / "second.rai")
    assert (ours.project.risks["r"].owner, ours.project.dismissed) == ("Bob", {})
    assert ours.project.actions["a"].sources == [links.risk("r")]


@pytest.mark.parametrize(("choice", "seed", "words"), [
    (Choice.BOTH, 7, "Seed: kept what is here, “7”. The copy had “8”."),
    (Choice.THEIRS, 8, "Seed: took the copy's, “8”. Here it was “7”.")])
def test_what_can_only_be_one_is_decided_and_told(ours, copy_path, choice, seed, words):
    def seeded(number):
        return lambda p: replace(p, plan=replace(p.plan, seed=number))

    with Document.open(copy_path) as copy:
        copy.apply("Seed", seeded(8))
    ours.apply("Seed", seeded(7))
    brought = merged(ours, copy_path, {("plan", "seed"): choice})
    assert ours.project.plan.seed == seed
    assert ours.project.comments == {}
    assert decided_lines(brought.decided) == [words] == decided_lines(ours.project.merges[0].decided)


def test_a_comment_of_both_is_a_sentence(ours, copy_path):
    with Document.open(copy_path) as copy:
        copy.apply("Answered", answered("purpose", 2))
    ours.apply("Answered", answered("purpose", 3))
    brought = merged(ours, copy_path)
    (comment,) = ours.project.comments.values()
    assert comment.text == f"In the review copy for Rita, Rita ({os_user()}) gave in place of what is here: 2"
    assert "a comment on it: “2”" in decided_lines(brought.decided)[0]


def test_who_worked_in_a_copy_is_not_said_to_be_the_analyst(ours, copy_path):
    with Document.open(copy_path) as copy:
        copy.apply("Answered", answered("limits", "none"))
        copy.named = lambda: "Rob"
        copy.apply("Answered", answered("limits", "some"))
        assert [row.analyst for row in copy.history()] == ["Ann", "Ann", "Ann", "Rita", "Rob"]
    merged(ours, copy_path)
    assert ours.last.analyst == "Ann"


def test_what_a_merge_brought_here_is_told_as_from_its_copy(ours, copy_path):
    """Whoever merged did not write it: the next copy's conflict says whose copy it came from."""
    for name in ("second", "third"):
        save_review_copy(ours, copy_path.with_name(f"{name}.rai"), name.title(), "Ann")
    for path in (copy_path, copy_path.with_name("second.rai"), copy_path.with_name("third.rai")):
        with Document.open(path) as copy:
            copy.apply("Answered", answered("purpose", f"as in {path.stem}"))
        incoming = read_copy(ours, path)
        if at := [conflict.at for conflict in incoming.merge().conflicts]:
            before = {"second": "Rita", "third": "Second"}[path.stem]
            assert last_words(incoming.our_rows, at[0]).endswith(f" UTC, from the review copy for {before}")
            assert last_words(incoming.rows, at[0]).startswith(f"{path.stem.title()} (") and "copy" not in last_words(incoming.rows, at[0])
        bring_back(ours, incoming, dict.fromkeys(at, Choice.THEIRS), by="Ann")
    assert ours.project.answers["p"]["purpose"].value == "as in third"


def test_a_risk_that_only_one_side_has_is_named_by_its_title(ours, copy_path):
    ours.apply("Risk", lambda p: replace(p, risks={"r": Risk(title="Wrongly refused")}))
    save_review_copy(ours, copy_path.with_name("second.rai"), "Rita", "Ann")
    with Document.open(copy_path.with_name("second.rai")) as copy:
        copy.apply("Risks", lambda p: replace(p, risks={"r": Risk(title="Refused"), "new": Risk(title="Seen too late")}))
    ours.apply("Taken out", lambda p: replace(p, risks={}))
    incoming = read_copy(ours, copy_path.with_name("second.rai"))
    assert [conflict_place(incoming, at, ours.project) for at in incoming.merge().taken] == ["Risk: Seen too late"]
    brought = bring_back(ours, incoming, {}, by="Ann")
    assert brought.decided[0].place == "Risk: Refused"


@pytest.mark.parametrize(("here", "choice", "linked"), [
    (True, Choice.OURS, False), (True, Choice.THEIRS, True), (True, Choice.BOTH, False),
    (False, Choice.OURS, True), (False, Choice.THEIRS, False), (False, Choice.BOTH, True)])
def test_a_risk_that_is_kept_though_one_side_took_it_out_keeps_its_actions(ours, copy_path, here, choice, linked):
    """`here`: it was taken out here, and changed in the copy; else the other way round."""
    ours.apply("Risk", lambda p: replace(
        p, risks={"r": Risk(title="Refused")}, actions={"a": Action(title="Look twice", sources=["risk:r", "answer:p/limits"]),
                                                        "b": Action(title="Other")}))
    path = copy_path.with_name("second.rai")
    save_review_copy(ours, path, "Rita", "Ann")

    def owned(project):
        return replace(project, risks={"r": replace(project.risks["r"], owner="Otto")})

    with Document.open(path) as copy:
        copy.apply("Risk", owned if here else without_risk("r"))
    ours.apply("Risk", without_risk("r") if here else owned)
    merged(ours, path, {("risks", "r"): choice})
    assert ("r" in ours.project.risks) is linked
    assert ours.project.actions["a"].sources == (["risk:r"] if linked else []) + ["answer:p/limits"]
    assert ours.project.actions["b"].sources == []


@pytest.mark.parametrize("choice", list(Choice))
def test_a_file_attached_in_the_copy_stays_with_its_answer(ours, copy_path, tmp_path, choice):
    def attached(document, name):
        sha256 = document.keep(name.encode())
        ref = FileRef(path=name, sha256=sha256, size=len(name))
        old = document.project.answers["p"]["purpose"]
        new = replace(old, value=f"with {name}", evidence=[*old.evidence, Attachment(note=name, file=ref)])
        document.apply("Attached", lambda p: replace(p, answers={"p": {"purpose": new}}))
        return sha256

    with Document.open(copy_path) as copy:
        theirs = attached(copy, "theirs.pdf")
    own = attached(ours, "ours.pdf")
    merged(ours, copy_path, {("answers", "p", "purpose"): choice})
    answer = ours.project.answers["p"]["purpose"]
    assert answer.value == f"with {'theirs' if choice is Choice.THEIRS else 'ours'}.pdf"
    assert [each.file.sha256 for each in answer.evidence] == [own, theirs]
    assert ours.read(theirs) == b"theirs.pdf"


TEXT = st.text(st.sampled_from("abcäß=+-@\n \u202e\u05d0🙂"), min_size=1, max_size=5).map(lambda text: f"<{text}>")
EDIT = st.one_of(
    st.tuples(st.just("title"), TEXT), st.tuples(st.just("analyst"), TEXT), st.tuples(st.just("seed"), st.integers(1000, 1009)),
    st.tuples(st.just("answer"), TEXT), st.tuples(st.just("other"), TEXT), st.tuples(st.just("note"), TEXT),
    st.tuples(st.just("file"), TEXT), st.tuples(st.just("risk"), TEXT), st.tuples(st.just("comment"), TEXT),
    st.tuples(st.just("clause"), TEXT), st.tuples(st.just("positive"), TEXT))


def edited(project, edit):  # noqa: C901 - one case for each kind of edit
    what, value = edit
    own = project.answers.get("p", {})
    answer = own.get("purpose", Answer())
    match what:
        case "title" | "analyst":
            return replace(project, **{what: value})
        case "seed":
            return replace(project, plan=replace(project.plan, seed=value))
        case "positive":
            return replace(project, inputs=replace(project.inputs, positive=value))
        case "answer":
            answer = replace(answer, value=value)
        case "note":
            answer = replace(answer, note=value)
        case "file":
            answer = replace(answer, evidence=[*answer.evidence, Attachment(note=value)])
        case "other":
            return replace(project, answers={**project.answers, "p": {**own, "limits": Answer(value=value)}})
        case "risk":
            return replace(project, risks={"k": Risk(title=value)})
        case "clause":
            return replace(project, inapplicable={"gdpr:22(1)": value})
        case "comment":
            return commented(value)(project)
    return replace(project, answers={**project.answers, "p": {**own, "purpose": answer}})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EDIT, min_size=1, max_size=5), st.lists(EDIT, min_size=1, max_size=5), st.sampled_from([*Choice, None]))
def test_every_value_of_either_side_is_there_or_among_what_was_decided(tmp_path_factory, mine, theirs, choice):
    folder = tmp_path_factory.mktemp("merge")
    with Document.create(folder / "ours.rai", title="Loans", analyst="Ann") as ours:
        ours.apply("Answered", answered("purpose", "lending"))
        save_review_copy(ours, folder / "copy.rai", "Rita", "Ann")
        with Document.open(folder / "copy.rai") as copy:
            for edit in theirs:
                copy.apply("Edit", lambda p, edit=edit: edited(p, edit))
            last = copy.project
        for edit in mine:
            ours.apply("Edit", lambda p, edit=edit: edited(p, edit))
        before = ours.project
        incoming = read_copy(ours, folder / "copy.rai")
        choices = {each.at: choice for each in incoming.merge().conflicts} if choice else {}
        brought = bring_back(ours, incoming, choices, by="Ann")
        after = msgspec.to_builtins(replace(ours.project, merges=[]))
        told = "".join(texts_of(after)) + "".join(text.replace("\n  ", "\n") for each in brought.decided
                                                  for text in (each.ours, each.theirs))
        values = {value for _what, value in (*mine, *theirs)}
        for side in (before, last):
            for text in texts_of(msgspec.to_builtins(replace(side, review_copy=None, id="", created=""))):
                if text.startswith("<") or text in {str(value) for value in values}:
                    assert text in told, (text, told)
        assert ours.verify_history().ok


def texts_of(value):
    """Every text and number of a plain value."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_of(each)
    elif value is not None:
        yield str(value)
