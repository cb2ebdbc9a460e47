"""The home of the refresh token: what is where, when, and what survives."""

import asyncio
import errno
import threading
from pathlib import Path
from typing import Any, Never
from unittest.mock import Mock

import pytest
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import MockConfigEntry, flush_store

from custom_components.latchkey.account import token_store
from custom_components.latchkey.account.journal import Journal
from custom_components.latchkey.account.token_store import StoredTokens, TokenStore
from custom_components.latchkey.const import CONF_KIND, CONF_REFRESH_TOKEN, DOMAIN


@pytest.fixture
def entry(hass: HomeAssistant) -> MockConfigEntry:
    """Return the entry of an account."""
    entry = MockConfigEntry(
        domain=DOMAIN, title="Alice", data={CONF_KIND: "hubspace", CONF_REFRESH_TOKEN: "first"}
    )
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
def path(hass: HomeAssistant, entry: MockConfigEntry) -> Path:
    """Return where the journal is."""
    return Path(hass.config.path(".storage", f"latchkey.{entry.entry_id}"))


def journal(path: Path) -> str | None:
    """Return the refresh token in the journal, as the next start would find it."""
    return Journal(path).read()


async def write_entries(hass: HomeAssistant) -> None:
    """Have Home Assistant write its entries to disk."""
    hass.config_entries._async_schedule_save()
    await flush_store(hass.config_entries._store)


def kept(entry: MockConfigEntry) -> Any:
    """Return the refresh token in the entry."""
    return entry.data[CONF_REFRESH_TOKEN]


async def test_a_rotated_token_is_in_the_entry_and_safe_on_disk(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path
) -> None:
    await TokenStore(hass, entry).async_rotate("second")
    assert kept(entry) == journal(path) == "second"


async def test_the_journal_is_for_its_owner_alone(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path
) -> None:
    await TokenStore(hass, entry).async_rotate("second")
    assert path.stat().st_mode & 0o777 == 0o600


async def test_the_journal_is_on_disk_before_the_entry_changes(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_disk: list[str | None] = []
    update = hass.config_entries.async_update_entry

    def look(entry: MockConfigEntry, **changes: Any) -> bool:
        on_disk.append(journal(path))
        return update(entry, **changes)

    monkeypatch.setattr(hass.config_entries, "async_update_entry", look)
    await TokenStore(hass, entry).async_rotate("second")
    assert on_disk == ["second"]


async def test_a_token_survives_a_kill_before_the_entry_is_on_disk(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await TokenStore(hass, entry).async_rotate("second")
    hass.config_entries.async_update_entry(entry, data={CONF_REFRESH_TOKEN: "first"})  # As it was on disk.

    assert await TokenStore(hass, entry).async_load() == StoredTokens("second", "first")


async def test_what_to_fall_back_on_is_kept_until_the_vendor_rotates(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path
) -> None:
    await TokenStore(hass, entry).async_rotate("second")
    hass.config_entries.async_update_entry(entry, data={CONF_REFRESH_TOKEN: "first"})
    await write_entries(hass)
    for _ in range(2):
        store = TokenStore(hass, entry)
        assert await store.async_load() == StoredTokens("second", "first")
        assert not await store.async_close()
    await store.async_rotate("third")
    assert kept(entry) == journal(path) == "third"


async def test_without_a_journal_the_entry_has_the_token(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    assert await TokenStore(hass, entry).async_load() == StoredTokens("first")


async def test_a_store_that_started_from_the_journal_takes_the_next_rotation(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await TokenStore(hass, entry).async_rotate("second")
    hass.config_entries.async_update_entry(entry, data={CONF_REFRESH_TOKEN: "first"})
    store = TokenStore(hass, entry)
    await store.async_load()
    await store.async_rotate("third")
    assert kept(entry) == "third"


async def test_the_journal_goes_when_the_entry_is_on_disk(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path
) -> None:
    await TokenStore(hass, entry).async_rotate("second")
    await write_entries(hass)
    store = TokenStore(hass, entry)
    assert await store.async_load() == StoredTokens("second")
    assert journal(path) is None
    await store.async_close()
    assert not path.exists()


async def test_a_journal_that_no_token_came_to_goes_with_its_session(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path
) -> None:
    store = TokenStore(hass, entry)
    await store.async_load()
    assert path.exists()
    await store.async_close()
    assert not path.exists()


async def test_the_journal_stays_while_the_entry_on_disk_is_older(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path
) -> None:
    store = TokenStore(hass, entry)
    await write_entries(hass)
    await store.async_rotate("second")
    await store.async_close()
    assert journal(path) == "second"


@pytest.mark.parametrize("damage", ["", "[]", '{"data": {"entries": [{}]}}'])
async def test_the_journal_stays_while_the_entries_on_disk_cannot_be_read(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path, damage: str
) -> None:
    store = TokenStore(hass, entry)
    await store.async_rotate("second")
    path.with_name("core.config_entries").write_text(damage)
    await store.async_close()
    assert journal(path) == "second"


async def test_the_journal_stays_while_the_disk_does_not_say_that_it_has_the_entries(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = TokenStore(hass, entry)
    await store.async_rotate("second")
    await write_entries(hass)
    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", Mock(side_effect=OSError(errno.EIO, "Input/output error")))
        await store.async_close()
    assert journal(path) == "second"
    await store.async_close()
    assert not path.exists()


async def test_a_fresh_login_is_safe_on_disk_at_once(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path
) -> None:
    await TokenStore(hass, entry).async_replace("fresh")
    assert kept(entry) == journal(path) == "fresh"


async def test_what_a_replaced_session_rotates_to_is_not_kept(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path
) -> None:
    replaced = TokenStore(hass, entry)
    await replaced.async_rotate("second")
    await TokenStore(hass, entry).async_replace("fresh")
    await replaced.async_rotate("third")
    assert kept(entry) == journal(path) == "fresh"


async def test_what_a_session_rotates_to_after_its_account_was_removed_is_not_kept(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path
) -> None:
    store = TokenStore(hass, entry)
    await hass.config_entries.async_remove(entry.entry_id)
    await store.async_rotate("second")
    assert not path.exists()


async def test_a_login_into_an_account_that_was_removed_leaves_its_token_to_be_revoked(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path
) -> None:
    await hass.config_entries.async_remove(entry.entry_id)
    assert await TokenStore(hass, entry).async_replace("fresh") == "fresh"
    assert not path.exists()


async def test_an_account_that_is_removed_while_a_login_is_kept_leaves_the_token_before_it_to_be_revoked(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former, is_gone, write = kept(entry), threading.Event(), Journal.write

    def write_when_it_is_gone(journal: Journal, refresh_token: str) -> bool:
        assert is_gone.wait(10)
        return write(journal, refresh_token)

    monkeypatch.setattr(Journal, "write", write_when_it_is_gone)
    await TokenStore(hass, entry).async_load()
    replacing = hass.async_create_task(TokenStore(hass, entry).async_replace("fresh"))
    await asyncio.sleep(0)
    removing = hass.async_create_task(hass.config_entries.async_remove(entry.entry_id))
    while hass.config_entries.async_get_entry(entry.entry_id) is not None:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0)
    is_gone.set()
    assert await replacing == former
    await removing
    assert not path.exists()


async def test_a_login_leaves_the_newest_token_before_it_to_be_revoked(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await TokenStore(hass, entry).async_rotate("second")
    hass.config_entries.async_update_entry(entry, data={CONF_REFRESH_TOKEN: "first"})
    assert await TokenStore(hass, entry).async_replace("fresh") == "second"


async def test_a_session_that_a_login_replaced_has_its_token_revoked_when_it_closes(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    session = TokenStore(hass, entry)
    await session.async_load()
    assert await TokenStore(hass, entry).async_replace("fresh") is None
    assert await TokenStore(hass, entry).async_replace("fresher") == "fresh"
    assert await session.async_close()
    assert await TokenStore(hass, entry).async_replace("freshest") == "fresher"


async def test_a_session_that_has_closed_leaves_its_token_to_be_revoked(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    first, second = TokenStore(hass, entry), TokenStore(hass, entry)
    await first.async_load()
    await second.async_load()
    await first.async_close()
    assert await TokenStore(hass, entry).async_replace("fresh") is None
    third = TokenStore(hass, entry)
    await third.async_load()
    await third.async_close()
    assert await TokenStore(hass, entry).async_replace("fresher") == "fresh"


async def test_a_session_starts_from_what_a_login_that_came_in_between_brought(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    session = TokenStore(hass, entry)
    await TokenStore(hass, entry).async_replace("fresh")
    assert await session.async_load() == StoredTokens("fresh")
    await session.async_rotate("second")
    assert kept(entry) == "second"
    assert not await session.async_close()


@pytest.mark.parametrize("login_first", [True, False])
async def test_a_fresh_login_wins_a_race_with_a_rotation(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path, login_first: bool
) -> None:
    rotation = TokenStore(hass, entry).async_rotate("second")
    login = TokenStore(hass, entry).async_replace("fresh")
    await asyncio.gather(*((login, rotation) if login_first else (rotation, login)))
    assert kept(entry) == journal(path) == "fresh"


def fill_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every write of a journal fail."""

    def fail(*_args: Any, **_kwargs: Any) -> Never:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.pwrite", fail)


def issue(hass: HomeAssistant, entry: MockConfigEntry) -> ir.IssueEntry | None:
    """Return the repair issue of a token that could not be saved."""
    return ir.async_get(hass).async_get_issue(DOMAIN, f"token_not_saved_{entry.entry_id}")


async def test_on_a_full_disk_the_account_works_on_and_a_repair_issue_says_so(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_disk(monkeypatch)
    await TokenStore(hass, entry).async_rotate("second")
    assert kept(entry) == "second"
    found = issue(hass, entry)
    assert found is not None
    assert (found.translation_key, found.is_fixable) == ("token_not_saved", False)
    assert found.translation_placeholders == {"account": "Alice"}


async def test_the_repair_issue_goes_when_a_token_is_saved_again(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = TokenStore(hass, entry)
    with monkeypatch.context() as full:
        fill_disk(full)
        await store.async_rotate("second")
    await store.async_rotate("third")
    assert issue(hass, entry) is None


async def test_the_repair_issue_goes_when_the_entry_is_on_disk(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = TokenStore(hass, entry)
    with monkeypatch.context() as full:
        fill_disk(full)
        await store.async_rotate("second")
    await store.async_close()
    assert issue(hass, entry) is not None
    await write_entries(hass)
    await store.async_close()
    assert issue(hass, entry) is None


async def test_a_journal_that_could_not_be_overwritten_does_not_win_later(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = TokenStore(hass, entry)
    await store.async_rotate("second")
    fill_disk(monkeypatch)
    await TokenStore(hass, entry).async_replace("fresh")
    assert not path.exists()
    assert (await TokenStore(hass, entry).async_load()).refresh_token == "fresh"


async def test_a_journal_that_can_neither_be_written_nor_removed_is_reported(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = TokenStore(hass, entry)
    await store.async_load()
    with monkeypatch.context() as broken:
        fill_disk(broken)
        broken.setattr(Path, "unlink", Mock(side_effect=OSError(errno.EROFS, "Read-only file system")))
        await store.async_rotate("second")
    assert kept(entry) == "second"
    assert issue(hass, entry) is not None
    assert "A journal of a refresh token cannot be removed: Read-only file system" in caplog.text


async def test_a_journal_that_stayed_on_a_broken_disk_does_not_win_when_the_disk_is_back(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = TokenStore(hass, entry)
    await store.async_load()
    await store.async_rotate("second")
    with monkeypatch.context() as broken:
        fill_disk(broken)
        broken.setattr(Path, "unlink", Mock(side_effect=OSError(errno.EROFS, "Read-only file system")))
        await store.async_rotate("third")
    assert journal(path) == "second"
    assert await TokenStore(hass, entry).async_load() == StoredTokens("third")
    await store.async_rotate("fourth")
    hass.config_entries.async_update_entry(entry, data={**entry.data, CONF_REFRESH_TOKEN: "third"})
    assert await TokenStore(hass, entry).async_load() == StoredTokens("fourth", "third")


async def test_a_folder_that_cannot_be_made_is_reported(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path
) -> None:
    path.parent.write_text("a file, where the folder should be")
    await TokenStore(hass, entry).async_rotate("second")
    path.parent.unlink()
    assert kept(entry) == "second"
    assert issue(hass, entry) is not None


@pytest.mark.parametrize(
    "state", [CoreState.starting, CoreState.running, CoreState.stopping, CoreState.final_write]
)
async def test_a_rotated_token_is_safe_on_disk_at_once_in_whatever_state_home_assistant_is(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path, state: CoreState
) -> None:
    store = TokenStore(hass, entry)
    await store.async_load()
    hass.set_state(state)
    await store.async_rotate("second")
    assert (kept(entry), journal(path), issue(hass, entry)) == ("second", "second", None)


async def test_a_token_survives_a_kill_before_any_thread_is_started(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = TokenStore(hass, entry)
    await store.async_load()
    monkeypatch.setattr(token_store, "ThreadPoolExecutor", Mock(side_effect=RuntimeError("killed")))
    with pytest.raises(RuntimeError, match="killed"):
        await store.async_rotate("second")
    assert journal(path) == "second"


async def test_a_token_survives_a_kill_from_the_moment_at_which_it_is_known(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path
) -> None:
    store = TokenStore(hass, entry)
    await store.async_load()
    store.async_begin("second")
    assert journal(path) == "second"
    before = path.read_bytes()
    await store.async_rotate("second")
    assert path.read_bytes() == before


async def test_what_a_replaced_session_is_told_is_not_begun_to_be_kept(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path
) -> None:
    replaced = TokenStore(hass, entry)
    await replaced.async_load()
    await TokenStore(hass, entry).async_replace("fresh")
    replaced.async_begin("second")
    assert journal(path) == "fresh"


async def test_a_token_is_saved_while_all_threads_of_home_assistant_are_busy(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path
) -> None:
    store = TokenStore(hass, entry)
    await store.async_load()
    gate = threading.Event()
    workers = hass.loop._default_executor._max_workers  # type: ignore[attr-defined]  # asyncio names it so
    jobs = [hass.async_add_executor_job(gate.wait) for _ in range(workers)]
    try:
        async with asyncio.timeout(10):
            await store.async_rotate("second")
        assert journal(path) == "second"
    finally:
        gate.set()
        await asyncio.gather(*jobs)


async def test_a_token_is_kept_also_where_the_caller_is_cancelled_meanwhile(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path
) -> None:
    login = hass.async_create_task(TokenStore(hass, entry).async_replace("fresh"))
    while not path.exists():  # noqa: ASYNC110 - the moment at which the write is under way
        await asyncio.sleep(0)
    login.cancel()
    await asyncio.wait([login])
    assert await TokenStore(hass, entry).async_load() == StoredTokens("fresh", "first")


async def test_while_the_disk_does_not_answer_nothing_is_started_with_a_token_that_may_be_old(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await TokenStore(hass, entry).async_rotate("second")
    hass.config_entries.async_update_entry(entry, data={CONF_REFRESH_TOKEN: "first"})
    with monkeypatch.context() as gone:
        gone.setattr("os.pread", Mock(side_effect=OSError(errno.EIO, "Input/output error")))
        with pytest.raises(OSError, match="Input/output error"):
            await TokenStore(hass, entry).async_load()
    assert await TokenStore(hass, entry).async_load() == StoredTokens("second", "first")


async def test_while_the_disk_does_not_answer_an_account_can_be_removed(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await TokenStore(hass, entry).async_rotate("second")
    monkeypatch.setattr("os.pread", Mock(side_effect=OSError(errno.EIO, "Input/output error")))
    assert await TokenStore(hass, entry).async_forget() == "second"
    assert not path.exists()


async def test_an_account_that_is_forgotten_leaves_nothing_behind(
    hass: HomeAssistant, entry: MockConfigEntry, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        fill_disk(full)
        await TokenStore(hass, entry).async_rotate("second")
    await TokenStore(hass, entry).async_replace("third")
    hass.config_entries.async_update_entry(entry, data={CONF_REFRESH_TOKEN: "second"})
    assert await TokenStore(hass, entry).async_forget() == "third"
    assert not path.exists()
    assert issue(hass, entry) is None


async def test_tokens_do_not_show_in_a_repr() -> None:
    assert "secret" not in repr(StoredTokens("secret", "older secret"))
