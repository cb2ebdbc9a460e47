"""One attempt to link an account: what it opens is closed, and a token that nobody takes is given back."""

import asyncio
from collections.abc import Mapping

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from ..auth.errors import LoginExpired, RefreshTokenRejected
from ..auth.login import Credentials, OffersMethods, ResendsCode
from ..auth.session import TokenSession
from ..auth.token import Token
from ..clouds.base import Account, Cloud
from ..clouds.capabilities import HasHomes, Selectable
from ..clouds.settings import Choices, Selection, Settings
from ..clouds.vendor import Vendor
from .revocation import async_revoke
from .token_store import async_save_nothing


class LinkAttempt:
    """From a person's password to a refresh token."""

    def __init__(self, hass: HomeAssistant, vendor: Vendor) -> None:
        """Open a client session, whose cookie jar is its own: two logins must not meet in one."""
        self._hass = hass
        self._vendor = vendor
        self._client = async_create_clientsession(hass, auto_cleanup=False)
        self._login = vendor.login(self._client)
        self._lock = asyncio.Lock()
        self._session: TokenSession | None = None

    async def async_start(self, credentials: Credentials) -> None:
        """Send the password. Raises what Login.async_start raises."""
        async with self._lock:
            self._keep(await self._login.async_start(credentials))

    async def async_submit(self, code: str) -> None:
        """Send the one-time code. Raises what Login.async_submit raises."""
        async with self._lock:
            self._keep(await self._login.async_submit(code))

    @property
    def resends_code(self) -> bool:
        """Whether the vendor can send another code."""
        return isinstance(self._login, ResendsCode)

    async def async_resend(self) -> None:
        """Have the vendor send another code. Raises what ResendsCode.async_resend raises."""
        async with self._lock:
            if not isinstance(self._login, ResendsCode):
                raise LoginExpired
            await self._login.async_resend()

    async def async_choose(self, method: str) -> bool:
        """Choose how to get the code; see `OffersMethods.async_choose`."""
        async with self._lock:
            if not isinstance(self._login, OffersMethods):
                raise LoginExpired
            return await self._login.async_choose(method)

    async def async_identify(self) -> Account:
        """Return whose account it is. Raises RefreshTokenRejected or TemporaryError."""
        async with self._lock:
            return await (await self._async_make_cloud()).async_identify()

    async def async_list_homes(self) -> Mapping[str, str]:
        """Return the homes that a person may choose among, if any; see `HasHomes.async_list_homes`."""
        async with self._lock:
            cloud = await self._async_make_cloud()
            return await cloud.async_list_homes() if isinstance(cloud, HasHomes) else {}

    async def async_list_choices(self) -> Choices | None:
        """Return out of what a person may choose, if they may; see `Selectable.async_list_choices`."""
        async with self._lock:
            cloud = await self._async_make_cloud()
            return await cloud.async_list_choices() if isinstance(cloud, Selectable) else None

    async def async_list_shown(self, selection: Selection) -> frozenset[str]:
        """Return the features that a selection shows; see `Selectable.async_list_shown`."""
        async with self._lock:
            cloud = await self._async_make_cloud()
            return await cloud.async_list_shown(selection) if isinstance(cloud, Selectable) else frozenset()

    async def async_take(self) -> str:
        """Return the refresh token, the newest also where a refresh is under way: who takes it keeps it."""
        session, self._session = self._logged_in, None
        await session.async_close()
        return session.refresh_token

    async def async_discard(self) -> None:
        """Close the client session once it is idle, and have a token revoked that nobody took."""
        async with self._lock:
            if self._session is not None:
                await async_revoke(self._hass, self._vendor, await self.async_take())
            self._client.detach()

    async def _async_make_cloud(self) -> Cloud:
        """Return the account, for what is asked before there is an entry."""
        cloud_class = await self._hass.async_add_import_executor_job(self._vendor.load_cloud)
        own = frozenset(user.id for user in await self._hass.auth.async_get_users())
        return cloud_class(self._logged_in, Settings(own_account_ids=own))

    @property
    def _logged_in(self) -> TokenSession:
        """The session of the account."""
        if self._session is None:
            raise RefreshTokenRejected("the login has been discarded")
        return self._session

    def _keep(self, token: Token) -> None:
        """Live on the token of the login; there is no entry yet that a rotated one could go to."""
        self._session = TokenSession(
            self._client, self._vendor.token_endpoint, token.refresh_token, async_save_nothing, token=token
        )
