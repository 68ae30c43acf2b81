"""Given: whether words that somebody had to give, a reason or a name, say anything at all; blanks do not."""

import unicodedata
from collections.abc import Iterator, Mapping

from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.project.model import Project

_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})  # controls, marks of direction and width, spaces
_UNSEEN_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters to Unicode, nothing to a reader

_WHERE = ("inapplicable", "dismissed", "risks", "responses", "inputs")

At = tuple[str, ...]


def given(text: str) -> str:
    """The words without spaces at their ends; "" where nothing of them can be seen."""
    seen = any(unicodedata.category(sign) not in _UNSEEN and sign not in _UNSEEN_LETTERS for sign in text)
    return text.strip() if seen else ""


def refuse_blank(was: Project, new: Project) -> None:
    """Refuse a change that puts blanks in the place of a reason or of who gives it; what was blank before is let be."""
    if all(getattr(was, name) is getattr(new, name) for name in _WHERE):
        return
    before = _reasons(was)
    for at, (text, words) in _reasons(new).items():
        if not given(text) and (at not in before or before[at][0] != text):
            raise Refusal(words, _("Write it in words that can be read."))


def _reasons(project: Project) -> Mapping[At, tuple[str, str]]:
    """Every text of a reason by its place, with what is said where it is blank."""
    return dict(_each(project))


def _each(project: Project) -> Iterator[tuple[At, tuple[str, str]]]:
    for ref, why in project.inapplicable.items():
        yield ("inapplicable", ref), (why, _("The reason why {clause} does not apply is blank.").format(clause=ref))
    for key, said in project.dismissed.items():
        yield ("dismissed", key), (said.reason, _("The reason why “{title}” is no risk here is blank.").format(title=said.title))
    for id_, risk in project.risks.items():
        words = _("The acceptance of the risk “{title}” has blanks for a name or a reason.").format(title=risk.title)
        for name in ("who", "reason"):
            if risk.acceptance is not None and (text := getattr(risk.acceptance, name)):  # one of the two alone is a draft
                yield ("risks", id_, name), (text, words)
    for key, response in project.responses.items():
        if response.accepted_reason:
            yield ("responses", key), (response.accepted_reason, _("The reason why the risk of a finding is accepted is blank."))
    if project.inputs.allowed_reason:
        yield ("inputs",), (project.inputs.allowed_reason, _("The reason why names in the model are accepted is blank."))
