"""Media players of another Home Assistant: what is told of them, and what they are told."""

from collections.abc import AsyncGenerator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import pytest
from homeassistant.components.media_player import MediaClass, MediaPlayerEntityFeature
from homeassistant.components.media_source import PlayMedia
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.core_config import async_process_ha_core_config
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.latchkey.clouds.home_assistant.mapping.media_players import ABILITIES
from custom_components.latchkey.clouds.model import MediaId, MediaPlayer
from custom_components.latchkey.entities import own_media
from tests.clouds.home_assistant.remote import Remote

from .home import act, show_only, state
from .memory import link
from .mirror import another_home, have_linked, until
from .players import COVER, LABEL, TOKEN, Radio, have_players

HERE: Final = "media_player.test_home_"
THERE: Final = "media_player."
"""How the ids of the players begin."""

OWN: Final = {"friendly_name", "entity_picture", "entity_picture_local", "group_members"}
"""What is another one on each side: names with that of the instance, addresses of pictures, and ids."""

OF_ITS_TIME: Final = {"media_position", "media_position_updated_at"}
"""What is another one for a player and its twin."""

MUSIC: Final = "walkman"
VIDEO: Final = "bedroom"
TV: Final = "lounge_room"


@pytest.fixture
async def remote(
    hass: HomeAssistant, tmp_path: Path, socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Remote]:
    """Serve another Home Assistant, of which nothing but media players is shown."""
    show_only(monkeypatch, Platform.MEDIA_PLAYER)
    async with another_home(hass, tmp_path) as remote:
        yield remote


@pytest.fixture
async def radio(hass: HomeAssistant, remote: Remote) -> Radio:
    """Have media players there, mirrored here; return the radio."""
    radio = await have_players(remote.hass)
    await have_linked(hass, remote)
    return radio


def told(hass: HomeAssistant, entity_id: str, apart: AbstractSet[str] = OWN) -> tuple[str, Mapping[str, Any]]:
    """Return what a player tells, apart from what is another one for another one."""
    now = state(hass, entity_id)
    return now.state, {key: value for key, value in now.attributes.items() if key not in apart}


@pytest.mark.parametrize("name", [MUSIC, VIDEO, TV, "group", "radio", "browse", "search"])
@pytest.mark.usefixtures("radio")
async def test_a_player_tells_here_what_it_tells_there(
    hass: HomeAssistant, remote: Remote, name: str
) -> None:
    assert told(hass, HERE + name) == told(remote.hass, THERE + name)


@pytest.mark.parametrize(
    ("name", "service", "data"),
    [
        (MUSIC, "turn_off", {}),
        (MUSIC, "toggle", {}),
        (MUSIC, "volume_set", {"volume_level": 0.35}),
        (MUSIC, "volume_down", {}),
        (MUSIC, "volume_mute", {"is_volume_muted": True}),
        (MUSIC, "media_pause", {}),
        (MUSIC, "media_play_pause", {}),
        (MUSIC, "media_stop", {}),
        (MUSIC, "media_next_track", {}),
        (MUSIC, "shuffle_set", {"shuffle": True}),
        (MUSIC, "repeat_set", {"repeat": "one"}),
        (MUSIC, "select_sound_mode", {"sound_mode": "Movie"}),
        (MUSIC, "clear_playlist", {}),
        (VIDEO, "play_media", {"media_content_type": "video", "media_content_id": "abc"}),
        (TV, "select_source", {"source": "youtube"}),
        (TV, "media_next_track", {}),
    ],
)
@pytest.mark.usefixtures("radio")
async def test_an_action_does_there_what_it_does_at_its_twin(
    hass: HomeAssistant, remote: Remote, name: str, service: str, data: dict[str, Any]
) -> None:
    apart = OWN | OF_ITS_TIME
    before = told(remote.hass, THERE + name, apart)
    await act(hass, f"media_player.{service}", HERE + name, **data)
    await act(remote.hass, f"media_player.{service}", f"{THERE}{name}_twin", **data)
    await remote.hass.async_block_till_done()
    after = told(remote.hass, THERE + name, apart)
    assert after == told(remote.hass, f"{THERE}{name}_twin", apart) != before
    await until(lambda: told(hass, HERE + name, apart) == after)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (("turn_off", {}), ("turn_on", {})),
        (("media_pause", {}), ("media_play", {})),
        (("volume_set", {"volume_level": 0.2}), ("volume_up", {})),
        (("media_next_track", {}), ("media_previous_track", {})),
    ],
)
@pytest.mark.usefixtures("radio")
async def test_what_was_done_is_undone(
    hass: HomeAssistant, remote: Remote, first: tuple[str, Any], then: tuple[str, Any]
) -> None:
    for service, data in (first, then):
        before = told(remote.hass, THERE + MUSIC)
        await act(hass, f"media_player.{service}", HERE + MUSIC, **data)
        await remote.hass.async_block_till_done()
        assert told(remote.hass, THERE + MUSIC) != before


async def test_seeking_and_the_rest_that_the_demo_does_not_show_arrive(
    hass: HomeAssistant, remote: Remote, radio: Radio
) -> None:
    calls: list[ServiceCall] = []

    async def take(call: ServiceCall) -> None:
        calls.append(call)

    remote.hass.services.async_register("media_player", "media_seek", take)
    await act(hass, "media_player.media_seek", HERE + VIDEO, seek_position=90.5)
    assert calls[0].data == {"entity_id": [THERE + VIDEO], "seek_position": 90.5}


async def test_features_that_are_not_known_here_are_none(
    hass: HomeAssistant, remote: Remote, radio: Radio
) -> None:
    remote.hass.states.async_set(THERE + MUSIC, "playing", {"supported_features": 1 | 64 | 2**29})
    await until(lambda: state(hass, HERE + MUSIC).attributes["supported_features"] == 1)


async def test_states_and_classes_that_are_not_known_here_are_none(
    hass: HomeAssistant, remote: Remote, radio: Radio
) -> None:
    remote.hass.states.async_set(THERE + MUSIC, "dreaming", {"device_class": "hologram"})
    await until(lambda: state(hass, HERE + MUSIC).state == "unknown")
    assert "device_class" not in state(hass, HERE + MUSIC).attributes


@pytest.mark.parametrize("name", ["media_content_id", "media_title"])
async def test_a_key_in_the_address_of_what_is_played_stays_there(
    hass: HomeAssistant, remote: Remote, radio: Radio, name: str
) -> None:
    address = f"http://192.0.2.7:8123/media/local/song.mp3?authSig={TOKEN}"
    remote.hass.states.async_set(THERE + MUSIC, "playing", {name: address})
    await until(lambda: state(hass, HERE + MUSIC).attributes.get(name) == address.partition("?")[0])


async def test_what_some_integrations_number_is_named(
    hass: HomeAssistant, remote: Remote, radio: Radio
) -> None:
    attributes = {"media_season": 3, "media_episode": 7, "media_track": 2, "media_duration": 61.5}
    remote.hass.states.async_set(THERE + TV, "playing", attributes)
    expected = {**attributes, "media_season": "3", "media_episode": "7"}
    await until(lambda: expected.items() <= state(hass, HERE + TV).attributes.items())


async def test_players_join_here_those_that_they_join_there(
    hass: HomeAssistant, remote: Remote, radio: Radio
) -> None:
    await act(hass, "media_player.join", HERE + MUSIC, group_members=[HERE + "left", HERE + "right"])
    await remote.hass.async_block_till_done()
    names = ["walkman", "left", "right"]
    there = state(remote.hass, THERE + MUSIC).attributes["group_members"]
    assert there == [THERE + name for name in names]
    await until(
        lambda: state(hass, HERE + MUSIC).attributes["group_members"] == [HERE + name for name in names]
    )
    await act(hass, "media_player.unjoin", HERE + MUSIC)
    await until(lambda: state(hass, HERE + MUSIC).attributes["group_members"] == [])


async def test_members_that_are_not_mirrored_are_left_out(
    hass: HomeAssistant, remote: Remote, radio: Radio
) -> None:
    await act(remote.hass, "media_player.join", THERE + "left", group_members=[THERE + "right"])
    await remote.hass.async_block_till_done()
    assert THERE + "gone" in state(remote.hass, THERE + "left").attributes["group_members"]
    await until(
        lambda: state(hass, HERE + "left").attributes["group_members"] == [HERE + "left", HERE + "right"]
    )


@pytest.mark.parametrize(("first", "other"), [("left", "walkman"), ("walkman", "left")])
async def test_a_group_that_there_is_already_is_complete(
    hass: HomeAssistant, remote: Remote, first: str, other: str
) -> None:
    await have_players(remote.hass)
    await act(remote.hass, "media_player.join", THERE + first, group_members=[THERE + other])
    await remote.hass.async_block_till_done()
    await have_linked(hass, remote)
    assert state(hass, HERE + first).attributes["group_members"] == [HERE + first, HERE + other]


async def test_a_member_that_is_given_another_name_is_one_again(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = MediaPlayer(
        key="1", name="One", state="on", abilities=frozenset({"grouping"}), group_name="a", members=("a", "b")
    )
    other = MediaPlayer(key="2", name="Other", state="on", group_name="old name of b")
    cloud = await link(hass, monkeypatch, one, other)
    assert state(hass, "media_player.thing_one").attributes["group_members"] == ["media_player.thing_one"]
    cloud.push(replace(other, group_name="b"))
    assert state(hass, "media_player.thing_one").attributes["group_members"] == [
        "media_player.thing_one",
        "media_player.thing_other",
    ]


@pytest.mark.usefixtures("radio")
async def test_what_is_no_player_of_the_account_cannot_join(hass: HomeAssistant) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "media_player.join", HERE + MUSIC, group_members=["media_player.kitchen"])
    assert caught.value.translation_key == "cannot_join"


async def test_what_is_played_may_be_announced_or_queued(
    hass: HomeAssistant, remote: Remote, radio: Radio
) -> None:
    media = {"media_content_id": "record-1", "media_content_type": "album"}
    await act(hass, "media_player.play_media", HERE + "radio", **media, enqueue="next", extra={"a": 1})
    await act(hass, "media_player.play_media", HERE + "radio", **media, announce=True)
    assert [
        (kwargs.get("enqueue"), kwargs.get("announce"), kwargs["extra"]) for *_, kwargs in radio.played
    ] == [
        ("next", None, {"a": 1}),
        (None, True, {}),
    ]


async def browse(hass: HomeAssistant, ws: WebSocketGenerator, **fields: str) -> Any:
    """Return what a browser is told that there is."""
    client = await ws(hass)
    await client.send_json_auto_id(
        {"type": "media_player/browse_media", "entity_id": HERE + "radio", **fields}
    )
    return await client.receive_json()


async def test_what_there_is_there_is_browsed_here(
    hass: HomeAssistant, radio: Radio, hass_ws_client: WebSocketGenerator
) -> None:
    found = (await browse(hass, hass_ws_client, media_content_type="genre", media_content_id="jazz"))[
        "result"
    ]
    expected = (await radio.async_browse_media("genre", "jazz")).as_dict()
    for item in (found["children"][0], expected["children"][0]):
        item.pop("thumbnail")
    assert found == expected


async def test_thumbnails_come_through_this_side(
    hass: HomeAssistant,
    radio: Radio,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    found = (await browse(hass, hass_ws_client))["result"]["children"][0]["thumbnail"]
    assert radio.access_token not in found
    client = await hass_client_no_auth()
    response = await client.get(found)
    assert (await response.read(), response.content_type) == LABEL
    unknown = await client.get(found.replace("/thumbnail/", "/thumbnail/x"))
    assert unknown.status == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://pictures.example/record.jpg", "https://pictures.example/record.jpg"),
        (f"https://pictures.example/record.jpg?api_key={TOKEN}", None),
        ("/local/record.jpg", None),
        ("/api/../record.jpg", None),
        ("/api/%2e%2e/record.jpg", None),
        ("ftp://pictures.example/record.jpg", None),
        ("http://[", None),
        ("", None),
    ],
)
async def test_thumbnails_elsewhere_are_where_browsers_find_them_without_a_key(
    hass: HomeAssistant, radio: Radio, hass_ws_client: WebSocketGenerator, address: str, expected: str | None
) -> None:
    radio.thumbnails = [address]
    found = (await browse(hass, hass_ws_client))["result"]["children"][1]
    assert found["thumbnail"] == expected


async def test_a_thumbnail_is_fetched_from_the_other_side_whatever_host_it_names(
    hass: HomeAssistant,
    radio: Radio,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    radio.thumbnails = [f"http://192.0.2.1{radio.get_browse_image_url('album', 'record 1/2')}"]
    found = (await browse(hass, hass_ws_client))["result"]["children"][1]["thumbnail"]
    client = await hass_client_no_auth()
    assert await (await client.get(found)).read() == LABEL[0]


async def test_what_is_found_there_is_found_here(hass: HomeAssistant, radio: Radio) -> None:
    answer = await hass.services.async_call(
        "media_player",
        "search_media",
        {"entity_id": HERE + "radio", "search_query": "Bounzz", "media_filter_classes": ["album"]},
        blocking=True,
        return_response=True,
    )
    assert answer is not None
    (record,) = answer[HERE + "radio"].result  # type: ignore[union-attr]
    assert record.title == "Record 0"
    (query,) = radio.searches
    assert (query.search_query, set(query.media_filter_classes or ())) == ("Bounzz", {MediaClass.ALBUM})


async def test_where_browsing_is_refused_a_person_reads_it(
    hass: HomeAssistant, radio: Radio, hass_ws_client: WebSocketGenerator, caplog: pytest.LogCaptureFixture
) -> None:
    async def refuse(*_: object) -> None:
        raise HomeAssistantError("The shelf is empty")

    radio.async_browse_media = refuse  # type: ignore[assignment,method-assign]
    answer = await browse(hass, hass_ws_client)
    assert answer["error"]["translation_key"] == "failed"
    assert "The shelf is empty" in caplog.text


async def test_artwork_comes_through_this_side_and_is_fetched_once(
    hass: HomeAssistant, remote: Remote, radio: Radio, hass_client_no_auth: ClientSessionGenerator
) -> None:
    address = state(hass, HERE + "radio").attributes["entity_picture"]
    assert radio.access_token not in str(state(hass, HERE + "radio").as_dict())
    client = await hass_client_no_auth()
    for _ in range(2):
        response = await client.get(address)
        assert (await response.read(), response.content_type) == COVER
    assert radio.looked == 1


async def test_artwork_that_cannot_be_had_is_not_found(
    hass: HomeAssistant, radio: Radio, hass_client: ClientSessionGenerator
) -> None:
    async def nothing() -> tuple[None, None]:
        return None, None

    radio.async_get_media_image = nothing  # type: ignore[method-assign]
    client = await hass_client()
    response = await client.get(f"/api/media_player_proxy/{HERE}radio")
    assert response.status == HTTPStatus.NOT_FOUND
    response = await client.get(f"/api/media_player_proxy/{HERE}search")
    assert response.status == HTTPStatus.NOT_FOUND


async def have_media(hass: HomeAssistant, folder: Path) -> None:
    """Have a folder of media."""
    folder.mkdir()
    (folder / "song.mp3").write_bytes(b"la la la")
    await async_process_ha_core_config(
        hass,
        {"media_dirs": {folder.name: str(folder)}, "internal_url": "http://192.0.2.8:8123"},
    )
    assert await async_setup_component(hass, "media_source", {})


async def test_what_the_other_side_has_is_played_from_there(
    hass: HomeAssistant, remote: Remote, radio: Radio, tmp_path: Path
) -> None:
    await have_media(hass, tmp_path / "attic")
    await have_media(remote.hass, tmp_path / "cellar")
    media_id = "media-source://media_source/cellar/song.mp3"
    media = {"media_content_id": media_id, "media_content_type": "audio/mpeg"}
    await act(hass, "media_player.play_media", HERE + "radio", **media)
    assert radio.played[0][:2] == ("audio/mpeg", media_id)


async def test_what_only_this_side_has_is_fetched_from_here(
    hass: HomeAssistant,
    remote: Remote,
    radio: Radio,
    tmp_path: Path,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    await have_media(hass, tmp_path / "attic")
    media = {
        "media_content_id": "media-source://media_source/attic/song.mp3",
        "media_content_type": "music",
    }
    await act(hass, "media_player.play_media", HERE + "radio", **media)
    kind, address, _ = radio.played[0]
    here = "http://192.0.2.8:8123"
    assert (kind, address.startswith(f"{here}/media/attic/song.mp3?authSig=")) == ("audio/mpeg", True)
    client = await hass_client_no_auth()
    response = await client.get(address.removeprefix(here))
    assert await response.read() == b"la la la"


@pytest.mark.parametrize(
    ("media_id", "sent"),
    [
        ("spotify:track:7", "spotify:track:7"),
        ("/media/song.mp3", "/media/song.mp3"),
        ("https://radio.example/live", "https://radio.example/live"),
        ("http://192.0.2.8:8123/media/attic/song.mp3", "http://192.0.2.8:8123/media/attic/song.mp3?authSig="),
    ],
)
async def test_an_address_of_this_side_is_signed_and_all_else_sent_as_it_is(
    hass: HomeAssistant, remote: Remote, radio: Radio, media_id: str, sent: str
) -> None:
    await async_process_ha_core_config(hass, {"internal_url": "http://192.0.2.8:8123"})
    media = {"media_content_id": media_id, "media_content_type": "music"}
    await act(hass, "media_player.play_media", HERE + "radio", **media)
    address = radio.played[0][1]
    assert address.partition("=")[0] == sent.rstrip("=")


async def test_an_address_of_this_side_that_the_other_side_names_is_not_signed_for_it(
    hass: HomeAssistant, radio: Radio, hass_ws_client: WebSocketGenerator
) -> None:
    await async_process_ha_core_config(hass, {"internal_url": "http://192.0.2.8:8123"})
    radio.first_record = "http://192.0.2.8:8123/api/error_log"
    record = (await browse(hass, hass_ws_client))["result"]["children"][0]
    media = {key: record[key] for key in ("media_content_id", "media_content_type")}
    await act(hass, "media_player.play_media", HERE + "radio", **media)
    assert radio.played[0][:2] == ("album", "")


async def test_what_has_no_address_here_cannot_be_fetched(
    hass: HomeAssistant, radio: Radio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await have_media(hass, tmp_path / "attic")
    await hass.config.async_update(internal_url=None, external_url=None)
    monkeypatch.setattr(hass.config, "api", None)
    media = {
        "media_content_id": "media-source://media_source/attic/song.mp3",
        "media_content_type": "music",
    }
    with pytest.raises(HomeAssistantError) as caught:
        await act(hass, "media_player.play_media", HERE + "radio", **media)
    assert caught.value.translation_key == "no_own_address"


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("http://192.168.1.7:8123", "http://192.0.2.8:8123"),
        ("http://parents.local:8123", "http://192.0.2.8:8123"),
        ("http://parents:8123", "http://192.0.2.8:8123"),
        ("https://198.51.100.7", "https://home.example"),
        ("https://parents.example", "https://home.example"),
    ],
)
async def test_what_this_side_has_is_fetched_where_the_other_side_reaches_it(
    hass: HomeAssistant, tmp_path: Path, there: str, here: str
) -> None:
    await have_media(hass, tmp_path / "attic")
    await hass.config.async_update(external_url="https://home.example")
    song = "media-source://media_source/attic/song.mp3"
    offered = await own_media.async_offer(hass, song, ("media_player.radio", "Radio"), there)
    assert offered.content_id.startswith(f"{here}/media/attic/song.mp3?authSig=")


async def test_what_a_source_of_this_side_finds_elsewhere_is_fetched_there(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def resolve(*_: object) -> PlayMedia:
        return PlayMedia("https://radio.example/live", "audio/mpeg")

    monkeypatch.setattr(own_media, "async_resolve_media", resolve)
    station = "media-source://radio_browser/7"
    offered = await own_media.async_offer(hass, station, ("media_player.radio", "Radio"), "")
    assert offered == MediaId("audio/mpeg", "https://radio.example/live")


async def test_what_nobody_has_says_so(hass: HomeAssistant, radio: Radio, tmp_path: Path) -> None:
    await have_media(hass, tmp_path / "attic")
    media = {
        "media_content_id": "media-source://media_source/garage/song.mp3",
        "media_content_type": "music",
    }
    with pytest.raises(HomeAssistantError):
        await act(hass, "media_player.play_media", HERE + "radio", **media)
    assert radio.played == []


def test_each_feature_of_a_player_is_passed_on() -> None:
    known = {feature.value: str(feature.name).lower() for feature in MediaPlayerEntityFeature}
    assert known == ABILITIES
