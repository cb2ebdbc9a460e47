"""Fixtures of the tests of accounts."""

from typing import Any

import pytest

from custom_components.latchkey.entities.entity import LatchkeyEntity


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the entities that looked whether they changed."""
    looked: list[str] = []
    look = LatchkeyEntity._handle_coordinator_update

    def note(entity: LatchkeyEntity[Any]) -> None:
        looked.append(entity.entity_id)
        look(entity)

    monkeypatch.setattr(LatchkeyEntity, "_handle_coordinator_update", note)
    return looked
