"""Updates of software."""

from typing import Final

from yarl import URL

from ...model import Update
from .attributes import Maps, Told
from .readings import is_on

_INSTALL: Final = 1
_ANY_VERSION: Final = 2
_PROGRESS: Final = 4
_BACKUP: Final = 8
_NOTES: Final = 16


def map_update(told: Told) -> Update:
    """Return software, and what is new of it."""
    percentage = told.number("update_percentage")
    return Update(
        **told.common,
        pending=is_on(told.state),
        installed_version=told.text("installed_version"),
        latest_version=told.text("latest_version"),
        skipped_version=told.text("skipped_version"),
        title=told.text("title"),
        summary=told.text("release_summary"),
        release_url=_read_url(told.text("release_url")),
        in_progress=told.flag("in_progress") is True,
        percentage=percentage if percentage is not None and 0 <= percentage <= 100 else None,  # noqa: PLR2004
        percentage_decimals=told.whole("display_precision", highest=6) or 0,
        is_automatic=told.flag("auto_update") is True,
        can_install=told.can(_INSTALL),
        can_install_any_version=told.can(_ANY_VERSION),
        can_back_up=told.can(_BACKUP),
        tells_progress=told.can(_PROGRESS),
        has_release_notes=told.can(_NOTES),
        device_class=told.text("device_class"),
    )


def _read_url(text: str | None) -> str | None:
    """Return the address of a page, and of nothing else that a browser would open."""
    try:
        return text if text is not None and URL(text).scheme in ("http", "https") else None
    except ValueError:
        return None


MAPS: Final[Maps] = {
    "update": {"": map_update},
}
