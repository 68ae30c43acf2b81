"""Files of the site folder: read again where one was put in, changed or taken out since they were last looked at."""

from rai_desktop import i18n
from rai_desktop.clauses import pointers, standing
from rai_desktop.frameworks import catalog as frameworks
from rai_desktop.frameworks import crosswalk
from rai_desktop.paths import site_dir
from rai_desktop.questionnaire import catalog, suggestions
from rai_desktop.risks import rules

Marks = tuple[tuple[str, int, int], ...]
_FILES = ("questionnaires/*.toml", "frameworks/*.json", "scales/*.toml", "suggestions/*.toml", "risks/*.toml", "locale/*/*/*.mo")
_KEPT = (catalog, suggestions, frameworks, crosswalk, standing, pointers, rules, i18n)
_seen: list[Marks] = [()]


def read_again() -> bool:
    """Forget what was read of them where a file is another one than at the last call; whether it was so. Policies and scales
    of risks are read each time they are asked for."""
    if (now := _marks()) == _seen[0]:
        return False
    _seen[0] = now
    for each in _KEPT:
        each.forget()
    return True


def _marks() -> Marks:
    """Each file by its place in the folder, when it was written, and its size; what cannot be looked at has neither."""
    home = site_dir()
    found = []
    for pattern in _FILES:
        for path in sorted(home.glob(pattern)):
            try:
                is_ = path.stat()
            except OSError:
                found.append((path.relative_to(home).as_posix(), 0, 0))
            else:
                found.append((path.relative_to(home).as_posix(), is_.st_mtime_ns, is_.st_size))
    return tuple(found)
