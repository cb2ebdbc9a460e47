"""An account at a real Home Assistant: what is read, told and done, and what goes wrong."""

import asyncio
from typing import Any

import pytest
from aiohttp import web
from homeassistant.core import CoreState, ServiceCall
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr

from custom_components.latchkey.auth.errors import RefreshTokenRejected, TemporaryError
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.base import CommandFailed, CommandRefused
from custom_components.latchkey.clouds.home_assistant import VENDOR, follower, reading
from custom_components.latchkey.clouds.home_assistant import client as client_module
from custom_components.latchkey.clouds.home_assistant.client import Client
from custom_components.latchkey.clouds.home_assistant.cloud import HomeAssistantCloud
from custom_components.latchkey.clouds.home_assistant.registry import Registry
from custom_components.latchkey.clouds.home_assistant.stale import Stale
from custom_components.latchkey.clouds.model import (
    Fan,
    Light,
    Picture,
    SetFan,
    SetLight,
    SetSwitch,
    Switch,
)
from custom_components.latchkey.clouds.settings import Selection, Settings

from .listening import Listener, feature, found
from .remote import Remote


async def test_an_entity_has_the_icon_that_its_integration_gives_it_there(
    remote: Remote, cloud: HomeAssistantCloud
) -> None:
    dawn = remote.entities.async_get_or_create(
        "sensor", "sun", "dawn", original_name="Next dawn", translation_key="next_dawn"
    )
    remote.hass.config.components.add("sun")
    remote.hass.states.async_set(dawn.entity_id, "2026-11-20T06:00:00+00:00")
    assert feature(await cloud.async_fetch(), "Next dawn").icon == "mdi:sun-clock"


async def test_an_instance_without_a_page_has_no_icons_and_is_shown(
    remote: Remote, cloud: HomeAssistantCloud
) -> None:
    remote.add_entity("light.hall", "off")
    del remote.hass.data["websocket_api"]["frontend/get_icons"]
    assert feature(await cloud.async_fetch(), "Hall").icon is None


def test_the_vendor_presents_itself() -> None:
    vendor = VENDOR.at("http://192.0.2.7:8123")
    assert vendor.kind == "home_assistant"
    assert issubclass(vendor.load_cloud(), HomeAssistantCloud)
    assert vendor.token_endpoint.url == "http://192.0.2.7:8123/auth/token"


async def test_the_account_is_the_user_of_the_other_side(remote: Remote, cloud: HomeAssistantCloud) -> None:
    account = await cloud.async_identify()
    assert (account.id, account.name) == (remote.user.id, "test home – Guest")


async def test_what_is_software_there_is_none_of_the_things_here(
    remote: Remote, cloud: HomeAssistantCloud
) -> None:
    remote.add_entity("sensor.forecast", "7", device="Forecast")
    remote.device("Forecast", dr.DeviceEntryType.SERVICE)
    remote.add_entity("light.hall", "on", device="Hall")
    devices = (await cloud.async_fetch()).devices.values()
    is_service = {device.name: device.is_service for device in devices}
    assert (is_service["Forecast"], is_service["Hall"]) == (True, False)


async def test_all_that_there_is_is_read(remote: Remote, cloud: HomeAssistantCloud) -> None:
    remote.add_entity("light.hall", "on", device="Hall")
    remote.add_entity("switch.pump", "off")
    remote.hass.states.async_set("sensor.template", "7", {"friendly_name": "Template"})
    remote.add_entity("tts.robot", "docked")
    snapshot = await cloud.async_fetch()
    hall = next(device for device in snapshot.devices.values() if device.name == "Hall")
    assert (hall.maker, hall.model, hall.parent) == ("Maker", "Thing", "instance")
    assert snapshot.devices["instance"].model == "Home Assistant Core"
    assert isinstance(feature(snapshot, "Hall"), Light)
    assert isinstance(feature(snapshot, "Pump"), Switch)
    assert feature(snapshot, "Template").available
    with pytest.raises(KeyError):
        found(snapshot, "Robot")


async def test_an_entity_that_is_in_an_area_of_its_own_says_so(
    remote: Remote, cloud: HomeAssistantCloud
) -> None:
    entry = remote.add_entity("light.hall")
    area = remote.areas.async_create("Hall")
    remote.entities.async_update_entity(entry.entity_id, area_id=area.id)
    snapshot = await cloud.async_fetch()
    assert snapshot.places[area.id] == "Hall"
    assert feature(snapshot, "Hall").place == area.id


async def test_only_what_was_chosen_is_read(remote: Remote, session: TokenSession) -> None:
    remote.add_entity("light.hall")
    remote.add_entity("switch.pump")
    settings = Settings(selection=Selection(kinds=frozenset({"light"})))
    cloud = HomeAssistantCloud(session, settings, url=remote.url)
    snapshot = await cloud.async_fetch()
    assert [each.name for each in snapshot.devices["instance"].features.values()] == ["Hall"]
    assert len(await cloud.async_list_shown(Selection(kinds=frozenset({"light", "switch"})))) == 2
    choices = await cloud.async_list_choices()
    by_name = {each.name: each for each in choices.features}
    assert {each.name: each.word for each in by_name.values()} == {"Hall": "on", "Pump": "on"}
    assert choices.shown == {by_name["Hall"].id}


async def test_a_device_that_a_person_did_not_choose_is_told_from_one_that_is_gone(
    remote: Remote, session: TokenSession
) -> None:
    remote.add_entity("light.hall", device="Hall")
    pump = remote.add_entity("switch.pump", device="Pump")
    lamp = remote.add_entity("light.attic", device="Attic")
    settings = Settings(selection=Selection(kinds=frozenset({"light"})))
    cloud = HomeAssistantCloud(session, settings, url=remote.url)
    assert (await cloud.async_fetch()).unchosen == {pump.device_id}
    remote.entities.async_remove("light.attic")
    snapshot = await cloud.async_fetch()
    assert lamp.device_id not in snapshot.devices
    assert snapshot.unchosen == {pump.device_id}


async def test_what_did_not_change_stays_the_same_object(remote: Remote, cloud: HomeAssistantCloud) -> None:
    remote.add_entity("light.hall", device="Hall")
    remote.add_entity("switch.pump", "off", device="Pump")
    before = await cloud.async_fetch()
    remote.hass.states.async_set("switch.pump", "on")
    after = await cloud.async_fetch()
    changed = [key for key, device in after.devices.items() if before.devices[key] is not device]
    assert [after.devices[key].name for key in changed] == ["Pump"]


async def test_a_change_is_told_as_it_happens(remote: Remote, listener: Listener) -> None:
    assert listener.told == [None]
    lamp, before = found(listener.snapshot, "Hall")
    remote.hass.states.async_set("light.hall", "on")
    await listener.next()
    assert listener.told[-1] == frozenset({lamp})
    after = feature(listener.snapshot, "Hall")
    assert isinstance(before, Light)
    assert isinstance(after, Light)
    assert (before.on, after.on) == (False, True)


async def test_changes_of_several_entities_that_come_together_are_told_together(
    remote: Remote, cloud: HomeAssistantCloud, listener: Listener
) -> None:
    for number in range(50):
        remote.hass.states.async_set(f"light.lamp_{number}", "off")
    await cloud.async_fetch()
    for number in range(50):
        remote.hass.states.async_set(f"light.lamp_{number}", "on")
    while sum(len(told) for told in listener.told if told is not None) < 50:
        await listener.next()
    assert len(listener.told) <= 3


async def test_each_change_of_an_entity_is_told_however_soon_the_next_one_comes(
    remote: Remote, listener: Listener
) -> None:
    for state in ("on", "off", "on"):
        remote.hass.states.async_set("light.hall", state)
    while len(listener.snapshots) < 4:
        await listener.next()
    lamps = [feature(snapshot, "Hall") for snapshot in listener.snapshots[1:]]
    assert [lamp.on for lamp in lamps if isinstance(lamp, Light)] == [True, False, True]


async def test_a_change_that_means_nothing_here_is_not_told(remote: Remote, listener: Listener) -> None:
    remote.hass.states.async_set("light.hall", "off", {"friendly_name": "Corridor"})
    await asyncio.sleep(0.05)
    assert listener.told == [None]


async def test_what_is_added_renamed_moved_and_removed_is_followed(
    remote: Remote, listener: Listener
) -> None:
    remote.add_entity("switch.pump", "off")
    await listener.next()
    pump, _ = found(listener.snapshot, "Pump")
    remote.entities.async_update_entity("switch.pump", new_entity_id="switch.well", name="Well")
    remote.hass.states.async_set("switch.well", "on")
    remote.hass.states.async_remove("switch.pump")
    while not any(each.name == "Well" for each in listener.snapshot.devices["instance"].features.values()):
        await listener.next()
    where, well = found(listener.snapshot, "Well")
    assert where == pump
    assert isinstance(well, Switch)
    remote.hass.states.async_set("switch.well", "off")
    while feature(listener.snapshot, "Well") == well:
        await listener.next()
    remote.entities.async_remove("switch.well")
    while any(each.name == "Well" for each in listener.snapshot.devices["instance"].features.values()):
        await listener.next()


@pytest.mark.parametrize("expected_lingering_timers", [True])  # the heartbeat of the other side
async def test_where_nothing_is_chosen_nothing_is_told(
    remote: Remote, session: TokenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(selection=Selection(patterns=("light.attic",)))
    cloud, listener = HomeAssistantCloud(session, settings, url=remote.url), Listener()
    told: list[Any] = []
    monkeypatch.setattr(follower.Follower, "_on_states", lambda _, event: told.append(event))
    remote.add_entity("light.hall", "off")
    listening = asyncio.create_task(cloud.async_listen(listener))
    await listener.next()
    remote.hass.states.async_set("light.hall", "on")
    await asyncio.sleep(0.05)
    assert not told
    remote.add_entity("light.attic", "off")
    await listener.next()
    remote.hass.states.async_set("light.attic", "on")
    while not told:  # noqa: ASYNC110 - a double, which tells nobody
        await asyncio.sleep(0.005)
    listening.cancel()
    await asyncio.wait([listening])


def fail_once(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Let the next look at what changed fail."""

    async def fail(_client: Client, _registry: Registry, _stale: Stale) -> Registry:
        monkeypatch.setattr(follower, "async_read_anew", reading.async_read_anew)
        raise error

    monkeypatch.setattr(follower, "async_read_anew", fail)


@pytest.mark.parametrize("expected_lingering_timers", [True])  # the heartbeat of the other side
async def test_what_is_added_is_followed_also_where_it_cannot_be_read_at_once(
    remote: Remote, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_once(monkeypatch, TemporaryError("too busy"))
    remote.add_entity("switch.pump", "off")
    await listener.next()
    assert listener.losses == ["too busy"]
    await listener.next()
    assert feature(listener.snapshot, "Pump").available


@pytest.mark.parametrize("expected_lingering_timers", [True])  # the heartbeat of the other side
async def test_a_mistake_of_ours_while_something_is_added_is_not_hidden(
    remote: Remote, cloud: HomeAssistantCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener = Listener()
    listening = asyncio.create_task(cloud.async_listen(listener))
    await listener.next()
    fail_once(monkeypatch, ZeroDivisionError())
    remote.add_entity("switch.pump", "off")
    async with asyncio.timeout(10):
        with pytest.raises(ZeroDivisionError):
            await listening


async def test_an_instance_that_starts_loses_nothing(remote: Remote, cloud: HomeAssistantCloud) -> None:
    remote.add_entity("light.hall", "on")
    remote.hass.states.async_set("sensor.template", "7", {"friendly_name": "Template"})
    await cloud.async_fetch()
    remote.hass.set_state(CoreState.starting)
    remote.hass.states.async_remove("sensor.template")
    remote.hass.states.async_remove("light.hall")
    snapshot = await cloud.async_fetch()
    assert not feature(snapshot, "Hall").available
    assert not feature(snapshot, "Template").available
    remote.hass.set_state(CoreState.running)
    snapshot = await cloud.async_fetch()
    assert not feature(snapshot, "Hall").available
    with pytest.raises(KeyError):
        found(snapshot, "Template")


async def test_an_instance_that_starts_is_looked_at_until_it_has(
    remote: Remote, cloud: HomeAssistantCloud
) -> None:
    remote.hass.set_state(CoreState.starting)
    listener = Listener()
    listening = asyncio.create_task(cloud.async_listen(listener))
    await listener.next()
    remote.hass.states.async_set("light.late", "on", {"friendly_name": "Late"})
    remote.hass.set_state(CoreState.running)
    await listener.next()
    assert feature(listener.snapshot, "Late").available
    listening.cancel()
    await asyncio.wait([listening])


async def test_a_poll_while_changes_are_told_reads_all_anew(
    remote: Remote, cloud: HomeAssistantCloud, listener: Listener
) -> None:
    remote.hass.states.async_set("light.new", "on", {"friendly_name": "New"})
    assert feature(await cloud.async_fetch(), "New").available
    remote.hass.states.async_set("light.new", "off", {"friendly_name": "New"})
    await listener.next()
    new = feature(listener.snapshot, "New")
    assert isinstance(new, Light)
    assert new.on is False


async def test_a_command_is_an_action_of_the_other_side(remote: Remote, cloud: HomeAssistantCloud) -> None:
    calls: list[ServiceCall] = []
    remote.hass.services.async_register("light", "turn_on", calls.append)
    remote.add_entity("light.hall", "off")
    (device_id, key), _ = found(await cloud.async_fetch(), "Hall")
    await cloud.async_send(device_id, key, SetLight(on=True, brightness=7))
    assert calls[0].data == {"entity_id": ["light.hall"], "brightness": 7}


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ServiceValidationError("the bulb is gone"), CommandRefused),
        (HomeAssistantError("the bulb is gone"), CommandFailed),
    ],
)
async def test_an_error_there_is_the_same_error_here(
    remote: Remote,
    cloud: HomeAssistantCloud,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    expected: type[Exception],
) -> None:
    def fail(_call: ServiceCall) -> None:
        raise error

    remote.hass.services.async_register("light", "turn_on", fail)
    remote.add_entity("light.hall", "off")
    (device_id, key), _ = found(await cloud.async_fetch(), "Hall")
    with pytest.raises(expected):
        await cloud.async_send(device_id, key, SetLight(on=True))
    assert "the bulb is gone" in caplog.text


async def test_an_action_that_is_not_there_is_refused(remote: Remote, cloud: HomeAssistantCloud) -> None:
    remote.add_entity("light.hall", "off")
    (device_id, key), _ = found(await cloud.async_fetch(), "Hall")
    with pytest.raises(CommandRefused, match="not_supported"):
        await cloud.async_send(device_id, key, SetLight(on=True))


async def test_an_action_may_take_longer_than_an_answer_may(
    remote: Remote, cloud: HomeAssistantCloud, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "ANSWER_TIMEOUT", 0.05)

    async def take_long(_call: ServiceCall) -> None:
        await asyncio.sleep(0.3)

    remote.hass.services.async_register("light", "turn_on", take_long)
    (device_id, key), _ = found(listener.snapshot, "Hall")
    begun = asyncio.get_running_loop().time()
    await cloud.async_send(device_id, key, SetLight(on=True))
    assert asyncio.get_running_loop().time() - begun >= 0.3
    assert not listener.losses


@pytest.mark.parametrize("expected_lingering_timers", [True])  # the heartbeat of the other side
async def test_an_action_that_takes_long_ends_with_the_connection(
    remote: Remote, cloud: HomeAssistantCloud, listener: Listener
) -> None:
    begun = asyncio.Event()

    async def take_for_ever(_call: ServiceCall) -> None:
        begun.set()
        await asyncio.Event().wait()

    remote.hass.services.async_register("light", "turn_on", take_for_ever)
    (device_id, key), _ = found(listener.snapshot, "Hall")
    sending = asyncio.create_task(cloud.async_send(device_id, key, SetLight(on=True)))
    async with asyncio.timeout(10):
        await begun.wait()
        await close_sockets(remote)
        with pytest.raises(TemporaryError):
            await sending


async def test_all_actions_of_a_command_are_sent_at_once_and_the_first_error_counts(
    remote: Remote, cloud: HomeAssistantCloud, listener: Listener
) -> None:
    done: list[str] = []

    async def fail_late(call: ServiceCall) -> None:
        await asyncio.sleep(0.1)
        done.append(call.service)
        raise HomeAssistantError("too hot")

    async def fail(call: ServiceCall) -> None:
        done.append(call.service)
        raise ServiceValidationError("too cold")

    remote.hass.services.async_register("fan", "turn_on", fail_late)
    remote.hass.services.async_register("fan", "oscillate", fail)
    remote.add_entity("fan.hall", "off", supported_features=63)
    snapshot = await cloud.async_fetch()
    fan, _ = next(
        ((device.id, key), each)
        for device in snapshot.devices.values()
        for key, each in device.features.items()
        if isinstance(each, Fan)
    )
    with pytest.raises(CommandFailed):
        await cloud.async_send(*fan, SetFan(on=True, oscillating=True))
    assert done == ["oscillate", "turn_on"]


async def test_nothing_waits_any_more_for_an_action_whose_caller_is_gone(
    remote: Remote, cloud: HomeAssistantCloud, listener: Listener
) -> None:
    begun = asyncio.Event()

    async def take_long(_call: ServiceCall) -> None:
        begun.set()
        await asyncio.sleep(0.1)

    remote.hass.services.async_register("light", "turn_on", take_long)
    (device_id, key), _ = found(listener.snapshot, "Hall")
    sending = asyncio.create_task(cloud.async_send(device_id, key, SetLight(on=True)))
    async with asyncio.timeout(10):
        await begun.wait()
    sending.cancel()
    await asyncio.wait([sending])
    assert sending.cancelled()
    client = cloud._connection.client
    assert client is not None
    assert not client._socket._result_futures
    await remote.hass.async_block_till_done()


async def test_what_is_not_available_there_is_not_sent_a_command(
    remote: Remote, cloud: HomeAssistantCloud
) -> None:
    remote.add_entity("switch.pump", "unavailable")
    (device_id, key), _ = found(await cloud.async_fetch(), "Pump")
    with pytest.raises(CommandRefused, match="not_reachable"):
        await cloud.async_send(device_id, key, SetSwitch(on=True))
    with pytest.raises(CommandRefused, match="unknown_device"):
        await cloud.async_send(device_id, "nothing", SetSwitch(on=True))


async def test_a_picture_is_the_cameras_in_the_size_wanted(remote: Remote, cloud: HomeAssistantCloud) -> None:
    async def picture(request: web.Request) -> web.Response:
        if request.match_info["entity_id"] == "camera.door":
            return web.Response(body=request.query_string.encode() or b"all", content_type="image/png")
        raise web.HTTPNotFound

    remote.hass.http.app._router._frozen = False
    remote.hass.http.app.router.add_get("/api/camera_proxy/{entity_id}", picture)
    remote.add_entity("camera.door", "idle")
    remote.add_entity("camera.gone", "idle")
    snapshot = await cloud.async_fetch()
    (device_id, key), _ = found(snapshot, "Door")
    assert await cloud.async_get_image(device_id, key) == Picture(content_type="image/png", content=b"all")
    assert (await cloud.async_get_image(device_id, key, 80, 60)).content == b"width=80&height=60"
    (device_id, key), _ = found(snapshot, "Gone")
    with pytest.raises(CommandRefused, match="no_picture"):
        await cloud.async_get_image(device_id, key)


@pytest.mark.parametrize("expected_lingering_timers", [True])  # the heartbeat of the other side
async def test_a_connection_that_ends_is_told_and_made_again(remote: Remote, listener: Listener) -> None:
    await close_sockets(remote)
    await listener.next()
    assert listener.losses == ["the connection to the other side is lost"]
    await listener.next()
    assert listener.told == [None, None]
    remote.hass.states.async_set("light.hall", "on")
    await listener.next()
    lamp = feature(listener.snapshot, "Hall")
    assert isinstance(lamp, Light)
    assert lamp.on


async def close_sockets(remote: Remote) -> None:
    """Have the other side close every web socket."""
    for shutdown in list(remote.hass.data.get("websocket_api_shutdown", ())):
        shutdown()
    for token in list(remote.user.refresh_tokens.values()):
        for revoke in list(remote.hass.auth._revoke_callbacks.get(token.id, ())):
            revoke()


@pytest.mark.parametrize("expected_lingering_timers", [True])  # the heartbeat of the other side
async def test_a_token_that_is_taken_back_ends_the_connection_with_one_request(
    remote: Remote, cloud: HomeAssistantCloud
) -> None:
    listener = Listener()
    listening = asyncio.create_task(cloud.async_listen(listener))
    await listener.next()
    remote.revoke_all()
    async with asyncio.timeout(10):
        with pytest.raises(RefreshTokenRejected):
            await listening


async def test_another_side_that_is_away_is_temporary_and_tried_again(
    remote: Remote, cloud: HomeAssistantCloud
) -> None:
    await remote.stop()
    with pytest.raises(TemporaryError):
        await cloud.async_fetch()
    listener = Listener()
    listening = asyncio.create_task(cloud.async_listen(listener))
    await listener.next()
    await listener.next()
    assert len(listener.losses) >= 2
    listening.cancel()
    await asyncio.wait([listening])


async def test_nothing_is_left_running(remote: Remote, cloud: HomeAssistantCloud) -> None:
    before = {task for task in asyncio.all_tasks() if "latchkey" in task.get_name()}
    listener = Listener()
    listening = asyncio.create_task(cloud.async_listen(listener))
    await listener.next()
    listening.cancel()
    await asyncio.wait([listening])
    assert {task for task in asyncio.all_tasks() if "latchkey" in task.get_name()} <= before
