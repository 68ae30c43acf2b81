"""The library that wrote a booster is told, whether the booster is a file of its own or lies inside a pickle."""

import io
import pickle
import struct
from pathlib import Path

import joblib
import lightgbm
import numpy as np
import pytest
import xgboost
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from rai_desktop.host import booster_versions
from rai_desktop.loading.inspection import inspect_model

X = np.random.default_rng(0).normal(size=(80, 3))
Y = (X[:, 0] > 0).astype(int)
XGB = xgboost.XGBClassifier(n_estimators=3).fit(X, Y)
LGB = lightgbm.LGBMClassifier(n_estimators=3, verbose=-1).fit(X, Y)
MADE = {"xgboost": xgboost.__version__}


@pytest.mark.parametrize("ending", ["ubj", "json"])
def test_a_file_of_xgboost_tells_it(tmp_path: Path, ending: str) -> None:
    XGB.save_model(tmp_path / f"m.{ending}")
    assert inspect_model(tmp_path / f"m.{ending}").versions == MADE


def test_the_old_binary_form_tells_it_in_its_header(tmp_path: Path) -> None:
    header = struct.pack("<4sfIiiiII", b"binf", 0.5, 3, 0, 0, 0, 1, 4)
    (tmp_path / "m.model").write_bytes(header + bytes(200))
    assert inspect_model(tmp_path / "m.model").versions == {"xgboost": "1.4"}
    (tmp_path / "m.model").write_bytes(b"binf" + bytes(200))
    assert inspect_model(tmp_path / "m.model").versions == {}


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("made", [XGB, XGB.get_booster(), make_pipeline(StandardScaler(), XGB).fit(X, Y), {"model": XGB}],
                         ids=["classifier", "booster", "pipeline", "dict"])  # fmt: skip
def test_a_pickle_with_a_booster_in_it_tells_it(tmp_path: Path, made: object, protocol: int) -> None:
    (tmp_path / "m.pkl").write_bytes(pickle.dumps(made, protocol))
    assert inspect_model(tmp_path / "m.pkl").versions["xgboost"] == xgboost.__version__


def test_joblib_tells_it_and_lightgbm_tells_its_format(tmp_path: Path) -> None:
    joblib.dump(XGB, tmp_path / "x.joblib", compress=3)
    assert inspect_model(tmp_path / "x.joblib").versions["xgboost"] == xgboost.__version__
    joblib.dump(LGB, tmp_path / "l.joblib")
    assert inspect_model(tmp_path / "l.joblib").versions["lightgbm format"] == "v4 (≥ 4.0)"
    LGB.booster_.save_model(tmp_path / "l.txt")
    assert inspect_model(tmp_path / "l.txt").versions == {"lightgbm format": "v4 (≥ 4.0)"}


def test_bytes_of_other_versions_and_of_nothing() -> None:
    """As XGBoost 1.5 pickled (settings as JSON, then the old binary form), CatBoost, LightGBM 3, and what is none."""
    padding = b" " * 60
    assert booster_versions.told_by(b'CONFIG-offset:\0{"learner":{},"version":[1,5,2]}binf' + padding) == {"xgboost": "1.5.2"}
    assert booster_versions.told_by("tree\nversion=v3\nnum_class=1" + " " * 60) == {"lightgbm format": "v3 (< 4.0)"}
    assert booster_versions.told_by(b"CBM1" + padding + b"Branch: tags/v1.2.10\n") == {"catboost": "1.2.10"}
    ubj = b"{L" + padding + b"version[#L" + bytes(7) + b"\x03i\x02I\x01\x00U\xff}"
    assert booster_versions.told_by(ubj) == {"xgboost": "2.256.255"}
    for other in (b"", b"{L", padding, "tree", 7, None, b'{"version":[1,2,3]}' + padding, io.BytesIO()):
        assert booster_versions.told_by(other) == {}
