"""Honeywell evohome and its relatives: Total Connect Comfort by Resideo, in Europe."""

from ..base import Cloud
from ..predecessor import Predecessor
from ..vendor import App, Pace, Vendor
from .login import TOKEN_ENDPOINT, EvohomeLogin
from .words import WEB_PAGE


def _load_cloud() -> type[Cloud]:
    """Import the vendor's library, and return the cloud's class."""
    from .cloud import EvohomeCloud  # noqa: PLC0415 - slow, and needed only where there is an account

    return EvohomeCloud


VENDOR = Vendor(
    kind="evohome",
    name="evohome",
    app=App(name="Total Connect Comfort", url=WEB_PAGE),
    token_endpoint=TOKEN_ENDPOINT,
    login=EvohomeLogin,
    load_cloud=_load_cloud,
    pace=Pace(default=180, minimum=60, maximum=3600),
    loggers=("evohomeasync2",),
    predecessor=Predecessor(domain="evohome", name="Honeywell Total Connect Comfort (Europe)", in_yaml=True),
)
