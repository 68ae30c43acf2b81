"""How a signature stands, in words."""

import re

from msgspec.structs import replace

from rai_desktop.project.document import Document
from rai_desktop.project.reviewing import Decision, Meaning
from rai_desktop.review.keys import make_key
from rai_desktop.review.signing import Intent, sign, target
from rai_desktop.review.standing import State
from rai_desktop.review.told import assurance_words, state_words
from rai_desktop.review.witness import reviewed
from rai_desktop.review.wording import decided_lines


def told(path, *titles):
    """The words on an approval, after these titles were given one after the other."""
    document = Document.create(path, analyst="Ann", title="One")
    sign(document, Intent(meaning=Meaning.APPROVED, name="Rita"), target(document))
    for title in titles:
        document.apply("Renamed", lambda p, title=title: replace(p, title=title), reason="A new name")
    (standing,) = reviewed(document).standings
    document.close()
    return standing.state, state_words(standing)


def test_a_broken_signature_names_the_entry_without_brackets_in_brackets(tmp_path):
    state, said = told(tmp_path / "a.rai", "Two")
    assert state is State.BROKEN
    assert re.fullmatch(r"Broken from entry (\d+) on: what was signed has changed since\. "
                        r"Entry \1: “Renamed”, by Ann( \([^()]+\))?, \S+ \S+ UTC\. Reason: “A new name”\.", said)


def test_one_that_stands_again_names_both_entries(tmp_path):
    state, said = told(tmp_path / "a.rai", "Two", "One")
    assert state is State.RESTORED
    first, second = re.findall(r"Entry (\d+): “Renamed”", said)
    assert said.startswith(f"Stands again: changed by entry {first} and changed back by entry {second}. Entry {first}:")


def test_a_key_nobody_has_listed_says_what_to_ask_the_signer(tmp_path):
    document = Document.create(tmp_path / "a.rai", analyst="Ann")
    key = tmp_path / "rita.pem"
    make_key(key, "open sesame")
    sign(document, Intent(meaning=Meaning.APPROVED, name="Rita", key=key, passphrase="open sesame"), target(document))
    (standing,) = reviewed(document).standings
    assert assurance_words(standing) == (
        f"By a key that is not among the known signers here ({standing.signature.key[:16]}…). Ask the signer whether the "
        "fingerprint of their key begins so.")
    document.close()


def test_a_decision_on_a_question_names_it_in_quotation_marks():
    told = decided_lines([Decision(place=place, kept="ours", ours="Yes", theirs="No") for place in ("Title", "When?")])
    assert [each.partition(" kept")[0] for each in told] == ["Title:", "“When?”:"]
