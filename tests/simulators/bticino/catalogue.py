"""An account with a door phone of each kind."""

from .home import Home, Module

CLASSE_300X = "00:03:50:aa:bb:01"
CLASSE_100X = "00:03:50:aa:bb:02"


def catalogue() -> list[Home]:
    """Return "Casa" and "Mare"; ids and names are the same in every run."""
    return [casa(), mare()]


def casa() -> Home:
    """Return a Classe 300X with two doors to ring at, a lock and the light of the stairs."""
    bridge = Module(
        id=CLASSE_300X,
        type="BNC1",
        name="Classe 300X",
        variant="BNC1:bnc1_bridge",
        firmware_name="1.2.3",
        firmware_revision=401,
        wifi_strength=65,
        uptime=86_400,
        websocket_connected=True,
        local_ipv4="192.0.2.10",
        last_seen=1_763_599_990,
        configured=True,
    )
    modules = [
        bridge,
        external_unit("aabb01-a06f-000000000001", "Strada", CLASSE_300X),
        external_unit("aabb01-a16f-000000000002", "Ingresso", CLASSE_300X),
        door_lock("aabb01-a06f-000000000003", "Portone", CLASSE_300X),
        staircase_light("aabb01-0560-000000000004", "Luci scale", CLASSE_300X),
    ]
    return Home(id="65aa00112233445566778801", name="Casa", timezone="Europe/Rome", modules=modules)


def mare() -> Home:
    """Return a Classe 100X with a lock and nothing to ring at."""
    bridge = Module(
        id=CLASSE_100X,
        type="BNCX",
        name="Classe 100X",
        variant="BNCX:bncx_bridge",
        firmware_name="2.1.0",
        firmware_revision=210,
        wifi_strength=48,
        uptime=604_800,
        websocket_connected=True,
        local_ipv4="192.0.2.11",
        last_seen=1_763_599_990,
        configured=True,
    )
    modules = [bridge, door_lock("aabb02-a06f-000000000001", "Cancello", CLASSE_100X)]
    return Home(id="65aa00112233445566778802", name="Mare", timezone="Europe/Rome", modules=modules)


def external_unit(module_id: str, name: str, bridge: str) -> Module:
    """Return a unit at a door: the bell and the camera."""
    return Module(id=module_id, type="BNEU", name=name, variant="BNEU:bneu_external_unit", bridge=bridge)


def door_lock(module_id: str, name: str, bridge: str) -> Module:
    """Return a lock, locked."""
    return Module(
        id=module_id,
        type="BNDL",
        name=name,
        variant="BNDL:bndl_doorlock",
        bridge=bridge,
        lock=True,
        last_user_interaction=1_763_590_000,
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
    )
