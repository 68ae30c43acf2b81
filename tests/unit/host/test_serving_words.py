"""What a model answers that is no answer for each row, and what it is kept from, is told by a code with words of its own."""

from typing import Any

import numpy as np
import pytest

from rai_desktop.host import serving
from rai_desktop.host.models import Problem
from rai_desktop.loading import sentences


class Thing:
    pass


@pytest.mark.parametrize(("answer", "said"), [
    (None, "“NoneType”, which is not one value for each row"), ({"a": 1}, "“dict”"), (3, "“int”"),
    ([Thing(), Thing()], "values of the kind Thing"), ([{"a": 1}, None], "values of the kind dict"), ([1 + 2j, 1j], "kind complex"),
])  # fmt: skip
def test_what_is_no_answer_is_told(answer: Any, said: str) -> None:
    with pytest.raises(Problem) as told:
        serving._labels(answer)
    assert said in sentences.refusal(serving._failure(told.value, "predict")).sentence


def test_scores_that_are_none_are_told() -> None:
    with pytest.raises(Problem, match="no_answers"):
        serving._scores(lambda _frame: None, None)


def test_what_it_is_kept_from_is_not_called_a_matter_of_the_data() -> None:
    refusal = sentences.refusal(serving._failure(PermissionError(13, "Permission denied"), "predict"))
    assert "kept from" in refusal.sentence and "PermissionError" in refusal.sentence
    assert "trained on" not in refusal.way_out and "shut in" in refusal.way_out
    assert "could not be loaded: PermissionError" in sentences.refusal(serving._failure(PermissionError(1, "no"), "load")).sentence


def test_an_error_text_cannot_turn_the_writing_round() -> None:
    refusal = sentences.refusal(serving._failure(ValueError("bad \u202e txet\u2066\u200b\x1b[31m"), "predict"))
    assert not set(str(refusal)) & set("\u202e\u2066\u200b\x1b")
    lying = {"error": "raised", "details": {"text": "\u202ex\ny"}, "stage": "predict"}
    assert not set(sentences.refusal(lying).sentence) & set("\u202e\n")


def test_answers_of_every_honest_kind_pass() -> None:
    for answer in ([1, 2], np.array([[1.0], [2.0]]), ["a", None], [True, False], np.array(["a", "b"], object)):
        reply, (coded,) = serving._labels(answer)
        assert len(coded) == 2 and reply["form"] in ("number", "coded")
