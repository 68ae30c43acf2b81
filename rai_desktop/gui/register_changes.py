"""What the analyst does to the register and the actions, each as one labelled change of the project."""

import msgspec
from PySide6.QtCore import QObject

from rai_desktop.findings.finding import Finding, Response
from rai_desktop.gui.session import Session
from rai_desktop.gui.widgets.date_line import today
from rai_desktop.i18n import _
from rai_desktop.project import links
from rai_desktop.project.register import Action, Dismissal, Risk
from rai_desktop.risks import changes
from rai_desktop.risks.suggested import Suggested, as_risk


class RegisterChanges(QObject):
    """Adds, keeps and takes out; what is added is brought into sight by its link."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    # --- risks ----------------------------------------------------------------------------------------------------

    def new_risk(self, *sources: str) -> None:
        """A risk without words yet, from these links, in sight."""
        self._add_risk(Risk(title="", sources=list(sources)), _("Added a risk"))

    def keep_risk(self, id_: str, risk: Risk) -> None:
        """A risk as it is now."""
        self._session.apply(_("Changed the risk: {title}").format(title=_short(risk.title)), changes.with_risk(id_, risk))

    def link_risk(self, id_: str, link: str) -> None:
        """One more place that a risk came from."""
        risk = self._session.project.risks[id_] if self._session.project else None
        if risk is not None and link not in risk.sources:
            self.keep_risk(id_, msgspec.structs.replace(risk, sources=[*risk.sources, link]))

    def copy_risk(self, id_: str) -> None:
        """A copy of a risk, in sight: open, accepted by nobody, and no suggestion's."""
        if (project := self._session.project) is not None:
            copy = changes.copy_of(project.risks[id_])
            self._add_risk(copy, _("Duplicated the risk: {title}").format(title=_short(project.risks[id_].title)))

    def take_out_risk(self, id_: str) -> None:
        """A risk out of the register; its actions stay."""
        title = self._title("risks", id_)
        self._session.apply(_("Took out the risk: {title}").format(title=_short(title)), changes.without_risk(id_))

    def take(self, suggested: Suggested) -> None:
        """A suggestion into the register."""
        label = _("Added the risk: {title}").format(title=_short(suggested.title))
        self._session.apply(label, changes.with_risk(changes.new_id(), as_risk(suggested)))

    def dismiss(self, suggested: Suggested, reason: str) -> None:
        """A suggestion that is no risk here, by whoever is at the desk, today."""
        said = Dismissal(title=suggested.title, reason=reason, who=self._session.person, when=today().isoformat())
        self._session.apply(_("No risk here: {title}").format(title=_short(suggested.title)),
                            changes.with_dismissal(suggested.key, said))

    def suggest_again(self, key: str) -> None:
        """Take a dismissal back."""
        self._session.apply(_("Suggested a risk again"), changes.without_dismissal(key))

    def choose_scale(self, name: str, title: str) -> None:
        """Rate by another scale."""
        self._session.apply(_("Chose the scale {title}").format(title=title), changes.on_scale(name))

    # --- actions --------------------------------------------------------------------------------------------------

    def new_action(self, *sources: str) -> None:
        """An action without words yet, for these links, in sight."""
        self._add_action(Action(title="", sources=list(sources)), _("Added an action"))

    def keep_action(self, id_: str, action: Action) -> None:
        """An action as it is now."""
        self._session.apply(_("Changed the action: {title}").format(title=_short(action.title)),
                            changes.with_action(id_, action))

    def link_action(self, id_: str, link: str) -> None:
        """One more thing that an action serves."""
        action = self._session.project.actions[id_] if self._session.project else None
        if action is not None and link not in action.sources:
            self.keep_action(id_, msgspec.structs.replace(action, sources=[*action.sources, link]))

    def take_out_action(self, id_: str) -> None:
        """An action out of the list."""
        title = self._title("actions", id_)
        self._session.apply(_("Took out the action: {title}").format(title=_short(title)), changes.without_action(id_))

    def promise(self, finding: Finding, response: Response) -> None:
        """The mitigation of a response as an action, in sight."""
        action = changes.action_of(finding, response)
        self._add_action(action, _("Made an action of the response: {title}").format(title=_short(action.title)))

    # --- parts ----------------------------------------------------------------------------------------------------

    def _add_risk(self, risk: Risk, label: str) -> None:
        id_ = changes.new_id()
        self._session.apply(label, changes.with_risk(id_, risk))
        if self._session.project and id_ in self._session.project.risks:  # not where the change was given up
            self._session.wanted.emit(links.risk(id_))

    def _add_action(self, action: Action, label: str) -> None:
        id_ = changes.new_id()
        self._session.apply(label, changes.with_action(id_, action))
        if self._session.project and id_ in self._session.project.actions:
            self._session.wanted.emit(links.action(id_))

    def _title(self, what: str, id_: str) -> str:
        there = getattr(self._session.project, what, {})
        return there[id_].title if id_ in there else ""


def _short(text: str) -> str:
    text = text or _("without a title")
    return text if len(text) <= 60 else f"{text[:57]}…"
