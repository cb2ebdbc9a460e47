"""The last calls at doors, as they are kept on this machine and seen in the media browser."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.camera import async_get_image
from homeassistant.components.frontend.storage import async_setup_frontend_storage
from homeassistant.components.media_player import BrowseError
from homeassistant.components.media_source import (
    BrowseMediaSource,
    Unresolvable,
    async_browse_media,
    async_resolve_media,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.latchkey.clouds.capabilities import AnswersCalls
from custom_components.latchkey.const import CONF_KEPT_CALLS, CONF_KEPT_DAYS
from custom_components.latchkey.door_phone.call_history import FOLLOW_INTERVAL, MAX_ATTEMPTS, CallHistory
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.bticino.catalogue import casella
from tests.simulators.bticino.home import Home, Module
from tests.simulators.vendors import EMAIL

from ..conftest import linked
from ..home import state
from ..test_bticino_catalogue import States

JPEG = b"\xff\xd8\xff"


@pytest.fixture
async def states(hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry) -> States:
    """Follow the states of an account that is set up."""
    assert await async_setup_component(hass, "media_source", {})
    await async_setup_frontend_storage(hass)
    return States(hass)


def history(entry: MockConfigEntry) -> CallHistory:
    """Return what is kept."""
    kept: CallHistory = entry.runtime_data.door_phone.history
    return kept


def is_following(entry: MockConfigEntry) -> bool:
    """Return whether something is about to be kept."""
    task = history(entry)._following
    return task is not None and not task.done()


def files(hass: HomeAssistant) -> list[Path]:
    """Return the files of all pictures."""
    return sorted(Path(hass.config.config_dir).rglob("*.jpg"))


async def ring(bticino: BticinoSimulator, entry: MockConfigEntry, door: str = "Strada") -> None:
    """Ring at a door until the call is missed, and wait until it is kept."""
    count = len(history(entry).calls)
    await bticino.miss(await bticino.ring(door))
    await until(lambda: len(history(entry).calls) > count and history(entry).calls[0].outcome == "missed")
    await until(lambda: not is_following(entry))


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - files tell nobody that they are there
            await asyncio.sleep(0.005)


async def test_a_call_without_a_picture_is_listed_too(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await bticino.miss(await bticino.ring("Strada", has_picture=False))
    await until(lambda: [call.outcome for call in history(loaded_bticino_entry).calls] == ["missed"])
    (shown,) = (await browse(hass)).children
    assert shown.title.split(" · ")[::2] == ["Strada", "Missed"]
    assert (shown.can_play, shown.thumbnail) == (False, None)
    with pytest.raises(Unresolvable):
        await async_resolve_media(hass, shown.media_content_id, None)


async def test_a_real_history_is_listed_with_how_each_call_ended(
    hass: HomeAssistant, bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    assert await async_setup_component(hass, "media_source", {})
    bticino.accounts[EMAIL].homes = {home.id: home for home in casella()}
    await bticino.ring("Citofono Strada")
    await bticino.miss(await bticino.ring("Citofono Strada"))
    await bticino.answer(await bticino.ring("Citofono Ingresso"))
    await bticino.connect("Classe 100X16E", connected=True)
    assert await hass.config_entries.async_setup(bticino_entry.entry_id)
    await until(lambda: len(files(hass)) == 3 and not is_following(bticino_entry))
    shown = [each.title.split(" · ") for each in (await browse(hass)).children]
    assert sorted((door, *outcome) for door, _, *outcome in shown) == [
        ("Classe 100X16E",),
        ("Classe 100X16E", "Answered elsewhere"),
        ("Classe 100X16E", "Missed"),
    ]


async def test_a_call_is_kept_with_its_picture(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await ring(bticino, loaded_bticino_entry)
    (call,) = history(loaded_bticino_entry).calls
    assert (call.door, call.outcome) == ("Strada", "missed")
    image = await history(loaded_bticino_entry).async_read(call.key)
    assert image is not None
    assert image.startswith(JPEG)


async def test_pictures_are_private_files_and_their_names_tell_nothing(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await ring(bticino, loaded_bticino_entry)
    (file,) = files(hass)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert file.stem.isalnum()
    index = next(Path(hass.config.path(".storage")).glob("latchkey.*.calls"))
    assert index.stat().st_mode & 0o777 == 0o600


async def test_a_restart_keeps_the_calls_also_where_the_vendor_has_forgotten_them(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await ring(bticino, loaded_bticino_entry)
    bticino.forget_history()
    bticino.forget_images()
    assert await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    (call,) = history(loaded_bticino_entry).calls
    assert await history(loaded_bticino_entry).async_read(call.key) is not None
    assert (await async_get_image(hass, "camera.strada")).content.startswith(JPEG)


async def test_calls_from_before_the_account_was_linked_are_kept_too(
    hass: HomeAssistant, bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await bticino.miss(await bticino.ring("Ingresso"))
    assert await hass.config_entries.async_setup(bticino_entry.entry_id)
    await until(lambda: len(history(bticino_entry).calls) == 1)


async def test_only_so_many_calls_are_kept(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    history(loaded_bticino_entry)._limit = 2
    for door in ("Strada", "Ingresso"):
        await ring(bticino, loaded_bticino_entry, door)
    await bticino.ring("Strada")
    await until(lambda: [call.door for call in history(loaded_bticino_entry).calls] == ["Strada", "Ingresso"])
    await until(lambda: len(files(hass)) == 2)


async def test_calls_that_are_too_old_are_deleted(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await ring(bticino, loaded_bticino_entry)
    history(loaded_bticino_entry)._life = timedelta()
    history(loaded_bticino_entry).async_follow(loaded_bticino_entry.runtime_data.data)
    await until(lambda: history(loaded_bticino_entry).calls == [] and files(hass) == [])


async def test_calls_become_too_old_also_where_the_vendor_is_away(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await ring(bticino, loaded_bticino_entry)
    bticino.faults.answer(bticino.HOMES, times=None)
    history(loaded_bticino_entry)._life = timedelta()
    async_fire_time_changed(hass, dt_util.utcnow() + FOLLOW_INTERVAL + timedelta(seconds=1))
    await until(lambda: history(loaded_bticino_entry).calls == [] and files(hass) == [])


async def test_who_wants_no_calls_kept_has_those_deleted_that_are(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await ring(bticino, loaded_bticino_entry)
    hass.config_entries.async_update_entry(loaded_bticino_entry, options={CONF_KEPT_CALLS: 0})
    assert await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    assert files(hass) == []
    await bticino.until_subscribed(2)
    await bticino.ring("Strada")
    await states.until_is("binary_sensor.strada_ringing", "on")
    await asyncio.sleep(0.05)
    assert files(hass) == []
    assert not list(Path(hass.config.path(".storage")).glob("latchkey.*.calls"))


async def test_an_account_that_is_removed_takes_its_calls_along(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await ring(bticino, loaded_bticino_entry)
    await hass.config_entries.async_remove(loaded_bticino_entry.entry_id)
    assert files(hass) == []
    assert not list(Path(hass.config.path(".storage")).glob("latchkey.*"))


async def test_a_picture_that_cannot_be_had_is_asked_for_a_few_times_only(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    bticino.faults.answer("*.jpg", times=None)
    await bticino.ring("Strada")
    await states.until_is("binary_sensor.strada_ringing", "on")
    for _ in range(MAX_ATTEMPTS + 1):
        await loaded_bticino_entry.runtime_data.async_refresh()
        await until(lambda: not is_following(loaded_bticino_entry))
    assert [call.has_picture for call in history(loaded_bticino_entry).calls] == [False]
    assert files(hass) == []
    assert len([each for each in bticino.requests if each.path.endswith(".jpg")]) == MAX_ATTEMPTS


async def test_a_picture_that_comes_late_is_kept(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    bticino.faults.answer("*.jpg")
    await ring(bticino, loaded_bticino_entry)
    await loaded_bticino_entry.runtime_data.async_refresh()
    await until(lambda: len(files(hass)) == 1)


@pytest.mark.parametrize("status", [HTTPStatus.FORBIDDEN, HTTPStatus.SERVICE_UNAVAILABLE])
async def test_who_rang_before_is_not_shown_for_who_rings_now(
    hass: HomeAssistant,
    states: States,
    loaded_bticino_entry: MockConfigEntry,
    bticino: BticinoSimulator,
    status: HTTPStatus,
) -> None:
    await ring(bticino, loaded_bticino_entry)
    before = state(hass, "camera.strada").attributes["snapshot_at"]
    bticino.faults.answer("*.jpg", status=status, times=None)
    await bticino.ring("Strada")
    await states.until(lambda: state(hass, "camera.strada").attributes["snapshot_at"] != before)
    with pytest.raises(HomeAssistantError):
        await async_get_image(hass, "camera.strada")


async def test_how_a_call_ended_stays_known_where_the_vendor_forgets_it(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await bticino.end(await bticino.ring("Strada"))
    await until(lambda: [call.outcome for call in history(loaded_bticino_entry).calls] == ["ended"])
    await until(lambda: not is_following(loaded_bticino_entry))
    assert await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    await until(lambda: not is_following(loaded_bticino_entry))
    assert [call.outcome for call in history(loaded_bticino_entry).calls] == ["ended"]


async def test_what_was_done_with_a_call_here_stays_known_whatever_the_vendor_says(
    hass: HomeAssistant,
    webrtc: None,
    states: States,
    loaded_bticino_entry: MockConfigEntry,
    bticino: BticinoSimulator,
) -> None:
    bticino.answerable = True
    call = await bticino.ring("Strada")
    await states.until(lambda: state(hass, "binary_sensor.strada_ringing").state == "on")
    await loaded_bticino_entry.runtime_data.able(AnswersCalls).async_reject_call(call)
    await until(lambda: [call.outcome for call in history(loaded_bticino_entry).calls] == ["rejected"])
    await until(lambda: not is_following(loaded_bticino_entry))
    assert await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    await until(lambda: not is_following(loaded_bticino_entry))
    (shown,) = (await browse(hass)).children
    assert shown.title.split(" · ")[::2] == ["Strada", "Rejected"]


@pytest.mark.parametrize(
    ("options", "kept"), [({CONF_KEPT_CALLS: 1}, ["Ingresso"]), ({CONF_KEPT_DAYS: 0}, [])]
)
async def test_what_is_too_much_is_deleted_also_while_the_vendor_is_away(
    hass: HomeAssistant,
    loaded_bticino_entry: MockConfigEntry,
    bticino: BticinoSimulator,
    options: dict[str, int],
    kept: list[str],
) -> None:
    for door in ("Strada", "Ingresso"):
        await ring(bticino, loaded_bticino_entry, door)
    bticino.faults.answer(bticino.HOMES, times=None)
    hass.config_entries.async_update_entry(loaded_bticino_entry, options=options)
    await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    assert loaded_bticino_entry.state is ConfigEntryState.SETUP_RETRY
    index = next(Path(hass.config.path(".storage")).glob("latchkey.*.calls"))
    assert [call["door"] for call in json.loads(index.read_text())["data"]] == kept
    assert len(files(hass)) == len(kept)


async def test_a_list_that_the_disk_does_not_give_back_costs_no_ring(
    hass: HomeAssistant, bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    path = Path(hass.config.path(".storage", f"latchkey.{bticino_entry.entry_id}.calls"))
    path.mkdir(parents=True)
    assert await hass.config_entries.async_setup(bticino_entry.entry_id)
    await bticino.until_subscribed(1)


async def test_nothing_is_fetched_for_an_account_that_is_unloaded(
    hass: HomeAssistant,
    states: States,
    loaded_bticino_entry: MockConfigEntry,
    bticino: BticinoSimulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    kept = history(loaded_bticino_entry)
    await bticino.ring("Strada")
    await until(lambda: is_following(loaded_bticino_entry))
    assert await hass.config_entries.async_unload(loaded_bticino_entry.entry_id)
    assert kept._following is not None
    assert kept._following.done()
    assert "Session is closed" not in caplog.text


async def test_pictures_that_no_call_names_are_deleted(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await ring(bticino, loaded_bticino_entry)
    (kept,) = files(hass)
    kept.with_stem("lost").write_bytes(JPEG)
    assert await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    assert files(hass) == [kept]


async def test_a_list_from_before_calls_without_pictures_were_listed_can_be_read(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await ring(bticino, loaded_bticino_entry)
    await hass.config_entries.async_unload(loaded_bticino_entry.entry_id)
    index = next(Path(hass.config.path(".storage")).glob("latchkey.*.calls"))
    stored = json.loads(index.read_text())
    del stored["data"][0]["has_picture"]
    index.write_text(json.dumps(stored))
    bticino.forget_history()
    await hass.config_entries.async_setup(loaded_bticino_entry.entry_id)
    assert [call.has_picture for call in history(loaded_bticino_entry).calls] == [True]


NAIVE_CALL = '{"key": "a", "device_id": "b", "door": "c", "rang_at": "2026-01-01T00:00:00", "outcome": null}'


@pytest.mark.parametrize(
    "content",
    [
        "{",
        '{"version": 1, "data": [7]}',
        '{"version": 1, "data": {"x": 1}}',
        f'{{"version": 1, "data": [{NAIVE_CALL}]}}',
    ],
)
async def test_a_list_that_cannot_be_read_is_begun_anew(
    hass: HomeAssistant, bticino_entry: MockConfigEntry, bticino: BticinoSimulator, content: str
) -> None:
    path = Path(hass.config.path(".storage", f"latchkey.{bticino_entry.entry_id}.calls"))
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        content.replace('"version": 1', f'"version": 1, "minor_version": 1, "key": "{path.name}"')
    )
    assert await hass.config_entries.async_setup(bticino_entry.entry_id)
    await bticino.until_subscribed(1)
    await ring(bticino, bticino_entry)


# In the media browser


async def browse(hass: HomeAssistant, content: str = "") -> Any:
    """Return what the media browser shows."""
    return await async_browse_media(hass, f"media-source://latchkey{content}")


@pytest.fixture
async def picture(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> BrowseMediaSource:
    """Return the picture of a call as the media browser shows it."""
    await ring(bticino, loaded_bticino_entry)
    (shown,) = (await browse(hass)).children
    return cast("BrowseMediaSource", shown)


async def test_the_media_browser_shows_where_when_and_how_a_call_ended(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await ring(bticino, loaded_bticino_entry)
    await ring(bticino, loaded_bticino_entry, "Ingresso")
    shown = (await browse(hass)).children
    doors = [each.title.split(" · ") for each in shown]
    assert [(door, outcome) for door, _, outcome in doors] == [("Ingresso", "Missed"), ("Strada", "Missed")]
    assert {each.media_content_type for each in shown} == {"image/jpeg"}


async def test_the_media_browser_calls_a_home_by_its_name(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await ring(bticino, loaded_bticino_entry)
    await ring(bticino, loaded_bticino_entry, "Ingresso")
    assert (await browse(hass)).title == "Casa"


async def test_the_media_browser_calls_a_home_like_its_account_where_the_vendor_does_not_list_it(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await ring(bticino, loaded_bticino_entry)
    coordinator = loaded_bticino_entry.runtime_data
    coordinator.data = replace(coordinator.data, devices={})
    assert (await browse(hass)).title == loaded_bticino_entry.title


@pytest.fixture
async def old_call(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    """Keep a call of a certain moment."""
    await hass.config.async_set_time_zone("Europe/Rome")
    await ring(bticino, loaded_bticino_entry)
    kept, rang_at = history(loaded_bticino_entry), datetime(2026, 11, 21, 15, 7, tzinfo=UTC)
    kept._calls = {key: replace(call, rang_at=rang_at) for key, call in kept._calls.items()}
    await browse(hass)  # The media source is set up before there is a server.


@pytest.mark.usefixtures("old_call")
@pytest.mark.parametrize(
    ("profile", "shown"),
    [
        (None, "Strada · 21 Nov 2026 4:07 PM · Missed"),
        ({"time_format": "language"}, "Strada · 21 Nov 2026 4:07 PM · Missed"),
        ({"language": "en", "time_format": "24"}, "Strada · 21 Nov 2026 16:07 · Missed"),
        ({"language": "en-GB"}, "Strada · 21 Nov 2026 16:07 · Missed"),
        ({"language": "de"}, "Strada · 21.11.2026 16:07"),
        ({"language": "nl", "date_format": "language", "time_format": "system"}, "Strada · 21-11-2026 16:07"),
        ({"language": "en-GB", "date_format": "DMY"}, "Strada · 21/11/2026 16:07 · Missed"),
        (
            {"language": "en", "date_format": "MDY", "time_format": "12"},
            "Strada · 11/21/2026 4:07 PM · Missed",
        ),
        ({"language": "sv"}, "Strada · 2026-11-21 16:07"),
    ],
)
async def test_the_media_browser_writes_dates_as_the_person_who_looks_does(
    hass_ws_client: WebSocketGenerator, profile: dict[str, str] | None, shown: str
) -> None:
    socket = await hass_ws_client()
    if profile is not None:
        await socket.send_json_auto_id(
            {"type": "frontend/set_user_data", "key": "language", "value": profile}
        )
        assert (await socket.receive_json())["success"]
    await socket.send_json_auto_id(
        {"type": "media_source/browse_media", "media_content_id": "media-source://latchkey"}
    )
    (call,) = (await socket.receive_json())["result"]["children"]
    assert call["title"].startswith(shown)


@pytest.mark.usefixtures("old_call")
async def test_of_a_call_of_today_the_media_browser_shows_the_time_alone(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2026-11-21T22:30:00+00:00")
    (call,) = (await browse(hass)).children
    assert call.title == "Strada · 4:07 PM · Missed"
    freezer.move_to("2026-11-21T23:30:00+00:00")
    (call,) = (await browse(hass)).children
    assert call.title == "Strada · 21 Nov 2026 4:07 PM · Missed"


async def test_several_accounts_are_chosen_among(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    bridge = Module(id="00:03:50:cc:dd:01", type="BNC1", name="Bridge")
    unit = Module(id="ccdd01-a06f-1", type="BNEU", name="Garage", variant=None, bridge=bridge.id)
    home = Home(id="other", name="Officina", timezone="Europe/Rome", modules=[bridge, unit])
    other = bticino.add_account("other@example.com", "password", [home])
    second = linked(hass, bticino, other.id)
    assert await hass.config_entries.async_setup(second.entry_id)
    await bticino.until_subscribed(2)
    await ring(bticino, loaded_bticino_entry)
    await ring(bticino, second, "Garage")
    accounts = (await browse(hass)).children
    assert {each.identifier for each in accounts} == {loaded_bticino_entry.entry_id, second.entry_id}
    assert "Officina" in {each.title for each in accounts}
    (shown,) = (await browse(hass, f"/{second.entry_id}")).children
    assert "Garage" in shown.title
    assert await hass.config_entries.async_unload(second.entry_id)


async def test_who_is_logged_in_sees_a_picture_and_nobody_else(
    hass: HomeAssistant,
    picture: BrowseMediaSource,
    hass_ws_client: WebSocketGenerator,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    media = await async_resolve_media(hass, picture.media_content_id, None)
    assert media.url == picture.thumbnail
    socket, known, stranger = await hass_ws_client(), await hass_client(), await hass_client_no_auth()
    answer = await known.get(media.url)
    assert (await answer.read()).startswith(JPEG)
    assert (answer.content_type, answer.headers["Cache-Control"][:7]) == ("image/jpeg", "private")
    assert (await stranger.get(media.url)).status == HTTPStatus.UNAUTHORIZED
    await socket.send_json_auto_id(
        {"type": "media_source/resolve_media", "media_content_id": picture.media_content_id}
    )
    signed = (await socket.receive_json())["result"]["url"]
    assert (await stranger.get(signed)).status == HTTPStatus.OK


@pytest.mark.parametrize("path", ["{entry}/unknown", "{entry}/..%2F..%2Fsecrets", "unknown/{key}"])
async def test_what_is_not_kept_is_not_served(
    picture: BrowseMediaSource, hass_client: ClientSessionGenerator, path: str
) -> None:
    entry_id, key = str(picture.identifier).split("/")
    client = await hass_client()
    answer = await client.get(f"/api/latchkey/calls/{path.format(entry=entry_id, key=key)}")
    assert answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST)


async def test_what_is_not_kept_is_not_found(
    hass: HomeAssistant, states: States, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    assert (await browse(hass)).children == []
    for content in (f"/{loaded_bticino_entry.entry_id}", "/unknown"):
        with pytest.raises(BrowseError):
            await browse(hass, content)
    for content in (f"/{loaded_bticino_entry.entry_id}/unknown", "/unknown/unknown"):
        with pytest.raises(Unresolvable):
            await async_resolve_media(hass, f"media-source://latchkey{content}", None)
