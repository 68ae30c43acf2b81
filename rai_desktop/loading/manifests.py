"""Which of several models in an archive is meant: MLflow's own note says it."""

import re
from collections.abc import Mapping, Sequence

LIMIT = 2**18
_NAMED = re.compile(r"^\s+(?:model_path|pickled_model|data|model_binary):\s*[\"']?([^\s\"']+)[\"']?\s*$", re.MULTILINE)


def is_manifest(name: str) -> bool:
    """Whether a member is MLflow's note on the model beside it; the copy it keeps in a folder of its own is none."""
    parts = name.split("/")
    return parts[-1] == "MLmodel" and parts[-2:-1] != ["metadata"]


def meant(found: Sequence[str], manifests: Mapping[str, bytes]) -> list[str]:
    """The one model that the only note names, where several were found; otherwise all of them."""
    if len(found) < 2 or len(manifests) != 1:
        return list(found)
    name, content = next(iter(manifests.items()))
    folder = name[: -len("MLmodel")]
    named = {folder + told for told in _NAMED.findall(content.decode("utf-8", "replace"))}
    chosen = [each for each in found if each in named]
    return chosen if len(chosen) == 1 else list(found)
