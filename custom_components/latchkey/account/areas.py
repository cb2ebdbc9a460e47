"""Finds areas by what people call them."""

from homeassistant.helpers import area_registry as ar


def find_area(areas: ar.AreaRegistry, name: str) -> ar.AreaEntry | None:
    """Return the area of that name, or else the only one of that alias; neither case nor spaces matter."""
    if (area := areas.async_get_area_by_name(name)) is not None:
        return area
    aliased = areas.async_get_areas_by_alias(name)
    return aliased[0] if len(aliased) == 1 else None
