"""Pictures of who rang; each answer that tells of one has an address of its own, which soon dies."""

import secrets
import time
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from aiohttp import web

from .knobs import Knobs
from .scene import Scene

HOST: Final = "images.example.com"


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A JPEG, and what it is called at the vendor."""

    path: str
    data: bytes


class Images:
    """All pictures that were ever taken, and the addresses of them that were told."""

    def __init__(self, knobs: Knobs) -> None:
        self._knobs = knobs
        self._pictures: dict[str, Picture] = {}
        self._signatures: dict[str, float] = {}
        """When the addresses die, by what is secret in them."""

    def take(self, name: str, door: str, width: int, height: int) -> Picture:
        """Take a picture at a door that is like no other."""
        picture = Picture(f"/{name}.jpg", _draw(len(self._pictures) + 1, door, width, height))
        self._pictures[picture.path] = picture
        return picture

    def tell(self, picture: Picture) -> dict[str, Any]:
        """Return where a picture can be had from now on, and until when, as the history tells it."""
        signature = secrets.token_urlsafe(16)
        expires_at = self._signatures[signature] = time.time() + self._knobs.image_life
        self._knobs.image_signatures.append(signature)
        url = f"https://{HOST}{picture.path}?se={int(expires_at)}&sig={signature}"
        return {"url": url, "expires_at": int(expires_at)}

    def expire(self) -> None:
        """Let every address that was told so far die."""
        self._signatures.clear()

    def forget(self) -> None:
        """Throw every picture away."""
        self._pictures.clear()

    async def serve(self, request: web.Request) -> web.Response:
        """Answer with a picture: whoever knows its address may see it."""
        if "Authorization" in request.headers:
            self._knobs.image_bearers.append(request.headers["Authorization"])
        picture = self._pictures.get(request.path)
        if picture is None:
            raise web.HTTPNotFound
        if self._signatures.get(request.query.get("sig", ""), 0.0) <= time.time():
            raise web.HTTPForbidden
        return web.Response(body=picture.data, content_type="image/jpeg")


def _draw(number: int, door: str, width: int, height: int) -> bytes:
    # Two are taken of each visitor.
    image = Scene(door, visitor=(number - 1) // 2).at(time.time()).resize((width, height))
    data = BytesIO()
    image.save(data, "JPEG", comment=f"{number}")
    return data.getvalue()
