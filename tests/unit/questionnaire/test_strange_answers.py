"""Answers and plans as JSON that a stranger made: refused in a sentence, never a fault of the program."""

from pathlib import Path

import pytest

from rai_desktop.cli.assess import _read_plan
from rai_desktop.cli.questionnaire import read_answers
from rai_desktop.errors import Refusal

DEEP = "[" * 200_000 + "]" * 200_000


@pytest.mark.parametrize("content", [DEEP, '{"eu_ai_act": {"q": ' + "9" * 5000 + "}}", "\ufeff", "{", '{"a": 1} {}'])
def test_answers(tmp_path: Path, content: str) -> None:
    (tmp_path / "answers.json").write_text(content, encoding="utf-8")
    with pytest.raises(Refusal, match="JSON"):
        read_answers(tmp_path / "answers.json")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_bytes(b'{"a": {"q": "\xff\xfe"}}')
    with pytest.raises(Refusal, match="JSON"):
        read_answers(tmp_path / "answers.json")


def test_a_plan_nested_without_end(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(DEEP, encoding="utf-8")
    with pytest.raises(Refusal, match="not a plan"):
        _read_plan(tmp_path / "plan.json")
