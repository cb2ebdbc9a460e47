"""Texts: what people see of them, and what setting one says to the vendor."""

import pytest
from homeassistant.components.text import TextEntity, TextMode
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from custom_components.latchkey.clouds.model import SetText, Text
from custom_components.latchkey.diagnostics import async_get_config_entry_diagnostics

from .home import act, state
from .memory import link
from .mirroring import Mirror

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


class Password(TextEntity):
    """A password of digits."""

    entity_id = "text.password"
    _attr_unique_id = "password"
    _attr_name = "Password"
    _attr_mode = TextMode.PASSWORD
    _attr_pattern = "[0-9]+"
    _attr_native_value = "1234"


async def test_a_password_that_the_other_side_refuses_is_not_told_to_the_log(
    mirror: Mirror, caplog: pytest.LogCaptureFixture
) -> None:
    await mirror.add(Password())
    await mirror.link()
    with pytest.raises(HomeAssistantError):
        await act(mirror.here, "text.set_value", mirror.id("text.password"), value="swordfish")
    (refusal,) = (line for line in caplog.messages if "does not perform text.set_value" in line)
    assert "match pattern" in refusal
    assert "swordfish" not in refusal
