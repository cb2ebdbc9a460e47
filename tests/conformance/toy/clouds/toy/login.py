"""The login: a password grant, and no code."""

from typing import Final, override

from custom_components.latchkey.auth.endpoint import TokenEndpoint
from custom_components.latchkey.auth.errors import LoginExpired
from custom_components.latchkey.auth.login import Credentials, Login
from custom_components.latchkey.auth.token import Token

BASE: Final = "https://api.toy.example"

TOKEN_ENDPOINT: Final = TokenEndpoint(
    url=f"{BASE}/oauth/token", client_id="toy-app", revocation_url=f"{BASE}/oauth/revoke"
)


class ToyLogin(Login):
    """One attempt to log in."""

    @override
    async def async_start(self, credentials: Credentials) -> Token:
        """Send the password, once, and return the token; see `Login.async_start`."""
        fields = {"username": credentials.username.strip(), "password": credentials.password}
        return await TOKEN_ENDPOINT.async_request_password_token(self._session, fields)

    @override
    async def async_submit(self, code: str) -> Token:
        """Raise LoginExpired: the vendor asks for no code."""
        raise LoginExpired
