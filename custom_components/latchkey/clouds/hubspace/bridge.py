"""The vendor's library with this project's session under it: its models and controllers, not its polling."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, cast, override
from urllib.parse import quote

import aiohttp
from aioafero.device import AferoDevice
from aioafero.types import TemperatureUnit
from aioafero.v1 import AferoBridgeV1
from aioafero.v1.conclave.access import CONCLAVE_ACCESS_ENDPOINT
from aioafero.v1.controllers.base import (
    BaseResourcesController,
    dataclass_to_afero,
    get_afero_states_from_list,
)
from aioafero.v1.controllers.event import EventStream
from aioafero.v1.controllers.light import LightController
from aioafero.v1.models import Light
from aioafero.v1.v1_const import AFERO_CLIENTS, AFERO_GENERICS

from ...auth.errors import TemporaryError
from ...auth.http import async_read_json, raise_for_status
from ...auth.session import TokenSession
from ..base import Account, CommandRefused, RefusalReason
from ..gate import Gate
from ..raw import is_number, read_mapping, read_mappings, read_text
from ..settings import Settings
from .afero import Modelled, to_afero_device, to_afero_states
from .mapping.part import Values
from .metadevice import Function, Metadevice, Version

REFUSED_PAUSE: Final = 60 * 60.0
"""Seconds until push is asked for again where the vendor has none for the account, or tells nonsense."""

type Answered = Callable[[str, list[Any]], None]
"""Is told how a metadevice is after a command: its id, and the vendor's values."""

_DATA_HOST: Final = AFERO_CLIENTS["hubspace"]["API_DATA_HOST"]
_MADE_ANEW: Final = {
    "color-sequence",
    "filter-replacement",
    "max-temp-exceeded",
    "min-temp-exceeded",
    "mode",
    "system-type",
}
"""Classes of functions of which the library keeps what it made first, as it brings its models up to date."""

_PUSH_REFUSED: Final = {400, 403, 404}
_NO_SUCH_ACCOUNT: Final = {"400", "403", "404"}
_REFUSALS: Final[Mapping[int, RefusalReason]] = {400: "refused", 404: "unknown_device"}


class _QuietEvents(EventStream):
    """Nobody listens to the library's events, so there are none: its queue would only grow."""

    @override
    async def generate_events_from_update(self, dev: AferoDevice) -> None:
        """Do nothing."""


class _Lights(LightController):
    """Says what sets a lamp, instead of sending it.

    The library leaves out what the last poll showed already, and so loses a command where a person has
    touched the lamp since.
    """

    def __init__(self, bridge: AferoBridgeV1) -> None:
        """Have nothing to say yet."""
        super().__init__(bridge)
        self.said: list[dict[Function, Any]] = []

    @override
    async def initialize_elem(self, afero_device: AferoDevice) -> Any:
        """Return the model of a lamp."""
        lamp: Light = await super().initialize_elem(afero_device)
        for feature in (lamp.dimming, lamp.color_temperature):
            if feature is not None:
                feature.supported = _steps(tuple(feature.supported))
        return lamp

    @override
    async def update(self, device_id: str, obj_in: Any = None, *_args: Any, **_kwargs: Any) -> Any:
        """Note what the library would send now, and let it go on."""
        states = dataclass_to_afero(self.get_device(device_id), obj_in, send_duplicate_states=True)
        self.said.append({_function(state): state["value"] for state in states})
        return True


class Bridge(AferoBridgeV1):
    """An account as the library's controllers see it."""

    def __init__(
        self,
        session: TokenSession,
        on_answer: Answered,
        settings: Settings,
    ) -> None:
        """Take the session that every request goes through, who is told of answers, and the settings."""
        # The library keeps these to log in by itself; `request` below is all the HTTP that it does.
        client = cast("aiohttp.ClientSession", session)
        super().__init__(
            "account",
            "no refresh token",
            client,
            hide_secrets=False,
            poll_version=False,
            temperature_unit=TemperatureUnit.FAHRENHEIT if settings.fahrenheit else TemperatureUnit.CELSIUS,
        )
        self._session = session
        self._account_id = settings.account_id or None
        self.account_name = settings.account_name or None
        self._has_identified = False
        self._gate = Gate()
        self._on_answer = on_answer
        self._events = _QuietEvents(self, polling_interval=0, poll_version=False)
        self.add_controller("lights", _Lights)
        self._modelled: dict[str, Modelled] = {}
        self._by_class: dict[str, BaseResourcesController[Any]] = {}
        for controller in self._controllers.values():
            self._by_class.update({kind.value: controller for kind in controller.ITEM_TYPES or ()})
            for name, split in controller.DEVICE_SPLIT_CALLBACKS.items():
                self._events.register_multi_device(name, split)

    def controller(self, name: str) -> Any:
        """Return one of the library's controllers."""
        return self._controllers[name]

    @override
    def add_job(self, task: Any) -> None:
        """Do nothing: who starts a task here awaits it, and the library's list of them would only grow."""

    @override
    async def request(
        self, method: str, url: str, include_token: bool = True, **kwargs: Any
    ) -> aiohttp.ClientResponse:
        """Send a request of a controller: to read or to change the states of a metadevice.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError, where the library's own only logs.
        """
        response = await self._async_ask(method, url, **kwargs)
        if response.status in _REFUSALS:
            raise CommandRefused(_REFUSALS[response.status])
        answer = await async_read_json(response)
        values = answer.get("values") if isinstance(answer, dict) else None
        if not isinstance(values, list):
            raise TemporaryError("the vendor's answer holds no states")
        metadevice_id = url.removesuffix("/state").rpartition("/")[2]
        self._on_answer(metadevice_id, _sent(values, kwargs.get("json")))
        return response

    async def async_get(self, path: str, **params: str) -> Any:
        """Return the JSON at a path of the API. Raises RefreshTokenRejected or TemporaryError."""
        return await async_read_json(await self._async_get(path, **params))

    async def _async_get(self, path: str, **params: str) -> aiohttp.ClientResponse:
        """Return the answer at a path of the API."""
        headers = {"host": _DATA_HOST} if params else {}
        return await self._async_ask("GET", self.generate_api_url(path), headers=headers, params=params)

    async def _async_ask(self, method: str, url: str, **kwargs: Any) -> aiohttp.ClientResponse:
        """Send a request, unless the vendor asks for a pause."""
        self._gate.check()
        response = await self._session.async_request(method, url, **kwargs)
        self._gate.heed(response)
        return response

    async def async_identify(self) -> Account:
        """Return who the account is (`users/me`); every other request needs its id."""
        account = parse_account(await self.async_get(AFERO_GENERICS["ACCOUNT_ID_ENDPOINT"]))
        self._has_identified = True
        self._account_id, self.account_name = account.id, account.name
        return account

    async def async_metadevices(self, expansions: str) -> bytes:
        """Return all devices and rooms in the vendor's words, if need be of who it says the account is.

        They are an array in JSON, as far as is known.
        """
        if self._account_id is None:
            await self.async_identify()
        try:
            return await self._async_read_metadevices(expansions)
        except TemporaryError as error:
            if self._has_identified or not _is_of_account(error):
                raise
        await self.async_identify()
        return await self._async_read_metadevices(expansions)

    async def _async_read_metadevices(self, expansions: str) -> bytes:
        """Return all devices and rooms of the account as which it is known."""
        path = AFERO_GENERICS["API_DEVICE_ENDPOINT"].format(self._account_id)
        units = {"units": "fahrenheit"} if self.temperature_unit is TemperatureUnit.FAHRENHEIT else {}
        response = await self._async_get(path, expansions=expansions, **units)
        raise_for_status(response)
        return await response.read()

    async def async_conclave_access(self) -> Any:
        """Return what opens a session at the push server, in the vendor's words (`conclaveAccess`).

        Raises RefreshTokenRejected or TemporaryError, late where the account may have no push.
        """
        if self._account_id is None:
            await self.async_identify()
        url = self.generate_api_url(CONCLAVE_ACCESS_ENDPOINT.format(self._account_id))
        response = await self._async_ask("POST", url, json={"user": True, "softHub": False})
        if response.status in _PUSH_REFUSED:
            raise TemporaryError("the vendor refuses push", REFUSED_PAUSE)
        return await async_read_json(response)

    async def async_version(self, device_id: str) -> Version:
        """Return the firmware of a physical device: a text, or else a number."""
        path = AFERO_GENERICS["API_DEVICE_VERSIONS_ENDPOINT"].format(
            self._account_id, quote(device_id, safe="")
        )
        answer = await self.async_get(path)
        if not isinstance(answer, dict):
            raise TemporaryError("the vendor's answer holds no versions")
        number = answer.get("applicationVersion")
        text = read_text(answer.get("applicationVersionString"))
        return Version(software=text or (str(number) if is_number(number) else None))

    async def async_raw_version(self, device_id: str) -> Any:
        """Return what the vendor says of the firmware of a physical device, in its own words."""
        path = AFERO_GENERICS["API_DEVICE_VERSIONS_ENDPOINT"]
        return await self.async_get(path.format(self._account_id, quote(device_id, safe="")))

    async def async_put(self, metadevice_id: str, values: Values) -> None:
        """Set states of a metadevice. Raises CommandRefused, RefreshTokenRejected or TemporaryError."""
        states = [
            {"functionClass": function[0], "functionInstance": function[1], "value": value}
            for function, value in values.items()
        ]
        await self.controller("devices").update_afero_api(metadevice_id, get_afero_states_from_list(states))

    async def async_light_values(
        self, item_id: str, arguments: Mapping[str, Any]
    ) -> list[dict[Function, Any]]:
        """Return what sets a lamp, request by request: the library knows the modes and channels of lamps."""
        lights: _Lights = self.controller("lights")
        lights.said = []
        await lights.set_state(item_id, **arguments)
        return lights.said

    async def async_model(self, metadevice: Metadevice) -> Modelled:
        """Return a metadevice with its models; raises what the library raises at what it does not expect."""
        modelled = await self._async_update(metadevice) or await self._async_make(metadevice)
        modelled.afero_device.states = []  # What they say is in the models.
        self._modelled[metadevice.id] = modelled
        return modelled

    async def _async_make(self, metadevice: Metadevice) -> Modelled:
        """Return a metadevice with models that the library makes of it."""
        device = to_afero_device(metadevice)
        self.add_afero_dev(device)
        models: list[Any] = []
        for part in await self._events.split_devices([device]):
            # Of whatever class: the library annotates what its controllers return only in part.
            controller: Any = self._by_class.get(part.device_class)
            if controller is not None:
                models.append(await controller.initialize_elem(part))
                self.add_device(part.id, controller)
        return Modelled(metadevice=metadevice, afero_device=device, models=models)

    async def _async_update(self, metadevice: Metadevice) -> Modelled | None:
        """Return a metadevice with the models of before, which the library brings up to date as it polls.

        None where they must be made anew.
        """
        before = self._modelled.pop(metadevice.id, None)
        changed = _changed_values(before, metadevice) if before is not None else None
        if before is None or changed is None:
            return None
        device = before.afero_device
        device.states = to_afero_states(metadevice, _read_together(metadevice, changed))
        try:
            await self._by_class[device.device_class].update_elem(device)
        except Exception:  # noqa: BLE001 - the library raises all sorts of things at odd answers
            return None
        return Modelled(metadevice=metadevice, afero_device=device, models=before.models, changed=changed)

    def forget(self, metadevice_id: str) -> None:
        """Let go of the models of a metadevice that is gone."""
        self._modelled.pop(metadevice_id, None)
        for item_id, controller in list(self._known_devs.items()):
            if self.resolve_metadevice_id(item_id) == metadevice_id:
                controller._items.pop(item_id, None)  # noqa: SLF001 - the library lets go only by an event
                self.remove_device(item_id)
        self.remove_device(metadevice_id)


def parse_account(answer: Any) -> Account:
    """Return who the account is; raises TemporaryError where the answer does not say."""
    user = read_mapping(answer)
    access = next(iter(read_mappings(user.get("accountAccess"))), {})
    account = read_mapping(access.get("account"))
    account_id = read_text(account.get("accountId"))
    if account_id is None or not re.fullmatch(r"[A-Za-z0-9-]{1,64}", account_id):
        raise TemporaryError("the vendor's answer holds no account")
    email = read_text(read_mapping(user.get("credential")).get("credentialId"))
    return Account(id=account_id, name=email or read_text(account.get("description")) or account_id)


@lru_cache(maxsize=64)
def _steps(steps: tuple[int, ...]) -> list[int]:
    """Return what lamps can be set to: the same list for all that are alike, of which there may be many."""
    return list(steps)


def _changed_values(before: Modelled, metadevice: Metadevice) -> Collection[Function] | None:
    """Return the functions whose values changed; None where the models must be made anew."""
    ids = [model.id for model in before.models]
    if ids != [metadevice.id] or not metadevice.is_described_as(before.metadevice):
        return None
    changed = metadevice.changes_since(before.metadevice)
    return None if any(function_class in _MADE_ANEW for function_class, _ in changed) else changed


def _read_together(metadevice: Metadevice, changed: Iterable[Function]) -> Iterable[Function]:
    """Return the functions that the library must read together with some: all, where a lamp has zones."""
    if metadevice.zones:
        return metadevice.states
    classes = {function_class for function_class, _ in changed}
    return [function for function in metadevice.states if function[0] in classes]


def _is_of_account(error: TemporaryError) -> bool:
    """Return whether the vendor refuses what is of an account: there may be none of that id."""
    return error.cause == "bearer_refused" or error.placeholders.get("status") in _NO_SUCH_ACCOUNT


def _sent(values: list[Any], request: Any) -> list[Any]:
    """Return the values that were sent, as the vendor answered them; it also tells some that were not."""
    if request is None:
        return values
    sent = [_function(value) for value in request["values"]]
    return [value for value in values if isinstance(value, dict) and _function(value) in sent]


def _function(value: dict[str, Any]) -> tuple[Any, Any]:
    return value.get("functionClass"), value.get("functionInstance")
