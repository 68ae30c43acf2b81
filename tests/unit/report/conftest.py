"""A small project with results, as the report meets them."""

import pytest

from rai_desktop.findings.measurement import Axis, Interval, Measurement, Point, Points, Result, Table
from rai_desktop.project.model import Answer, ColumnRole, FileRef, Inputs, Plan, Project, Role, Run, Task


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("RAI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("RAI_SITE", str(tmp_path / "site"))


@pytest.fixture
def project() -> Project:
    inputs = Inputs(data=FileRef(path="/home/someone/credit.csv", sha256="ab" * 32, size=1234, format="csv"),
                    roles={"sex": ColumnRole(role=Role.SENSITIVE)}, task=Task.BINARY, positive="repaid")
    run = Run(id="r1", started="2026-11-23T08:00:00Z", ended="2026-11-23T08:01:00Z", status="finished", seed=7,
              inputs=inputs, versions={"numpy": "2.4"}, facts={"rows": 6000})
    return Project(id="p-1", title="Limits 日本 <script>alert(1)</script> #set $x$", created="2026-11-20T08:00:00Z",
                   analyst="A. Analyst", packs=["eu_ai_act"], answers={"eu_ai_act": {"nobody": Answer(value="yes")}},
                   inputs=inputs, plan=Plan(seed=7), runs=[run])


@pytest.fixture
def results() -> dict[str, Result]:
    return made_results()


@pytest.fixture
def made():
    return made_results


def made_results(value: float = 0.7) -> dict[str, Result]:
    found = [
        Measurement(assessment="fairness", metric="selection_rate", value=0.81, n=20, group={"sex": "=cmd()"},
                    interval=Interval(0.8, 0.82, 0.95, "Wilson")),
        Measurement(assessment="fairness", metric="demographic_parity_ratio", value=value, n=6000,
                    group={"sex": "m"}, reference={"sex": "f"}, unit="ratio",
                    interval=Interval(value - 0.02, value + 0.02, 0.95, "score")),
    ]
    chart = Points(id="selection", title="Selection", question="Do groups differ?", axis=Axis("Selected", "share"),
                   points=[Point(label="f", value=0.8, low=0.7, high=0.9, n=10)])
    table = Table(id="t", title="Rates", columns=["g", *map(str, range(12))], rows=[["f", *range(12)]],
                  formats=["text", *["count"] * 12])
    return {"fairness": Result(assessment="fairness", status="finished", measurements=found, evidence=[chart, table])}
