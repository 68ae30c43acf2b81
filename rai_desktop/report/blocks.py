"""What a report is made of, whatever it is written in: sections of text, facts, tables, figures and callouts."""

from typing import TypeAlias

import msgspec

from rai_desktop.findings.measurement import Chart


class Text(msgspec.Struct, frozen=True, tag="text"):
    """A paragraph; `style` is plain, lead or note."""

    text: str
    style: str = "plain"


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A heading within a section."""

    text: str


class Items(msgspec.Struct, frozen=True, tag="items"):
    """A list of sentences."""

    items: list[str]
    ordered: bool = False


class Facts(msgspec.Struct, frozen=True, tag="facts"):
    """Names and what they are."""

    rows: list[tuple[str, str]]


class Callout(msgspec.Struct, frozen=True, tag="callout"):
    """A sentence that must be seen; `tone` is a verdict's name, or info."""

    tone: str
    head: str
    text: str


class Counts(msgspec.Struct, frozen=True, tag="counts"):
    """How many findings have which verdict: (tone, words, count)."""

    counts: list[tuple[str, str, int]]


class Sheet(msgspec.Struct, frozen=True, tag="sheet"):
    """A table of words; `right` says which columns are numbers; `weights` share out the width."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    right: list[bool]
    weights: list[int]
    note: str = ""


class Figure(msgspec.Struct, frozen=True, tag="figure"):
    """A picture under its question; `name` is its file's."""

    name: str
    question: str
    title: str
    chart: Chart
    note: str = ""


Block: TypeAlias = Text | Heading | Items | Facts | Callout | Counts | Sheet | Figure


class Chapter(msgspec.Struct, frozen=True):
    """A numbered part of the report."""

    id: str
    title: str
    blocks: list[Block]


class Content(msgspec.Struct, frozen=True):
    """The whole report. `moment` is the ISO time it speaks of: data, never the clock."""

    title: str
    subtitle: str
    moment: str
    facts: list[tuple[str, str]]
    chapters: list[Chapter]
    language: str = "en"
