"""What lies behind a CatBoost file is told; what the library itself writes there is not."""

from pathlib import Path

import pytest

from rai_desktop.loading.inspection import inspect_model

MODELS = sorted((Path(__file__).parents[2] / "data").rglob("*.cbm"))


@pytest.mark.parametrize("model", MODELS, ids=lambda path: path.name)
def test_honest_files_end_where_they_say(model: Path) -> None:
    assert not [each for each in inspect_model(model).anomalies if "follows" in each]


def test_at_least_one_is_told(tmp_path: Path) -> None:
    told = []
    for model in MODELS:
        (path := tmp_path / model.name).write_bytes(model.read_bytes() + b"more")
        told += inspect_model(path).anomalies
    assert "Something follows the end of the model in the file." in told
