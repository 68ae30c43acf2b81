"""What is put into lists, dicts, sets and states while a pickle is read: looked at, and counted before it takes memory."""

import pickle
import struct
from typing import Any, ClassVar, Dict, List

from .array_checks import MADE_CHECKS
from .gate_stream import Stream
from .rules import ARRAY_CLASS, NEW, REFER, Name
from .sources import Unreadable
from .state_checks import METHOD_NAMES, WATCHED, names_a_method, odd_item

_CONTAINERS = 2_000_000  # made empty in one file; each costs up to 216 bytes
_WITHIN = 100_000  # begun and not ended; what writes a pickle recurses, and ends long before


class Values(Stream):
    """The opcodes that fill containers, and what may be a value in one."""

    dispatch: ClassVar[Dict[int, Any]] = dict(Stream.dispatch)

    def _check_value(self, key: Any, value: Any) -> None:
        """What may only be made or called is no value to keep: whoever holds it could call it."""
        if type(value) is not Name or not value.refuses(REFER):
            return
        if key == "subclass" and not value.refuses(ARRAY_CLASS):
            value.uses.add(ARRAY_CLASS)  # joblib notes that an array was a memmap, and gives back a plain one
            return
        if key == "subclass" and value.key in MADE_CHECKS and not value.refuses(NEW):
            value.uses.add(NEW)
            return
        value.uses.add(REFER)
        self.refuse(value.full, "unlisted")

    def _check_method_name(self, key: Any, value: Any) -> None:
        """Libraries call the method that such an attribute names: it must be one that predicts."""
        if isinstance(key, str) and key in METHOD_NAMES:
            self.method_names.append((key, value))
            if not names_a_method(value):
                self.refuse(key, "other_method")

    def _check_items(self, values: List[Any]) -> None:
        for at in range(0, len(values) - 1, 2):
            key, value = values[at], values[at + 1]
            if type(value) is Name:
                self._check_value(key, value)
            if isinstance(key, str) and key in WATCHED:
                self._check_method_name(key, value)
                self._check_item(key, value)

    def _check_item(self, key: str, value: Any) -> None:
        """A class written into the file has such attributes; then the analyst is asked of its code."""
        if (why := odd_item(key, value)) and not self.rules.rebuild_code(self.names.values()):
            self.refuse(str(key), why)

    def load_append(self) -> None:
        value = self.stack.pop()
        self._check_value(None, value)
        self.extend(self.stack[-1], [value])

    dispatch[pickle.APPEND[0]] = load_append

    def load_appends(self) -> None:
        values = self.pop_mark()
        for value in values:
            if type(value) is Name:
                self._check_value(None, value)
        self.extend(self.stack[-1], values)

    dispatch[pickle.APPENDS[0]] = load_appends

    def load_setitem(self) -> None:
        value = self.stack.pop()
        key = self.stack.pop()
        self._check_items([key, value])
        self.set_items(self.stack[-1], [key, value])

    dispatch[pickle.SETITEM[0]] = load_setitem

    def load_setitems(self) -> None:
        values = self.pop_mark()
        self._check_items(values)
        self.set_items(self.stack[-1], values)

    dispatch[pickle.SETITEMS[0]] = load_setitems

    def load_dict(self) -> None:
        values = self.pop_mark()
        fresh: Dict[Any, Any] = {}
        self._check_items(values)
        self.set_items(fresh, values)
        self.append(fresh)

    dispatch[pickle.DICT[0]] = load_dict

    def load_additems(self) -> None:
        values = self.pop_mark()
        self.add_items(self.stack[-1], values)

    dispatch[pickle.ADDITEMS[0]] = load_additems

    def _counted(self) -> None:
        self._containers[0] += 1
        if self._containers[0] > _CONTAINERS:
            raise Unreadable("parts")

    def load_empty_list(self) -> None:
        self._counted()
        self.append([])

    dispatch[pickle.EMPTY_LIST[0]] = load_empty_list

    def load_empty_dictionary(self) -> None:
        self._counted()
        self.append({})

    dispatch[pickle.EMPTY_DICT[0]] = load_empty_dictionary

    def load_empty_set(self) -> None:
        self._counted()
        self.append(set())

    dispatch[pickle.EMPTY_SET[0]] = load_empty_set

    def load_bytearray8(self) -> None:
        (size,) = struct.unpack("<Q", self.read(8))  # type: ignore[attr-defined]
        self.append(bytearray(self.read(size)))  # type: ignore[attr-defined] # CPython's own takes the memory before it reads

    dispatch[pickle.BYTEARRAY8[0]] = load_bytearray8

    def load_mark(self) -> None:
        self._counted()
        if len(self.metastack) > _WITHIN:  # type: ignore[attr-defined]
            raise Unreadable("parts")
        super().load_mark()  # type: ignore[misc]

    dispatch[pickle.MARK[0]] = load_mark
