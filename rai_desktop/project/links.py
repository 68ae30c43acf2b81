"""Link: how one part of a project names another, as text that can be kept and compared."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a link leads to."""

    ANSWER = "answer"  # pack/question, or pack/question/item of a repeated group
    FINDING = "finding"  # Finding.key
    CLAUSE = "clause"  # framework:id
    RISK = "risk"
    ACTION = "action"


class Link(NamedTuple):
    """A link taken apart; `id` is as its kind says."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


def answer(pack: str, question: str) -> str:
    """The link to an answer."""
    return str(Link(Kind.ANSWER, f"{pack}/{question}"))


def finding(key: str) -> str:
    """The link to a finding, by the key that stays the same across runs."""
    return str(Link(Kind.FINDING, key))


def clause(ref: str) -> str:
    """The link to a clause, `framework:id`."""
    return str(Link(Kind.CLAUSE, ref))


def risk(id_: str) -> str:
    """The link to a risk of the register."""
    return str(Link(Kind.RISK, id_))


def action(id_: str) -> str:
    """The link to an action."""
    return str(Link(Kind.ACTION, id_))


def read(link: str) -> Link | None:
    """A link taken apart; None where it is not one (a newer program's, or a damaged one)."""
    kind, _, id_ = link.partition(":")
    return Link(Kind(kind), id_) if id_ and kind in list(Kind) else None
