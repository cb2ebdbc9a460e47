"""Fields that several forms have."""

from collections.abc import Mapping

from homeassistant.helpers import selector


def one_of(names: Mapping[str, str]) -> selector.SelectSelector:
    """Return a choice of one out of some names, by their ids."""
    config = selector.SelectSelectorConfig(options=_options(names), mode=selector.SelectSelectorMode.LIST)
    return selector.SelectSelector(config)


def some_of(names: Mapping[str, str], *, others: bool = False) -> selector.SelectSelector:
    """Return a choice of several out of some names, by their ids, and of others, which may be gone by now."""
    by_name = dict(sorted(names.items(), key=lambda each: each[1].casefold()))
    config = selector.SelectSelectorConfig(options=_options(by_name), multiple=True)
    if others:
        config["custom_value"] = True
    return selector.SelectSelector(config)


def number(minimum: int, maximum: int, unit: str | None = None) -> selector.NumberSelector:
    """Return a field of a whole number."""
    config = selector.NumberSelectorConfig(
        min=minimum, max=maximum, step=1, mode=selector.NumberSelectorMode.BOX
    )
    if unit is not None:
        config["unit_of_measurement"] = unit
    return selector.NumberSelector(config)


def _options(names: Mapping[str, str]) -> list[selector.SelectOptionDict]:
    """Return what a choice is out of."""
    return [selector.SelectOptionDict(value=value, label=name) for value, name in names.items()]
