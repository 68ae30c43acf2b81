"""The versions a model was written with, against those of the Python that is to run it, and the way out."""

from rai_desktop.gui.model_page import GOOD, NOTE, PLAIN, WARN, Line, Section, Seen
from rai_desktop.i18n import _

_ALSO = {"xgboost": "xgboost-cpu", "catboost": "catboost-cpu"}


def versions(seen: Seen) -> list[Section]:
    """A line for each library the file tells of, and what to do where they differ."""
    look = seen.look
    if look is None or (look.verdict == "refused" and not look.versions):
        return []
    if look.verdict == "refused":
        return [Section(_("Versions"), [_line(name, wrote, "", library=False) for name, wrote in look.versions.items()])]
    here = held(seen)
    lines = [_line(name, wrote, here.get(name) or here.get(_ALSO.get(name, ""), ""), library=name in _libraries(seen))
             for name, wrote in look.versions.items()]
    if differing(seen):
        lines.append(Line(_("Way out"), _(
            "Run it in the Python it was made with: open “The Python it runs in” above and let the program look for one. "
            "Or ask for the model as ONNX or skops."), NOTE))
    if not lines:
        lines = [Line("", _("The file does not say. If it fails to load, ask its author for the versions."), NOTE)]
    return [Section(_("Versions"), lines)]


def held(seen: Seen) -> dict[str, str]:
    """Versions where the model runs: as it said once loaded, else in the Python chosen for it, else here."""
    if seen.facts is not None and seen.facts.versions:
        return seen.here | seen.facts.versions if not seen.inputs.python else seen.facts.versions
    if seen.inputs.python:
        return seen.fit.interpreter.libraries if seen.fit else {}
    return seen.here


def differing(seen: Seen) -> list[str]:
    """Libraries whose version is another one, beyond its last number."""
    if seen.look is None:
        return []
    here = held(seen)
    pairs = {name: (wrote, here.get(name) or here.get(_ALSO.get(name, ""), "")) for name, wrote in seen.look.versions.items()}
    return [name for name, (wrote, has) in pairs.items() if has and wrote.split(".")[:2] != has.split(".")[:2]]


def _libraries(seen: Seen) -> set[str]:
    """Only libraries are compared: operator sets and formats have numbers too, but none here."""
    return {*held(seen), "scikit-learn", "xgboost", "catboost", "numpy"}


def _line(name: str, wrote: str, has: str, *, library: bool) -> Line:
    head = f"{name} {wrote}"
    if not library:
        return Line(head, _("as the file says"), PLAIN)
    if not has:
        return Line(head, _("not known of the Python that is to run it"), NOTE)
    if has == wrote:
        return Line(head, _("the same where it runs"), GOOD)
    if has.split(".")[:2] == wrote.split(".")[:2]:
        return Line(head, _("{version} where it runs: only the last number differs").format(version=has), GOOD)
    return Line(head, _("{version} where it runs: it may not open, or answer otherwise").format(version=has), WARN)
