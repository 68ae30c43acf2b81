"""Reading ahead changes neither order nor errors, and stops when the reader stops."""

from collections.abc import Iterator

import pytest

from rai_desktop.loading.ahead import ahead


def test_the_same_items_in_the_same_order() -> None:
    assert list(ahead(iter(range(50)))) == list(range(50))
    assert list(ahead(iter([]))) == []
    assert list(ahead(iter([None, 0, ""]))) == [None, 0, ""]


def test_an_error_comes_after_the_items_before_it() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise ValueError("the second")

    items = ahead(failing())
    assert next(items) == 1
    with pytest.raises(ValueError, match="the second"):
        next(items)


def test_one_who_stops_has_fetched_at_most_one_too_many() -> None:
    fetched = []

    def noting() -> Iterator[int]:
        for number in range(100):
            fetched.append(number)
            yield number

    items = ahead(noting())
    assert [next(items), next(items)] == [0, 1]
    items.close()
    assert len(fetched) <= 3


def test_an_unused_entry_of_a_dictionary_is_no_level_and_a_late_one_is() -> None:
    import numpy as np
    import pyarrow as pa

    from rai_desktop.loading.coding import LevelCoder

    codes = np.zeros(100_000, dtype=np.int32)
    codes[-1] = 2
    coder = LevelCoder("group", ())
    found = coder.encode(pa.DictionaryArray.from_arrays(pa.array(codes), ["a", "never", "late"]))
    assert coder.levels == ("a", "late")
    assert (found[0], found[-1]) == (0, 1)
