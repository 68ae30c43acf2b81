"""Editions: a pack's questions as they were when answers were given, and what has changed since."""

from collections.abc import Iterator, Mapping

import msgspec

from rai_desktop.i18n import _
from rai_desktop.questionnaire.answers import Item, Own, cells, chosen, items, value_of
from rai_desktop.questionnaire.question import (
    CHOOSING,
    Column,
    Kind,
    Option,
    Pack,
    Question,
    Section,
    choices,
)
from rai_desktop.questionnaire.wording import item_title


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
    still held, by question, each with its words and the version that last had it."""

    pack: str
    version: str
    questions: dict[str, Worded]
    gone: dict[str, Worded] = {}
    dropped: dict[str, dict[str, tuple[str, str]]] = {}


class Reworded(msgspec.Struct, frozen=True, kw_only=True):
    """A question asked otherwise than it was; `new` and `gone` are among its choices, rows, columns
    and nested questions; `when` and `counts` tell whether its conditions or its points are others."""

    question: str
    text: str
    before: str
    new: list[str] = []
    gone: list[str] = []
    when: bool = False
    counts: bool = False


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


def edition_of(pack: Pack, before: Edition | None = None, own: Own | None = None) -> Edition:
    """Today's words; those of questions that are gone stay while there are answers to them."""
    lost = gone_answered(before, pack, own or {}) if before else {}
    words = {id_: _worded(*place) for id_, place in pack.places.items()}
    dropped = {
        id_: lost_options
        for id_, (_section, question) in pack.places.items()
        if before and (lost_options := dropped_options(before, question, value_of(own or {}, id_)))
    }
    return Edition(
        pack=pack.id, version=pack.version, questions=words, gone=lost, dropped=dropped
    )


def changes(before: Edition, pack: Pack) -> Changes:
    """What is new, gone and reworded in today's pack."""
    now = {id_: _worded(*place) for id_, place in pack.places.items()}
    return Changes(
        before=before.version,
        now=pack.version,
        new=[words.text for id_, words in now.items() if id_ not in before.questions],
        gone=[words.text for id_, words in before.questions.items() if id_ not in now],
        reworded=[
            _reworded(id_, before.questions[id_], words)
            for id_, words in now.items()
            if id_ in before.questions and _differs(before.questions[id_], words)
        ],
    )


def gone_answered(before: Edition, pack: Pack, own: Own) -> dict[str, Worded]:
    """Questions that are no more asked and have answers, with the version that last asked them."""
    return {
        id_: msgspec.structs.replace(words, version=words.version or before.version)
        for id_, words in _asked_before(before).items()
        if _is_gone(pack, id_) and _is_held(own, id_)
    }


def dropped_options(
    before: Edition, question: Question, value: object
) -> dict[str, tuple[str, str]]:
    """The options an answer holds that the question no longer has: their words of then, and the version."""
    if question.kind not in CHOOSING:
        return {}
    words = before.questions.get(question.id)
    was = {id_: (text, before.version) for id_, text in words.options.items()} if words else {}
    was = {**before.dropped.get(question.id, {}), **was}
    held = cells(question, value).values() if question.kind is Kind.MATRIX else chosen(value)
    now = {option.id for option in choices(question)}
    return {id_: was[id_] for id_ in held if id_ in was and id_ not in now}


def dropped_words(before: Edition, question: Question, value: object) -> str:
    """What to say of an answer whose option a newer version dropped; "" of any other."""
    lost = dropped_options(before, question, value)
    if not lost:
        return ""
    words = _("; ").join(text for text, _version in lost.values())
    version = next(iter(lost.values()))[1]
    return _(
        "“{words}” was chosen under version {version} and is no longer one of the choices. "
        "It is kept, and does not count. Choose again."
    ).format(words=words, version=version)


def gone_words(words: Worded, place: str, pack: Pack, own: Own) -> str:
    """The answer to a question that is gone, in the words of its time; of a question that was asked of
    the items of a group, a line for each item."""
    group, _slash, part = place.partition("/")
    if not part or group not in pack.places:
        return old_words(words, value_of(own, place))
    question = pack.question(group)
    return "\n".join(
        _("{item}: {answer}").format(
            item=item_title(question, number, item), answer=old_words(words, item[part])
        )
        for number, item in enumerate(items(value_of(own, group)))
        if _is_said(item, part)
    )


def _asked_before(before: Edition) -> dict[str, Worded]:
    """Every question of an edition, also those asked of items."""
    return {**before.gone, **dict(_nested(before.questions)), **before.questions}


def _nested(questions: Mapping[str, Worded]) -> Iterator[tuple[str, Worded]]:
    for id_, words in questions.items():
        if words.kind == Kind.GROUP:
            for part, text in words.parts.items():
                yield f"{id_}/{part}", words.inner.get(part) or Worded(text=text, kind=Kind.TEXT)


def _is_gone(pack: Pack, place: str) -> bool:
    """Whether it is no longer asked; what went with its whole group is told with the group."""
    id_, _slash, part = place.partition("/")
    if not part:
        return id_ not in pack.places
    return id_ in pack.places and pack.question(id_).nested(part) is None


def _is_held(own: Own, place: str) -> bool:
    id_, _slash, part = place.partition("/")
    return id_ in own and (not part or any(_is_said(each, part) for each in items(own[id_].value)))


def _is_said(item: Item, part: str) -> bool:
    return item.get(part) not in (None, "", [])


def _differs(before: Worded, now: Worded) -> bool:
    """What an earlier program did not keep is no difference."""
    return before != (now if before.inner else msgspec.structs.replace(now, inner={}))


def _worded(section: Section, question: Question) -> Worded:
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
            **{each.id: _worded(section, each) for each in question.questions},
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


def _reworded(id_: str, before: Worded, now: Worded) -> Reworded:
    was, is_ = _choosable(before, now), _choosable(now, before)
    return Reworded(
        question=id_,
        text=now.text,
        before=before.text if before.text != now.text else "",
        new=[text for key, text in is_.items() if was.get(key) != text],
        gone=[text for key, text in was.items() if is_.get(key) != text],
        when=before.when != now.when,
        counts=before.counts != now.counts,
    )


def _choosable(words: Worded, other: Worded) -> dict[str, str]:
    """What one chooses among and fills in; within a group also in the questions that both ask."""
    found = {**words.parts, **words.options}
    for id_ in words.inner.keys() & other.inner.keys():
        one = words.inner[id_]
        found |= {f"{id_}/{key}": text for key, text in {**one.parts, **one.options}.items()}
    return found


def old_words(words: Worded, value: object) -> str:
    """An answer in the words of its time: options by their texts then, else what was typed; a line
    for each row and item."""
    given = value if isinstance(value, list) else [value]
    mark = "\n" if any(isinstance(each, dict) for each in given) else "; "
    return mark.join(_old_word(words, each) for each in given)


def _old_word(words: Worded, each: object) -> str:
    if not isinstance(each, dict):
        return words.options.get(str(each), str(each))
    cells = ((words.parts.get(key, ""), _old_cell(words, key, cell)) for key, cell in each.items())
    return ", ".join(f"{name}: {cell}" for name, cell in cells if name and cell)


def _old_cell(words: Worded, key: str, cell: object) -> str:
    if key in words.inner:
        return old_words(words.inner[key], cell).replace("\n", "; ")
    return words.options.get(str(cell), str(cell))
