"""Alarm systems: what people ask of them, and what the vendor hears."""

import logging
from contextlib import nullcontext

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from custom_components.latchkey.clouds.model import AlarmPanel, SetAlarm
from tests.simulators.hubspace import HubspaceSimulator

from .home import act, state
from .memory import link

PANEL = "alarm_control_panel.alarm"


@pytest.fixture
def alarm(hubspace: HubspaceSimulator) -> str:
    """Return the vendor's id of the security system."""
    return hubspace.find("Alarm").id


@pytest.mark.usefixtures("loaded_entry")
@pytest.mark.parametrize(
    ("action", "word"),
    [
        ("alarm_arm_home", "stay"),
        ("alarm_arm_away", "away"),
        ("alarm_trigger", "alarming"),
    ],
)
async def test_an_alarm_needs_no_code_to_watch_and_one_to_stop(
    hass: HomeAssistant, hubspace: HubspaceSimulator, alarm: str, action: str, word: str
) -> None:
    await act(hass, f"alarm_control_panel.{action}", PANEL)
    assert word in hubspace.state(alarm, "alarm-state")
    assert state(hass, PANEL).state in ("arming", "armed_home", "armed_away", "triggered")
    await act(hass, "alarm_control_panel.alarm_disarm", PANEL, code=hubspace.pin)
    assert hubspace.state(alarm, "alarm-state") == "disarmed"
    assert state(hass, PANEL).state == "disarmed"


@pytest.mark.usefixtures("loaded_entry")
@pytest.mark.parametrize("code", [{}, {"code": "9999"}])
async def test_a_wrong_code_does_not_disarm(
    hass: HomeAssistant, hubspace: HubspaceSimulator, alarm: str, code: dict[str, str]
) -> None:
    await act(hass, "alarm_control_panel.alarm_trigger", PANEL)
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "alarm_control_panel.alarm_disarm", PANEL, **code)
    assert caught.value.translation_key == "wrong_pin"
    assert hubspace.state(alarm, "alarm-state") != "disarmed"
    assert state(hass, PANEL).state == "triggered"


@pytest.mark.usefixtures("loaded_entry")
@pytest.mark.parametrize("is_right", [True, False])
async def test_a_code_is_in_no_log_but_home_assistants_own_of_what_it_was_asked(
    hass: HomeAssistant, hubspace: HubspaceSimulator, caplog: pytest.LogCaptureFixture, *, is_right: bool
) -> None:
    caplog.set_level(logging.DEBUG)
    hubspace.pin = "739164"
    typed = hubspace.pin if is_right else "739165"
    await act(hass, "alarm_control_panel.alarm_trigger", PANEL)
    with nullcontext() if is_right else pytest.raises(ServiceValidationError):
        await act(hass, "alarm_control_panel.alarm_disarm", PANEL, code=typed)
    told_by = {record.name for record in caplog.records if typed in record.getMessage()}
    assert told_by <= {"homeassistant.core"}


@pytest.mark.parametrize(
    ("told", "shown"), [("pending", "pending"), ("on fire", "unknown"), (None, "unknown")]
)
async def test_a_state_that_home_assistant_does_not_know_is_unknown(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, told: str | None, shown: str
) -> None:
    await link(hass, monkeypatch, AlarmPanel(key="alarm", state=told, modes=()))
    assert state(hass, "alarm_control_panel.thing").state == shown
    assert state(hass, "alarm_control_panel.thing").attributes["supported_features"] == 0


@pytest.mark.parametrize(
    ("action", "mode"),
    [
        ("alarm_arm_home", "armed_home"),
        ("alarm_arm_away", "armed_away"),
        ("alarm_arm_night", "armed_night"),
        ("alarm_arm_vacation", "armed_vacation"),
        ("alarm_arm_custom_bypass", "armed_custom_bypass"),
        ("alarm_trigger", "triggered"),
    ],
)
async def test_an_alarm_watches_in_every_way_that_it_knows(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, action: str, mode: str
) -> None:
    panel = AlarmPanel(key="alarm", state="disarmed", modes=(mode,))
    cloud = await link(hass, monkeypatch, panel)
    await act(hass, f"alarm_control_panel.{action}", "alarm_control_panel.thing")
    assert cloud.commands == [SetAlarm(state=mode)]


async def test_an_alarm_that_wants_a_code_to_watch_is_not_asked_without_one(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = AlarmPanel(
        key="alarm",
        state="disarmed",
        modes=("armed_away",),
        code_format="number",
        needs_code_to_arm=True,
    )
    cloud = await link(hass, monkeypatch, panel)
    with pytest.raises(ServiceValidationError):
        await act(hass, "alarm_control_panel.alarm_arm_away", "alarm_control_panel.thing")
    await act(hass, "alarm_control_panel.alarm_arm_away", "alarm_control_panel.thing", code="1234")
    assert cloud.commands == [SetAlarm(state="armed_away", code="1234")]
