"""Trees of boosters: honest ones of any shape are sound, and no single lie that is called sound ends a library or hangs it."""

import io
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import pandas as pd
import pytest
import xgboost
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rai_desktop.host import booster_trees, ubjson
from rai_desktop.host.damage import Unreadable
from rai_desktop.loading import booster_json, words
from rai_desktop.loading.inspection import inspect_model
from tests.unit.loading import hostile_boosters as crafted
from tests.unit.loading.hostile_catboost import MODELS

ROOT = Path(__file__).parents[3]


def raw(booster: xgboost.Booster) -> bytes:
    """The bytes that a pickle keeps of it."""
    return bytes(booster.__getstate__()["handle"])


@st.composite
def tables(draw: st.DrawFn) -> tuple[pd.DataFrame, np.ndarray, int]:
    """Columns of numbers with gaps, sometimes one of categories; a target of so many classes, 1 for numbers."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    rows, classes = draw(st.integers(12, 90)), draw(st.integers(1, 4))
    frame = pd.DataFrame(chance.normal(size=(rows, draw(st.integers(1, 4)))), columns=None).add_prefix("x")
    frame[chance.random(frame.shape) < draw(st.sampled_from([0, 0.2]))] = np.nan
    if draw(st.booleans()):
        frame["kind"] = pd.Categorical(chance.integers(0, draw(st.sampled_from([2, 7, 40])), rows))
    return frame, chance.normal(size=rows) if classes == 1 else np.arange(rows) % classes, classes


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(tables(), st.sampled_from(["gbtree", "dart", "gblinear"]), st.sampled_from(["exact", "approx", "hist"]), st.integers(0, 6),
       st.integers(1, 9), st.sampled_from([0.0, 0.5, 50.0]), st.sampled_from(["depthwise", "lossguide"]), st.integers(1, 3),
       st.booleans())  # fmt: skip
def test_whatever_xgboost_trains_is_sound(
    table: tuple[pd.DataFrame, np.ndarray, int], booster: str, method: str, rounds: int, depth: int, gamma: float, policy: str,
    parallel: int, several: bool,
) -> None:  # fmt: skip
    frame, target, classes = table
    how: dict[str, Any] = {"booster": booster, "nthread": 1, "verbosity": 0}
    if booster == "gblinear":
        frame = frame.select_dtypes("number").fillna(0)
    else:
        method = "hist" if "kind" in frame and method == "exact" else method
        how |= {"tree_method": method, "max_depth": depth, "gamma": gamma, "num_parallel_tree": parallel, "max_cat_to_onehot": 3}
        how["grow_policy"] = policy if method != "exact" else "depthwise"
        how |= {"rate_drop": 0.3} if booster == "dart" else {}
    if classes > 1:
        how |= {"objective": "multi:softprob", "num_class": classes}
        if several and booster == "gbtree" and method == "hist" and "kind" not in frame and parallel == 1:
            how |= {"multi_strategy": "multi_output_tree"}
    made = xgboost.train(how, xgboost.DMatrix(frame, target, enable_categorical=True), rounds)
    text = bytes(made.save_raw("json"))
    assert booster_trees.check(raw(made)) and booster_trees.check(text) and booster_trees.check(bytes(made.save_raw("ubj")))
    booster_trees.check_file("xgboost_json", text, booster_json.read)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(tables(), st.sampled_from(["gbdt", "dart", "rf"]), st.integers(1, 6), st.integers(2, 40), st.integers(1, 30), st.booleans())
def test_whatever_lightgbm_trains_is_sound(
    table: tuple[pd.DataFrame, np.ndarray, int], kind: str, rounds: int, leaves: int, least: int, linear: bool
) -> None:
    frame, target, classes = table
    how: dict[str, Any] = {
        "boosting": kind, "num_leaves": leaves, "min_data_in_leaf": least, "verbose": -1, "num_threads": 1, "bagging_freq": 1,
        "bagging_fraction": 0.7, "linear_tree": linear and kind == "gbdt", "min_data_per_group": 1, "cat_smooth": 1,
        "objective": "multiclass" if classes > 1 else "regression", "num_class": max(classes, 1),
    }  # fmt: skip
    made = lightgbm.train(how, lightgbm.Dataset(frame, target), rounds)
    assert booster_trees.check(made.model_to_string())
    assert booster_trees.check(made.model_to_string(num_iteration=1))


_SOUND: dict[str, Callable[[], bytes]] = {
    "xgboost": lambda: json.dumps(crafted.xgboost_model()).encode(), "ubjson": lambda: crafted.ubjson(crafted.xgboost_model()),
    "binary": crafted.binary, "lightgbm": crafted.lightgbm,
}  # fmt: skip


@pytest.mark.parametrize("kind", _SOUND)
def test_what_the_crafted_ones_are_made_from_is_sound(kind: str) -> None:
    assert booster_trees.check(_SOUND[kind]())


def test_so_is_what_catboost_s_are_made_from(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(json.dumps(crafted.catboost_model()))
    assert inspect_model(tmp_path / "m.json").verdict == "loadable"
    for name in ("native", "texts", "points", "buckets"):
        assert inspect_model(MODELS / f"catboost-1.2.10-{name}.cbm").verdict == "loadable"


def test_a_part_of_catboost_that_is_not_known_is_told_and_not_refused(tmp_path: Path) -> None:
    whole = (MODELS / "catboost-1.2.10-texts.cbm").read_bytes()
    (tmp_path / "m.cbm").write_bytes(whole.replace(b"text_process_v2", b"text_process_v9"))
    look = inspect_model(tmp_path / "m.cbm")
    assert look.verdict == "loadable" and "could make its library end or hang" in look.anomalies[0]


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("xgboost-child-root", "In tree 1, node 1 leads back to the top of the tree: a walk down it would never end."),
        ("xgboost-child-beyond", "In tree 1, node 0 leads to node 5, which that tree does not have."),
        ("xgboost-feature-huge", "In tree 1, node 1 asks for feature 1000000, but the model has 2, counted from 0."),
        ("xgboost-weights-short", "In tree 1, the list base_weights holds 1 numbers where 5 are needed."),
        ("xgboost-classes-huge", "The file says that the model has 1000000000 outputs, which its 2 trees cannot give."),
        ("lightgbm-leaf-beyond", "In tree 0, node 1 leads to node -4, which that tree does not have."),
        ("lightgbm-size-short", "The file says that tree 0 is 40 bytes long, but it is 288."),
        ("lightgbm-rows-negative", "In tree 0, place 0 says that it saw fewer than no rows."),
        ("catboost-split-beyond", "In tree 1, node 0 asks question 4, but the model has 4, counted from 0."),
        ("catboost-cbm-dictionary-full", "In its table TokenToId a search might never end, or end outside of the table."),
        ("catboost-cbm-graph-way", "The points that the file keeps to compare embeddings with lead to points that it does not hold."),
        ("catboost-cbm-asked-source", "Its trees ask for numbers made of a text or an embedding that no part of the file makes."),
        ("catboost-cbm-asked-border", "The file gives 1048576 as TargetBorderIdx, which no honest file does."),
    ],
)
def test_the_sentence_names_tree_and_node(title: str, sentence: str, tmp_path: Path) -> None:
    found = dict(crafted.boosters("", "", ""))
    (tmp_path / "m").write_bytes(found["booster-" + title])
    look = inspect_model(tmp_path / "m")
    assert (look.verdict, look.sentence) == ("refused", sentence)
    assert look.anomalies[0] == sentence and look.way_out


def test_every_code_has_words() -> None:
    spare = words.breach("", "trees_form")
    for title, content in crafted.boosters("", "", ""):
        if title.startswith("booster-") and "catboost" not in title:
            kind = {"xgboost": "xgboost_json", "ubjson": "xgboost_ubj", "binary": "xgboost_binary"}.get(title.split("-")[1], "lightgbm")
            with pytest.raises(booster_trees.Misshapen) as caught:
                booster_trees.check_file(kind, content)
            assert caught.value.why == "trees_form" or words.breach(caught.value.name, caught.value.why) != spare, title


def test_a_newer_version_s_unknown_form_is_told_and_not_refused(tmp_path: Path) -> None:
    model = crafted.xgboost_model() | {"version": [9, 0, 0]}
    model["learner"]["gradient_booster"] = {"name": "gbtree", "forest": []}
    (tmp_path / "m.json").write_text(json.dumps(model))
    look = inspect_model(tmp_path / "m.json")
    assert look.verdict == "loadable" and "could make its library end or hang" in look.anomalies[0]


def test_a_lie_is_a_lie_in_whatever_version_it_says_to_be(tmp_path: Path) -> None:
    model = crafted.xgboost_model()
    tree = model["learner"]["gradient_booster"]["model"]["trees"][0]
    tree["left_children"] = [2**31 - 2, *tree["left_children"][1:]]
    for version in ([3, 2, 0], [4, 0, 0]):
        (tmp_path / "m.json").write_text(json.dumps(model | {"version": version}))
        assert inspect_model(tmp_path / "m.json").verdict == "refused", version


def test_json_of_a_wide_file_is_read_as_the_plain_reader_reads_it() -> None:
    honest = json.dumps(crafted.xgboost_model()).encode()
    fast, plain = booster_json.read(honest), booster_trees.from_json(honest)
    assert fast["learner"]["learner_model_param"] == plain["learner"]["learner_model_param"]
    assert type(fast["learner"]["gradient_booster"]["model"]["trees"][0]["left_children"]).__name__ == "Written"
    twice = honest.replace(b'"left_children"', b'"left_children": [0], "left_children"', 1)
    escaped = honest.replace(b'"left_children"', b'"left\\u005fchildren": [0], "left_children"', 1)
    for lie in (twice, escaped):
        with pytest.raises(booster_trees.Misshapen):
            booster_json.read(lie)


@pytest.mark.parametrize("blob", [b"{", b"[$l#L" + b"\x7f" + bytes(7), b"[" * 100_000, b"?", b"[$X#L" + bytes(8), b"SL" + b"\xff" * 8, b""])
def test_a_lie_in_ubjson_is_found(blob: bytes) -> None:
    with pytest.raises(Unreadable):
        ubjson.read(blob)


def test_a_sound_booster_in_a_pickle_stays_loadable_in_every_protocol(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    table, target = chance.normal(size=(60, 3)), np.arange(60) % 2
    for made in (xgboost.XGBClassifier(n_estimators=2).fit(table, target), lightgbm.LGBMClassifier(n_estimators=2, verbose=-1).fit(table, target)):
        for protocol in range(6):
            (tmp_path / "m.pkl").write_bytes(pickle.dumps(made, protocol))
            assert inspect_model(tmp_path / "m.pkl").verdict == "loadable"


@pytest.mark.slow
@pytest.mark.parametrize("library", ["xgboost", "lightgbm"])
def test_no_single_lie_that_is_called_sound_ends_the_library_or_hangs_it(library: str, tmp_path: Path) -> None:
    """Each is tried in a process of its own: loaded, asked for predictions, explained."""
    if sys.platform == "win32":
        pytest.skip("the libraries are tried by fork")
    told = subprocess.run([sys.executable, "-m", "tests.lying_boosters", library, str(tmp_path)], cwd=ROOT, capture_output=True,
                          text=True, timeout=240, check=True)  # fmt: skip
    result = json.load(io.StringIO(told.stdout.splitlines()[-1]))
    assert result["ended"] == []
    assert result["refused"] > 100 and result["answered"] > 50, result
