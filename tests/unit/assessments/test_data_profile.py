"""The data profile against pandas, and on tables built to show each thing it looks for."""

import msgspec
import numpy as np
import pandas as pd
import pytest

from rai_desktop import i18n
from rai_desktop.assessments.assessment import Progress
from rai_desktop.assessments.data_profile import DATA_PROFILE, Parameters, run
from rai_desktop.errors import Refusal
from rai_desktop.findings.measurement import Evidence, Measurement, Points, Table
from rai_desktop.findings.metric_names import metric_name
from rai_desktop.loading.subject import Subject, open_subject
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Role, Task


def table(n=2000, seed=0):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({
        "applicant_id": [f"A{i:05d}" for i in range(n)], "sex": rng.choice(["female", "male"], n, p=[0.6, 0.4]),
        "income": rng.normal(size=n), "job": rng.choice(["a", "b", "c"], n), "same": 1.0,
        "email": [f"person{i}@example.org" for i in range(n)],
    })  # fmt: skip
    frame["income_again"] = frame.income
    frame["hobby"] = np.where(rng.random(n) < 0.9, frame.sex.map({"female": "x", "male": "y"}), "z")
    frame["outcome"] = np.where(frame.income + rng.normal(size=n) > 0, "yes", "no")
    frame["outcome_date"] = frame.outcome.map({"yes": "2020", "no": None})
    frame.loc[(frame.sex == "male") & (rng.random(n) < 0.3), "job"] = None
    return frame


def roles_of(frame, **more):
    roles = {name: ColumnRole(role=Role.FEATURE) for name in frame.columns}
    known = {"applicant_id": Role.IDENTIFIER, "sex": Role.SENSITIVE, "outcome": Role.LABEL}
    roles |= {n: ColumnRole(role=r) for n, r in known.items() if n in frame} | more
    return roles


def subject_of(frame, **inputs):
    given = {"task": Task.BINARY, "positive": "yes"} | inputs
    return Subject.from_frame(frame, Inputs(roles=roles_of(frame), **given))


def found_in(frame, parameters=None, **inputs):
    return list(run(subject_of(frame, **inputs), parameters or Parameters()))


def one(found, metric, **more):
    hits = [m for m in found if isinstance(m, Measurement) and m.metric == metric
            and all(getattr(m, k) == v for k, v in more.items())]  # fmt: skip
    assert len(hits) == 1, (metric, more, len(hits))
    return hits[0]


def none(found, metric):
    return not [m for m in found if isinstance(m, Measurement) and m.metric == metric]


def evidence(found, name):
    return next(e for e in found if getattr(e, "id", None) == name)


@pytest.fixture(scope="module")
def frame():
    return table()


@pytest.fixture(scope="module")
def found(frame):
    return found_in(frame)


def test_missing_shares_are_those_of_pandas(frame, found):
    told = one(found, "missing_share", cohort="column=job", group={})
    assert (told.value, told.n) == (pytest.approx(frame.job.isna().mean()), 2000)
    assert told.interval.low < told.value < told.interval.high
    assert one(found, "missing_share", cohort="all").value == pytest.approx(frame.isna().to_numpy().mean())
    assert one(found, "incomplete_rows_share").value == pytest.approx(frame.isna().any(axis=1).mean())
    assert one(found, "missing_share", cohort="column=income").value == 0
    by_sex = frame.job.isna().groupby(frame.sex).mean()
    for sex in ("female", "male"):
        assert one(found, "missing_share", cohort="column=job", group={"sex": sex}).value == pytest.approx(by_sex[sex])


def test_a_gap_in_missing_values_is_measured(found):
    gap = one(found, "missing_share_difference", cohort="column=job")
    assert (gap.group, gap.reference) == ({"sex": "male"}, {"sex": "female"})
    assert gap.interval.low > 0.2
    assert gap.p_value < 1e-10
    chart = evidence(found, "missing_by_sex")
    assert isinstance(chart, Points)
    assert {p.label for p in chart.points} == {"job", "outcome_date"}


def test_duplicates_are_those_of_pandas(frame, found):
    assert one(found, "duplicate_rows").value == 0
    twice = pd.concat([frame, frame.iloc[:30], frame.iloc[:10]]).assign(applicant_id=range(2040))
    again = found_in(twice)
    expected = twice.drop(columns="applicant_id").duplicated().sum()
    assert one(again, "duplicate_rows").value == expected == 40
    assert one(again, "duplicate_share").value == pytest.approx(40 / 2040)
    assert "64-bit" in one(again, "duplicate_rows").note


def test_equal_people_with_unequal_outcomes(frame):
    twin = frame.iloc[:5].assign(outcome=frame.outcome.iloc[:5].map({"yes": "no", "no": "yes"}))
    assert one(found_in(pd.concat([frame, twin])), "contradicting_rows").value == 5


def test_constants_and_twins(found):
    constants = one(found, "constant_columns")
    assert (constants.value, constants.note) == (1, "same")
    assert one(found, "identical_columns").note == "income_again = income"
    remarks = {row[0]: row[6] for row in evidence(found, "columns").rows}
    assert remarks["applicant_id"] == "different in every row"


def test_the_table_of_columns(frame, found):
    rows = {row[0]: row for row in evidence(found, "columns").rows}
    assert rows["income"][4] == pytest.approx(frame.income.min())
    assert rows["job"][3] == 3
    assert rows["applicant_id"][3] == 2000


def test_balance_and_groups(frame, found):
    assert one(found, "label_balance", cohort="class=yes").value == pytest.approx((frame.outcome == "yes").mean())
    assert one(found, "label_balance", cohort="all").value == pytest.approx((frame.outcome == "yes").mean())
    female = one(found, "group_share", group={"sex": "female"})
    assert female.value == pytest.approx((frame.sex == "female").mean())
    assert none(found, "group_share_difference")


def test_groups_against_given_shares(frame):
    told = found_in(frame, Parameters(reference="sex: female=50, male=49, other=1"))
    gap = one(told, "group_share_difference", group={"sex": "female"})
    assert gap.value == pytest.approx((frame.sex == "female").mean() - 0.5)
    assert gap.interval.low > 0
    assert gap.p_value < 1e-6
    other = one(told, "group_share", group={"sex": "other"})
    assert other.value == 0
    assert other.interval.high > 0
    assert {p.series for p in evidence(told, "groups_sex").points} == {"this table", "reference"}


def test_groups_against_a_reference_table(frame, tmp_path):
    path = tmp_path / "people.csv"
    pd.DataFrame({"sex": ["female"] * 60 + ["male"] * 40}).to_csv(path, index=False)
    told = found_in(frame, reference=FileRef(path=str(path)))
    gap = one(told, "group_share_difference", group={"sex": "female"})
    assert gap.value == pytest.approx((frame.sex == "female").mean() - 0.6)


@pytest.mark.parametrize(("text", "says"), [("sex female", "sex female"), ("height: tall=1", "height")])
def test_bad_reference_shares_are_refused(frame, text, says):
    with pytest.raises(Refusal, match=says):
        found_in(frame, Parameters(reference=text))


def test_leaks(found):
    told = one(found, "leakage_suspects")
    assert told.note == "outcome_date"
    assert one(found, "single_column_power", cohort="column=outcome_date").value > 0.99
    rows = {row[0]: row for row in evidence(found, "leakage").rows}
    assert rows["outcome_date"][5:] == ["suspect", "outcome"]
    assert rows["income"][5] == ""
    assert rows["(row order)"][1] == pytest.approx(0.5, abs=0.05)


def test_leaks_are_told_in_the_chosen_language(frame):
    i18n.choose("fr")
    try:
        table = evidence(found_in(frame), "leakage")
    finally:
        i18n.choose("en")
    assert {row[0] for row in table.rows} >= {"income", "(ordre des lignes)"}
    assert {row[4] for row in table.rows} == {metric_name("roc_auc")} != {"roc_auc"}


def test_sorted_rows_and_telling_identifiers_are_leaks(frame):
    ordered = frame.sort_values("outcome")
    ordered["applicant_id"] = range(len(ordered))
    assert one(found_in(ordered), "leakage_suspects").note == "outcome_date, applicant_id, (row order)"


def test_proxies(found):
    assert one(found, "proxy_suspects").note == "hobby"
    told = one(found, "proxy_association", cohort="column=hobby, sensitive=sex")
    assert told.interval.low > 0.8
    weak = one(found, "proxy_association", cohort="column=income, sensitive=sex")
    assert weak.value < 0.1


def test_personal_data_is_named_and_never_shown(found):
    assert one(found, "personal_data_suspects").note == "email"
    assert one(found, "personal_data_share", cohort="column=email").value == 1
    assert "person7@" not in msgspec.json.encode([e for e in found if isinstance(e, Evidence | Measurement)]).decode()
    assert evidence(found, "personal_data").rows == [["email", "email", "email", 2000, 1.0, "yes"]]


def test_card_numbers_stored_as_numbers():
    cards = [4111111111111111, 5500005555555559, 4012888888881881] * 10
    frame = pd.DataFrame({"x": cards, "outcome": ["yes", "no"] * 15})
    assert evidence(found_in(frame), "personal_data").rows[0][:4] == ["x", "", "payment card", 30]


def test_overlap_with_the_training_table(frame, tmp_path):
    path = tmp_path / "train.csv"
    train = pd.concat([frame.iloc[:100], table(50, seed=9)])
    train.to_csv(path, index=False)
    data = tmp_path / "data.csv"
    frame.to_csv(data, index=False)
    subject = open_subject(Inputs(data=FileRef(path=str(data)), train=FileRef(path=str(path)), roles=roles_of(frame),
                                  task=Task.BINARY, positive="yes"))  # fmt: skip
    told = one(list(run(subject, Parameters())), "train_overlap")
    assert told.value == pytest.approx(100 / 2000)


def test_progress_and_repeatability(frame, found):
    assert next(p for p in found if isinstance(p, Progress)).total == 2000
    assert found == found_in(frame)


def test_regression_and_several_classes(frame):
    target = frame.assign(outcome=frame.income * 3 + 1)
    told = found_in(target, task=Task.REGRESSION, positive="")
    assert "income" in one(told, "leakage_suspects").note
    assert none(told, "label_balance")
    three = frame.assign(outcome=np.select([frame.income < -1, frame.income < 1], ["l", "m"], "h"))
    told = found_in(three.drop(columns="outcome_date"), task=Task.MULTICLASS, positive="")
    assert one(told, "leakage_suspects").value >= 1
    assert one(told, "label_balance", cohort="class=m").n == 2000


@pytest.mark.parametrize("make", [
    lambda f: f.iloc[:1], lambda f: f[["income"]], lambda f: f.assign(income=np.inf), lambda f: f.assign(job=None),
    lambda f: f.assign(sex=None), lambda f: f.assign(outcome="yes"), lambda f: f.iloc[:3].assign(outcome=["yes", "no", None]),
    lambda f: f.assign(when=pd.Timestamp("2020-01-01"), flag=True, mixed=[1, "a"] * (len(f) // 2)),
    lambda _f: pd.DataFrame({f"c{i}": np.zeros(3) for i in range(3000)} | {"outcome": ["yes", "no", "no"]}),
])  # fmt: skip
def test_odd_tables_are_profiled_all_the_same(frame, make):
    odd = make(frame)
    try:
        subject = subject_of(odd)
    except Refusal:
        subject = Subject.from_frame(odd, Inputs(roles={n: ColumnRole(role=Role.FEATURE) for n in odd}))
    told = list(run(subject, Parameters()))
    assert one(told, "missing_share", cohort="all").n == odd.size
    encoded = msgspec.json.encode([m for m in told if not isinstance(m, Progress)])
    assert b"NaN" not in encoded
    assert all(isinstance(e, Table) or e.title for e in told if hasattr(e, "title"))


def test_it_is_declared():
    assert DATA_PROFILE.id == "data_profile"
    assert DATA_PROFILE.needs == ("data",)
