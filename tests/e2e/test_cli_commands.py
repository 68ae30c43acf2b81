"""inspect, questionnaire, describe, demo and the options: exit codes and JSON that scripts rely on."""

import json
import pickle
from pathlib import Path
from typing import Any

import joblib
import pytest
from sklearn.linear_model import LogisticRegression

from rai_desktop.assessments.all import ALL
from rai_desktop.questionnaire import catalog
from rai_desktop.questionnaire.question import Kind
from tests.e2e.conftest import Cli, Here, people, results

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "canada_aia_vectors.json").read_text("utf-8"))["vectors"]


class Own:
    """A class of nobody's list."""


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A loadable, an unknown and a dangerous model."""
    frame = people(100)
    paths = {name: tmp_path / f"{name}.pkl" for name in ("good", "unknown", "evil")}
    joblib.dump(LogisticRegression().fit(frame[["income"]], frame.verdict), paths["good"])
    paths["unknown"].write_bytes(pickle.dumps(Own()))
    paths["evil"].write_bytes(b"cos\nsystem\n(S'echo hello'\ntR.")
    return paths


@pytest.mark.parametrize(("name", "code", "verdict"), [("good", 0, "loadable"), ("unknown", 4, "ask"), ("evil", 3, "refused")])
def test_inspect_says_what_is_inside(here: Here, files: dict[str, Path], name: str, code: int, verdict: str) -> None:
    said = here("inspect", files[name], "--json")
    found = json.loads(said.out)
    assert (said.code, found["verdict"]) == (code, verdict)
    assert found["sentence"].endswith(".")
    assert len(found["sha256"]) == 64
    words = here("inspect", files[name])
    assert words.code == code
    assert found["sentence"] in words.out
    assert found["claim"] in words.out
    told = {line.split(": ")[1].split(" (")[0] for line in words.out.splitlines() if line.startswith(("allowed: ", "unknown: ", "dangerous: "))}
    assert told == {each["name"] for each in found["names"]}


def test_inspect_of_nothing_is_bad_input(here: Here, tmp_path: Path) -> None:
    said = here("inspect", tmp_path / "none.pkl")
    assert (said.code, said.out) == (2, "")
    assert "none.pkl" in said.err


def test_questionnaires_are_listed(cli: Cli) -> None:
    listed = json.loads(cli("questionnaire", "list", "--json").stdout)
    packs = {each["id"]: each["questions"] for each in listed}
    assert {"system_profile", "eu_ai_act", "canada_aia"} <= set(packs)
    assert min(packs.values()) > 0


@pytest.mark.parametrize("vector", VECTORS, ids=[each["name"] for each in VECTORS])
def test_canadas_own_scores(here: Here, tmp_path: Path, vector: dict[str, Any]) -> None:
    (tmp_path / "answers.json").write_text(json.dumps(vector["answers"]), encoding="utf-8")
    said = here("questionnaire", "score", "canada_aia", "--answers", tmp_path / "answers.json", "--json")
    assert said.code == 0, said.err
    found = json.loads(said.out)
    assert [found[name] for name in ("raw", "mitigation", "total", "level")] == vector["completed"]


def test_the_tier_of_the_examples_answers(here: Here) -> None:
    answers = Path(__file__).parents[2] / "resources" / "sample" / "answers.json"
    said = here("questionnaire", "score", "eu_ai_act", "--answers", answers, "--json")
    assert said.code == 0, said.err
    tier = json.loads(said.out)["tier"]
    assert tier["tier"]


@pytest.mark.parametrize(
    ("content", "words"),
    [("[1, 2]", "does not hold answers"), ("{", "is not JSON"), ('{"canada_aia": 7}', "answers"),
     ('{"canada_aia": {"riskProfile1": {"value": {"a": 1}}}}', "riskProfile1"),
     ('{"canada_aia": {"riskProfile1": "item1-3"}, "made": "today"}', "under made")],
)
def test_answers_that_are_none_are_told(here: Here, tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "answers.json").write_text(content)
    said = here("questionnaire", "score", "canada_aia", "--answers", tmp_path / "answers.json")
    assert (said.code, said.out) == (2, "")
    assert words in said.err


def test_of_several_choices_those_that_fit_are_counted_and_said_to_be(here: Here, tmp_path: Path) -> None:
    places = catalog.pack("canada_aia").places.values()
    asked = next(each for section, each in places if each.kind is Kind.MULTIPLE and not section.show_if and not each.show_if
                 and any(option.points for option in each.options))
    counting = next(option.id for option in asked.options if option.points)
    found = []
    for value in ([counting], [counting, "item999-9"]):
        (tmp_path / "answers.json").write_text(json.dumps({asked.id: value}))
        said = here("questionnaire", "score", "canada_aia", "--answers", tmp_path / "answers.json", "--json")
        found.append(json.loads(said.out)["scores"])
    assert found[0] == found[1]
    assert "only what fits is counted" in said.err
    assert "not counted as it is" not in said.err


@pytest.mark.parametrize("pack", ["canada_aia", "canada-aia"])
def test_a_pack_is_found_in_the_file_by_either_way_of_writing_its_id(here: Here, tmp_path: Path, pack: str) -> None:
    (tmp_path / "answers.json").write_text(json.dumps({pack: {"riskProfile1": "item1-3"}, "fairness": {"order": []}}))
    said = here("questionnaire", "score", "canada-aia", "--answers", tmp_path / "answers.json", "--json")
    assert (said.code, json.loads(said.out)["raw"], said.err) == (0, 3, "")


def test_an_answer_that_is_no_choice_is_told_and_not_counted(here: Here, tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_text('{"businessDrivers5": "item999-9", "riskProfile1": "item2-0"}')
    said = here("questionnaire", "score", "canada_aia", "--answers", tmp_path / "answers.json", "--json")
    assert said.code == 0
    assert "businessDrivers5: “item999-9” is not one of the choices" in said.err
    assert "riskProfile1" not in said.err


def test_answers_are_found_in_a_file_that_has_other_things_beside_them(here: Here, tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_text('{"name": "One", "answers": {"riskProfile1": "item1-3"}, "live": [3, 0, 3, 1]}')
    said = here("questionnaire", "score", "canada_aia", "--answers", tmp_path / "answers.json", "--json")
    assert (said.code, json.loads(said.out)["raw"], said.err) == (0, 3, "")


def test_two_answers_where_one_is_chosen_are_refused(here: Here, tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_text('{"riskProfile1": ["item1-3", "item2-0"]}')
    said = here("questionnaire", "score", "canada_aia", "--answers", tmp_path / "answers.json", "--json")
    assert (said.code, said.out) == (2, "")
    assert "gives riskProfile1 2 answers (item1-3, item2-0); it takes one. Leave the one that holds" in said.err


def test_unknown_packs_and_missing_answers_are_told(here: Here, tmp_path: Path) -> None:
    said = here("questionnaire", "score", "none", "--answers", tmp_path / "absent.json")
    assert said.code == 2
    assert "none" in said.err
    said = here("questionnaire", "score", "canada_aia", "--answers", tmp_path / "absent.json")
    assert said.code == 2
    assert "absent.json" in said.err


def test_everything_that_can_be_run_is_described(cli: Cli) -> None:
    known = json.loads(cli("describe", "--json").stdout)
    assert [each["id"] for each in known["assessments"]] == [each.id for each in ALL]
    assert {"default", "us-employment", "us-lending", "eu-high-risk"} <= {each["id"] for each in known["policies"]}
    assert known["versions"]["rai-desktop"]
    assert all(parameter["title"] for each in known["assessments"] for parameter in each["parameters"])


@pytest.mark.parametrize(
    ("plan", "words"),
    [('["unheard"]', "unheard"), ("{", "is not a plan"), ('{"seed": "x"}', "is not a plan"),
     ('[{"assessment": "fairness", "parameters": {"nope": 1}}]', "has no parameter nope"),
     ('{"policy": "nowhere"}', "nowhere")],
)
def test_a_plan_that_cannot_be_run_is_told(here: Here, tmp_path: Path, plan: str, words: str) -> None:
    people(100).assign(said=1).to_csv(tmp_path / "people.csv", index=False)
    (tmp_path / "plan.json").write_text(plan)
    said = here("assess", "--data", tmp_path / "people.csv", "--label", "verdict", "--prediction", "said", "--sensitive",
                "sex", "--plan", tmp_path / "plan.json", "--out", tmp_path / "out")
    if "parameter" in words:  # costs only that assessment, and is said in the bundle
        assert words in said.err
        assert results(tmp_path / "out")["assessments"][0]["status"] == "refused"
    else:
        assert (said.code, said.out) == (2, "")
        assert words in said.err
        assert not (tmp_path / "out").exists()


def test_a_policy_of_ones_own_and_one_that_is_broken(here: Here, tmp_path: Path) -> None:
    people(100).assign(said=1).to_csv(tmp_path / "people.csv", index=False)
    (tmp_path / "mine.toml").write_text("id = ")
    said = here("assess", "--data", tmp_path / "people.csv", "--label", "verdict", "--prediction", "said", "--policy",
                tmp_path / "mine.toml", "--out", tmp_path / "out")
    assert (said.code, said.out) == (2, "")
    assert "mine.toml" in said.err


def test_words_that_are_no_command_exit_2(cli: Cli) -> None:
    done = cli("fly")
    assert done.returncode == 2
    assert "usage:" in done.stderr


def test_the_demo_walks_the_whole_way(cli: Cli, tmp_path: Path) -> None:
    done = cli("demo", "--out", tmp_path / "demo")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == str(tmp_path / "demo")
    found = results(tmp_path / "demo")
    assert {each["assessment"]: each["status"] for each in found["assessments"]} == dict.fromkeys(
        ("data_profile", "model_conduct", "performance", "fairness", "explanations"), "finished")
    verdicts = {each["verdict"] for each in found["findings"]}
    assert len(verdicts - {"MET"}) >= 2, "the example has something worth finding"
    assert (tmp_path / "demo-project" / "example.rai").exists()
    assert cli("verify", tmp_path / "demo").returncode == 0
