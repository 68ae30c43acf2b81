"""What a run found, put into the project: pure changes for `Document.record`."""

import msgspec

from rai_desktop.project.model import Project, ResultRef, Run


def with_run(project: Project, run: Run) -> Project:
    """The project with `run` added, or put in the place of the run with its id."""
    runs = [run if known.id == run.id else known for known in project.runs]
    if all(known.id != run.id for known in project.runs):
        runs.append(run)
    return msgspec.structs.replace(project, runs=runs)


def with_result(project: Project, run_id: str, assessment_id: str, ref: ResultRef) -> Project:
    """The project with one stored result in a run; KeyError when there is no such run."""
    run = find_run(project, run_id)
    results = {**run.results, assessment_id: ref}
    return with_run(project, msgspec.structs.replace(run, results=results))


def with_run_ended(project: Project, run_id: str, status: str, ended: str) -> Project:
    """The project with a run marked as ended (`ended`: UTC ISO time); KeyError: no such run."""
    run = find_run(project, run_id)
    return with_run(project, msgspec.structs.replace(run, status=status, ended=ended))


def in_sight(project: Project) -> Run | None:
    """The run whose numbers count: the last one. One that was cut short before anything was finished takes nothing away: then
    the last before it that finished something. None before the first."""
    last = project.runs[-1] if project.runs else None
    if last is None or last.status in ("running", "finished") or _finished_something(last):
        return last
    return next(filter(_finished_something, reversed(project.runs)), last)


def _finished_something(run: Run) -> bool:
    return any(ref.status == "finished" for ref in run.results.values())


def find_run(project: Project, run_id: str) -> Run:
    """The run with this id; KeyError when there is none."""
    for run in project.runs:
        if run.id == run_id:
            return run
    raise KeyError(run_id)
