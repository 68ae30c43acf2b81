"""What every assessment owes: ids, words, n and interval or a note, no exception, no pass out of nothing."""

import json
from typing import Any

import msgspec
import numpy as np
import pandas as pd
import pytest

from rai_desktop.assessments.all import ALL, assessment
from rai_desktop.assessments.assessment import Assessment, Need, Progress
from rai_desktop.errors import Refusal
from rai_desktop.findings.measurement import Evidence, Measurement
from rai_desktop.loading.subject import Subject
from rai_desktop.project.model import ColumnRole, Inputs, Role, Task

COUNTED = [a for a in ALL if Need.MODEL not in a.needs]
ROLES = {"y": Role.LABEL, "p": Role.PREDICTION, "s": Role.SCORE, "g": Role.SENSITIVE,
         "h": Role.SENSITIVE, "x": Role.FEATURE}


def frame(rows: int = 400, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    s = rng.random(rows).round(4)
    return pd.DataFrame({
        "y": np.where(rng.random(rows) < s, "yes", "no"), "p": np.where(s > 0.5, "yes", "no"),
        "s": s, "g": rng.choice(["a", "b"], rows), "h": rng.choice(["u", "v", "w"], rows),
        "x": rng.normal(size=rows)})


def subject_of(table: pd.DataFrame) -> Subject:
    roles = {c: ColumnRole(role=ROLES[c]) for c in table.columns}
    return Subject.from_frame(table, Inputs(task=Task.BINARY, positive="yes", roles=roles))


def run(kind: Assessment, table: pd.DataFrame) -> list[Any]:
    found = list(kind.run(subject_of(table), kind.parameters()))
    return [item for item in found if not isinstance(item, Progress)]


def measurements(found: list[Any]) -> list[Measurement]:
    return [item for item in found if isinstance(item, Measurement)]


def keyed(found: list[Any]) -> dict[str, float | None]:
    return {f"{m.metric} {m.group} {m.reference} {m.cohort}": m.value for m in measurements(found)}


@pytest.mark.parametrize("kind", ALL, ids=lambda a: a.id)
def test_words(kind: Assessment) -> None:
    assert kind.id.isidentifier()
    assert kind.title
    assert kind.question.endswith("?")
    assert kind.limits
    assert kind.sources
    assert kind.crosswalk
    assert kind.needs
    for field in kind.parameters.__dataclass_fields__.values():
        assert field.metadata["title"]
        assert field.metadata["help"]
        assert isinstance(getattr(kind.parameters(), field.name), int | float | bool | str | tuple)


def test_ids_are_unique_and_found() -> None:
    assert len({a.id for a in ALL}) == len(ALL)
    assert all(assessment(a.id) is a for a in ALL)
    with pytest.raises(Refusal):
        assessment("none")


@pytest.mark.parametrize("kind", COUNTED, ids=lambda a: a.id)
class TestEveryCountedAssessment:
    def test_numbers_carry_n_and_an_interval_or_a_note(self, kind: Assessment) -> None:
        found = measurements(run(kind, frame()))
        assert found
        counted = {"rows", "columns"}  # facts about the table, not estimates
        for m in found:
            assert m.assessment == kind.id
            assert m.n >= 0
            assert m.value is None or np.isfinite(m.value)
            assert m.interval is not None or m.note or m.unit in counted, m
            if m.interval is not None and m.value is not None:
                assert m.interval.low <= m.value + 1e-9, m
                assert m.value - 1e-9 <= m.interval.high, m

    def test_json_round_trip(self, kind: Assessment) -> None:
        for item in run(kind, frame()):
            shape = Measurement if isinstance(item, Measurement) else Evidence
            raw = msgspec.json.encode(item)
            assert msgspec.json.decode(raw, type=shape) == item
            json.loads(raw, parse_constant=pytest.fail)

    def test_same_seed_same_numbers(self, kind: Assessment) -> None:
        assert msgspec.json.encode(run(kind, frame())) == msgspec.json.encode(run(kind, frame()))

    def test_order_of_rows_is_irrelevant(self, kind: Assessment) -> None:
        table = frame()
        shuffled = table.sample(frac=1, random_state=3).reset_index(drop=True)
        one, other = keyed(run(kind, table)), keyed(run(kind, shuffled))
        assert one.keys() == other.keys()
        for key, value in one.items():
            assert value == pytest.approx(other[key], abs=1e-9), key

    def test_stops_at_the_next_yield_and_leaves_the_subject_alone(self, kind: Assessment) -> None:
        table = frame()
        subject = subject_of(table)
        before = subject.inputs
        running = kind.run(subject, kind.parameters())
        next(running)
        running.close()  # type: ignore[attr-defined]
        assert list(kind.run(subject, kind.parameters()))
        assert subject.inputs == before
        pd.testing.assert_frame_equal(table, frame())

    @pytest.mark.parametrize("spoil", [
        "one group", "group of one", "tiny groups", "all missing", "constant label",
        "positive never predicted", "missing labels", "constant score", "one row", "two rows"])
    def test_poor_data_gives_neither_an_exception_nor_a_pass(
            self, kind: Assessment, spoil: str) -> None:
        table = SPOILT[spoil](frame())
        try:
            found = measurements(run(kind, table))
        except Refusal as refused:  # said in a sentence before anything ran
            if spoil not in ("constant label", "one row", "two rows"):
                raise
            assert refused.sentence.endswith(".")
            return
        for m in found:
            assert m.value is None or np.isfinite(m.value), m
            assert m.interval is not None or m.note or m.unit in ("rows", "columns"), m
            if kind.id == "fairness" and spoil in ("one group", "all missing", "one row"):
                gap = m.metric.endswith(("_difference", "_ratio"))
                if gap and (set(m.group) == {"g"} or m.cohort == "feature=g") and (
                        m.metric != "impact_ratio"):
                    assert m.value is None, m


SPOILT = {
    "one group": lambda t: t.assign(g="a"),
    "group of one": lambda t: t.assign(g=["z"] + ["a"] * (len(t) - 1)),
    "tiny groups": lambda t: t.assign(g=[f"g{i // 2}" for i in range(len(t))]),
    "all missing": lambda t: t.assign(g=pd.Series([None] * len(t), dtype=object)),
    "constant label": lambda t: t.assign(y="yes"),
    "positive never predicted": lambda t: t.assign(p="no"),
    "missing labels": lambda t: t.assign(y=[None, *t.y[1:]]),
    "constant score": lambda t: t.assign(s=0.5),
    "one row": lambda t: t.assign(y="yes").head(1),
    "two rows": lambda t: t.assign(y="yes").head(2),
}
