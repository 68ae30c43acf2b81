"""The command line: every command with its options, fixed because scripts and reviewers rely on it."""

import argparse
from pathlib import Path

from rai_desktop import __version__
from rai_desktop.errors import Refusal
from rai_desktop.i18n import _
from rai_desktop.project.given import given


def parser() -> argparse.ArgumentParser:
    """The whole command line; each command carries its function as `command`."""
    whole = argparse.ArgumentParser(prog="rai-desktop-cli", description="Responsible-AI assessments without a window.")
    whole.add_argument("--version", action="version", version=f"rai-desktop {__version__}")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    _add_demo(commands)
    _add_assess(commands)
    _add_inspect(commands)
    _add_questionnaire(commands)
    _add_clauses(commands)
    _add_risks(commands)
    _add_bundles(commands)
    _add_new(commands)
    _add_merge(commands)
    return whole


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def _reason(text: str) -> str:
    """Words given as a reason; blanks are a mistake, not a reason left out."""
    if text and not given(text):
        raise Refusal(_("The reason given with --reason is blank."), _("Write it in words that can be read, or leave it out."))
    return given(text)


def _add_demo(commands: "_Commands[argparse.ArgumentParser]") -> None:
    from rai_desktop.cli.demo import demo

    one = commands.add_parser("demo", help="the example, from answers to bundle")
    one.add_argument("--out", type=Path, required=True, metavar="DIR")
    one.set_defaults(command=demo)


def _add_assess(commands: "_Commands[argparse.ArgumentParser]") -> None:
    from rai_desktop.cli.assess import assess

    one = commands.add_parser("assess", help="one headless run into a bundle")
    one.add_argument("--data", type=Path, required=True, metavar="FILE")
    one.add_argument("--label", required=True, metavar="COLUMN")
    source = one.add_mutually_exclusive_group()
    source.add_argument("--model", type=Path, metavar="FILE")
    source.add_argument("--model-command", metavar="COMMAND",
                        help="a program that reads the table and writes one with the column prediction; needs --reason")
    source.add_argument("--prediction", metavar="COLUMN")
    one.add_argument("--score", metavar="COLUMN", help="score or probability of the positive class")
    one.add_argument("--other-score", metavar="COLUMN", help="score or probability of the other class, in place of --score")
    one.add_argument("--features", default="", metavar="A,B",
                     help="the columns the model reads; without it all that have no other role")
    one.add_argument("--sensitive", default="", metavar="A,B", help="sensitive columns")
    one.add_argument("--bins", action="append", default=[], metavar="COLUMN=25,40",
                     help="where a numeric sensitive column is cut; once for each column")
    one.add_argument("--weight", metavar="COLUMN", help="sample weights")
    one.add_argument("--reference", type=Path, metavar="FILE", help="a table that shows the expected groups")
    one.add_argument("--train", type=Path, metavar="FILE", help="the table the model was trained on")
    one.add_argument("--positive", metavar="VALUE", help="the favourable outcome")
    one.add_argument("--threshold", type=float, metavar="NUMBER", help="score from which the positive is predicted")
    one.add_argument("--plan", type=Path, metavar="FILE", help="assessments and parameters as JSON")
    one.add_argument("--policy", default=None, metavar="NAME|FILE")
    one.add_argument("--answers", type=Path, metavar="FILE", help="answers of questionnaires as JSON")
    one.add_argument("--python", default="", metavar="INTERPRETER", help="the environment the model was trained in")
    one.add_argument("--allow", default="", metavar="A,B", help="names in the model that you accept; needs --reason")
    one.add_argument("--reason", type=_reason, default="", metavar="WORDS", help="why they are accepted; kept in the record")
    one.add_argument("--model-classes", default="", metavar="A,B",
                     help="the command also writes probability_A, probability_B")
    one.add_argument("--command-table", choices=["csv", "arrow"], default="csv",
                     help="how the command is given the table; it may answer in either")
    one.add_argument("--code", action="append", default=[], metavar="[MODULE=]FILE",
                     help="a Python file the model needs beside it; may be given again")
    one.add_argument("--seed", type=int, default=None, metavar="N")
    one.add_argument("--title", default="", metavar="WORDS")
    one.add_argument("--project", type=Path, metavar="FILE.rai", help="keep the project there")
    one.add_argument("--fail-on", choices=["not-met"], help="exit 1 when a finding is NOT MET")
    one.add_argument("--out", type=Path, required=True, metavar="DIR")
    one.set_defaults(command=assess)


def _add_inspect(commands: "_Commands[argparse.ArgumentParser]") -> None:
    from rai_desktop.cli.inspect import inspect

    one = commands.add_parser("inspect", help="what is inside a model file, without running it")
    one.add_argument("model", type=Path, metavar="MODEL")
    one.add_argument("--code", action="append", default=[], metavar="[MODULE=]FILE", help="a Python file it needs; shown")
    one.add_argument("--interpreters", action="store_true", help="which Pythons on this computer fit it")
    one.add_argument("--json", action="store_true")
    one.set_defaults(command=inspect)


def _add_questionnaire(commands: "_Commands[argparse.ArgumentParser]") -> None:
    from rai_desktop.cli.forms import fill, hand_out
    from rai_desktop.cli.questionnaire import list_packs, score_pack

    one = commands.add_parser("questionnaire", help="packs of questions; tier and scores; forms for colleagues")
    within = one.add_subparsers(required=True, metavar="list|score|form|fill")
    listing = within.add_parser("list", help="the packs there are")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(command=list_packs)
    score = within.add_parser("score", help="tier and scores of answers")
    score.add_argument("pack", metavar="PACK")
    score.add_argument("--answers", type=Path, required=True, metavar="FILE")
    score.add_argument("--json", action="store_true")
    score.set_defaults(command=score_pack)
    form = within.add_parser("form", help="a form that people without the program can fill in")
    form.add_argument("source", metavar="FILE.rai|PACK")
    form.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx|.json")
    form.add_argument("--packs", default="", metavar="A,B", help="only these questionnaires of the project")
    form.add_argument("--all", action="store_true", help="also what need not be answered by today's answers")
    form.set_defaults(command=hand_out)
    filled = within.add_parser("fill", help="bring a filled-in form back; shows what would change")
    filled.add_argument("project", type=Path, metavar="FILE.rai")
    filled.add_argument("--from", dest="form", type=Path, required=True, metavar="FILE.xlsx|.json")
    filled.add_argument("--yes", action="store_true", help="take over what is new or changed")
    filled.add_argument("--overwrite", action="store_true", help="with --yes: also what conflicts or clears an answer")
    filled.add_argument("--reason", type=_reason, default="", metavar="WORDS", help="why, where the assessment was approved")
    filled.set_defaults(command=fill)


def _add_clauses(commands: "_Commands[argparse.ArgumentParser]") -> None:
    from rai_desktop.cli.clauses import clauses

    one = commands.add_parser("clauses", help="what is evidence for each clause, and how much of it there is")
    one.add_argument("project", type=Path, metavar="FILE.rai")
    one.add_argument("--framework", default="", metavar="ID", help="each clause of this law or standard")
    one.add_argument("--out", type=Path, metavar="FILE.csv|.xlsx",
                     help="write each clause as a table; of every law touched without --framework")
    one.add_argument("--json", action="store_true")
    one.set_defaults(command=clauses)


def _add_risks(commands: "_Commands[argparse.ArgumentParser]") -> None:
    from rai_desktop.cli import risks

    parts = (("risks", "the risk register of a project", risks.risks, "FILE.csv"),
             ("actions", "the action list of a project", risks.actions, "FILE.csv|.ics"))
    for name, about, command, ending in parts:
        one = commands.add_parser(name, help=about)
        one.add_argument("project", type=Path, metavar="FILE.rai")
        one.add_argument("--out", type=Path, metavar=ending, help="write it there")
        one.add_argument("--json", action="store_true")
        one.set_defaults(command=command)


def _add_merge(commands: "_Commands[argparse.ArgumentParser]") -> None:
    from rai_desktop.cli.merge import merge

    one = commands.add_parser("merge", help="bring a review copy back into its assessment")
    one.add_argument("project", type=Path, metavar="FILE.rai")
    one.add_argument("copy", type=Path, metavar="COPY.rai")
    one.add_argument("--conflicts", choices=["ours", "theirs", "both"],
                     help="what becomes of places changed on both sides; both: ours, and theirs in a comment")
    one.add_argument("--reason", type=_reason, default="", metavar="WORDS", help="why, where the assessment was approved")
    one.set_defaults(command=merge)


def _add_bundles(commands: "_Commands[argparse.ArgumentParser]") -> None:
    from rai_desktop.cli import bundles, comparing, keys

    export = commands.add_parser("export", help="the bundle of a project, again")
    export.add_argument("project", type=Path, metavar="FILE.rai")
    export.add_argument("--out", type=Path, required=True, metavar="DIR")
    export.add_argument("--policy", default=None, metavar="NAME|FILE", help="judge by another policy")
    export.add_argument("--key", type=Path, metavar="FILE", help="sign with this key (see the command key)")
    export.add_argument("--passphrase-file", type=Path, metavar="FILE", help="the key's passphrase, on its first line")
    export.set_defaults(command=bundles.export)
    verify = commands.add_parser("verify", help="is a bundle or a project file whole, and who signed it")
    verify.add_argument("bundle", type=Path, metavar="BUNDLE|FILE.rai")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(command=bundles.verify)
    key = commands.add_parser("key", help="make a new key to sign bundles with")
    key.add_argument("key", type=Path, metavar="NEW.pem")
    key.add_argument("--passphrase-file", type=Path, required=True, metavar="FILE")
    key.set_defaults(command=keys.make)
    compare = commands.add_parser("compare", help="two bundles, or two assessments, side by side")
    compare.add_argument("a", type=Path, metavar="A")
    compare.add_argument("b", type=Path, metavar="B")
    compare.add_argument("--json", action="store_true")
    compare.set_defaults(command=comparing.compare)
    describe = commands.add_parser("describe", help="everything that can be run")
    describe.add_argument("--json", action="store_true")
    describe.set_defaults(command=bundles.describe)


def _add_new(commands: "_Commands[argparse.ArgumentParser]") -> None:
    from rai_desktop.cli.starting import start

    one = commands.add_parser("new", help="a new assessment, from one that was made before")
    one.add_argument("new", type=Path, metavar="NEW.rai")
    one.add_argument("--from", dest="old", type=Path, required=True, metavar="OLD.rai")
    one.add_argument("--title", default="", metavar="WORDS")
    one.set_defaults(command=start)
