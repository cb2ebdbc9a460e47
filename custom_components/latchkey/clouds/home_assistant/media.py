"""What there is to be played at another Home Assistant."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final, override

from ...auth.errors import TemporaryError
from ..capabilities import HasMedia
from ..model import MediaId, MediaItem, MediaSearch, Picture
from ..raw import read_mapping, read_text, read_texts
from .asking import Asking
from .client import Declined
from .keys import public_address
from .thumbnails import Thumbnails

MAX_ITEMS: Final = 10_000
"""Of one folder or search; what is beyond is counted."""

MAX_ID: Final = 8192
"""Characters: some players put all that they know of something into its id."""

type NamePicture = Callable[[str], str | None]
"""Gives a picture of the other side, by its address there, the name by which it can be had."""


class MediaLibrary(Asking, HasMedia):
    """Media that are asked for, each time that somebody looks."""

    _thumbnails: Thumbnails

    @override
    async def async_browse_media(self, device_id: str, feature_key: str, where: MediaId | None) -> MediaItem:
        """Return what there is; see `HasMedia.async_browse_media`."""
        fields = {"entity_id": self._entity_id(device_id, feature_key), **_fields(where)}
        async with self._client() as client:
            answer = await client.async_do("media_player/browse_media", **fields)
        item = _parse(answer, self._thumbnails.name)
        if item is None:
            raise TemporaryError("the answer holds no media")
        return item

    @override
    async def async_search_media(
        self, device_id: str, feature_key: str, search: MediaSearch
    ) -> Sequence[MediaItem]:
        """Return what is found; see `HasMedia.async_search_media`."""
        fields = {"entity_id": self._entity_id(device_id, feature_key), **_fields(search.where)}
        if search.classes:
            fields["media_filter_classes"] = list(search.classes)
        async with self._client() as client:
            answer = await client.async_do("media_player/search_media", search_query=search.text, **fields)
        return list(_parse_all(read_mapping(answer).get("result"), self._thumbnails.name))

    @override
    async def async_knows_media(self, content_id: str) -> bool:
        """Return whether there is something of that name; see `HasMedia.async_knows_media`."""
        async with self._client() as client:
            try:
                await client.async_ask("media_source/resolve_media", media_content_id=content_id)
            except Declined:
                return False
        return True

    @override
    async def async_get_thumbnail(self, name: str) -> Picture:
        """Return the picture of something; see `HasMedia.async_get_thumbnail`."""
        return await self._thumbnails.async_get(name)


def _fields(where: MediaId | None) -> dict[str, Any]:
    if where is None:
        return {}
    return {"media_content_type": where.content_type, "media_content_id": where.content_id}


def _parse(raw: Any, name: NamePicture) -> MediaItem | None:
    """Return an item; None where it has no id."""
    each = read_mapping(raw)
    media_id = _parse_id(each)
    if media_id is None:
        return None
    children = each.get("children")
    parsed = tuple(_parse_all(children, name))
    thumbnail = read_text(each.get("thumbnail"), MAX_ID)
    picture = name(thumbnail) if thumbnail else None
    return MediaItem(
        id=media_id,
        title=read_text(each.get("title"), MAX_ID) or "",
        media_class=read_text(each.get("media_class")) or "directory",
        can_play=each.get("can_play") is True,
        can_expand=each.get("can_expand") is True,
        can_search=each.get("can_search") is True,
        search_classes=tuple(read_texts(each.get("search_media_classes"))),
        thumbnail=picture,
        thumbnail_address=public_address(thumbnail) if thumbnail and picture is None else None,
        children=parsed,
        children_class=read_text(each.get("children_media_class")),
        left_out=_count(each.get("not_shown")) + _length(children) - len(parsed),
    )


def _parse_all(raw: Any, name: NamePicture) -> Iterable[MediaItem]:
    """Yield the items of a list; what they in turn consist of is asked for when it is wanted."""
    for each in islice(raw if isinstance(raw, list) else [], MAX_ITEMS):
        item = _parse({**read_mapping(each), "children": None}, name)
        if item is not None:
            yield item


def _parse_id(raw: Mapping[str, Any]) -> MediaId | None:
    """Return what names an item; each half may be empty."""
    content_type, content_id = (
        "" if value == "" else read_text(value, MAX_ID)
        for value in (raw.get("media_content_type"), raw.get("media_content_id"))
    )
    return None if content_type is None or content_id is None else MediaId(content_type, content_id)


def _length(raw: Any) -> int:
    return len(raw) if isinstance(raw, list) else 0


def _count(raw: Any) -> int:
    return raw if isinstance(raw, int) and 0 <= raw < MAX_ITEMS else 0
