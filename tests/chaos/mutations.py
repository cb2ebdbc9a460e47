"""Takes one safeguard after another out of a copy of Latchkey, and runs the test that must notice."""

import asyncio
import shutil
import sys
import time
from asyncio.subprocess import DEVNULL
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..demo.process import REPOSITORY
from .scenario import say

SECONDS_TO_NOTICE: Final = 60.0
PRODUCT: Final = "custom_components/latchkey"
TESTS_FAILED: Final = 1
"""The status of pytest where tests ran and failed."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One safeguard, and the product without it."""

    without: str
    path: str
    """The file that holds it, below the product's folder."""

    old: str
    new: str
    tests: str
    """The file whose tests must notice."""

    test: str = ""
    """The test that must notice, where it is not any of them."""


MUTATIONS: Final = (
    Mutation(
        "the shield of a refresh from a caller that is cancelled",
        "auth/session.py",
        "await self._refreshed.wait()\n        bearer = refresh.result()",
        "bearer = await refresh",
        "tests/auth/test_session.py",
        "test_a_caller_that_goes_away_does_not_take_the_others_along",
    ),
    Mutation(
        "the journal",
        "account/token_store.py",
        "        self._journal.begin(refresh_token)\n"
        "        if await _async_in_own_thread(self._journal.write, refresh_token):\n",
        "        if refresh_token:\n",
        "tests/components/account/test_token_store.py",
        "test_a_token_survives_a_kill_before_the_entry_is_on_disk",
    ),
    Mutation(
        "the write before a thread is started",
        "account/token_store.py",
        "        self._journal.begin(refresh_token)\n        if await",
        "        if await",
        "tests/components/account/test_token_store.py",
        "test_a_token_survives_a_kill_before_any_thread_is_started",
    ),
    Mutation(
        "the write as soon as an answer is parsed",
        "auth/endpoint.py",
        "            on_parsed(rotated)\n",
        "            pass\n",
        "tests/auth/test_session.py",
        "test_a_new_refresh_token_is_told_before_anything_else_is_done",
    ),
    Mutation(
        "persist before use",
        "auth/session.py",
        "await self._async_keep(token.refresh_token)\n            self._accept(token, started_at)",
        "self._accept(token, started_at)\n            await self._async_keep(token.refresh_token)",
        "tests/auth/test_session.py",
        "test_no_caller_sees_a_bearer_before_its_refresh_token_is_saved",
    ),
    Mutation(
        "the read-back from the disk",
        "account/journal.py",
        "return self._read() == refresh_token",
        "return True",
        "tests/components/account/test_journal.py",
        "test_what_the_disk_did_not_take_is_noticed",
    ),
    Mutation(
        "the sync of the journal",
        "account/journal.py",
        "        os.fdatasync(file)\n",
        "",
        "tests/chaos/test_power.py",
        "test_whatever_a_power_cut_takes_away_a_token_that_was_safe_is_there",
    ),
    Mutation(
        "the sync of the entry's name",
        "account/token_store.py",
        "            sync_folder(path.parent)\n",
        "",
        "tests/chaos/test_power.py",
        "test_whatever_a_power_cut_takes_away_a_token_that_was_safe_is_there",
    ),
    Mutation(
        "the memory of what a broken disk may hold",
        "account/token_store.py",
        "or _fingerprint(token) in outdated",
        "",
        "tests/components/account/test_token_store.py",
        "test_a_journal_that_stayed_on_a_broken_disk_does_not_win_when_the_disk_is_back",
    ),
    Mutation(
        "the second try after a 401",
        "auth/session.py",
        "if is_refused and self._may_be_dead(bearer):",
        "if False:",
        "tests/auth/test_session.py",
        "test_a_request_refused_with_401_is_sent_once_more_with_a_fresh_bearer",
    ),
    Mutation(
        "the redaction filter",
        "auth/redaction.py",
        "_MASKER.addFilter(SecretFilter())",
        "",
        "tests/auth/test_redaction.py",
    ),
    Mutation(
        "the check of an answer without devices",
        "account/coordinator.py",
        "if not snapshot.devices and self._devices.registered:",
        "if False:",
        "tests/components/account/test_coordinator.py",
        "test_a_home_that_lost_all_its_devices_is_an_error_and_keeps_them",
    ),
    Mutation(
        "the check of a permission to send raw values",
        "actions/accounts.py",
        "async_register_admin_service(hass, DOMAIN, SERVICE_SEND_STATE",
        "hass.services.async_register(DOMAIN, SERVICE_SEND_STATE",
        "tests/components/actions/test_permissions.py",
        "test_only_an_administrator_can_send_raw_values",
    ),
)


def copy_repository(folder: Path) -> None:
    """Copy what the tests of a mutation need."""
    for name in ("custom_components", "tests"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPOSITORY / name, folder / name, ignore=ignore, dirs_exist_ok=True)
    shutil.copy(REPOSITORY / "pyproject.toml", folder)


async def run_test(folder: Path, tests: str, test: str) -> int | None:
    """Return the status of a test in the copy; None where it took too long."""
    arguments = ("-m", "pytest", "-p", "no:xdist", "-q", "-x", tests, "-k", test)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        cwd=folder,
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=DEVNULL,
        env={"PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(SECONDS_TO_NOTICE):
            return await process.wait()
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def is_noticed(folder: Path, mutation: Mutation) -> bool:
    """Take a safeguard out of the copy, run the test, and put it back."""
    path = folder / PRODUCT / mutation.path
    text = path.read_text()
    if text.count(mutation.old) != 1:
        say(f"  {mutation.without}: its text is not in {mutation.path} once")
        return False
    path.write_text(text.replace(mutation.old, mutation.new))
    started = time.monotonic()
    status = await run_test(folder, mutation.tests, mutation.test)
    path.write_text(text)
    seconds = time.monotonic() - started
    words = {TESTS_FAILED: "noticed", 0: "NOT NOTICED", None: "NOT NOTICED IN TIME"}
    word = words.get(status, "THE TESTS DID NOT RUN")
    say(f"  {mutation.without}: {word} by {mutation.tests} in {seconds:.0f} s")
    return status == TESTS_FAILED


async def run_mutations(folder: Path, mutations: Sequence[Mutation] = MUTATIONS) -> int:
    """Try each; return how many were not noticed."""
    copy_repository(folder)
    missed = 0
    for mutation in mutations:
        missed += not await is_noticed(folder, mutation)
    say(f"{len(mutations) - missed} of {len(mutations)} mutations noticed")
    return missed
