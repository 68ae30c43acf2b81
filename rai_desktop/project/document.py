"""Today's project, on disk at every moment: apply, undo and redo each commit one row."""

import threading
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from rai_desktop.errors import Refusal
from rai_desktop.findings.measurement import Result
from rai_desktop.i18n import _
from rai_desktop.project.approval import is_approved, needs_reason, reason_needed
from rai_desktop.project.disk import ReadOnlyPlace, TooNew, damaged
from rai_desktop.project.edits import (
    ConflictError,
    Edit,
    apply_edits,
    changes,
    decode_edits,
    encode_edits,
    inverse,
    narrowed,
)
from rai_desktop.project.file import ProjectFile
from rai_desktop.project.given import given, refuse_blank
from rai_desktop.project.header import read_header
from rai_desktop.project.history import Change, Deed, Kind, new_change, stacks_of
from rai_desktop.project.lock import Lock
from rai_desktop.project.model import Project, ResultRef, Run
from rai_desktop.project.person import at_desk
from rai_desktop.project.runs import in_sight
from rai_desktop.project.upgrade import VERSION
from rai_desktop.project.verification import Verification, verify

Listener = Callable[[Project], None]

_projects = msgspec.json.Decoder(Project)
_results = msgspec.json.Decoder(Result)


class NotKept(Refusal):
    """The results of a run are not in the file."""


def new_project(title: str = "", analyst: str = "", packs: Sequence[str] = ()) -> Project:
    """An empty project, made now, with these questionnaires in use."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Project(id=uuid.uuid4().hex, title=title, analyst=analyst, created=now, packs=list(packs))


class Document:
    """Holds today's Project; only `apply`, `record`, `undo` and `redo` alter it.

    Threads may share it; listeners are called on the thread that made the change.
    """

    def __init__(self, file: ProjectFile, lock: Lock | None) -> None:
        self._file = file
        self._lock = lock
        self._turn = threading.RLock()
        self._listeners: list[Listener] = []
        self._cache: dict[str, Result] = {}
        self.named: Callable[[], str] = str  # the name of whoever is at the desk, where one was given
        self.standing_reason = ""  # for the changes of this session that come without one
        self.project = _load(file)
        changes = file.changes()
        if not changes:
            raise damaged(file.path, _("it holds no project"))
        self._last = changes[-1]
        self._stacks = stacks_of(changes)

    @classmethod
    def create(cls, path: Path | str, *, title: str = "", analyst: str = "", packs: Sequence[str] = ()) -> "Document":
        """Make a new .rai file and open it; refuses to write over an existing file."""
        return cls.begin(path, new_project(title, analyst, packs), _("Started the assessment"))

    @classmethod
    def begin(cls, path: Path | str, project: Project, label: str) -> "Document":
        """Make a new .rai file that begins with this project, and open it; `label` is its history's first row."""
        path = Path(path)
        edits = encode_edits([Edit(at=[], now=msgspec.to_builtins(project))])
        row = new_change(None, edits, project.analyst, Deed(label=label, kind=Kind.CREATE))
        ProjectFile.create(path, row, edits, msgspec.json.encode(project).decode())
        return cls.open(path)

    @classmethod
    def open(
        cls, path: Path | str, *, read_only: bool = False, take_over: bool = False
    ) -> "Document":
        """Open a .rai file. Refusals: NotOurs, Damaged, TooNew, InUse, ReadOnlyPlace.

        `take_over` opens it although a window on another machine says to have it open.
        """
        path = Path(path)
        read_header(path, VERSION)  # before the lock: leaves nothing beside a stranger's file
        lock = None if read_only else Lock(path, take_over=take_over)
        try:
            return cls(ProjectFile.open(path, read_only=read_only), lock)
        except BaseException:
            if lock:
                lock.release()
            raise

    @property
    def path(self) -> Path:
        """Where the project is."""
        return self._file.path

    @property
    def read_only(self) -> bool:
        """Whether changes are refused."""
        return self._file.read_only

    @property
    def undo_label(self) -> str:
        """What undo would take back; "" when there is nothing."""
        return self._stacks.undo[-1][1] if self._stacks.undo else ""

    @property
    def redo_label(self) -> str:
        """What redo would do again; "" when there is nothing."""
        return self._stacks.redo[-1][1] if self._stacks.redo else ""

    def apply(self, label: str, change: Callable[[Project], Project], *, reason: str = "") -> None:
        """Make a change; on return it is on the disk. `label` is words for history and undo menu.

        A change that alters nothing leaves no row. Refusals (disk full, …) leave all as it was; one of
        them is ReasonNeeded, see approval.py.
        """
        self._change(change, Deed(label=label, reason=reason))

    def record(
        self, label: str, change: Callable[[Project], Project], *, reason: str = ""
    ) -> None:
        """As `apply`, for what the program found (runs, results) and what is signed: undo passes it by.

        It is never refused for want of a reason: a result is not lost because nobody gave one.
        """
        self._change(change, Deed(label=label, kind=Kind.RECORD, reason=reason))

    def undo(self, *, reason: str = "") -> None:
        """Take the newest change back, as a new row; nothing when there is none.

        Refused when a record has since altered the same place.
        """
        with self._turn:
            if not self._stacks.undo:
                return
            seq, label = self._stacks.undo[-1]
            words = _("Undo: {label}").format(label=label)
            undone = Deed(label=words, kind=Kind.UNDO, target=seq, reason=reason)
            self._step(inverse(self.edits(seq)), undone)
        self._tell()

    def redo(self, *, reason: str = "") -> None:
        """Do the change taken back last again, as a new row; nothing when there is none."""
        with self._turn:
            if not self._stacks.redo:
                return
            seq, label = self._stacks.redo[-1]
            words = _("Redo: {label}").format(label=label)
            redone = Deed(label=words, kind=Kind.REDO, target=seq, reason=reason)
            self._step(self.edits(seq), redone)
        self._tell()

    def listen(self, heard: Listener) -> Callable[[], None]:
        """Call `heard(project)` after every change; the function returned ends that."""
        self._listeners.append(heard)

        def stop() -> None:
            if heard in self._listeners:
                self._listeners.remove(heard)

        return stop

    def history(self) -> list[Change]:
        """Every committed row, oldest first."""
        return self._file.changes()

    def rows(self, after: int = 0) -> list[tuple[Change, str]]:
        """The committed rows after row `after` with the JSON of their edits, oldest first."""
        return list(self._file.rows(after))

    @property
    def last(self) -> Change:
        """The newest row."""
        return self._last

    @property
    def lacks_rows(self) -> bool:
        """Whether the stored project is of a newer row than the history has."""
        return self._file.state()[0] != self._last.seq

    def edits(self, seq: int) -> list[Edit]:
        """What one row changed, place by place; KeyError when there is no such row, Damaged when it says nothing of the kind."""
        try:
            return decode_edits(self._file.edits(seq))
        except (msgspec.MsgspecError, RecursionError) as error:
            raise damaged(self.path, _("row {seq} of its history").format(seq=seq)) from error

    def verify_history(self) -> Verification:
        """Recompute the whole chain, replay it, and check the evidence."""
        return verify(self._file)

    def keep(self, content: bytes) -> str:
        """Store evidence by its SHA-256 (hex), compressed; the same content is stored once."""
        self._refuse_if_read_only()
        return self._file.keep(content)

    def read(self, sha256: str) -> bytes:
        """Stored evidence; KeyError when there is none, Damaged when it was altered."""
        return self._file.read(sha256)

    def keep_result(self, result: Result) -> ResultRef:
        """Store a Result, for the Run to refer to. ValueError if it cannot be read back (NaN)."""
        content = msgspec.json.encode(result)
        try:
            again = _results.decode(content)
        except msgspec.ValidationError as error:
            raise ValueError(f"result of {result.assessment} cannot be stored: {error}") from error
        ref = ResultRef(sha256=self.keep(content), status=result.status)
        self._cache[ref.sha256] = again
        return ref

    def results(self, run: Run | None = None) -> dict[str, Result]:
        """Results by assessment id, of `run` or of the one whose numbers count (`runs.in_sight`); empty before the first."""
        run = run or in_sight(self.project)
        return {name: self._result(ref) for name, ref in run.results.items()} if run else {}

    def evidence(self) -> list[str]:
        """The SHA-256 of every piece of evidence in the file."""
        return self._file.evidence()

    def save_copy(self, path: Path | str) -> None:
        """Write a complete copy, history included; this document stays where it is."""
        self._file.copy_to(Path(path))

    def close(self) -> None:
        """Close the file and give its lock back; calling again does nothing."""
        self._file.close()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> "Document":
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def _change(self, change: Callable[[Project], Project], deed: Deed) -> None:
        with self._turn:
            self._refuse_if_read_only()
            new = change(self.project)
            edits = changes(self.project, new)
            if not edits:
                return
            if deed.kind is Kind.CHANGE:
                refuse_blank(self.project, new)
            self._commit(new, edits, deed)
        self._tell()

    def _step(self, edits: list[Edit], deed: Deed) -> None:
        self._refuse_if_read_only()
        plain = msgspec.json.decode(msgspec.json.encode(self.project))
        try:
            plain = apply_edits(plain, edits)
        except ConflictError as error:
            raise Refusal(
                _("“{label}” is not possible: a run has since changed the same thing.").format(
                    label=deed.label
                ),
                _("Make the change by hand."),
            ) from error
        try:
            new = msgspec.convert(plain, Project)
        except msgspec.ValidationError as error:  # edits of a stranger's file, whose hash fits
            raise damaged(self.path, _("row {seq} of its history").format(seq=deed.target)) from error
        self._commit(new, edits, deed)

    def _commit(self, new: Project, edits: list[Edit], deed: Deed) -> None:
        deed = msgspec.structs.replace(deed, reason=given(deed.reason))  # blanks give no reason
        if is_approved(self.project) and needs_reason(edits):
            deed = self._with_reason(deed, edits)
        state, text = _encode(self.project, new, edits)
        row = new_change(self._last, text, self.named() or at_desk(new), deed)
        self._file.commit(row, text, state)
        self.project, self._last = new, row
        self._stacks.follow(row)

    def _with_reason(self, deed: Deed, edits: list[Edit]) -> Deed:
        reason = deed.reason or given(self.standing_reason)
        if not reason and deed.kind is not Kind.RECORD:
            raise reason_needed(deed.label, edits)
        return msgspec.structs.replace(deed, reason=reason)

    def _tell(self) -> None:
        for heard in list(self._listeners):
            heard(self.project)

    def _result(self, ref: ResultRef) -> Result:
        if ref.sha256 not in self._cache:
            self._cache[ref.sha256] = self._decoded(ref)
        return self._cache[ref.sha256]

    def _decoded(self, ref: ResultRef) -> Result:
        try:
            return _results.decode(self.read(ref.sha256))
        except KeyError as error:
            raise NotKept(_("The results of the last run are not in {name}.").format(name=self.path.name),
                          _("Use a backup copy of it.")) from error
        except (msgspec.MsgspecError, RecursionError) as error:  # a stranger's file: its hash fits, and it is no result
            raise damaged(self.path, _("the evidence {start}… has been altered").format(start=ref.sha256[:12])) from error

    def _refuse_if_read_only(self) -> None:
        if self.read_only:
            raise ReadOnlyPlace(
                _("{name} is open for reading only.").format(name=self.path.name),
                _("Save a copy of it and change the copy."),
            )


def _encode(was: Project, new: Project, edits: list[Edit]) -> tuple[str, str]:
    """State and edits as JSON that is certain to be read back as the same; what did not change was
    found to be before."""
    try:
        state, text = msgspec.json.encode(new).decode(), encode_edits(edits)
    except UnicodeEncodeError as error:
        raise Refusal(
            _("A name or text has characters that no file can hold: {text}.").format(
                text=ascii(error.object[error.start : error.end + 20])
            ),
            _("Rename the file, or type the text again."),
        ) from error
    part = narrowed(was, new)
    if _projects.decode(msgspec.json.encode(part)) != part:
        raise ValueError("the project would not be read back as it is (NaN or infinity in it?)")
    return state, text


def _load(file: ProjectFile) -> Project:
    """The project; refuses what this program would lose on saving."""
    _seq, state = file.state()
    try:
        project = _projects.decode(state)
        stored = msgspec.json.decode(state)
    except (msgspec.MsgspecError, RecursionError) as error:
        file.close()
        raise damaged(file.path, _("its stored project cannot be read")) from error
    plain = msgspec.to_builtins(project)
    if plain != stored and not file.read_only:
        file.close()
        raise TooNew(
            _("{name} holds things this version of RAI Desktop does not know.").format(
                name=file.path.name
            ),
            _("Open it with the newer program, or here for reading only."),
        )
    return project
