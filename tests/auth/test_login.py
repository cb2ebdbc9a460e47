"""What a person types, and the login that it starts."""

from typing import override

import aiohttp

from custom_components.latchkey.auth.login import Credentials, Login
from custom_components.latchkey.auth.token import Token


class PlainLogin(Login):
    """A login at a vendor that asks for nothing but a password."""

    @override
    async def async_start(self, credentials: Credentials) -> Token:
        assert not self._session.closed
        return Token(bearer="bearer", refresh_token="refresh", expires_in=120)

    @override
    async def async_submit(self, code: str) -> Token:
        raise NotImplementedError


def test_what_is_shown_of_credentials_holds_no_password() -> None:
    assert "s3cret" not in repr(Credentials(username="me@example.com", password="s3cret"))


async def test_a_login_works_with_the_client_session_that_it_was_given(client: aiohttp.ClientSession) -> None:
    token = await PlainLogin(client).async_start(Credentials(username="me@example.com", password="s3cret"))
    assert token.expires_in == 120
