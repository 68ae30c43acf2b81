"""Look into a model file before anything of it is loaded: what it is, what it wants, what may come of it."""

import functools
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from rai_desktop.host import (
    looking,
    onnx_graph,
    rules,
    skops_files,
    sources,
)
from rai_desktop.i18n import _, ngettext
from rai_desktop.loading import (
    archives,
    booster_looks,
    formats,
    networks,
    other_files,
    packages,
    printable,
    python_files,
    scratch,
    tar_models,
    tree_words,
    unreadable,
    words,
    zipped_models,
)
from rai_desktop.loading.found import Found
from rai_desktop.loading.hashing import sha256_of
from rai_desktop.paths import resource
from rai_desktop.project.looks import ModelLook, NameUse

LOADABLE, ASK, REFUSED = "loadable", "ask", "refused"
_PIECE, _MOST_UNPACKED = 2**20 - 1, 2**30  # bytes
_LONGEST_NAME = 200
_DRAWING = ("matplotlib", "mpl_toolkits", "PIL", "seaborn")
_TORCH_PARTS = ("torch._utils", "torch._tensor", "torch.storage")


def rules_path() -> Path:
    """The shipped allowlist."""
    return resource("allowlist/names.json")


def is_library(root: str) -> bool:
    """Whether a top-level module is Python's own or of a library the rules know."""
    return _rules().is_library(root)


@functools.lru_cache(maxsize=1)
def _rules() -> rules.Rules:
    return rules.Rules.read(str(rules_path()))


def inspect_model(path: Path | str, code: Mapping[str, str] | None = None) -> ModelLook:
    """What is inside a model file, nothing of it run. Raises Refusal when the file cannot be read at all.

    `code`: {module: file name} of Python files beside it, so that a look says which names come from them.
    """
    path = Path(path)
    try:
        unreadable.check(path)
        size, kind, digest = path.stat().st_size, formats.sniff(path), sha256_of(path)
    except OSError as error:
        raise unreadable.refusal(path, error) from None
    found = _zip(path) if kind == "zip" else _tar(path) if kind == "tar" else _LOOKS.get(kind, _no_model)(path, kind)
    kind = found.kind or kind
    suffix = Path(found.member or path).suffix.lower()
    _note_extension(suffix, kind, found)
    found.anomalies += map(words.odd_archive, archives.around(path))
    found.names = [_placed(name, code or {}) for name in found.names]
    return _judged(found, path=str(path), format=kind, sha256=digest, size=size, title=words.format_title(kind),
                   claim=words.claim(suffix, kind), member=found.member, member_sha256=found.member_sha256)


def _placed(name: NameUse, code: Mapping[str, str]) -> NameUse:
    """An unknown name that one of the files beside the model holds says so."""
    module = next((m for m in code if name.name.startswith(m + ".")), "")
    if name.judgement != rules.UNKNOWN or not module:
        return name
    why = _("It comes from {file}, which you added.").format(file=code[module])
    return msgspec.structs.replace(name, why=why)


def _judged(found: Found, **about: object) -> ModelLook:
    verdict, sentence, way_out = _verdict(found)
    told = {"verdict": verdict, "sentence": sentence, "way_out": way_out, "container": found.container,
            "names": msgspec.to_builtins(found.names), "anomalies": found.anomalies, "versions": found.versions,
            "contents": found.contents}  # fmt: skip
    return msgspec.convert(about | printable.shown(told), ModelLook)


def _verdict(found: Found) -> tuple[str, str, str]:
    dangerous = [name for name in found.names if name.judgement == rules.DANGEROUS]
    unknown = [name.name for name in found.names if name.judgement == rules.UNKNOWN]
    if found.chart:
        return REFUSED, *words.chart(found.chart)
    if dangerous:
        worst = dangerous[0]
        sentence = _("The file is refused: it uses {name}. {why}").format(name=worst.name, why=worst.why)
        return REFUSED, sentence, words.safer()
    if found.refused[0]:
        return REFUSED, *found.refused
    if unknown:
        sentence = ngettext(
            "The file wants something the rules do not know: {names}.",
            "The file wants {count} things the rules do not know: {names}.",
            len(unknown),
        ).format(count=len(unknown), names=words.listed(unknown))
        of_version = all(name.why == words.why("newer_library") for name in found.names if name.judgement == rules.UNKNOWN)
        return ASK, found.asked or sentence, words.ask(of_version)
    return LOADABLE, _("Everything the file uses is on the list of what models may use."), ""


def _pickle(path: Path, _kind: str) -> Found:
    """Pickle and joblib files, packed or not."""
    with path.open("rb") as file:
        container = sources.container(file.read(16))
    try:
        source = sources.open_source(str(path))
    except sources.Unreadable as error:
        return Found(container=container, refused=words.damage(error.why, error.detail))
    seen = looking.look(source, _rules())
    found = Found(container=container, versions=seen.versions)
    judged = seen.judged()
    if _is_network(judged):
        judged = [(name, _of_network(name, judgement)) for name, judgement in judged]
        found.refused = words.not_loadable("torch_pickle")
    judged = [(name, _of_chart(name, judgement)) for name, judgement in judged]
    found.chart = _chart_in(judged)
    found.names = [_use(name, judgement) for name, judgement in judged]
    for name, why in seen.breaches:
        found.anomalies.append(words.breach(name, why))
        found.refused = (words.breach(name, why), words.way_out(why))
    if seen.kept:
        found.anomalies.append(words.kept_pickle(_shown(name) for name in seen.kept))
    found.anomalies += map(tree_words.unfamiliar, seen.unfamiliar)
    if seen.trailing:
        found.refused = words.damage("trailing", "")
    if seen.damage:
        found.refused = _damaged(path, container, seen)
    if found.refused[0] and found.refused[0] not in found.anomalies:
        found.anomalies.append(found.refused[0])
    return found


def _damaged(path: Path, container: str, seen: looking.Seen) -> tuple[str, str]:
    """Why it could not be read to its end: what names nothing and is text, or does not begin as a pickle, is none."""
    if container != sources.RAW and not seen.names and not _begins_as_pickle(path):
        return words.damage(_excess(path) or "no_pickle")
    with path.open("rb") as file:
        text = not seen.names and seen.damage != ("parts", "") and other_files.is_text(file.read(8192))
    return words.not_loadable("text") if text else words.damage(*seen.damage or ("malformed",))


def _is_network(judged: list[tuple[rules.Name, rules.Judgement]]) -> bool:
    """Whether all that is dangerous are the functions with which PyTorch rebuilds a network's numbers."""
    dangerous = [name.module for name, judgement in judged if judgement.verdict == rules.DANGEROUS]
    return bool(dangerous) and set(dangerous) <= set(_TORCH_PARTS)


def _of_chart(name: rules.Name, judged: rules.Judgement) -> rules.Judgement:
    """What draws is refused as any tool, and said to be that."""
    part = "." not in name.qualname or name.qualname[:1].isupper()  # ways round checks go through modules
    drawn = judged.why == "tool" and part and name.module.split(".")[0] in _DRAWING
    return rules.Judgement(rules.DANGEROUS, "chart") if drawn else judged


def _chart_in(judged: list[tuple[rules.Name, rules.Judgement]]) -> str:
    """The first part of a chart where nothing else in the file is dangerous."""
    dangerous = [(name, judgement.why) for name, judgement in judged if judgement.verdict == rules.DANGEROUS]
    made = [name for name, why in dangerous if rules.NEW in name.uses or name.qualname[:1].isupper()]
    return _shown(made[0].full) if made and all(why == "chart" for _name, why in dangerous) else ""


def _begins_as_pickle(path: Path) -> bool:
    """Whether what a packed file unpacks to has the first byte of a pickle."""
    try:
        return formats.begins_as_pickle(sources.open_source(str(path)).read(1))
    except sources.Unreadable:
        return True  # then its damage is what is to be told


def _excess(path: Path) -> str:
    """What no honest packer makes: "bomb" where a file unpacks to more than its size allows, as far as that can be told within a
    second or two, "parts" where it is thousands of streams of nearly nothing; "" otherwise."""
    try:
        source = sources.open_source(str(path))
        for _piece in range(_MOST_UNPACKED // _PIECE):
            if not source.read(_PIECE):
                return ""
    except sources.Unreadable as error:
        return error.why if error.why in ("bomb", "parts") else ""
    return "bomb" if source.swells() else ""


def _use(name: rules.Name, judged: rules.Judgement) -> NameUse:
    used = ", ".join(words.use(letter) for letter in sorted(name.uses or {rules.REFER}))
    return NameUse(name=_shown(name.full), use=used, judgement=judged.verdict, why=_why(name, judged.why))


def _why(name: rules.Name, code: str) -> str:
    if code != "author":
        return words.why(code)
    package = name.module.split(".")[0]
    return words.of_package(_shown(package), packages.held_here(package))


def _shown(full: str) -> str:
    """A name as it is; one that no library writes, escaped and cut, for it may hold control characters or megabytes."""
    if full.isascii() and full.isprintable() and len(full) <= _LONGEST_NAME:
        return full
    escaped = ascii(full)[1:-1]
    return escaped if len(escaped) <= _LONGEST_NAME else escaped[:_LONGEST_NAME] + "…"


def _skops(path: Path, _kind: str) -> Found:
    try:
        names, versions = skops_files.names(str(path))
        breaches = skops_files.breaches(str(path))
    except sources.Unreadable as error:
        return Found(container="zip", refused=words.damage(error.why, error.detail))
    found = Found(container="zip", versions=versions)
    for attribute, why in breaches:
        found.anomalies.append(words.breach(attribute, why))
        found.refused = (words.breach(attribute, why), words.way_out(why))
    for module, name, use in names:
        known = _rules().name(module, name)
        called = use == rules.NEW and rules.NEW not in known.grant and rules.CALL in known.grant
        known.uses.add(rules.CALL if called else use)
        found.names.append(_use(known, _rules().judge(known, known.uses)))
    return found


def _onnx(path: Path, _kind: str) -> Found:
    graph = onnx_graph.read(str(path))
    found = Found(versions={d: str(v) for d, v in graph.domains.items()})
    if graph.producer:
        found.versions["producer"] = graph.producer
    if graph.external:
        found.anomalies = [_("It keeps data in another file: {name}").format(name=graph.external[0])]
        found.refused = (
            _("The file is refused: it would read another file, {name}.").format(name=graph.external[0]),
            _("Have the model saved again as one file."),
        )
    strange = [_shown(name) for name in graph.strange()]
    if strange:
        found.refused = (
            _("The file is refused: it needs operators that are not part of ONNX ({names}).").format(
                names=words.listed(strange)
            ),
            _("Have the model exported with standard operators."),
        )
    return found


def _python(path: Path, _kind: str) -> Found:
    """Code is never on the list: its functions are always a question."""
    found = Found(asked=_("The file is Python code with the function predict: assessing it runs that code, shut in."))
    why = _("It is code of its author's own, in this file.")
    found.names = [NameUse(name=name, use=words.use(rules.CALL), judgement=rules.UNKNOWN, why=why)
                   for name in python_files.functions(path.read_bytes()) or ()]
    return found


def _no_model(path: Path, kind: str) -> Found:
    network = networks.read(path, kind)
    found = Found(refused=words.not_loadable(kind), container=network.title, versions=network.versions,
                   anomalies=network.anomalies, contents=network.contents)
    for name, judged in networks.pickled_names(network, _rules()):
        found.names.append(_use(name, _of_network(name, judged)))
    return found


def _of_network(name: rules.Name, judged: rules.Judgement) -> rules.Judgement:
    """PyTorch's own parts and those the file holds the code of are said to be that; the rest stays as judged."""
    root = name.module.split(".")[0]
    if root == "torch" and judged.why == "library_function":
        return rules.Judgement(rules.UNKNOWN, "network")
    own = root == "__torch__" and judged.verdict == rules.UNKNOWN
    return rules.Judgement(rules.UNKNOWN, "torchscript") if own else judged


def _zip(path: Path) -> Found:
    """An archive's one model is looked at as if it were there by itself; any other archive is refused."""
    inside = archives.inside(path)
    with scratch.folder(scratch.LOOK) as room:
        try:
            if "many" not in inside.odd and zipped_models.disagrees(path):
                inside.odd.append("twofold")
            if not inside.odd and not inside.nested:
                inside.models = zipped_models.models(path, room)
                if len(inside.models) == 1:
                    return _inside(zipped_models.take_out(path, inside.models[0], room), inside.models[0], "zip")
        except zipped_models.TooLarge:
            inside.odd.append("bomb")
        except archives.Unopened:
            inside.odd.append("damaged")
    odd = [words.odd_archive(code) for code in dict.fromkeys(inside.odd)]
    broken = inside.odd == ["damaged"] and not inside.nested
    refused = words.damage("damaged", "") if broken else words.archive(inside.models, inside.odd)
    return Found(container="zip", anomalies=odd, refused=refused)


def _tar(path: Path) -> Found:
    """As a ZIP archive; the archive as a whole may be packed, as model.tar.gz is."""
    with path.open("rb") as file:
        packer = sources.container(file.read(16))
    container = "tar" if packer == sources.RAW else "tar, " + packer
    with scratch.folder(scratch.LOOK) as room:
        inside = tar_models.models(path, room)
        if not inside.odd and len(inside.models) == 1:
            return _inside(tar_models.take_out(path, inside.models[0], room), inside.models[0], container)
    odd = [words.odd_archive(inside.odd)] if inside.odd else []
    refused = words.damage("damaged", "") if inside.odd == "damaged" else words.tar(inside.models, inside.odd)
    return Found(container=container, anomalies=odd, refused=refused)


def _inside(taken: Path, member: str, container: str) -> Found:
    kind = formats.sniff(taken)
    found = _LOOKS.get(kind, _no_model)(taken, kind)
    found.kind, found.member, found.member_sha256 = kind, member, sha256_of(taken)
    told = member if len(member) <= _LONGEST_NAME else member[: _LONGEST_NAME - 1] + "…"
    found.contents = {_("File in the archive"): told, _("Its SHA-256"): found.member_sha256} | found.contents
    found.container = f"{container}, {found.container}" if found.container not in ("", "zip", sources.RAW) else container
    return found


def _note_extension(suffix: str, kind: str, found: Found) -> None:
    expected = words.EXTENSIONS.get(kind)
    if expected and suffix in words.ALL_EXTENSIONS and suffix not in expected:
        found.anomalies.append(
            _("The name ends in {suffix}, but the content is {kind}.").format(suffix=suffix, kind=words.format_title(kind))
        )


_LOOKS: dict[str, Callable[[Path, str], Found]] = {
    "pickle": _pickle, "skops": _skops, "onnx": _onnx, "xgboost_json": booster_looks.xgboost,
    "xgboost_ubj": booster_looks.xgboost,
    "python": _python, "xgboost_binary": booster_looks.xgboost,
    "lightgbm": booster_looks.lightgbm, "catboost": booster_looks.catboost,
    "catboost_json": booster_looks.catboost,
}  # fmt: skip
