"""A model of a vendor: an authorization server that rotates, and an API that takes its bearers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

type Rotation = Literal["single_use", "grace", "none"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the vendor says."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def say(status: int, data: Any = None, **headers: str) -> Answer:
    """Return an answer in JSON; the names of headers are written with underscores."""
    return Answer(
        status, json.dumps(data).encode(), {name.replace("_", "-"): text for name, text in headers.items()}
    )


REJECTED = say(400, {"error": "invalid_grant"})
HTML = Answer(200, b"<html><title>Maintenance</title></html>", {"Content-Type": "text/html"})


class Vendor:
    """Grants tokens to one account."""

    def __init__(self, rotation: Rotation = "single_use", life: Any = 120) -> None:
        self.rotation = rotation
        self.life = life
        self.generation = 0
        self.refresh_token = "refresh-0"
        self.live_refresh_tokens = {"refresh-0"}
        self.bearer = ""
        self.forms: list[dict[str, str]] = []

    def grant(self, form: Mapping[str, str]) -> Answer:
        """Answer a refresh grant."""
        if form.get("refresh_token") not in self.live_refresh_tokens:
            return REJECTED
        self.generation += 1
        self.bearer = f"bearer-{self.generation}"
        if self.rotation == "none":
            return say(200, {"access_token": self.bearer, "expires_in": self.life})
        if self.rotation == "single_use":
            self.live_refresh_tokens.clear()
        self.refresh_token = f"refresh-{self.generation}"
        self.live_refresh_tokens.add(self.refresh_token)
        return say(
            200,
            {"access_token": self.bearer, "refresh_token": self.refresh_token, "expires_in": self.life},
        )

    def serve(self, authorization: str | None) -> Answer:
        """Answer a request to the API."""
        return say(200, {"served": True}) if authorization == f"Bearer {self.bearer}" else say(401)

    def revoke(self) -> None:
        """Forget every token, as when a person logs out everywhere."""
        self.live_refresh_tokens.clear()
        self.bearer = ""
