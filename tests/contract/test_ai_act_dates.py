"""Every date of the EU AI Act that ships, in the catalogue, in duties and in words, is held to a list typed from the law itself."""

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from rai_desktop.frameworks import catalog as frameworks
from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.outcome import Duty
from rai_desktop.questionnaire.question import Question, Section
from rai_desktop.questionnaire.tier import tier_of

LAW = tomllib.loads((Path(__file__).parents[1] / "data" / "ai_act_dates.toml").read_text(encoding="utf-8"))
DUTIES = {id_: row for row in LAW["duties"] for id_ in row["ids"]}
ACT = "eu_ai_act"
PACKS = ["eu_ai_act", "high_risk_evidence", "gpai_evidence", "fria"]
EARLIER, LATER, MODEL_BEFORE = "2026-03-01", "2029-01-10", "2025-03-01"
MONTHS = ("January February March April May June July August September October November December").split()
DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (20\d\d)")


def article_row(id_: str) -> dict[str, Any]:
    number = int(re.match(r"Art\.(\d+)", id_)[1])
    return next((row for row in LAW["articles"] if row["from"] <= number <= row["to"]), {"date": LAW["general"]})


def law_date(id_: str) -> dt.date:
    """From when a clause applies, by the list alone."""
    inserted = next((on for start, on in LAW["inserted"].items() if id_ == start or id_.startswith(f"{start}(")), None)
    if inserted:
        return inserted
    if id_.startswith("Art."):
        return article_row(id_)["date"]
    head = re.match(r"Ch\.[IVX]+|Annex[IVX]+", id_)[0]
    return LAW["chapters"][head] if head.startswith("Ch.") else LAW["annexes"][head]


def dates_in(text: str) -> set[dt.date]:
    return {dt.date(int(year), MONTHS.index(month) + 1, int(day)) for day, month, year in DAY.findall(text)}


@pytest.mark.parametrize("id_", sorted(frameworks.framework(ACT).clauses))
def test_every_clause_of_the_catalogue_has_the_date_of_the_law(id_):
    clause = frameworks.clause(ACT, id_)
    assert clause.applies_from == law_date(id_).isoformat()
    if id_.startswith("Art.") and "annex_i" in article_row(id_) and id_ not in LAW["inserted"]:
        assert article_row(id_)["annex_i"].isoformat() in clause.applies_note


def test_the_timetable_shown_has_the_days_of_the_law_and_no_others():
    rows = {row["date"] for row in LAW["articles"]} | {row["annex_i"] for row in LAW["articles"] if "annex_i" in row}
    known = rows | set(LAW["inserted"].values()) | set(LAW["annexes"].values()) | set(LAW["others"].values())
    in_force, template = dt.date(2024, 8, 1), LAW["others"]["template_for_monitoring"]
    shown = {dt.date.fromisoformat(each.date) for each in frameworks.framework(ACT).timeline}
    assert shown == known - {template} | {in_force}


# Answers under which duties show, every duty in one of them at least. -------------------------------------------------------------
COMMON: dict[str, Any] = {
    "ai_system": "yes", "eu_nexus": "yes", "excluded": ["none"], "on_market": LATER, "significant_change": "no", "annex_x": "no",
    "public_authority_use": "no", "public_body": "yes", "public_services": "yes", "workplace": "yes", "decides_about_people": "yes",
    "outside_eu": "yes", "open_source": "no", "roles": ["provider", "deployer", "importer", "distributor", "authorised_representative"],
    "annex_i_acts": ["none"], "areas": ["none"], "g_model": "no", "t_interacts": "no", "t_generates": "no", "t_biometric": "no",
    "t_deepfake": "no", "t_public_text": "no",
    **{f"p_{each}": "no" for each in ("a", "b", "c", "d", "e", "f", "g", "h", "ba", "bb")},
}  # fmt: skip
LISTED = {
    "areas": ["biometrics", "infrastructure", "services", "law_enforcement"], "use_1a": "yes", "use_2": "yes", "use_5b": "yes",
    "profiling": "yes",
}  # fmt: skip
PRODUCT = {
    "annex_i_acts": ["annex_a_11"], "annex_i_product": "yes", "annex_i_safety": "no", "annex_i_third_party": "yes",
    "annex_i_other_reasons": "no",
}  # fmt: skip
EXCEPTED = {"areas": ["services"], "use_5b": "yes", "profiling": "no", "no_significant_risk": "yes", "d_a": "yes"}
SEEN = {
    "t_interacts": "yes", "t_obvious": "no", "t_generates": "yes", "t_generates_exempt": "no", "t_biometric": "yes", "t_deepfake": "yes",
    "t_public_text": "yes", "t_reviewed": "no",
}  # fmt: skip
MODEL = {"g_model": "yes", "g_provider": "yes", "g_compute": "yes", "g_designated": "no", "g_open_source": "no", "g_on_market": "2026-01-01"}
SITUATIONS = {
    "minimal": SEEN | MODEL,
    "listed": LISTED | SEEN | MODEL,
    "product": PRODUCT,
    "section_b": PRODUCT | {"annex_i_acts": ["annex_b_21"]},
    "excepted": EXCEPTED,
    "prohibited": {"p_a": "yes"},
    "prohibited_2026": {"p_ba": "yes", "p_safeguards": "no"},
}


def duties(said: dict[str, Any], **more: Any) -> dict[str, Duty]:
    answers = {ACT: {id_: Answer(value=value) for id_, value in (COMMON | said | more).items()}}
    return {each.id: each for each in tier_of(answers, dt.date(2026, 11, 23)).duties}


def shown_date(duty: Duty) -> str:
    return duty.applies_from or "waits"


def test_every_duty_of_the_pack_is_in_the_list_and_shows_under_some_answers():
    rules = catalog.pack(ACT).classification
    assert {each.id for each in rules.duties} == set(DUTIES)
    assert {id_ for said in SITUATIONS.values() for id_ in duties(said)} == set(DUTIES)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_duty_is_shown_with_the_date_of_the_law(situation):
    product = situation == "product"
    found = duties(SITUATIONS[situation])
    assert found
    for id_, duty in found.items():
        row = DUTIES[id_]
        wanted = row.get("annex_i", row["date"]) if product else row["date"]
        assert duty.applies_from == wanted.isoformat(), id_


@pytest.mark.parametrize("situation", ["minimal", "listed", "product"])
def test_what_was_there_before_waits_or_has_its_own_date(situation):
    found = duties(SITUATIONS[situation], on_market=EARLIER, g_on_market=MODEL_BEFORE)
    assert found
    for id_, duty in found.items():
        row = DUTIES[id_]
        assert shown_date(duty) == str(row.get("was_there", row["date"])), id_
        assert ("eu_ai_act:Art.111" in duty.clauses) == ("was_there" in row), id_


@pytest.mark.parametrize("situation", ["listed", "product"])
@pytest.mark.parametrize(
    ("more", "last"),
    [({"public_authority_use": "yes"}, LAW["others"]["public_authorities"]), ({"public_authority_use": "yes", "annex_x": "yes"}, LAW["annexes"]["AnnexX"])],
)
def test_authorities_and_large_systems_there_before_have_their_last_day(situation, more, last):
    found = duties(SITUATIONS[situation], on_market=EARLIER, **more)
    waiting = {id_ for id_ in found if DUTIES[id_].get("was_there") == "waits"}
    assert len(waiting) > 15
    for id_ in waiting:
        assert found[id_].applies_from == last.isoformat(), id_


def test_a_changed_system_owes_the_same_as_a_new_one():
    changed = duties(SITUATIONS["listed"], on_market=EARLIER, significant_change="yes")
    waiting = {id_: duty.applies_from for id_, duty in changed.items() if DUTIES[id_].get("was_there") == "waits"}
    assert waiting
    assert waiting == {id_: DUTIES[id_]["date"].isoformat() for id_ in waiting}


@pytest.mark.parametrize("id_", PACKS)
def test_questions_refer_to_clauses_that_the_list_dates(id_):
    refs = {ref for _, each in catalog.pack(id_).places.values() for ref in each.refs if ref.startswith(f"{ACT}:")}
    assert refs
    for ref in refs:
        assert frameworks.resolve(ref).applies_from == law_date(ref.partition(":")[2]).isoformat(), ref


def words_of(place: Section | Question) -> str:
    return " ".join([getattr(place, "intro", ""), getattr(place, "text", ""), getattr(place, "why", ""), getattr(place, "help", "")])


def dates_of(questions: list[Question]) -> set[dt.date]:
    """The law's dates of what these questions are numbered after."""
    found = set()
    for id_ in {each.source_id for each in questions if re.match(r"(Art\.|Annex)", each.source_id)}:
        row = article_row(id_) if id_.startswith("Art.") else article_row("Art.11") if id_.startswith("AnnexIV") else {}
        found |= {law_date(id_)} | ({row["annex_i"]} if "annex_i" in row and id_ not in LAW["inserted"] else set())
    return found


@pytest.mark.parametrize("id_", ["high_risk_evidence", "gpai_evidence"])
def test_a_section_that_names_dates_names_those_of_its_articles(id_):
    named = [section for section in catalog.pack(id_).sections if dates_in(section.intro)]
    assert named
    for section in named:
        own = [each for each in section.questions if not dates_in(words_of(each))]  # one may name a date of its own
        more = {LAW["others"]["old_models"]} if id_ == "gpai_evidence" else set()
        # Article 6(4) is about Annex III alone.
        less = {dt.date(2028, 8, 2)} if section.id == "register_exempt" else set()
        assert dates_in(section.intro) == (dates_of(own) | more) - less, section.id


@pytest.mark.parametrize("id_", PACKS)
def test_no_pack_names_a_day_that_the_law_does_not(id_):
    known = {LAW["general"], *LAW["inserted"].values(), *LAW["annexes"].values(), *LAW["others"].values()}
    known |= {on for row in LAW["articles"] for on in (row["date"], row.get("annex_i", row["date"]))}
    pack = catalog.pack(id_)
    for place in [*pack.sections, *(each for _, each in pack.places.values())]:
        assert dates_in(words_of(place)) <= known, place.id
