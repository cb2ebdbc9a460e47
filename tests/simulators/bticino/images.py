"""Pictures of who rang, at addresses that work for a while."""

import secrets
import time
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from aiohttp import web
from PIL import Image, ImageDraw

from .knobs import Knobs

HOST: Final = "images.example.com"


@dataclass(slots=True)
class Picture:
    """A JPEG, and when its address dies."""

    url: str
    data: bytes
    expires_at: float

    def tell(self) -> dict[str, Any]:
        """Return where it is, as the history of calls tells it."""
        return {"url": self.url, "expires_at": int(self.expires_at)}


class Images:
    """All pictures that were ever taken."""

    def __init__(self, knobs: Knobs) -> None:
        self._knobs = knobs
        self._pictures: dict[str, Picture] = {}

    def take(self, width: int, height: int) -> Picture:
        """Take a picture that is like no other."""
        path = f"/{secrets.token_hex(16)}.jpg"
        data = _draw(len(self._pictures) + 1, width, height)
        picture = Picture(f"https://{HOST}{path}", data, time.time() + self._knobs.image_life)
        self._pictures[path] = picture
        return picture

    def expire(self) -> None:
        """Let the address of every picture die."""
        for picture in self._pictures.values():
            picture.expires_at = min(picture.expires_at, time.time())

    async def serve(self, request: web.Request) -> web.Response:
        """Answer with a picture: whoever knows its address may see it."""
        if "Authorization" in request.headers:
            self._knobs.image_bearers.append(request.headers["Authorization"])
        picture = self._pictures.get(request.path)
        if picture is None:
            raise web.HTTPNotFound
        if picture.expires_at <= time.time():
            raise web.HTTPForbidden
        return web.Response(body=picture.data, content_type="image/jpeg")


def _draw(number: int, width: int, height: int) -> bytes:
    image = Image.new("RGB", (width, height), (number * 37 % 256, number * 91 % 256, 96))
    ImageDraw.Draw(image).text((8, 8), f"{number}", fill="white")
    data = BytesIO()
    image.save(data, "JPEG", comment=f"{number}")
    return data.getvalue()
