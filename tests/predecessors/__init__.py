"""The integrations that showed the accounts of our vendors before: stand-ins, of the same entities.

`custom_components` holds them as Home Assistant finds them. Each makes the entities that the options of its
config entry, or its YAML, list under "entities", each with `domain`, `unique_id` and `name`, and perhaps
`device`, `state`, `unit` and `state_class`.
"""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "custom_components"
