"""What the page about a model says: a verdict, and sections of lines. The window shows it, and copies it as text."""

from collections.abc import Sequence

import msgspec

from rai_desktop.i18n import _
from rai_desktop.project.looks import Fit, ModelFacts, ModelLook
from rai_desktop.project.model import COMMAND, Inputs

GOOD, WARN, BAD, NOTE, PLAIN = "good", "warn", "bad", "note", ""


class Line(msgspec.Struct, frozen=True):
    """A fact: a head, words, and a tone that becomes a shape. An `exact` one is to be compared sign by sign."""

    head: str
    words: str = ""
    tone: str = PLAIN
    exact: bool = False


class Section(msgspec.Struct, frozen=True):
    """A heading and its lines."""

    title: str
    lines: list[Line]


class Page(msgspec.Struct, frozen=True):
    """The whole of it; `tone` is good (green), warn (amber) or bad (red)."""

    tone: str
    verdict: str
    sentence: str
    sections: list[Section] = []


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What is known: the inputs, the look into the file, what the loaded model said, the Python chosen for it, the
    versions of this program's libraries, whether the site lets the analyst accept what is not known, and why loading
    it failed ("": it did not)."""

    inputs: Inputs
    look: ModelLook | None = None
    facts: ModelFacts | None = None
    fit: Fit | None = None
    here: dict[str, str] = {}
    may_allow: bool = True
    failed: str = ""

    @property
    def command(self) -> str:
        """The command in the model's place; "" for a file."""
        model = self.inputs.model
        return model.options.get("command", "") if model is not None and model.format == COMMAND else ""

    @property
    def open_names(self) -> list[str]:
        """Unknown names that nobody has answered for."""
        known = self.inputs.allowed_names
        return [use.name for use in self.look.names if use.judgement == "unknown" and use.name not in known] if self.look else []


def as_text(page: Page, name: str) -> str:
    """The page as plain text, to be kept or sent."""
    blocks = [_("Model: {name}").format(name=name), f"{page.verdict}\n{page.sentence}".strip()]
    blocks += [f"{section.title}\n" + "\n".join(_text(section.lines)) for section in page.sections]
    return "\n\n".join(blocks) + "\n"


def _text(lines: Sequence[Line]) -> list[str]:
    mark = {GOOD: "✓", WARN: "!", BAD: "✕", NOTE: "i", PLAIN: "·"}
    return [f"{mark[line.tone]} {line.head}: {line.words}" if line.head and line.words
            else f"{mark[line.tone]} {line.head or line.words}" for line in lines]
