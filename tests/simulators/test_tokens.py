"""How a simulator's authorization server keeps tokens."""

import time
from collections.abc import Callable

import pytest

from .tokens import TokenIssuer


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return what makes time pass."""
    now = time.monotonic()

    def wait(seconds: float) -> None:
        nonlocal now
        now += seconds
        monkeypatch.setattr(time, "monotonic", lambda: now)

    return wait


def test_a_refresh_token_for_single_use_is_dead_once_used() -> None:
    tokens = TokenIssuer()
    first = tokens.issue("alice")
    second = tokens.refresh(first.refresh_token)
    assert second
    assert tokens.refresh(first.refresh_token) is None
    assert tokens.live() == [second.refresh_token]


def test_a_used_refresh_token_with_grace_lives_on_for_a_while(later: Callable[[float], None]) -> None:
    tokens = TokenIssuer()
    tokens.rotation = "grace"
    first = tokens.issue("alice").refresh_token
    assert tokens.refresh(first)
    later(tokens.grace - 1)
    assert tokens.refresh(first)
    later(2)
    assert tokens.refresh(first) is None


def test_a_refresh_token_without_rotation_stays_the_same() -> None:
    tokens = TokenIssuer()
    tokens.rotation = "none"
    first = tokens.issue("alice")
    second = tokens.refresh(first.refresh_token)
    assert second
    assert second.refresh_token == first.refresh_token
    assert second.bearer != first.bearer


def test_a_bearer_dies_of_age_and_on_request(later: Callable[[float], None]) -> None:
    tokens = TokenIssuer()
    bearer = tokens.issue("alice").bearer
    assert tokens.owner(bearer) == "alice"
    later(tokens.bearer_life + 1)
    assert tokens.owner(bearer) is None
    bearer = tokens.issue("alice").bearer
    tokens.expire_bearers()
    assert tokens.owner(bearer) is None


def test_a_bearer_that_died_is_still_known() -> None:
    tokens = TokenIssuer()
    bearer = tokens.issue("alice").bearer
    tokens.expire_bearers()
    assert tokens.has_issued(bearer)
    assert not tokens.has_issued("made up")


def test_revoking_all_tokens_of_one_account_spares_the_others() -> None:
    tokens = TokenIssuer()
    tokens.issue("alice")
    bob = tokens.issue("bob").refresh_token
    tokens.revoke_all("alice")
    assert tokens.live() == [bob]
    assert tokens.live("alice") == []


def test_revoking_a_refresh_token_spares_the_other_logins_of_the_account() -> None:
    tokens = TokenIssuer()
    first = tokens.issue("alice")
    second = tokens.issue("alice")
    tokens.revoke(first.refresh_token)
    assert tokens.owner(first.bearer) is None
    assert tokens.live("alice") == [second.refresh_token]
