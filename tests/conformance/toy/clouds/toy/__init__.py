"""Toy, a vendor that nobody has."""

from custom_components.latchkey.clouds.base import Cloud
from custom_components.latchkey.clouds.vendor import App, Pace, Vendor

from .login import TOKEN_ENDPOINT, ToyLogin


def _load_cloud() -> type[Cloud]:
    """Import the vendor's library, and return the cloud's class."""
    from .cloud import ToyCloud  # noqa: PLC0415 - slow, and needed only where there is an account

    return ToyCloud


VENDOR = Vendor(
    kind="toy",
    name="Toy",
    app=App(name="Toy", url="https://toy.example"),
    token_endpoint=TOKEN_ENDPOINT,
    login=ToyLogin,
    load_cloud=_load_cloud,
    pace=Pace(default=60, minimum=30, maximum=600),
    loggers=(),
)
