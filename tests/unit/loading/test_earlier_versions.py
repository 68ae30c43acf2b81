"""What only earlier versions of scikit-learn and skops wrote into models opens as what they write today does."""

import json
import zipfile
from pathlib import Path

import numpy as np
import skops.io
from sklearn.linear_model import SGDClassifier

from rai_desktop.loading.inspection import inspect_model


def test_a_halving_search_of_0_24_keeps_how_it_chose(tmp_path: Path) -> None:
    name = b"csklearn.model_selection._search_successive_halving\n_refit_callable\n"
    (path := tmp_path / "m.pkl").write_bytes(b"(dVrefit\n" + name + b"s.")
    look = inspect_model(path)
    assert [use.judgement for use in look.names] == ["allowed"], look.sentence


def test_losses_as_skops_named_them_before_0_11(tmp_path: Path) -> None:
    rows = np.random.default_rng(0).normal(size=(40, 2))
    skops.io.dump(SGDClassifier().fit(rows, rows[:, 0] > 0), now := tmp_path / "now.skops")
    with zipfile.ZipFile(now) as read, zipfile.ZipFile(earlier := tmp_path / "earlier.skops", "w") as written:
        for member in read.namelist():
            held = read.read(member)
            if member == "schema.json":
                assert b"LossNode" in held
                held = json.dumps(json.loads(held)).replace("LossNode", "SGDNode").encode()
            written.writestr(member, held)
    assert inspect_model(now).verdict == inspect_model(earlier).verdict == "loadable"
