"""Table: one row for each clause of a framework, with its coverage and all that speaks to it, for exports and the report."""

from collections.abc import Iterable, Sequence

import msgspec

from rai_desktop.clauses import standing
from rai_desktop.clauses.coverage import Coverage, Totals, coverage, totals
from rai_desktop.clauses.index import Index, by_kind
from rai_desktop.clauses.piece import Piece
from rai_desktop.findings.finding import Verdict
from rai_desktop.frameworks.clause import Clause, Framework
from rai_desktop.frameworks.dating import DateKind, Dating, dating
from rai_desktop.project.links import Kind
from rai_desktop.project.model import Attachment
from rai_desktop.project.runs import in_sight


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One clause. `date_kind` says whether `date` is the day it takes effect or that of its edition; `applies` whether it
    does on the day asked, None where it has no such day. Answers, findings, risks and
    actions are in words, one each; `against` counts those that say the clause is not met. `measured` is the day of the run that
    the findings are of, "" without one; `cautions` say what takes from answers and findings: stale, not confirmed."""

    framework: str
    clause: str
    title: str
    parent: str
    date_kind: str
    date: str
    date_note: str
    date_source: str
    applies: bool | None
    verified: str
    counted: bool
    coverage: str
    against: int
    reason: str
    answers: list[str]
    findings: list[str]
    documents: list[str]
    risks: list[str]
    open_actions: list[str]
    measured: str
    cautions: list[str]


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """A framework with its clauses counted by level."""

    framework: str
    name: str
    totals: Totals


def rows(framework: Framework, index: Index, on: str) -> list[Row]:
    """Every clause, in the framework's order; `on` is an ISO day. Refusal while a file of scales cannot be read."""
    standing.refuse_broken()
    covered, run = coverage(framework, index), in_sight(index.project)
    measured = run.started[:10] if run else ""
    return [_row(framework, clause, index.at(f"{framework.id}:{clause.id}"), covered[clause.id], on, measured)
            for clause in framework.clauses.values()]


def overview(frameworks: Iterable[Framework], index: Index) -> list[Overview]:
    """Each framework counted. Refusal while a file of scales cannot be read: what leaves the program is counted in full."""
    standing.refuse_broken()
    return [Overview(framework=each.id, name=each.short or each.name, totals=totals(coverage(each, index).values()))
            for each in frameworks]


def applies(found: Dating, on: str) -> bool | None:
    """Whether a clause applies on a day; None where it is not known from when, or it binds nobody."""
    return found.day <= on if found.kind is DateKind.APPLIES else None


def file_name(attachment: Attachment) -> str:
    """A document by its file's name; whole paths say too much about the machine."""
    path = attachment.file.path if attachment.file else ""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def documents(pieces: Iterable[Piece]) -> list[Attachment]:
    """The files beside the answers, each once."""
    found = {(each.file.sha256, each.file.path): each for piece in pieces for each in piece.documents if each.file}
    return list(found.values())


def _row(framework: Framework, clause: Clause, pieces: Sequence[Piece], covered: Coverage, on: str, measured: str) -> Row:
    dated = dating(framework, clause)
    return Row(
        framework=framework.id, clause=clause.id, title=clause.title, parent=clause.parent,
        date_kind=dated.kind.value, date=dated.day, date_note=dated.note, date_source=dated.source,
        applies=applies(dated, on), verified=clause.verified, counted=covered.counted,
        coverage=covered.level.value, against=covered.against, reason=covered.reason,
        answers=[f"{each.title} {each.words or '–'}" for each in by_kind(pieces, Kind.ANSWER)],
        findings=[f"{each.words}: {each.title}" for each in by_kind(pieces, Kind.FINDING)],
        documents=[" ".join(filter(None, [file_name(each), each.note])) for each in documents(pieces)],
        risks=[each.title for each in by_kind(pieces, Kind.RISK)],
        open_actions=[_todo(each) for each in by_kind(pieces, Kind.ACTION) if each.open],
        measured=measured if any(_is_measured(each) for each in by_kind(pieces, Kind.FINDING)) else "",
        cautions=list(dict.fromkeys(each.caution for each in pieces if each.caution)))


def _todo(action: Piece) -> str:
    """With whose it is and when it is due."""
    return f"{action.title} ({action.words})" if action.words else action.title


def _is_measured(finding: Piece) -> bool:
    return finding.words != Verdict.NOT_RUN.value
