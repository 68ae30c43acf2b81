"""The example is complete, says how its table is read, and gives the roles of columns that exist."""

import hashlib
from pathlib import Path

from rai_desktop.loading.look import look
from rai_desktop.paths import resource
from rai_desktop.project.example import create_example
from rai_desktop.project.model import Role
from rai_desktop.questionnaire.catalog import find


def test_the_example_describes_the_files_it_ships(tmp_path: Path) -> None:
    with create_example(tmp_path / "example.rai") as document:
        inputs = document.project.inputs
        shipped = resource("sample/credit_applicants.csv").read_bytes()
        assert inputs.data and inputs.model
        assert inputs.data.sha256 == hashlib.sha256(shipped).hexdigest()
        assert Path(inputs.model.path).read_bytes() == resource("sample/credit_model.joblib").read_bytes()
        seen = look(inputs.data.path, {}, 1)
        assert (inputs.data.format, inputs.data.options) == (seen.format, seen.options)
        assert set(inputs.roles) == {column.name for column in seen.columns}
        assert [name for name, role in inputs.roles.items() if role.role is Role.LABEL] == ["outcome"]


def test_every_answer_of_the_example_belongs_to_a_question(tmp_path: Path) -> None:
    with create_example(tmp_path / "example.rai") as document:
        for pack_id, answers in document.project.answers.items():
            pack = find(pack_id)
            assert pack is not None
            assert set(answers) <= set(pack.places)
