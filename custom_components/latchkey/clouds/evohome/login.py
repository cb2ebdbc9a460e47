"""The login of Total Connect Comfort: a password grant, and no code."""

from typing import Final, override

from ...auth.endpoint import TokenEndpoint
from ...auth.errors import LoginExpired
from ...auth.login import Credentials, Login
from ...auth.token import Token

_SCOPE: Final = "EMEA-V1-Basic EMEA-V1-Anonymous"

TOKEN_ENDPOINT: Final = TokenEndpoint(
    url="https://tccna.resideo.com/Auth/OAuth/Token",
    # What the vendor's own app presents itself with, as evohomeasync2.auth has it.
    client_id="4a231089-d2b6-41bd-a5eb-16a0a422b999",
    client_secret="1a15cdb8-42de-407b-add0-059f92c530cb",  # noqa: S106 - every copy of the app holds it
    client_authentication="basic",
    refresh_scope=_SCOPE,
    locked_error="attempt_limit_exceeded",
)


class EvohomeLogin(Login):
    """One attempt to log in at Total Connect Comfort."""

    @override
    async def async_start(self, credentials: Credentials) -> Token:
        """Send the password, once, and return the token; see `Login.async_start`."""
        fields = {
            "Username": credentials.username.strip(),
            "Password": credentials.password,
            "scope": _SCOPE,
        }
        return await TOKEN_ENDPOINT.async_request_password_token(self._session, fields)

    @override
    async def async_submit(self, code: str) -> Token:
        """Raise LoginExpired: the vendor asks for no code."""
        raise LoginExpired
