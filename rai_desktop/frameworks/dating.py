"""Dating: from when a clause applies, or when it was published, by its own date or its framework's, with the source of that."""

from enum import StrEnum

import msgspec

from rai_desktop.frameworks.clause import Clause, Framework


class DateKind(StrEnum):
    """What a clause's date is the date of."""

    APPLIES = "applies from"
    PUBLISHED = "published"
    UNKNOWN = "not known"


class Dating(msgspec.Struct, frozen=True):
    """`day` is an ISO day; for an edition it may be a month or a year, and "" where it is not known. `note` adds to it, or
    says why it is not known."""

    kind: DateKind
    day: str
    note: str
    source: str


def dating(framework: Framework, clause: Clause) -> Dating:
    """The clause's own date where it has one, else its framework's."""
    home = clause if clause.applies_from or clause.published or clause.undated else framework
    source = home.dates_source or framework.dates_source
    if home.applies_from:
        return Dating(DateKind.APPLIES, home.applies_from, home.applies_note, source)
    if home.published:
        return Dating(DateKind.PUBLISHED, home.published, home.applies_note, source)
    return Dating(DateKind.UNKNOWN, "", home.undated, source)
