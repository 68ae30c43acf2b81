"""Writes resources/questionnaires/pack.schema.json from the types that read packs.

Run from the root of the repository: python packaging/make_pack_schema.py
"""

import json
from pathlib import Path

import msgspec

from rai_desktop.questionnaire.question import Pack

OUT = Path(__file__).resolve().parent.parent / "resources" / "questionnaires" / "pack.schema.json"


def schema_text() -> str:
    """The JSON Schema of a pack; TOML dates stand for strings of the form date."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "RAI Desktop questionnaire pack",
    }
    return json.dumps(schema | msgspec.json.schema(Pack), indent=1) + "\n"


if __name__ == "__main__":
    OUT.write_text(schema_text(), encoding="utf-8", newline="\n")
