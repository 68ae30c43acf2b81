"""Writes tests/data/source_runs.bin: fingerprints of every run of eight words in the sources that
packs follow.

Run from the root of the repository: python packaging/make_source_runs.py SOURCE.json ...
The sources' words stay outside the repository; a test finds by these fingerprints whether a pack
repeats a run of them.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "tests" / "data" / "source_runs.bin"
LENGTH, BYTES = 8, 5
MARKUP = re.compile(r"=[a-z]{2}=|=br=|<[^>]*>")


def runs(text: str) -> Iterator[str]:
    """Every run of eight words, in small letters without marks."""
    words = re.findall(r"[a-z0-9']+", MARKUP.sub(" ", text).lower())
    for start in range(len(words) - LENGTH + 1):
        yield " ".join(words[start : start + LENGTH])


def fingerprint(run: str) -> bytes:
    return hashlib.blake2b(run.encode(), digest_size=BYTES).digest()


def texts(value: object) -> Iterator[str]:
    """Every text within a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, dict):
        yield from texts(list(value.values()))


def main(sources: list[Path]) -> None:
    found = {
        fingerprint(run)
        for source in sources
        for text in texts(json.loads(source.read_text(encoding="utf-8")))
        for run in runs(text)
    }
    OUT.write_bytes(b"".join(sorted(found)))


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]])
