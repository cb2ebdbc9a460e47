"""What the entities of Home Assistant's own integration are here."""

from collections.abc import Iterable, Iterator

import pytest

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.evohome.cloud import EvohomeCloud
from custom_components.latchkey.clouds.predecessor import Counterpart, OldEntity
from custom_components.latchkey.clouds.settings import Settings
from tests.clouds.domains import domain_of
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.evohome.home import Location
from tests.simulators.evohome.seen import SEEN
from tests.simulators.vendors import EMAIL

from .account import LinkedAccount

COUNTS = {
    "default": 11,
    "hass_032585": 2,
    "hass_094805": 2,
    "hass_099625": 3,
    "hass_102815": 2,
    "hass_139906": 3,
    "system_007": 16,
}
"""How many entities the systems have there that were seen."""


def list_old_entities(locations: Iterable[Location]) -> Iterator[tuple[OldEntity, str, str]]:
    """Yield the entities that the YAML integration makes, with the name and the key of what each is here."""
    for location in locations:
        system = location.system
        if system is None:
            continue
        yield old_entity("climate", system.id), location.name, "climate"
        for zone in system.zones:
            unique_id = f"{zone.id}z" if zone.id == system.id else zone.id
            yield old_entity("climate", unique_id), zone.name, "climate"
        if system.hot_water is not None:
            yield old_entity("water_heater", system.hot_water.id), "Hot water", "water_heater"


def old_entity(domain: str, unique_id: str) -> OldEntity:
    """Return an entity of the YAML integration, which has no config entry."""
    return OldEntity(domain=domain, unique_id=unique_id)


async def check_all(cloud: EvohomeCloud, locations: Iterable[Location]) -> int:
    """See that every old entity has its counterpart, which is of its domain; return how many there are."""
    snapshot = await cloud.async_fetch()
    count = 0
    for old, name, key in list_old_entities(locations):
        found = cloud.counterpart(old)
        assert isinstance(found, Counterpart), old
        device = snapshot.devices[found.feature[0]]
        assert (device.name, found.feature[1]) == (name, key)
        assert domain_of(device.features[key]) == old.domain
        count += 1
    return count


async def test_every_old_entity_of_the_catalogue_has_its_counterpart(
    cloud: EvohomeCloud, evohome: EvohomeSimulator
) -> None:
    assert await check_all(cloud, evohome.accounts[EMAIL].locations.values()) == 12


@pytest.mark.parametrize(("sample", "count"), COUNTS.items())
async def test_every_old_entity_of_a_system_that_was_seen_has_its_counterpart(
    cloud: EvohomeCloud, evohome: EvohomeSimulator, sample: str, count: int
) -> None:
    locations = SEEN[sample]()
    evohome.accounts[EMAIL].locations = {location.id: location for location in locations}
    assert await check_all(cloud, locations) == count


def test_every_system_that_was_seen_is_tried() -> None:
    assert COUNTS.keys() == SEEN.keys()


def test_a_thermostat_that_is_its_own_system_is_told_apart_by_a_letter(account: LinkedAccount) -> None:
    system_id = account.vendor.system("Office").id
    system = account.cloud.counterpart(old_entity("climate", system_id))
    zone = account.cloud.counterpart(old_entity("climate", f"{system_id}z"))
    assert system == Counterpart(feature=(account.device("Office").id, "climate"))
    assert zone == Counterpart(feature=(account.device("Office thermostat").id, "climate"))


@pytest.mark.parametrize("name", ["Kitchen", "Office thermostat"])
def test_a_button_that_resets_has_no_counterpart(account: LinkedAccount, name: str) -> None:
    zone_id = account.vendor.zone(name).id
    for unique_id in (f"{zone_id}_reset", f"{zone_id}z_reset"):
        assert account.cloud.counterpart(old_entity("button", unique_id)) == "no_counterpart"


async def test_a_zone_that_is_gone_is_not_listed(account: LinkedAccount) -> None:
    zone_id = account.vendor.zone("Kitchen").id
    account.vendor.remove_zone("Kitchen")
    await account.poll(discover=True)
    assert account.cloud.counterpart(old_entity("climate", zone_id)) == "not_listed"


async def test_what_is_in_a_hidden_home_is_not_shown(
    session: TokenSession, evohome: EvohomeSimulator
) -> None:
    hidden = evohome.location("Cottage").id
    cloud = EvohomeCloud(session, Settings(hidden_places=frozenset({hidden})))
    await cloud.async_fetch()
    old = old_entity("climate", evohome.zone("Cottage thermostat").id)
    assert cloud.counterpart(old) == "not_shown"


@pytest.mark.parametrize("unique_id", ["", "z", "_reset", "12z_", "\n12", "9" * 5000, "é", "12\n"])
def test_an_id_that_makes_no_sense_has_no_counterpart(cloud: EvohomeCloud, unique_id: str) -> None:
    assert cloud.counterpart(old_entity("climate", unique_id)) == "no_counterpart"
