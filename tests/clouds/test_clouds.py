"""What all clouds have in common."""

from typing import cast, override

import pytest

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds import load_vendor, load_vendors
from custom_components.latchkey.clouds.base import Account, Cloud, CommandRefused
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
        assert issubclass(vendor.load_cloud(), Cloud)
        assert vendor.pace.minimum <= vendor.pace.default <= vendor.pace.maximum


async def test_a_cloud_without_raw_values_refuses_them() -> None:
    with pytest.raises(CommandRefused, match="not_supported"):
        await PlainCloud(cast("TokenSession", object())).async_send_state("device", [])
