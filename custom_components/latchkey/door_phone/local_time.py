"""Dates and times as the person who looks writes them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..profile import async_read_profile, language_of

_ORDERS: Final = {"DMY": "%d/%m/%Y", "MDY": "%m/%d/%Y", "YMD": "%Y-%m-%d"}
"""The formats that a person may choose in their profile."""

_LANGUAGES: Final = {
    "de": "%d.%m.%Y",
    "en": "%d %b %Y",  # Whether the month or the day comes first depends on the country.
    "es": "%d/%m/%Y",
    "fr": "%d/%m/%Y",
    "it": "%d/%m/%Y",
    "nl": "%d-%m-%Y",
}
_CLOCKS: Final = {"12": "%-I:%M %p", "24": "%H:%M"}
_HALF_DAYS: Final = ("en",)
"""The languages in which Home Assistant's page counts to twelve; British English is not among them."""


@dataclass(frozen=True, slots=True)
class LocalTime:
    """The language of a person, and how they write dates and times."""

    language: str
    date: str
    clock: str

    @classmethod
    async def async_find(cls, hass: HomeAssistant) -> Self:
        """Return what whoever asks chose in their profile; what they left open follows from the language."""
        chosen = await async_read_profile(hass)
        language = language_of(hass, chosen)
        usual_clock = _CLOCKS["12" if language in _HALF_DAYS else "24"]
        return cls(
            language=language,
            date=_ORDERS.get(chosen.get("date_format", ""))
            or _LANGUAGES.get(language.partition("-")[0], _ORDERS["YMD"]),
            clock=_CLOCKS.get(chosen.get("time_format", ""), usual_clock),
        )

    def write(self, moment: datetime) -> str:
        """Return a moment as it is written where Home Assistant runs; of today, the time alone."""
        local = dt_util.as_local(moment)
        is_today = local.date() == dt_util.now().date()
        return local.strftime(self.clock if is_today else f"{self.date} {self.clock}")
