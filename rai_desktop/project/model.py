"""Project: one immutable value that holds a whole assessment."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from rai_desktop.findings.finding import Response
from rai_desktop.findings.measurement import Cell
from rai_desktop.i18n import N_
from rai_desktop.project.register import Action, Dismissal, Risk
from rai_desktop.project.reviewing import Comment, Merged, ReviewCopy, ReviewRequest, Signature


class Role(StrEnum):
    """What a column is for."""

    LABEL = N_("label")
    PREDICTION = N_("prediction")
    SCORE = N_("score")
    OTHER_SCORE = N_("score of the other outcome")
    SENSITIVE = N_("sensitive")
    FEATURE = N_("feature")
    SENSITIVE_FEATURE = N_("sensitive feature")
    IDENTIFIER = N_("identifier")
    WEIGHT = N_("weight")
    IGNORE = N_("ignore")


class Task(StrEnum):
    """What the model does."""

    BINARY = N_("binary")
    MULTICLASS = N_("multiclass")
    REGRESSION = N_("regression")


COMMAND = "command"  # the format of a model that is a program to be run, its words in options["command"]


class FileRef(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file by path and hash; `options` say how it is read (delimiter, encoding, decimal, sheet, …)."""

    path: str
    sha256: str = ""
    size: int = 0
    format: str = ""
    options: dict[str, str] = {}


class ColumnRole(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A column's role; `guessed` until the analyst confirms. `bins` cut a numeric sensitive column:
    [25, 40] gives "under 25", "25 to 39", "40 and over"."""

    role: Role
    guessed: bool = False
    bins: list[float] = []


class Inputs(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is assessed. `positive` is the favourable outcome as text of the label's value; `python` is a
    foreign interpreter for the model; `allowed_names` were accepted by the analyst with `allowed_reason`; `code` are
    Python files the model needs beside it, their module in `options["module"]` where it is not the file's name."""

    data: FileRef | None = None
    model: FileRef | None = None
    reference: FileRef | None = None
    train: FileRef | None = None
    roles: dict[str, ColumnRole] = {}
    task: Task | None = None
    positive: str = ""
    threshold: float | None = None
    python: str = ""
    allowed_names: list[str] = []
    allowed_reason: str = ""
    code: list[FileRef] = []


class Planned(msgspec.Struct, frozen=True, omit_defaults=True):
    """One assessment of the plan with the parameters that differ from its defaults."""

    assessment: str
    parameters: dict[str, Cell | list[Cell]] = {}


class Plan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which assessments run, with which seed, judged by which policy. `None` assessments: all available."""

    assessments: list[Planned] | None = None
    seed: int = 20261123
    policy: str = "default"


class Attachment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Evidence beside an answer: a note, a file by its hash, or both."""

    note: str = ""
    file: FileRef | None = None


# One list type for choices, rows and items: a decoder cannot tell them apart. Read back as lists and dicts.
ItemValue = str | float | int | Sequence[str | Mapping[str, str]]
RowValue = Mapping[str, ItemValue]
AnswerValue = str | float | int | bool | Sequence[str | RowValue] | None


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer. Choice, scale and yes/no/unknown hold option ids, a ranking a list of them in order; a table is a list
    of {column id: text}; a matrix a list of one {row id: option id}; a group a list of items, each {"id": its own id,
    question id: value}, whose value may be the rows of a table.

    `carried` names the assessment an answer was taken over from, until somebody confirms it.
    """

    value: AnswerValue = None
    note: str = ""
    evidence: list[Attachment] = []
    carried: str = ""


class ResultRef(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stored Result by the hash of its JSON (see file.py); `status` as in Result."""

    sha256: str
    status: str


class Run(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One run: what went in, by which plan, under which versions, and the results it gave, by assessment id. Runs of earlier
    versions noted neither plan nor `policy_sha256` (findings/policy.py, limits_sha256)."""

    id: str
    started: str
    ended: str = ""
    status: str = "running"
    seed: int = 0
    inputs: Inputs = msgspec.field(default_factory=Inputs)
    versions: dict[str, str] = {}
    facts: dict[str, Cell] = {}
    isolation: dict[str, str] = {}
    results: dict[str, ResultRef] = {}
    plan: Plan | None = None
    policy_sha256: str = ""


class Origin(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The assessment this one was made from: its project id, title, the hash of its newest history row, and the day."""

    project: str
    title: str
    head: str
    when: str


class Project(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything the analyst has said and the program has measured.

    `answers` is keyed by pack id, then question id; `responses` by finding key; `runs` oldest first.
    `pack_versions` are those the answers were given under, `pack_editions` the hashes of the stored words of those
    versions (questionnaire/editions.py). `risks`, `actions` and `comments` are keyed by an id that
    is never used again; `risk_scale` names the scale their levels are on; `dismissed` holds suggested risks that are none
    here, by the suggestion's key; `inapplicable` says why a clause
    (`framework:id`) does not apply.
    """

    id: str
    title: str = ""
    created: str = ""
    analyst: str = ""
    packs: list[str] = []
    answers: dict[str, dict[str, Answer]] = {}
    inputs: Inputs = msgspec.field(default_factory=Inputs)
    plan: Plan = msgspec.field(default_factory=Plan)
    runs: list[Run] = []
    responses: dict[str, Response] = {}
    pack_versions: dict[str, str] = {}
    pack_editions: dict[str, str] = {}
    risks: dict[str, Risk] = {}
    risk_scale: str = "default"
    actions: dict[str, Action] = {}
    dismissed: dict[str, Dismissal] = {}
    inapplicable: dict[str, str] = {}
    comments: dict[str, Comment] = {}
    requests: list[ReviewRequest] = []
    signatures: list[Signature] = []
    merges: list[Merged] = []
    review_copy: ReviewCopy | None = None
    origin: Origin | None = None
