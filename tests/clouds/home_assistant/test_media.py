"""What there is to be played: whatever the other side says of it."""

from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web
from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.base import CommandFailed, CommandRefused
from custom_components.latchkey.clouds.home_assistant import media, thumbnails
from custom_components.latchkey.clouds.home_assistant.cloud import HomeAssistantCloud
from custom_components.latchkey.clouds.home_assistant.keys import without_keys
from custom_components.latchkey.clouds.home_assistant.thumbnails import Thumbnails
from custom_components.latchkey.clouds.model import FeatureId, MediaId, MediaItem, MediaSearch
from custom_components.latchkey.clouds.settings import Settings

from .listening import found
from .remote import Remote

RECORD = {"title": "Record", "media_class": "album", "media_content_type": "album", "media_content_id": "1"}


@pytest.fixture
def cloud(remote: Remote, session: TokenSession) -> HomeAssistantCloud:
    """Return the account."""
    return HomeAssistantCloud(session, Settings(), url=remote.url)


@pytest.fixture
async def radio(remote: Remote, cloud: HomeAssistantCloud) -> FeatureId:
    """Have a media player there, and return what names it here."""
    remote.add_entity("media_player.radio", "playing")
    return found(await cloud.async_fetch(), "Radio")[0]


def answer(remote: Remote, command: str, say: Callable[[dict[str, Any]], Any]) -> None:
    """Have the other side answer a command."""

    @websocket_api.async_response
    async def handle(
        _hass: HomeAssistant, connection: websocket_api.ActiveConnection, message: dict[str, Any]
    ) -> None:
        connection.send_result(message["id"], say(message))

    schema = websocket_api.BASE_COMMAND_MESSAGE_SCHEMA.extend({"type": command}, extra=True)
    websocket_api.async_register_command(remote.hass, command, handle, schema)


async def browse(remote: Remote, cloud: HomeAssistantCloud, radio: FeatureId, said: Any) -> MediaItem:
    """Return what there is where the other side says something."""
    answer(remote, "media_player/browse_media", lambda _message: said)
    return await cloud.async_browse_media(*radio, None)


async def test_a_folder_has_what_is_in_it(
    remote: Remote, cloud: HomeAssistantCloud, radio: FeatureId
) -> None:
    told = {
        **RECORD,
        "can_expand": True,
        "can_search": True,
        "search_media_classes": ["track"],
        "children_media_class": "track",
        "children": [{**RECORD, "title": "Song", "media_content_id": "", "can_play": True}],
        "not_shown": 2,
    }
    assert await browse(remote, cloud, radio, told) == MediaItem(
        id=MediaId("album", "1"),
        title="Record",
        media_class="album",
        can_expand=True,
        can_search=True,
        search_classes=("track",),
        children_class="track",
        children=(MediaItem(id=MediaId("album", ""), title="Song", media_class="album", can_play=True),),
        left_out=2,
    )


@pytest.mark.parametrize("said", [None, [], "Record", {**RECORD, "media_content_id": 7}, {"title": "Record"}])
async def test_what_is_no_folder_is_an_answer_that_is_not_understood(
    remote: Remote, cloud: HomeAssistantCloud, radio: FeatureId, said: Any
) -> None:
    with pytest.raises(TemporaryError):
        await browse(remote, cloud, radio, said)


async def test_what_is_odd_in_a_folder_is_left_out_and_counted(
    remote: Remote, cloud: HomeAssistantCloud, radio: FeatureId
) -> None:
    long = {**RECORD, "media_content_id": "x" * (media.MAX_ID + 1)}
    odd = {**RECORD, "title": 7, "media_class": None, "can_play": "yes", "thumbnail": ["/api/x"]}
    folder = await browse(remote, cloud, radio, {**RECORD, "children": [7, None, long, odd], "not_shown": -1})
    assert folder.children == (MediaItem(id=MediaId("album", "1"), title="", media_class="directory"),)
    assert folder.left_out == 3


async def test_of_a_folder_that_is_too_full_some_is_left_out(
    remote: Remote, cloud: HomeAssistantCloud, radio: FeatureId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "MAX_ITEMS", 2)
    folder = await browse(remote, cloud, radio, {**RECORD, "children": [RECORD] * 5})
    assert (len(folder.children), folder.left_out) == (2, 3)


async def test_what_is_within_a_folder_of_a_folder_is_not_read(
    remote: Remote, cloud: HomeAssistantCloud, radio: FeatureId
) -> None:
    deep: dict[str, Any] = RECORD
    for _ in range(30):
        deep = {**RECORD, "children": [deep]}
    (child,) = (await browse(remote, cloud, radio, deep)).children
    assert child.children == ()


async def test_a_search_says_where_and_what(
    remote: Remote, cloud: HomeAssistantCloud, radio: FeatureId
) -> None:
    asked: list[dict[str, Any]] = []

    def say(message: dict[str, Any]) -> Any:
        asked.append(message)
        return {"result": [RECORD]}

    answer(remote, "media_player/search_media", say)
    search = MediaSearch(text="jazz", where=MediaId("genre", "7"), classes=("album",))
    (record,) = await cloud.async_search_media(*radio, search)
    assert record.title == "Record"
    expected = {
        "entity_id": "media_player.radio",
        "search_query": "jazz",
        "media_content_type": "genre",
        "media_content_id": "7",
        "media_filter_classes": ["album"],
    }
    assert expected.items() <= asked[0].items()


async def test_a_side_without_media_has_none(cloud: HomeAssistantCloud, radio: FeatureId) -> None:
    assert not await cloud.async_knows_media("media-source://media_source/local/song.mp3")
    with pytest.raises((CommandRefused, CommandFailed)):
        await cloud.async_browse_media(*radio, None)


def have_covers(remote: Remote) -> None:
    """Have pictures there, each of which is what it is asked for."""

    async def show(request: web.Request) -> web.Response:
        return web.Response(body=request.query_string.encode(), content_type="image/png")

    remote.hass.http.app._router._frozen = False
    remote.hass.http.app.router.add_get("/api/cover", show)


async def test_a_thumbnail_is_fetched_by_its_name_alone(
    remote: Remote, session: TokenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_covers(remote)
    monkeypatch.setattr(thumbnails, "MAX_KNOWN", 2)
    known = Thumbnails(session, remote.url)
    first, again, second, third = (known.name(f"/api/cover?id={number}") for number in (1, 1, 2, 3))
    assert first == again != second
    assert second is not None
    assert third is not None
    assert (await known.async_get(third)).content == b"id=3"
    for name in (str(first), "/api/cover?id=2"):
        with pytest.raises(CommandRefused, match="no_picture"):
            await known.async_get(name)


async def test_all_thumbnails_of_the_fullest_folder_can_be_had(
    remote: Remote, cloud: HomeAssistantCloud, radio: FeatureId
) -> None:
    have_covers(remote)
    children = [{**RECORD, "thumbnail": f"/api/cover?id={number}"} for number in range(media.MAX_ITEMS)]
    folder = await browse(remote, cloud, radio, {**RECORD, "children": children})
    first = folder.children[0].thumbnail
    assert first is not None
    assert (await cloud.async_get_thumbnail(first)).content == b"id=0"


def test_a_thumbnail_whose_address_is_too_long_is_none(remote: Remote, session: TokenSession) -> None:
    assert Thumbnails(session, remote.url).name(f"/api/{'x' * 2048}") is None


@pytest.mark.parametrize(
    ("address", "without"),
    [
        ("spotify:track:7", "spotify:track:7"),
        ("http://a.example/b?c=d", "http://a.example/b?c=d"),
        ("/media/a.mp3?authSig=ey.J&x=1", "/media/a.mp3?x=1"),
        ("/media/a.mp3?x=1&authSig=ey.J", "/media/a.mp3?x=1"),
        ("/a?token=1&X-Plex-Token=2&api_key=3", "/a"),
        ("http://user:secret@a.example/b@c", "http://a.example/b@c"),
        ("what?", "what?"),
    ],
)
def test_an_address_is_told_without_what_opens_it(address: str, without: str) -> None:
    assert without_keys(address) == without
