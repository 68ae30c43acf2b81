"""Staleness: each thing that changed is named, and nothing else is."""

import hashlib
import os

import msgspec
import pytest

from rai_desktop.clauses.staleness import stale_because, unseen_because
from rai_desktop.findings.policy import limits_sha256, load_policy
from rai_desktop.project.files_now import FileNow, files_now
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Plan, Planned, Project, ResultRef, Role, Run, Task
from rai_desktop.project.runs import in_sight

POLICY = load_policy("default")
INPUTS = Inputs(
    data=FileRef(path="/x/a.csv", sha256="a" * 64, options={"delimiter": ","}), model=FileRef(path="/x/m", sha256="b" * 64),
    roles={"sex": ColumnRole(role=Role.SENSITIVE), "age": ColumnRole(role=Role.SENSITIVE, bins=[30.0])}, task=Task.BINARY,
    positive="1.0", code=[FileRef(path="/x/c.py", sha256="c" * 64)])


def project(now=INPUTS, ended="2030-01-01T10:00:00Z", then=INPUTS):
    return Project(id="p", inputs=now, runs=[Run(id="r", started=ended, ended=ended, inputs=then)])


def changed(**fields):
    return msgspec.structs.replace(INPUTS, **fields)


def test_nothing_changed():
    assert stale_because(project(), POLICY) == []
    assert stale_because(Project(id="p", inputs=INPUTS), POLICY) == []


@pytest.mark.parametrize(("now", "words"), [
    (changed(data=FileRef(path="/x/a.csv", sha256="z" * 64)), "The data have"),
    (changed(data=None), "The data have"),
    (changed(data=FileRef(path="/x/a.csv", sha256="a" * 64, options={"delimiter": ";"})), "The data have"),
    (changed(model=FileRef(path="/x/m", sha256="z" * 64)), "The model has"),
    (changed(model=None), "The model has"),
    (changed(reference=FileRef(path="/x/r")), "The reference data have"),
    (changed(train=FileRef(path="/x/t")), "The training data have"),
    (changed(code=[]), "The code beside the model has"),
    (changed(code=[FileRef(path="/x/c.py", sha256="z" * 64)]), "The code beside the model has"),
    (changed(roles={**INPUTS.roles, "sex": ColumnRole(role=Role.IGNORE)}), "“sex”"),
    (changed(roles={**INPUTS.roles, "age": ColumnRole(role=Role.SENSITIVE, bins=[40.0])}), "“age”"),
    (changed(roles={f"c{at}": ColumnRole(role=Role.FEATURE) for at in range(5)} | INPUTS.roles), "and 2 more columns"),
    (changed(task=Task.REGRESSION), "The task has"),
    (changed(positive="0"), "The favourable outcome has"),
    (changed(threshold=0.4), "The threshold has"),
    (changed(python="/usr/bin/python3"), "The model's own Python has"),
])
def test_each_change_is_named_alone(now, words):
    (reason,) = stale_because(project(now), POLICY)
    assert words in reason


@pytest.mark.parametrize("now", [
    changed(data=FileRef(path="/elsewhere/a.csv", sha256="a" * 64)),  # the same file in another place
    changed(data=FileRef(path="/x/a.csv")),  # its hash is not known yet
    changed(roles={name: msgspec.structs.replace(had, guessed=True) for name, had in INPUTS.roles.items()}),
    changed(roles=INPUTS.roles | {"sex": ColumnRole(role=Role.SENSITIVE_FEATURE)}),  # which the model settles
    changed(task=None, positive=""),  # left open, and settled by the run as it would be again
    changed(positive="1"),
])
def test_what_changes_no_number_is_not_stale(now):
    assert stale_because(project(now), POLICY) == []


def test_a_policy_of_a_later_day_is_named():
    (reason,) = stale_because(project(ended="2020-05-01T10:00:00Z"), POLICY)
    assert POLICY.date in reason
    assert "2020-05-01" in reason


def ran(plan=None, **now):
    """A run by a plan, of which the project keeps another."""
    run = Run(id="r", started="2030-01-01T10:00:00Z", seed=3, inputs=INPUTS, plan=Plan(seed=3), policy_sha256=limits_sha256(POLICY),
              results={"fairness": ResultRef(sha256="f" * 64, status="finished")})
    return Project(id="p", inputs=INPUTS, plan=plan or Plan(seed=3), runs=[msgspec.structs.replace(run, **now)])


@pytest.mark.parametrize(("plan", "words"), [
    (Plan(seed=4), "The seed has"),
    (Plan(seed=3, assessments=[Planned("fairness", {"smallest_group": 5})]), "The parameters of 1 assessment have"),
    (Plan(seed=3, policy="strict"), "Another policy"),
])
def test_another_plan_is_named(plan, words):
    (reason,) = stale_because(ran(plan), POLICY)
    assert words in reason


@pytest.mark.parametrize("plan", [
    Plan(seed=3, assessments=[Planned("fairness")]),  # written out, and the same
    Plan(seed=3, assessments=[Planned("fairness"), Planned("drift", {"bins": 3})]),  # of what was not run
])
def test_a_plan_that_gives_the_same_numbers_is_not_stale(plan):
    assert stale_because(ran(plan), POLICY) == []


def test_other_limits_under_the_same_name_are_named_and_other_words_are_not():
    rules = (msgspec.structs.replace(POLICY.rules[0], n=POLICY.rules[0].n + 1), *POLICY.rules[1:])
    (reason,) = stale_because(ran(), msgspec.structs.replace(POLICY, rules=rules))
    assert "The policy has been changed" in reason
    assert stale_because(ran(), msgspec.structs.replace(POLICY, title="Titre")) == []


# --- the disk ------------------------------------------------------------------------------------------------------


@pytest.fixture
def on_disk(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(b"a,b\n1,2\n")
    ref = FileRef(path=str(path), sha256=hashlib.sha256(path.read_bytes()).hexdigest(), size=path.stat().st_size)
    inputs = Inputs(data=ref)
    return path, Project(id="p", inputs=inputs, runs=[Run(id="r", started="2030-01-01T10:00:00Z", inputs=inputs)])


@pytest.mark.parametrize("content", [b"a,b\n1,3\n", b"a,b\n1,2\n3,4\n"])
def test_a_file_overwritten_in_place_is_named_even_with_its_old_time(on_disk, content):
    path, project = on_disk
    assert stale_because(project, POLICY, files_now(project)) == []
    before = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    (reason,) = stale_because(project, POLICY, files_now(project))
    assert reason == "“people.csv” has been changed on the disk since the run."


def test_a_file_that_was_only_touched_is_the_same(on_disk):
    path, project = on_disk
    path.write_bytes(path.read_bytes())
    assert files_now(project) == {str(path): FileNow.SAME}


def test_a_file_that_is_gone_or_no_file_tells_that_nobody_can_tell(on_disk):
    path, project = on_disk
    path.unlink()
    files = files_now(project)
    assert stale_because(project, POLICY, files) == []
    assert unseen_because(files) == ["“people.csv” is not where it was, so whether it has changed since the run cannot be told."]
    os.mkfifo(path)
    assert files_now(project) == {str(path): FileNow.CHANGED}


def test_a_file_that_is_not_touched_is_read_once(on_disk, monkeypatch):
    _path, project = on_disk
    read = []
    real = hashlib.file_digest
    monkeypatch.setattr(hashlib, "file_digest", lambda *given: read.append(1) or real(*given))
    assert files_now(project) == files_now(project)
    assert len(read) == 1


def test_a_run_that_was_cut_short_at_once_takes_nothing_away_and_is_told():
    def run(id_, status, **results):
        return Run(id=id_, started=f"2030-01-0{id_}T10:00:00Z", inputs=INPUTS, status=status,
                   results={name: ResultRef(sha256="0" * 64, status=each) for name, each in results.items()})

    whole, cut, dead = run("1", "finished", fairness="finished"), run("2", "cancelled", fairness="cancelled"), run("3", "died")
    partly, going_on = run("4", "cancelled", fairness="finished", drift="cancelled"), run("5", "running")
    for runs, seen in (([], None), ([whole], whole), ([whole, cut], whole), ([whole, cut, dead], whole), ([cut], cut), ([cut, dead], dead),
                       ([whole, partly], partly), ([whole, going_on], going_on), ([whole, run("6", "finished")], "6")):
        found = in_sight(Project(id="p", runs=runs))
        assert found is seen or (found is not None and found.id == seen)
    assert stale_because(Project(id="p", inputs=INPUTS, runs=[whole, partly]), POLICY) == []
    said, = stale_because(Project(id="p", inputs=INPUTS, runs=[whole, cut, dead]), POLICY)
    assert "of 2030-01-03, was cut short" in said
    assert "the run of 2030-01-01" in said
