"""Answer the engine's requests over two private descriptors until it closes them."""

import contextlib
import os
import re
import sys
import traceback
from typing import IO, Any, Dict, List, Tuple

from . import wire
from .answers import Reply, labels, scores
from .models import Model, Problem

_TEXT_LIMIT, _PAIR = 2000, 2


def serve() -> None:
    """Take the descriptors, load the one model, answer until the other side ends."""
    incoming, outgoing = _take_descriptors()
    try:
        opened = wire.receive_header(incoming)
        reply, model = _guarded_open(opened)
        wire.send(outgoing, reply)
        while model is not None and _answer_one(model, incoming, outgoing, int(opened.get("room", -1))):
            pass
    except (wire.Broken, OSError):
        pass  # the engine ended: so do we
    sys.stderr.flush()
    os._exit(0)


def _take_descriptors() -> Tuple[IO[bytes], IO[bytes]]:
    """Keep stdin and stdout to ourselves; what the model prints goes to stderr, which the engine bounds."""
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    if os.name == "nt":
        import msvcrt

        for descriptor in (incoming, outgoing):
            msvcrt.setmode(descriptor, os.O_BINARY)  # type: ignore[attr-defined]
    return os.fdopen(incoming, "rb", 2**20), os.fdopen(outgoing, "wb", 2**20)


def _guarded_open(opened: Dict[str, Any]) -> Tuple[Dict[str, Any], Any]:
    from .opening import open_model

    try:
        facts, model = open_model(opened)
    except BaseException as error:
        from .opening import running

        return dict(_failure(error, "load"), versions=running()), None
    return dict(facts, protocol=wire.VERSION), model


def _answer_one(model: Model, incoming: IO[bytes], outgoing: IO[bytes], room: int) -> bool:
    from . import frames

    request = wire.receive_header(incoming)
    arrays = wire.receive_all(incoming, request, room)
    op = request.get("op")
    if op == "close":
        return False
    try:
        given = [frames.unpack(f, arrays) for f in request.get("frames", [])]
        reply, out = _answer(model, str(op), given, request)
    except BaseException as error:  # a model may raise anything, SystemExit included
        reply, out = _failure(error, str(op)), []
    wire.send(outgoing, reply, out)
    return True


def _answer(model: Model, op: str, given: List[Any], request: Dict[str, Any]) -> Reply:
    if op == "predict":
        return labels(model.predict(given[0]))
    if op == "predict_proba":
        return scores(model.predict_proba, given[0], pairs=len(model.classes or ()) == _PAIR)
    if op == "decision_function":
        return scores(model.decision_function, given[0])
    if op == "explain":
        return _explain(model, given, request.get("options", {}))
    raise Problem("unknown_op", op=op)


def _explain(model: Model, given: List[Any], options: Dict[str, Any]) -> Reply:
    import numpy as np

    try:
        from . import explaining
    except ImportError as error:
        raise Problem("missing_library", library=error.name or "explaining") from error
    result = explaining.explain(
        model.original, given[0], given[1] if len(given) > 1 else None, options,
        predict=model.predict, predict_proba=model.predict_proba, classes=model.class_texts(),
    )  # fmt: skip
    names = [name for name, value in result.items() if isinstance(value, np.ndarray)]
    told = {name: value for name, value in result.items() if name not in names}
    out = [np.ascontiguousarray(result[name], dtype="<f8") for name in names]
    return {"form": "explained", "told": told, "names": names}, out


def _failure(error: BaseException, stage: str) -> Dict[str, Any]:
    """An error as text: cut, control characters out; the whole traceback goes to the log."""
    _log(error)
    if isinstance(error, Problem):
        return {"error": error.code, "details": error.details, "stage": stage}
    if isinstance(error, ModuleNotFoundError) and error.name:
        return {"error": "missing_library", "details": {"library": str(error.name)[:_TEXT_LIMIT]}, "stage": stage}
    text = ": ".join(part for part in (type(error).__name__, _plain(error)) if part)
    code = "out_of_memory" if isinstance(error, MemoryError) else "raised"
    code = "kept_from" if isinstance(error, PermissionError) and stage != "load" else code
    code = "kept_from_file" if isinstance(error, PermissionError) and stage == "load" and error.filename else code
    code = "not_fitted" if type(error).__name__ == "NotFittedError" else code
    return {"error": code, "details": {"text": text[:_TEXT_LIMIT]}, "stage": stage}


def _log(error: BaseException) -> None:
    """The traceback, where it can be written: the error's class and the model's own stderr may be anything."""
    with contextlib.suppress(BaseException):
        traceback.print_exception(type(error), error, error.__traceback__)
        sys.stderr.flush()


def _plain(error: BaseException) -> str:
    try:
        text = str(error)
    except BaseException:  # its author's own class may raise anything, here too
        text = "(the message could not be read)"
    return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text).strip()
