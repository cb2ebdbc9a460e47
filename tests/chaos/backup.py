"""Restores a backup, made by Home Assistant itself, whose keys the vendors have replaced since."""

import asyncio
import json
import re
import shutil
import tarfile
import time
from pathlib import Path
from typing import Any, Final

import aiohttp
from homeassistant.backup_restore import RESTORE_BACKUP_FILE
from homeassistant.config_entries import STORAGE_KEY as CONFIG_ENTRIES
from homeassistant.const import RESTART_EXIT_CODE
from homeassistant.helpers.storage import STORAGE_DIR

from custom_components.latchkey.account.journal import Journal
from custom_components.latchkey.account.token_store import COPY_DELAY
from custom_components.latchkey.const import CONF_REFRESH_TOKEN, DOMAIN

from ..demo.owner import Owner
from ..demo.process import REPOSITORY
from ..demo.waiting import eventually
from .household import TOKEN_PATHS, Household, living_in
from .scenario import Run, Scenario

SECONDS_TO_SETTLE: Final = 5.0
"""How long an account that wants a login is watched for further requests."""

_INNER: Final = "homeassistant.tar.gz"
"""The archive within a backup that holds the folder of Home Assistant."""

_KEEPER: Final = re.compile(rf"{re.escape(CONFIG_ENTRIES)}|{DOMAIN}\.\w+")
"""The files that may hold refresh tokens."""


def install(household: Household) -> None:
    """Copy Latchkey into the folder, as a person's backup has it, where links lead to it."""
    folder = household.directory / "custom_components"
    shutil.rmtree(folder)
    shutil.copytree(REPOSITORY / "custom_components", folder, ignore=shutil.ignore_patterns("__pycache__"))


async def make_backup(household: Household, owner: Owner) -> Path:
    """Have Home Assistant make a backup, and return where it is."""
    # Home Assistant writes its users when it sees fit, and a backup holds what is written.
    await asyncio.sleep(SECONDS_TO_SETTLE)
    await owner.command(
        type="backup/generate", agent_ids=["backup.local"], include_database=False, name="Before"
    )

    async def is_made() -> bool:
        about = await owner.command(type="backup/info")
        return about["state"] == "idle" and bool(about["backups"])

    await eventually(is_made, expected=True)
    (path,) = (household.directory / "backups").glob("*.tar")
    return path


def look_for_tokens(run: Run, backup: Path, folder: Path, former: set[str]) -> None:
    """Unpack a backup: refresh tokens stand in the entries and the journals, and nowhere else."""
    with tarfile.open(backup) as outer, tarfile.open(fileobj=outer.extractfile(_INNER)) as inner:
        inner.extractall(folder, filter="data")
    (storage,) = folder.rglob(STORAGE_DIR)
    entries = json.loads((storage / CONFIG_ENTRIES).read_text())["data"]["entries"]
    tokens = {entry["data"][CONF_REFRESH_TOKEN] for entry in entries if entry["domain"] == DOMAIN}
    if len(tokens) != len(TOKEN_PATHS):
        run.fail(f"the backup holds {len(tokens)} accounts")
    in_journals = (Journal(path).read() for path in storage.glob(f"{DOMAIN}.*"))
    tokens |= former | {token for token in in_journals if token is not None}
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        is_keeper = path.parent == storage and _KEEPER.fullmatch(path.name)
        if not is_keeper and any(token.encode() in content for token in tokens):
            run.fail(f"a refresh token is in {path.relative_to(folder)} of a backup")
    shutil.rmtree(folder)


def order_restore(household: Household, backup: Path) -> None:
    """Have the next start restore it, as Home Assistant's own restore does."""
    order = {
        "path": str(backup),
        "password": None,
        "remove_after_restore": True,
        "restore_database": False,
        "restore_homeassistant": True,
    }
    (household.directory / RESTORE_BACKUP_FILE).write_text(json.dumps(order))


async def requests(household: Household) -> dict[str, int]:
    """Return how often the token endpoint of each vendor was asked."""
    count = household.vendors.call
    return {kind: await count(f"{kind}/count", where=path) for kind, path in TOKEN_PATHS.items()}


async def reasons(owner: Owner) -> list[Any]:
    """Return what each form says that asks for a new login."""
    return [(await owner.form(flow))["errors"] for flow in await owner.reauth_flows()]


async def restore_once(run: Run, household: Household, owner: Owner, *, log_in: bool) -> None:
    """Make a backup, let the vendors rotate, and restore it."""
    async with household.running():
        await household.until_rotating()
        if log_in:
            await owner.log_in()
        former = {token for kind in TOKEN_PATHS for token in household.tokens_on_disk(kind)}
        backup = await make_backup(household, owner)
        await asyncio.to_thread(look_for_tokens, run, backup, run.directory / "unpacked", former)
        await household.until_rotating(since=time.monotonic())
        household.process.terminate()
        await household.until_ended()
    # Nobody restores a backup within seconds, and what is written within seconds is no backup.
    await asyncio.sleep(COPY_DELAY)
    order_restore(household, backup)
    async with household.running():
        await household.until_ended()
        if household.process.returncode != RESTART_EXIT_CODE:
            run.fail(f"the restore ended with status {household.process.returncode}")
    before = await requests(household)
    async with household.running():

        async def logins() -> int:
            return len(await owner.reauth_flows()) if await household.answers() else 0

        await eventually(logins, len(TOKEN_PATHS), seconds=150)
        await asyncio.sleep(SECONDS_TO_SETTLE)
        said = await reasons(owner)
    asked = {kind: number - before[kind] for kind, number in (await requests(household)).items()}
    if said != [{"base": "older_key"}] * len(TOKEN_PATHS):
        run.fail(f"the new logins say {said}")
    if max(asked.values()) > 1:
        run.fail(f"token requests after a restore: {asked}")
    run.figures.append(f"token requests after the restore: {asked}")


async def backup(run: Run) -> None:
    """Restore backups."""
    async with living_in(run.directory / "home", extra="backup:\n") as household:
        install(household)
        async with aiohttp.ClientSession(household.url) as client:
            owner = Owner(client, household.url)
            for number in run.attempts(1, 3):
                await restore_once(run, household, owner, log_in=not number)
                for kind in TOKEN_PATHS:
                    await household.relink(kind)


SCENARIOS: Final = (
    Scenario(
        "backup",
        "a backup whose keys are burned costs one request and one login an account, which says why",
        backup,
        short=40,
        long=120,
    ),
)
