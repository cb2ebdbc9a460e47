"""The entities that the HACS integration makes of devices, with the models of the vendor's own library."""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, Final, cast

from aioafero.device import AferoDevice, get_afero_device

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.hubspace.bridge import Bridge
from custom_components.latchkey.clouds.predecessor import OldEntity
from custom_components.latchkey.clouds.settings import Settings

_WHOLE: Final = {
    "Dehumidifier": "humidifier",
    "Fan": "fan",
    "Light": "light",
    "Lock": "lock",
    "PortableAC": "climate",
    "SecuritySystem": "alarm_control_panel",
    "Thermostat": "climate",
}
"""The domains of the entities that have the id of a model alone."""

_PIECES: Final = {
    "binary_sensors": "binary_sensor",
    "channels": "light",
    "numbers": "number",
    "on": "switch",
    "open": "valve",
    "selects": "select",
    "sensors": "sensor",
}
"""The domains of the entities that are of something of a model, by where the model keeps it."""


async def list_old_entities(raws: Iterable[dict[str, Any]]) -> list[OldEntity]:
    """Return the old entities of metadevices in the vendor's words."""
    # Nothing is asked of this session.
    bridge = Bridge(cast("TokenSession", object()), lambda *_: None, Settings())
    devices = [get_afero_device(raw) for raw in raws if raw["typeId"] == "metadevice.device"]
    devices = await bridge._events.split_devices(devices)
    return [
        OldEntity(domain=domain, unique_id=unique_id, entry_id="01ABC", entry_unique_id="alice@example.com")
        async for model in _models(bridge, devices)
        for domain, unique_id in _entities(model)
    ]


async def _models(bridge: Bridge, devices: list[AferoDevice]) -> AsyncIterator[Any]:
    """Yield the models of devices, those of physical devices first."""
    physical = bridge.controller("devices")
    for device in physical.get_filtered_devices(devices):
        yield await physical.initialize_elem(device)
    for device in devices:
        controller: Any = bridge._by_class.get(device.device_class)
        if controller is not None:
            yield await controller.initialize_elem(device)


def _entities(model: Any) -> Iterator[tuple[str, str]]:
    """Yield the domain and the unique id of each entity that a model becomes."""
    if (domain := _WHOLE.get(type(model).__name__)) is not None:
        yield domain, model.id
    for name, domain in _PIECES.items():
        pieces = getattr(model, name, None)
        for piece in pieces if isinstance(pieces, dict) else ():
            yield domain, f"{model.id}.{piece}" if piece else model.id
