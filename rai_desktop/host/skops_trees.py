"""The trees of scikit-learn's in a skops file, looked at as in a pickle: its nodes are made the stand-ins of a look."""

import io
from typing import Any, Dict, Iterator, List, Tuple

from . import search_trees
from .arrays import Thing
from .forests import Misshapen
from .sklearn_trees import HOMES, Trees
from .skops_members import DAMAGE, Members
from .skops_states import Known, Node, meant, plain
from .sources import Unreadable
from .tree_models import PARTS, TREE, WIDTHS
from .tree_tables import is_table

_STATEFUL = ("ObjectNode", "ReduceNode", "TreeNode")
_KEYS = frozenset((*PARTS, *WIDTHS, "nodes", "node_count", "max_depth", "n_classes_", "n_trees_per_iteration_"))
_DEEP = 8


class Models:
    """The models of one file as stand-ins, each made once."""

    def __init__(self, members: Members, known: Known) -> None:
        self._members = members
        self._known = known
        self._made: Dict[int, Thing] = {}
        self.trees = Trees()

    def breaches(self, nodes: List[Node]) -> Iterator[Tuple[str, str]]:
        """What is wrong with the trees. Raises Unreadable."""
        try:
            yield from self._found(nodes)
        except RecursionError:
            raise Unreadable("malformed") from None

    def _found(self, nodes: List[Node]) -> Iterator[Tuple[str, str]]:
        for node in nodes:
            if node.get("__loader__") in _STATEFUL and str(node.get("__module__")).startswith(("sklearn.", "imblearn.")):
                try:
                    self._thing(node)
                except Misshapen as error:
                    yield error.name, error.why
        try:
            self.trees.check_together()
        except Misshapen as error:
            yield error.name, error.why

    def _thing(self, node: Node) -> Thing:
        """An object and all that it is given, parts before the whole."""
        if id(node) not in self._made:
            thing = self._made[id(node)] = Thing("{}:{}".format(node.get("__module__"), node.get("__class__")))
            if thing.kind == TREE:
                thing.told = self._first_argument(node)
            searches = search_trees.is_search(thing.kind)
            state = self._search(node.get("content")) if searches else self._state(node.get("content"))
            if state is None and thing.kind.startswith(HOMES):  # what sets attributes in another way than honest files do
                raise Misshapen("form")
            self.trees.check(thing, state)
        return self._made[id(node)]

    def _search(self, node: Any) -> Any:
        """All that a tree of neighbours is given, its arrays too: skops gives them to it unasked. Raises Misshapen."""
        content = (meant(node, self._known) or {}).get("content")
        state = [self._part(each) for each in content] if isinstance(content, list) else []
        if len(state) < 13 or not all(hasattr(part, "shape") for part in state[:4]):
            raise Misshapen("form")
        return tuple(state)

    def _part(self, node: Any) -> Any:
        node = meant(node, self._known)
        loader = node.get("__loader__") if isinstance(node, dict) else ""
        if loader == "NdArrayNode" and node.get("type") == "numpy":
            return self._array(str(node.get("file")))
        if loader not in _STATEFUL:
            return plain(node)
        made = Thing("{}:{}".format(node.get("__module__"), node.get("__class__")))
        content = (meant(node.get("content"), self._known) or {}).get("content")
        made.told = tuple(self._part(each) for each in content[1:3]) if isinstance(content, list) and len(content) > 2 else ()
        if len(made.told) != 2 or not all(hasattr(part, "shape") for part in made.told):
            raise Misshapen("form")
        return made

    def _first_argument(self, node: Node) -> Any:
        reduced = node.get("__reduce__")
        told = plain(meant(reduced.get("args"), self._known)) if isinstance(reduced, dict) else None
        return told[0] if isinstance(told, list) and told and type(told[0]) is int else None

    def _state(self, node: Any) -> Any:
        node = meant(node, self._known)
        content = node.get("content") if isinstance(node, dict) else None
        if isinstance(content, dict) and node["__loader__"] == "DictNode":
            told = {key: self._value(content[key], 0) for key in _KEYS & set(content)}
            return {key: 0 if key in WIDTHS and type(value) is Thing else value for key, value in told.items()}
        return tuple(self._value(each, 0) for each in content) if isinstance(content, list) else None

    def _value(self, node: Any, depth: int) -> Any:
        node = meant(node, self._known)
        told = plain(node)
        if told is not node and not isinstance(told, list):
            return told
        loader, content = (node.get("__loader__"), node.get("content")) if isinstance(node, dict) else ("", None)
        if depth > _DEEP:
            return None
        if loader in _STATEFUL:
            return self._thing(node)
        if loader == "NdArrayNode" and node.get("type") == "numpy":
            return self._table(str(node.get("file")))
        parts = [self._value(each, depth + 1) for each in content] if isinstance(content, list) else None
        return self._in_rows(parts) if loader == "NdArrayNode" and parts is not None else _list(parts)

    def _in_rows(self, parts: List[Any]) -> Any:
        """The array of objects that skops would make, of the same shape."""
        import numpy as np

        rows = [each.told if type(each) is Thing and isinstance(each.told, list) else [each] for each in parts]
        if len({len(row) for row in rows}) != 1:
            return _list(parts)  # of which no array can be made
        held = np.empty((len(rows), len(rows[0])), dtype=object)
        for at, row in enumerate(rows):
            held[at, :] = row
        return held

    def _array(self, name: str) -> Any:
        import numpy as np

        try:
            return np.load(io.BytesIO(self._members.read(name)), allow_pickle=False)
        except DAMAGE:
            raise Unreadable("malformed") from None

    def _table(self, name: str) -> Any:
        found = self._array(name)
        if not found.ndim and found.dtype.kind in "iu":
            return int(found)
        return _list(found if is_table(found.dtype, found.size) else None)


def _list(told: Any) -> Thing:
    """The stand-in of a list or an array, with what is known of it."""
    made = Thing("array")
    made.told = told
    return made
