"""What all clouds have in common."""

import asyncio
from typing import cast, override

import pytest

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds import load_vendor, load_vendors
from custom_components.latchkey.clouds.base import (
    Account,
    Cloud,
    CommandRefused,
    Listener,
    Selection,
    Settings,
)
from custom_components.latchkey.clouds.model import Command, Snapshot


class PlainCloud(Cloud):
    """A cloud that does no more than a cloud must."""

    @override
    async def async_identify(self) -> Account:
        return Account(id="plain", name="Plain")

    @override
    async def async_fetch(self, *, discover: bool = False) -> Snapshot:
        return Snapshot(devices={})

    @override
    async def async_send(self, device_id: str, feature_key: str, command: Command) -> Snapshot:
        return Snapshot(devices={})


def test_every_folder_is_a_vendor_of_that_kind() -> None:
    vendors = load_vendors()
    assert "hubspace" in vendors
    assert {kind: vendor.kind for kind, vendor in vendors.items()} == {kind: kind for kind in vendors}


def test_a_vendor_loads_its_cloud_on_demand_and_may_be_polled_at_a_sound_pace() -> None:
    for kind in load_vendors():
        vendor = load_vendor(kind)
        assert callable(vendor.load_cloud())
        assert vendor.pace.minimum <= vendor.pace.default <= vendor.pace.maximum


@pytest.fixture
def plain() -> PlainCloud:
    """Return a cloud that does no more than a cloud must."""
    return PlainCloud(cast("TokenSession", object()), Settings())


async def test_what_a_cloud_cannot_do_is_refused(plain: PlainCloud) -> None:
    for asked in (
        plain.async_send_state("device", []),
        plain.async_get_schedule("device"),
        plain.async_get_image("device", "camera"),
    ):
        with pytest.raises(CommandRefused, match="not_supported"):
            await asked


async def test_a_cloud_is_one_home_unless_it_says_otherwise(plain: PlainCloud) -> None:
    assert await plain.async_list_homes() == {}


async def test_a_cloud_that_pushes_nothing_has_nothing_to_listen_to(plain: PlainCloud) -> None:
    async with asyncio.timeout(1):
        await plain.async_listen(cast("Listener", object()))


async def test_nobody_chooses_out_of_a_cloud_that_offers_no_choice(plain: PlainCloud) -> None:
    with pytest.raises(NotImplementedError):
        await plain.async_list_choices()
    with pytest.raises(NotImplementedError):
        await plain.async_count(Selection())
