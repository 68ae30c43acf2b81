"""Which input a refusal is about, so that the window can say it there."""

from collections.abc import Iterator
from contextlib import contextmanager

from rai_desktop.errors import Refusal


@contextmanager
def about(field: str) -> Iterator[None]:
    """A refusal in this block is about `field`, unless it already says otherwise."""
    try:
        yield
    except Refusal as refusal:
        refusal.field = refusal.field or field
        raise
