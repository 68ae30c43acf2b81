"""What will happen when a model is loaded, step by step, and what shuts it in once it is."""

from pathlib import Path

from rai_desktop.gui.model_page import BAD, GOOD, NOTE, WARN, Line, Section, Seen
from rai_desktop.i18n import _


def loading(seen: Seen) -> Section:
    """In order; for what is not loaded, that it is not."""
    steps = _command_steps(seen) if seen.command else _file_steps(seen)
    numbered = [Line(str(number), step) for number, step in enumerate(steps, start=1)] if len(steps) > 1 else [
        Line("", step) for step in steps]
    return Section(_("What will happen"), numbered)


def _file_steps(seen: Seen) -> list[str]:
    look = seen.look
    assert look is not None
    if look.verdict == "refused":
        return [_("Nothing. The file stays as it is; nothing of it was run while it was looked into.")]
    if look.verdict == "ask" and (seen.open_names or not seen.inputs.allowed_reason.strip()):
        return [_("Nothing, until the unknown names are allowed for a reason.") if seen.may_allow
                else _("Nothing: the unknown names cannot be allowed here.")]
    asked = look.verdict == "ask"
    steps = [
        _("The file is copied, so that what was looked into is what is loaded."),
        _("A process of its own starts in {python}. It shuts itself in before it loads any library, and tries whether it "
          "can get out.").format(python=seen.inputs.python or _("this program's own Python")),
        _("Where it cannot be shut in fully, it ends there: the file is not loaded.") if asked else "",
        _code_step(seen) if asked else "",
        _("The rules are applied again to each name while the file is loaded."),
        _("Only numbers and short texts come back. They are checked, and the figures are computed out of the model's reach."),
    ]
    return [step for step in steps if step]


def _code_step(seen: Seen) -> str:
    files = ", ".join(Path(ref.path).name for ref in seen.inputs.code)
    return _("The code in {files} runs in that process, and nowhere else.").format(files=files) if files else ""


def _command_steps(seen: Seen) -> list[str]:
    if not seen.may_allow:
        return [_("Nothing. The command is not started.")]
    return [
        _("The program is started anew for each question, in its folder."),
        _("It reads the table as CSV on its standard input: a line of column names, then one line a row."),
        _("It writes CSV to its standard output: a column “prediction”, and “probability_…” for each class you named."),
        _("It may read your files and start parts of its own. Network and writing are closed to it where the system can."),
        _("What it writes is checked: so many rows, known classes, probabilities that sum to one."),
    ]


def confinement(seen: Seen) -> list[Section]:
    """Layer by layer as the loaded model's process found them; before that, when it will be known."""
    title, isolation = _("How it is shut in on this computer"), seen.facts.isolation if seen.facts else {}
    if seen.look is not None and seen.look.verdict == "refused":
        return []
    if not isolation:
        return [Section(title, [Line("", _(
            "Each layer is tried when the model is loaded, which “Do they fit together?” does once there is a table. What "
            "is in force is then told here."), NOTE)])]
    return [Section(title, [
        Line(layer, _with_purpose(layer, state, command=bool(seen.command)), _tone(state))
        for layer, state in isolation.items()])]


def _with_purpose(layer: str, state: str, *, command: bool) -> str:
    """A layer's name is an engineer's; what it is for is told beside its state."""
    purpose = {
        _("Resource limits"): _("memory, time and sizes are bounded"),
        _("User and network namespaces"): _("it sees no network"),
        _("Ends with the engine"): _("it cannot live on by itself"),
        _("No new privileges"): _("it cannot gain rights"),
        _("Landlock"): _("it may write only into a folder of its own") if command else _(
            "it may read only its libraries and itself, and write only into a folder of its own"),
        _("seccomp"): _("it cannot start programs or reach out to others"),
        _("Job object"): _("it cannot start programs, and its memory is bounded"),
        _("sandbox-exec"): _("files, network and programs by a list"),
    }.get(layer, "")
    return _("{state}: {purpose}").format(state=state, purpose=purpose) if purpose and _held(state) else state


def _held(state: str) -> bool:
    """The engine says states in words; only what begins as a state in force does is taken for one."""
    whole = _("isolated: files, network and programs are out of the model's reach")
    return state.startswith((_("in force"), _("passed: {doors} were attempted and refused").partition("{")[0], whole))


def _tone(state: str) -> str:
    """Amber where something stays open, red where nothing holds."""
    nothing = (_("not in force"), _("not isolated: the model runs as you do; only its time is watched"))
    return GOOD if _held(state) else BAD if state.startswith(nothing) else WARN
