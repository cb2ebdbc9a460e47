"""Texts: what people see of them, and what setting one says to the vendor."""

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from custom_components.latchkey.clouds.model import SetText, Text
from custom_components.latchkey.diagnostics import async_get_config_entry_diagnostics

from .home import act, state
from .memory import link

TEXT = "text.thing"


async def test_a_text_is_shown_and_set(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = await link(hass, monkeypatch, Text(key="text", value="hello", min_length=2, max_length=9))
    shown = state(hass, TEXT)
    assert (shown.state, shown.attributes["min"], shown.attributes["max"]) == ("hello", 2, 9)
    assert shown.attributes["mode"] == "text"
    await act(hass, "text.set_value", TEXT, value="there")
    assert cloud.commands == [SetText("there")]


async def test_a_text_of_another_length_is_not_sent(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, Text(key="text", value="hello", max_length=9))
    with pytest.raises((ValueError, HomeAssistantError), match="too long"):
        await act(hass, "text.set_value", TEXT, value="hello there")
    assert cloud.commands == []


@pytest.mark.timeout(10)
async def test_a_pattern_is_for_browsers_and_not_matched_here(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = "(a+)+b"
    await link(hass, monkeypatch, Text(key="text", value="a" * 60, pattern=endless))
    assert state(hass, TEXT).state == "a" * 60
    assert state(hass, TEXT).attributes["pattern"] == endless


async def test_diagnostics_show_no_text(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    await link(hass, monkeypatch, Text(key="text", value="off", is_password=True))
    assert state(hass, TEXT).attributes["mode"] == "password"
    (entry,) = hass.config_entries.async_entries("latchkey")
    told = await async_get_config_entry_diagnostics(hass, entry)
    (device,) = told["devices"].values()
    assert device["features"][0]["value"] == "**REDACTED**"
