"""Settings in a CatBoost file that end the library's process are told before it reads them; each was seen to end it (1.2.10)."""

import json
from pathlib import Path

import pytest

from rai_desktop.host import catboost_models
from rai_desktop.host.catboost_settings import check_settings
from rai_desktop.host.forests import Misshapen
from rai_desktop.loading.inspection import inspect_model

TEXTS = Path(__file__).parents[2] / "data" / "models" / "catboost-1.2.10-texts.cbm"


@pytest.mark.parametrize(("said", "lie"), [
    (b'"dictionary_id":"g","max_dictionary_size":"6"', b'"dictionary_id":"g","max_dictionary_size":"x"'),
    (b'"gram_order":"2"', b'"gram_order":"-"'),
    (b'"occurrence_lower_bound":"1"', b'"occurrence_lower_bound":" "'),
    (b'"max_dictionary_size":"8"', b'"max_dictionary_size"\n"8"'),
])  # fmt: skip
def test_a_setting_that_is_none_is_told(said, lie, tmp_path):
    honest = TEXTS.read_bytes()
    assert said in honest
    model = tmp_path / "m.cbm"
    model.write_bytes(honest.replace(said, lie))
    with pytest.raises(Misshapen):
        catboost_models.check(model.read_bytes())
    assert inspect_model(model).verdict == "refused"


@pytest.mark.parametrize(("name", "value"), [
    ("skip_step", 1), ("start_token_id", "-1"), ("max_dictionary_size", "99999999999"), ("gram_order", "1.5"),
    ("max_dictionary_size", "2147483648"), ("occurrence_lower_bound", "18446744073709551616"), ("skip_step", "4294967296"),
    ("gram_order", " 1"), ("token_level_type", "1"), ("token_level_type", ["Word"]), ("start_token_id", "-0"),
    ("end_of_word_token_policy", ""), ("end_of_sentence_token_policy", None),
])  # fmt: skip
def test_each_setting_of_a_dictionary_has_its_form(name, value):
    for given in ({"dictionaries": [{name: value}]}, {"text_processing": {"dictionaries": [{}, {name: value}]}}):
        with pytest.raises(Misshapen):
            check_settings({"flat_params": given})


@pytest.mark.parametrize("settings", [
    None, {}, {"flat_params": None}, {"flat_params": {"dictionaries": None}}, {"flat_params": {"dictionaries": ["w"]}},
    {"flat_params": {"dictionaries": [{"max_dictionary_size": "2147483647", "occurrence_lower_bound": "18446744073709551615"}]}},
    {"flat_params": {"dictionaries": [{"start_token_id": "4294967295", "unheard": 1}]}},
    {"flat_params": {"dictionaries": [{"max_dictionary_size": "-1", "gram_order": "2", "token_level_type": "Letter", "dictionary_id": "w"}]}},
])  # fmt: skip
def test_what_the_library_writes_or_reads_over_is_sound(settings):
    check_settings(settings)
    check_settings(json.loads(json.dumps(settings)))
