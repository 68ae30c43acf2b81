"""Fetches the next item on a second thread while the one before it is worked on."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterator[Item]) -> Generator[Item, None, None]:
    """The same items in the same order, one fetched ahead; an error comes where its item would have.

    Decoding lets go of the interpreter lock and so does counting, so two processors share the work.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="reading ahead") as reader:
        coming = reader.submit(_next, items)
        while found := coming.result():
            coming = reader.submit(_next, items)
            yield found[0]


def _next(items: Iterator[Item]) -> tuple[Item, ...]:
    """One item, or nothing at the end."""
    for item in items:
        return (item,)
    return ()
