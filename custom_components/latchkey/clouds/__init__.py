"""The clouds that accounts can be linked at: one folder each."""

from importlib import import_module
from pkgutil import iter_modules

from .vendor import SelfHosted, Vendor


def load_vendor(kind: str, url: str | None = None) -> Vendor:
    """Import and return one vendor, as it is at an address. Reads files: never on the event loop."""
    vendor: Vendor = import_module(f".{kind}", __package__).VENDOR
    return vendor.at(url) if isinstance(vendor, SelfHosted) and url is not None else vendor


def load_vendors() -> dict[str, Vendor]:
    """Import and return every vendor by its kind. Reads files: never on the event loop."""
    return {module.name: load_vendor(module.name) for module in iter_modules(__path__) if module.ispkg}
