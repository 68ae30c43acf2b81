"""States that a call makes: the look says refused where loading refuses, and honest files that keep such containers open."""

import argparse
import collections
import functools
import pickle
from pathlib import Path
from typing import Any

import pytest
from sklearn.linear_model import LinearRegression
from sklearn.utils import Bunch

from rai_desktop.host import rules, unpickling
from rai_desktop.loading.inspection import inspect_model, rules_path
from tests.unit.loading.hostile_states import states

RULES = rules.Rules.read(str(rules_path()))
SAMPLES = dict(states("true", "print()", ""))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_look_refuses_what_loading_refuses(name: str, tmp_path: Path) -> None:
    (path := tmp_path / "model.pkl").write_bytes(SAMPLES[name])
    with pytest.raises(rules.Blocked):
        unpickling.load(str(path), RULES)
    look = inspect_model(path)
    assert look.verdict == "refused" and (look.anomalies or any(each.judgement == "dangerous" for each in look.names))


HONEST: dict[str, Any] = {
    "ordered": collections.OrderedDict(a=1, b=[2]), "counter": collections.Counter("aab"), "bunch": Bunch(a=1),
    "default": collections.defaultdict(list, {"a": [1]}), "deque": collections.deque([1, 2], 3), "settings": argparse.Namespace(a=1),
    "partial": functools.partial(max, 1, default=None), "set": {1, 2}, "frozen": frozenset("ab"),
}  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
@pytest.mark.parametrize("protocol", range(6))
def test_honest_containers_open(name: str, protocol: int, tmp_path: Path) -> None:
    model = LinearRegression().fit([[0.0], [1.0]], [0, 1])
    model.kept_ = HONEST[name]
    (path := tmp_path / "model.pkl").write_bytes(pickle.dumps({"model": model, "beside": HONEST[name]}, protocol))
    look = inspect_model(path)
    assert look.verdict == "loadable", (look.sentence, look.anomalies)
    found = unpickling.load(str(path), RULES)
    assert type(found["beside"]) is type(HONEST[name]) and type(found["model"].kept_) is type(HONEST[name])
