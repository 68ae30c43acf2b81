"""Yesterday's project files into today's: one function a step, the original kept as a .bak."""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from rai_desktop.project.disk import told

Step = Callable[[sqlite3.Connection], None]


def _may_hold_risks_and_reviews(_connection: sqlite3.Connection) -> None:
    """Version 2 adds risks, actions, comments and signatures: nothing to alter, but a program that knows
    only version 1 would drop them on its next save, and so must not open the file."""


# STEPS[0] turns version 1 into version 2, and so on. A step that alters the project's own JSON adds
# a history row of kind "upgrade", so that the chain says so; released steps are never edited.
STEPS: tuple[Step, ...] = (_may_hold_risks_and_reviews,)
VERSION = len(STEPS) + 1


def upgrade(path: Path, version: int, steps: Sequence[Step] = STEPS) -> Path:
    """Bring a file of `version` up to date in one transaction; the path of the kept original."""
    kept = _keep_original(path, version)
    with told(path):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA synchronous=EXTRA")
            _run(connection, version, steps)
        finally:
            connection.close()
    return kept


def _run(connection: sqlite3.Connection, version: int, steps: Sequence[Step]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in steps[version - 1 :]:
            step(connection)
        connection.execute(f"PRAGMA user_version={len(steps) + 1}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _keep_original(path: Path, version: int) -> Path:
    """A copy named after its version; an older copy of the same name is never written over."""
    kept = path.with_name(f"{path.name}.v{version}.bak")
    count = 1
    while kept.exists():
        count += 1
        kept = path.with_name(f"{path.name}.v{version}-{count}.bak")
    with told(path):
        shutil.copy2(path, kept)
    return kept
