"""Files dropped onto the window: what each is for, and the target that lights up."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from rai_desktop.i18n import _

TABLES = (".csv", ".tsv", ".txt", ".gz", ".parquet", ".xlsx", ".xlsm", ".feather", ".arrow", ".jsonl", ".ndjson")
MODELS = (".joblib", ".pkl", ".pickle", ".skops", ".onnx", ".ubj", ".json", ".model", ".bst", ".lgb", ".cbm")


def kind_of(path: Path) -> str:
    """project, table, model, or "" for what this program cannot use."""
    suffix = path.suffix.lower()
    if suffix == ".rai":
        return "project"
    if suffix in TABLES:
        return "table"
    return "model" if suffix in MODELS else ""


def why_not(path: Path) -> str:
    """Why a dropped file is refused, and what can be dropped."""
    if path.is_dir():
        return _("{name} is a folder. Drop a project (.rai), a table or a model.").format(name=path.name)
    return _(
        "{name} is neither a project (.rai), nor a table (CSV, Parquet, Excel, Feather, JSON lines), nor a model "
        "(joblib, pickle, skops, ONNX, XGBoost, LightGBM)."
    ).format(name=path.name)


def files_in(data: QMimeData) -> list[Path]:
    """Local files of a drag."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropTarget(QObject):
    """Watches a window; `dropped(path, kind)` for each file that can be used, `refused(sentence)` for others."""

    dropped = Signal(object, str)
    refused = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._light = QLabel("", window)
        self._light.setObjectName("drop")
        self._light.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._light.setTextFormat(Qt.TextFormat.PlainText)
        self._light.setWordWrap(True)
        self._light.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._light.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Light up, take, or go dark again."""
        if watched is not self._window:
            return False
        if isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter:
            return self._enter(event)
        if event.type() == QEvent.Type.DragLeave:
            self._light.hide()
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            return self._drop(event)
        return False

    def _enter(self, event: QDragEnterEvent) -> bool:
        paths = files_in(event.mimeData())
        if not paths:
            return False
        kinds = {kind_of(path) for path in paths}
        self._light.setText(self._promise(kinds))
        self._light.setGeometry(self._window.rect().adjusted(24, 24, -24, -24))
        self._light.raise_()
        self._light.show()
        event.acceptProposedAction()
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self._light.hide()
        event.acceptProposedAction()
        for path in files_in(event.mimeData()):
            kind = kind_of(path)
            if kind and path.is_file():
                self.dropped.emit(path, kind)
            else:
                self.refused.emit(why_not(path))
        return True

    def _promise(self, kinds: set[str]) -> str:
        said = {"project": _("Drop to open this assessment"), "table": _("Drop to use this table"),
                "model": _("Drop to use this model")}
        found = [words for kind, words in said.items() if kind in kinds]
        return "\n".join(found) or _("This program cannot use this file")
