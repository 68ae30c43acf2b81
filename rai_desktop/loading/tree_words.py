"""Words for what is wrong with the trees of a booster: which tree, which node, and why no honest library writes it."""

from rai_desktop.i18n import _


def breach(places: str, code: str) -> str:
    """One sentence for a code of `host/forests.py` and the places it names."""
    words = places.split("|")
    text = {**_nodes(), **_trees(), **_whole()}.get(code)
    if text is None or len(words) < len(_FIELDS[code]):
        return _("The file's trees are not written as its library writes them.")
    return text.format(**dict(zip(_FIELDS[code], words, strict=False)))


_FIELDS: dict[str, tuple[str, ...]] = {
    "trees_child": ("tree", "node", "value"), "trees_circle": ("tree", "node"), "trees_top": ("tree", "node"), "trees_loose": ("tree", "node"),
    "trees_parent": ("tree", "node", "value"), "trees_feature": ("tree", "node", "value", "count"),
    "trees_leaf": ("tree", "node", "value"), "trees_categories": ("tree", "node"), "trees_rows": ("tree", "node"),
    "trees_deep": ("tree", "value"), "trees_length": ("name", "tree", "value", "count"), "trees_output": ("tree", "value", "count"),
    "trees_bytes": ("tree", "value", "count"), "trees_lines": ("tree",), "trees_count": ("value", "count"),
    "trees_list": ("name", "value", "count"), "trees_outputs": ("value", "count"), "trees_ids": (), "trees_rounds": ("count",),
    "trees_names": (), "trees_twofold": ("name",), "trees_number": ("name", "value"), "trees_missing": ("name",), "trees_cut": (),
}  # fmt: skip


def _nodes() -> dict[str, str]:
    """What one node of a tree says; trees and nodes are numbered from 0, as the libraries do."""
    return {
        "trees_child": _("In tree {tree}, node {node} leads to node {value}, which that tree does not have."),
        "trees_top": _("In tree {tree}, node {node} leads back to the top of the tree: a walk down it would never end."),
        "trees_circle": _("In tree {tree}, more than one way leads to node {node}: a walk down the tree might never end."),
        "trees_loose": _("In tree {tree}, no way leads to node {node}."),
        "trees_parent": _("In tree {tree}, node {node} says that it hangs below node {value}, which is not so."),
        "trees_feature": _("In tree {tree}, node {node} asks for feature {value}, but the model has {count} features, counted from 0."),
        "trees_leaf": _("In tree {tree}, leaf {node} takes its values from place {value}, which that tree does not have."),
        "trees_categories": _("In tree {tree}, node {node} asks for categories that lie outside of what the file holds."),
        "trees_rows": _("In tree {tree}, place {node} says that it saw fewer than no rows."),
    }  # fmt: skip


def _trees() -> dict[str, str]:
    """What is wrong with one tree."""
    return {
        "trees_deep": _("Tree {tree} is more than {value} levels deep."),
        "trees_length": _("In tree {tree}, the list {name} holds {value} numbers where {count} are needed."),
        "trees_output": _("Tree {tree} is for output {value}, but the model has {count} outputs, counted from 0."),
        "trees_bytes": _("The file says that tree {tree} is {value} bytes long, but it is {count}."),
        "trees_lines": _("In tree {tree}, leaves take features that the model does not have."),
    }


def _whole() -> dict[str, str]:
    """What is wrong with the model as a whole."""
    return {
        "trees_count": _("The file says that it holds {value} trees, but it holds {count}."),
        "trees_list": _("The list {name} holds {value} numbers where {count} are needed."),
        "trees_outputs": _("The file says that the model has {value} outputs, which its {count} trees cannot give."),
        "trees_ids": _("The numbers by which the file tells its trees apart are not 0, 1, 2 and so on."),
        "trees_rounds": _("The file says that its rounds of training end elsewhere than its {count} trees do."),
        "trees_names": _("The names of categories that the file keeps overlap or lie outside of it."),
        "trees_twofold": _("The file tells {name} twice, in two ways."),
        "trees_number": _("The file gives {value} as {name}, which no honest file does."),
        "trees_missing": _("The file lacks {name}, which its library always writes."),
        "trees_cut": _("The file's trees are longer than the file."),
    }


def unfamiliar() -> str:
    """A remark, where a version that is not known writes trees in another form."""
    return _("How its trees are written is not known here, so they were not looked at: its library may end or hang when it reads them.")
