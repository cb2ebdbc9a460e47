"""What is passed on of what an entity tells: all that its platform here does not tell, and no keys."""

from typing import Any

import pytest

from custom_components.latchkey.clouds.home_assistant.mapping import map_part
from custom_components.latchkey.clouds.home_assistant.mapping.remaining import (
    MAX_ATTRIBUTES,
    MAX_BYTES,
    remaining_attributes,
)
from custom_components.latchkey.clouds.home_assistant.parts import Part
from custom_components.latchkey.clouds.home_assistant.registry import NOTHING, Entity
from custom_components.latchkey.clouds.home_assistant.states import State


def passed_on(domain: str, **attributes: Any) -> dict[str, Any]:
    """Return what is passed on of an entity's attributes."""
    return remaining_attributes(domain, attributes)


def test_what_a_template_tells_is_passed_on_as_it_is() -> None:
    attributes = {
        "rooms": ["Kitchen", "Bath"],
        "warmest": {"room": "Bath", "degrees": 24.5},
        "count": 2,
        "open": False,
        "next": None,
        "attribution": "Data of the weather service",
        "last_reset": "2026-01-01T00:00:00+00:00",
    }
    assert passed_on("sensor", **attributes) == attributes


def test_what_the_platform_here_tells_is_not_told_twice() -> None:
    assert passed_on("climate", temperature=21, fan_modes=["auto"], changed_by="Anna") == {
        "changed_by": "Anna"
    }
    assert passed_on("lock", code_format=".", changed_by="Anna") == {"changed_by": "Anna"}


def test_what_every_entity_tells_and_the_ids_of_others_are_left_out() -> None:
    assert (
        passed_on(
            "light",
            friendly_name="Lamp",
            icon="mdi:lamp",
            device_class="x",
            supported_features=3,
            unit_of_measurement="%",
            restored=True,
            assumed_state=True,
            entity_id=["light.a", "light.b"],
        )
        == {}
    )


@pytest.mark.parametrize("domain", ["device_tracker", "person"])
def test_the_zones_of_the_other_side_are_not_taken_for_those_of_this_side(domain: str) -> None:
    assert passed_on(domain, in_zones=["zone.home"], battery_level=80) == {"battery_level": 80}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("access_token", "0123456789abcdef"),
        ("entity_picture", "/api/camera_proxy/camera.door"),
        ("entity_picture_local", "/api/media_player_proxy/media_player.tv"),
        ("push_token", "0123456789abcdef"),
        ("wifi_password", "swordfish"),
        ("API_KEY", "0123456789abcdef"),
        ("video_url", "/api/camera_proxy_stream/camera.door?token=0123456789abcdef"),
        ("picture", "/api/image?authSig=0123456789abcdef"),
        ("sources", [{"url": "https://x/?access_token=0123456789abcdef"}]),
        ("stream", "rtsp://admin:swordfish@192.0.2.7/stream"),
        ("stored", {"token=1": 2}),
        ("account", {"user": "anna", "access_token": "0123456789abcdef"}),
        ("accounts", [{"login": {"password": "swordfish"}}]),
    ],
)
def test_no_key_is_passed_on(name: str, value: Any) -> None:
    assert passed_on("camera", **{name: value, "lens": "Wide"}) == {"lens": "Wide"}


def test_what_is_too_much_is_left_out() -> None:
    deep: Any = "x"
    for _ in range(12):
        deep = [deep]
    long, many = "x" * MAX_BYTES, [0] * MAX_BYTES
    kept = passed_on("sensor", long=long, many=many, deep=deep, half="\ud800", short="x")
    assert kept == {"short": "x"}
    assert len(passed_on("sensor", **{f"a{number}": number for number in range(1000)})) == MAX_ATTRIBUTES
    texts = {f"a{number}": "x" * 20_000 for number in range(10)}
    assert len(passed_on("sensor", **texts)) == 3


def test_attributes_belong_to_the_entity_itself_and_to_none_of_its_other_parts() -> None:
    entity = Entity(id="1", entity_id="timer.eggs", name="Eggs")
    state = State("active", {"remaining": "0:01:00", "assumed_state": True})
    assert map_part(Part(entity), state, NOTHING).attributes == {"remaining": "0:01:00"}
    assert map_part(Part(entity), state, NOTHING).assumed
    assert map_part(Part(entity, "start"), state, NOTHING).attributes == {}
