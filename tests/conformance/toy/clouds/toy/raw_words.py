"""What diagnostics show of an account in the vendor's own words."""

from typing import Final

from custom_components.latchkey.clouds.allowed import an_id, each, fields, hidden, number

_ROOM: Final = fields({"id": an_id("place"), "name": hidden})
_LAMP: Final = fields(
    {"id": an_id("device"), "name": hidden, "room": an_id("place"), "on": number, "battery": number}
)
HOME: Final = fields({"rooms": each(_ROOM), "lamps": each(_LAMP)})
