"""What takes messages: when it took one, and what its vendor hears."""

from datetime import UTC, datetime

import pytest
from homeassistant.components.notify import NotifyEntityFeature
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import Notifier, SendMessage

from .home import act, state
from .memory import link


@pytest.mark.parametrize(("has_title", "title"), [(True, "Now"), (False, None)])
async def test_a_message_is_sent_with_a_title_where_there_is_one(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, has_title: bool, title: str | None
) -> None:
    cloud = await link(hass, monkeypatch, Notifier(key="board", has_title=has_title))
    features = state(hass, "notify.thing").attributes["supported_features"]
    assert bool(features & NotifyEntityFeature.TITLE) is has_title
    await act(hass, "notify.send_message", "notify.thing", message="Tea", title="Now")
    assert cloud.commands == [SendMessage(message="Tea", title=title)]


async def test_it_says_when_the_last_message_came_wherever_it_came_from(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, Notifier(key="board"))
    assert state(hass, "notify.thing").state == "unknown"
    cloud.push(Notifier(key="board", notified_at=datetime(2026, 1, 1, 10, tzinfo=UTC)))
    assert state(hass, "notify.thing").state == "2026-01-01T10:00:00+00:00"
