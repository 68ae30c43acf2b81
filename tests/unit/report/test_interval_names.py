"""Every way in which an interval is made has a name in the report's language."""

import re
from pathlib import Path

import rai_desktop
from rai_desktop.metrics import intervals
from rai_desktop.report.interval_names import _names, interval_name

_NAMES_OF_PEOPLE = {"Wilson", "Student", "Newcombe, Bonferroni", "Wilson, Bonferroni", "Welch, Bonferroni"}


def written():
    """Methods as constants of the module of intervals, and as the assessments write them in place."""
    constants = {value for name, value in vars(intervals).items() if name.isupper() and isinstance(value, str)}
    sources = "\n".join(each.read_text("utf-8") for each in (Path(rai_desktop.__file__).parent / "assessments").rglob("*.py"))
    return constants | set(re.findall(r'Interval\([^()]*(?:\([^()]*\)[^()]*)*, "([^"]+)"\)', sources)) | set(re.findall(r'method ?= ?"([^"]+)"', sources))


def test_every_method_has_a_name_to_translate():
    assert {"Student over rows", "order statistics"} <= written()
    assert written() - set(_names()) <= _NAMES_OF_PEOPLE


def test_an_unknown_method_keeps_its_own_name():
    assert interval_name("of somebody else") == "of somebody else"
    assert interval_name(intervals.MOVER) == intervals.MOVER
