"""What external units saw: kept by the vendor behind addresses that need no bearer, and soon die."""

from collections import OrderedDict
from typing import Final

import aiohttp

from ...auth.http import async_request, describe_status
from ...auth.redaction import mask
from .calls import ADDRESS_LIFE, Picture

MAX_PICTURE: Final = 4 * 1024 * 1024
"""Bytes; a picture of an external unit has a hundredth."""

KEPT: Final = 8
JPEG: Final = b"\xff\xd8\xff"


class Pictures:
    """The last pictures that were looked at."""

    def __init__(self, client: aiohttp.ClientSession) -> None:
        """Take the client session that pictures are fetched through."""
        self._client = client
        self._images: OrderedDict[str, bytes] = OrderedDict()

    async def async_get(self, call_id: str, picture: Picture) -> bytes | None:
        """Return the picture of a call; None where the vendor hands it out no more.

        Raises TemporaryError.
        """
        if call_id not in self._images:
            image = await self._async_fetch(picture.url)
            if image is None:
                return None
            self._images[call_id] = image
            if len(self._images) > KEPT:
                self._images.popitem(last=False)
        self._images.move_to_end(call_id)
        return self._images[call_id]

    async def _async_fetch(self, url: str) -> bytes | None:
        """Return what is at an address; None where nothing is there any more."""
        mask(url, ADDRESS_LIFE.total_seconds())  # Whoever knows it sees who was at the door.
        response = await async_request(self._client, "GET", url, allow_redirects=False)
        if response.status >= 500 or response.status == 429:  # noqa: PLR2004 - RFC 9110, section 15
            raise describe_status(response)
        body = await response.read()
        is_picture = response.status == 200 and body.startswith(JPEG) and len(body) <= MAX_PICTURE  # noqa: PLR2004
        return body if is_picture else None
