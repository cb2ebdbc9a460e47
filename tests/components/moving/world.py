"""An account whose cloud knows what came before it, beside the integration that did."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Final, override

import pytest
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey import clouds
from custom_components.latchkey.clouds.capabilities import HasPredecessor
from custom_components.latchkey.clouds.model import Button, Feature, Light, Sensor
from custom_components.latchkey.clouds.predecessor import Counterpart, MissingReason, OldEntity, Predecessor
from custom_components.latchkey.const import CONF_ACCOUNT_NAME, CONF_KIND, CONF_REFRESH_TOKEN, DOMAIN
from custom_components.latchkey.moving.finding import plan_for
from custom_components.latchkey.moving.journal import Journal
from custom_components.latchkey.moving.plan import Plan
from tests.components.memory import KIND, MemoryCloud, vendor

LIGHT: Final = "light.kitchen_lamp"
RESET: Final = "button.kitchen_reset"
SIGNAL: Final = "sensor.kitchen_lamp_signal"

OLD_ENTITIES: Final = (
    {"domain": "light", "unique_id": "old-light", "name": "Kitchen lamp"},
    {
        "domain": "sensor",
        "unique_id": "old-signal",
        "name": "Kitchen lamp signal",
        "unit": "dB",
        "state": "-60",
        "state_class": "measurement",
    },
    {"domain": "switch", "unique_id": "old-switch", "name": "Kitchen lamp night light"},
)

YAML_ENTITY: Final = {"domain": "button", "unique_id": "old-reset", "name": "Kitchen reset"}

FEATURES: Final = (
    Light(key="light", on=True),
    Sensor(key="signal", label="signal_strength", value=-61, unit="dBm", state_class="measurement"),
    Button(key="reset", name="Reset"),
)


class MovingCloud(MemoryCloud, HasPredecessor):
    """One device that another integration showed before."""

    counterparts: Mapping[str, Counterpart | MissingReason]
    seen: list[OldEntity]

    @override
    def counterpart(self, old: OldEntity) -> Counterpart | MissingReason:
        self.seen.append(old)
        return self.counterparts.get(old.unique_id, "no_counterpart")


class World:
    """An account that is linked or not, and what came before it."""

    def __init__(self, hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hass = hass
        self.predecessor: Predecessor | None = Predecessor(domain="hubspace", name="Hubspace")
        self.features: tuple[Feature, ...] = FEATURES
        self.counterparts: dict[str, Counterpart | MissingReason] = {
            "old-light": Counterpart(feature=("thing", "light")),
            "old-signal": Counterpart(feature=("thing", "signal"), unit="dBm"),
            "old-reset": Counterpart(feature=("thing", "reset")),
        }
        self.seen: list[OldEntity] = []
        self.entry = MockConfigEntry(
            domain=DOMAIN,
            title="Memory",
            unique_id=f"{KIND}:memory",
            data={CONF_KIND: KIND, CONF_ACCOUNT_NAME: "Memory", CONF_REFRESH_TOKEN: "never used"},
        )
        self.old: MockConfigEntry = MockConfigEntry(
            domain="hubspace", title="Old", version=5, options={"entities": list(OLD_ENTITIES)}
        )
        self._monkeypatch = monkeypatch

    @property
    def yaml(self) -> Path:
        """What a person has configured by hand."""
        return Path(self.hass.config.path("configuration.yaml"))

    @property
    def registry(self) -> er.EntityRegistry:
        """All entities."""
        return er.async_get(self.hass)

    @property
    def devices(self) -> dr.DeviceRegistry:
        """All devices."""
        return dr.async_get(self.hass)

    async def have_old(self) -> None:
        """Have the old integration set up."""
        self.old.add_to_hass(self.hass)
        assert await self.hass.config_entries.async_setup(self.old.entry_id)
        await self.hass.async_block_till_done()

    async def have_old_device(self) -> dr.DeviceEntry:
        """Have the old integration set up, with a device of its own, and return that."""
        entities = [{**each, "device": "Old lamp", "name": None} for each in OLD_ENTITIES[:1]]
        self.old = MockConfigEntry(domain="hubspace", version=5, options={"entities": entities})
        await self.have_old()
        self.registry.async_update_entity("light.old_lamp", new_entity_id=LIGHT)
        await self.hass.async_block_till_done()
        (device,) = dr.async_entries_for_config_entry(self.devices, self.old.entry_id)
        return device

    async def have_states(self) -> None:
        """Have the old integration set up whose entities are only states."""
        self.predecessor = Predecessor(
            domain="remote_homeassistant",
            name="Remote",
            brings=lambda entry, entity: entity.startswith(entry[:16]),
        )
        self.counterparts = {"0123456789abcdef_light.kitchen_lamp": Counterpart(feature=("thing", "light"))}
        self.old = MockConfigEntry(
            domain="remote_homeassistant",
            version=2,
            unique_id="0123456789abcdef0123456789abcdef",
            options={"entities": [{"domain": "light", "name": "kitchen_lamp"}]},
        )
        await self.have_old()

    async def have_yaml(self) -> None:
        """Have the old integration that knows YAML alone set up."""
        self.predecessor = Predecessor(domain="evohome", name="evohome", in_yaml=True)
        self.yaml.write_text("evohome:\n")
        config = {"evohome": {"entities": [YAML_ENTITY]}}
        assert await async_setup_component(self.hass, "evohome", config)
        await self.hass.async_block_till_done()

    async def link(self, *, expect: ConfigEntryState = ConfigEntryState.LOADED) -> None:
        """Link the account."""
        names = {"features": self.features, "made": [], "counterparts": self.counterparts, "seen": self.seen}
        cloud_class = type("MadeCloud", (MovingCloud,), names)
        module = ModuleType(f"{clouds.__name__}.{KIND}")
        made = replace(vendor(lambda: cloud_class), predecessor=self.predecessor)
        module.VENDOR = made  # type: ignore[attr-defined]  # a module is made of such names
        self._monkeypatch.setitem(sys.modules, module.__name__, module)
        self.entry.add_to_hass(self.hass)
        await self.hass.config_entries.async_setup(self.entry.entry_id)
        assert self.entry.state is expect
        await self.hass.async_block_till_done()

    async def plan(self) -> Plan:
        """Return what can be taken over now."""
        return plan_for(self.hass, self.entry, await Journal(self.hass, self.entry.entry_id).async_load())

    def entity(self, entity_id: str) -> er.RegistryEntry:
        """Return an entity as the registry knows it."""
        entity = self.registry.async_get(entity_id)
        assert entity is not None, f"there is no {entity_id}"
        return entity

    def platform(self, entity_id: str) -> str:
        """Return whose an entity is."""
        return self.entity(entity_id).platform

    def ours(self) -> list[er.RegistryEntry]:
        """Return the entities of the account."""
        return er.async_entries_for_config_entry(self.registry, self.entry.entry_id)

    @property
    def thing(self) -> dr.DeviceEntry:
        """Our device."""
        device = self.devices.async_get_device_by_identifier(
            (DOMAIN, f"{KIND}:memory:thing"), self.entry.entry_id
        )
        assert device is not None
        return device
