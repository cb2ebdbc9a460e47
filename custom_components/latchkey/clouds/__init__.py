"""The clouds that accounts can be linked at: one folder each, beside that of the model they share."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from .vendor import SelfHosted, Vendor

_MODEL: Final = "model"
"""The one folder that is no cloud."""


def load_vendor(kind: str, url: str | None = None) -> Vendor:
    """Import and return one vendor, as it is at an address. Reads files: never on the event loop."""
    vendor: Vendor = import_module(f".{kind}", __package__).VENDOR
    return vendor.at(url) if isinstance(vendor, SelfHosted) and url is not None else vendor


def load_vendors() -> dict[str, Vendor]:
    """Import and return every vendor by its kind. Reads files: never on the event loop."""
    folders = [module.name for module in iter_modules(__path__) if module.ispkg]
    return {kind: load_vendor(kind) for kind in folders if kind != _MODEL}
