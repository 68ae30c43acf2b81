"""Pack, section, question: what a questionnaire file may say."""

import datetime as dt
from enum import StrEnum
from functools import cached_property

import msgspec

from rai_desktop.questionnaire.condition import Condition
from rai_desktop.questionnaire.rules import Classification, Scoring


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    YESNO = "yesno"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TABLE = "table"
    MATRIX = "matrix"
    RANKING = "ranking"
    SCALE = "scale"
    GROUP = "group"


CHOOSING = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.YESNO, Kind.SCALE, Kind.MATRIX, Kind.RANKING})
"""Answered with options."""
NESTED = frozenset(Kind) - {Kind.MATRIX, Kind.RANKING, Kind.GROUP}
"""What may be asked of each item of a group."""
PARTED = frozenset({Kind.MATRIX, Kind.GROUP})
"""Whose rows or questions a condition may name: `question/part`."""
ITEM_ID = "id"
"""Under this key each item of a group keeps an id of its own, which never changes."""


class Feed(StrEnum):
    """What an answer is for the reader of the report and the model card, whatever its pack calls it."""

    NAME = "name"
    DESCRIPTION = "description"
    OWNER = "owner"
    STAGE = "stage"
    MAKER = "maker"
    PURPOSE = "purpose"
    USES = "uses"
    UNSUPPORTED_USES = "unsupported_uses"
    STAKEHOLDERS = "stakeholders"
    RACI = "raci"
    GROUPS = "groups"
    SETTING = "setting"
    TRAINING_DATA = "training_data"
    EVALUATION_DATA = "evaluation_data"
    SENSITIVE_DATA = "sensitive_data"
    OVERSIGHT = "oversight"
    HARMS = "harms"
    MISUSE = "misuse"
    LIMITS = "limits"
    MONITORING = "monitoring"


class Standing(StrEnum):
    """What one answer, or one finding, says of a clause."""

    FULL = "full"
    PARTLY = "partly"
    AGAINST = "against"  # that the clause is not met: a finding by a measurement, an answer by what is not done or not so
    NOTHING = "nothing"


class Option(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One choice. `points` count where the question scores; `alone` may not be ticked with others
    (none of these)."""

    id: str
    text: str
    points: float = 0
    help: str = ""
    alone: bool = False


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of a table; with `options` it is a choice, otherwise free text."""

    id: str
    text: str
    options: list[Option] = []
    required: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of a matrix: a statement to which one of the question's options is chosen."""

    id: str
    text: str
    help: str = ""


class Same(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The question of another pack (`pack/question`) that asks the same. `options` gives for own
    option ids the one over there, or the several that all mean it; without it, options of the same
    id are the same. Of a table it gives for own columns those over there, and as `column/option` what
    is chosen in them where the ids differ."""

    question: str
    options: dict[str, str | list[str]] = {}

    def theirs(self, own: str) -> list[str]:
        """The option or options over there of one's own."""
        found = self.options.get(own, [])
        return [found] if isinstance(found, str) else found


class Follows(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table (`id` or `pack/id`) whose rows a group has an item for each; `column` names the row, and
    the group's first text the item."""

    question: str
    column: str


class Compared(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is shown beside each row of a table with `each`, and kept nowhere: under the heading `now` what is answered to the
    question of the row's id, under `gap` how many options lie between it and the one chosen in the column `target`."""

    now: str
    target: str
    gap: str


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question. `why` says why we ask; `refs` are clauses as `framework:id`; `source_id` is the
    source's own number.

    `low`, `high` and `unit` bound a number; `long` asks for a paragraph; `rows` are a matrix's,
    `questions` those asked of each item of a group, one of which is called `item` ("Intended use");
    `ends` are the words at both ends of a scale; `score` names the score its options' points go to
    when that is not the section's. A required question keeps its section open until it is answered.
    It is asked from `valid_from` to `valid_until`, both days included. `measured` names assessments,
    or `assessment/metric`, whose findings speak to it beside those of its clauses; `feeds` says which
    part of the model card and of the chapter on people and uses its answer is. `says` tells by option
    what an answer is worth as evidence of its clauses, where the scales do not (docs/clauses.md), and
    `says_of` by clause where it is worth something else to one of them. A group that `follows` a table
    is complete when each of its rows has an item. A table has a row for each option of the column `each`, where it names one,
    with what `compared` says beside it.
    """

    id: str
    kind: Kind = msgspec.field(name="type")
    text: str
    why: str = ""
    help: str = ""
    refs: list[str] = []
    source_id: str = ""
    required: bool = True
    show_if: Condition | None = None
    options: list[Option] = []
    columns: list[Column] = []
    rows: list[Row] = []
    questions: list["Question"] = []
    item: str = ""
    ends: list[str] = []
    unit: str = ""
    low: float | None = None
    high: float | None = None
    whole: bool = False
    long: bool = False
    score: str | None = None
    same: Same | None = None
    follows: Follows | None = None
    each: str = ""
    compared: Compared | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    measured: list[str] = []
    feeds: Feed | None = None
    says: dict[str, Standing] = {}
    says_of: dict[str, dict[str, Standing]] = {}

    def nested(self, id_: str) -> "Question | None":
        """The question of that id asked of each item of a group."""
        return next((each for each in self.questions if each.id == id_), None)


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Questions that belong together. `score` is where their points go; "" scores nothing."""

    id: str
    title: str
    questions: list[Question]
    intro: str = ""
    show_if: Condition | None = None
    score: str = ""


class Contradiction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answers that can hardly be true together: `when` says which, `sentence` what does not fit, for a reader at any of
    the questions."""

    id: str
    sentence: str
    when: Condition


class Pack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One questionnaire. `as_of` is the day its facts were checked; `modules` are topics of the
    crosswalk; `order` is its place in lists (lower first) and `group` the heading it stands under;
    `maker` tells a site's own pack from a shipped one; `facts` name conditions for its
    classification; `contradictions` are told above the questions they name. It is asked from
    `valid_from` to `valid_until`, both days included."""

    id: str
    title: str
    version: str
    as_of: dt.date
    sections: list[Section]
    summary: str = ""
    source: str = ""
    licence: str = ""
    maker: str = ""
    modules: list[str] = []
    order: int = 100
    group: str = ""
    facts: dict[str, Condition] = {}
    scoring: Scoring | None = None
    classification: Classification | None = None
    contradictions: list[Contradiction] = []
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None

    @cached_property
    def places(self) -> dict[str, tuple[Section, Question]]:
        """Every question with its section, by question id, in the order asked."""
        return {
            question.id: (section, question)
            for section in self.sections
            for question in section.questions
        }

    @cached_property
    def inner(self) -> dict[str, "Pack"]:
        """What each group asks of an item, as a pack `pack/group` of its own, by group."""
        return {
            id_: Pack(
                id=f"{self.id}/{id_}",
                title=question.text,
                version=self.version,
                as_of=self.as_of,
                sections=[Section(id=id_, title=question.text, questions=question.questions)],
            )
            for id_, (_, question) in self.places.items()
            if question.kind is Kind.GROUP
        }

    def question(self, id_: str) -> Question:
        """The question of that id; KeyError when there is none."""
        return self.places[id_][1]

    def score_of(self, id_: str) -> str:
        """The score a question's points go to; "" when it scores nothing."""
        section, question = self.places[id_]
        return section.score if question.score is None else question.score


YES_NO = [
    Option(id="yes", text="Yes"),
    Option(id="no", text="No"),
    Option(id="unknown", text="Not known yet"),
]


def choices(question: Question) -> list[Option]:
    """What can be chosen: the question's own options, or yes, no and not known."""
    return YES_NO if question.kind is Kind.YESNO and not question.options else question.options


def is_valid(dated: Pack | Question, day: dt.date) -> bool:
    """Whether a pack or question is asked on a day."""
    return (dated.valid_from is None or dated.valid_from <= day) and (
        dated.valid_until is None or day <= dated.valid_until
    )
