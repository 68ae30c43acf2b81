"""Clauses are found by id, dated, and say how well they are known."""

import json

import pytest

from rai_desktop.errors import Refusal
from rai_desktop.frameworks import catalog, crosswalk
from rai_desktop.frameworks.clause import Clause, Framework
from rai_desktop.paths import resource


@pytest.mark.parametrize(
    ("id_", "day"),
    [
        ("Art.4", "2025-02-02"),
        ("Art.5(1)(a)", "2025-02-02"),
        ("Art.5(1)(ba)", "2026-12-02"),
        ("Art.6(3)", "2027-12-02"),
        ("Art.15(1)", "2027-12-02"),
        ("Art.26(11)", "2027-12-02"),
        ("Art.27", "2027-12-02"),
        ("Art.49(2)", "2026-08-02"),
        ("Art.50(2)", "2026-08-02"),
        ("Art.53", "2025-08-02"),
        ("Art.72", "2026-08-02"),
        ("Art.73", "2026-08-02"),
        ("Art.86", "2026-08-02"),
        ("AnnexIII.5(b)", "2027-12-02"),
        ("AnnexIV.2(g)", "2027-12-02"),
        ("AnnexI.A.11", "2028-08-02"),
        ("AnnexVIII.A.5", "2026-08-02"),
        ("AnnexXI.1.2", "2025-08-02"),
    ],
)
def test_clauses_of_the_act_carry_the_day_as_amended(id_, day):
    assert catalog.clause("eu_ai_act", id_).applies_from == day


def test_only_chapter_three_was_deferred_and_says_for_whom():
    assert "2028-08-02 for Annex I" in catalog.clause("eu_ai_act", "Art.9(8)").applies_note
    assert [each.date for each in catalog.framework("eu_ai_act").timeline] == sorted(
        each.date for each in catalog.framework("eu_ai_act").timeline
    )
    assert len(catalog.framework("eu_ai_act").timeline) == 11


def test_what_is_unverified_says_so():
    memory = catalog.clause("eu_ccd2", "18(8)")
    assert memory.unverified
    assert memory.caution == "(from memory, unverified)"
    assert catalog.clause("eu_ai_act", "Art.9").caution == ""
    assert Clause(id="x", title="X").unverified


def test_repealed_texts_carry_their_end():
    assert catalog.framework("sr_11_7").ended == "2026-04-17"
    assert catalog.framework("colorado_sb24_205").ended


def test_every_clause_has_words_a_standing_and_a_parent_that_exists():
    found = catalog.frameworks()
    assert len(found) == 47
    assert sum(len(each.clauses) for each in found) == 1429
    for home in found:
        assert home.name
        assert home.source
        for id_, clause in home.clauses.items():
            assert clause.id == id_
            assert clause.title
            assert clause.verified in ("source text", "secondary source", "from memory, unverified")
            assert not clause.parent or clause.parent in home.clauses, f"{home.id}: {id_}"


def test_children_give_the_tree():
    assert [each.id for each in catalog.framework("eu_ai_act").children("AnnexIII.8")] == [
        "AnnexIII.8(a)",
        "AnnexIII.8(b)",
    ]


def test_references_and_labels():
    assert catalog.resolve("owasp_llm_2026:LLM01:2026").title
    assert catalog.label("eu_ai_act:Art.15(1)") == "EU AI Act Art.15(1)"
    assert catalog.label("canada_aia:RS.riskProfile") == "Canada AIA: Risk profile"
    assert catalog.label("canada_aia:MS.fairness (procedural)") == "Canada AIA: Procedural fairness"
    assert catalog.label("iso_42005:dim.fairness") == "ISO/IEC 42005: Impact dimension: fairness and discrimination"
    assert catalog.label("iso_related:prEN 18286").endswith(" prEN 18286")


def test_what_is_not_there_is_refused_with_a_way_out():
    with pytest.raises(Refusal, match="no framework “eu”"):
        catalog.framework("eu")
    with pytest.raises(Refusal, match=r"no clause “Art\.999”"):
        catalog.clause("eu_ai_act", "Art.999")
    assert not catalog.has_clause("eu", "Art.1")


def test_a_site_may_add_a_framework_and_a_broken_one_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("RAI_SITE", str(tmp_path))
    folder = tmp_path / "frameworks"
    folder.mkdir()
    (folder / "house.json").write_text(
        json.dumps(
            {"id": "house", "name": "House rules", "clauses": {"1": {"id": "1", "title": "One"}}}
        )
    )
    (folder / "bad.json").write_text("{")
    catalog.forget()
    try:
        assert catalog.clause("house", "1").title == "One"
        with pytest.raises(Refusal, match=r"bad\.json"):
            catalog.framework("bad")
    finally:
        catalog.forget()


@pytest.mark.expects_log
@pytest.mark.parametrize("torn", [b"garbage = =", b"", b"[" * 100_000, b"\xff"])
def test_a_broken_framework_of_a_site_hurts_no_other(tmp_path, monkeypatch, torn):
    monkeypatch.setenv("RAI_SITE", str(tmp_path))
    (tmp_path / "frameworks").mkdir()
    for name in ("house", "gdpr"):
        (tmp_path / "frameworks" / f"{name}.json").write_bytes(torn)
    catalog.forget()
    try:
        known = {each.id for each in catalog.frameworks()}
        assert {"gdpr", "eu_ai_act"} <= known and "house" not in known
        assert catalog.has_clause("gdpr", "22(1)")
        with pytest.raises(Refusal, match="cannot be read"):
            catalog.framework("house")
    finally:
        monkeypatch.undo()
        catalog.forget()


def test_the_crosswalk_gives_clauses_by_topic_direct_ones_first():
    found = crosswalk.clauses_for("fairness")
    assert ("eu_ai_act", "Art.10(2)(f)", "direct") in found
    assert ("ecoa_reg_b", "1002.4(a)", "supporting") in found
    assert [each[2] for each in found] == sorted(each[2] for each in found)
    assert "NOT evidence" in crosswalk.mapping("fairness").caveat
    assert crosswalk.clauses_for("nothing") == []


def test_every_id_of_the_crosswalk_is_in_the_catalogue():
    assert len(crosswalk.topics()) == 14
    assert len(crosswalk.modules()) == 12
    for topic in (*crosswalk.topics(), *crosswalk.modules()):
        assert crosswalk.clauses_for(topic)
        for home, id_, _ in crosswalk.clauses_for(topic):
            assert catalog.has_clause(home, id_), f"{topic}: {home}:{id_}"


def test_the_crosswalk_reads_backwards():
    assert ("performance", "direct") in crosswalk.topics_for("eu_ai_act", "Art.15(1)")
    assert crosswalk.topics_for("eu_ai_act", "Art.5") == []


def test_files_are_named_by_their_framework():
    for path in resource("frameworks").glob("*.json"):
        if path.name != catalog.CROSSWALK:
            assert isinstance(catalog.framework(path.stem), Framework)
            assert catalog.framework(path.stem).id == path.stem
