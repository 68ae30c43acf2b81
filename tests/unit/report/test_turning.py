"""Marks that turn writing round stand in a report as their numbers, so that no name of a group can pass for another."""

from rai_desktop.findings import turning
from rai_desktop.report import html
from rai_desktop.report.blocks import Chapter, Content, Sheet, Text

TURNED = "a\u202eevil\u2066b\u200f"


def test_html_tells_them_wherever_they_stand() -> None:
    sheet = Sheet(title=TURNED, columns=[TURNED], rows=[[TURNED]], right=[False], weights=[1])
    content = Content(title=TURNED, subtitle="s", moment="2026-01-01T00:00:00+00:00", facts=[(TURNED, TURNED)],
                      chapters=[Chapter("c", TURNED, [Text(TURNED), sheet])])
    made = html.render(content)
    assert not set(made) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert made.count("a[U+202E]evil[U+2066]b\u200f") >= 7


def test_other_texts_stay() -> None:
    for text in ("", "plain <b>", "שלום\u200f עולם", "می\u200cخواهم", "👩\u200d🔬"):
        assert turning.told(text) == text
