"""LazyLoader of imbalanced-learn and of earlier XGBoost imports any module by its name: no model holds one, and a file that names it is refused."""

import functools
import operator
import pickle
from pathlib import Path

import pytest
from sklearn.preprocessing import FunctionTransformer

from rai_desktop.loading.inspection import inspect_model


@pytest.mark.parametrize("module", ["imblearn", "imblearn._lazy_loader", "xgboost.compat"])
def test_it_is_refused(module: str, tmp_path: Path) -> None:
    blob = pickle.dumps(FunctionTransformer(functools.partial(operator.attrgetter, "copy")), 0)
    mark = b"coperator\nattrgetter\n"
    assert mark in blob
    (tmp_path / "m.pkl").write_bytes(blob.replace(mark, f"c{module}\nLazyLoader\n".encode()))
    look = inspect_model(tmp_path / "m.pkl")
    assert look.verdict == "refused"
    assert any("LazyLoader" in each.name for each in look.names)
