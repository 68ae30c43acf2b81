"""The document: what is applied is on disk, undone, redone and kept in the history."""

import contextlib
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from rai_desktop.errors import Refusal
from rai_desktop.findings.measurement import Interval, Measurement, Result
from rai_desktop.project.disk import ReadOnlyPlace, TooNew
from rai_desktop.project.document import Document
from rai_desktop.project.history import Kind
from rai_desktop.project.lock import InUse, Owner, lock_path
from rai_desktop.project.model import Answer, Project, Run
from rai_desktop.project.runs import with_result, with_run, with_run_ended


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.rai"


def titled(title: str):
    return lambda project: replace(project, title=title)


def answered(question: str, value):
    def change(project: Project) -> Project:
        answers = {**project.answers.get("pack", {}), question: Answer(value=value)}
        return replace(project, answers={**project.answers, "pack": answers})

    return change


def test_a_new_project_is_on_disk_with_its_first_row(path):
    with Document.create(path, title="Loans", analyst="Ann") as document:
        first = document.history()
        assert [row.kind for row in first] == [Kind.CREATE]
        assert first[0].analyst == "Ann"
        assert first[0].user
    with Document.open(path) as again:
        assert again.project.title == "Loans"
        assert again.project == document.project


def test_creating_over_a_file_is_refused_and_leaves_it_alone(path):
    path.write_bytes(b"precious")
    with pytest.raises(Refusal, match="already a file"):
        Document.create(path)
    assert path.read_bytes() == b"precious"


def test_undo_and_redo_work_across_restarts_and_are_rows_themselves(path):
    with Document.create(path, title="one") as document:
        document.apply("Changed title", titled("two"))
        document.apply("Changed title again", titled("three"))
    with Document.open(path) as document:
        assert document.undo_label == "Changed title again"
        document.undo()
        assert document.project.title == "two"
    with Document.open(path) as document:
        assert (document.undo_label, document.redo_label) == ("Changed title", "Changed title again")
        document.redo()
        assert document.project.title == "three"
        assert [row.kind for row in document.history()] == ["create", "change", "change", "undo", "redo"]
        assert document.verify_history().ok


def test_a_change_that_alters_nothing_leaves_no_row(path):
    with Document.create(path, title="same") as document:
        document.apply("Nothing", titled("same"))
        assert len(document.history()) == 1


@pytest.mark.parametrize(("before", "after"), [(1, True), (1, 1.0), (0, False), ("1", 1)])
def test_values_python_calls_equal_are_changes_all_the_same(path, before, after):
    with Document.create(path) as document:
        document.apply("first", answered("q", before))
        document.apply("second", answered("q", after))
        assert len(document.history()) == 3
    with Document.open(path) as document:
        found = document.project.answers["pack"]["q"].value
        assert (found, type(found)) == (after, type(after))


def test_a_run_is_recorded_beside_the_undo_stack(path):
    result = Result(assessment="fairness", status="finished", measurements=[
        Measurement(assessment="fairness", metric="selection_rate", value=0.5, n=10,
                    interval=Interval(0.2, 0.8, 0.95, "Wilson"))])  # fmt: skip
    with Document.create(path) as document:
        document.apply("Changed title", titled("before the run"))
        document.record("Run started", lambda p: with_run(p, Run(id="r1", started="2026-11-23T10:00:00Z")))
        ref = document.keep_result(result)
        document.record("Fairness ended", lambda p: with_result(p, "r1", "fairness", ref))
        document.record("Run ended", lambda p: with_run_ended(p, "r1", "finished", "2026-11-23T10:01:00Z"))
        assert document.undo_label == "Changed title"
        document.undo()
        assert document.project.title == ""
    with Document.open(path) as document:
        assert document.results() == {"fairness": result}
        assert document.project.runs[0].status == "finished"


def test_undo_of_what_a_record_overlays_is_refused_and_changes_nothing(path):
    with Document.create(path) as document:
        document.apply("Changed title", titled("mine"))
        document.record("Renamed", titled("theirs"))
        with pytest.raises(Refusal, match="not possible"):
            document.undo()
        assert document.project.title == "theirs"
        assert document.verify_history().ok


def test_a_result_with_nan_bounds_is_not_taken(path):
    bad = Result(assessment="a", status="finished", measurements=[
        Measurement(assessment="a", metric="m", value=1.0, n=1,
                    interval=Interval(float("nan"), 1.0, 0.95, "x"))])  # fmt: skip
    with Document.create(path) as document, pytest.raises(ValueError, match="cannot be stored"):
        document.keep_result(bad)


def stored(path):
    """How many pieces of evidence lie in the file."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
        return file.execute("SELECT COUNT(*) FROM evidence").fetchone()[0]


def test_evidence_is_kept_once_and_read_back(path):
    with Document.create(path) as document:
        first = document.keep(b"x" * 100_000)
        kept = stored(path)
        assert document.keep(b"x" * 100_000) == first
        assert stored(path) == kept > 0
        sha256 = document.keep(b"")
    with Document.open(path, read_only=True) as document:
        assert document.read(sha256) == b""
        with pytest.raises(KeyError):
            document.read("0" * 64)
        with pytest.raises(ReadOnlyPlace):
            document.keep(b"more")
        with pytest.raises(ReadOnlyPlace):
            document.apply("x", titled("x"))


def test_listeners_hear_every_change_until_they_stop(path):
    with Document.create(path) as document:
        heard: list[str] = []
        stop = document.listen(lambda project: heard.append(project.title))
        document.apply("a", titled("a"))
        document.undo()
        stop()
        document.apply("b", titled("b"))
    assert heard == ["a", ""]


def test_threads_may_share_a_document(path):
    with Document.create(path) as document:
        def work(name: str) -> None:
            for i in range(5):
                document.apply(name, answered(f"{name}{i}", i))
                document.keep(name.encode() * i)

        threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(document.project.answers["pack"]) == 20
        assert document.verify_history().ok


# --- two windows, one file ---------------------------------------------------------------------------


def test_a_second_window_is_told_and_may_read(path):
    with Document.create(path, title="open") as document:
        with pytest.raises(InUse, match="already open") as told:
            Document.open(path)
        assert told.value.owner is not None
        with Document.open(path, read_only=True) as reader:
            assert reader.project.title == "open"
        document.apply("still mine", titled("changed"))
    Document.open(path).close()
    assert not lock_path(path).exists()


def test_a_dead_owner_is_noticed(path):
    Document.create(path).close()
    code = (
        "import os, sys; from rai_desktop.project.document import Document;"
        "Document.open(sys.argv[1]); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False, cwd=Path(__file__).parents[3])
    assert lock_path(path).exists()
    Document.open(path).close()


def test_an_owner_on_another_machine_can_only_be_taken_over(path):
    Document.create(path).close()
    elsewhere = Owner(host="ward-7", pid=1, user="eve", since="2026-11-23T10:00:00+00:00")
    lock_path(path).write_bytes(msgspec.json.encode(elsewhere))
    with pytest.raises(InUse, match="by eve on ward-7 since 2026-11-23 10:00"):
        Document.open(path)
    Document.open(path, take_over=True).close()


def test_a_second_writer_is_stopped_before_it_forks_the_chain(path):
    with Document.create(path) as document:
        lock_path(path).unlink()
        with Document.open(path) as other:
            other.apply("theirs", titled("theirs"))
        with pytest.raises(Refusal, match="Another program has changed"):
            document.apply("mine", titled("mine"))
        assert document.project.title == ""


def test_fields_of_a_newer_program_are_not_lost_by_saving(path):
    import sqlite3

    Document.create(path).close()
    raw = sqlite3.connect(path)
    raw.execute("UPDATE state SET project = json_set(project, '$.mood', 'sunny')")
    raw.commit()
    raw.close()
    with pytest.raises(TooNew, match="does not know"):
        Document.open(path)
    with Document.open(path, read_only=True) as document:
        assert not document.verify_history().ok


# --- any sequence equals a plain list of projects ----------------------------------------------------

texts = st.text(max_size=8)
values = st.one_of(texts, st.integers(-9, 9), st.booleans(), st.lists(texts, max_size=3),
                   st.lists(st.dictionaries(texts, texts, max_size=2), max_size=3), st.none())  # fmt: skip
steps = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.sampled_from("abc"), values),
        st.tuples(st.just("title"), texts),
        st.tuples(st.just("drop")),
        st.tuples(st.sampled_from(["undo", "redo", "reopen"])),
    ),
    max_size=25,
)


def _drop(project: Project) -> Project:
    answers = dict(project.answers)
    answers.pop("pack", None)
    return replace(project, answers=answers)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_any_sequence_equals_a_list(tmp_path_factory, steps):
    """The model: a list of JSON states and a position in it."""
    path = tmp_path_factory.mktemp("rai") / "p.rai"
    document = Document.create(path)
    states, at = [msgspec.json.encode(document.project)], 0
    for name, *rest in steps:
        if name == "undo":
            document.undo()
            at = max(0, at - 1)
        elif name == "redo":
            document.redo()
            at = min(len(states) - 1, at + 1)
        elif name == "reopen":
            document.close()
            document = Document.open(path)
        else:
            change = {"answer": lambda r=rest: answered(*r), "title": lambda r=rest: titled(*r),
                      "drop": lambda: _drop}[name]()  # fmt: skip
            expected = msgspec.json.encode(change(document.project))
            document.apply(name, change)
            if expected != states[at]:
                states, at = [*states[: at + 1], expected], at + 1
        assert msgspec.json.encode(document.project) == states[at]
        assert bool(document.undo_label) == (at > 0)
        assert bool(document.redo_label) == (at < len(states) - 1)
    check = document.verify_history()
    document.close()
    assert check.ok, check.problem
