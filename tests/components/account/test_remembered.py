"""What an account showed last: what is written of it, and what is read again."""

import json
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.latchkey.account import remembered
from custom_components.latchkey.account.remembered import Remembered, async_forget
from custom_components.latchkey.clouds.model import (
    BinarySensor,
    Button,
    Camera,
    Device,
    Event,
    Feature,
    Light,
    Scene,
    Sensor,
    Siren,
    Snapshot,
    Text,
    Tracker,
)
from custom_components.latchkey.const import CONF_KIND, CONF_REJECTED, CONF_URL, DOMAIN

LAMP: Final = Light(key="light", on=True, brightness=128, color_modes=("brightness",))
MOMENT: Final = datetime(2026, 11, 30, 4, 5, tzinfo=UTC)


def home(*features: Feature) -> Snapshot:
    """Return a home of one device."""
    thing = Device(id="thing", name="Thing", place="hall", features={each.key: each for each in features})
    return Snapshot(devices={"thing": thing}, places={"hall": "Hall"}, unchosen=frozenset({"other"}))


@pytest.fixture
async def entry(hass: HomeAssistant) -> MockConfigEntry:
    """Return the entry of an account that is not set up."""
    await async_get_integration(hass, DOMAIN)
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id="hubspace:1",
        data={CONF_KIND: "hubspace"},
        options={"poll_interval": 30},
    )
    entry.add_to_hass(hass)
    return entry


def path_of(hass: HomeAssistant, entry: MockConfigEntry) -> Path:
    """Return the file of an account."""
    return Path(hass.config.path(".storage", f"{DOMAIN}.{entry.entry_id}.remembered"))


async def write(hass: HomeAssistant, entry: MockConfigEntry, *shown: Snapshot | None) -> None:
    """Have an account show something, and unload it."""
    account = Remembered(hass, entry)
    for each in shown:
        account.note(each)
    await account.async_close()


async def read(hass: HomeAssistant, entry: MockConfigEntry) -> Snapshot | None:
    """Return what an account knows that was set up anew."""
    return await Remembered(hass, entry).async_load()


async def later(hass: HomeAssistant, seconds: float) -> None:
    """Let it be some seconds from now."""
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=seconds))
    await hass.async_block_till_done()


async def test_what_was_shown_is_known_again(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await write(hass, entry, home(LAMP))
    assert await read(hass, entry) == replace(home(LAMP), unchosen=frozenset())


async def test_what_was_shown_last_counts(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await write(hass, entry, home(LAMP), home(replace(LAMP, on=False)))
    shown = await read(hass, entry)
    assert shown is not None
    assert shown.devices["thing"].features["light"] == replace(LAMP, on=False)


@pytest.mark.parametrize(
    "feature",
    [
        Event(key="bell", event_types=("ring",), event_type="ring", fired_at=MOMENT),
        BinarySensor(key="bell", on=True, is_bell=True),
        Button(key="button", tells_presses=True, pressed_at=MOMENT),
        Scene(key="scene", activated_at=MOMENT),
        Sensor(key="energy", value=12.5, state_class="total_increasing"),
        Sensor(key="energy", value=12.5, state_class="total"),
        Camera(key="camera"),
        Tracker(key="phone", location="home", latitude=52.5, longitude=13.4),
        Text(key="text", value="secret"),
    ],
)
async def test_what_happens_is_seen_or_counted_or_is_private_is_not_known_again(
    hass: HomeAssistant, entry: MockConfigEntry, feature: Feature
) -> None:
    await write(hass, entry, home(LAMP, feature))
    shown = await read(hass, entry)
    assert shown is not None
    assert list(shown.devices["thing"].features) == ["light"]


async def test_a_feature_that_cannot_be_written_costs_no_other(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    deep: Any = []
    for _ in range(3000):
        deep = [deep]
    unwritable = [
        Siren(key="siren", on=False, tones={1: "Bell"}),
        replace(LAMP, key="big", attributes={"big": 10**400}),
        replace(LAMP, key="odd", attributes={"odd": "\ud800"}),
        replace(LAMP, key="deep", attributes={"deep": deep}),
    ]
    await write(hass, entry, home(LAMP, *unwritable))
    shown = await read(hass, entry)
    assert shown is not None
    assert list(shown.devices["thing"].features) == ["light"]


async def test_where_nothing_was_shown_nothing_is_known(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    assert await read(hass, entry) is None


async def test_of_an_account_that_was_not_reached_at_last_nothing_is_known(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await write(hass, entry, home(LAMP))
    await write(hass, entry, home(LAMP), None)
    assert await read(hass, entry) is None


@pytest.mark.parametrize(
    "change",
    [
        {"options": {"poll_interval": 60}},
        {"options": {"hidden_places": ["hall"]}},
        {"unique_id": "hubspace:2"},
        {"data": {CONF_KIND: "hubspace", CONF_URL: "https://other.example"}},
        {"data": {CONF_KIND: "hubspace", CONF_REJECTED: "a fingerprint"}},
    ],
)
async def test_an_account_that_is_another_one_now_knows_nothing(
    hass: HomeAssistant, entry: MockConfigEntry, change: dict[str, Any]
) -> None:
    await write(hass, entry, home(LAMP))
    hass.config_entries.async_update_entry(entry, **change)
    assert await read(hass, entry) is None


async def test_in_other_units_nothing_is_known(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await write(hass, entry, home(LAMP))
    hass.config.units = US_CUSTOMARY_SYSTEM
    assert await read(hass, entry) is None


async def test_another_version_knows_nothing(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    await write(hass, entry, home(LAMP))
    integration = await async_get_integration(hass, DOMAIN)
    monkeypatch.setitem(integration.manifest, "version", "99.0.0")
    integration.__dict__.pop("version", None)
    assert await read(hass, entry) is None


def change(*keys: str | int, value: Any) -> Callable[[Any], Any]:
    """Return what puts another value somewhere into what is stored."""

    def damage(stored: Any) -> Any:
        part = stored
        for key in keys[:-1]:
            part = part[key]
        part[keys[-1]] = value
        return stored

    return damage


DEVICE: Final = ("data", "devices", 0)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: [],
        lambda _: None,
        lambda _: {},
        lambda _: {"version": 1, "data": None},
        change("version", value=2),
        change("version", value="1"),
        change("data", "basis", value="another"),
        change("data", "devices", value=None),
        change("data", "devices", value={"a": "b"}),
        change("data", "devices", value=[]),
        change("data", "places", value=["hall"]),
        change(*DEVICE, value="thing"),
        change(*DEVICE, "fields", value={"id": "thing"}),
        change(*DEVICE, "fields", "name", value=5),
        change(*DEVICE, "features", value=None),
    ],
)
async def test_of_a_file_that_is_no_longer_what_was_written_nothing_is_known(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    damage: Callable[[Any], Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    await write(hass, entry, home(LAMP))
    path = path_of(hass, entry)
    path.write_text(json.dumps(damage(json.loads(path.read_text()))))
    assert await read(hass, entry) is None
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 4096, b'{"version": 1, "data": {"basis', b"\xff\xfe", b"[" * 5000]
)
async def test_of_a_file_that_is_no_json_nothing_is_known(
    hass: HomeAssistant, entry: MockConfigEntry, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    await write(hass, entry, home(LAMP))
    path_of(hass, entry).write_bytes(content)
    assert await read(hass, entry) is None
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    "damage",
    [
        change(*DEVICE, "features", 1, value="light"),
        change(*DEVICE, "features", 1, "kind", value="Event"),
        change(*DEVICE, "features", 1, "kind", value=["Light"]),
        change(*DEVICE, "features", 1, "fields", value=None),
        change(*DEVICE, "features", 1, "fields", "on", value="yes"),
        change(*DEVICE, "features", 1, "fields", "wattage", value=5),
    ],
)
async def test_a_feature_that_is_no_longer_what_was_written_costs_no_other(
    hass: HomeAssistant, entry: MockConfigEntry, damage: Callable[[Any], Any]
) -> None:
    await write(hass, entry, home(LAMP, replace(LAMP, key="other")))
    path = path_of(hass, entry)
    path.write_text(json.dumps(damage(json.loads(path.read_text()))))
    shown = await read(hass, entry)
    assert shown is not None
    assert shown.devices["thing"].features == {"light": LAMP}


async def test_a_file_that_is_too_long_is_not_read(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    await write(hass, entry, home(LAMP))
    monkeypatch.setattr(remembered, "MAX_SIZE", 10)
    assert await read(hass, entry) is None


async def test_nobody_else_on_this_machine_may_read_it(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await write(hass, entry, home(LAMP))
    assert stat.S_IMODE(path_of(hass, entry).stat().st_mode) == 0o600


async def test_it_is_never_computed_on_the_event_loop(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = []
    for name in ("describe", "parse"):
        real = getattr(remembered, name)

        def note(*arguments: Any, real: Callable[..., Any] = real) -> Any:
            threads.append(threading.current_thread())
            return real(*arguments)

        monkeypatch.setattr(remembered, name, note)
    account = Remembered(hass, entry)
    account.note(home(LAMP))
    await later(hass, remembered.DELAY + 1)
    await read(hass, entry)
    assert len(threads) == 4
    assert threading.main_thread() not in threads


async def test_changes_are_written_together_a_while_after_the_first(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    account = Remembered(hass, entry)
    account.note(home(LAMP))
    await later(hass, remembered.DELAY / 2)
    assert await read(hass, entry) is None
    account.note(home(replace(LAMP, brightness=64)))
    await later(hass, remembered.DELAY + 1)
    assert await read(hass, entry) == replace(home(replace(LAMP, brightness=64)), unchosen=frozenset())


async def test_what_is_the_same_is_not_written_again(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    account = Remembered(hass, entry)
    account.note(home(LAMP))
    await later(hass, remembered.DELAY + 1)
    path_of(hass, entry).unlink()
    account.note(home(LAMP))
    await later(hass, 2 * remembered.DELAY + 2)
    assert not path_of(hass, entry).exists()


async def test_what_was_unavailable_when_home_assistant_stopped_is_not_known_again(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await write(hass, entry, home(LAMP))
    account = Remembered(hass, entry)
    assert await account.async_load() is not None
    account.note(None)
    await account.async_close()
    assert await read(hass, entry) is None


async def test_what_is_shown_while_the_account_is_unloaded_is_not_written_after_its_removal(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    account = Remembered(hass, entry)
    await account.async_close()
    account.note(home(LAMP))
    await later(hass, remembered.DELAY + 1)
    assert not path_of(hass, entry).exists()


async def test_nothing_is_left_of_what_is_forgotten(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await write(hass, entry, home(LAMP))
    await async_forget(hass, entry.entry_id)
    await async_forget(hass, entry.entry_id)
    assert not path_of(hass, entry).exists()
