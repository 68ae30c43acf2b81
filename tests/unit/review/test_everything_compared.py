"""Compare shows a change of any field of anything that is signed, and of what is said of it, in words people see."""

import re
from enum import Enum

import msgspec
import pytest
from msgspec.structs import fields, replace

from rai_desktop.findings.finding import Response
from rai_desktop.project import links
from rai_desktop.project.model import (
    Answer,
    Attachment,
    ColumnRole,
    FileRef,
    Inputs,
    Origin,
    Plan,
    Planned,
    Project,
    ResultRef,
    Role,
    Run,
    Task,
)
from rai_desktop.project.register import Acceptance, Action, Dismissal, Levels, Risk, Treatment
from rai_desktop.project.reviewing import Comment, Decision, Meaning, Merged, Reply, ReviewRequest, Signature
from rai_desktop.review.captions import CAPTIONS
from rai_desktop.review.comparing import as_text, compare
from rai_desktop.review.content import canonical, digest
from rai_desktop.review.sides import Side

FILE = FileRef(path="/x/a.csv", sha256="ab" * 32, size=12, format="csv", options={"delimiter": ";"})
INPUTS = Inputs(data=FILE, model=FILE, reference=FILE, train=FILE, roles={"age": ColumnRole(role=Role.SENSITIVE, guessed=True, bins=[25.0])},
                task=Task.BINARY, positive="yes", threshold=0.5, python="/usr/bin/python3", allowed_names=["x.Y"],
                allowed_reason="known", code=[FILE])
FULL = Project(
    id="p", title="Loans", created="2026-01-01T00:00:00+00:00", analyst="Ann", packs=["system_profile", "eu_ai_act"],
    answers={"system_profile": {
        "name": Answer(value="Scorer", note="n", evidence=[Attachment(note="letter", file=FILE)], carried="last year"),
        "stage": Answer(value="pilot"), "deployment": Answer(value=["api", "public"]), "how_many": Answer(value=3.0),
        "uses": Answer(value=[{"use": "Loans", "who": "staff"}])},
        "far": {"q": Answer(value=True)}},
    inputs=INPUTS, plan=Plan(assessments=[Planned("fairness", {"least": 30, "of": [1, 2]})], seed=1, policy="default"),
    runs=[Run(id="r1", started="2026-01-02T00:00:00+00:00", ended="2026-01-02T00:01:00+00:00", status="finished", seed=1,
              inputs=INPUTS, versions={"scikit-learn": "1.5"}, facts={"rows": 3}, isolation={"network": "closed"},
              results={"fairness": ResultRef(sha256="cd" * 32, status="finished")},
              plan=Plan(assessments=[Planned("fairness", {"least": 30})], seed=1, policy="default"), policy_sha256="fe" * 32)],
    responses={"fairness|gap": Response(comment="c", owner="o", mitigation="m", due="2026-05-01", accepted_reason="a")},
    pack_versions={"system_profile": "2026.1"}, pack_editions={"system_profile": "ef" * 32},
    risks={"k1": Risk(title="Refused", harm="h", stakeholders=["applicants"], sources=[links.answer("system_profile", "uses")],
                      severity="serious", likelihood="likely", treatment=Treatment.REDUCE, plan="p", owner="o", due="2026-05-01",
                      residual_severity="minor", residual_likelihood="rare",
                      acceptance=Acceptance(reason="r", who="Bob", when="2026-02-01", carried="last year",
                                            levels=Levels(severity="serious", likelihood="likely", residual_severity="minor",
                                                          residual_likelihood="rare")), closed="2026-06-01",
                      suggestion="row|system_profile/stakeholders|0123456789abcdef")},
    actions={"k2": Action(title="Ask", note="n", sources=[links.risk("k1")], owner="o", due="2026-05-01", done="2026-04-01")},
    dismissed={"rule|x": Dismissal(title="Lost data", reason="r", who="Ann", when="2026-02-01")},
    inapplicable={"gdpr:22": "no automated decision"},
    comments={"c1": Comment(about=links.risk("k1"), who="Bob", when="2026-02-01T08:00:00+00:00", text="t",
                            replies=[Reply(who="Ann", when="2026-02-02T08:00:00+00:00", text="u")], resolved_by="Ann",
                            resolved_when="2026-02-03T08:00:00+00:00")},
    requests=[ReviewRequest(by="Ann", of="Bob", when="2026-02-01T08:00:00+00:00", words="w", due="2026-03-01",
                            answered="2026-02-09T08:00:00+00:00", outcome="approved")],
    signatures=[Signature(meaning=Meaning.APPROVED, name="Bob", when="2026-02-09T08:00:00+00:00", entry=4, head="h", digest="d",
                          role="head", key="k", public_key="pk", value="v")],
    merges=[Merged(whom="Bob", when="2026-02-09T08:00:00+00:00", entry=3, base="b", head="h", rows="r",
                   decided=[Decision(place="Title", kept="ours", ours="A", theirs="B")])],
    origin=Origin(project="q", title="Loans 2025", head="h", when="2026-01-01"))

OTHER_ENUM = {Task.BINARY: Task.REGRESSION, Role.SENSITIVE: Role.LABEL, Treatment.REDUCE: Treatment.ACCEPT,
              Meaning.APPROVED: Meaning.REVIEWED}


def variants(value, at=""):
    """Every value that differs from this one in a single leaf, with the place of that leaf."""
    parts, whole = parts_of(value)
    if isinstance(value, list) and value:
        yield f"{at}[]", value[:-1]
    for name, each in parts.items():
        for place, other in variants(each, f"{at}.{name}"):
            yield place, whole({**parts, name: other})
    if not parts and value not in (None, "", [], {}):
        yield at, another(value)


def parts_of(value):
    """What a value consists of by name, and what makes it of them again."""
    if isinstance(value, msgspec.Struct):
        return {name: getattr(value, name) for name in value.__struct_fields__}, lambda parts: replace(value, **parts)
    if isinstance(value, list):
        return dict(enumerate(value)), lambda parts: list(parts.values())
    return (value, dict) if isinstance(value, dict) else ({}, None)


def another(value):
    if isinstance(value, Enum):
        return OTHER_ENUM[value]
    return f"{value}2" if isinstance(value, str) else not value if isinstance(value, bool) else value + 1


CHANGED = dict(variants(FULL))


def side(project):
    return Side(name="one", project=project)


def test_the_assessment_used_here_has_something_in_every_field():
    bare = [(kind.__name__, each.name) for kind, own in every_struct(FULL).items() for each in fields(kind) if not own[each.name]]
    assert bare == [("Project", "review_copy")]  # the mark of a file, not of what it says


def every_struct(value, found=None):
    """By kind, whether each field says something in some record of it."""
    found = {} if found is None else found
    if isinstance(value, msgspec.Struct):
        own = found.setdefault(type(value), dict.fromkeys(value.__struct_fields__, False))
        for name in value.__struct_fields__:
            own[name] = own[name] or getattr(value, name) not in (None, "", [], {})
            every_struct(getattr(value, name), found)
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            every_struct(each, found)
    return found


@pytest.mark.parametrize("place", CHANGED)
def test_a_change_of_any_field_shows(place):
    found = compare(side(FULL), side(CHANGED[place]))
    assert found.differences, place
    assert all(each.before != each.after for each in found.differences)
    assert not found.same


def test_every_field_of_every_record_has_a_caption():
    kinds = set(every_struct(FULL))
    assert kinds <= set(CAPTIONS)
    for kind in CAPTIONS:
        assert set(CAPTIONS[kind]) == {each.name for each in fields(kind)}, kind


def test_nothing_that_only_moved_shows():
    moved = replace(FULL, inputs=replace(INPUTS, data=replace(FILE, path="/elsewhere/a.csv")))
    assert digest(moved) == digest(FULL)
    assert compare(side(FULL), side(moved)).same


def test_an_empty_part_is_told_though_nothing_is_there_to_show():
    other = replace(FULL, answers={**FULL.answers, "nearly": {}})
    assert canonical(msgspec.to_builtins(other)) != canonical(msgspec.to_builtins(FULL))
    assert not compare(side(FULL), side(other)).same


def test_the_words_are_those_people_see_in_french_too(speaking):
    risk = FULL.risks["k1"]
    other = replace(FULL, risks={"k1": replace(risk, residual_severity="serious", owner="Rita", sources=[])}, actions={})
    text = as_text(compare(side(FULL), side(other)))
    assert "Severity after: Serious" in text
    assert "Owner: Rita" in text
    assert "Risk: Refused" in text
    with speaking("fr"):
        french = as_text(compare(side(FULL), side(other)))
    assert not re.search(r"residual|severity|owner|harm|k1|system_profile|\bsources\b", text + french)
    assert "Responsable" in french
    assert "Gravité après" in french
