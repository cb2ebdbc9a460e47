"""People of another Home Assistant: where they are, and their pictures."""

from homeassistant.setup import async_setup_component

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.home_assistant.cloud import HomeAssistantCloud
from custom_components.latchkey.clouds.model import Tracker
from custom_components.latchkey.clouds.settings import Settings

from .listening import found
from .remote import Remote


async def test_a_person_is_where_their_phone_is(remote: Remote, session: TokenSession) -> None:
    hass = remote.hass
    hass.http.app._router._frozen = False
    person = {"id": "1", "name": "Alice", "picture": "/local/a.jpg", "device_trackers": ["device_tracker.a"]}
    bakery = {"name": "Bakery", "latitude": 52.0, "longitude": 4.0, "radius": 100}
    assert await async_setup_component(hass, "zone", {"zone": [bakery]})
    assert await async_setup_component(hass, "person", {"person": [person]})
    where = {"source_type": "gps", "latitude": 52.0, "longitude": 4.0, "gps_accuracy": 9}
    hass.states.async_set("device_tracker.a", "Bakery", {**where, "in_zones": ["zone.bakery"]})
    await hass.async_block_till_done()
    _, feature = found(await HomeAssistantCloud(session, Settings(), url=remote.url).async_fetch(), "Alice")
    assert isinstance(feature, Tracker)
    assert (feature.location, feature.latitude, feature.longitude) == ("Bakery", 52.0, 4.0)
    assert feature.accuracy == 9
    assert feature.picture is not None
    assert "Bakery" not in repr(feature)
