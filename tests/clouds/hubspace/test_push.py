"""What the vendor pushes is shown at once; where it does not push, polls find it as ever."""

import asyncio
import json
import logging
import random
import zlib
from collections.abc import AsyncGenerator
from time import monotonic
from typing import Any

import aiohttp
import pytest

from custom_components.latchkey.auth import redaction
from custom_components.latchkey.auth.errors import CertificateRejected, RefreshTokenRejected, TemporaryError
from custom_components.latchkey.clouds import reconnecting
from custom_components.latchkey.clouds.hubspace import conclave as hubspace_conclave
from custom_components.latchkey.clouds.hubspace import push as hubspace_push
from custom_components.latchkey.clouds.hubspace.conclave import parse_access
from custom_components.latchkey.clouds.hubspace.push import POLL_INTERVAL
from custom_components.latchkey.clouds.hubspace.streams import async_connect
from custom_components.latchkey.clouds.model import Climate, Fan, Light, Lock, SetLight, Snapshot, Switch
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.hubspace.catalogue import many
from tests.simulators.hubspace.conclave import HOST, attributes_of
from tests.simulators.network import Network
from tests.simulators.vendors import EMAIL

from .account import LinkedHome
from .listener import Listener

LAMP = "Hall light"
METADEVICES = "/v1/accounts/*/metadevices"


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nothing longer than it takes."""
    monkeypatch.setattr(reconnecting, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(hubspace_push, "FIRST_GAP", 0.02)
    monkeypatch.setattr(hubspace_push, "LATENESS", 0.05)
    monkeypatch.setattr(hubspace_conclave, "MIN_HEARTBEAT", 0.0)
    monkeypatch.setattr(hubspace_conclave, "MESSAGE_TIMEOUT", 0.3)


@pytest.fixture
async def listener(home: LinkedHome) -> Listener:
    """Return who can be told what is pushed, when all is known that is read in the background."""
    await home.read_firmware()
    return Listener(home)


@pytest.fixture
async def told(listener: Listener) -> AsyncGenerator[Listener]:
    """Return who is told what is pushed."""
    async with listener.listening():
        listener.told.clear()
        listener.paces.clear()
        yield listener


def lamp(listener: Listener) -> Light:
    """Return the lamp as it is shown."""
    return listener.home.feature(LAMP, Light)


def touch(vendor: HubspaceSimulator, function: str, value: Any, name: str = LAMP) -> None:
    """Change a device as a person does."""
    vendor.set_state(vendor.find(name).id, function, None, value)


def tell_attribute(vendor: HubspaceSimulator, **attribute: Any) -> None:
    """Tell of an attribute of the lamp."""
    vendor.conclave.tell(vendor.accounts[EMAIL], attribute_message(vendor, **attribute))


def attribute_message(vendor: HubspaceSimulator, **attribute: Any) -> dict[str, Any]:
    """Return what tells of an attribute of the lamp."""
    data = {"id": vendor.find(LAMP).device_id, "attribute": attribute}
    return {"private": {"event": "attr_change", "data": data}}


def attribute_of(vendor: HubspaceSimulator, function: str) -> dict[str, Any]:
    """Return the attribute of the lamp that a function is."""
    return next(attributes_of(vendor.find(LAMP), (function, None)))


def shown(snapshot: Snapshot) -> dict[str, Any]:
    """Return all that is shown of a home, to be compared."""
    return {key: dict(device.features) for key, device in snapshot.devices.items()}


async def test_what_a_person_switches_is_told_at_once_and_asks_for_nothing(told: Listener) -> None:
    vendor = told.home.vendor
    vendor.requests.clear()
    before = lamp(told).on
    since = monotonic()
    touch(vendor, "power", "off" if before else "on")
    await told.until(lambda: lamp(told).on is not before)
    assert monotonic() - since < 1
    assert vendor.count() == 0


async def test_of_two_outlets_that_share_an_attribute_the_one_that_was_switched_is_shown_so(
    told: Listener,
) -> None:
    def on(index: str) -> bool | None:
        return told.home.feature("Garden plug", Switch, "outlet", index).on

    before = on("1"), on("2")
    touch(told.home.vendor, "power", "off" if before[0] else "on", "Garden plug 1")
    await told.until(lambda: on("1") is not before[0])
    assert on("2") is before[1]


async def test_a_change_is_told_of_the_device_alone_that_changed(told: Listener) -> None:
    before = told.home.snapshot
    touch(told.home.vendor, "brightness", 11)
    await told.until(lambda: bool(told.told))
    after = told.home.snapshot
    changed = {
        after.devices[key].name for key in after.devices if after.devices[key] is not before.devices[key]
    }
    assert changed == {LAMP}
    (features,) = told.told
    assert features is not None
    assert {device_id for device_id, _ in features} == {told.home.device(LAMP).id}


async def test_changes_that_come_together_are_told_together(told: Listener) -> None:
    vendor = told.home.vendor
    attribute = attribute_of(vendor, "brightness")
    told_of = [attribute_message(vendor, id=attribute["id"], value=value) for value in ("11", "12", "13")]
    vendor.conclave.push("".join(json.dumps(message) for message in told_of))
    await told.until(lambda: bool(told.told))
    assert lamp(told).brightness == round(13 * 255 / 100)
    assert len(told.told) == 1


async def test_a_change_is_told_without_a_pause(told: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    sleep = asyncio.sleep

    async def note(seconds: float) -> None:
        slept.append(seconds)
        await sleep(seconds)

    with monkeypatch.context() as noting:
        noting.setattr(asyncio, "sleep", note)
        touch(told.home.vendor, "brightness", 11)
        await told.until(lambda: lamp(told).brightness == round(11 * 255 / 100))
    assert set(slept) <= {0}


async def test_a_change_that_nobody_can_see_is_not_told(told: Listener) -> None:
    now = told.home.state(LAMP, "power")
    touch(told.home.vendor, "power", now)
    touch(told.home.vendor, "brightness", 11)
    await told.until(lambda: bool(told.told))
    await asyncio.sleep(0.05)
    assert len(told.told) == 1


async def test_a_device_that_cannot_be_reached_is_told_at_once(told: Listener) -> None:
    touch(told.home.vendor, "available", value=False)
    await told.until(lambda: not told.home.device(LAMP).available)
    touch(told.home.vendor, "available", value=True)
    await told.until(lambda: told.home.device(LAMP).available)


async def test_a_lock_and_a_fan_are_told_in_their_own_words(told: Listener) -> None:
    vendor = told.home.vendor
    vendor.set_state(vendor.find("Front door").id, "lock-control", None, "unlocking")
    await told.until(lambda: told.home.feature("Front door", Lock).state == "unlocking")
    fan = told.home.vendor.find("Bedroom fan")
    (power,) = [key for key in fan.values if key[0] == "power"]
    is_on = fan.values[power] == "on"
    vendor.set_state(fan.id, *power, "off" if is_on else "on")
    await told.until(lambda: told.home.features("Bedroom ceiling fan", Fan)[0].on is not is_on)


async def test_messages_in_any_form_are_read(told: Listener) -> None:
    vendor = told.home.vendor
    for number, (separator, halves) in enumerate([("", False), ("\n", True), ("\r\n\n", False)], start=20):
        vendor.conclave.separator, vendor.conclave.halves = separator, halves
        touch(vendor, "brightness", number)
        wanted = round(number * 255 / 100)
        await told.until(lambda: lamp(told).brightness == wanted)  # noqa: B023 - it is over before the next


@pytest.mark.parametrize("compression", [True, False])
async def test_a_greeting_is_read_compressed_or_plain(
    listener: Listener, hubspace: HubspaceSimulator, compression: bool
) -> None:
    hubspace.conclave.compression = compression
    async with listener.listening():
        touch(hubspace, "brightness", 11)
        await listener.until(lambda: lamp(listener).brightness == round(11 * 255 / 100))


async def test_what_a_message_says_in_other_words_is_asked_for(told: Listener) -> None:
    vendor = told.home.vendor
    attribute = attribute_of(vendor, "power")
    before = lamp(told).on
    vendor.metadevice(vendor.find(LAMP).id).values["power", None] = "off" if before else "on"
    vendor.requests.clear()
    tell_attribute(vendor, id=attribute["id"], value="unheard of", updatedTimestamp=2)
    await told.until(lambda: lamp(told).on is not before)
    assert vendor.count() == vendor.count(METADEVICES, "GET") == 1


async def test_a_temperature_is_asked_for_since_a_message_does_not_tell_its_unit(told: Listener) -> None:
    vendor = told.home.vendor
    thermostat = vendor.find("Thermostat").id
    vendor.requests.clear()
    vendor.set_state(thermostat, "temperature", "current-temp", 21.5)
    await told.until(lambda: told.home.feature("Thermostat", Climate).current_temperature == 21.5)
    assert vendor.count(METADEVICES, "GET") == 1


async def test_messages_that_do_not_say_all_lead_to_few_requests(told: Listener) -> None:
    vendor = told.home.vendor
    attribute = attribute_of(vendor, "power")
    vendor.requests.clear()
    for _ in range(50):
        tell_attribute(vendor, id=attribute["id"], value="unheard of")
        await asyncio.sleep(0.01)
    assert 2 <= vendor.count(METADEVICES, "GET") <= 7


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"private": 5},
        {"private": {"event": "attr_change", "data": 5}},
        {"private": {"event": "attr_change", "data": {"id": "0" * 16, "attribute": {"id": 1, "value": "1"}}}},
        {"private": {"event": "unheard_of", "data": {"id": "{unit}"}}},
        {"private": {"event": "attr_change", "data": {"id": "{unit}"}}},
        {"private": {"event": "attr_change", "data": {"id": ["{unit}"], "attribute": {}}}},
        {
            "private": {
                "event": "attr_change",
                "data": {"id": "{unit}", "attribute": {"id": 64999, "value": "1"}},
            }
        },
        {"private": {"event": "attr_change", "data": {"id": "{unit}", "attribute": {"id": None}}}},
        {"private": {"event": "attr_change", "data": {"id": "{unit}", "attribute": {"id": {}}}}},
        {"private": {"event": "status_change", "data": {"id": "{unit}", "status": []}}},
        {"private": {"event": "status_change", "data": {"id": "{unit}", "status": {"weather": "fine"}}}},
        {"public": {"event": "unheard_of", "data": {}}},
        {"public": []},
        {"error": "something"},
    ],
)
async def test_a_message_about_what_is_not_known_here_changes_nothing(
    told: Listener, message: dict[str, Any]
) -> None:
    vendor = told.home.vendor
    unit = str(vendor.find(LAMP).device_id)
    vendor.requests.clear()
    vendor.conclave.push(json.dumps(message).replace("{unit}", unit))
    touch(vendor, "brightness", 11)
    await told.until(lambda: lamp(told).brightness == round(11 * 255 / 100))
    assert len(told.told) == 1
    assert vendor.count() == 0


async def test_a_message_that_comes_late_or_again_does_not_bring_the_past_back(told: Listener) -> None:
    vendor = told.home.vendor
    attribute = attribute_of(vendor, "brightness")
    for brightness, timestamp in ((40, 1_000), (60, 2_000), (40, 1_000), (20, 1_500)):
        tell_attribute(vendor, id=attribute["id"], value=str(brightness), updatedTimestamp=timestamp)
    touch(vendor, "available", value=False)
    await told.until(lambda: not told.home.device(LAMP).available)
    assert lamp(told).brightness == round(60 * 255 / 100)


async def test_a_poll_that_is_under_way_does_not_bring_the_past_back(told: Listener) -> None:
    vendor = told.home.vendor
    touch(vendor, "brightness", 40)
    await told.until(lambda: lamp(told).brightness == round(40 * 255 / 100))
    vendor.faults.hold(METADEVICES)
    asked = vendor.count(METADEVICES, "GET")
    poll = asyncio.create_task(told.home.cloud.async_fetch())
    await vendor.until_asked(METADEVICES, "GET", times=asked + 1)
    touch(vendor, "brightness", 60)
    await told.until(lambda: lamp(told).brightness == round(60 * 255 / 100))
    # It is answered as things were when it was asked.
    vendor.metadevice(vendor.find(LAMP).id).values["brightness", None] = 40
    vendor.faults.heal()
    told.home.snapshot = await poll
    assert lamp(told).brightness == round(60 * 255 / 100)


async def test_a_command_is_not_undone_by_a_reading_that_began_before_it(told: Listener) -> None:
    vendor = told.home.vendor
    before = lamp(told)
    vendor.faults.hold(METADEVICES)
    asked = vendor.count(METADEVICES, "GET")
    poll = asyncio.create_task(told.home.cloud.async_fetch())
    await vendor.until_asked(METADEVICES, "GET", times=asked + 1)
    await told.home.send(LAMP, SetLight(on=not before.on), Light)
    vendor.metadevice(vendor.find(LAMP).id).values["power", None] = "on" if before.on else "off"
    vendor.faults.heal()
    told.home.snapshot = await poll
    assert lamp(told).on is not before.on


async def test_a_device_that_is_added_is_there_at_once_and_one_that_is_removed_is_gone(
    told: Listener,
) -> None:
    vendor = told.home.vendor
    since = monotonic()
    vendor.add(*many(1))
    await told.until(lambda: any(each.name == "Light 1" for each in told.home.snapshot.devices.values()))
    assert monotonic() - since < 1
    vendor.remove(vendor.find("Light 1").id)
    await told.until(lambda: all(each.name != "Light 1" for each in told.home.snapshot.devices.values()))
    assert told.told == [None] * len(told.told)


async def test_a_device_that_was_added_while_the_vendor_was_in_trouble_is_found_afterwards(
    told: Listener,
) -> None:
    vendor = told.home.vendor
    vendor.faults.answer(METADEVICES, status=503, times=2)
    vendor.rename(vendor.find("Garden").id, "Yard")
    await told.until(lambda: "Yard" in told.home.snapshot.places.values())


async def test_polls_are_rare_while_the_vendor_pushes(listener: Listener) -> None:
    assert listener.home.cloud.poll_interval is None
    async with listener.listening():
        assert listener.home.cloud.poll_interval == POLL_INTERVAL == 600
    assert listener.home.cloud.poll_interval is None


async def test_polls_are_as_frequent_as_ever_after_one_that_failed(told: Listener) -> None:
    told.home.vendor.faults.answer(METADEVICES)
    with pytest.raises(TemporaryError):
        await told.home.poll()
    assert told.home.cloud.poll_interval is None
    await told.home.poll()
    assert told.home.cloud.poll_interval == POLL_INTERVAL


async def test_a_line_that_breaks_is_made_anew_and_what_it_missed_is_read(told: Listener) -> None:
    vendor = told.home.vendor
    before = lamp(told).on
    vendor.conclave.drop()
    vendor.metadevice(vendor.find(LAMP).id).values["power", None] = "off" if before else "on"
    await told.until(lambda: lamp(told).on is not before)
    await told.until(lambda: told.paces[-1:] == [POLL_INTERVAL])
    assert told.paces[0] is None
    assert (vendor.conclave.welcomes, vendor.conclave.refused) == (2, 0)


async def test_heartbeats_are_answered(listener: Listener, hubspace: HubspaceSimulator) -> None:
    hubspace.conclave.heartbeat = 0.1
    async with listener.listening():
        await listener.until(lambda: hubspace.conclave.heartbeats_answered >= 3)
    assert hubspace.conclave.welcomes == 1


async def test_a_line_without_two_heartbeats_is_dead(listener: Listener, hubspace: HubspaceSimulator) -> None:
    hubspace.conclave.heartbeat = 0.1
    async with listener.listening():
        hubspace.conclave.is_quiet = True
        since = monotonic()
        await hubspace.conclave.until_welcomed(2)
        assert monotonic() - since < 2


@pytest.mark.parametrize("seconds", ["soon", -5, 0, 1e-9, 10**400, 1e300, None, True, [5]])
async def test_a_heartbeat_of_any_length_is_taken_within_reason(
    listener: Listener, hubspace: HubspaceSimulator, monkeypatch: pytest.MonkeyPatch, seconds: Any
) -> None:
    monkeypatch.setattr(hubspace_conclave, "MIN_HEARTBEAT", 5.0)
    said = {"hello": {"heartbeat": seconds}}
    assert 5 <= hubspace_conclave._heartbeat(said, {"welcome": {}}) <= 300


async def test_a_session_that_is_silent_while_polls_find_changes_is_replaced(told: Listener) -> None:
    vendor = told.home.vendor
    vendor.conclave.mute()
    touch(vendor, "brightness", 11)
    await told.home.poll()
    assert lamp(told).brightness == round(11 * 255 / 100)
    await vendor.conclave.until_welcomed(2)
    touch(vendor, "brightness", 12)
    await told.until(lambda: lamp(told).brightness == round(12 * 255 / 100))


async def test_polls_stay_frequent_after_a_silent_session_until_something_is_heard(told: Listener) -> None:
    vendor = told.home.vendor
    vendor.conclave.mute()
    touch(vendor, "brightness", 11)
    await told.home.poll()
    await vendor.conclave.until_welcomed(2)
    await told.until(lambda: len(told.told) == 1)
    await asyncio.sleep(0.05)
    assert told.home.cloud.poll_interval is None
    touch(vendor, "brightness", 12)
    await told.until(lambda: told.home.cloud.poll_interval == POLL_INTERVAL)
    assert told.paces[-1] == POLL_INTERVAL


async def test_a_vendor_whose_sessions_are_all_silent_is_asked_for_few(told: Listener) -> None:
    vendor = told.home.vendor
    vendor.conclave.zombies = True
    vendor.conclave.mute()
    for brightness in range(11, 16):
        touch(vendor, "brightness", brightness)
        await told.home.poll()
        await asyncio.sleep(0.15)
    assert vendor.conclave.welcomes == 2


async def test_a_message_that_comes_a_moment_after_the_poll_is_not_missed(told: Listener) -> None:
    vendor = told.home.vendor
    vendor.metadevice(vendor.find(LAMP).id).values["brightness", None] = 11
    await told.home.poll()
    touch(vendor, "brightness", 11)
    await asyncio.sleep(0.15)
    assert vendor.conclave.welcomes == 1


async def test_what_the_vendor_never_pushes_costs_no_session(told: Listener) -> None:
    vendor = told.home.vendor
    for brightness in (11, 12, 13):
        vendor.metadevice(vendor.find(LAMP).id).values["brightness", None] = brightness
        if brightness == 11:
            touch(vendor, "power", "on")
            await told.until(lambda: lamp(told).on is True)
        await told.home.poll()
        await asyncio.sleep(0.1)
    assert vendor.conclave.welcomes == 1


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_an_account_without_push_is_polled_and_hardly_asked_for_it(
    listener: Listener, hubspace: HubspaceSimulator, status: int
) -> None:
    hubspace.faults.answer(HubspaceSimulator.CONCLAVE, status=status, times=None)
    async with listener.listening():
        assert listener.paces == [None]
        await asyncio.sleep(0.1)
        assert hubspace.count(HubspaceSimulator.CONCLAVE) == 1
        await listener.home.touch(LAMP, "brightness", 11)
        assert lamp(listener).brightness == round(11 * 255 / 100)


@pytest.mark.parametrize("status", [401, 500, 503])
async def test_a_vendor_in_trouble_is_asked_for_push_again(
    listener: Listener, hubspace: HubspaceSimulator, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    hubspace.faults.answer(HubspaceSimulator.CONCLAVE, status=status)
    async with listener.listening():
        await listener.until(lambda: listener.paces[-1:] == [POLL_INTERVAL])


async def test_a_refresh_token_that_is_rejected_ends_it(
    listener: Listener, hubspace: HubspaceSimulator
) -> None:
    hubspace.tokens.expire_bearers()
    hubspace.tokens.revoke_all()
    listener.home.cloud._session.invalidate(listener.home.cloud._session._bearer)
    with pytest.raises(RefreshTokenRejected):
        await listener.home.cloud.async_listen(listener)


async def test_nothing_is_left_of_a_session_that_ends(
    listener: Listener, hubspace: HubspaceSimulator
) -> None:
    tasks = asyncio.all_tasks()
    async with listener.listening():
        assert len(hubspace.conclave.sessions) == 1
    await listener.until(lambda: not hubspace.conclave.sessions)
    await listener.until(lambda: asyncio.all_tasks() <= tasks)
    connector = listener.home.cloud._session.client.connector
    assert connector is not None
    assert not connector._acquired


async def test_no_token_of_a_session_gets_into_the_log(
    listener: Listener, hubspace: HubspaceSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    redaction.mask_loggers("custom_components.latchkey")
    async with listener.listening():
        (token,) = hubspace.conclave._issued
        logging.getLogger("custom_components.latchkey.test").warning("It is %s", token)
    assert token not in caplog.text
    assert redaction.REDACTED in caplog.text


def access(**changes: Any) -> dict[str, Any]:
    """Return an answer to `conclaveAccess` of which something is other than it should be."""
    conclave = {"host": HOST, "port": 443, "ssl": True, "compression": True}
    token = {"type": "account", "token": "secret", "channelId": "channel"}
    return {
        "conclave": {key: changes.get(key, value) for key, value in conclave.items()},
        "tokens": [{key: changes.get(key, value) for key, value in token.items()}],
    }


def test_a_sound_answer_opens_a_session() -> None:
    parsed = parse_access(access())
    assert (parsed.host, parsed.port, parsed.token, parsed.channel_id) == (HOST, 443, "secret", "channel")


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"conclave": None, "tokens": 5},
        *(
            access(host=host)
            for host in (
                "evil.example",
                "evil-afero.net",
                "afero.net.evil.example",
                "conclave.afero.net@evil.example",
                "evil.example/.afero.net",
                "evil.example#.afero.net",
                "127.0.0.1",
                "afero.net",
                "x.afero.net\n",
                "",
                None,
                5,
            )
        ),
        *(access(port=port) for port in (0, -1, 65536, "https", None, True, 443.5)),
        access(ssl=False),
        *(access(token=token) for token in ("", None, 5, "x" * 10_000, "two\nlines", "\ud800")),
        access(type="client"),
        *(access(channelId=channel) for channel in ("", None, 5)),
    ],
)
def test_a_server_that_is_not_the_vendors_gets_nothing(answer: Any) -> None:
    with pytest.raises(TemporaryError) as caught:
        parse_access(answer)
    assert (caught.value.retry_after or 0) >= 3600


async def test_a_server_that_cannot_prove_to_be_the_vendors_gets_nothing(vendors: Network) -> None:
    connector = aiohttp.TCPConnector(resolver=vendors.resolver)
    async with aiohttp.ClientSession(connector=connector) as client:
        with pytest.raises(CertificateRejected):
            async with async_connect(client, HOST, 443, 5):
                pass


async def test_a_server_that_is_not_there_is_a_temporary_error(client: aiohttp.ClientSession) -> None:
    with pytest.raises(TemporaryError):
        async with async_connect(client, "conclave.nowhere.afero.net", 443, 5):
            pass


@pytest.mark.parametrize(
    "nonsense",
    [
        '{"private": "' + "x" * hubspace_conclave.MAX_MESSAGE * 2,
        "x" * hubspace_conclave.MAX_MESSAGE * 2,
        '{"a": ' + "[" * 50_000,
        '{"a": ' + "9" * 5_000 + "}",
        '{"private": {"event": "attr_change", "data"',
    ],
    ids=["a long message", "no message", "a deep message", "a giant number", "half a message"],
)
async def test_a_server_that_talks_nonsense_is_hung_up_on_and_called_again(
    told: Listener, nonsense: str
) -> None:
    vendor = told.home.vendor
    vendor.conclave.push(nonsense)
    await vendor.conclave.until_welcomed(2)
    touch(vendor, "brightness", 11)
    await told.until(lambda: lamp(told).brightness == round(11 * 255 / 100))


async def test_a_message_that_grows_without_end_is_not_kept_until_it_does(
    told: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubspace_conclave, "MESSAGE_TIMEOUT", 3600.0)
    conclave = told.home.vendor.conclave
    conclave.push('{"private": "' + "x" * hubspace_conclave.MAX_MESSAGE * 2)
    async with asyncio.timeout(5):
        await conclave.until_welcomed(2)


@pytest.mark.parametrize(
    "greeting",
    [zlib.compress(b" " * 2**25), b"{" * 2 * hubspace_conclave.MAX_GREETING],
    ids=["a bomb", "plain"],
)
async def test_a_greeting_that_grows_without_end_is_not_kept_until_it_does(
    client: aiohttp.ClientSession,
    hubspace: HubspaceSimulator,
    monkeypatch: pytest.MonkeyPatch,
    greeting: bytes,
) -> None:
    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)

    monkeypatch.setattr(hubspace.conclave, "_log_in", greet)
    monkeypatch.setattr(hubspace_conclave, "OPEN_TIMEOUT", 5.0)
    with pytest.raises(TemporaryError, match="too long"):
        async with hubspace_conclave.async_open(client, parse_access(access())):
            pass


@pytest.mark.parametrize(
    "greeting",
    [
        zlib.compress(b" " * 2**25),
        zlib.compress(b" " * 2**20)[:-8],
        b"{" * 2 * hubspace_conclave.MAX_GREETING,
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"",
    ],
    ids=["a bomb", "half a bomb", "too long", "another protocol", "nothing"],
)
async def test_a_greeting_that_is_none_opens_no_session(
    client: aiohttp.ClientSession,
    hubspace: HubspaceSimulator,
    monkeypatch: pytest.MonkeyPatch,
    greeting: bytes,
) -> None:
    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)

    monkeypatch.setattr(hubspace.conclave, "_log_in", greet)
    monkeypatch.setattr(hubspace_conclave, "OPEN_TIMEOUT", 0.5)
    with pytest.raises(TemporaryError):
        async with hubspace_conclave.async_open(client, parse_access(access())):
            pass


async def test_ten_thousand_shuffled_cut_repeated_and_foreign_messages_show_no_wrong_state(
    told: Listener, hubspace: HubspaceSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(1)
    account = hubspace.accounts[EMAIL]
    messages = _record(hubspace, chance, 4_000)
    foreign = [_spoil(chance, message) for message in chance.choices(messages, k=3_000)]
    repeated = chance.choices(messages, k=3_000)
    frames = [json.dumps(message) for message in (*messages, *foreign, *repeated)]
    chance.shuffle(frames)
    for number, frame in enumerate(frames):
        cut = chance.randrange(len(frame))
        hubspace.conclave.push(frame[:cut])
        if number % 50 == 0:
            await asyncio.sleep(0)
        hubspace.conclave.push(frame[cut:] + chance.choice(("", "\n")))
    await told.until(lambda: not told._news.is_set())
    marker = {"id": hubspace.find("Porch light").device_id, "status": {"available": False}}
    hubspace.conclave.tell(account, {"private": {"event": "status_change", "data": marker}})
    await told.until(lambda: not told.home.device("Porch light").available)
    pushed = shown(told.home.snapshot)
    del pushed[told.home.device("Porch light").id]
    polled = shown(await told.home.poll())
    assert {key: polled[key] for key in pushed} == pushed
    assert hubspace.conclave.welcomes == 1
    assert "Traceback" not in caplog.text


def _record(vendor: HubspaceSimulator, chance: random.Random, count: int) -> list[dict[str, Any]]:
    """Change so many things, and return what is to be told of it."""
    told: list[dict[str, Any]] = []
    lamps = [item for item in vendor.accounts[EMAIL].metadevices.values() if item.device_class == "light"]
    while len(told) < count:
        lamp = chance.choice(lamps)
        function = chance.choice([each for each in lamp.functions if each["type"] in ("category", "numeric")])
        key = function["functionClass"], function.get("functionInstance")
        if key not in lamp.values:
            continue
        options = function["values"]
        limits = options[0].get("range")
        value = chance.choice(options)["name"]
        if limits:
            value = chance.randint(int(limits["min"]), int(limits["max"]))
        lamp.values[key] = value
        for attribute in attributes_of(lamp, key):
            stamped = {**attribute, "updatedTimestamp": 1_000 + len(told)}
            data = {"id": lamp.device_id, "attribute": stamped}
            told.append({"private": {"event": "attr_change", "data": data}})
    return told


def _spoil(chance: random.Random, message: dict[str, Any]) -> dict[str, Any]:
    """Return a message about nothing that is known here."""
    data = message["private"]["data"]
    attribute = data.get("attribute", {})
    return chance.choice(
        (
            {"private": {"event": "attr_change", "data": {**data, "id": "f" * 16}}},
            {"private": {"event": "weather", "data": data}},
            {"private": {"event": "attr_change", "data": {**data, "attribute": {**attribute, "id": 64_999}}}},
            {"private": {"event": "attr_change", "data": {"id": data["id"]}}},
            {"secret": message["private"]},
            {"private": [data]},
        )
    )
