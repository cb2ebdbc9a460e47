"""Locks and lights: what changes them, and what they do by themselves."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from .home import Home, Module
from .knobs import Knobs
from .push import PushSockets


class Relays:
    """Switches the locks and lights of every home, and tells of it by push."""

    def __init__(self, knobs: Knobs, push: PushSockets) -> None:
        self._knobs = knobs
        self._push = push
        self._relocking: dict[str, asyncio.Task[None]] = {}

    async def change(self, home: Home, module: Module, state: Mapping[str, Any]) -> None:
        """Change a lock or light; a door that is opened locks itself later."""
        module.last_user_interaction = int(time.time())
        for field, value in state.items():
            setattr(module, field, value)
        if state.get("lock") is False:
            self._knobs.opened.append(module.id)
            self._relock_later(home, module)
        await self._tell(home, module, state)

    async def until_relocked(self) -> None:
        """Wait until no door is open that locks itself."""
        await asyncio.gather(*self._relocking.values())

    async def close(self) -> None:
        """Leave the doors as they are."""
        tasks = list(self._relocking.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _relock_later(self, home: Home, module: Module) -> None:
        if module.id in self._relocking:
            self._relocking[module.id].cancel()
        self._relocking[module.id] = asyncio.create_task(self._relock(home, module))

    async def _relock(self, home: Home, module: Module) -> None:
        await asyncio.sleep(self._knobs.relock_after)
        module.lock = True
        await self._tell(home, module, {"lock": True})

    async def _tell(self, home: Home, module: Module, state: Mapping[str, Any]) -> None:
        if not self._knobs.pushes_state or ("lock" in state and not self._knobs.tells_locks):
            return
        changed = {**module.tell("id", "type", "bridge"), **state}
        message = {
            "type": "Websocket",
            "push_type": "embedded_json",
            "extra_params": {"home": {"id": home.id, "modules": [changed]}},
        }
        await self._push.tell(home, message)
