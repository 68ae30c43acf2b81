"""Laws and clauses speak the chosen language; their ids and dates do not change with it."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from rai_desktop import i18n
from rai_desktop.frameworks import catalog
from rai_desktop.frameworks.clause import Framework
from rai_desktop.paths import site_dir

BOUND = ("id", "parent", "kind", "applies_from", "published", "verified")


@pytest.fixture
def french() -> Iterator[None]:
    i18n.choose("fr")
    yield
    i18n.choose("en")


@pytest.fixture
def english(french: None) -> dict[str, Framework]:
    i18n.choose("en")
    found = {each.id: each for each in catalog.frameworks()}
    i18n.choose("fr")
    return found


def test_words_change_and_what_others_refer_to_does_not(english: dict[str, Framework]) -> None:
    changed = 0
    for here in catalog.frameworks():
        there = english[here.id]
        assert list(here.clauses) == list(there.clauses)
        assert (here.applies_from, here.ended) == (there.applies_from, there.ended)
        for id_, clause in here.clauses.items():
            assert [getattr(clause, name) for name in BOUND] == [getattr(there.clauses[id_], name) for name in BOUND]
            changed += clause.title != there.clauses[id_].title
    assert changed > 0.9 * sum(len(each.clauses) for each in english.values())


def test_a_reference_is_told_in_the_language(french: None) -> None:
    assert catalog.label("gdpr:22(1)") == "RGPD, art. 22(1)"
    i18n.choose("en")
    assert catalog.label("gdpr:22(1)") == "GDPR Art. 22(1)"


def test_a_sites_own_law_brings_its_own_french(french: None) -> None:
    home = site_dir() / "frameworks"
    home.mkdir(parents=True)
    (home / "house.json").write_text(json.dumps({
        "id": "house", "name": "House rules", "clauses": {"1": {"id": "1", "title": "Ask first"}}}))
    words = Catalog(locale="fr", domain="house")
    words.add("Ask first", "Demander d'abord")
    _keep(words, site_dir() / "locale" / "fr" / "LC_MESSAGES" / "house.mo")
    catalog.forget()
    try:
        assert catalog.clause("house", "1").title == "Demander d'abord"
        assert catalog.framework("house").name == "House rules"
    finally:
        catalog.forget()
        i18n._catalogue.cache_clear()


def _keep(words: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True)
    out = io.BytesIO()
    write_mo(out, words)
    path.write_bytes(out.getvalue())


@pytest.mark.parametrize("damage", [b"", b"junk", "words".encode("utf-16"), None])
def test_a_sites_catalogue_that_cannot_be_read_is_passed_over(french: None, damage: bytes | None) -> None:
    words = Catalog(locale="fr", domain="gdpr")
    words.add("Right", "Droit")
    file = site_dir() / "locale" / "fr" / "LC_MESSAGES" / "gdpr_of_ours.mo"
    _keep(words, file)
    file.write_bytes(file.read_bytes()[:-9] if damage is None else damage)
    i18n._catalogue.cache_clear()
    assert i18n.in_words_of("gdpr_of_ours", "Right") in ("Right", "Droit")
