"""A dashboard with the card of a door, for a person to find in the sidebar."""

from typing import Final

from .bticino import CAMERA
from .owner import Owner

TITLE: Final = "Front door"
PATH: Final = "front-door"
NOT_YET: Final = f"""\
{{% if not has_value("{CAMERA}") %}}
Link BTicino first, and choose the home Casa. Then reload this page.
{{% endif %}}
"""

CONFIG: Final = {
    "views": [
        {
            "title": TITLE,
            "cards": [
                {"type": "markdown", "content": NOT_YET, "show_empty": False},
                {
                    "type": "custom:latchkey-door",
                    "entity": CAMERA,
                    "to_front": True,
                    # Nobody has loaded the card before there is a door.
                    "visibility": [{"condition": "state", "entity": CAMERA, "state_not": "unavailable"}],
                },
            ],
        }
    ]
}


async def put_up(owner: Owner) -> None:
    """Put it up, unless it is there: its owner may have changed it."""
    there = await owner.command(type="lovelace/dashboards/list")
    if any(each["url_path"] == PATH for each in there):
        return
    await owner.command(
        type="lovelace/dashboards/create", url_path=PATH, title=TITLE, icon="mdi:doorbell-video"
    )
    await owner.command(type="lovelace/config/save", url_path=PATH, config=CONFIG)
