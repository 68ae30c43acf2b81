"""Puts parts that were made later where they stand in the tab chain; Qt puts them at its end."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtWidgets import QWidget


def order_tabs(parts: Iterable[QWidget]) -> None:
    """Each after the one before it."""
    for before, after in pairwise(parts):
        QWidget.setTabOrder(before, after)
