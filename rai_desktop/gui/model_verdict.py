"""Green, amber or red, in words: what may come of a model, before anything of it is loaded."""

from rai_desktop.gui import figures
from rai_desktop.gui.model_found import found, oddities
from rai_desktop.gui.model_loading import confinement, loading
from rai_desktop.gui.model_page import BAD, GOOD, WARN, Line, Page, Section, Seen
from rai_desktop.gui.model_versions import versions
from rai_desktop.i18n import _

_PACKERS = ("zlib", "gzip", "bz2", "xz", "lzma", "lz4")


def page_of(seen: Seen) -> Page | None:
    """The page; None while there is nothing to say."""
    if seen.command:
        tone, verdict, sentence = _command(seen)
        return Page(tone, verdict, sentence, [_what_a_command_is(seen), loading(seen), *confinement(seen)])
    if seen.look is None:
        return None
    tone, verdict, sentence = _file(seen)
    return Page(tone, verdict, sentence, [
        _what_it_is(seen), *found(seen), oddities(seen.look), *versions(seen), loading(seen), *confinement(seen)])


def _file(seen: Seen) -> tuple[str, str, str]:
    look, waiting = seen.look, seen.open_names
    assert look is not None
    if look.verdict == "refused":
        return BAD, _("Red: it is not opened"), f"{look.sentence} {look.way_out}".strip()
    if seen.failed and look.verdict == "loadable":
        return WARN, _("Amber: nothing in it is unknown, but it could not be loaded"), _(
            "Everything the file uses is on the list. Why it could not be loaded is told above, and below what to do.")
    if look.verdict == "loadable":
        return GOOD, _("Green: nothing in it is unknown"), look.sentence
    if not waiting and seen.inputs.allowed_reason.strip():
        return WARN, _("Amber: allowed by you"), _(
            "It uses what the rules do not know. You allowed that, because: {reason}").format(
                reason=seen.inputs.allowed_reason)
    if not seen.may_allow:
        return WARN, _("Amber: it waits, and this site does not let you allow it"), f"{look.sentence} {_site()}"
    return WARN, _("Amber: you decide"), f"{look.sentence} {look.way_out}".strip()


def _command(seen: Seen) -> tuple[str, str, str]:
    if not seen.may_allow:
        return BAD, _("Red: this site does not allow commands"), _site()
    return WARN, _("Amber: a program that runs on this computer"), _(
        "It was not looked into: a program can do anything that the system lets it. You allowed it, because: {reason}").format(
            reason=seen.inputs.allowed_reason or _("none given"))


def _site() -> str:
    return _("The setting is allow_unknown_classes = false in the site's settings.toml. Ask its administrator, or have "
             "the model exported as ONNX or skops.")


def _what_it_is(seen: Seen) -> Section:
    look = seen.look
    assert look is not None
    title = look.title or look.format
    packed = _("{title}, packed with {container}").format(title=title, container=look.container)
    lines = [Line(_("Content"), packed if look.container in _PACKERS or look.member else title),
             Line(_("File in the archive"), look.contents.get(_("File in the archive"), look.member)),
             Line(_("Its SHA-256"), look.member_sha256, exact=True),
             Line(_("Name"), look.claim)]
    lines += [Line(head, told) for head, told in look.contents.items() if head not in {line.head for line in lines}]
    lines += _said_of_itself(seen)
    lines += [Line(_("Size"), figures.size(look.size)), Line(_("SHA-256"), look.sha256, exact=True)]
    return Section(_("What it is"), [line for line in lines if line.words])


def _said_of_itself(seen: Seen) -> list[Line]:
    """Only a loaded model can say this."""
    facts = seen.facts
    if facts is None or not facts.estimator:
        return []
    lines = [Line(_("It says it is"), facts.estimator)]
    if facts.feature_names:
        lines.append(Line(_("It reads"), figures.columns(len(facts.feature_names))))
    if facts.classes:
        said = ", ".join(facts.classes[:12])
        lines.append(Line(_("It decides among"), said + (" …" if len(facts.classes) > 12 else "")))
    return lines


def _what_a_command_is(seen: Seen) -> Section:
    model = seen.inputs.model
    assert model is not None
    told = model.options
    lines = [Line(_("Command"), told.get("command", "")), Line(_("Program"), told.get("program", "")),
             Line(_("Folder it runs in"), told.get("folder", "")),
             Line(_("It is given the table"), _("as Arrow") if told.get("table") == "arrow" else _("as CSV")),
             Line(_("Classes with probabilities"), told.get("classes", "") or _("none named: it gives predictions only")),
             Line(_("File that must not change"), model.path), Line(_("SHA-256"), model.sha256, exact=True)]
    return Section(_("What it is"), [line for line in lines if line.words])
