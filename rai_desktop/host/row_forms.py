"""The form in which a model's first step wants its rows where that is no table: one list of texts, or a dict for each row."""

from typing import Any, Callable, List, Optional

from .column_names import first_within, tells

_DEEP = 8


def texts_of(frame: Any) -> Any:
    """The one column of texts, as scikit-learn's text vectorizers take it."""
    return frame.iloc[:, 0].tolist()


def records_of(frame: Any) -> Any:
    """A dict for each row, as DictVectorizer and FeatureHasher take it."""
    return frame.to_dict("records")


def form_of(original: Any) -> Optional[Callable[[Any], Any]]:
    """What turns a frame into what meets the rows first wants, where it wants no table."""
    first = _meets_rows(original)
    module, name = type(first).__module__, type(first).__name__
    if module == "sklearn.feature_extraction.text" and name.endswith("Vectorizer"):
        return texts_of
    hashed = name == "FeatureHasher" and tells(first, "input_type", None) == "dict"
    return records_of if module.startswith("sklearn.feature_extraction.") and (name == "DictVectorizer" or hashed) else None


def columns_of(original: Any) -> List[str]:
    """The columns that a DictVectorizer was given: a text's is told with each of its values behind a sign. Others tell none."""
    first = _meets_rows(original)
    told = tells(first, "feature_names_", None) if type(first).__name__ == "DictVectorizer" else None
    sign = str(tells(first, "separator", "="))
    return list(dict.fromkeys(str(name).partition(sign)[0] for name in told or ()))


def _meets_rows(original: Any) -> Any:
    """The innermost part that is given the rows as they are."""
    for _depth in range(_DEEP):
        inner = _in_union(original) or _behind_functions(original) or first_within(original)
        if inner is None:
            break
        original = inner
    return original


def _behind_functions(original: Any) -> Any:
    """What comes after functions that were not trained on a table: they hand texts or dicts on one by one."""
    steps = tells(original, "steps", None)
    parts = [step[-1] for step in steps if isinstance(step, tuple)] if isinstance(steps, list) else []
    while parts and type(parts[0]).__name__ == "FunctionTransformer" and tells(parts[0], "feature_names_in_", None) is None:
        parts.pop(0)
    return parts[0] if parts and parts[0] not in (None, "passthrough") else None


def _in_union(original: Any) -> Any:
    parts = tells(original, "transformer_list", None)
    kept = [part[1] for part in parts if not isinstance(part[1], str)] if isinstance(parts, list) else []
    return kept[0] if kept else None
