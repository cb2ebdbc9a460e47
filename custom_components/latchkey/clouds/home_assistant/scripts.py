"""Runs scripts of another Home Assistant with data, each of which is an action of its own there."""

from collections.abc import Mapping
from typing import override

from ..base import CommandRefused
from ..capabilities import RunsScripts
from ..model import JsonValue
from ..raw import read_mapping
from .asking import Asking


class Scripts(Asking, RunsScripts):
    """Scripts that are run, each time that somebody wants it."""

    @override
    async def async_run_script(
        self, device_id: str, feature_key: str, data: Mapping[str, JsonValue], *, returns: bool
    ) -> dict[str, JsonValue]:
        """Run a script; see `RunsScripts.async_run_script`."""
        entity = self._target(device_id, feature_key).part.entity
        if entity.domain != "script":
            raise CommandRefused("not_supported")
        # What a script is called there may change, and the name of its action does not.
        action = entity.unique_id or entity.entity_id.partition(".")[2]
        async with self._client() as client:
            answer = await client.async_do(
                "call_service",
                domain=entity.domain,
                service=action,
                service_data=dict(data),
                return_response=returns,
            )
        return dict(read_mapping(read_mapping(answer).get("response")))
