"""assess: one headless run, from files to a bundle."""

import argparse
from contextlib import ExitStack
from pathlib import Path

import msgspec

from rai_desktop.cli.beside import with_command, with_model
from rai_desktop.cli.handing import check_out, hand_over
from rai_desktop.cli.questionnaire import read_answers
from rai_desktop.cli.roles import settle_inputs
from rai_desktop.cli.running import run_project
from rai_desktop.errors import Refusal, reason
from rai_desktop.findings.finding import Verdict
from rai_desktop.findings.policy import load_policy
from rai_desktop.i18n import _
from rai_desktop.loading import scratch
from rai_desktop.project.document import Document
from rai_desktop.project.first_words import with_first_words
from rai_desktop.project.model import Plan, Planned, Project
from rai_desktop.project.plain_files import plain
from rai_desktop.site_bytes import site_bytes


def assess(chosen: argparse.Namespace) -> int:
    """Settle inputs and plan, run, hand over; exit 1 only with --fail-on not-met and such a finding."""
    plan = _plan(chosen)
    load_policy(plan.policy)
    check_out(chosen.out)
    inputs = with_model(settle_inputs(with_command(chosen)), chosen)
    answers = read_answers(chosen.answers) if chosen.answers else {}

    def fill(project: Project) -> Project:
        return msgspec.structs.replace(project, inputs=inputs, plan=plan, answers=answers, packs=list(answers))

    with ExitStack() as stack:
        own = stack.enter_context(scratch.folder(scratch.ASSESS))
        title = chosen.title or _("Assessment of {name}").format(name=(chosen.model or chosen.data).name)
        document = stack.enter_context(Document.create(chosen.project or own / "run.rai", title=title))
        document.apply(_("Took the command line's inputs"), lambda project: with_first_words(document, fill(project)),
                       reason=chosen.reason)
        run_project(document, keep=chosen.project is not None)
        findings = hand_over(document, chosen.out)
    failed = chosen.fail_on == "not-met" and any(each.verdict is Verdict.NOT_MET for each in findings)
    return 1 if failed else 0


def _plan(chosen: argparse.Namespace) -> Plan:
    plan = _read_plan(chosen.plan) if chosen.plan else Plan()
    if chosen.seed is not None:
        plan = msgspec.structs.replace(plan, seed=chosen.seed)
    if chosen.policy:
        plan = msgspec.structs.replace(plan, policy=chosen.policy)
    return plan


def _read_plan(path: Path) -> Plan:
    """A Plan as JSON, or a bare list of assessment ids."""
    try:
        content = msgspec.json.decode(site_bytes(plain(path)))
        if isinstance(content, list):
            content = {"assessments": [{"assessment": each} if isinstance(each, str) else each for each in content]}
        return msgspec.convert(content, Plan)
    except FileNotFoundError:
        raise Refusal(_("There is no file {path}.").format(path=path), _("Check the path of --plan.")) from None
    except OSError as error:
        raise Refusal(_("{path} cannot be read: {why}.").format(path=path, why=reason(error)),
                      _("Check the path and its permissions.")) from None
    except (msgspec.MsgspecError, RecursionError) as error:
        example = msgspec.json.encode(Plan(assessments=[Planned("fairness")])).decode()
        raise Refusal(_("{path} is not a plan: {error}.").format(path=path, error=error),
                      _("A plan looks like {example}.").format(example=example)) from None
