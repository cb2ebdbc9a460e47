"""Serves the pictures that entities have at their vendor, under addresses of this side."""

import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web
from homeassistant.components.http import KEY_HASS, HomeAssistantView
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import async_get_platforms
from yarl import URL

from ..const import DOMAIN

if TYPE_CHECKING:
    from .entity import LatchkeyEntity

_HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "private, max-age=86400",
    "X-Content-Type-Options": "nosniff",
}
"""Another picture has another address."""


class PictureView(HomeAssistantView):
    """Serves pictures to browsers that know the address: whoever may see the state of the entity."""

    url = f"/api/{DOMAIN}/pictures/{{entity_id}}"
    name = f"api:{DOMAIN}:pictures"
    requires_auth = False

    async def get(self, request: web.Request, entity_id: str) -> web.Response:
        """Return the picture of an entity."""
        entity = _find(request.app[KEY_HASS], entity_id)
        token = request.query.get("token", "")
        if entity is None or not secrets.compare_digest(token.encode(), entity.picture_token.encode()):
            # Not 401, for which Home Assistant would ban a browser that shows an old page.
            return web.Response(status=HTTPStatus.NOT_FOUND)
        try:
            picture = await entity.async_get_picture()
        except HomeAssistantError:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        return web.Response(body=picture.content, content_type=picture.content_type, headers=_HEADERS)


def picture_address(entity_id: str, token: str, picture: str) -> str:
    """Return where the picture of an entity is served."""
    path = URL(PictureView.url.format(entity_id=entity_id))
    return str(path.with_query({"token": token, "picture": picture}))


def _find(hass: HomeAssistant, entity_id: str) -> LatchkeyEntity[Any] | None:
    """Return one of the entities of all accounts."""
    for platform in async_get_platforms(hass, DOMAIN):
        if entity_id in platform.entities:
            return platform.entities[entity_id]  # type: ignore[return-value]  # all of this integration are
    return None
