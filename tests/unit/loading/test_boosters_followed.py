"""What lies behind a booster is told: nothing that a library itself writes there is."""

from pathlib import Path

import lightgbm
import numpy as np
import pandas as pd
import pytest
import xgboost

from rai_desktop.loading.inspection import inspect_model

SAID = "Something follows the end of the model in the file."
ROWS = pd.DataFrame(np.random.default_rng(0).normal(size=(80, 2)), columns=["a", "b"])
LABELS = (ROWS.a > 0).astype(int)


@pytest.fixture
def text(tmp_path: Path) -> Path:
    booster = lightgbm.LGBMClassifier(n_estimators=2, verbose=-1).fit(ROWS.assign(c=pd.Categorical(["u", "v"] * 40)), LABELS).booster_
    booster.save_model(str(tmp_path / "m.txt"))
    return tmp_path / "m.txt"


def test_a_line_behind_a_lightgbm_text_is_told(text: Path) -> None:
    assert SAID not in inspect_model(text).anomalies
    text.write_bytes(text.read_bytes() + b"\nimport os\n")
    look = inspect_model(text)
    assert SAID in look.anomalies
    assert look.verdict == "loadable"  # the library passes over it


def test_a_text_without_pandas_ends_where_it_ends(text: Path) -> None:
    content = text.read_bytes()
    text.write_bytes(content[: content.index(b"pandas_categorical")])
    assert SAID not in inspect_model(text).anomalies


def test_bytes_behind_ubjson_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.ubj"
    xgboost.XGBClassifier(n_estimators=2).fit(ROWS, LABELS).save_model(path)
    assert inspect_model(path).verdict == "loadable"
    path.write_bytes(path.read_bytes() + b"more")
    look = inspect_model(path)
    assert (look.verdict, look.sentence) == ("refused", SAID)


def test_a_file_that_was_cut_short_is_called_that(text: Path, tmp_path: Path) -> None:
    content = text.read_bytes()
    text.write_bytes(content[: content.index(b"end of parameters") - 9])
    assert inspect_model(text).sentence == "The settings at the file's end break off: it was cut short on its way."
    path = tmp_path / "m.json"
    xgboost.XGBClassifier(n_estimators=2).fit(ROWS, LABELS).save_model(path)
    whole = path.read_bytes()
    for kept in (len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:kept])
        look = inspect_model(path)
        assert look.verdict == "refused"
        assert f"of its {kept} on the file is no JSON: it was cut short" in look.sentence
