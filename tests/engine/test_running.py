"""A plan run in this process: parameters settled, seeds passed, what cannot run said, stops and failures contained."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import joblib
import msgspec
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from rai_desktop.assessments.all import ALL
from rai_desktop.assessments.assessment import Assessment, Need, Progress
from rai_desktop.engine import protocol, running
from rai_desktop.engine.opening import Opened, Opening, check
from rai_desktop.engine.running import run_plan, settle_parameters
from rai_desktop.errors import Refusal
from rai_desktop.loading.hashing import sha256_of
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Plan, Planned, Role, Task


@dataclass(frozen=True)
class Parameters:
    """Every kind a parameter can have."""

    seed: int = 1
    share: float = 0.5
    names: tuple[str, ...] = field(default=("a",))


def asks(run: Any, name: str = "asks") -> Assessment:
    return Assessment(id=name, title="Asks", question="?", needs=(Need.DATA,), parameters=Parameters, run=run, limits="")


NOTHING = asks(lambda subject, parameters: iter(()))


@pytest.fixture
def inputs(tmp_path: Path) -> Inputs:
    frame = pd.DataFrame({"y": [0, 1] * 40, "x": range(80), "z": range(80), "g": ["a", "b"] * 40})
    frame.to_csv(tmp_path / "rows.csv", index=False)
    joblib.dump(LogisticRegression().fit(frame[["x"]], frame.y), tmp_path / "model.joblib")
    roles = {"x": Role.FEATURE, "z": Role.FEATURE, "g": Role.SENSITIVE_FEATURE}
    guessed = {name: ColumnRole(role=role, guessed=True) for name, role in roles.items()}
    return Inputs(data=FileRef(path=str(tmp_path / "rows.csv")), model=FileRef(path=str(tmp_path / "model.joblib")),
                  roles={"y": ColumnRole(role=Role.LABEL), **guessed})


@pytest.fixture
def opened(inputs: Inputs) -> Iterator[Opened]:
    one = Opened(inputs)
    yield one
    one.close()


def test_the_plans_seed_reaches_every_assessment_that_draws() -> None:
    for each in ALL:
        settled = settle_parameters(each, Planned(each.id), 99)
        assert getattr(settled, "seed", 99) == 99, each.id
    assert settle_parameters(NOTHING, Planned("asks", {"seed": 3}), 99).seed == 3


def test_the_analysts_choices_are_taken_and_checked() -> None:
    settled = settle_parameters(NOTHING, Planned("asks", {"share": 1, "names": ["b", "c"]}), 99)
    assert settled == Parameters(seed=99, share=1.0, names=("b", "c"))
    with pytest.raises(Refusal, match="has no parameter nope.*It has names, seed, share"):
        settle_parameters(NOTHING, Planned("asks", {"nope": 1}), 99)
    with pytest.raises(Refusal, match="does not fit"):
        settle_parameters(NOTHING, Planned("asks", {"share": "much"}), 99)


def test_guessed_roles_follow_the_model_and_the_record_says_all(opened: Opened, inputs: Inputs) -> None:
    roles = {name: given.role for name, given in opened.settled.roles.items()}
    assert roles == {"y": Role.LABEL, "x": Role.FEATURE, "z": Role.IGNORE, "g": Role.SENSITIVE}
    settled = opened.settled
    assert (settled.task, settled.positive) == (Task.BINARY, "1")
    for ref in (settled.data, settled.model):
        assert ref is not None
        assert len(ref.sha256) == 64
        assert ref.size == Path(ref.path).stat().st_size
    assert inputs.positive == ""  # what was given is not changed


def test_a_favourable_outcome_that_nobody_chose_is_told(opened: Opened) -> None:
    assert any("“1” is taken for it" in warning for warning in check(opened, 4).warnings)
    opened.inputs = msgspec.structs.replace(opened.inputs, positive="0")
    assert not any("is taken for it" in warning for warning in check(opened, 4).warnings)


def test_what_can_run_is_told(opened: Opened) -> None:
    checked = check(opened, 4)
    assert (checked.roles["z"].role, checked.roles["z"].guessed) == (Role.IGNORE, True)  # the model does not read it
    assert (checked.id, checked.problems) == (4, [])
    assert all(each.available for each in checked.availability)


def test_what_cannot_run_says_why(tmp_path: Path, inputs: Inputs) -> None:
    without = Inputs(data=inputs.data, roles={"y": ColumnRole(role=Role.LABEL)})
    one = Opened(without)
    why = {each.assessment: each.why for each in check(one, 1).availability}
    assert why["data_profile"] == ""
    assert why["performance"] == "It needs a model or a prediction column."
    assert "at least one sensitive column" in why["fairness"]


def test_inputs_stay_open_until_they_change_or_the_model_is_gone(inputs: Inputs) -> None:
    opening = Opening()
    first = opening.open(inputs)
    assert opening.open(inputs) is first
    first.model.close()
    second = opening.open(inputs)
    assert second is not first
    assert second.model.alive
    opening.close()
    assert not second.model.alive
    with pytest.raises(Refusal, match="No table"):
        opening.open(Inputs())


@pytest.mark.parametrize("named", [True, False])
def test_a_model_without_names_says_that_the_tables_order_is_taken_on_trust(inputs: Inputs, named: bool) -> None:
    frame = pd.read_csv(inputs.data.path)
    rows = frame[["x", "z"]] if named else frame[["x", "z"]].to_numpy()
    joblib.dump(LogisticRegression().fit(rows, frame.y), inputs.model.path)
    one = Opened(inputs)
    said = "given in the table's order, as the model does not tell the names of those it was trained on: “x”, “z”"
    try:
        assert one.isolation.get("Columns") == (None if named else said)
        assert any(said in warning for warning in one.check()[1]) is not named
    finally:
        one.close()


@pytest.mark.parametrize("which", ["model", "data"])
def test_another_file_in_the_place_of_the_chosen_one_is_told_while_that_is_open(inputs: Inputs, which: str) -> None:
    path = Path(getattr(inputs, which).path)
    chosen = msgspec.structs.replace(getattr(inputs, which), sha256=sha256_of(path))
    inputs = msgspec.structs.replace(inputs, **{which: chosen})
    opening = Opening()
    first = opening.open(inputs)
    path.touch()
    second = opening.open(inputs)  # the same content, so it opens again
    assert second is not first
    path.rename(path.with_suffix(".away"))
    assert opening.open(inputs) is second
    path.write_bytes(path.with_suffix(".away").read_bytes() + b"\n1,1,1")
    with pytest.raises(Refusal, match=f"^{path.name} has changed since it was chosen"):
        opening.open(inputs)
    opening.close()


def heard_of(monkeypatch: pytest.MonkeyPatch, opened: Opened, *planned: Assessment,
             stopped: threading.Event | None = None) -> list[protocol.Answer]:
    monkeypatch.setattr(running, "ALL", planned)
    heard: list[protocol.Answer] = []
    plan = Plan(assessments=[Planned(each.id) for each in planned])
    run_plan(protocol.Run(id=1, inputs=opened.inputs, plan=plan), opened, heard.append, stopped or threading.Event())
    return heard


def statuses(heard: list[protocol.Answer]) -> dict[str, str]:
    return {each.assessment: each.status for each in heard if isinstance(each, protocol.AssessmentEnded)}


@pytest.mark.expects_log
def test_a_failure_costs_only_itself(monkeypatch: pytest.MonkeyPatch, opened: Opened) -> None:
    def fails(subject: Any, parameters: Any) -> Iterator[Any]:
        yield Progress(1, 2, "Steps")
        raise ZeroDivisionError("odd")

    def refuses(subject: Any, parameters: Any) -> Iterator[Any]:
        raise Refusal("Too few rows.", "Bring more.")
        yield

    heard = heard_of(monkeypatch, opened, asks(fails, "fails"), asks(refuses, "refuses"), NOTHING)
    assert statuses(heard) == {"fails": "failed", "refuses": "refused", "asks": "finished"}
    reasons = {each.assessment: each.reason for each in heard if isinstance(each, protocol.AssessmentEnded)}
    assert reasons["fails"] == "ZeroDivisionError: odd"
    assert reasons["refuses"] == "Too few rows. Bring more."
    assert heard[-1].status == "finished"


def test_a_stop_before_the_predictions_ends_everything(monkeypatch: pytest.MonkeyPatch, opened: Opened) -> None:
    stopped = threading.Event()
    stopped.set()
    heard = heard_of(monkeypatch, opened, NOTHING, asks(NOTHING.run, "other"), stopped=stopped)
    assert set(statuses(heard).values()) == {"cancelled"}
    assert heard[-1].status == "cancelled"


def test_progress_is_thinned_but_the_last_step_is_told(monkeypatch: pytest.MonkeyPatch, opened: Opened) -> None:
    def many(subject: Any, parameters: Any) -> Iterator[Any]:
        for step in range(1, 10_001):
            yield Progress(step, 10_000, "Steps")

    heard = heard_of(monkeypatch, opened, asks(many))
    done = [each.done for each in heard if isinstance(each, protocol.Progressed) and each.assessment]
    assert done == sorted(done)
    assert done[-1] == 10_000
    assert len(done) < 100


def test_problems_stop_a_run_before_it_begins(tmp_path: Path, inputs: Inputs) -> None:
    pd.DataFrame({"y": [0, 1] * 5, "g": ["a", "b"] * 5}).to_csv(tmp_path / "rows.csv", index=False)
    lacking = Inputs(data=inputs.data, model=inputs.model, roles={"y": ColumnRole(role=Role.LABEL)})
    one = Opened(lacking)
    heard: list[protocol.Answer] = []
    with pytest.raises(Refusal, match="“x”"):
        run_plan(protocol.Run(id=1, inputs=lacking, plan=Plan()), one, heard.append, threading.Event())
    one.close()
    assert heard == []


def test_a_model_whose_classes_do_not_fit_leaves_no_process(tmp_path: Path, inputs: Inputs) -> None:
    pd.DataFrame({"y": ["good", "bad"] * 20, "x": range(40)}).to_csv(tmp_path / "rows.csv", index=False)
    other = Inputs(data=inputs.data, model=inputs.model,
                   roles={"y": ColumnRole(role=Role.LABEL), "x": ColumnRole(role=Role.FEATURE)})
    with pytest.raises(Refusal, match="“good”"):
        Opened(other)
