"""Arrays that were memory-mapped when the model was pickled open as plain ones; nothing in a file maps another file."""

import pickle
from pathlib import Path

import numpy as np
import pytest

from rai_desktop.host import rules, unpickling
from rai_desktop.loading.inspection import inspect_model, rules_path
from tests.unit.loading.opcodes import called, file, made, name

RULES = rules.Rules.read(str(rules_path()))


@pytest.mark.parametrize("protocol", range(6))
def test_a_pickled_memmap_is_a_plain_array(protocol: int, tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.arange(12.0).reshape(3, 4))
    mapped = np.load(tmp_path / "a.npy", mmap_mode="r")
    assert isinstance(mapped, np.memmap)
    (path := tmp_path / "model.pkl").write_bytes(pickle.dumps({"seen": mapped}, protocol=protocol))
    look = inspect_model(path)
    assert look.verdict == "loadable", look.sentence
    found = unpickling.load(str(path), RULES)["seen"]
    assert type(found) is np.ndarray
    np.testing.assert_array_equal(found, mapped)


def test_nothing_is_mapped(tmp_path: Path) -> None:
    target = tmp_path / "written"
    memmap, given = name("numpy", "memmap"), (str(target), "uint8", "w+", 0, (4,))
    for content in (file(called("numpy", "memmap", *given)), file(made("numpy", "memmap", *given)), file(memmap),
                    file(called("copyreg", "__newobj__", memmap, *given)), file(called("functools", "partial", memmap))):  # fmt: skip
        (path := tmp_path / "model.pkl").write_bytes(content)
        assert inspect_model(path).verdict == "refused"
        with pytest.raises(rules.Blocked):
            unpickling.load(str(path), RULES)
    assert not target.exists()
