"""How a page is looked at: on which device, in which theme, in which language."""

from dataclasses import dataclass
from typing import Final, Literal

from playwright.async_api import ViewportSize

from ..demo.process import REPOSITORY

TRANSLATIONS: Final = REPOSITORY / "custom_components" / "latchkey" / "translations"
VIEWPORTS: Final = {
    "desktop": ViewportSize(width=1280, height=900),
    "phone": ViewportSize(width=390, height=844),
}


@dataclass(frozen=True, slots=True)
class Look:
    """One of these."""

    device: Literal["desktop", "phone"]
    theme: Literal["light", "dark"]
    language: str

    @property
    def name(self) -> str:
        """Return what a screenshot of it is called."""
        return f"{self.device}-{self.theme}-{self.language}"

    @property
    def viewport(self) -> ViewportSize:
        """Return the size of the window."""
        return VIEWPORTS[self.device]


def looks(languages: tuple[str, str]) -> tuple[Look, ...]:
    """Return looks among which each two of device, theme and language meet."""
    first, second = languages
    return (
        Look("desktop", "light", first),
        Look("phone", "dark", first),
        Look("desktop", "dark", second),
        Look("phone", "light", second),
    )


def is_translated(language: str) -> bool:
    """Return whether Latchkey speaks a language."""
    return (TRANSLATIONS / f"{language}.json").exists()
