"""Pictures of who rang: at the addresses that push and history tell, for five minutes each."""

from io import BytesIO

import aiohttp
import pytest
from PIL import Image
from pybticino import AsyncAccount, AuthHandler

from .bticino import BticinoSimulator
from .bticino.scene import colour_of

DOOR = (25, 16)
"""Where the door itself is seen, in a picture of 64 by 48."""


async def urls(bticino: BticinoSimulator, handler: AuthHandler) -> list[str]:
    """Return the addresses of all snapshots, newest first."""
    account = AsyncAccount(handler)
    await account.async_update_topology()
    answer = await account.async_get_events(bticino.home("Casa").id)
    return [event["subevents"][0]["snapshot"]["url"] for event in answer["body"]["home"]["events"]]


async def test_a_snapshot_is_a_picture_of_its_own(
    bticino: BticinoSimulator, handler: AuthHandler, client: aiohttp.ClientSession
) -> None:
    await bticino.ring("Strada")
    await bticino.ring("Strada")
    pictures = []
    for url in await urls(bticino, handler):
        async with client.get(url) as response:
            assert response.content_type == "image/jpeg"
            pictures.append(await response.read())
    assert [Image.open(BytesIO(picture)).size for picture in pictures] == [(640, 480)] * 2
    assert len(set(pictures)) == 2
    assert bticino.image_bearers == []


async def test_a_bearer_that_is_sent_along_is_taken_down(
    bticino: BticinoSimulator, client: aiohttp.ClientSession
) -> None:
    async with client.get(
        "https://images.example.com/x.jpg", headers={"Authorization": "Bearer x"}
    ) as answer:
        assert answer.status == 404
    assert bticino.image_bearers == ["Bearer x"]


@pytest.mark.parametrize("life", [0.0, 300.0], ids=["with time", "on request"])
async def test_an_address_dies_and_the_next_answer_holds_another(
    bticino: BticinoSimulator, handler: AuthHandler, client: aiohttp.ClientSession, life: float
) -> None:
    await bticino.ring("Strada")
    bticino.image_life = life
    [dead] = await urls(bticino, handler)
    if life:
        bticino.expire_images()
    with pytest.raises(aiohttp.ClientResponseError, match="403"):
        await client.get(dead, raise_for_status=True)
    bticino.image_life = 300.0
    [fresh] = await urls(bticino, handler)
    assert (await client.get(fresh)).ok
    bticino.forget_images()
    with pytest.raises(aiohttp.ClientResponseError, match="404"):
        await client.get(fresh, raise_for_status=True)


async def test_a_snapshot_and_its_vignette_show_the_door_where_it_rang(
    bticino: BticinoSimulator, handler: AuthHandler, client: aiohttp.ClientSession
) -> None:
    await bticino.ring("Ingresso")
    account = AsyncAccount(handler)
    await account.async_update_topology()
    answer = await account.async_get_events(bticino.home("Casa").id)
    told = answer["body"]["home"]["events"][0]["subevents"][0]
    snapshot, vignette = [
        Image.open(BytesIO(await (await client.get(told[name]["url"])).read())).convert("RGB")
        for name in ("snapshot", "vignette")
    ]
    assert [snapshot.size, vignette.size] == [(640, 480), (160, 120)]
    for picture in (snapshot, vignette):
        assert picture.resize((64, 48)).getpixel(DOOR) == pytest.approx(colour_of("Ingresso"), abs=24)
