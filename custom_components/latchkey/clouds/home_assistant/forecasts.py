"""What the weather of another Home Assistant will be."""

from collections.abc import Callable, Sequence
from typing import Final, override

from ..capabilities import HasForecasts
from ..model import Forecast, ForecastKind
from .asking import Asking
from .mapping.weather import parse_forecasts

_SUBSCRIBE: Final = "weather/subscribe_forecast"


class Forecasts(Asking, HasForecasts):
    """Forecasts that are asked for, and told while somebody looks at them."""

    @override
    async def async_get_forecast(
        self, device_id: str, feature_key: str, kind: ForecastKind
    ) -> Sequence[Forecast] | None:
        """Return a forecast of now; see `HasForecasts.async_get_forecast`.

        Not by the action `get_forecasts`, which only those may perform who control the entity.
        """
        entity_id = self._entity_id(device_id, feature_key)
        async with self._client() as client:
            event = await client.async_first(_SUBSCRIBE, entity_id=entity_id, forecast_type=kind)
        return parse_forecasts(event, kind)

    @override
    def watch_forecast(
        self,
        device_id: str,
        feature_key: str,
        kind: ForecastKind,
        on_forecast: Callable[[Sequence[Forecast] | None], None],
    ) -> Callable[[], None]:
        """Tell a forecast; see `HasForecasts.watch_forecast`."""
        return self._watches.add(
            (device_id, feature_key),
            _SUBSCRIBE,
            lambda event: on_forecast(parse_forecasts(event, kind)),
            forecast_type=kind,
        )
