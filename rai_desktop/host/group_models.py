"""Models that ask for each row's sensitive features when they predict, as fairlearn's thresholds do."""

import inspect
from itertools import chain, islice, product
from typing import Any, Dict, List, Optional, Set, Tuple

from .column_names import feature_names, tells
from .models import Problem, text_of

Told = Dict[str, List[str]]  # sensitive columns by the engine, in the table's order, each with its values as text
_ASKED, _MOST = "sensitive_features", 6  # columns whose values fairlearn may have joined to one


class Asking:
    """What such a model is given: columns of its own (or how many, where it tells no names), and which are sensitive."""

    def __init__(self, original: Any, told: Optional[Told]) -> None:
        part = original if isinstance(tells(original, "steps", None), list) else _within(original)
        self.original = original
        self.columns = feature_names(part)
        self.count = int(tells(part, "n_features_in_", None) or 0)
        if not self.columns and not self.count:
            raise Problem("groups_untold", type=type(original).__name__)
        self.groups = _groups(original, told)

    def names(self) -> List[str]:
        """Every column that it wants; empty where either kind is not known by name."""
        return self.columns + [name for name in self.groups if name not in self.columns] if self.columns and self.groups else []

    def predict(self, frame: Any) -> Any:
        """Its answers for a frame that holds both kinds. Raises Problem where either is missing."""
        own, groups = self._parted(list(frame.columns))
        return self.original.predict(self._formed(frame[own]), sensitive_features=self._as_known(frame[groups]))

    def _as_known(self, groups: Any) -> Any:
        """Each row's group as the model knows it: it compares values as they are, "1" is not 1, and 1.0 of several columns is
        not 1; it would answer 0 to what it does not know. Raises Problem where a row's group is one that it does not know."""
        import pandas as pd

        alone, keys = len(groups.columns) == 1, _keys(self.original)
        if not keys:
            return groups.iloc[:, 0] if alone else groups
        known = {(_key_text(key),): key for key in keys} if alone else {
            tuple(map(_as_whole, parts)): parts for parts in map(_split, map(_key_text, keys))}
        rows = list(zip(*(_texts(groups[name]) for name in groups.columns)))
        strange = [row for row in rows if row not in known]
        if strange:
            raise Problem("groups_new", type=type(self.original).__name__, count=len(strange), rows=len(rows),
                          groups=sorted({", ".join(row) for row in strange})[:20])
        found = [known[row] for row in rows]
        if alone:
            return pd.Series(found, index=groups.index)
        return pd.DataFrame(found, index=groups.index, columns=groups.columns, dtype=object)

    def _parted(self, there: List[str]) -> Tuple[List[str], List[str]]:
        groups = self.groups or ([name for name in there if name not in self.columns] if self.columns else [])
        own = self.columns
        if not own:
            own = there if len(there) == self.count else [name for name in there if name not in groups]
        if not groups or not set(own + groups) <= set(there) or len(own) != (len(self.columns) or self.count):
            if self.columns:
                raise Problem("no_groups", type=type(self.original).__name__, names=self.columns)
            raise Problem("no_groups_counted", type=type(self.original).__name__, count=self.count)
        return own, groups

    def _formed(self, frame: Any) -> Any:
        from .models import as_array

        return frame if self.columns else as_array(frame)


def asks(original: Any) -> bool:
    """Whether a model cannot be called without sensitive features; a pipeline hands them on to what stands last in it."""
    return asks_for_groups(tells(_last(original), "predict", None))


def _last(original: Any) -> Any:
    for _depth in range(8):
        steps = tells(original, "steps", None)
        if not isinstance(steps, list) or not steps or len(steps[-1]) < len(("name", "step")):
            break
        original = steps[-1][1]
    return original


def asks_for_groups(predict: Any) -> bool:
    """Whether a function cannot be called without sensitive features."""
    try:
        asked = inspect.signature(predict).parameters.get(_ASKED)
    except (TypeError, ValueError):
        return False
    return asked is not None and asked.default is inspect.Parameter.empty


def _within(original: Any) -> Any:
    """The estimator that a model asks with columns of its own, itself where there is none."""
    parts = (tells(original, name, None) for name in ("estimator_", "estimator"))
    return next((part for part in parts if part is not None), original)


def _groups(original: Any, told: Optional[Told]) -> List[str]:
    """Which sensitive columns hold the groups that the model knows, in its order; all where it tells no groups.

    None where the engine told of no roles. Raises Problem where no column does, or where several could: fairlearn answers a
    group that it does not know without a word.
    """
    if told is None:
        return []
    if not told:
        raise Problem("groups_unnamed", type=type(original).__name__)
    keys = [_key_text(key) for key in _keys(original) or ()]
    if not keys:
        return list(told)
    for wholly in (True, False):
        several = [[_as_whole(part) for part in _split(key)] for key in keys]
        found = [*_holding(told, [[key] for key in keys], wholly), *_holding(told, several, wholly)]
        if len(found) == 1:
            return found[0]
        if found:
            raise Problem("groups_unclear", type=type(original).__name__, names=list(dict.fromkeys(chain(*found))))
    raise Problem("groups_strange", type=type(original).__name__, groups=sorted(keys)[:20], names=list(told))


def _keys(original: Any) -> Optional[List[Any]]:
    """The groups that fairlearn's thresholds were made for; None of another model."""
    last = _last(original)
    known = tells(tells(last, "interpolated_thresholder_", last), "interpolation_dict", None)
    return list(known) if isinstance(known, dict) else None


def _key_text(key: Any) -> str:
    return text_of(key.item() if hasattr(key, "item") else key)


def _texts(column: Any) -> List[str]:
    """The values of a column as the tables' text, "NaN" where one is missing."""
    values, missing = column.astype(object), column.isna()
    texts = {value: _key_text(value) for value in values[~missing].unique()}
    return ["NaN" if gone else texts[value] for value, gone in zip(values, missing)]


def _holding(told: Told, keys: List[List[str]], wholly: bool) -> List[List[str]]:
    """Up to two choices of columns, one for each part of a key, that hold no others than the keys' values, or all of these."""
    places = len(keys[0])
    if any(len(key) != places for key in keys) or not 1 <= places <= _MOST:
        return []

    def fits(values: Set[str], held: List[str]) -> bool:
        return bool(held) and (values >= set(held) if wholly else values <= set(held))

    options = [[name for name, held in told.items() if fits(set(values), held)] for values in zip(*keys)]
    return list(islice((list(each) for each in product(*options) if len(set(each)) == places), 2))


def _split(key: str) -> List[str]:
    """The values that fairlearn joined by commas, with a backslash before those of their own; none where there is but one."""
    parts, letters = [""], iter(key)
    for letter in letters:
        if letter == ",":
            parts.append("")
        else:
            parts[-1] += next(letters, "") if letter == "\\" else letter
    return parts if len(parts) > 1 else []


def _as_whole(text: str) -> str:
    """A number of several columns is joined as it stands: 1.0 is "1" in a table's text."""
    return text[:-2] if text.endswith(".0") and text[:-2].lstrip("-").isdigit() else text

