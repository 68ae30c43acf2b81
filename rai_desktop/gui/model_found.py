"""What was found in a model file: listed names by what they are for, the doubtful ones one by one, and what is odd."""

from rai_desktop.gui import model_names
from rai_desktop.gui.model_page import BAD, GOOD, WARN, Line, Section, Seen
from rai_desktop.i18n import _, ngettext
from rai_desktop.project.looks import ModelLook, NameUse

_SHOWN = 8
_ONE_BY_ONE = 12


def found(seen: Seen) -> list[Section]:
    """Dangerous names first, then unknown ones, then the listed ones in plain groups."""
    look = seen.look
    if look is None or (look.verdict == "refused" and not look.names):
        return []
    dangerous, unknown, allowed = (_judged(look, said) for said in ("dangerous", "unknown", "allowed"))
    lines = _each(dangerous, BAD, seen) + _each(unknown, WARN, seen)
    lines += [Line(model_names.group_title(kind), _some(shorts), GOOD) for kind, shorts in model_names.grouped(allowed).items()]
    return [Section(_("What was found in it"), lines or [Line(_("No code"), _(
        "This format holds numbers and a plan of steps. It names no class or function of Python."), GOOD)])]


def oddities(look: ModelLook) -> Section:
    """What no honest sender's file has, or that there is nothing of the kind."""
    title = _("What is odd about the file itself")
    if look.anomalies:
        return Section(title, [Line("", sentence, BAD if look.verdict == "refused" else WARN) for sentence in look.anomalies])
    if look.verdict == "refused" and not look.names:
        return Section(title, [Line("", look.sentence, BAD)])
    if look.format not in ("pickle", "skops"):
        return Section(title, [Line("", _("Nothing was noticed."), GOOD)])
    return Section(title, [Line("", _("Nothing: no data behind its end, no nested archives, no false sizes, no false ending."),
                                GOOD)])


def _judged(look: ModelLook, judgement: str) -> list[NameUse]:
    return [use for use in look.names if use.judgement == judgement]


def _each(uses: list[NameUse], tone: str, seen: Seen) -> list[Line]:
    lines = [Line(use.name, _about(use, seen), tone) for use in uses[:_ONE_BY_ONE]]
    if more := len(uses) - _ONE_BY_ONE:
        more_words = ngettext("and {n} more, in the list below", "and {n} more, in the list below", more).format(n=more)
        lines += [Line("", more_words, tone)] if more > 0 else []
    return lines


def _about(use: NameUse, seen: Seen) -> str:
    """What it is, how the file would use it, where it would come from, and what was decided."""
    said = {"dangerous": _("Dangerous"), "unknown": _("Unknown")}[use.judgement]
    if use.judgement == "unknown" and use.name in seen.inputs.allowed_names:
        said = _("Unknown, allowed by you")
    return _("{judgement}. It would be {use}. {why}").format(judgement=said, use=use.use, why=use.why).strip()


def _some(shorts: list[str]) -> str:
    more = len(shorts) - _SHOWN
    told = ", ".join(shorts[:_SHOWN])
    return _("{names} and {n} more").format(names=told, n=more) if more > 0 else told
