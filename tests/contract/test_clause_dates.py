"""Every clause that a pack or the crosswalk names is in the catalogue and has a date: of what kind, and where that is written."""

import datetime as dt
import json
import re

import jsonschema
import msgspec
import pytest

from rai_desktop.frameworks import catalog, crosswalk
from rai_desktop.frameworks.clause import Clause, Framework
from rai_desktop.frameworks.dating import DateKind, dating
from rai_desktop.paths import resource
from rai_desktop.questionnaire.catalog import packs

FILES = sorted(path for path in resource("frameworks").glob("*.json") if path.name != catalog.CROSSWALK)
# Days of official texts, written down here by hand: (framework, clause, kind, date).
KNOWN = [
    ("nist_ai_rmf", "GOVERN 1.1", "published", "2023-01-26"),
    ("nist_ai_600_1", "GAI-01", "published", "2024-07-26"),
    ("iso_42001", "A.5.4", "published", "2023-12"),
    ("iso_42005", "6.3", "published", "2025-05"),
    ("eu_altai", "1", "published", "2020-07-17"),
    ("imdrf_gmlp", "10", "published", "2025-01"),
    ("wp248", "9", "published", "2017-10-04"),
    ("hipaa_safe_harbor", "A", "applies from", "2003-04-14"),
    ("fcra", "615(a)", "applies from", "1971-04-25"),
    ("ecoa_reg_b", "1002.9(b)(2)", "applies from", "2011-12-30"),
    ("ecoa_reg_b", "1002.6(a)", "applies from", "2026-07-21"),
    ("nyc_ll144", "20-871", "applies from", "2023-07-05"),
    ("canada_aia", "MS.privacy", "applies from", "2020-04-01"),
    ("gdpr", "35(7)(a)", "applies from", "2018-05-25"),
    ("us_health_other", "1557-92.210(b)", "applies from", "2025-05-01"),
    ("us_state_other", "CA-FEHA-ADS", "applies from", "2025-10-01"),
    ("us_state_other", "TX-TRAIGA", "applies from", "2026-01-01"),
    ("uk_ico_ai", "explain.rationale", "published", "2020-05-20"),
    ("sr_26_2", "I", "published", "2026-04-17"),
    ("eu_ai_act", "Art.50(1)", "applies from", "2026-08-02"),
    ("eu_ai_act", "Art.27", "applies from", "2027-12-02"),
]
# What is used and cannot be dated honestly; its file says why.
UNDATED = {"ms_harms", "aiid_cset_v1"}


def named() -> set[str]:
    asked = {ref for pack in packs() for _section, each in pack.places.values()
             for question in (each, *each.questions) for ref in question.refs}
    duties = {ref for pack in packs() if pack.classification for duty in pack.classification.duties for ref in duty.clauses}
    crossed = {f"{home}:{id_}" for topic in (*crosswalk.topics(), *crosswalk.modules())
               for home, id_, _strength in crosswalk.clauses_for(topic)}
    return asked | duties | crossed


def test_every_clause_named_has_a_date_of_a_kind_with_its_source() -> None:
    refs = named()
    assert len(refs) > 900
    for ref in refs:
        home, id_ = catalog.split_ref(ref)
        found = dating(catalog.framework(home), catalog.clause(home, id_))
        if found.kind is DateKind.UNKNOWN:
            assert home in UNDATED or id_.startswith("prEN"), ref
            assert found.note, ref
            continue
        assert found.source, ref
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}", found.day), ref
        if found.kind is DateKind.APPLIES:
            dt.date.fromisoformat(found.day)


@pytest.mark.parametrize(("home", "id_", "kind", "day"), KNOWN)
def test_dates_are_those_of_the_official_texts(home: str, id_: str, kind: str, day: str) -> None:
    found = dating(catalog.framework(home), catalog.clause(home, id_))
    assert (found.kind.value, found.day) == (kind, day)


def test_what_binds_has_the_day_from_which_it_does() -> None:
    for home in catalog.frameworks():
        for clause in home.clauses.values() if home.binding else ():
            assert dating(home, clause).kind is DateKind.APPLIES, f"{home.id}:{clause.id}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_fit_the_published_schema(path) -> None:
    schema = json.loads(resource("framework.schema.json").read_text(encoding="utf-8"))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(json.loads(path.read_text(encoding="utf-8")))) == []


def test_a_clause_of_its_own_date_keeps_it_and_the_others_have_their_frameworks() -> None:
    home = Framework(id="h", name="House", published="2020-01", applies_note="First edition.", dates_source="House gazette")
    assert dating(home, Clause(id="1", title="One")) == dating(home, Clause(id="2", title="Two"))
    own = dating(home, Clause(id="3", title="Three", applies_from="2024-02-03"))
    assert (own.kind, own.day, own.note, own.source) == (DateKind.APPLIES, "2024-02-03", "", "House gazette")
    unknown = dating(home, Clause(id="4", title="Four", undated="Lost."))
    assert (unknown.kind, unknown.day, unknown.note) == (DateKind.UNKNOWN, "", "Lost.")
    assert dating(Framework(id="b", name="Bare"), Clause(id="1", title="One")).kind is DateKind.UNKNOWN


@pytest.mark.parametrize("wrong", ["2024", "3 May 2024", "2024-5-3"])
def test_a_day_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"id": "h", "name": "House", "applies_from": wrong}, Framework)
