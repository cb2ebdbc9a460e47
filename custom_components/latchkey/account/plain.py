"""Names that others gave, in texts that Home Assistant shows as Markdown."""

import re
import string
from typing import Final

MOST_LETTERS: Final = 60
"""How much of a name is shown."""

_MARKUP: Final = re.compile(f"[{re.escape(string.punctuation)}]")
"""Whatever may mean something in Markdown, at the beginning of a line, in a link, or in an address."""


def plain(name: str) -> str:
    """Return a name that is no markup, and not too long."""
    line = " ".join(name.split())
    short = line if len(line) <= MOST_LETTERS else f"{line[:MOST_LETTERS]}…"
    return _MARKUP.sub(r"\\\g<0>", short)
