"""Bad tables through the command line: one clear sentence, exit 2, nothing half-written; odd but usable ones go through."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.e2e.conftest import Here, Said, measured, people, refused, results

Tried = Callable[..., Said]


@pytest.fixture
def tried(tmp_path: Path, here: Here) -> Tried:
    """assess on text, bytes or a frame, with a plan of the counted assessments."""
    (tmp_path / "plan.json").write_text('["data_profile", "performance", "fairness"]')

    def run(data: str | bytes | pd.DataFrame | Path, *words: str, name: str = "data.csv") -> Said:
        path = data if isinstance(data, Path) else tmp_path / name
        if isinstance(data, pd.DataFrame):
            data.to_csv(path, index=False)
        elif not isinstance(data, Path):
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        return here("assess", "--data", path, "--plan", tmp_path / "plan.json", "--out", tmp_path / "out", *words)

    return run


def predicted(rows: int = 200) -> pd.DataFrame:
    """People with a prediction that is right four times out of five."""
    frame = people(rows)
    wrong = np.random.default_rng(1).random(rows) < 0.2
    return frame.assign(said=np.where(wrong, 3 - frame.verdict, frame.verdict))


LABEL = ("--label", "y", "--prediction", "p")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("   \n\n", "empty"),
        ("y,p,g\n", "no rows"),
        ("y,p,g\n1,1,a,9\n0,0,b\n1,1,c\n0,1\n", "row"),
        ("y,p\n,1\n,0\n", "empty in every row"),
        ("y,p\n1,1\n1,1\n1,1\n", "only one value"),
        (b"\x00\x01\x02\xff\xfe\x00binary\x00" * 50, "data.csv"),
        ("y,p\n1,1\n", "only one value"),
    ],
    ids=["empty", "blank", "header only", "ragged", "label missing", "constant label", "binary", "one row"],
)
def test_a_table_that_cannot_be_assessed_is_refused(tried: Tried, tmp_path: Path, content: str | bytes, words: str) -> None:
    refused(tried(content, *LABEL), tmp_path / "out", words)


@pytest.mark.parametrize(("words", "strange"), [
    ({1: "yes", 2: "no"}, "“no”, “yes”"), ({1: "1", 2: "7"}, "“7”"),
])  # fmt: skip
def test_a_prediction_in_other_words_than_the_outcome_is_told_as_that(tried: Tried, tmp_path: Path, words: dict[int, str], strange: str) -> None:
    frame = predicted().assign(said=lambda made: made.said.map(words))
    said = tried(frame, "--label", "verdict", "--prediction", "said")
    refused(said, tmp_path / "out", f"The prediction “said” also holds {strange}, but the outcomes in “verdict” are “1”, “2”.")


def test_scores_that_are_no_probabilities_are_told_in_words(tried: Tried, tmp_path: Path) -> None:
    frame = predicted().assign(score=lambda made: 1.5 * made.said)
    assert tried(frame, "--label", "verdict", "--prediction", "said", "--score", "score", "--positive", "2").code == 0
    told = [each["sentence"] for each in results(tmp_path / "out")["findings"] if each["metric"] == "expected_calibration_error"]
    assert told and all("do not all lie between 0 and 1" in each for each in told)


def test_a_missing_file_and_a_folder_are_named(tried: Tried, tmp_path: Path) -> None:
    refused(tried(tmp_path / "none.csv", *LABEL), tmp_path / "out", "none.csv")
    (tmp_path / "folder").mkdir()
    refused(tried(tmp_path / "folder", *LABEL), tmp_path / "out", "folder")


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_cut_off_parquet_file_is_told(tried: Tried, tmp_path: Path, cut: float) -> None:
    predicted().to_parquet(tmp_path / "whole.parquet")
    content = (tmp_path / "whole.parquet").read_bytes()
    refused(tried(content[: int(len(content) * cut)], *LABEL, name="cut.parquet"), tmp_path / "out", "cut.parquet")


def test_wrong_columns_are_named_with_those_there_are(tried: Tried, tmp_path: Path) -> None:
    said = tried(predicted(), "--label", "verdikt", "--prediction", "said", "--sensitive", "gender")
    refused(said, tmp_path / "out", "'verdikt', 'gender'")
    assert "verdict" in said.err


def test_one_column_cannot_have_two_roles(tried: Tried, tmp_path: Path) -> None:
    refused(tried(predicted(), "--label", "verdict", "--prediction", "verdict"), tmp_path / "out", "verdict")
    refused(tried(predicted(), "--label", "verdict", "--prediction", "said", "--sensitive", "verdict"),
            tmp_path / "out", "verdict")


def test_a_favourable_outcome_that_never_occurs_is_told(tried: Tried, tmp_path: Path) -> None:
    said = tried(predicted(), "--label", "verdict", "--prediction", "said", "--positive", "approved")
    refused(said, tmp_path / "out", "“approved” never occurs; the outcomes are “1”, “2”")


def test_infinite_labels_of_a_regression_are_told(tried: Tried, tmp_path: Path) -> None:
    frame = pd.DataFrame({"y": np.linspace(0, 9, 100), "p": np.linspace(0, 9, 100)})
    frame.loc[3, "y"] = np.inf
    refused(tried(frame, *LABEL), tmp_path / "out", "infinite")


def test_scores_that_are_words_are_told(tried: Tried, tmp_path: Path) -> None:
    frame = predicted().assign(score="high")
    refused(tried(frame, "--label", "verdict", "--score", "score"), tmp_path / "out", "score")


@pytest.mark.parametrize(
    ("labels", "positive"),
    [((1, 2), "2"), (("no", "yes"), "yes"), ((False, True), "True"), ((0.0, 1.0), "1"), (("ja", "nein"), "ja")],
    ids=str,
)
def test_labels_of_every_kind_count_alike(
    tried: Tried, tmp_path: Path, labels: tuple[object, object], positive: str
) -> None:
    frame = predicted()
    for column in ("verdict", "said"):
        frame[column] = [labels[value - 1] for value in frame[column]]
    said = tried(frame, "--label", "verdict", "--prediction", "said", "--positive", positive, "--sensitive", "sex")
    assert said.code == 0, said.err
    counted = predicted()
    assert measured(tmp_path / "out", "accuracy") == pytest.approx((counted.verdict == counted.said).mean(), abs=1e-12)
    wanted = [str(label) for label in labels].index(positive if positive != "1" else "1.0") + 1
    assert measured(tmp_path / "out", "selection_rate") == pytest.approx((counted.said == wanted).mean(), abs=1e-12)


def test_odd_cells_and_a_group_of_one_are_said_and_go_through(tried: Tried, tmp_path: Path) -> None:
    frame = predicted().assign(empty=np.nan, mixed=["a", "7"] * 100, wild=1.5)
    frame.loc[5, "wild"] = np.inf
    frame.loc[0, "sex"] = "alone"
    frame.loc[1, "said"] = np.nan
    said = tried(frame, "--label", "verdict", "--prediction", "said", "--sensitive", "sex", "--positive", "1")
    assert said.code == 0, said.err
    found = results(tmp_path / "out")
    alone = [each for each in found["measurements"] if each["group"].get("sex") == "alone"]
    assert alone, "a small group is named, not dropped"
    assert not [each for each in found["findings"] if each["verdict"] == "MET" and each["group"].get("sex") == "alone"]


def test_a_wrong_encoding_is_read_as_what_it_is(tried: Tried, tmp_path: Path) -> None:
    frame = predicted().assign(sex=lambda f: f.sex.map({"f": "weiblich", "m": "männlich"}))
    said = tried(frame.to_csv(index=False).encode("cp1252"), "--label", "verdict", "--prediction", "said",
                 "--sensitive", "sex")
    assert said.code == 0, said.err
    groups = {each["group"]["sex"] for each in results(tmp_path / "out")["measurements"] if "sex" in each["group"]}
    assert "männlich" in groups


def test_a_name_used_twice_is_told_and_the_first_is_taken(tried: Tried, tmp_path: Path) -> None:
    said = tried("y,y,p\n" + "1,0,1\n0,1,0\n" * 20, *LABEL)
    assert said.code == 0
    assert "Column 2 is called “y” like one before it" in said.err
    assert measured(tmp_path / "out", "accuracy") == 1


def test_ten_thousand_columns_are_refused_with_their_number(tried: Tried, tmp_path: Path) -> None:
    wide = pd.DataFrame(np.zeros((20, 10_000), dtype=int), columns=[f"c{i}" for i in range(10_000)])
    refused(tried(wide, "--label", "c1", "--prediction", "c2"), tmp_path / "out", "has 10000 columns, more than 5000")


def test_two_rows_are_too_few_for_a_pass(tried: Tried, tmp_path: Path) -> None:
    said = tried("y,p,g\n1,1,a\n0,0,b\n", *LABEL, "--sensitive", "g")
    assert said.code == 0, said.err
    met = [each["sentence"] for each in results(tmp_path / "out")["findings"] if each["verdict"] == "MET"
           and each["assessment"] != "data_profile"]
    assert not met
