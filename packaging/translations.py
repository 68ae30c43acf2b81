"""Catalogues of translations: collects words from code and data files, merges them into each language, compiles and checks.

`python packaging/translations.py update` after words changed, then translate what is new in `resources/locale/*/LC_MESSAGES/*.po`,
then `compile`. `check` says what is missing; the tests do the same.
"""

import io
import json
import string
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "resources" / "locale"
PROGRAM = "rai_desktop"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
sys.path.insert(0, str(ROOT))

from rai_desktop.findings.policy import WORDS as POLICY_WORDS  # noqa: E402
from rai_desktop.frameworks.catalog import CROSSWALK  # noqa: E402
from rai_desktop.frameworks.catalog import WORDS as CLAUSE_WORDS  # noqa: E402
from rai_desktop.questionnaire.translated import COVER, COVERS  # noqa: E402
from rai_desktop.questionnaire.translated import WORDS as PACK_WORDS  # noqa: E402
from rai_desktop.risks.rules import WORDS as RISK_WORDS  # noqa: E402
from rai_desktop.risks.scale import WORDS as SCALE_WORDS  # noqa: E402

# Data files that ship in another language: catalogue name to files and the names of their fields that carry words.
DATA: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "frameworks": (tuple(f"frameworks/{path.name}" for path in sorted((ROOT / "resources" / "frameworks").glob("*.json"))
                         if path.name != CROSSWALK), CLAUSE_WORDS),
    "canada_aia": (("questionnaires/canada_aia.toml",), PACK_WORDS),
    "policies": (("policies/default.toml", "policies/eu-high-risk.toml", "policies/us-employment.toml",
                  "policies/us-lending.toml"), POLICY_WORDS),
    "risks": (("risks/risks.toml", "risk_scales/default.toml"), frozenset(RISK_WORDS | SCALE_WORDS)),
    "suggestions": (("suggestions/suggestions.toml",), frozenset({"why"})),
}


def collect(domain: str) -> Catalog:
    """Today's words of a catalogue, in the order they stand in the sources."""
    found = Catalog(domain=domain, project="RAI Desktop", fuzzy=False)
    if domain == PROGRAM:
        for path, _line, message, comments, _context in sorted(extract_from_dir(ROOT / PROGRAM, keywords=KEYWORDS), key=_by_place):
            found.add(message, auto_comments=comments, locations=[(f"{PROGRAM}/{path}", 0)])
        return found
    if domain == COVERS:
        for cover in map(_read, sorted((ROOT / "resources" / "questionnaires").glob("*.toml"))):
            for name in COVER:
                found.add(cover[name])  # type: ignore[index]
        return found
    files, names = DATA[domain]
    for name in files:
        for words in _words(_read(ROOT / "resources" / name), names):
            found.add(words)
    return found


def _by_place(entry: tuple) -> tuple[str, int]:
    return str(entry[0]), entry[1]


def _read(path: Path) -> object:
    text = path.read_text(encoding="utf-8-sig")
    return json.loads(text) if path.suffix == ".json" else tomllib.loads(text)


def _words(value: object, names: frozenset[str], wanted: bool = False) -> Iterator[str]:
    if isinstance(value, str):
        if wanted and value:
            yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _words(each, names, wanted or name in names)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each, names, wanted)


def catalogues() -> list[Path]:
    """Every .po file there is, and the ones that each language still lacks."""
    return [folder / f"{domain}.po" for folder in sorted(LOCALE.glob("*/LC_MESSAGES")) for domain in (PROGRAM, COVERS, *DATA)]


def read(path: Path) -> Catalog:
    """A .po file; an empty catalogue where there is none yet."""
    language = path.parents[1].name
    if not path.exists():
        return Catalog(locale=language, domain=path.stem, project="RAI Desktop", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=path.stem)


def update() -> None:
    """Merge today's words into each language: new ones come empty, those that are gone go."""
    for path in catalogues():
        catalogue = read(path)
        catalogue.update(collect(path.stem), no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        _stamp(catalogue)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=120, ignore_obsolete=True, include_lineno=False)


def _stamp(catalogue: Catalog) -> None:
    """No times in the header: the same words give the same bytes."""
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    catalogue.last_translator = "RAI Desktop"
    catalogue.language_team = catalogue.copyright_holder = catalogue.msgid_bugs_address = "RAI Desktop"
    catalogue.header_comment = "# Words of RAI Desktop in another language. Same licence as the program."


def compiled(path: Path) -> bytes:
    """The .mo file of a .po file, as bytes."""
    out = io.BytesIO()
    write_mo(out, read(path))
    return out.getvalue()


def compile_all() -> None:
    """Write the .mo files, which is what a program reads."""
    for path in catalogues():
        path.with_suffix(".mo").write_bytes(compiled(path))


def problems(path: Path) -> list[str]:
    """What is wrong with a catalogue: words without a translation, words that are gone, placeholders that differ."""
    here, wanted = {m.id: m for m in read(path) if m.id}, {m.id for m in collect(path.stem) if m.id}
    name = f"{path.parents[1].name}/{path.stem}"
    found = [f"{name}: not collected: {id_!r}" for id_ in wanted - here.keys()]
    found += [f"{name}: no longer said: {id_!r}" for id_ in here.keys() - wanted]
    for message in here.values():
        found += [f"{name}: {what}: {message.id!r}" for what in _faults(message)]
    return sorted(found)


def _faults(message: Message) -> Iterator[str]:
    ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
    said = message.string if isinstance(message.string, list | tuple) else (message.string,)
    if not all(said) or message.fuzzy:
        yield "not translated"
        return
    wanted = set().union(*(_places(each) for each in ids))
    if any(_places(each) - wanted for each in said) or wanted - set().union(*(_places(each) for each in said)):
        yield "placeholders differ"


def _places(text: str) -> set[str]:
    try:
        return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return set()


def check() -> int:
    """Print what is wrong; 1 when anything is."""
    found = [line for path in catalogues() for line in problems(path)]
    print("\n".join(found) or "Every word has its translation.")
    return bool(found)


if __name__ == "__main__":
    commands = {"update": update, "compile": compile_all, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(f"Say one of: {', '.join(commands)}.")
    sys.exit(commands[sys.argv[1]]())
