"""What the repairs of Home Assistant tell of an account."""

from dataclasses import dataclass
from typing import Final, Literal

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import CONF_KIND, DOCUMENTATION, DOMAIN
from ..entry import LatchkeyConfigEntry

type IssueKind = Literal[
    "home_gone",
    "instance_not_reached",
    "no_devices",
    "not_reached",
    "predecessor_enabled",
    "predecessor_found",
    "predecessor_in_yaml",
    "relay_unavailable",
    "token_not_saved",
    "token_unused",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manner:
    """How an issue is told."""

    severity: ir.IssueSeverity
    chapter: str
    """The heading in the documentation that says more, as an anchor."""

    page: str = "troubleshooting"
    """Where that is; {kind} is that of the account."""

    is_fixable: bool = False
    """Whether `repairs.py` has a flow for it."""


MANNERS: Final[dict[IssueKind, _Manner]] = {
    "home_gone": _Manner(severity=ir.IssueSeverity.WARNING, chapter="a-home-is-gone", is_fixable=True),
    "instance_not_reached": _Manner(
        severity=ir.IssueSeverity.ERROR, chapter="another-home-assistant-does-not-answer", is_fixable=True
    ),
    "no_devices": _Manner(severity=ir.IssueSeverity.WARNING, chapter="an-account-has-no-devices"),
    "not_reached": _Manner(
        severity=ir.IssueSeverity.ERROR, chapter="a-maker-does-not-answer-for-hours", is_fixable=True
    ),
    "predecessor_enabled": _Manner(
        severity=ir.IssueSeverity.WARNING, page="{kind}", chapter="moving-over", is_fixable=True
    ),
    "predecessor_found": _Manner(
        severity=ir.IssueSeverity.WARNING, page="{kind}", chapter="moving-over", is_fixable=True
    ),
    "predecessor_in_yaml": _Manner(severity=ir.IssueSeverity.WARNING, page="{kind}", chapter="moving-over"),
    "relay_unavailable": _Manner(
        severity=ir.IssueSeverity.WARNING, chapter="the-video-relay-cannot-be-installed", is_fixable=True
    ),
    "token_not_saved": _Manner(severity=ir.IssueSeverity.ERROR, chapter="a-key-could-not-be-saved"),
    "token_unused": _Manner(
        severity=ir.IssueSeverity.WARNING, chapter="a-key-is-about-to-expire", is_fixable=True
    ),
}


class AccountIssues:
    """The issues of one account."""

    def __init__(self, hass: HomeAssistant, entry: LatchkeyConfigEntry) -> None:
        """Take whose issues they are."""
        self._hass = hass
        self._entry = entry

    @callback
    def tell(self, kind: IssueKind, **placeholders: str) -> None:
        """Tell the owner of the account, or tell them anew."""
        manner = MANNERS[kind]
        page = manner.page.format(kind=self._entry.data[CONF_KIND].replace("_", "-"))
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._id(kind),
            data={"entry_id": self._entry.entry_id},
            is_fixable=manner.is_fixable,
            learn_more_url=f"{DOCUMENTATION}/blob/main/docs/{page}.md#{manner.chapter}",
            severity=manner.severity,
            translation_key=kind,
            translation_placeholders={"account": self._entry.title, **placeholders},
        )

    @callback
    def withdraw(self, *kinds: IssueKind) -> None:
        """Tell nothing any more of what is over."""
        for kind in kinds or MANNERS:
            ir.async_delete_issue(self._hass, DOMAIN, self._id(kind))

    def _id(self, kind: IssueKind) -> str:
        """Return what names an issue among all."""
        return f"{kind}_{self._entry.entry_id}"
