"""What shuts a model in, as words for the window and the report: only what the host found in force."""

import sys
from collections.abc import Mapping

from rai_desktop.i18n import _
from rai_desktop.loading.thread_watch import MOST as MOST_THREADS

_MIB, _GIB = 2**20, 2**30


def told(raw: dict[str, str]) -> dict[str, str]:
    """{layer: words} from the host's codes, the summary first."""
    if "self_test" not in raw:
        return {_("Isolation"): _("not in force")}
    held, open_ = ([door(name) for name in names] for names in doors(raw))
    words = {_("Isolation"): _summary(held, open_)}
    for layer, state in raw.items():
        if layer != "self_test":
            words[_title(str(layer))] = _state(str(layer), str(state))
    words[_("Self-test")] = _tested(held, open_)
    return words


def with_watch(raw: dict[str, str], most: int) -> dict[str, str]:
    """The host's codes with the engine's watches: of its threads, and of its folder where nothing else bounds that."""
    if "self_test" not in raw:
        return raw
    bound = raw.get("namespaces", "").partition("|")[2].isdigit()
    threads = {"thread_watch": f"in_force|{MOST_THREADS}"} if sys.platform.startswith("linux") else {}
    return raw | ({} if bound else {"folder_watch": f"in_force|{most}"}) | threads


def shortfall(words: dict[str, str]) -> str:
    """A warning when a model that runs is not wholly shut in; "" when it is."""
    summary = words.get(_("Isolation"), "")
    if summary == _summary(["all"], []):
        return ""
    return _("The model is not wholly shut in: {summary}.").format(summary=summary or _("nothing is known of it"))


def in_one_line(words: Mapping[str, str]) -> str:
    """What `told` says, for a line of text: the summary, then the layers in force, those that are not, and those left out."""
    heads = (_("Isolation"), _("Self-test"), _("Answers"), _("Columns"))
    layers = {layer: state for layer, state in words.items() if layer not in heads}
    held = [layer for layer, state in layers.items() if state.startswith(_("in force"))]
    unused = [layer for layer, state in layers.items() if state == _left_out()]
    absent = [layer for layer in layers if layer not in (*held, *unused)]
    line = _("The model's confinement ({summary}); in force: {held}; not available: {absent}.").format(
        summary=words.get(_("Isolation"), _("nothing is known of it")), held=", ".join(held) or _("nothing"),
        absent=", ".join(absent) or _("nothing"))
    if not unused:
        return line
    return line + " " + _("Not used here: {layers} (a program must be able to start its own parts).").format(
        layers=", ".join(unused))


def doors(raw: dict[str, str]) -> tuple[list[str], list[str]]:
    """Ids of the attempts of the self-test that were refused, and of those that succeeded."""
    held, _bar, open_ = str(raw.get("self_test", "")).partition("|")
    return _listed(held), _listed(open_)


def door(name: str) -> str:
    """An attempt of the self-test in words."""
    return _doors()[name]


def doors_in_words(listed: str) -> str:
    """Ids of attempts with commas between them, as words."""
    return ", ".join(door(name) for name in listed.split(",") if name in _doors())


def _doors() -> dict[str, str]:
    return {"read": _("reading files"), "write": _("writing files"), "network": _("network"),
            "programs": _("starting programs"), "signals": _("signals to other programs")}  # fmt: skip


def _listed(text: str) -> list[str]:
    return [name for name in text.partition(":")[2].split(",") if name in _doors()]


def _summary(held: list[str], open_: list[str]) -> str:
    if not open_ and held:
        return _("isolated: files, network and programs are out of the model's reach")
    if held:
        return _("partly isolated: these stay open: {doors}").format(doors=", ".join(open_))
    return _("not isolated: the model runs as you do; only its time is watched")


def _tested(held: list[str], open_: list[str]) -> str:
    if not open_:
        return _("passed: {doors} were attempted and refused").format(doors=", ".join(held))
    return _("failed: {doors} were possible").format(doors=", ".join(open_))


def _title(layer: str) -> str:
    return {
        "limits": _("Resource limits"), "namespaces": _("User and network namespaces"),
        "dies_with_engine": _("Ends with the engine"), "no_new_privileges": _("No new privileges"),
        "landlock": _("Landlock"), "seccomp": _("seccomp"), "job_object": _("Job object"),
        "sandbox_exec": _("sandbox-exec"), "restricted_token": _("Restricted token"), "low_integrity": _("Low integrity"),
        "folder_watch": _("Watch of its folder"), "thread_watch": _("Watch of its threads"),
    }.get(layer, layer[:40])  # fmt: skip


def _left_out() -> str:
    return _("not used: a program must be able to start its own parts")


def _state(layer: str, state: str) -> str:
    code, _bar, detail = state.partition("|")
    if code == "left_out":
        return _left_out()
    if code != "in_force":
        return _("not available on this system ({why})").format(why=detail[:200])
    if layer in ("limits", "job_object") and detail.isdigit():
        return _("in force (memory {gib} GiB)").format(gib=round(int(detail) / _GIB))
    if layer == "folder_watch":
        return _("in force (ended once it holds more than {mib} MiB)").format(mib=int(detail) // _MIB)
    if layer == "thread_watch":
        return _("in force (ended once there are more than {count})").format(count=detail[:10])
    if layer == "namespaces" and detail.isdigit():
        return _("in force (its folder holds at most {mib} MiB)").format(mib=int(detail) // _MIB)
    if layer == "landlock":
        return _("in force (version {version})").format(version=detail[:10])
    return _("in force")
