"""The words of a pack as a project keeps them: an edition, question by question."""

import msgspec

from rai_desktop.questionnaire.kept_rules import KeptRules
from rai_desktop.questionnaire.question import Column, Kind, Option, Question, Section, choices


class Worded(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A question: its text, its options, its rows, columns or nested questions, of which `inner` has
    the choices too; `when` it is asked and what its answer `counts`, both as JSON. `version` is the
    last one that asked it, for a question that is gone. Editions kept by earlier programs have no
    `inner`."""

    text: str
    kind: str
    options: dict[str, str] = {}
    parts: dict[str, str] = {}
    inner: dict[str, "Worded"] = {}
    when: str = ""
    counts: str = ""
    version: str = ""


class Edition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A pack's words in one version. `gone` are questions of earlier versions that were answered, those
    asked of the items of a group as `group/question`; `dropped` are options of earlier versions that are
    still held, by question, each with its words and the version that last had it. `rules` say how answers
    came to results; earlier programs kept none."""

    pack: str
    version: str
    questions: dict[str, Worded]
    gone: dict[str, Worded] = {}
    dropped: dict[str, dict[str, tuple[str, str]]] = {}
    rules: KeptRules | None = None


def worded(section: Section, question: Question) -> Worded:
    """A question as it is asked today."""
    return Worded(
        text=question.text,
        kind=str(question.kind),
        options=_texts(choices(question)),
        parts={
            **{row.id: row.text for row in question.rows},
            **{column.id: column.text for column in question.columns},
            **{each.id: each.text for each in question.questions},
        },
        inner={
            **{column.id: _column(column) for column in question.columns},
            **{each.id: worded(section, each) for each in question.questions},
        },
        when=_when(section, question),
        counts=_counts(section, question),
    )


def _column(column: Column) -> Worded:
    return Worded(text=column.text, kind=Kind.TEXT, options=_texts(column.options))


def _when(section: Section, question: Question) -> str:
    """Its conditions and dates, "" where it is always asked."""
    inner = {each.id: each.show_if for each in question.questions if each.show_if}
    found = [section.show_if, question.show_if, question.valid_from, question.valid_until, inner]
    return _json(found) if any(found) else ""


def _counts(section: Section, question: Question) -> str:
    """Its points and the score they go to, "" where it counts nowhere."""
    points = {option.id: option.points for option in choices(question) if option.points}
    score = section.score if question.score is None else question.score
    return _json([score, points]) if points and score else ""


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


def _texts(options: list[Option]) -> dict[str, str]:
    return {option.id: option.text for option in options}
