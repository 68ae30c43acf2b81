"""What a bundle tells without telling where the analyst's files lie: paths become file names."""

from dataclasses import replace
from typing import TypeVar

import msgspec

from rai_desktop.project.placeless import mended_by, mender, placeless_project, without_paths
from rai_desktop.project.runs import in_sight
from rai_desktop.report.material import Material

T = TypeVar("T")


def placeless(material: Material) -> Material:
    """The same material with file names for paths; nothing else is altered."""
    mend = mender(material.project)
    project = placeless_project(material.project)
    run = in_sight(project)
    results = {name: _shortened(mended_by(result, mend), "reason") for name, result in material.results.items()}
    findings = [_shortened(mended_by(each, mend), "sentence") if not each.metric else mended_by(each, mend)
                for each in material.findings]
    return replace(material, project=project, run=run, results=results, findings=findings)


def _shortened(value: T, field: str) -> T:
    short = without_paths(getattr(value, field))
    changed: T = msgspec.structs.replace(value, **{field: short})  # type: ignore[type-var]
    return changed
