"""What becomes of each module of a BTicino account, and what its people see of bad luck.

An entity is written as its platform and its name; that of the device itself has no name.
"""

import asyncio
import logging
import statistics
from collections.abc import AsyncGenerator, Callable
from datetime import timedelta
from time import perf_counter

import pytest
from homeassistant.components.camera import CameraEntityFeature, async_get_image
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import STATE_UNKNOWN, Platform
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from custom_components.latchkey.account import devices as latchkey_devices
from custom_components.latchkey.clouds.bticino import calls as bticino_calls
from custom_components.latchkey.clouds.bticino import doors as bticino_doors
from custom_components.latchkey.const import CONF_RELAYS
from custom_components.latchkey.entities.entity import LatchkeyEntity
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.bticino.catalogue import casella, external_unit
from tests.simulators.vendors import EMAIL

from .home import Home, act, check_platform, state

BRIDGE = {
    "binary_sensor Connection",
    "sensor IP address",
    "sensor Firmware",
    "sensor Uptime",
    "sensor Signal strength",
    "binary_sensor Ringing",
    "event Doorbell",
    "sensor Last call",
    "camera Call home",
}
DOOR_LOCK = {"lock", "sensor Last unlocked"}
CALL_BUTTONS = {"button Answer", "button Reject"}
EXTERNAL_UNIT = {"binary_sensor Ringing", "camera", "event Doorbell", "sensor Last call"} | CALL_BUTTONS
DOORBELL = "event.strada_doorbell"
RINGING = "binary_sensor.strada_ringing"
CAMERA = "camera.strada"
LOCK = "lock.portone"
LAST_UNLOCKED = "sensor.portone_last_unlocked"


class States:
    """What happens to the states of Home Assistant."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._hass = hass
        self._news = asyncio.Event()
        self.events: list[tuple[str, str]] = []
        """What happened at doorbells: the entity and the type of the event."""
        self.end = hass.bus.async_listen("state_changed", self._take)

    @callback
    def _take(self, event: Event[EventStateChangedData]) -> None:
        new = event.data["new_state"]
        if new is not None and new.domain == "event" and new.attributes.get("event_type"):
            self.events.append((new.entity_id, new.attributes["event_type"]))
        self._news.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(10):
            while not holds():
                self._news.clear()
                await self._news.wait()

    async def until_is(self, entity_id: str, value: str) -> None:
        """Wait until an entity has a state."""
        await self.until(lambda: state(self._hass, entity_id).state == value)


@pytest.fixture
async def states(hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry) -> AsyncGenerator[States]:
    """Follow the states of an account that is set up."""
    states = States(hass)
    yield states
    states.end()


@pytest.fixture
def home(hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry) -> Home:
    """Return the homes of the catalogue."""
    return Home(hass, loaded_bticino_entry)


# What there is


@pytest.mark.parametrize(
    ("module", "entities"),
    [
        ("Classe 300X", BRIDGE),
        ("Strada", EXTERNAL_UNIT),
        ("Ingresso", EXTERNAL_UNIT),
        ("Portone", DOOR_LOCK),
        ("Luci scale", {"light"}),
        ("Classe 100X", BRIDGE | CALL_BUTTONS),
        ("Cancello", DOOR_LOCK),
    ],
)
async def test_module(home: Home, module: str, entities: set[str]) -> None:
    assert set(home[module]) == entities


@pytest.mark.parametrize(
    "platform",
    [
        Platform.BINARY_SENSOR,
        Platform.BUTTON,
        Platform.CAMERA,
        Platform.EVENT,
        Platform.LIGHT,
        Platform.LOCK,
        Platform.SENSOR,
    ],
)
async def test_platform(
    hass: HomeAssistant,
    bticino_entry: MockConfigEntry,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    platform: Platform,
) -> None:
    monkeypatch.setattr("random.SystemRandom.getrandbits", lambda _random, _bits: 1)
    await check_platform(hass, bticino_entry, snapshot, monkeypatch, platform)


@pytest.mark.parametrize(("kind", "entities"), [("lock", DOOR_LOCK), ("button", {"button"})])
async def test_a_staircase_light_becomes_what_a_person_says_it_is(
    hass: HomeAssistant,
    loaded_bticino_entry: MockConfigEntry,
    bticino: BticinoSimulator,
    kind: str,
    entities: set[str],
) -> None:
    relay = bticino.module("Luci scale").id
    hass.config_entries.async_update_entry(loaded_bticino_entry, options={CONF_RELAYS: {relay: kind}})
    await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    await hass.async_block_till_done()
    assert set(Home(hass, loaded_bticino_entry)["Luci scale"]) == entities
    assert er.async_get(hass).async_get("light.luci_scale") is None


async def test_a_staircase_light_is_one_thing_only_also_where_another_home_has_no_modules(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    bticino.home("Mare").modules = []
    relay = bticino.module("Luci scale").id
    hass.config_entries.async_update_entry(loaded_bticino_entry, options={CONF_RELAYS: {relay: "lock"}})
    await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    await hass.async_block_till_done()
    home = Home(hass, loaded_bticino_entry)
    assert set(home["Luci scale"]) == DOOR_LOCK
    assert set(home["Cancello"]) == DOOR_LOCK


# The account that somebody really has


@pytest.fixture
def casella_entry(bticino_entry: MockConfigEntry, bticino: BticinoSimulator) -> MockConfigEntry:
    """Return the entry of an account with the homes that were seen; it is not set up."""
    bticino.accounts[EMAIL].homes = {home.id: home for home in casella()}
    return bticino_entry


async def test_a_real_account(
    hass: HomeAssistant,
    casella_entry: MockConfigEntry,
    bticino: BticinoSimulator,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """See all of it: devices, entities, states, and exactly what each command sends."""
    monkeypatch.setattr(LatchkeyEntity, "entity_registry_enabled_default", True)
    assert await hass.config_entries.async_setup(casella_entry.entry_id)
    await hass.async_block_till_done()
    await bticino.until_subscribed(1)
    home = Home(hass, casella_entry)
    assert {
        name: {"model": device.model, "firmware": device.sw_version, "entities": _shown(hass, home[name])}
        for name, device in home.devices.items()
    } == snapshot
    for door in ("lock.porta_esterna", "lock.porta_interna"):
        for action in ("lock.open", "lock.unlock", "lock.lock"):
            bticino.changes.clear()
            await act(hass, action, door)
            assert {"does": (action, door), "sends": bticino.changes} == snapshot
            assert state(hass, door).state == "unlocked"


def _shown(hass: HomeAssistant, entities: dict[str, er.RegistryEntry]) -> dict[str, str]:
    """Return the state of each entity."""
    return {name: state(hass, entity.entity_id).state for name, entity in sorted(entities.items())}


async def test_a_real_account_shows_only_what_a_person_wants_without_asking(
    hass: HomeAssistant, casella_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    assert await hass.config_entries.async_setup(casella_entry.entry_id)
    await bticino.until_subscribed(1)
    bridge = Home(hass, casella_entry)["Classe 100X16E"]
    assert {name for name, entity in bridge.items() if entity.disabled_by is None} == {
        "binary_sensor Connection",
        "binary_sensor Ringing",
        "event Doorbell",
        "sensor Last call",
    }


async def test_a_door_phone_is_suggested_the_area_of_its_room_where_there_is_one(
    hass: HomeAssistant, casella_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    ar.async_get(hass).async_create("Hall", aliases={"Ingresso"})
    (casella_home,) = (home for home in bticino.accounts[EMAIL].homes.values() if home.modules)
    casella_home.rooms[0].name = "Ingresso"
    casella_home.modules[1].room_id = "a room of which nothing is told"
    assert await hass.config_entries.async_setup(casella_entry.entry_id)
    await bticino.until_subscribed(1)
    home = Home(hass, casella_entry)
    assert home.area("Classe 100X16E") == "Hall"
    assert home.area("Citofono Strada") is None


async def test_a_bell_that_no_offer_places_rings_at_the_bridge(
    hass: HomeAssistant, casella_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    assert await hass.config_entries.async_setup(casella_entry.entry_id)
    await bticino.until_subscribed(1)
    states = States(hass)
    call = await bticino.ring("Citofono Strada", offers=False)
    await states.until_is("binary_sensor.classe_100x16e_ringing", "on")
    await bticino.miss(call)
    await states.until(lambda: len(states.events) == 2)
    bell = "event.classe_100x16e_doorbell"
    assert states.events == [(bell, "ring"), (bell, "missed")]
    states.end()


# Rings


async def test_a_ring_is_an_event_with_a_snapshot(
    hass: HomeAssistant, states: States, bticino: BticinoSimulator
) -> None:
    call = await bticino.ring("Strada")
    await states.until_is(RINGING, "on")
    await states.until(lambda: "snapshot_at" in state(hass, CAMERA).attributes)
    assert states.events == [(DOORBELL, "ring")]
    assert state(hass, DOORBELL).attributes["call_id"] == call
    assert (await async_get_image(hass, CAMERA)).content.startswith(b"\xff\xd8\xff")
    await bticino.miss(call)
    await states.until(lambda: len(states.events) == 2)
    assert [kind for _, kind in states.events] == ["ring", "missed"]
    assert state(hass, RINGING).state == "off"
    assert state(hass, "sensor.strada_last_call").state != "unknown"


async def test_a_door_shows_an_icon_until_there_is_a_picture(
    hass: HomeAssistant, states: States, bticino: BticinoSimulator
) -> None:
    assert "entity_picture" not in state(hass, CAMERA).attributes
    await bticino.ring("Strada")
    await states.until(lambda: "entity_picture" in state(hass, CAMERA).attributes)
    assert "snapshot_at" in state(hass, CAMERA).attributes


async def test_two_rings_at_once_are_an_event_each(
    hass: HomeAssistant, states: States, bticino: BticinoSimulator
) -> None:
    await asyncio.gather(bticino.ring("Strada"), bticino.ring("Ingresso"))
    await states.until(lambda: len(states.events) == 2)
    assert sorted(states.events) == [("event.ingresso_doorbell", "ring"), (DOORBELL, "ring")]


async def test_a_ring_is_an_event_within_a_quarter_of_a_second(
    hass: HomeAssistant, states: States, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bticino_calls, "END_DELAY", timedelta())
    times = []
    for count in range(1, 101):
        began = perf_counter()
        call = await bticino.ring("Strada")
        await states.until(lambda count=count: len(states.events) == 2 * count - 1)  # type: ignore[misc]
        times.append(perf_counter() - began)
        await bticino.end(call)
        await states.until(lambda count=count: len(states.events) == 2 * count)  # type: ignore[misc]
    assert statistics.median(times) <= 0.25


async def test_a_snapshot_that_is_gone_is_no_error_that_a_person_reads(
    hass: HomeAssistant, states: States, bticino: BticinoSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    await bticino.ring("Strada")
    await states.until(lambda: "snapshot_at" in state(hass, CAMERA).attributes)
    bticino.forget_images()
    with pytest.raises(HomeAssistantError, match="Unable to get image"):
        await async_get_image(hass, CAMERA)


async def test_a_vendor_that_is_away_is_told_where_no_picture_is_kept(
    hass: HomeAssistant, states: States, bticino: BticinoSimulator
) -> None:
    bticino.faults.answer("*.jpg", times=None)
    await bticino.ring("Strada")
    await states.until(lambda: "snapshot_at" in state(hass, CAMERA).attributes)
    with pytest.raises(HomeAssistantError) as caught:
        await async_get_image(hass, CAMERA)
    assert caught.value.translation_key == "error_status"


# Those at home


async def test_a_voice_at_home_is_an_icon_that_a_person_must_want(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry
) -> None:
    registry = er.async_get(hass)
    entry = registry.async_get("camera.classe_300x_call_home")
    assert entry is not None
    assert entry.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    registry.async_update_entity(entry.entity_id, disabled_by=None)
    await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    await hass.async_block_till_done()
    call_home = state(hass, entry.entity_id)
    assert "entity_picture" not in call_home.attributes
    assert call_home.attributes["supported_features"] == CameraEntityFeature.STREAM


# Doors


async def test_a_door_that_is_opened_locks_itself(
    hass: HomeAssistant, states: States, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bticino_doors, "STRIKE_LIFE", timedelta(seconds=0.05))
    await act(hass, "lock.open", LOCK)
    await states.until_is(LOCK, "locked")
    assert bticino.opened == [bticino.module("Portone").id]


async def test_when_a_door_was_opened_last_outlives_a_restart(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry
) -> None:
    assert state(hass, LAST_UNLOCKED).state == STATE_UNKNOWN
    await act(hass, "lock.open", LOCK)
    opened_at = state(hass, LAST_UNLOCKED).state
    assert opened_at != STATE_UNKNOWN
    assert await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    await states.until_is(LAST_UNLOCKED, opened_at)


async def test_a_door_does_not_pretend_to_open_while_the_vendor_is_away(
    hass: HomeAssistant, states: States, bticino: BticinoSimulator
) -> None:
    bticino.faults.answer(bticino.SET_STATE)
    with pytest.raises(HomeAssistantError) as caught:
        await act(hass, "lock.unlock", LOCK)
    assert caught.value.translation_key == "error_status"
    assert state(hass, LOCK).state == "locked"
    assert bticino.opened == []


async def test_a_door_that_cannot_be_reached_says_so(
    hass: HomeAssistant, states: States, bticino: BticinoSimulator, loaded_bticino_entry: MockConfigEntry
) -> None:
    bticino.module("Portone").reachable = False
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "lock.unlock", LOCK)
    assert caught.value.translation_key == "not_reachable"
    await loaded_bticino_entry.runtime_data.async_refresh()
    await states.until_is(LOCK, "unavailable")


# Degraded answers


async def test_nothing_is_deleted_for_an_answer_without_modules(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    before = Home(hass, loaded_bticino_entry)
    bticino.empty()
    await loaded_bticino_entry.runtime_data.async_refresh()
    assert set(Home(hass, loaded_bticino_entry).devices) == set(before.devices)
    assert state(hass, LOCK).state == "locked"
    await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    await hass.async_block_till_done()
    assert loaded_bticino_entry.state is ConfigEntryState.SETUP_RETRY
    bticino.topology = "full"
    await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    await hass.async_block_till_done()
    assert set(Home(hass, loaded_bticino_entry).devices) == set(before.devices)
    assert state(hass, LOCK).state == "locked"


async def test_a_home_that_comes_empty_after_a_restart_keeps_its_devices(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    modules, bticino.home("Casa").modules = bticino.home("Casa").modules, []
    await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    await hass.async_block_till_done()
    assert loaded_bticino_entry.state is ConfigEntryState.LOADED
    assert "Portone" in Home(hass, loaded_bticino_entry).devices
    bticino.home("Casa").modules = modules
    await loaded_bticino_entry.runtime_data.async_refresh()
    await hass.async_block_till_done()
    assert state(hass, LOCK).state == "locked"


async def test_a_module_that_is_new_is_a_device_of_that_name_at_once(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    bridge = bticino.module("Classe 300X").id
    bticino.add_module("Casa", external_unit("aabb01-a26f-000000000009", "Giardino", bridge))
    await loaded_bticino_entry.runtime_data.async_refresh()
    await hass.async_block_till_done(wait_background_tasks=False)
    assert hass.states.get("event.giardino_doorbell") is not None
    assert "Giardino" in Home(hass, loaded_bticino_entry).devices


async def test_nothing_is_deleted_for_an_answer_that_lists_a_bridge_without_what_is_behind_it(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    before = Home(hass, loaded_bticino_entry)
    modules = bticino.home("Casa").modules
    bticino.home("Casa").modules = modules[:1]
    for _ in range(3):
        await loaded_bticino_entry.runtime_data.async_refresh()
        assert set(Home(hass, loaded_bticino_entry).devices) == set(before.devices)
        assert state(hass, LOCK).state == "unavailable"
    bticino.home("Casa").modules = modules
    await loaded_bticino_entry.runtime_data.async_refresh()
    assert state(hass, LOCK).state == "locked"
    await act(hass, "lock.open", LOCK)
    assert bticino.opened == [bticino.module("Portone").id]


async def test_a_module_that_is_gone_takes_its_device_along_also_beside_a_home_without_modules(
    hass: HomeAssistant,
    casella_entry: MockConfigEntry,
    bticino: BticinoSimulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(latchkey_devices, "MISSING_LIFE", timedelta())
    assert await hass.config_entries.async_setup(casella_entry.entry_id)
    await bticino.until_subscribed(1)
    bticino.remove_module("Porta Interna")
    for _ in range(3):
        await casella_entry.runtime_data.async_refresh()
    assert set(Home(hass, casella_entry).devices) == {
        "Classe 100X16E",
        "Citofono Strada",
        "Citofono Ingresso",
        "Porta Esterna",
    }


# The token


async def test_a_token_that_dies_while_the_socket_is_open_asks_for_one_login(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    tokens = bticino.count(bticino.TOKEN)
    bticino.tokens.revoke_all()
    bticino.drop_sockets()
    await loaded_bticino_entry.runtime_data.async_refresh()
    await hass.async_block_till_done()
    flows = hass.config_entries.flow.async_progress()
    assert [flow["context"]["source"] for flow in flows] == [SOURCE_REAUTH]
    assert bticino.count(bticino.TOKEN) == tokens + 1


async def test_nothing_secret_of_a_life_with_rings_is_in_the_log(
    hass: HomeAssistant,
    bticino_entry: MockConfigEntry,
    bticino: BticinoSimulator,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in list(logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, name)
    assert await hass.config_entries.async_setup(bticino_entry.entry_id)
    await bticino.until_subscribed(1)
    states = States(hass)
    await bticino.miss(await bticino.ring("Strada"))
    await states.until(lambda: len(states.events) == 2)
    await async_get_image(hass, CAMERA)
    bticino.tokens.expire_bearers()
    bticino.faults.answer(bticino.STATUS, status=403, body='{"error": {"code": 9, "message": "no"}}')
    await bticino_entry.runtime_data.async_refresh()
    await act(hass, "lock.open", LOCK)
    bticino.drop_sockets()
    await bticino.until_subscribed(2)
    states.end()
    assert await hass.config_entries.async_unload(bticino_entry.entry_id)
    secrets = {
        *(bearer for chain in bticino.tokens._chains for bearer in chain.bearers),
        *bticino.tokens.live(),
        *bticino.turn_credentials,
        *bticino.image_signatures,
    }
    assert len(secrets) >= 5
    assert [secret for secret in secrets if secret in caplog.text] == []
