"""Coverage against the definition in docs/clauses.md, written down once more here and naively, over any project."""


import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rai_desktop.clauses.coverage import Level, Totals, by_chapter, coverage, totals
from rai_desktop.clauses.index import Index
from rai_desktop.clauses.packs import packs_of
from rai_desktop.clauses.table import rows
from rai_desktop.clauses.touched import asked, others, touched
from rai_desktop.findings.finding import ClauseRef, Finding, Verdict
from rai_desktop.frameworks.catalog import framework, frameworks
from rai_desktop.frameworks.clause import Clause, Framework
from rai_desktop.project import links
from rai_desktop.project.model import Answer, Attachment, FileRef, Project, Run
from rai_desktop.project.register import Action, Risk
from rai_desktop.questionnaire import flow
from rai_desktop.questionnaire.catalog import find, packs
from rai_desktop.questionnaire.question import Condition, Kind, Question, Standing, choices
from tests.unit.clauses.conftest import QUESTIONS, made_pack

OWN = made_pack(QUESTIONS)
PROCESSES = [id_ for id_, (_s, q) in find("process_checklist").places.items()
             if q.kind is Kind.SINGLE and "sg_ai_verify:1.2" in q.refs]
HOME = Framework(id="eu_ai_act", name="An act", clauses={
    id_: Clause(id=id_, title=id_, parent=parent) for id_, parent in
    (("Ch", ""), ("Art.9", "Ch"), ("Art.9(1)", "Art.9"), ("Art.10", "Ch"), ("Art.10(1)", "Art.10"), ("Art.12", ""))})
SAID = {  # what each answer says, by hand
    "text": {"Because": "whole", "  ": "open", None: "open"},
    "yesno": {"yes": "whole", "no": "nothing", "unknown": "open", "perhaps": "open", None: "open"},
    "free": {"More": "whole", None: "nothing"},
    "scale": {"done": "whole", "partly": "part", "no": "against", "na": "nothing", "wrong": "open", None: "open"},
    "maturity": {"fully": "whole", "mostly": "part", "partly": "part", "none": "against", "na": "nothing",
                 "unknown": "open", None: "open"},
}
VERDICTS = {Verdict.MET: "whole", Verdict.CONCERN: "whole", Verdict.NOT_MET: "against"}


@st.composite
def projects(draw):
    """Any answers, findings, risks and actions on the clauses of the small framework."""
    answers = {}
    for question, said in SAID.items():
        value = draw(st.sampled_from(list(said)))
        if value is not None or draw(st.booleans()):
            answers[question] = Answer(value=value, carried=draw(st.sampled_from(["", "last year"])))
    refs = st.sampled_from(list(HOME.clauses))
    clause = st.builds(ClauseRef, st.just("eu_ai_act"), refs, st.sampled_from(["direct", "supporting"]))
    findings = [
        Finding(key=f"k{at}", assessment="fairness", metric="m", sentence=f"Found {at}.", policy="default",
                verdict=draw(st.sampled_from(list(Verdict))), value=draw(st.sampled_from([None, 0.5])),
                clauses=draw(st.lists(clause, max_size=3, unique_by=lambda each: each.id)))
        for at in range(draw(st.integers(0, 3)))]
    sources = st.lists(st.one_of(
        refs.map(lambda id_: links.clause(f"eu_ai_act:{id_}")), st.sampled_from(list(SAID)).map(lambda q: links.answer("own", q)),
        st.integers(0, 3).map(lambda at: links.finding(f"k{at}")), st.just("nonsense"), st.just("risk:r0")), max_size=3)
    risks = {f"r{at}": Risk(title=f"Risk {at}", sources=draw(sources)) for at in range(draw(st.integers(0, 1)))}
    actions = {f"a{at}": Action(title=f"Do {at}", sources=draw(sources), done=draw(st.sampled_from(["", "2026-01-01"])))
               for at in range(draw(st.integers(0, 2)))}
    inapplicable = {f"eu_ai_act:{draw(refs)}": draw(st.sampled_from(["Not us.", " ", ""])) for _ in range(draw(st.integers(0, 2)))}
    project = Project(id="p", packs=["own"], answers={"own": answers}, risks=risks, actions=actions, inapplicable=inapplicable)
    return project, findings, draw(st.sampled_from([[], ["The data have changed since the run."]]))


def naive_pieces(id_, project, findings, stale):
    """(says, open or done in part or not done, against) of everything that speaks to a clause."""
    found = []
    for question in QUESTIONS:
        if f"eu_ai_act:{id_}" in question.refs:
            answer = project.answers["own"].get(question.id)
            says = SAID[question.id][answer.value if answer else None]
            weak = answer is not None and answer.carried
            found.append(("part" if weak and says == "whole" else says, says in {"open", "against", "part"}, says == "against"))
    for finding in findings:
        for each in finding.clauses:
            if each.id == id_:
                says = VERDICTS.get(finding.verdict, "part")
                if finding.verdict is Verdict.NOT_RUN or (finding.value is None and says == "part"):
                    says = "nothing"
                weak, against = stale or each.strength != "direct", says == "against"  # one that was measured is evidence too
                found.append(("part" if weak and says != "nothing" else "whole" if against else says, False, against))
    found += [("nothing", False, False) for risk in project.risks.values()
              if id_ in naive_reach(risk.sources, project, findings)]
    found += [("nothing", not action.done, False) for action in project.actions.values()
              if id_ in naive_reach(action.sources, project, findings)]
    return found


def naive_reach(sources, project, findings, deep=True):
    """Ids of the clauses that a risk or an action is about."""
    found = set()
    for source in sources:
        kind, _, what = source.partition(":")
        if kind == "clause":
            found.add(what.removeprefix("eu_ai_act:"))
        elif kind == "answer":
            refs = next(each.refs for each in QUESTIONS if f"own/{each.id}" == what)
            found |= {ref.removeprefix("eu_ai_act:") for ref in refs}
        elif kind == "finding":
            found |= {c.id for each in findings if each.key == what for c in each.clauses if c.strength == "direct"}
        elif kind == "risk" and deep and what in project.risks:
            found |= naive_reach(project.risks[what].sources, project, findings, deep=False)
    return found


def naive(id_, project, findings, stale):
    pieces = naive_pieces(id_, project, findings, stale)
    above = [id_]
    while parent := HOME.clauses[above[-1]].parent:
        above.append(parent)
    if any(project.inapplicable.get(f"eu_ai_act:{each}", "").strip() for each in above):
        level = "not applicable"
    elif any(says == "whole" for says, _, _ in pieces) and not any(lacking for _, lacking, _ in pieces):
        level = "evidence"
    elif any(says in {"whole", "part"} for says, _, _ in pieces):
        level = "partly"
    else:
        level = "none"
    heading = any(each.parent == id_ for each in HOME.clauses.values())
    return level, sum(against for _, _, against in pieces), bool(pieces) or not heading


@settings(max_examples=300, deadline=None)
@given(projects())
def test_coverage_is_as_defined(drawn):
    project, findings, stale = drawn
    risks = {id_: msgspec.structs.replace(risk, sources=[each for each in risk.sources if not each.startswith("risk:")])
             for id_, risk in project.risks.items()}  # a risk comes from answers, findings and clauses
    project = msgspec.structs.replace(project, risks=risks)
    covered = coverage(HOME, Index(project, [OWN], findings, stale))
    for id_ in HOME.clauses:
        assert (covered[id_].level.value, covered[id_].against, covered[id_].counted) == naive(id_, project, findings, stale), id_


@pytest.mark.parametrize(("answers", "level", "against"), [
    ({"p1_2_1": "not"}, Level.NONE, 1),
    ({"p1_2_1": "done"}, Level.PARTLY, 0),  # others about it are still to be answered
    ({"p1_2_1": "not", "p1_2_2": "not"}, Level.NONE, 2),
    ({"p1_2_1": "done", "p1_2_2": "not"}, Level.PARTLY, 1),
    (dict.fromkeys(PROCESSES, "done"), Level.EVIDENCE, 0),
    (dict.fromkeys(PROCESSES, "done") | {"p1_2_2": "na"}, Level.EVIDENCE, 0),
    (dict.fromkeys(PROCESSES, "done") | {"p1_2_2": "not"}, Level.PARTLY, 1),
    (dict.fromkeys(PROCESSES, "not"), Level.NONE, len(PROCESSES)),
])
def test_a_process_that_is_not_done_is_no_evidence(answers, level, against):
    project = Project(id="p", packs=["process_checklist"], answers={
        "process_checklist": {id_: Answer(value=value) for id_, value in answers.items()}})
    found = coverage(framework("sg_ai_verify"), Index(project, packs_of(project), [], []))["1.2"]
    assert (found.level, found.against) == (level, against)


@settings(max_examples=100, deadline=None)
@given(projects(), projects())
def test_an_index_made_from_the_one_before_is_the_same(one, other):
    project, findings, stale = other
    before = Index(one[0], [OWN], one[1], one[2])
    fresh, again = Index(project, [OWN], findings, stale), Index(project, [OWN], findings, stale, before)
    third = Index(msgspec.structs.replace(project, answers={"own": {**project.answers["own"], "text": Answer(value="New")}}),
                  [OWN], findings, stale, again)
    for id_ in HOME.clauses:
        assert list(again.at(f"eu_ai_act:{id_}")) == list(fresh.at(f"eu_ai_act:{id_}"))
    assert third.at("eu_ai_act:Art.9(1)")[0].words == "New"


@settings(max_examples=100, deadline=None)
@given(projects(), projects())
def test_an_index_filled_in_steps_is_the_whole_one_and_its_pieces_serve_whatever_else_changes(one, other):
    project, findings, stale = one
    filled = Index(project, [OWN], findings, stale, empty=True)
    for _step in filled.filling():
        pass
    whole = Index(project, [OWN], findings, stale)
    assert dict(filled._by_clause) == dict(whole._by_clause)
    assert filled._direct == whole._direct
    changed = msgspec.structs.replace(other[0], answers=project.answers)
    fresh, served = Index(changed, [OWN], other[1], other[2]), Index(changed, [OWN], other[1], other[2], filled)
    assert served.pieces.answers is filled.pieces.answers
    assert dict(served._by_clause) == dict(fresh._by_clause)
    assert served._direct == fresh._direct


@settings(max_examples=100, deadline=None)
@given(projects())
def test_totals_are_sums_and_chapters_add_up(drawn):
    covered = coverage(HOME, Index(*drawn[:1], [OWN], *drawn[1:]))
    whole = totals(covered.values())
    chapters = by_chapter(HOME, covered)
    assert set(chapters) == {"Ch", "Art.12"}
    assert whole.clauses == sum(each.counted for each in covered.values())
    for name in msgspec.structs.fields(Totals):
        assert getattr(whole, name.name) == sum(getattr(each, name.name) for each in chapters.values())


@settings(max_examples=100, deadline=None)
@given(projects())
def test_saying_more_never_takes_evidence_away_unless_it_is_open(drawn):
    """A finding more, of any verdict, never lowers a level; an open action never raises one."""
    project, findings, stale = drawn
    order = [Level.NONE, Level.PARTLY, Level.EVIDENCE]
    more = Finding(key="more", assessment="fairness", metric="m", verdict=Verdict.NOT_MET, sentence="Bad.", policy="d", value=1.0,
                   clauses=[ClauseRef("eu_ai_act", "Art.12")])
    todo = msgspec.structs.replace(project, actions={**project.actions, "z": Action(title="Do", sources=["clause:eu_ai_act:Art.12"])})
    was = coverage(HOME, Index(project, [OWN], findings, stale))["Art.12"]
    then = coverage(HOME, Index(project, [OWN], [*findings, more], stale))["Art.12"]
    doing = coverage(HOME, Index(todo, [OWN], findings, stale))["Art.12"]
    assert then.against == was.against + 1  # never hidden
    if was.level is not Level.INAPPLICABLE:
        assert order.index(then.level) >= order.index(was.level)
        assert order.index(doing.level) <= order.index(was.level)
        assert doing.level is not Level.EVIDENCE


def test_one_answer_in_part_beside_one_in_whole_is_partly():
    answers = {"own": {"scale": Answer(value="done"), "maturity": Answer(value="mostly")}}
    shared = set(by_question("scale")) & set(by_question("maturity"))
    assert shared
    covered = coverage(HOME, Index(Project(id="p", packs=["own"], answers=answers), [OWN], [], []))
    assert {covered[id_].level for id_ in shared} == {Level.PARTLY}
    answers["own"]["maturity"] = Answer(value="fully")
    covered = coverage(HOME, Index(Project(id="p", packs=["own"], answers=answers), [OWN], [], []))
    assert Level.EVIDENCE in {covered[id_].level for id_ in shared}


def by_question(id_):
    return [ref.removeprefix("eu_ai_act:") for each in QUESTIONS if each.id == id_ for ref in each.refs]


def test_a_document_is_shown_and_does_not_count_alone():
    answers = {"own": {"yesno": Answer(value="unknown", evidence=[Attachment(note="A page", file=FileRef(path="/x/a.pdf"))])}}
    index = Index(Project(id="p", packs=["own"], answers=answers), [OWN], [], [])
    pieces = index.at("eu_ai_act:Art.9(1)")
    assert [each.documents[0].note for each in pieces if each.documents] == ["A page"]
    assert coverage(HOME, index)["Art.9(1)"].level is Level.NONE


def test_an_action_that_has_no_title_yet_is_told_all_the_same():
    project = Project(id="p", packs=["own"], answers={"own": {"text": Answer(value="Because")}},
                      actions={"a": Action(title="", sources=["answer:own/text"])})
    row = next(each for each in rows(HOME, Index(project, [OWN], [], []), "2026-11-26") if each.clause == "Art.9(1)")
    assert (row.coverage, row.open_actions) == ("partly", ["Action without a title"])


def test_a_row_of_the_table_tells_when_it_was_measured_what_takes_from_it_and_who_does_what_by_when():
    findings = [Finding(key="k", assessment="fairness", metric="m", sentence="Found.", policy="default", verdict=Verdict.MET, value=0.5,
                        clauses=[ClauseRef("eu_ai_act", "Art.9(1)", "direct")]),
                Finding(key="l", assessment="fairness", metric="m", sentence="None.", policy="default", verdict=Verdict.NOT_RUN,
                        clauses=[ClauseRef("eu_ai_act", "Art.12", "direct")])]
    project = Project(id="p", runs=[Run(id="r", started="2026-11-20T08:00:00Z", status="finished")], actions={
        "a": Action(title="Look", owner="Ada", due="2026-12-01", sources=[links.clause("eu_ai_act:Art.9(1)")])})
    found = {each.clause: each for each in rows(HOME, Index(project, [], findings, ["The data have changed."]), "2026-11-26")}
    assert (found["Art.9(1)"].measured, found["Art.9(1)"].cautions) == ("2026-11-20", ["The data have changed."])
    assert found["Art.9(1)"].open_actions == ["Look (Ada, 2026-12-01)"]
    assert (found["Art.12"].measured, found["Art.12"].cautions) == ("", [])


def test_a_clause_above_says_why_those_under_it_do_not_apply():
    index = Index(Project(id="p", inapplicable={"eu_ai_act:Ch": "We only use it.", "eu_ai_act:Art.9(1)": "Its own."}), [], [], [])
    covered = coverage(HOME, index)
    assert (covered["Art.10(1)"].reason, covered["Art.10(1)"].reason_of) == ("We only use it.", "Ch")
    assert (covered["Art.9(1)"].reason, covered["Art.9(1)"].reason_of) == ("Its own.", "Art.9(1)")
    assert covered["Art.12"].level is Level.NONE


def test_a_circle_in_a_site_file_ends():
    circle = Framework(id="site", name="S", clauses={"a": Clause(id="a", title="A", parent="b"),
                                                     "b": Clause(id="b", title="B", parent="a")})
    covered = coverage(circle, Index(Project(id="p", inapplicable={"site:b": "No."}), [], [], []))
    assert covered["a"].level is Level.INAPPLICABLE
    assert sum(each.clauses for each in by_chapter(circle, covered).values()) == totals(covered.values()).clauses


def test_what_the_own_questionnaires_ask_about_comes_first():
    answers = {"system_profile": {"name": Answer(value="X")}}
    finding = Finding(key="k", assessment="fairness", metric="m", verdict=Verdict.MET, sentence="S", policy="d", value=1.0,
                      clauses=[ClauseRef("nyc_ll144", "5-301(b)"), ClauseRef("mitre_atlas", "x", "supporting")])
    project = Project(id="p", packs=["system_profile"], answers=answers, inapplicable={"wp248:1": "No."})
    index = Index(project, packs_of(project), [finding], [])
    ids = [each.id for each in touched(index)]
    assert ids[0] in {"nist_ai_rmf", "eu_ai_act"}
    assert set(ids) > {"nyc_ll144", "wp248"}
    assert "mitre_atlas" not in ids
    assert {each.id for each in asked(index)} == set(ids) - {"nyc_ll144", "wp248"}
    assert {*ids, *(each.id for each in others(index))} == {each.id for each in frameworks()}


@pytest.mark.parametrize("id_", [each.id for each in frameworks()])
def test_every_shipped_framework_can_be_counted(id_):
    home = framework(id_)
    covered = coverage(home, Index(Project(id="p"), [], [], []))
    parents = {each.parent for each in home.clauses.values()}
    assert totals(covered.values()).none == sum(each not in parents for each in home.clauses)


# --- one fact asked twice, and groups -------------------------------------------------------------------------------


def filled(question):
    choice = choices(question)[0].id if choices(question) else "x"
    return {Kind.NUMBER: question.low or 1, Kind.DATE: "2026-01-01", Kind.MULTIPLE: [choice]}.get(question.kind) or (
        [{c.id: c.options[0].id if c.options else "x" for c in question.columns}] if question.columns else choice)


def shared_place():
    """A shipped question with clauses that asks what another pack asks, of the text or table kind."""
    given = {"system_profile": {id_: Answer(value=filled(q)) for id_, (_s, q) in find("system_profile").places.items()}}
    for pack in packs():
        seen = flow.reading(pack, given)
        for id_, (_section, question) in pack.places.items():
            if pack.id != "system_profile" and question.refs and (seen.origin(id_) or ("",))[0] == "system_profile":
                return pack, question, given, seen.origin(id_)
    raise AssertionError("no shipped question shares a fact")


def test_a_fact_told_where_the_same_is_asked_speaks_here_too():
    pack, question, given, (home, there) = shared_place()
    used = [packs_of(Project(id="p", packs=[each]))[0] for each in ("system_profile", pack.id)]
    evidence = [Attachment(note="A page", file=FileRef(path="/x/a.pdf"))]
    answer = msgspec.structs.replace(given[home][there], evidence=evidence)
    answers = {home: {**given[home], there: answer}}
    link = f"answer:{pack.id}/{question.id}"

    def piece(now, before=None):
        index = Index(now, used, [], [], before)
        return next(each for each in index.at(question.refs[0]) if each.link == link), index

    told, index = piece(Project(id="p", packs=["system_profile", pack.id], answers=answers))
    assert told.speaks and not told.open
    assert [each.note for each in told.documents] == ["A page"]
    carried = {home: {**answers[home], there: msgspec.structs.replace(answer, carried="2025")}}
    waiting, index = piece(Project(id="p", packs=["system_profile", pack.id], answers=carried), index)
    assert waiting.caution and not waiting.whole
    silent, _index = piece(Project(id="p", packs=["system_profile", pack.id], answers={home: {}}), index)
    assert not silent.speaks


def test_a_group_is_whole_when_each_item_has_what_it_is_asked():
    """A question within an item that its other answers hide is not missing."""
    inner = [Question(id="sees", kind=Kind.YESNO, text="Does it show people?", says={"no": Standing.FULL}),
             Question(id="who", kind=Kind.TEXT, text="Whom?", show_if=Condition(question="sees", is_=["yes"]))]
    own = made_pack([Question(id="uses", kind=Kind.GROUP, text="Uses?", item="Use", questions=inner, refs=["eu_ai_act:Art.12"])])

    def level(item, before=None):
        answers = {"own": {"uses": Answer(value=[{"id": "a", **item}])}}
        index = Index(Project(id="p", packs=["own"], answers=answers), [own], [], [], before)
        return coverage(HOME, index)["Art.12"].level, index

    first, index = level({"sees": "no"})
    assert first is Level.EVIDENCE
    second, index = level({"sees": "yes"}, index)
    assert second is Level.PARTLY  # whom it shows is still to be told
    third, index = level({"sees": "yes", "who": "Applicants"}, index)
    assert third is Level.EVIDENCE
    assert level({"sees": "unknown"}, index)[0] is Level.NONE


GROUP = Question(
    id="uses", kind=Kind.GROUP, text="Uses?", item="Use", refs=["eu_ai_act:Art.9(1)", "eu_ai_act:Art.10", "eu_ai_act:Art.12"],
    questions=[
        Question(id="harms", kind=Kind.YESNO, text="Can it harm?", refs=["eu_ai_act:Art.9(1)"]),
        Question(id="tested", kind=Kind.YESNO, text="Tested?", refs=["eu_ai_act:Art.10"], says={"no": Standing.AGAINST}),
        Question(id="how", kind=Kind.TEXT, text="How?", refs=["eu_ai_act:Art.10"], show_if=Condition(question="tested", is_=["yes"]))])


@pytest.mark.parametrize(("items", "levels"), [
    # by clause: Art.9(1) of `harms`, Art.10 of `tested` and `how`, Art.12 of all three
    ([], ("none", "none", "none")),
    ([{"harms": "no", "tested": "no"}], ("none", "none", "none")),
    ([{"harms": "yes", "tested": "yes", "how": "By hand"}], ("evidence", "evidence", "evidence")),
    ([{"harms": "no", "tested": "yes", "how": "By hand"}], ("none", "evidence", "evidence")),
    ([{"harms": "yes", "tested": "yes"}], ("evidence", "partly", "partly")),
    ([{"harms": "unknown", "tested": "yes", "how": "By hand"}], ("none", "evidence", "partly")),
    ([{"harms": "yes", "tested": "yes", "how": "By hand"}, {"harms": "no", "tested": "no"}], ("evidence", "partly", "partly")),
])
def test_a_group_speaks_to_each_clause_by_the_questions_that_name_it(items, levels):
    own = made_pack([GROUP])
    answers = {"own": {"uses": Answer(value=[{"id": str(at), **each} for at, each in enumerate(items)])}}
    found = coverage(HOME, Index(Project(id="p", packs=["own"], answers=answers), [own], [], []))
    assert tuple(found[f"Art.{each}"].level.value for each in ("9(1)", "10", "12")) == levels


def test_a_question_can_say_something_else_of_one_of_its_clauses():
    risky = Question(id="risky", kind=Kind.YESNO, text="Is it prohibited?", refs=["eu_ai_act:Art.9(1)", "eu_ai_act:Art.10"],
                     says={"no": Standing.FULL}, says_of={"eu_ai_act:Art.10": {"no": Standing.AGAINST}})
    own = made_pack([risky])
    found = coverage(HOME, Index(Project(id="p", packs=["own"], answers={"own": {"risky": Answer(value="no")}}), [own], [], []))
    assert [found[each].level for each in ("Art.9(1)", "Art.10")] == [Level.EVIDENCE, Level.NONE]
    assert found["Art.10"].against
