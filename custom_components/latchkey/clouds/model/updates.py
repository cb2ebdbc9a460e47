"""Updates of software."""

from dataclasses import dataclass

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Update(Feature):
    """Software, and the newest version that there is of it."""

    platform = "update"

    pending: bool | None
    """Whether there is a version that should be installed: newer, and not skipped."""

    installed_version: str | None = None
    latest_version: str | None = None
    skipped_version: str | None = None
    title: str | None = None
    """What the software is called."""

    summary: str | None = None
    """What is new, in a few words."""

    release_url: str | None = None
    in_progress: bool = False
    percentage: float | None = None
    """How far it is, where that is known."""

    percentage_decimals: int = 0
    is_automatic: bool = False
    """Whether it is installed by itself."""

    can_install: bool = False
    can_install_any_version: bool = False
    can_back_up: bool = False
    """Whether a backup can be made before."""

    tells_progress: bool = False
    has_release_notes: bool = False
    """Whether `HasReleaseNotes.async_get_release_notes` returns what is new."""

    device_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallUpdate:
    """Install the newest version, or a certain one."""

    version: str | None = None
    backup: bool = False
    """Whether a backup is made before."""


@dataclass(frozen=True, slots=True)
class SkipUpdate:
    """Skip the newest version."""


@dataclass(frozen=True, slots=True)
class UnskipUpdate:
    """Skip no version any more."""
