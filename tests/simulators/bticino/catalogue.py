"""Accounts with door phones: one with all that there may be, and one that somebody really has."""

from typing import Any, Final

from .home import Home, Module, Room

CLASSE_300X = "00:03:50:aa:bb:01"
CLASSE_100X = "00:03:50:aa:bb:02"
CLASSE_100X16E = "00:03:50:aa:bb:11"

TOLD_AT = 1_744_742_865
"""When the vendor told of the account that was seen."""

WIRED: Final[dict[str, Any]] = {
    "setup_date": 1_740_485_614,
    "configured": True,
    "firmware_revision": 1,
    "uptime": 4_257_906,
    "last_user_interaction": 1_740_484_959,
}
"""What every module tells that is wired to a bridge."""


def catalogue() -> list[Home]:
    """Return "Casa" and "Mare"; ids and names are the same in every run."""
    return [casa(), mare()]


def casa() -> Home:
    """Return a Classe 300X with two doors to ring at, a lock and the light of the stairs."""
    modules = [
        bridge(CLASSE_300X, "BNC1", "Classe 300X", wifi_strength=65, local_ipv4="192.0.2.10"),
        external_unit("aabb01-a06f-000000000001", "Strada", CLASSE_300X),
        external_unit("aabb01-a16f-000000000002", "Ingresso", CLASSE_300X),
        door_lock("aabb01-a06f-000000000003", "Portone", CLASSE_300X),
        staircase_light("aabb01-0560-000000000004", "Luci scale", CLASSE_300X),
    ]
    return Home(id="65aa00112233445566778801", name="Casa", timezone="Europe/Rome", modules=modules)


def mare() -> Home:
    """Return a Classe 100X with a lock and nothing to ring at."""
    modules = [
        bridge(CLASSE_100X, "BNCX", "Classe 100X", wifi_strength=48, local_ipv4="192.0.2.11"),
        door_lock("aabb02-a06f-000000000001", "Cancello", CLASSE_100X),
    ]
    return Home(id="65aa00112233445566778802", name="Mare", timezone="Europe/Rome", modules=modules)


def casella() -> list[Home]:
    """Return the account that was seen: one home twice, of which one never had a module.

    Its Classe 100X16E has the type of others' Classe 300X, two doors to ring at, and a lock at each.
    """
    empty = Home(
        id="65aa00112233445566778812",
        name="Casella",
        timezone="Europe/Rome",
        rooms=[Room(id="113718204", name="Ingresso")],
        events_ttl="six_months",
    )
    phone = bridge(CLASSE_100X16E, "BNC1", "Classe 100X16E", wifi_strength=48, local_ipv4="192.0.2.11")
    modules = [
        phone,
        external_unit("aabb11-a06f-1ab200c3f733", "Citofono Strada", phone.id),
        door_lock("aabb11-a06f-1ab200c3f785", "Porta Esterna", phone.id),
        external_unit("aabb11-a16f-1ab200c3f85f", "Citofono Ingresso", phone.id, appliance_type="dots_2"),
        door_lock("aabb11-a16f-1ab200c3f89c", "Porta Interna", phone.id, appliance_type="dots_3"),
    ]
    room = Room(id="1955140849", name="Casella")
    for module in modules:
        module.room_id = room.id
    return [
        empty,
        Home(
            id="65aa00112233445566778811",
            name="Casella",
            timezone="Europe/Rome",
            modules=modules,
            rooms=[room],
        ),
    ]


def bridge(module_id: str, kind: str, name: str, *, wifi_strength: int, local_ipv4: str) -> Module:
    """Return a door phone inside a home."""
    return Module(
        id=module_id,
        type=kind,
        name=name,
        setup_date=1_740_485_613,
        configured=False,
        firmware_name="2.03.01",
        firmware_revision=20_301,
        hardware_version=200,
        wifi_strength=wifi_strength,
        uptime=4_257_906,
        timestamp=TOLD_AT,
        websocket_connected=True,
        local_ipv4=local_ipv4,
    )


def external_unit(module_id: str, name: str, bridge: str, appliance_type: str | None = None) -> Module:
    """Return a unit at a door: the bell and the camera."""
    return Module(
        id=module_id,
        type="BNEU",
        name=name,
        variant="BNEU:bneu_external_unit",
        bridge=bridge,
        appliance_type=appliance_type,
        websocket_connected=True,
        **WIRED,
    )


def door_lock(module_id: str, name: str, bridge: str, appliance_type: str | None = None) -> Module:
    """Return a lock, locked; its status does not say so."""
    return Module(
        id=module_id,
        type="BNDL",
        name=name,
        variant="BNDL:bndl_doorlock",
        bridge=bridge,
        appliance_type=appliance_type,
        lock=True,
        **WIRED,
    )


def staircase_light(module_id: str, name: str, bridge: str) -> Module:
    """Return a light, off."""
    return Module(
        id=module_id,
        type="BNSL",
        name=name,
        variant="BNSL:bnsl_staircase_light",
        bridge=bridge,
        status="off",
        **WIRED,
    )
