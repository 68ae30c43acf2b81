"""The settings that a CatBoost file was trained with: read again when it is loaded, where some that are none end the process."""

import json
import re
from typing import Any, Dict, Iterator

from .flatbuffers import Table
from .forests import Misshapen

_INFO, _KEY, _VALUE = 2, 0, 1  # places of fields (catboost/libs/model/flatbuffers/model.fbs, features.fbs)
_SETTINGS, _GIVEN = "params", "flat_params"  # as they were given by whoever trained it
_WHOLE = re.compile(r"[0-9]{1,9}")
_END = re.compile("Insert|Skip")
_OF_DICTIONARIES = {
    "max_dictionary_size": re.compile("-1|" + _WHOLE.pattern), "occurrence_lower_bound": _WHOLE, "gram_order": _WHOLE,
    "skip_step": _WHOLE, "start_token_id": _WHOLE, "token_level_type": re.compile("Word|Letter"),
    "end_of_word_token_policy": _END, "end_of_sentence_token_policy": _END,
}  # fmt: skip


def check(core: Table) -> None:
    """What a `.cbm` file tells of its training. Raises Misshapen."""
    for told in core.tables(_INFO):
        if told.text(_KEY) == _SETTINGS and told.text(_VALUE):
            check_settings(_read(told.text(_VALUE)))


def check_settings(settings: Any) -> None:
    """Dictionaries of words have numbers and choices of theirs written as the library writes them. Raises Misshapen."""
    given = settings.get(_GIVEN) if isinstance(settings, dict) else None
    for each in _dictionaries(given):
        for name, form in _OF_DICTIONARIES.items():
            if name in each and not (isinstance(each[name], str) and form.fullmatch(each[name])):
                raise Misshapen("form")


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # the library reads on where others stop, and takes what is missing for nothing
        raise Misshapen("form") from None


def _dictionaries(held: Any) -> Iterator[Dict[str, Any]]:
    """Of whatever is processed, at any depth."""
    left = [held]
    while left:
        each = left.pop()
        if isinstance(each, dict):
            found = each.get("dictionaries")
            yield from (one for one in (found if isinstance(found, list) else ()) if isinstance(one, dict))
        left += each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
