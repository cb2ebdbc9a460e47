"""The knobs over plain HTTP on loopback, for a demo in another process.

A NAME is a public name as tests use it, dots included: `mailed`, `tokens.rotation`, `faults.answer`.

    GET  /hubspace/NAME             the value as JSON: GET /hubspace/mailed
    PUT  /hubspace/NAME             set it to the JSON value of the body: PUT /hubspace/tokens.bearer_life 5
    POST /hubspace/NAME             call it with the JSON object of the body as keyword arguments and return
                                    what it returns: POST /hubspace/state {"metadevice_id": "…",
                                    "function_class": "power"}

A name or an argument that does not exist is answered with 404 and a sentence.
"""

import dataclasses
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import reduce
from inspect import isawaitable
from typing import Any

from aiohttp import web

from .simulator import Simulator


def application(simulators: Mapping[str, Simulator]) -> web.Application:
    """Return the web application that turns the knobs of these simulators."""

    def route(turn: Callable[[Any, str, Any], Any]) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            body = await request.text()
            *path, name = request.match_info["name"].split(".")
            try:
                holder = reduce(_public, path, simulators[request.match_info["simulator"]])
                result = turn(holder, name, json.loads(body) if body else None)
                text = _dump(await result if isawaitable(result) else result)
            except (AttributeError, KeyError, TypeError) as error:
                raise web.HTTPNotFound(text=str(error)) from error
            return web.Response(text=text, content_type="application/json")

        return handler

    control = web.Application()
    control.router.add_get("/{simulator}/{name}", route(lambda holder, name, _: _public(holder, name)))
    control.router.add_put("/{simulator}/{name}", route(_set))
    control.router.add_post("/{simulator}/{name}", route(_call))
    return control


def _public(holder: Any, name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(f"{name} is private")
    return getattr(holder, name)


def _set(holder: Any, name: str, value: Any) -> None:
    _public(holder, name)
    setattr(holder, name, value)


def _call(holder: Any, name: str, arguments: Mapping[str, Any] | None) -> Any:
    return _public(holder, name)(**(arguments or {}))


def _dump(value: Any) -> str:
    return json.dumps(_plain(value))


def _plain(value: Any) -> Any:
    """Return the value as JSON knows it; keys of several parts are joined by a bar."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {_plain_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _plain_key(key: Any) -> str:
    return "|".join(str(part) for part in key) if isinstance(key, tuple) else str(key)
