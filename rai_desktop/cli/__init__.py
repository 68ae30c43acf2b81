"""rai-desktop-cli: the same work without a window."""

import io
import sys
import warnings
from collections.abc import Sequence
from typing import TextIO, cast

from rai_desktop.cli.plain_stream import PlainStream
from rai_desktop.errors import Refusal


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one command; 0 done, 1 found wanting, 2 bad input, 3 refused for safety, 4 the analyst must decide."""
    from rai_desktop.cli.arguments import parser

    try:
        chosen = parser().parse_args(arguments)
        from rai_desktop.log import start_log

        start_log("cli")
        code: int = chosen.command(chosen)
        return code
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return refusal.exit_code
    except BrokenPipeError:
        return 1
    except KeyboardInterrupt:
        from rai_desktop.i18n import _

        print(_("Stopped on request."), file=sys.stderr)
        return 130
    except Exception as error:  # noqa: BLE001 - a fault of ours is one sentence too; its traceback is in the log
        return _fault(error)


def _fault(error: Exception) -> int:
    """A fault of the program: 70, as sysexits.h has it, so that no script takes it for a verdict."""
    from rai_desktop.i18n import _
    from rai_desktop.log import log
    from rai_desktop.paths import log_dir

    log.error("the command failed", exc_info=error)
    print(_("This is a fault of the program, not of your input: {kind}: {error}. The details are in {log}; please send them "
            "with a report.").format(kind=type(error).__name__, error=error, log=log_dir() / "cli.log"), file=sys.stderr)
    return 70


def script() -> None:
    """Entry point of the installed program."""
    warnings.showwarning = _log_warning
    for stream in (sys.stdout, sys.stderr):
        _write_utf8(stream)
    if sys.stdout and sys.stderr:  # a program without a console has none
        sys.stdout, sys.stderr = cast(TextIO, PlainStream(sys.stdout)), cast(TextIO, PlainStream(sys.stderr))
    sys.exit(main())


def _write_utf8(stream: TextIO | None) -> None:
    """A file or a pipe gets UTF-8 everywhere: Windows would give it a code page that cannot hold every name."""
    if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _log_warning(message: Warning | str, category: type[Warning], *_where: object, **_more: object) -> None:
    """What libraries warn of is for our log, not for the person at the terminal."""
    from rai_desktop.log import log

    log.info("%s: %s", category.__name__, message)
