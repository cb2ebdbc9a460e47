"""Counts the calls that a block makes: a measure of work that repeats, however busy the machine is."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import get_ident
from typing import Final

_MONITORING: Final = sys.monitoring
_TOOL: Final = _MONITORING.PROFILER_ID
_EVENTS: Final = _MONITORING.events


@dataclass(slots=True)
class Calls:
    """How many functions were called."""

    python: int = 0
    """Functions, generators and coroutines that began."""

    c: int = 0
    """What Python called that is not written in Python: builtins, methods of builtin types, classes."""

    @property
    def all(self) -> int:
        """Return how many there were of both."""
        return self.python + self.c


@contextmanager
def counted() -> Iterator[Calls]:
    """Count the calls of this thread in a block, whatever task of its event loop makes them."""
    calls, thread = Calls(), get_ident()

    def began(*_: object) -> None:
        calls.python += get_ident() == thread

    def returned(*_: object) -> None:
        calls.c += get_ident() == thread

    callbacks = {_EVENTS.PY_START: began, _EVENTS.C_RETURN: returned, _EVENTS.C_RAISE: returned}
    _MONITORING.use_tool_id(_TOOL, __name__)
    try:
        for event, callback in callbacks.items():
            _MONITORING.register_callback(_TOOL, event, callback)
        # What a call in C returns is told only where calls are.
        _MONITORING.set_events(_TOOL, _EVENTS.PY_START | _EVENTS.CALL)
        yield calls
    finally:
        _MONITORING.set_events(_TOOL, _EVENTS.NO_EVENTS)
        for event in callbacks:
            _MONITORING.register_callback(_TOOL, event, None)
        _MONITORING.free_tool_id(_TOOL)
        calls.python -= 1  # The end of the block is one.
