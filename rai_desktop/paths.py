"""Where shipped files, settings, logs and caches live."""

import os
from pathlib import Path, PurePath, PureWindowsPath

import platformdirs

_HERE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Path of a shipped, read-only file or folder, in a checkout, a wheel or a frozen program."""
    for root in (_HERE / "resources", _HERE.parent / "resources"):
        if (path := root / name).exists():
            return path
    raise FileNotFoundError(f"missing shipped file: {name}")


def _home() -> Path | None:
    home = os.environ.get("RAI_HOME")
    return Path(home) if home else None


def _made(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def settings_dir() -> Path:
    """Per-user settings; `RAI_HOME` moves it (portable use, tests)."""
    return _made(_home() or Path(platformdirs.user_config_dir("rai-desktop", appauthor=False)))


def log_dir() -> Path:
    """Where log files go."""
    home = _home()
    return _made(home / "log" if home else Path(platformdirs.user_log_dir("rai-desktop", appauthor=False)))


def cache_dir() -> Path:
    """Computed predictions and other things that can be made again."""
    home = _home()
    return _made(home / "cache" if home else Path(platformdirs.user_cache_dir("rai-desktop", appauthor=False)))


def site_dir() -> Path:
    """Where a site's administrator drops packs, policies and settings that restrict."""
    override = os.environ.get("RAI_SITE")
    return Path(override) if override else Path(platformdirs.site_config_dir("rai-desktop", appauthor=False))


def data_files(folder: str, suffix: str) -> list[Path]:
    """Shipped files of a folder, then the site's own, each sorted by name; a site file of the same name wins."""
    found = {path.name: path for path in sorted(resource(folder).glob(f"*{suffix}"))}
    found |= {path.name: path for path in sorted((site_dir() / folder).glob(f"*{suffix}"))}
    return list(found.values())


def parts_of(path: str) -> tuple[str, ...]:
    """The folders and the name of a path without drive and root, on whichever system it was written."""
    pure = _pure(path)
    return pure.parts[1:] if pure.anchor else pure.parts


def name_of(path: str) -> str:
    """The name of a file, likewise."""
    return _pure(path).name or path


def folder_of(path: str) -> str:
    """The folder of a file, likewise."""
    return str(_pure(path).parent)


def _pure(path: str) -> PurePath:
    """A path of Windows has a drive or a share, and backslashes; elsewhere a name may hold one, too."""
    windows = PureWindowsPath(path)
    return windows if windows.drive and "\\" in path else PurePath(path)
