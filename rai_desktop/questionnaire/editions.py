"""Editions: the words of a pack as they were when answers were given, and what has changed since."""

from collections.abc import Container

import msgspec

from rai_desktop.questionnaire.question import Option, Pack, Question, choices


class Worded(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A question's words: its text, its options, and its rows, columns or nested questions. `version`
    is the last one that asked it, for a question that is gone."""

    text: str
    kind: str
    options: dict[str, str] = {}
    parts: dict[str, str] = {}
    version: str = ""


class Edition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A pack's words in one version. `gone` are questions of earlier versions that were answered."""

    pack: str
    version: str
    questions: dict[str, Worded]
    gone: dict[str, Worded] = {}


class Reworded(msgspec.Struct, frozen=True, kw_only=True):
    """A question asked otherwise than it was; `options` names what is new or gone among its
    choices, rows, columns and nested questions."""

    question: str
    text: str
    before: str
    new: list[str] = []
    gone: list[str] = []


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What a newer pack asks otherwise than the edition in which answers were given."""

    before: str
    now: str
    new: list[str] = []
    gone: list[str] = []
    reworded: list[Reworded] = []

    @property
    def any(self) -> bool:
        """Whether a question is new, gone or reworded."""
        return bool(self.new or self.gone or self.reworded)


def edition_of(pack: Pack, before: Edition | None = None, answered: Container[str] = ()) -> Edition:
    """Today's words; those of questions that are gone stay while there are answers to them."""
    lost = {
        id_: msgspec.structs.replace(words, version=words.version or before.version)
        for id_, words in ({**before.gone, **before.questions} if before else {}).items()
        if before and id_ not in pack.places and id_ in answered
    }
    words = {id_: _worded(question) for id_, (_, question) in pack.places.items()}
    return Edition(pack=pack.id, version=pack.version, questions=words, gone=lost)


def changes(before: Edition, pack: Pack) -> Changes:
    """What is new, gone and reworded in today's pack."""
    now = {id_: _worded(question) for id_, (_, question) in pack.places.items()}
    return Changes(
        before=before.version,
        now=pack.version,
        new=[words.text for id_, words in now.items() if id_ not in before.questions],
        gone=[words.text for id_, words in before.questions.items() if id_ not in now],
        reworded=[
            _reworded(id_, before.questions[id_], words)
            for id_, words in now.items()
            if id_ in before.questions and before.questions[id_] != words
        ],
    )


def gone_answered(before: Edition, pack: Pack, answered: Container[str]) -> dict[str, Worded]:
    """Questions that are no more asked and have answers, with the version that last asked them."""
    return edition_of(pack, before, answered).gone


def _worded(question: Question) -> Worded:
    return Worded(
        text=question.text,
        kind=str(question.kind),
        options=_texts(choices(question)),
        parts={
            **{row.id: row.text for row in question.rows},
            **{column.id: column.text for column in question.columns},
            **{each.id: each.text for each in question.questions},
        },
    )


def _texts(options: list[Option]) -> dict[str, str]:
    return {option.id: option.text for option in options}


def _reworded(id_: str, before: Worded, now: Worded) -> Reworded:
    was, is_ = {**before.parts, **before.options}, {**now.parts, **now.options}
    return Reworded(
        question=id_,
        text=now.text,
        before=before.text if before.text != now.text else "",
        new=[text for key, text in is_.items() if was.get(key) != text],
        gone=[text for key, text in was.items() if is_.get(key) != text],
    )


def old_words(words: Worded, value: object) -> str:
    """An answer in the words of its time: options by their texts then, else what was typed."""
    ids = value if isinstance(value, list) else [value]
    return "; ".join(_old_word(words, each) for each in ids)


def _old_word(words: Worded, each: object) -> str:
    if isinstance(each, dict):
        cells = (
            (words.parts.get(key, ""), words.options.get(str(cell), str(cell)))
            for key, cell in each.items()
        )
        return ", ".join(f"{name}: {cell}" for name, cell in cells if name)
    return words.options.get(str(each), str(each))
