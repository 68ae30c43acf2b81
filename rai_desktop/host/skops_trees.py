"""The trees of scikit-learn's in a skops file, looked at as in a pickle: its nodes are made the stand-ins of a look."""

import io
from typing import Any, Dict, Iterator, List, Tuple

from .arrays import Thing
from .forests import Misshapen
from .sklearn_trees import HOMES, Trees
from .skops_members import DAMAGE, Members
from .skops_states import Known, Node, meant, plain
from .sources import Unreadable
from .tree_models import PARTS, TREE, WIDTHS
from .tree_tables import is_table

_STATEFUL = ("ObjectNode", "ReduceNode", "TreeNode")
_KEYS = frozenset((*PARTS, *WIDTHS, "nodes", "node_count", "max_depth"))
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

    def _thing(self, node: Node, depth: int = 0) -> Thing:
        """An object and all that it is given, parts before the whole."""
        if id(node) not in self._made:
            thing = self._made[id(node)] = Thing("{}:{}".format(node.get("__module__"), node.get("__class__")))
            if thing.kind == TREE:
                thing.told = self._first_argument(node)
            state = self._state(node.get("content"), depth + 1)
            if state is None and thing.kind.startswith(HOMES):  # what sets attributes in another way than honest files do
                raise Misshapen("form")
            self.trees.check(thing, state)
        return self._made[id(node)]

    def _first_argument(self, node: Node) -> Any:
        reduced = node.get("__reduce__")
        told = plain(meant(reduced.get("args"), self._known)) if isinstance(reduced, dict) else None
        return told[0] if isinstance(told, list) and told and type(told[0]) is int else None

    def _state(self, node: Any, depth: int) -> Any:
        node = meant(node, self._known)
        content = node.get("content") if isinstance(node, dict) else None
        if isinstance(content, dict) and node["__loader__"] == "DictNode":
            return {key: self._value(content[key], depth) for key in _KEYS & set(content)}
        return tuple(self._value(each, depth) for each in content) if isinstance(content, list) else None

    def _value(self, node: Any, depth: int) -> Any:
        node = meant(node, self._known)
        told = plain(node)
        if told is not node and not isinstance(told, list):
            return told
        loader, content = (node.get("__loader__"), node.get("content")) if isinstance(node, dict) else ("", None)
        if depth > _DEEP:
            return None
        if loader in _STATEFUL:
            return self._thing(node, depth)
        made = Thing("array")
        if loader == "NdArrayNode" and node.get("type") == "numpy":
            made.told = self._table(str(node.get("file")))
        elif isinstance(content, list):
            made.told = [self._value(each, depth + 1) for each in content]
        return made

    def _table(self, name: str) -> Any:
        import numpy as np

        try:
            found = np.load(io.BytesIO(self._members.read(name)), allow_pickle=False)
        except DAMAGE:
            raise Unreadable("malformed") from None
        return found if is_table(found.dtype, found.size) else None
