"""Editions: a pack's questions as they were when answers were given, and what has changed since."""

import msgspec

from rai_desktop.questionnaire.answers import Own, value_of
from rai_desktop.questionnaire.gone import dropped_options, gone_answered
from rai_desktop.questionnaire.kept_rules import kept_rules
from rai_desktop.questionnaire.kept_words import Edition, Worded, worded
from rai_desktop.questionnaire.question import Pack
from rai_desktop.questionnaire.rule_changes import rule_changes


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
    """What a newer pack asks otherwise than the edition in which answers were given; `results` says what it makes
    otherwise of the same answers, `untold` that the edition does not tell."""

    before: str
    now: str
    new: list[str] = []
    gone: list[str] = []
    reworded: list[Reworded] = []
    results: list[str] = []
    untold: bool = False

    @property
    def any(self) -> bool:
        """Whether a question is new, gone or reworded, or the results are others."""
        return bool(self.new or self.gone or self.reworded or self.results)


def edition_of(pack: Pack, before: Edition | None = None, own: Own | None = None) -> Edition:
    """Today's words; those of questions that are gone stay while there are answers to them."""
    lost = gone_answered(before, pack, own or {}) if before else {}
    words = {id_: worded(*place) for id_, place in pack.places.items()}
    dropped = {
        id_: lost_options
        for id_, (_section, question) in pack.places.items()
        if before and (lost_options := dropped_options(before, question, value_of(own or {}, id_)))
    }
    return Edition(
        pack=pack.id,
        version=pack.version,
        questions=words,
        gone=lost,
        dropped=dropped,
        rules=kept_rules(pack),
    )


def changes(before: Edition, pack: Pack) -> Changes:
    """What is new, gone and reworded in today's pack, and what its results hang on otherwise."""
    now = {id_: worded(*place) for id_, place in pack.places.items()}
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
        results=rule_changes(before.rules, kept_rules(pack)) if before.rules else [],
        untold=before.rules is None and bool(pack.scoring or pack.classification),
    )


def _differs(before: Worded, now: Worded) -> bool:
    """What an earlier program did not keep is no difference."""
    return before != (now if before.inner else msgspec.structs.replace(now, inner={}))


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
