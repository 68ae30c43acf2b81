"""The messages between window and engine: one JSON object a line, every answer carries its request's id."""

from typing import TypeAlias

import msgspec

from rai_desktop.findings.measurement import Cell, Evidence, Measurement
from rai_desktop.project.looks import CodeLook as CodeLook  # noqa: PLC0414
from rai_desktop.project.looks import ColumnLook as ColumnLook  # noqa: PLC0414
from rai_desktop.project.looks import Fit as Fit  # noqa: PLC0414
from rai_desktop.project.looks import ModelFacts as ModelFacts  # noqa: PLC0414
from rai_desktop.project.looks import ModelLook as ModelLook  # noqa: PLC0414
from rai_desktop.project.looks import NameUse as NameUse  # noqa: PLC0414
from rai_desktop.project.looks import TableLook as TableLook  # noqa: PLC0414
from rai_desktop.project.model import ColumnRole, FileRef, Inputs, Plan

# --- requests -----------------------------------------------------------------------------------------------


class Describe(msgspec.Struct, frozen=True, kw_only=True, tag="describe"):
    """Answered by Described: every assessment with its parameters."""

    id: int


class Look(msgspec.Struct, frozen=True, kw_only=True, tag="look"):
    """Look at a table: answered by Looked. `options` override what is sniffed."""

    id: int
    path: str
    options: dict[str, str] = {}
    rows: int = 50


class Inspect(msgspec.Struct, frozen=True, kw_only=True, tag="inspect"):
    """Inspect a model file without loading it: answered by Inspected. `code`: {module: file name} of files beside it."""

    id: int
    path: str
    code: dict[str, str] = {}


class LookAtCode(msgspec.Struct, frozen=True, kw_only=True, tag="look_at_code"):
    """Read a Python file beside a model, running nothing: answered by CodeLooked. `module` "" is the file's name."""

    id: int
    path: str
    module: str = ""


class FindInterpreters(msgspec.Struct, frozen=True, kw_only=True, tag="find_interpreters"):
    """Which Pythons on this computer fit a model file, beside which `modules` lie as code: answered by InterpretersFound."""

    id: int
    path: str
    modules: list[str] = []


class AskInterpreter(msgspec.Struct, frozen=True, kw_only=True, tag="ask_interpreter"):
    """What a Python that was just named holds, and how it fits a model file ("": none), beside which `modules` lie as code:
    answered by InterpreterAsked."""

    id: int
    python: str
    path: str = ""
    modules: list[str] = []


class NameCommand(msgspec.Struct, frozen=True, kw_only=True, tag="name_command"):
    """This computer's user names a command as the model, so that it may run here: answered by CommandNamed."""

    id: int
    command: str
    folder: str
    classes: str = ""
    arrow: bool = False  # it reads the table as Arrow; otherwise as CSV


class Check(msgspec.Struct, frozen=True, kw_only=True, tag="check"):
    """Do these inputs fit together? Answered by Checked, with what can run and why the rest cannot."""

    id: int
    inputs: Inputs


class Run(msgspec.Struct, frozen=True, kw_only=True, tag="run"):
    """Run a plan: Started, then Progressed/Measured/Evidenced/AssessmentEnded per assessment, then RunEnded."""

    id: int
    inputs: Inputs
    plan: Plan


class ExplainRow(msgspec.Struct, frozen=True, kw_only=True, tag="explain_row"):
    """Reasons for one row (0-based): answered by Explained."""

    id: int
    inputs: Inputs
    row: int
    seed: int = 0


class Export(msgspec.Struct, frozen=True, kw_only=True, tag="export"):
    """Write the bundle of a saved project: Progressed, then Exported."""

    id: int
    project: str
    out: str
    key: str = ""
    passphrase: str = ""


class Cancel(msgspec.Struct, frozen=True, kw_only=True, tag="cancel"):
    """Stop request `id` at its next yield."""

    id: int


class Quit(msgspec.Struct, frozen=True, kw_only=True, tag="quit"):
    """End the engine."""

    id: int = 0


Request: TypeAlias = (
    Describe | Look | Inspect | LookAtCode | FindInterpreters | AskInterpreter | NameCommand | Check | Run | ExplainRow
    | Export | Cancel | Quit
)

# --- what answers carry -------------------------------------------------------------------------------------


class ParameterInfo(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One parameter of an assessment; `kind` is int, float, bool, str or list."""

    name: str
    title: str
    help: str
    kind: str
    default: Cell | list[Cell]
    choices: list[str] = []


class AssessmentInfo(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the window knows of an assessment without importing it."""

    id: str
    title: str
    question: str
    needs: list[str]
    limits: str
    sources: list[str] = []
    tasks: list[str] = []
    parameters: list[ParameterInfo] = []
    version: str = "1"


class Availability(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whether an assessment can run on these inputs, and if not, why in one sentence."""

    assessment: str
    available: bool
    why: str = ""


# --- answers ------------------------------------------------------------------------------------------------


class Ready(msgspec.Struct, frozen=True, kw_only=True, tag="ready"):
    """The engine is up (sent once, id 0)."""

    id: int = 0
    versions: dict[str, str] = {}


class Described(msgspec.Struct, frozen=True, kw_only=True, tag="described"):
    """Answer to Describe."""

    id: int
    assessments: list[AssessmentInfo]


class Looked(msgspec.Struct, frozen=True, kw_only=True, tag="looked"):
    """Answer to Look."""

    id: int
    table: TableLook


class Inspected(msgspec.Struct, frozen=True, kw_only=True, tag="inspected"):
    """Answer to Inspect."""

    id: int
    model: ModelLook


class CodeLooked(msgspec.Struct, frozen=True, kw_only=True, tag="code_looked"):
    """Answer to LookAtCode."""

    id: int
    code: CodeLook


class InterpretersFound(msgspec.Struct, frozen=True, kw_only=True, tag="interpreters_found"):
    """Answer to FindInterpreters, best first."""

    id: int
    fits: list[Fit] = []


class InterpreterAsked(msgspec.Struct, frozen=True, kw_only=True, tag="interpreter_asked"):
    """Answer to AskInterpreter."""

    id: int
    fit: Fit


class CommandNamed(msgspec.Struct, frozen=True, kw_only=True, tag="command_named"):
    """Answer to NameCommand: the command with the hash of the file it names."""

    id: int
    model: FileRef


class Checked(msgspec.Struct, frozen=True, kw_only=True, tag="checked"):
    """Answer to Check: problems stop a run, warnings do not. `field`: the input that a refused check is about; `roles` are
    those of the columns as they are used, guesses after what the model reads."""

    id: int
    availability: list[Availability]
    problems: list[str] = []
    warnings: list[str] = []
    model: ModelFacts | None = None
    field: str = ""
    roles: dict[str, ColumnRole] = {}


class Started(msgspec.Struct, frozen=True, kw_only=True, tag="started"):
    """A run began: the assessments in order, and facts for the record; `inputs` as they are used, with
    hashes and nothing left to a guess."""

    id: int
    assessments: list[str]
    inputs: Inputs | None = None
    versions: dict[str, str] = {}
    facts: dict[str, Cell] = {}
    isolation: dict[str, str] = {}


class Progressed(msgspec.Struct, frozen=True, kw_only=True, tag="progress"):
    """True progress of one assessment ("" for the loading before them)."""

    id: int
    assessment: str
    done: int
    total: int | None
    what: str


class Measured(msgspec.Struct, frozen=True, kw_only=True, tag="measured"):
    """One number."""

    id: int
    measurement: Measurement


class Evidenced(msgspec.Struct, frozen=True, kw_only=True, tag="evidenced"):
    """One table or chart of an assessment."""

    id: int
    assessment: str
    evidence: Evidence


class AssessmentEnded(msgspec.Struct, frozen=True, kw_only=True, tag="assessment_ended"):
    """`status`: finished, cancelled, refused (reason for the user), failed (reason has the last lines)."""

    id: int
    assessment: str
    status: str
    reason: str = ""
    seconds: float = 0.0
    parameters: dict[str, Cell | list[Cell]] = {}


class RunEnded(msgspec.Struct, frozen=True, kw_only=True, tag="run_ended"):
    """`status`: finished or cancelled."""

    id: int
    status: str
    facts: dict[str, Cell] = {}
    isolation: dict[str, str] = {}


class Explained(msgspec.Struct, frozen=True, kw_only=True, tag="explained"):
    """Answer to ExplainRow: a waterfall and the row's values."""

    id: int
    evidence: list[Evidence]


class Exported(msgspec.Struct, frozen=True, kw_only=True, tag="exported"):
    """Answer to Export: where the bundle is."""

    id: int
    bundle: str


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag="refused"):
    """The request ended for a reason the user can mend; `safety` marks a refusal to open a file, `field` the input
    it is about (data, model, command, code or python; "" where that is not known), `model` what a model that was loaded
    before said of itself and of what shuts it in."""

    id: int
    sentence: str
    way_out: str = ""
    safety: bool = False
    field: str = ""
    model: ModelFacts | None = None


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag="failed"):
    """The request ended for a reason that is ours to mend; `details` holds the traceback for the log."""

    id: int
    sentence: str
    details: str = ""


class Died(msgspec.Struct, frozen=True, kw_only=True, tag="died"):
    """Made by the client, never sent: the engine ended by itself, or `stopped`: it had to be ended, since it did not
    stop when it was asked to."""

    id: int = 0
    exit_code: int | None = None
    last_lines: list[str] = []
    stopped: bool = False


class LogLine(msgspec.Struct, frozen=True, kw_only=True, tag="log"):
    """A line for the log window."""

    id: int = 0
    level: str = "INFO"
    line: str = ""


Answer: TypeAlias = (
    Ready | Described | Looked | Inspected | CodeLooked | InterpretersFound | InterpreterAsked | CommandNamed | Checked
    | Started | Progressed | Measured | Evidenced | AssessmentEnded | RunEnded | Explained | Exported | Refused | Failed
    | Died | LogLine
)

_requests = msgspec.json.Decoder(Request)
_answers = msgspec.json.Decoder(Answer)


def encode(message: Request | Answer) -> bytes:
    """One line, newline included."""
    return msgspec.json.encode(message) + b"\n"


def decode_request(line: bytes) -> Request:
    """A request from a line; raises msgspec.ValidationError or DecodeError."""
    request: Request = _requests.decode(line)
    return request


def decode_answer(line: bytes) -> Answer:
    """An answer from a line; raises msgspec.ValidationError or DecodeError."""
    answer: Answer = _answers.decode(line)
    return answer
