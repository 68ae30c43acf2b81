"""Two versions of an assessment side by side, and last year's carried over, in files and on the command line."""

import csv
import io
import json

import pytest
from msgspec.structs import replace

from rai_desktop.cli import main
from rai_desktop.errors import Refusal
from rai_desktop.findings.finding import Finding, Verdict
from rai_desktop.findings.measurement import Interval
from rai_desktop.project.document import Document, new_project
from rai_desktop.project.model import Answer, Attachment, FileRef, Inputs
from rai_desktop.project.register import Acceptance, Action, Risk
from rai_desktop.review.carrying import carried_over, confirm, make_from, unconfirmed
from rai_desktop.review.comparing import as_csv, compare
from rai_desktop.review.difference import Part, Way
from rai_desktop.review.sides import Side, side_now, side_then


def answered(**values):
    def change(project):
        own = {**project.answers.get("system_profile", {}), **{id_: Answer(value=value) for id_, value in values.items()}}
        return replace(project, answers={**project.answers, "system_profile": own})

    return change


def side(project, findings=()):
    return Side(name="one", project=project, findings=list(findings))


def differences(a, b, part):
    return [each for each in compare(a, b).differences if each.part is part]


def finding(value, verdict=Verdict.MET, key="k"):
    return Finding(key=key, assessment="fairness", metric="selection_rate", verdict=verdict, sentence="", policy="default", value=value,
                   interval=Interval(low=value - 0.05, high=value + 0.05, level=0.95, method="wilson"))


@pytest.fixture
def last(tmp_path):
    """An assessment with three entries in its history."""
    with Document.create(tmp_path / "last.rai", title="Loans", analyst="Ann") as document:
        document.apply("Answered", answered(name="Scorer", stage="pilot"))
        document.apply("Answered again", answered(name="Scorer 2"))
    return tmp_path / "last.rai"


# --- what differs ---------------------------------------------------------------------------------------------


def test_tables_of_items_read_as_words_also_where_the_questionnaire_is_not_known():
    def told(*rows):
        item = {"id": "u1", "use": "Loans", "stakeholders": list(rows), "whom": ["staff", "public"]}
        return side(replace(new_project("T"), answers={"far": {"q": Answer(value=[item])}, "system_impact": {"per_use": Answer(value=[item])}}))

    far, near = differences(told({"who": "Ann"}), told({"who": "Ann", "harm": "Debt"}, {"who": "Bob"}), Part.ANSWERS)
    assert (far.before, far.after) == ("u1; Loans; Ann; staff; public", "u1; Loans; Ann, Debt, Bob; staff; public")
    assert near.after.endswith("Who may gain or suffer from this use, and what?\n    • Ann; Debt\n    • Bob")


def test_nothing_differs_from_itself():
    one = side(answered(name="a")(new_project("T")), [finding(0.5)])
    assert compare(one, one).same


def test_answers_added_changed_and_removed_in_the_order_asked():
    start = new_project("T")
    found = differences(side(answered(name="a", description="b")(start)), side(answered(name="c", stage="pilot")(start)), Part.ANSWERS)
    assert {(each.way, each.before) for each in found} >= {(Way.CHANGED, "a"), (Way.REMOVED, "b")}
    assert [each.way for each in found].count(Way.ADDED) == 1


def test_findings_verdicts_and_values_inside_their_intervals():
    start = new_project("T")

    def between(a, b):
        return differences(side(start, a), side(start, b), Part.FINDINGS)

    assert between([finding(0.5)], [finding(0.5)]) == []
    assert [each.slight for each in between([finding(0.5)], [finding(0.52)])] == [True]
    assert [each.slight for each in between([finding(0.5)], [finding(0.6)])] == [False]
    assert [each.slight for each in between([finding(0.5)], [finding(0.52, Verdict.CONCERN)])] == [False]
    assert [each.way for each in between([finding(0.5, key="a")], [finding(0.5, key="b")])] == [Way.REMOVED, Way.ADDED]


def test_inputs_risks_actions_tier_and_scores():
    start = replace(new_project("T"), packs=["system_profile", "eu_ai_act"])
    other = replace(start, inputs=Inputs(data=FileRef(path="/x/a.csv", sha256="ab" * 32)), risks={"r": Risk(title="Refused")},
                    actions={"a": Action(title="Ask", due="2026-12-01")}, packs=["system_profile"],
                    answers={"eu_ai_act": {"in_union": Answer(value="yes")}})
    found = compare(side(start), side(other)).differences
    told = {each.part: each for each in found}
    assert "a.csv" in told[Part.INPUTS].after
    assert told[Part.RISKS].place == "Risk: Refused"
    assert "2026-12-01" in told[Part.ACTIONS].after
    assert told[Part.PACKS].way is Way.REMOVED
    assert Part.ANSWERS in told


def test_a_moment_in_the_history_is_as_it_was_then(last):
    with Document.open(last, read_only=True) as document:
        then, now = side_then(document, 2), side_now(document)
        assert then.project.answers["system_profile"]["name"].value == "Scorer"
        assert [(each.before, each.after) for each in compare(then, now).differences] == [("Scorer", "Scorer 2")]
        with pytest.raises(Refusal, match="no history entry 99; the newest is 3"):
            side_then(document, 99)


def test_the_table_holds_no_formula():
    start = new_project("T")
    found = compare(side(start), side(answered(name="=1+1")(start)))
    rows = list(csv.reader(io.StringIO(as_csv(found))))
    assert any("'=1+1" in row for row in rows)
    assert not any(cell.startswith("=") for row in rows for cell in row)


# --- last year's, carried over ----------------------------------------------------------------------------------


def test_answers_are_carried_and_marked_and_runs_are_not(last):
    with Document.open(last, read_only=True) as document:
        old = replace(document.project, inputs=Inputs(data=FileRef(path="/x/a.csv"), positive="yes", allowed_names=["x.Y"]),
                      actions={"open": Action(title="Ask"), "done": Action(title="Asked", done="2026-01-01")})
    new = carried_over(old, "abc", "Loans 2027")
    own = new.answers["system_profile"]
    assert {answer.value for answer in own.values()} == {"Scorer 2", "pilot"}
    assert all("Loans" in answer.carried for answer in own.values())
    assert (new.origin.project, new.origin.title, new.origin.head) == (old.id, "Loans", "abc")
    assert (new.runs, new.responses, new.signatures, new.inputs.data, new.inputs.allowed_names) == ([], {}, [], None, [])
    assert (new.inputs.positive, list(new.actions)) == ("yes", ["open"])
    assert new.id != old.id


def test_an_acceptance_is_carried_with_where_it_came_from_a_draft_is_not(last):
    with Document.open(last, read_only=True) as document:
        old = replace(document.project, risks={"a": Risk(title="A", acceptance=Acceptance(reason="R", who="Ann", when="2026-01-02")),
                                               "b": Risk(title="B", acceptance=Acceptance(reason="", who="Ann", when="")), "c": Risk(title="C")})
    new = carried_over(old, "abc")
    assert new.risks["a"].acceptance == replace(old.risks["a"].acceptance, carried=new.answers["system_profile"]["name"].carried)
    assert (new.risks["b"], new.risks["c"]) == (old.risks["b"], old.risks["c"])


def test_confirming_takes_the_mark_away(last):
    with Document.open(last, read_only=True) as document:
        new = carried_over(document.project, "abc")
    assert {pack: set(ids) for pack, ids in unconfirmed(new).items()} == {"system_profile": {"name", "stage"}}
    after = confirm(new, "system_profile", ["name", "never_answered"])
    assert unconfirmed(after) == {"system_profile": ["stage"]}
    assert after.answers["system_profile"]["name"].value == "Scorer 2"


def test_attached_files_come_along_and_the_old_file_is_only_read(last, tmp_path):
    with Document.open(last) as document:
        sha256 = document.keep(b"a letter")
        attached = Answer(value="Scorer", evidence=[Attachment(note="See", file=FileRef(path="letter.txt", sha256=sha256))])
        document.apply("Attached", lambda now: replace(now, answers={"system_profile": {"name": attached}}))
    before = last.read_bytes()
    with Document.open(last, read_only=True) as document:
        make_from(document, tmp_path / "this.rai")
        with pytest.raises(Refusal, match=r"already a file this\.rai"):
            make_from(document, tmp_path / "this.rai")
    assert last.read_bytes() == before
    with Document.open(tmp_path / "this.rai", read_only=True) as new:
        assert new.read(sha256) == b"a letter"
    assert sorted(path.suffix for path in tmp_path.iterdir() if path.name.startswith(".~")) == []


# --- on the command line -----------------------------------------------------------------------------------------


def test_new_then_compare(last, tmp_path, capsys):
    this = tmp_path / "this.rai"
    assert main(["new", str(this), "--from", str(last), "--title", "Loans 2027"]) == 0
    assert "2 answers were carried over" in capsys.readouterr().err
    assert main(["compare", str(last), str(this)]) in (0, 1)
    assert "not confirmed yet" in capsys.readouterr().out
    assert main(["compare", str(last), "2", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(each["before"], each["after"]) for each in told["differences"]] == [("Scorer", "Scorer 2")]
    assert main(["compare", str(last), str(last)]) == 0
    assert main(["compare", str(last), "bundle"]) == 2
    assert main(["new", str(this), "--from", str(last)]) == 2
    assert "already a file" in capsys.readouterr().err


def test_a_form_goes_out_and_is_brought_back(last, tmp_path, capsys):
    form = tmp_path / "form.json"
    assert main(["questionnaire", "form", str(last), "--out", str(form), "--packs", "system_profile"]) == 0
    content = json.loads(form.read_text(encoding="utf-8"))
    content["answers"]["system_profile"]["name"]["value"] = "Theirs"
    content["answers"]["system_profile"]["stage"]["value"] = None
    form.write_text(json.dumps(content), encoding="utf-8")
    before = last.read_bytes()
    assert main(["questionnaire", "fill", str(last), "--from", str(form)]) == 1
    assert "Scorer 2 -> Theirs" in capsys.readouterr().out
    assert last.read_bytes() == before
    assert main(["questionnaire", "fill", str(last), "--from", str(form), "--yes"]) == 1
    with Document.open(last, read_only=True) as document:
        own = document.project.answers["system_profile"]
        assert (own["name"].value, own["stage"].value) == ("Theirs", "pilot")
    assert main(["questionnaire", "fill", str(last), "--from", str(form), "--yes", "--overwrite"]) == 0
    with Document.open(last, read_only=True) as document:
        assert "stage" not in document.project.answers["system_profile"]


def test_overwrite_alone_and_a_bad_form_change_nothing(last, tmp_path, capsys):
    (tmp_path / "form.xlsx").write_bytes(b"no workbook")
    before = last.read_bytes()
    assert main(["questionnaire", "fill", str(last), "--from", str(tmp_path / "form.xlsx"), "--overwrite"]) == 2
    assert main(["questionnaire", "fill", str(last), "--from", str(tmp_path / "form.xlsx"), "--yes"]) == 2
    assert "not a workbook" in capsys.readouterr().err
    assert last.read_bytes() == before
