"""Staleness: each thing that changed is named, and nothing else is."""

import msgspec
import pytest

from rai_desktop.clauses.staleness import stale_because
from rai_desktop.findings.policy import load_policy
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Project, Role, Run, Task

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
    changed(task=None, positive=""),  # left open, and settled by the run as it would be again
    changed(positive="1"),
])
def test_what_changes_no_number_is_not_stale(now):
    assert stale_because(project(now), POLICY) == []


def test_a_policy_of_a_later_day_is_named():
    (reason,) = stale_because(project(ended="2020-05-01T10:00:00Z"), POLICY)
    assert POLICY.date in reason
    assert "2020-05-01" in reason
