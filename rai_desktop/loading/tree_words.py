"""Words for what is wrong with the trees of a booster: which tree, which node, and why no honest library writes it."""

from rai_desktop.i18n import _


def breach(places: str, code: str) -> str:
    """One sentence for a code of `host/forests.py` and the places it names."""
    words = places.split("|")
    text = {**_nodes(), **_trees(), **_whole(), **_parts()}.get(code)
    if text is None or len(words) < len(_FIELDS[code]):
        return _("The file's trees are not written as its library writes them.")
    return text.format(**dict(zip(_FIELDS[code], words, strict=False)))


_NODE, _OF_COUNT = ("tree", "node"), ("value", "count")
_FIELDS: dict[str, tuple[str, ...]] = {
    "trees_child": (*_NODE, "value"), "trees_circle": _NODE, "trees_top": _NODE, "trees_loose": _NODE,
    "trees_parent": (*_NODE, "value"), "trees_feature": (*_NODE, *_OF_COUNT), "trees_split": (*_NODE, *_OF_COUNT),
    "trees_leaf": (*_NODE, "value"), "trees_categories": _NODE, "trees_rows": _NODE, "trees_deep": ("tree", "value"),
    "trees_length": ("name", "tree", *_OF_COUNT), "trees_output": ("tree", *_OF_COUNT), "trees_bytes": ("tree", *_OF_COUNT),
    "trees_lines": ("tree",), "trees_words": ("name", "tree"),
    "trees_count": _OF_COUNT, "trees_list": ("name", *_OF_COUNT), "trees_outputs": _OF_COUNT,
    "trees_ids": (), "trees_rounds": ("count",), "trees_names": (), "trees_kinds": (), "trees_places": (), "trees_cut": (),
    "trees_twofold": ("name",), "trees_number": ("name", "value"), "trees_missing": ("name",),
    "trees_tables": (), "trees_made": (), "trees_search": ("name",), "trees_point": (), "trees_likely": ("count",),
    "trees_trailing": (), "trees_json": _OF_COUNT, "trees_ended": (),
}  # fmt: skip


def _nodes() -> dict[str, str]:
    """What one node of a tree says; trees and nodes are numbered from 0, as the libraries do."""
    return {
        "trees_child": _("In tree {tree}, node {node} leads to node {value}, which that tree does not have."),
        "trees_top": _("In tree {tree}, node {node} leads back to the top of the tree: a walk down it would never end."),
        "trees_circle": _("In tree {tree}, more than one way leads to node {node}: a walk down the tree might never end."),
        "trees_loose": _("In tree {tree}, no way leads to node {node}."),
        "trees_parent": _("In tree {tree}, node {node} says that it hangs below node {value}, which is not so."),
        "trees_feature": _("In tree {tree}, node {node} asks for feature {value}, but the model has {count}, counted from 0."),
        "trees_split": _("In tree {tree}, node {node} asks question {value}, but the model has {count}, counted from 0."),
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
        "trees_words": _("In tree {tree}, the list {name} holds what is no number."),
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
        "trees_kinds": _("The file says of nodes that they ask for categories, and does not say for which."),
        "trees_places": _("The file does not give every feature a place of its own."),
        "trees_twofold": _("The file tells {name} twice, in two ways."),
        "trees_number": _("The file gives {value} as {name}, which no honest file does."),
        "trees_missing": _("The file lacks {name}, which its library always writes."),
        "trees_trailing": _("Something follows the end of the model in the file."),
        "trees_json": _("From character {value} of its {count} on the file is no JSON: it was cut short or changed on its way."),
        "trees_ended": _("The settings at the file's end break off: it was cut short on its way."),
        "trees_cut": _("The file's trees are longer than the file."),
    }


def _parts() -> dict[str, str]:
    """What is wrong with what CatBoost keeps of categories, texts and embeddings behind its trees."""
    return {
        "trees_tables": _("The file lacks the tables of its categories, as where final_ctr_computation_mode is Skip: CatBoost "
                          "ends when such a model answers."),
        "trees_made": _("Its trees ask for numbers made of a text or an embedding that no part of the file makes."),
        "trees_search": _("In its table {name} a search might never end, or end outside of the table."),
        "trees_point": _("The points that the file keeps to compare embeddings with lead to points that it does not hold."),
        "trees_likely": _("The file asks for the likelihoods of {count} classes of an embedding. CatBoost keeps those of two, "
                          "and reads past its memory for more."),
    }  # fmt: skip


def way_out() -> str:
    """What to do with a file whose trees are no trees."""
    return _("Ask for the file again from whoever trained the model. Do not open this one elsewhere: its library would follow "
             "these numbers.")


def unfamiliar(why: str) -> str:
    """A remark on trees that could not be looked at, or that not every version reads."""
    if why == "older":
        return _("Its trees give several outputs in a form that only XGBoost before 3.1 reads; newer ones end on them.")
    if why == "large":
        return _("The file is so large that its trees were not looked at: crafted ones could make its library end or hang.")
    return _("How its trees are written is not known here, so they were not looked at: crafted ones could make its library "
             "end or hang.")
