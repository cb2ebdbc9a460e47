"""Prints what a minimal Home Assistant needs beyond the package itself, as its own manifests pin it."""

import json
from pathlib import Path

from homeassistant import bootstrap, components
from homeassistant.auth.mfa_modules import totp

LOADED = (
    bootstrap.CORE_INTEGRATIONS
    | bootstrap.DEFAULT_INTEGRATIONS
    # `analytics` imports it on every machine.
    | bootstrap.DEFAULT_INTEGRATIONS_SUPERVISOR
)


def with_dependencies(domain: str, found: dict[str, list[str]]) -> None:
    """Add the requirements of a component and of all that it depends on."""
    if domain in found:
        return
    manifest = json.loads((Path(components.__path__[0]) / domain / "manifest.json").read_text())
    found[domain] = manifest.get("requirements", [])
    for dependency in manifest.get("dependencies", []):
        with_dependencies(dependency, found)


def main() -> None:
    """Print one requirement a line."""
    found = {"auth/totp": totp.REQUIREMENTS}
    for domain in LOADED:
        with_dependencies(domain, found)
    print("\n".join(sorted({requirement for each in found.values() for requirement in each})))


if __name__ == "__main__":
    main()
