"""Signatures of people in a bundle: in the report, in review.json, under the key's signature, and checked by verify."""

import base64
import json
import re

import msgspec
import pytest
from msgspec.structs import replace

from rai_desktop.project.document import Document
from rai_desktop.project.model import FileRef, Inputs
from rai_desktop.project.reviewing import Comment, Meaning, ReviewRequest
from rai_desktop.report import bag
from rai_desktop.report.blocks import Sheet
from rai_desktop.report.bundle import write
from rai_desktop.report.material import gather
from rai_desktop.report.reviewed import review_chapter
from rai_desktop.report.verify import verify
from rai_desktop.review.comments import with_comment
from rai_desktop.review.keys import make_key
from rai_desktop.review.requests import with_request
from rai_desktop.review.signing import Intent, sign, target
from rai_desktop.review.witness import reviewed


@pytest.fixture
def document(tmp_path, project):
    with Document.create(tmp_path / "a.rai", title="Loans", analyst="Ann") as made:
        inputs = Inputs(data=FileRef(path=str(tmp_path / "secret" / "people.csv"), sha256="ab" * 32))
        made.apply("Filled in", lambda p: replace(p, answers=project.answers, packs=project.packs, inputs=inputs))
        yield made


@pytest.fixture
def key(tmp_path):
    make_key(tmp_path / "k.pem", "pw")
    return tmp_path / "k.pem"


def signed(document, **more):
    return sign(document, Intent(meaning=Meaning.APPROVED, name="Rita", role="Chief", **more), target(document))


def exported(document, out, **more):
    return write(gather(document.project, document.results(), reviewed(document)), out, **more)


def rebagged(bundle):
    """Manifests that fit what is there now, as a forger would write them."""
    data = {str(path.relative_to(bundle)): path.read_bytes() for path in (bundle / "data").rglob("*") if path.is_file()}
    (bundle / bag.MANIFEST).write_bytes(bag.manifest(data))
    tags = {name: (bundle / name).read_bytes() for name in ("bagit.txt", "bag-info.txt", bag.MANIFEST)}
    (bundle / bag.TAG_MANIFEST).write_bytes(bag.manifest(tags))


def altered(bundle, name, change):
    path = bundle / "data" / name
    plain = json.loads(path.read_text())
    change(plain)
    path.write_text(json.dumps(plain))
    rebagged(bundle)


def test_a_standing_signature_covers_the_project_in_the_bundle(document, tmp_path):
    made = signed(document)
    found = verify(exported(document, tmp_path / "b"))
    assert found.ok
    (check,) = found.signatures
    assert (check.name, check.meaning, check.covers, check.digest) == ("Rita", "approved", True, made.digest)
    assert "name alone" in check.told


def test_the_bundle_does_not_tell_folders_and_still_covers(document, tmp_path):
    signed(document)
    bundle = exported(document, tmp_path / "b")
    assert "secret" not in (bundle / "data" / "project.json").read_text()
    assert verify(bundle).signatures[0].covers


def test_a_broken_one_is_told_and_is_no_fault_of_the_bundle(document, tmp_path):
    signed(document)
    document.apply("Renamed", lambda p: replace(p, title="Other"), reason="A new name")
    bundle = exported(document, tmp_path / "b")
    found = verify(bundle)
    assert found.ok
    assert not found.signatures[0].covers
    assert "UTC. It does not cover this project as it stands here. By name alone" in found.signatures[0].told
    told = json.loads((bundle / "data" / "review.json").read_text())["signatures"][0]
    assert (told["state"], told["since"]["label"], told["since"]["reason"]) == ("broken", "Renamed", "A new name")
    text = re.sub(r"\s+", " ", (bundle / "data" / "report.html").read_text())
    assert "Approved by Rita (Chief)" in text
    assert "Broken from entry 4 on: what was signed has changed since. Entry 4: “Renamed”, by Ann" in text


def test_content_altered_under_a_standing_signature_is_told(document, tmp_path):
    signed(document)
    bundle = exported(document, tmp_path / "b")
    altered(bundle, "project.json", lambda plain: plain.update(title="Forged"))
    found = verify(bundle)
    assert not found.ok
    assert any("is said to stand, but the project is not what was signed" in each for each in found.problems)


def test_a_forged_signature_is_told(document, key, tmp_path):
    signed(document, key=key, passphrase="pw")
    bundle = exported(document, tmp_path / "b")
    assert verify(bundle).ok
    for name in ("project.json", "review.json"):
        altered(bundle, name, lambda plain: [each.get("signature", each).update(name="Chief") for each in plain["signatures"]])
    assert any("its key did not sign this" in each for each in verify(bundle).problems)


@pytest.mark.parametrize("gone", [True, False])
def test_one_that_the_record_does_not_know_is_told(document, tmp_path, gone):
    signed(document)
    bundle = exported(document, tmp_path / "b")
    if gone:
        (bundle / "data" / "review.json").unlink()
        rebagged(bundle)
    else:
        altered(bundle, "review.json", lambda plain: plain.update(signatures=[]))
    assert any("not in review.json" in each for each in verify(bundle).problems)


def test_one_that_is_not_valid_is_told(document, tmp_path):
    made = signed(document)
    document.record("Slipped in", lambda p: replace(p, signatures=[made, replace(made, name="Chief", digest="0" * 64)]))
    assert any("“Approved by Chief" in each and "not valid" in each for each in verify(exported(document, tmp_path / "b")).problems)


def test_another_policy_is_not_what_was_signed(document, tmp_path):
    signed(document)
    told = reviewed(document)
    plan = replace(document.project.plan, policy="us-lending")
    bundle = write(gather(replace(document.project, plan=plan), {}, told), tmp_path / "b")
    found = verify(bundle)
    assert found.ok
    assert not found.signatures[0].covers


def test_the_key_of_the_bundle_signs_head_and_signatures(document, key, tmp_path):
    made = signed(document)
    bundle = exported(document, tmp_path / "b", key=key, passphrase="pw")
    payload = json.loads(base64.b64decode(json.loads((bundle / "attestation.dsse.json").read_text())["payload"]))
    assert payload["predicate"]["history"] == {"entries": 3, "head": document.last.hash}
    assert payload["predicate"]["signatures"] == [msgspec.to_builtins(made)]


def test_the_chapter_tells_comments_and_requests(document, tmp_path):
    document.apply("Asked", lambda p: with_request(p, ReviewRequest(by="Ann", of="Rita", when="2026-11-23T08:00:00+00:00",
                                                                    due="2026-12-01", words="The thresholds")))
    for text, resolved in (("Why this limit?", ""), ("Done", "2026-11-24T08:00:00+00:00")):
        comment = Comment(about="", who="Rita", when="2026-11-23T09:00:00+00:00", text=text, resolved_when=resolved,
                          resolved_by="Ann" if resolved else "")
        document.apply("Said", lambda p, comment=comment: with_comment(p, comment))
    text = (exported(document, tmp_path / "b") / "data" / "report.html").read_text()
    for words in ("Review and signatures", "Nobody has signed", "The thresholds", "Open comments (1)", "Why this limit?",
                  "Resolved comments (1)", "Resolved by Ann, 2026-11-24 08:00 UTC"):
        assert words in text, words


def test_only_a_request_that_waits_past_its_day_is_told_as_overdue(document, tmp_path):
    asked = ReviewRequest(by="Ann", of="Rita", when="1999-11-23T08:00:00+00:00", due="2000-01-01", words="Late")
    answered = replace(asked, answered="1999-12-01T08:00:00+00:00", outcome="reviewed", words="Done")
    in_time = replace(asked, due="9999-01-01", words="In time")
    document.apply("Asked", lambda p: replace(p, requests=[asked, answered, in_time]))
    told = review_chapter(gather(document.project, {}, reviewed(document)))
    rows = next(each.rows for each in told.blocks if isinstance(each, Sheet))
    day = document.project.created[:10]
    assert {row[-1]: row[-2] for row in rows} == {
        "Late": f"open\nOverdue on {day}", "Done": "reviewed", "In time": "open"}


def test_without_any_of_it_there_is_no_chapter(document, tmp_path):
    assert "Review and signatures" not in (exported(document, tmp_path / "b") / "data" / "report.html").read_text()


def test_unreadable_signatures_are_told(document, tmp_path):
    signed(document)
    bundle = exported(document, tmp_path / "b")
    altered(bundle, "project.json", lambda plain: plain.update(signatures=[{"name": 3}]))
    assert any("cannot be read" in each for each in verify(bundle).problems)
