"""Settings of this computer: look, text size, language."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from rai_desktop import i18n
from rai_desktop.gui.dialogs.dialog import PlainDialog, roomy_form
from rai_desktop.gui.steps.step import caption, words
from rai_desktop.gui.theme import TEXT_SIZES, TEXT_STEP, Theme
from rai_desktop.i18n import _
from rai_desktop.settings import Settings


class SettingsDialog(PlainDialog):
    """Every choice holds at once; language from the next start."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(_("Settings"), parent, ems=30)
        self._settings = settings
        form = roomy_form()
        self.theme = _box({"system": _("As the system"), "light": _("Light"), "dark": _("Dark"),
                           "contrast": _("High contrast")}, settings.theme)
        self.text_size = QSpinBox()
        self.text_size.lineEdit().setTextMargins(6, 0, 0, 0)  # the style sheet's padding does not reach it
        self.text_size.setRange(*TEXT_SIZES)
        self.text_size.setSingleStep(TEXT_STEP)
        self.text_size.setSuffix(" %")
        self.text_size.setValue(settings.text_percent)
        self.text_size.setKeyboardTracking(False)
        self.language = _box({"": _("As the system")} | _languages(), settings.language)
        self.analyst = QLineEdit(settings.analyst)
        for field, name in ((self.theme, _("Look")), (self.text_size, _("Text size")), (self.language, _("Language")),
                            (self.analyst, _("Analyst of new assessments"))):
            field.setAccessibleName(name)
        form.addRow(_("Look"), self.theme)
        form.addRow(_("Text size"), self.text_size)
        form.addRow(_("Language"), self.language)
        form.addRow(words(_("Another language holds from the next start."), "small"))
        form.addRow(caption(_("Analyst of new assessments"), self.analyst))
        form.addRow(self.analyst)
        self.body.addLayout(form)
        if not settings.allow_unknown_classes:
            self.body.addWidget(words(_("Your site does not allow models with unknown classes."), "muted"))
        self.body.addStretch()
        self.theme.currentIndexChanged.connect(self._dress)
        self.text_size.valueChanged.connect(self._dress)
        self.language.currentIndexChanged.connect(lambda: settings.remember(language=self.language.currentData()))
        self.analyst.editingFinished.connect(lambda: settings.remember(analyst=self.analyst.text().strip()))

    def _dress(self) -> None:
        choice, size = self.theme.currentData(), self.text_size.value()
        self._settings.remember(theme=choice, text_percent=size)
        if Theme.current:
            Theme.current.choose(choice, size)


def _box(choices: dict[str, str], chosen: str) -> QComboBox:
    box = QComboBox()
    for value, words_of in choices.items():
        box.addItem(words_of, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


def _languages() -> dict[str, str]:
    """Each by its own name, so that whoever needs it can read it."""
    return {each: QLocale(each).nativeLanguageName().capitalize() for each in i18n.languages()}
