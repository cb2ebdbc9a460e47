"""What can be asked about an account of any kind that is linked."""

from .home_assistant import HomeAssistant
from .vendors import Vendors


class Account:
    """What Home Assistant and the vendor say of the one account."""

    def __init__(self, kind: str, home_assistant: HomeAssistant, vendors: Vendors) -> None:
        self.home_assistant = home_assistant
        self.owner = home_assistant.owner
        self.vendors = vendors
        self._kind = kind
        self._refresh_tokens: set[str] = set()

    async def entry_state(self) -> str:
        """Return the state of its entry."""
        (entry,) = await self.owner.entries("latchkey")
        return str(entry["state"])

    async def live_tokens(self) -> list[str]:
        """Return the refresh tokens that the vendor would accept."""
        tokens = [str(token) for token in await self.vendors.call(f"{self._kind}/tokens.live")]
        self._refresh_tokens.update(tokens)
        return tokens

    async def tokens_in_logs(self) -> set[str]:
        """Return what its logs hold of all bearers, and of the refresh tokens seen so far."""
        words = self.home_assistant.words_in_logs()
        issued = f"{self._kind}/tokens.has_issued"
        bearers = {word for word in words if await self.vendors.call(issued, bearer=word)}
        return bearers | (words & self._refresh_tokens)

    async def keepers_of_token(self) -> list[str]:
        """Return the files that hold the only refresh token that is alive."""
        (token,) = await self.live_tokens()
        return self.home_assistant.files_with(token)

    async def entry_holds_token(self) -> bool:
        """Return whether the account's entry holds that token."""
        return "core.config_entries" in await self.keepers_of_token()
