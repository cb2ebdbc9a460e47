"""BTicino Classe 100X and 300X: video door phones, at the cloud of Netatmo."""

from typing import Final

from ..base import Cloud
from ..discovery import Found
from ..predecessor import Predecessor
from ..vendor import App, Pace, Vendor
from .login import TOKEN_ENDPOINT, BticinoLogin

HARDWARE_ADDRESSES: Final = "000350"
"""How the addresses of all that BTicino makes begin."""


def _load_cloud() -> type[Cloud]:
    """Import the vendor's library, and return the cloud's class."""
    from .cloud import BticinoCloud  # noqa: PLC0415 - slow, and needed only where there is an account

    return BticinoCloud


def _find_device(hardware_address: str) -> Found | None:
    """Return what a device is: all that BTicino makes has such addresses, and the account is the same."""
    if not hardware_address.startswith(HARDWARE_ADDRESSES):
        return None
    return Found(id=f"device:{hardware_address}", name=VENDOR.name)


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
    find_device=_find_device,
)
