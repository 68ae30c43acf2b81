"""What shuts a model in, in one line: only what was found in force is said to be."""

from rai_desktop.loading import isolation


def test_layers_in_force_and_not_available_are_told_apart() -> None:
    words = isolation.told({
        "limits": "in_force|4294967296", "landlock": "in_force|4", "namespaces": "absent|refused by the kernel",
        "self_test": "held:read,write|open:network",
    })  # fmt: skip
    line = isolation.in_one_line(words | {"Answers": "the same"})
    assert line == ("The model's confinement (partly isolated: these stay open: network); in force: Resource limits, Landlock; "
                    "not available: User and network namespaces.")


def test_nothing_known_is_said_to_be_nothing() -> None:
    assert isolation.in_one_line(isolation.told({})) == (
        "The model's confinement (not in force); in force: nothing; not available: nothing.")


def test_a_layer_that_a_command_is_not_given_is_not_called_unavailable() -> None:
    words = isolation.told({"landlock": "in_force|4", "seccomp": "left_out", "self_test": "held:read|open:programs"})
    assert isolation.in_one_line(words) == (
        "The model's confinement (partly isolated: these stay open: starting programs); in force: Landlock; not available: nothing. "
        "Not used here: seccomp (a program must be able to start its own parts).")
