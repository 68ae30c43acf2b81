"""Writes pack.schema.json beside the packs, and framework.schema.json, from the types that read these files.

Run from the root of the repository: python packaging/make_pack_schema.py
"""

import json
from pathlib import Path

import msgspec

from rai_desktop.frameworks.clause import Framework
from rai_desktop.questionnaire.question import Pack

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
SCHEMAS = {
    "questionnaires/pack.schema.json": (Pack, "RAI Desktop questionnaire pack"),
    "framework.schema.json": (Framework, "RAI Desktop framework: a law, standard or guidance with its clauses"),
}


def schema_text(name: str) -> str:
    """The JSON Schema of a kind of file; TOML dates stand for strings of the form date."""
    kind, title = SCHEMAS[name]
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return json.dumps(schema | msgspec.json.schema(kind), indent=1) + "\n"


if __name__ == "__main__":
    for each in SCHEMAS:
        (RESOURCES / each).write_text(schema_text(each), encoding="utf-8", newline="\n")
