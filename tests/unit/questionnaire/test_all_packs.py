"""Over every shipped pack: the order of answering, hidden answers, unknowns and shared facts, with answers drawn at random."""

import datetime as dt
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rai_desktop.project.model import Answer
from rai_desktop.questionnaire import catalog, flow
from rai_desktop.questionnaire.contradictions import clashes
from rai_desktop.questionnaire.question import Kind, Question, choices
from rai_desktop.questionnaire.scoring import score
from rai_desktop.questionnaire.standing import Standing
from rai_desktop.questionnaire.tier import tier_of
from rai_desktop.questionnaire.truth import UNKNOWN

TODAY = dt.datetime.now(dt.UTC).date()
ALL = [(pack.id, question) for pack in catalog.packs() for _, question in pack.places.values()]
ACT = catalog.pack("eu_ai_act")
DECIDING = [pack for pack in catalog.packs() if pack.classification]
SCORING = [pack for pack in catalog.packs() if pack.scoring]
slow = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
chance = st.integers(0, 2**32).map(Random)  # a draw for each question would be hypothesis's undoing


def drawn(question: Question, random: Random):
    ids = [option.id for option in choices(question)]
    match question.kind:
        case Kind.SINGLE | Kind.YESNO | Kind.SCALE:
            return random.choice(ids)
        case Kind.MULTIPLE:
            alone = [option.id for option in choices(question) if option.alone]
            few = random.sample(ids, random.randint(1, min(3, len(ids))))
            return few if not set(few) & set(alone) else few[:1]
        case Kind.RANKING:
            return random.sample(ids, len(ids))
        case Kind.MATRIX:
            return [{row.id: random.choice(ids) for row in question.rows}]
        case Kind.NUMBER:
            return float(question.low or 0) + 1
        case Kind.DATE:
            return random.choice(["2025-01-10", "2026-09-01", "2029-01-10"])
        case Kind.TABLE:
            return [{c.id: random.choice([o.id for o in c.options]) if c.options else "x" for c in question.columns}]
        case Kind.GROUP:
            return [{"id": f"i{n}", **{each.id: drawn(each, random) for each in question.questions}} for n in (1, 2)]
    return "Words"


def some(random: Random, share: float = 0.6):
    """Answers to about that share of all questions of all packs, in a drawn order."""
    places = [place for place in ALL if random.random() < share]
    random.shuffle(places)
    return [(pack, question.id, Answer(value=drawn(question, random))) for pack, question in places]


def gathered(said):
    answers: dict[str, dict[str, Answer]] = {}
    for pack, question, answer in said:
        answers.setdefault(pack, {})[question] = answer
    return answers


def concluded(answers):
    """All that is worked out from answers."""
    seen = flow.reading(catalog.packs()[0], answers)
    asked = {pack.id: [each.id for _, found in flow.visible(pack, seen) for each in found] for pack in catalog.packs()}
    tiers = {pack.id: tier_of(answers, TODAY, pack) for pack in DECIDING}
    scores = {pack.id: score(pack, answers) for pack in SCORING}
    return asked, tiers, scores


@slow
@given(chance)
def test_any_order_of_answering_gives_the_same_questions_tier_and_scores(random):
    said = some(random)
    again = random.sample(said, len(said))
    assert concluded(gathered(said)) == concluded(gathered(again))


@slow
@given(chance)
def test_what_is_worked_out_answer_by_answer_is_what_all_at_once_gives(random):
    """The window works out anew only what an answer touches; nothing may be missed."""
    standing, answers, said = Standing(), gathered(some(random)), some(random, 0.004)
    for pack in catalog.packs():
        standing.progress(pack, answers)
    for home, question, answer in said:
        answers = {**answers, home: {**answers.get(home, {}), question: answer}}
        seen = flow.reading(catalog.packs()[0], answers)
        for pack in catalog.packs():
            assert standing.progress(pack, answers) == flow.progress(pack, seen)
        for pack in DECIDING:
            assert standing.tier(pack, answers) == tier_of(answers, TODAY, pack)
        assert standing.clashes(answers, answers) == clashes(catalog.packs(), seen, answers)


@slow
@given(chance)
def test_hidden_answers_never_count(random):
    answers = gathered(some(random))
    seen = flow.reading(catalog.packs()[0], answers)
    hidden = {pack.id: {each.id for each in flow.hidden_answers(pack, seen)} for pack in catalog.packs()}
    shown = {home: {id_: answer for id_, answer in own.items() if id_ not in hidden[home]} for home, own in answers.items()}
    assert any(hidden.values())
    assert concluded(answers) == concluded(shown)


# how likely an answer is "yes", by how its question's id begins, so that draws reach every tier; else as likely as not
LIKELY = {"ai_system": 0.97, "eu_nexus": 0.97, "p_": 0.03, "use_": 0.15, "annex_i_": 0.6, "annex_x": 0.1, "profiling": 0.3}
NONE = {"excluded": 0.9, "areas": 0.4, "annex_i_acts": 0.6}  # how likely a choice of several is "none of these"


def about_the_act(random: Random):
    """Answers to all of the AI Act's questions."""
    return {question.id: Answer(value=_likely(question, random)) for _, question in ACT.places.values()}


def _likely(question: Question, random: Random):
    if question.kind is Kind.YESNO:
        share = next((share for start, share in LIKELY.items() if question.id.startswith(start)), 0.5)
        return "yes" if random.random() < share else "no"
    if random.random() < NONE.get(question.id, 0):
        return ["none"] if "none" in {option.id for option in choices(question)} else []
    return drawn(question, random)


def test_not_knowing_never_lowers_a_tier():
    tiers, opened = set(), 0
    for seed in range(80):
        random = Random(seed)
        own = about_the_act(random)
        known = tier_of({ACT.id: own}, TODAY, ACT)
        seen = flow.reading(ACT, {ACT.id: own})
        asked = [each for _, each in ACT.places.values() if seen.shown(each.id) and each.kind in (Kind.YESNO, Kind.MULTIPLE)]
        for question in random.sample(asked, min(3, len(asked))):
            less = own | {question.id: Answer(value=UNKNOWN if question.kind is Kind.YESNO else [UNKNOWN])}
            found = tier_of({ACT.id: less}, TODAY, ACT)
            assert found.severity >= known.severity, (seed, question.id)
            opened += found.severity > known.severity or not found.certain
        tiers.add(known.tier)
    assert tiers == {each.id for each in ACT.classification.tiers}
    assert opened > 20


@slow
@given(chance)
def test_a_shared_answer_counts_as_if_it_were_given_here(random):
    answers = gathered(some(random, 0.5))
    shared = []
    for pack in catalog.packs():
        seen = flow.reading(pack, answers)
        shared += [(pack.id, id_, seen.value(id_)) for id_ in pack.places if seen.origin(id_)]
    assert shared
    for home, id_, value in random.sample(shared, min(2, len(shared))):
        here = {**answers, home: {**answers.get(home, {}), id_: Answer(value=value)}}
        assert concluded(here)[:2] == concluded(answers)[:2]


@pytest.mark.parametrize("pack", catalog.packs(), ids=lambda pack: pack.id)
def test_nothing_said_is_no_answer(pack):
    assert flow.progress(pack, {}).answered == 0
    assert flow.hidden_answers(pack, {}) == []
