"""What a change that was given up would have put in, in words, so that it can be copied from the message."""

from collections.abc import Iterator, Sequence

from rai_desktop.project.edits import Edit
from rai_desktop.project.model import Project
from rai_desktop.questionnaire.wording import option_words
from rai_desktop.review.spelling import Spelling, question_at

_BESIDE = {"packs", "pack_versions", "pack_editions"}  # noted with an answer, typed by nobody


def put_in_words(edits: Sequence[Edit], project: Project) -> str:
    """The text that a change would have put in, however deep it lies; a choice by its words."""
    put_in = [edit for edit in edits if edit.at and edit.at[0] not in _BESIDE]
    new = [(edit, text) for edit in put_in for text in _new_texts(edit)]
    for edit, text in new:
        if " " in text.strip():
            return _words(edit, text, project)
    if len(new) == 1:
        return _words(*new[0], project)
    return next((_words(edit, edit.now, project) for edit in put_in if isinstance(edit.now, str)), "")


def _words(edit: Edit, text: str, project: Project) -> str:
    at = tuple(map(str, edit.at))
    if at[0] == "answers" and len(at) > 2:
        question = question_at(at[1], at[2])
        return option_words(question, text) if question and at[3:4] != ("note",) else text
    return (Spelling(project).at(at, text) if text == edit.now else "") or text


def _new_texts(edit: Edit) -> list[str]:
    before = set(_texts(edit.was))
    return [text for text in _texts(edit.now) if text.strip() and text not in before]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
