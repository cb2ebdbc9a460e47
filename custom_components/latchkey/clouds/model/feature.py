"""What every feature of a device has in common."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal

type JsonValue = str | int | float | bool | list[JsonValue] | dict[str, JsonValue] | None
type Category = Literal["config", "diagnostic"]
type FeatureId = tuple[str, str]
"""The id of a device and the key of one of its features."""

PRIVATE: Final = {"private": True}
"""The metadata of a field that diagnostics do not show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing that a device does or tells; Home Assistant makes one entity of it."""

    platform: ClassVar[str]
    """The kind of that entity, in Home Assistant's words."""

    key: str
    """Names the feature within its device, for ever: the entity's identity depends on it."""

    label: str | None = None
    """The translation key of its name; None for the feature that is the device itself."""

    index: str | None = None
    """Tells apart features of one label: fills {index} in the translated name."""

    suffix: str | None = None
    """Tells apart features that would have the same name: follows the translated name."""

    name: str | None = None
    """Its name in the words of its vendor, instead of a label."""

    object_id: str | None = field(default=None, compare=False)
    """What the vendor calls it in its own entity ids, where it has any: the part behind the kind.

    It matters only where the entity is new, and so is no change of the feature.
    """

    icon: str | None = None
    place: str | None = None
    """The id of the room that it is in, where that is not the room of its device."""

    available: bool = True
    """Whether the vendor knows how it is."""

    assumed: bool = False
    """Whether nobody knows how it is: it is shown as what it was told to be."""

    category: Category | None = None
    enabled: bool = True
    """Whether Home Assistant shows the entity without being asked to."""

    told_without_device: bool = False
    """Whether the vendor tells it even while it does not reach the device, as it does of the connection."""

    picture: str | None = None
    """Names the picture that its vendor shows with it, as long as that is the same one.

    `HasPictures.async_get_picture` returns it.
    """

    picture_elsewhere: str | None = field(default=None, repr=False, metadata=PRIVATE)
    """The address of that picture where it is on the internet, for everybody to see."""

    attributes: Mapping[str, JsonValue] = field(default_factory=dict)
    """What the entity tells beside its state, by names that say what it is."""
