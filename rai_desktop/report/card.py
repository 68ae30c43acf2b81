"""Card: what a model card says, as data; the structure after Mitchell et al. (2019), "Model Cards for Model Reporting",
doi:10.1145/3287560.3287596, in our own words."""

import msgspec

SCHEMA = "rai-desktop/model-card/1"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A name and what it is; null where nobody told."""

    name: str
    value: str | None


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A table of words."""

    title: str
    columns: list[str]
    rows: list[list[str]]


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """An interval; an open end is null."""

    low: float | None
    high: float | None
    level: float
    method: str


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A measured number, of all rows or of one group."""

    assessment: str
    metric: str
    group: dict[str, str]
    value: float | None
    interval: Bounds | None
    n: int
    unit: str
    note: str


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A finding under the policy."""

    key: str
    verdict: str
    sentence: str
    value: float | None
    interval: Bounds | None
    n: int
    unit: str
    threshold: str
    informational: bool


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One of the nine parts. `told` are names and values, `tables` what was asked for as tables, `notes` sentences;
    `numbers` and `judged` only where the section is about them."""

    id: str
    title: str
    told: list[Told] = []
    tables: list[Grid] = []
    notes: list[str] = []
    numbers: list[Number] = []
    judged: list[Judged] = []


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """The whole card. `date` is the day the assessment speaks of; `run` is the run that gave the numbers, "" for none."""

    schema: str
    program: str
    project: str
    title: str
    date: str
    run: str
    policy: str
    sections: list[Section]


def schema() -> dict[str, object]:
    """The JSON Schema of model-card.json (draft 2020-12)."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **msgspec.json.schema(Card)}
