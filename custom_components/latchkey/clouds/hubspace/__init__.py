"""Hubspace, the smart home brand of The Home Depot, on Afero's platform."""

from ..base import Cloud
from ..predecessor import Predecessor
from ..vendor import App, Pace, Vendor
from .login import TOKEN_ENDPOINT, HubspaceLogin


def _load_cloud() -> type[Cloud]:
    """Import the vendor's library, and return the cloud's class."""
    from .cloud import HubspaceCloud  # noqa: PLC0415 - slow, and needed only where there is an account

    return HubspaceCloud


VENDOR = Vendor(
    kind="hubspace",
    name="Hubspace",
    app=App(name="Hubspace", url="https://play.google.com/store/apps/details?id=io.afero.partner.hubspace"),
    token_endpoint=TOKEN_ENDPOINT,
    login=HubspaceLogin,
    load_cloud=_load_cloud,
    pace=Pace(default=30, minimum=15, maximum=600),
    loggers=("aioafero",),
    predecessor=Predecessor(domain="hubspace", name="Hubspace", must_go_first=True),
)
