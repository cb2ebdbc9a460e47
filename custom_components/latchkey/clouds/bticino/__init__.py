"""BTicino Classe 100X and 300X: video door phones, at the cloud of Netatmo."""

from ..base import Cloud
from ..predecessor import Predecessor
from ..vendor import App, Pace, Vendor
from .login import TOKEN_ENDPOINT, BticinoLogin


def _load_cloud() -> type[Cloud]:
    """Import the vendor's library, and return the cloud's class."""
    from .cloud import BticinoCloud  # noqa: PLC0415 - slow, and needed only where there is an account

    return BticinoCloud


VENDOR = Vendor(
    kind="bticino",
    name="BTicino",
    app=App(name="Home + Security", url="https://home.netatmo.com"),
    token_endpoint=TOKEN_ENDPOINT,
    login=BticinoLogin,
    load_cloud=_load_cloud,
    pace=Pace(default=300, minimum=60, maximum=3600),
    loggers=("pybticino",),
    predecessor=Predecessor(domain="bticino_intercom", name="BTicino Intercom"),
)
