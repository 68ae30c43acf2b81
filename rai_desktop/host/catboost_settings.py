"""The settings that a CatBoost file was trained with: read again when it is loaded, where some that are none end the process."""

import json
import re
from typing import Any, Dict, Iterator

from .flatbuffers import Table
from .forests import Misshapen

_INFO, _KEY, _VALUE = 2, 0, 1  # places of fields (catboost/libs/model/flatbuffers/model.fbs, features.fbs)
_SETTINGS, _GIVEN = "params", "flat_params"  # as they were given by whoever trained it
_WHOLE = re.compile("-?[0-9]{1,20}")
_NUMBERS = {  # whole ones, within what the library keeps each in
    "max_dictionary_size": (-(2**31), 2**31 - 1), "occurrence_lower_bound": (0, 2**64 - 1), "gram_order": (0, 2**32 - 1),
    "skip_step": (0, 2**32 - 1), "start_token_id": (0, 2**32 - 1),
}  # fmt: skip
_CHOICES = {
    "token_level_type": ("Word", "Letter"), "end_of_word_token_policy": ("Insert", "Skip"),
    "end_of_sentence_token_policy": ("Insert", "Skip"),
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
        if not all(_is_setting(name, value) for name, value in each.items()):
            raise Misshapen("form")


def _is_setting(name: str, value: Any) -> bool:
    """Whether it is what the library reads under that name; what it does not read as one of these may be anything."""
    if name in _CHOICES:
        return value in _CHOICES[name]
    if name not in _NUMBERS:
        return True
    least, most = _NUMBERS[name]
    if not isinstance(value, str) or not _WHOLE.fullmatch(value) or (value.startswith("-") and not least):
        return False
    return least <= int(value) <= most


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
