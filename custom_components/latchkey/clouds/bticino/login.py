"""The login of Netatmo, where the door phones of BTicino are at home: a password grant, and no code."""

from typing import Final, override

from ...auth.endpoint import TokenEndpoint
from ...auth.errors import LoginExpired
from ...auth.login import Credentials, Login
from ...auth.token import Token

_SCOPE: Final = "security_scopes"
_APP_VERSION: Final = "4.1.1.3"

TOKEN_ENDPOINT: Final = TokenEndpoint(
    url="https://app.netatmo.net/oauth2/token",
    # What the vendor's own app presents itself with, as pybticino.const has it.
    client_id="na_client_android_welcome",
    client_secret="8ab584d62ca2a77e37ccc6b2c7e4f29e",  # noqa: S106 - every copy of the app holds it
    bearer_errors=frozenset({2, 3}),  # invalid, expired
)


class BticinoLogin(Login):
    """One attempt to log in at Netatmo."""

    @override
    async def async_start(self, credentials: Credentials) -> Token:
        """Send the password, once, and return the token; see `Login.async_start`."""
        fields = {
            "username": credentials.username.strip(),
            "password": credentials.password,
            "scope": _SCOPE,
            "app_version": _APP_VERSION,
        }
        return await TOKEN_ENDPOINT.async_request_password_token(self._session, fields)

    @override
    async def async_submit(self, code: str) -> Token:
        """Raise LoginExpired: the vendor asks for no code."""
        raise LoginExpired
