"""How a signature stands, in words."""

import re

from msgspec.structs import replace

from rai_desktop.project.document import Document
from rai_desktop.project.reviewing import Meaning
from rai_desktop.review.signing import Intent, sign, target
from rai_desktop.review.standing import State
from rai_desktop.review.told import state_words
from rai_desktop.review.witness import reviewed


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
