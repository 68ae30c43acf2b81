"""Signatures: what is signed, how long it holds, and what every forgery is told as."""

import base64
import hashlib
import json
import sqlite3

import msgspec
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from rai_desktop.errors import Refusal
from rai_desktop.paths import settings_dir
from rai_desktop.project.approval import ReasonNeeded
from rai_desktop.project.document import Document
from rai_desktop.project.history import FIRST_HASH, Kind
from rai_desktop.project.model import Answer, FileRef, Inputs, Run
from rai_desktop.project.reviewing import Comment, Meaning, ReviewRequest
from rai_desktop.project.runs import with_run
from rai_desktop.review.comments import with_comment
from rai_desktop.review.keys import make_key
from rai_desktop.review.requests import with_request
from rai_desktop.review.signing import Intent, sign, target
from rai_desktop.review.standing import Assurance, State
from rai_desktop.review.witness import Witness, reviewed


@pytest.fixture
def path(tmp_path):
    return tmp_path / "case.rai"


@pytest.fixture
def document(path):
    with Document.create(path, title="Loans", analyst="Ann") as made:
        made.apply("Answered", answered("purpose", "lending"))
        yield made


def answered(question, value):
    def change(project):
        own = {**project.answers.get("p", {}), question: Answer(value=value)}
        return replace(project, answers={**project.answers, "p": own})

    return change


def titled(title):
    return lambda project: replace(project, title=title)


def signed(document, meaning=Meaning.REVIEWED, name="Rita", **more):
    return sign(document, Intent(meaning=meaning, name=name, **more), target(document))


def only(document):
    (standing,) = reviewed(document).standings
    return standing


def test_a_signature_stands_while_nothing_changes(document):
    made = signed(document)
    standing = only(document)
    assert (standing.state, standing.assurance) == (State.STANDS, Assurance.NAME)
    assert (made.entry, made.head) == (2, document.history()[1].hash)
    assert document.history()[-1].kind is Kind.RECORD


def test_one_key_under_several_names_is_remarked(document, tmp_path):
    key = tmp_path / "key.pem"
    make_key(key, "long enough a secret")
    for name in ("Rita", "rita ", "Tom"):
        signed(document, name=name, key=key, passphrase="long enough a secret")
    signed(document, name="Ann")
    assert [each.note for each in reviewed(document).standings] == [
        "The same key signed as Tom, too.", "The same key signed as Tom, too.", "The same key signed as Rita, too.", ""]


def test_the_digest_is_that_of_the_project_without_what_is_said_about_it(document):
    made = signed(document)
    document.apply("Commented", lambda p: with_comment(p, Comment(about="", who="A", when="2026", text="t")))
    plain = json.loads(msgspec.json.encode(document.project))
    for name in ("comments", "signatures"):
        del plain[name]
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert made.digest == hashlib.sha256(text.encode()).hexdigest()


def test_comments_requests_and_further_signatures_break_nothing(document):
    signed(document)
    document.apply("Commented", lambda p: with_comment(p, Comment(about="", who="A", when="2026", text="t")))
    document.apply("Asked", lambda p: with_request(p, ReviewRequest(by="A", of="B", when="2026")))
    signed(document, Meaning.APPROVED, "Bob")
    assert [each.state for each in reviewed(document).standings] == [State.STANDS, State.STANDS]


def test_a_change_breaks_it_from_that_entry_on(document):
    signed(document)
    document.apply("Changed the title", titled("Other"))
    document.apply("Changed it more", titled("Third"))
    standing = only(document)
    assert standing.state is State.BROKEN
    assert (standing.since.seq, standing.since.label, standing.since.analyst) == (4, "Changed the title", "Ann")


def test_changed_and_changed_back_is_told(document):
    signed(document)
    document.apply("There", titled("Other"))
    document.apply("Back", titled("Loans"))
    standing = only(document)
    assert (standing.state, standing.since.label, standing.back.label) == (State.RESTORED, "There", "Back")
    document.undo()
    assert only(document).state is State.BROKEN


def test_recording_a_run_is_a_change(document):
    signed(document)
    document.record("Started a run", lambda project: with_run(project, Run(id="r", started="2026")))
    assert only(document).since.label == "Started a run"


def test_moving_a_file_is_no_change(document, path):
    document.apply("Chose", lambda p: replace(p, inputs=Inputs(data=FileRef(path="/one/place/a.csv", sha256="ab"))))
    signed(document)
    document.apply("Moved", lambda p: replace(p, inputs=Inputs(data=FileRef(path="/another/a.csv", sha256="ab"))))
    assert only(document).state is State.STANDS
    document.apply("Other file", lambda p: replace(p, inputs=Inputs(data=FileRef(path="/another/b.csv", sha256="ab"))))
    assert only(document).state is State.BROKEN


def test_undo_passes_a_signature_by(document):
    signed(document)
    document.undo()
    assert document.project.answers == {}
    assert len(document.project.signatures) == 1
    assert only(document).state is State.BROKEN


def test_signing_answers_the_request(document):
    document.apply("Asked", lambda p: with_request(p, ReviewRequest(by="Ann", of="rita ", when="2026")))
    signed(document, Meaning.AUTHORED)
    assert not document.project.requests[0].answered
    signed(document)
    assert document.project.requests[0].outcome == "reviewed"


def test_what_was_shown_must_be_what_is_signed(document):
    shown = target(document)
    document.apply("Changed", titled("Other"))
    with pytest.raises(Refusal, match="has changed since"):
        sign(document, Intent(meaning=Meaning.REVIEWED, name="R"), shown)
    assert document.project.signatures == []


# --- by key ---------------------------------------------------------------------------------------------------


@pytest.fixture
def key(tmp_path):
    make_key(tmp_path / "rita.pem", "open sesame")
    return tmp_path / "rita.pem"


def test_by_key_known_and_unknown(document, key, tmp_path):
    signed(document, key=key, passphrase="open sesame")
    assert only(document).assurance is Assurance.UNKNOWN_KEY
    book = settings_dir() / "signers"
    book.mkdir()
    (book / "rita.pem").write_bytes(key.with_suffix(".pub.pem").read_bytes())
    assert only(document).assurance is Assurance.KNOWN_KEY


def test_any_ed25519_checks_it(document, key):
    made = signed(document, key=key, passphrase="open sesame", role="Validator")
    plain = {name: value for name, value in msgspec.to_builtins(made).items() if name != "value"}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()
    kind = b"application/vnd.rai-desktop.signature+json"
    whole = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(text), text)
    checker = Ed25519PublicKey.from_public_bytes(base64.b64decode(made.public_key))
    assert checker.verify(base64.b64decode(made.value), whole) is None
    with pytest.raises(InvalidSignature):
        checker.verify(base64.b64decode(made.value), whole.replace(b"Validator", b"Developer"))


def test_a_wrong_passphrase_signs_nothing(document, key):
    with pytest.raises(Refusal, match="does not open"):
        signed(document, key=key, passphrase="wrong")
    assert document.project.signatures == []


def test_a_site_may_demand_a_key(document):
    with pytest.raises(Refusal, match="key only"):
        sign(document, Intent(meaning=Meaning.REVIEWED, name="R"), target(document), needs_key=True)


# --- forgeries ------------------------------------------------------------------------------------------------


def forge(path, change):
    """Alter the newest state in the file itself, as an editor of SQLite would."""
    with sqlite3.connect(path) as base:
        state = json.loads(base.execute("SELECT project FROM state").fetchone()[0])
        change(state)
        base.execute("UPDATE state SET project = ?", (json.dumps(state),))
    base.close()


def reopened(path):
    with Document.open(path) as document:
        return reviewed(document).standings


@pytest.mark.parametrize("field", ["name", "meaning", "digest", "when", "role", "head", "entry"])
def test_an_edited_signature_is_not_valid(document, path, field):
    signed(document)
    document.close()
    other = {"meaning": "approved", "entry": 1}.get(field, "2020-01-01T00:00:00+00:00")
    forge(path, lambda state: state["signatures"][0].update({field: other}))
    assert all(each.state is State.NOT_VALID for each in reopened(path))


def test_one_slipped_into_the_stored_project_is_not_valid(document, path):
    signed(document)
    document.close()
    forge(path, lambda state: state["signatures"].append({**state["signatures"][0], "name": "Chief"}))
    chief = next(each for each in reopened(path) if each.signature.name == "Chief")
    assert (chief.state, "does not stand in the history" in chief.problem) == (State.NOT_VALID, True)


def test_content_altered_behind_the_history_is_told(document, path):
    signed(document)
    document.close()
    forge(path, lambda state: state.update(title="Forged"))
    (standing,) = reopened(path)
    assert (standing.state, "stored project" in standing.problem) == (State.NOT_VALID, True)


def test_no_signature_stands_where_the_newest_row_was_taken_out(document, path):
    signed(document)
    title = document.project.title
    document.apply("Titled", lambda project: replace(project, title="Later"))
    last = document.last.seq
    document.close()
    forge(path, lambda state: state.update(title=title))
    with sqlite3.connect(path) as base:
        base.execute("DELETE FROM history WHERE seq = ?", (last,))
    base.close()
    (standing,) = reopened(path)
    assert (standing.state, "newest rows" in standing.problem) == (State.NOT_VALID, True)


def test_one_copied_from_another_project_is_not_valid(document, tmp_path):
    made = signed(document)
    with Document.create(tmp_path / "other.rai", title="Other") as other:
        other.record("Signed", lambda project: replace(project, signatures=[made]))
        standing = only(other)
    assert (standing.state, "copied from elsewhere" in standing.problem) == (State.NOT_VALID, True)


def test_one_moved_to_a_later_entry_is_not_valid(document):
    made = signed(document)
    document.apply("Changed", titled("Other"))
    document.record("Signed again", lambda project: replace(project, signatures=[*project.signatures, made]))
    assert [each.state for each in reviewed(document).standings] == [State.BROKEN, State.NOT_VALID]


def test_one_with_another_digest_is_not_valid(document):
    made = signed(document)
    forged = replace(made, name="Chief", entry=document.last.seq, head=document.last.hash, digest="0" * 64)
    document.record("Signed", lambda project: replace(project, signatures=[*project.signatures, forged]))
    chief = reviewed(document).standings[-1]
    assert (chief.state, "hash it names" in chief.problem) == (State.NOT_VALID, True)


def test_one_altered_or_taken_out_by_a_row_is_told_with_the_row(document):
    made = signed(document)
    signed(document, name="Bob")
    document.record("Renamed", lambda p: replace(p, signatures=[replace(made, name="Eve"), p.signatures[1]]))
    document.record("Cleared", lambda p: replace(p, signatures=p.signatures[:1]))
    told = reviewed(document).standings
    assert not any(each.holds for each in told)
    assert told[0].problem.startswith("It was altered by entry 5 (Renamed), Ann")
    assert told[1].problem.startswith("It was taken out by entry 6 (Cleared), Ann")


def test_a_backdated_one_is_not_valid(document):
    made = msgspec.structs.replace(signed(document), when="2020-01-01T00:00:00+00:00", entry=document.last.seq,
                                   head=document.last.hash)
    document.record("Signed", lambda project: replace(project, signatures=[*project.signatures, made]))
    assert "It says it was made at 2020-01-01" in reviewed(document).standings[-1].problem


def rewrite(path, alter):
    """Rewrite the history from the first row on, all hashes too, as someone with time and SHA-256 could."""
    names = "seq, time, zone, user, analyst, kind, target, label, reason, version"
    with sqlite3.connect(path) as base:
        before = FIRST_HASH
        for *row, edits in base.execute(f"SELECT {names}, edits FROM history ORDER BY seq").fetchall():
            edits = alter(row, edits)
            before = hashlib.sha256(json.dumps([before, *row, edits], separators=(",", ":"), ensure_ascii=False).encode()
                                    ).hexdigest()
            base.execute("UPDATE history SET hash = ?, edits = ? WHERE seq = ?", (before, edits, row[0]))
        state = base.execute("SELECT project FROM state").fetchone()[0]
        base.execute("UPDATE state SET project = ?", (alter([0], state),))
    base.close()


@pytest.mark.parametrize("by_key", [False, True])
def test_a_rewritten_history_is_told(document, path, key, by_key):
    signed(document, **({"key": key, "passphrase": "open sesame"} if by_key else {}))
    document.close()
    rewrite(path, lambda _row, text: text.replace("lending", "hunting"))
    with Document.open(path) as again:
        assert again.verify_history().ok  # the chain itself was forged well
        assert only(again).state is State.NOT_VALID


def test_a_broken_chain_is_told(document, path):
    signed(document)
    document.close()
    with sqlite3.connect(path) as base:
        base.execute("UPDATE history SET label = 'x' WHERE seq = 1")
    base.close()
    assert [each.state for each in reopened(path)] == [State.NOT_VALID]


# --- over random histories ------------------------------------------------------------------------------------

DEEDS = st.lists(st.sampled_from(["a", "b", "c", "sign", "run", "comment", "undo", "redo"]), min_size=1, max_size=14)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DEEDS)
def test_states_over_random_histories(tmp_path_factory, deeds):
    """The oracle keeps every content there was; the witness has only the rows, some of them read late."""
    with Document.create(tmp_path_factory.mktemp("h") / "h.rai", title="a") as document:
        contents, signatures = [content(document)], []
        witness = Witness(document)
        for number, deed in enumerate(deeds):
            act(document, deed, number)
            contents += [content(document)] * (document.last.seq - len(contents))
            if deed == "sign":
                signatures.append(len(contents) - 1)
            if number % 3 == 0:
                witness.reviewed()
        expected = [oracle(contents, at) for at in signatures]
        assert [each.state for each in witness.reviewed().standings] == expected
        assert [each.state for each in reviewed(document).standings] == expected


def act(document, deed, number):
    match deed:
        case "sign":
            signed(document, name=f"R{number}")
        case "run":
            document.record("Run", lambda project: with_run(project, Run(id=f"r{number}", started="1")))
        case "comment":
            document.apply("Said", lambda p: with_comment(p, Comment(about="", who="A", when="1", text="t")))
        case "undo" | "redo":
            getattr(document, deed)()
        case _:
            document.apply("Titled", titled(deed))


def content(document):
    plain = msgspec.to_builtins(document.project)
    return {name: value for name, value in plain.items() if name not in ("comments", "signatures")}


def oracle(contents, at):
    if contents[-1] != contents[at]:
        return State.BROKEN
    return State.STANDS if all(each == contents[at] for each in contents[at:]) else State.RESTORED


def test_a_long_history_is_followed_row_by_row(document):
    """Asked after each change, only the new row is read."""
    signed(document)
    witness = Witness(document)
    witness.reviewed()
    for number in range(40):
        document.apply("Titled", titled(str(number)))
    asked = []
    rows = document.rows
    document.rows = lambda after=0: asked.append(after) or rows(after)
    witness.reviewed()
    assert asked == [3]


# --- reasons --------------------------------------------------------------------------------------------------


def test_after_an_approval_changes_need_a_reason(document):
    document.apply("Before", titled("Before"))
    signed(document, Meaning.APPROVED, "Bob")
    before = document.project, len(document.history())
    for change in (lambda: document.apply("Changed", titled("x")), document.undo):
        with pytest.raises(ReasonNeeded, match="approved"):
            change()
        assert (document.project, len(document.history())) == before
    document.apply("Changed", titled("x"), reason="A typing mistake")
    assert document.history()[-1].reason == "A typing mistake"
    document.undo(reason="Not one after all")
    with pytest.raises(ReasonNeeded):
        document.redo()
    document.redo(reason="It was")
    assert [row.reason for row in document.history()[-3:]] == ["A typing mistake", "Not one after all", "It was"]


def test_a_reason_may_stand_for_what_follows(document):
    signed(document, Meaning.APPROVED)
    document.standing_reason = "Findings of the audit"
    document.apply("Changed", titled("x"))
    document.record("Run", lambda project: with_run(project, Run(id="r", started="1")))
    assert [row.reason for row in document.history()[-2:]] == ["Findings of the audit"] * 2


def test_comments_need_none_and_results_are_never_refused(document):
    signed(document, Meaning.APPROVED)
    document.apply("Said", lambda p: with_comment(p, Comment(about="", who="A", when="1", text="t")))
    document.record("Run", lambda project: with_run(project, Run(id="r", started="1")))
    assert document.history()[-1].reason == ""


def test_an_approval_cannot_be_taken_out_without_one(document):
    signed(document, Meaning.APPROVED)
    with pytest.raises(ReasonNeeded):
        document.apply("Cleared", lambda project: replace(project, signatures=[]))
