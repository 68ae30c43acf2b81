"""Attributes that are passed over as settings: no check of a state would mind them, whatever they are called."""

from itertools import product
from typing import Any

import pytest

from rai_desktop.host import booster_trees, state_checks
from rai_desktop.host.state_checks import METHOD_NAMES, WATCHED, is_mistaken, is_setting, names_a_method, odd_state

NAMES = {name for each in vars(state_checks).values() if isinstance(each, frozenset) for name in each}
KEPT = {name for names in booster_trees._KEPT.values() for name in names}
KEYS = sorted(NAMES | KEPT | {"__model", "tree", "handle", "__doc__", "_parse_arg_template", "n_features_in_", "criterion"})
VALUES: list[Any] = [0, 1.5, True, None, "gini", "", "tree\n", "{L", "predict", "transform"]
OWNERS = ["lightgbm.basic:_InnerPredictor", "scipy.interpolate._ndgriddata:NearestNDInterpolator", "catboost.core:CatBoost",
          *booster_trees._KEPT, "sklearn.tree._classes:DecisionTreeClassifier"]  # fmt: skip


class Owner(state_checks.Thing):
    """A stand-in of whatever class."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind


@pytest.mark.parametrize("kind", OWNERS)
def test_what_is_passed_over_no_check_would_mind(kind: str) -> None:
    passed = [(key, value) for key, value in product(KEYS, VALUES) if is_setting(key, value)]
    assert ("n_features_in_", 0) in passed
    assert ("criterion", "gini") in passed
    for key, value in passed:
        assert not odd_state(key, value)
        assert not is_mistaken(Owner(kind), key, value)
        assert key not in METHOD_NAMES or names_a_method(value)
        assert key not in WATCHED
        assert not booster_trees.keeps(kind, key)
        assert not isinstance(value, str) or not booster_trees.check(value)


def test_texts_that_could_be_boosters_are_not_passed_over() -> None:
    assert not is_setting("any", "t" * booster_trees._LEAST)
    assert len(("\N{FACE WITH TEARS OF JOY}" * (state_checks._WORD - 1)).encode()) < booster_trees._LEAST


def test_nothing_but_plain_numbers_and_words_is_passed_over() -> None:
    class Word(str):
        __slots__ = ()

    class Whole(int):
        pass

    assert not any(is_setting("any", each) for each in (Word("a"), Whole(1), b"a", [], {}, (), object(), 1j))
    assert not any(is_setting(each, 1) for each in (Word("any"), b"any", 1, None))
