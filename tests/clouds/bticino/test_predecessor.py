"""What the entities of the HACS integration are here."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.bticino.cloud import BticinoCloud
from custom_components.latchkey.clouds.bticino.predecessor import find_counterpart
from custom_components.latchkey.clouds.model import RelayKind
from custom_components.latchkey.clouds.predecessor import Counterpart, OldEntity
from custom_components.latchkey.clouds.settings import Settings
from tests.clouds.domains import domain_of
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.bticino.catalogue import casella
from tests.simulators.bticino.home import BRIDGES, Home, Module
from tests.simulators.vendors import EMAIL

from .account import LinkedAccount

NOTHING_HERE = {
    "bridge_busy",
    "call_count",
    "last_config_update",
    "last_event_type",
    "last_seen",
    "last_snapshot",
    "uptime",
    "websocket_status",
}
"""What the integration tells, or told, beside what is here as well."""

_UNTIL_1_8 = ("last_config_update", "last_seen")

type Named = Iterator[tuple[str, str]]


def list_old_entities(home: Home, *, light_as_lock: bool = False) -> list[OldEntity]:
    """Return the entities that the integration makes of a home."""
    bridge = next(module for module in home.modules if module.type in BRIDGES)
    names = [*_of_home(bridge), *(each for module in home.modules for each in _of(module, light_as_lock))]
    return [old_entity(domain, unique_id, home.id) for domain, unique_id in names]


def _of_home(bridge: Module) -> Named:
    yield "binary_sensor", "bridge_busy"
    yield "camera", "call_home"
    yield "camera", "last_snapshot"
    yield "sensor", "call_count"
    yield "sensor", "last_call_timestamp"
    yield "sensor", "last_event_type"
    for name in (
        "last_config_update",
        "last_seen",
        "local_ip",
        "uptime",
        "websocket_status",
        "wifi_strength",
    ):
        yield "sensor", f"{bridge.id}_{name}"


def _of(module: Module, light_as_lock: bool) -> Named:
    if module.type == "BNEU":
        yield "binary_sensor", f"call_{module.id}"
        yield "camera", f"webrtc_{module.id}"
        yield "event", f"doorbell_event_{module.id}"
    elif module.type == "BNDL":
        yield "lock", f"lock_{module.id}"
    elif module.type == "BNSL":
        yield ("lock", f"light_as_lock_{module.id}") if light_as_lock else ("light", f"light_{module.id}")


def old_entity(domain: str, unique_id: str, home_id: str | None = None) -> OldEntity:
    """Return an entity of an entry, which is of one home."""
    return OldEntity(
        domain=domain,
        unique_id=f"01JZ8Q6M3S5V7B9D1F2G4H6K8N_{unique_id}",
        entry_id="01JZ8Q6M3S5V7B9D1F2G4H6K8N",
        entry_unique_id=EMAIL,
        entry_data={"username": EMAIL, "password": "secret", "home_id": home_id},
    )


def sort(cloud: BticinoCloud, old: list[OldEntity]) -> tuple[dict[str, Counterpart], set[str]]:
    """Return the counterparts by the old unique ids without their entry, and the ids of what has none."""
    found = {each.unique_id.partition("_")[2]: cloud.counterpart(each) for each in old}
    paired = {name: each for name, each in found.items() if isinstance(each, Counterpart)}
    assert {each for each in found.values() if isinstance(each, str)} <= {"no_counterpart"}
    return paired, found.keys() - paired.keys()


async def check_home(account: LinkedAccount, home: Home) -> int:
    """See that all but what is known to be nothing here is a feature of its domain; return how many are."""
    old = list_old_entities(home)
    paired, unpaired = sort(account.cloud, old)
    for each in old:
        counterpart = paired.get(each.unique_id.partition("_")[2])
        if counterpart is not None:
            device_id, key = counterpart.feature
            assert domain_of(account.snapshot.devices[device_id].features[key]) == each.domain
            assert counterpart.relay is None
    bridge = next(module for module in home.modules if module.type in BRIDGES)
    assert {name.removeprefix(f"{bridge.id}_") for name in unpaired} - {"last_call_timestamp"} == NOTHING_HERE
    return len(paired)


async def test_every_old_entity_has_a_counterpart_or_is_nothing_here(account: LinkedAccount) -> None:
    casa, mare = (account.vendor.home(name) for name in ("Casa", "Mare"))
    assert await check_home(account, casa) == 2 * 3 + 1 + 1 + 3
    assert await check_home(account, mare) == 1 + 3


async def test_every_old_entity_of_an_account_that_was_seen_has_a_counterpart_or_is_nothing_here(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.accounts[EMAIL].homes = {home.id: home for home in casella()}
    await account.poll()
    assert await check_home(account, casella()[1]) == 2 * 3 + 2 + 3


async def test_each_old_entity_becomes_what_does_the_same(account: LinkedAccount) -> None:
    unit, lock = account.device("Strada").id, account.device("Portone").id
    bridge, light = account.device("Classe 300X").id, account.device("Luci scale").id
    paired, _ = sort(account.cloud, list_old_entities(account.vendor.home("Casa")))
    features = {
        name: each.feature for name, each in paired.items() if account.device("Ingresso").id not in name
    }
    assert features == {
        f"call_{unit}": (unit, "ringing"),
        f"webrtc_{unit}": (unit, "camera"),
        f"doorbell_event_{unit}": (unit, "doorbell"),
        f"lock_{lock}": (lock, "lock"),
        f"light_{light}": (light, "light"),
        "call_home": (bridge, "call_home"),
        f"{bridge}_local_ip": (bridge, "address"),
        f"{bridge}_wifi_strength": (bridge, "wifi_strength"),
    }


async def test_the_last_call_is_that_of_the_only_unit(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    home = bticino.home("Casa")
    old = old_entity("sensor", "last_call_timestamp", home.id)
    assert account.cloud.counterpart(old) == "no_counterpart"
    home.modules.remove(bticino.module("Ingresso"))
    await account.poll()
    assert account.cloud.counterpart(old) == Counterpart(feature=(account.device("Strada").id, "last_call"))


async def test_the_voice_at_home_is_that_of_the_only_door_phone(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    casa = bticino.home("Casa")
    bridge = account.device("Classe 300X").id
    assert account.cloud.counterpart(old_entity("camera", "call_home", casa.id)) == Counterpart(
        feature=(bridge, "call_home")
    )
    assert account.cloud.counterpart(old_entity("camera", "call_home")) == "no_counterpart"


async def fetched(session: TokenSession, settings: Settings) -> BticinoCloud:
    """Return the account as a person set it up."""
    cloud = BticinoCloud(session, settings)
    await cloud.async_fetch()
    return cloud


@pytest.mark.parametrize(
    ("shown", "was_lock", "relay"),
    [
        (None, False, None),
        (None, True, "lock"),
        ("lock", True, None),
        ("lock", False, "light"),
        ("button", True, "lock"),
        ("button", False, "light"),
    ],
)
async def test_a_relay_is_to_be_shown_as_what_it_was(
    session: TokenSession,
    bticino: BticinoSimulator,
    shown: RelayKind | None,
    was_lock: bool,
    relay: RelayKind | None,
) -> None:
    module = bticino.module("Luci scale")
    cloud = await fetched(session, Settings(relays={module.id: shown} if shown else {}))
    (old,) = (
        each
        for each in list_old_entities(bticino.home("Casa"), light_as_lock=was_lock)
        if module.id in each.unique_id
    )
    key = "lock" if was_lock else "light"
    assert cloud.counterpart(old) == Counterpart(feature=(module.id, key), relay=relay)


async def test_what_is_in_a_hidden_home_is_not_shown(
    session: TokenSession, bticino: BticinoSimulator
) -> None:
    home = bticino.home("Mare")
    cloud = await fetched(session, Settings(hidden_places=frozenset({home.id})))
    (lock,) = (old for old in list_old_entities(home) if old.domain == "lock")
    assert cloud.counterpart(lock) == "not_shown"


async def test_an_entry_of_a_home_that_is_not_listed_is_of_another_account(account: LinkedAccount) -> None:
    lock = account.device("Portone").id
    for home_id in ("65aa00112233445566778899", 7, ["65aa00112233445566778899"]):
        old = old_entity("lock", f"lock_{lock}")
        old = replace(old, entry_data={"home_id": home_id})
        assert account.cloud.counterpart(old) == "other_account"


async def test_a_module_that_is_gone_is_not_listed(account: LinkedAccount) -> None:
    assert account.cloud.counterpart(old_entity("lock", "lock_aabb01-a06f-999999999999")) == "not_listed"


async def test_an_entry_that_was_deleted_is_known_by_its_modules(account: LinkedAccount) -> None:
    lock = account.device("Portone").id
    old = OldEntity(domain="lock", unique_id=f"0123abc_lock_{lock}")
    assert account.cloud.counterpart(old) == Counterpart(feature=(lock, "lock"))


async def test_a_module_of_another_kind_has_no_counterpart(account: LinkedAccount) -> None:
    unit = account.device("Strada").id
    assert account.cloud.counterpart(old_entity("lock", f"lock_{unit}")) == "no_counterpart"


@given(
    domain=st.sampled_from(["binary_sensor", "camera", "event", "light", "lock", "sensor", "x"]),
    beginning=st.sampled_from(["", "0_", "0_lock_", "0_light_as_lock_", "0_last_call_timestamp", "_"]),
    rest=st.text(),
)
def test_no_unique_id_makes_it_stumble(domain: str, beginning: str, rest: str) -> None:
    old = OldEntity(domain=domain, unique_id=f"{beginning}{rest}")
    assert find_counterpart(old, [], Settings()) in ("no_counterpart", "not_listed")
