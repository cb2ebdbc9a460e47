"""The API of the simulator, where aioafero does not look."""

from typing import Any

import aiohttp
import pytest

from .hubspace import HubspaceSimulator
from .hubspace.catalogue import many
from .hubspace.metadevice import Metadevice
from .vendors import EMAIL

HOST = "https://api2.afero.net"


class Api:
    """Plain requests with the bearer of one login."""

    def __init__(self, client: aiohttp.ClientSession, bearer: str, account: str) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {bearer}"}
        self.home = f"/v1/accounts/{account}"

    async def get(self, path: str, **query: str) -> tuple[int, Any]:
        url = HOST + path
        async with self._client.get(url, headers=self._headers, params=query) as response:
            return response.status, await response.json()

    async def put(self, metadevice: Metadevice, **values: object) -> tuple[int, Any]:
        states = [{"functionClass": name, "value": value} for name, value in values.items()]
        body = {"metadeviceId": metadevice.id, "values": states}
        url = f"{HOST}{self.home}/metadevices/{metadevice.id}/state"
        headers = {**self._headers, "Host": "semantics2.afero.net"}
        async with self._client.put(url, headers=headers, json=body) as response:
            return response.status, await response.json()


@pytest.fixture
def api(hubspace: HubspaceSimulator, client: aiohttp.ClientSession) -> Api:
    """Return the API for the account."""
    account = hubspace.accounts[EMAIL].id
    return Api(client, hubspace.tokens.issue(account).bearer, account)


async def test_a_dead_bearer_is_refused(hubspace: HubspaceSimulator, api: Api) -> None:
    hubspace.tokens.expire_bearers()
    status, _ = await api.get("/v1/users/me")
    assert status == 401


async def test_the_home_of_another_account_is_forbidden(hubspace: HubspaceSimulator, api: Api) -> None:
    other = hubspace.add_account("bob@example.com", "another password")
    status, _ = await api.get(f"/v1/accounts/{other.id}/metadevices")
    assert status == 403


async def test_each_account_has_a_home_of_its_own(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    other = hubspace.add_account("bob@example.com", "another password", many(2))
    api = Api(client, hubspace.tokens.issue(other.id).bearer, other.id)
    _, metadevices = await api.get(f"{api.home}/metadevices", expansions="state")
    assert [metadevice["friendlyName"] for metadevice in metadevices] == ["Light 1", "Light 2"]


async def test_an_account_keeps_its_id_when_its_email_changes(hubspace: HubspaceSimulator, api: Api) -> None:
    before = hubspace.accounts[EMAIL].id
    hubspace.change_email(EMAIL, "alice@example.org")
    _, user = await api.get("/v1/users/me")
    assert user["accountAccess"][0]["account"]["accountId"] == before


async def test_the_state_alone_is_smaller_than_everything(api: Api) -> None:
    _, states = await api.get(f"{api.home}/metadevices", expansions="state")
    _, everything = await api.get(f"{api.home}/metadevices", expansions="state,capabilities,semantics")
    assert [item["id"] for item in states] == [item["id"] for item in everything]
    assert [item["state"]["values"][0]["value"] for item in states if item["state"]["values"]]
    assert not any("description" in item or "capabilities" in item for item in states)
    assert len(str(states)) < len(str(everything))


async def test_rooms_name_what_is_in_them(hubspace: HubspaceSimulator, api: Api) -> None:
    _, metadevices = await api.get(f"{api.home}/metadevices", expansions="state")
    rooms = {item["friendlyName"]: item for item in metadevices if item["typeId"] == "metadevice.room"}
    assert hubspace.find("Bedroom fan").id in rooms["Bedroom"]["children"]


async def test_the_outlets_of_a_plug_share_a_device(hubspace: HubspaceSimulator) -> None:
    assert hubspace.find("Garden plug 1").device_id == hubspace.find("Garden plug 2").device_id


async def test_an_answer_tells_values_that_were_not_sent(hubspace: HubspaceSimulator, api: Api) -> None:
    status, answer = await api.put(hubspace.find("Hall light"), brightness=20)
    assert status == 200
    told = {state["functionClass"]: state["value"] for state in answer["values"]}
    assert told == {"brightness": 20, "power": "off", "available": True}


@pytest.mark.parametrize("values", [{"brightness": 101}, {"brightness": "bright"}, {"power": "open"}])
async def test_values_that_the_device_does_not_have_are_refused(
    hubspace: HubspaceSimulator, api: Api, values: dict[str, object]
) -> None:
    status, _ = await api.put(hubspace.find("Hall light"), **values)
    assert status == 400
    assert hubspace.state(hubspace.find("Hall light").id, "brightness") == 80


async def test_the_versions_of_a_device_are_told(hubspace: HubspaceSimulator, api: Api) -> None:
    status, versions = await api.get(f"{api.home}/devices/{hubspace.find('Porch light').device_id}/versions")
    assert status == 200
    assert versions["applicationVersion"]


async def test_devices_come_go_and_are_renamed(hubspace: HubspaceSimulator, api: Api) -> None:
    fan = hubspace.find("Bedroom fan")
    hubspace.remove(fan.id)
    hubspace.rename(hubspace.find("Hall light").id, "Stair light")
    hubspace.add(*many(1))
    _, metadevices = await api.get(f"{api.home}/metadevices", expansions="state")
    names = {item["friendlyName"] for item in metadevices}
    assert {"Stair light", "Light 1"} <= names
    assert not {"Bedroom fan", "Hall light"} & names
    assert not any(fan.id in item["children"] for item in metadevices)


async def test_a_home_can_be_empty(hubspace: HubspaceSimulator, api: Api) -> None:
    hubspace.empty()
    assert await api.get(f"{api.home}/metadevices", expansions="state") == (200, [])


async def test_each_host_serves_only_its_own_paths(client: aiohttp.ClientSession) -> None:
    async with client.get(f"{HOST}{HubspaceSimulator.AUTHORIZE}") as response:
        assert response.status == 404
    async with client.get("https://accounts.hubspaceconnect.com/v1/users/me") as response:
        assert response.status == 404
