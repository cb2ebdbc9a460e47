"""Runs what is done in slices at once, for tests that have nothing else to do in between."""

from collections.abc import Callable, Coroutine
from typing import Any


def at_once[**ArgumentsT, ResultT](
    function: Callable[ArgumentsT, Coroutine[Any, Any, ResultT]],
) -> Callable[ArgumentsT, ResultT]:
    """Return a function that does the same without an event loop."""

    def run(*arguments: ArgumentsT.args, **named: ArgumentsT.kwargs) -> ResultT:
        work = function(*arguments, **named)
        while True:
            try:
                work.send(None)
            except StopIteration as done:
                result: ResultT = done.value
                return result

    return run
