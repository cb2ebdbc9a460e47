"""The steps in which a person takes over from an earlier integration, or undoes it."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final, Literal

import voluptuous as vol
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowHandler, FlowResult
from homeassistant.helpers.entity_registry import RegistryEntry, async_get_full_entity_name

from ..account.plain import plain
from ..account.vendor import async_load_vendor
from ..clouds.predecessor import Predecessor
from ..entry import LatchkeyConfigEntry
from ..moving.finding import async_list_undoable, must_go_first, plan_for
from ..moving.journal import Journal
from ..moving.plan import Missing, Pair, Plan
from ..moving.steps import NotMoved, async_disable
from ..moving.taking_over import async_give_back, async_take_over
from .words import async_load_words

type MoveError = Literal["not_moved", "not_saved"]
"""The key of the sentence that says why nothing, or not everything, was moved."""

MOST_LINES: Final = 200
"""How many entities are named; more are counted."""

_IN_YAML: Final = {
    "take_over": "take_over_yaml",
    "taken_over": "taken_over_yaml",
    "given_back": "given_back_yaml",
}
"""The same steps in words for an integration that is configured in YAML."""

_EXCLUSIVE: Final = {
    "take_over": "take_over_exclusive",
    "taken_over": "taken_over_exclusive",
    "give_back": "give_back_exclusive",
    "given_back": "given_back_exclusive",
}
"""The same steps in words for one that stays disabled, since it cannot run beside Latchkey."""


class TakeOverSteps[ResultT: FlowResult[Any, Any]](FlowHandler[Any, ResultT], ABC):
    """Shows what can be taken over, and takes it over; shows what can be given back, and gives it back."""

    _moved = 0

    @property
    @abstractmethod
    def _account(self) -> LatchkeyConfigEntry:
        """The account that takes over."""

    @abstractmethod
    def _end(self) -> ResultT:
        """End the dialog, since all is done."""

    async def async_step_take_over(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Show what is taken over, and do it after a yes."""
        predecessor, plan = await self._async_plan()
        if must_go_first(self.hass, predecessor):
            return self._show_step("must_go_first", predecessor)
        if self._account.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="not_loaded")
        if predecessor is None or not plan.pairs:
            return self.async_abort(reason="nothing_to_take_over")
        error = await self._async_move(async_take_over) if user_input is not None else None
        if self._moved:
            return self._show_step(_worded("taken_over", predecessor), predecessor)
        return self._show_step(
            _worded("take_over", predecessor), predecessor, error, **await _async_describe(self.hass, plan)
        )

    async_step_take_over_yaml = async_step_take_over
    async_step_take_over_exclusive = async_step_take_over

    async def async_step_must_go_first(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - there is nothing to choose
    ) -> ResultT:
        """Disable what cannot be beside Latchkey, since a person says so, and go on."""
        predecessor, _ = await self._async_plan()
        try:
            await async_disable(self.hass, must_go_first(self.hass, predecessor))
        except NotMoved:
            return self._show_step("must_go_first", predecessor, "not_moved")
        return await self.async_step_take_over()

    async def async_step_taken_over(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - there is nothing to choose
    ) -> ResultT:
        """Take that a person has read what was done."""
        return self._end()

    async_step_taken_over_yaml = async_step_taken_over
    async_step_taken_over_exclusive = async_step_taken_over
    async_step_given_back = async_step_taken_over
    async_step_given_back_yaml = async_step_taken_over
    async_step_given_back_exclusive = async_step_taken_over

    async def async_step_give_back(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Show how much is given back, and do it after a yes."""
        predecessor, _ = await self._async_plan()
        moves = await async_list_undoable(self.hass, self._account, predecessor) if predecessor else []
        if predecessor is None or not moves:
            return self.async_abort(reason="nothing_to_give_back")
        error = await self._async_move(async_give_back) if user_input is not None else None
        if self._moved:
            return self._show_step(_worded("given_back", predecessor), predecessor)
        return self._show_step(_worded("give_back", predecessor), predecessor, error, count=str(len(moves)))

    async_step_give_back_exclusive = async_step_give_back

    async def _async_plan(self) -> tuple[Predecessor | None, Plan]:
        """Return what came before the account, and what of it can be taken over now."""
        vendor = await async_load_vendor(self.hass, self._account.data)
        record = await Journal(self.hass, self._account.entry_id).async_load()
        return vendor.predecessor, plan_for(self.hass, self._account, record)

    async def _async_move(
        self, how: Callable[[HomeAssistant, LatchkeyConfigEntry], Awaitable[int]]
    ) -> MoveError | None:
        """Take over or give back; return what went wrong."""
        try:
            self._moved = await how(self.hass, self._account)
        except NotMoved:
            return "not_moved"
        except OSError:
            return "not_saved"
        return None if self._moved else "not_moved"

    def _show_step(
        self,
        step_id: str,
        predecessor: Predecessor | None,
        error: MoveError | None = None,
        **placeholders: str,
    ) -> ResultT:
        """Show a step, in which there is nothing to choose."""
        return self.async_show_form(
            step_id=step_id,
            data_schema=vol.Schema({}),
            errors={"base": error} if error is not None else {},
            description_placeholders={
                "account": plain(self._account.title),
                "predecessor": predecessor.name if predecessor is not None else "",
                "domain": predecessor.domain if predecessor is not None else "",
                "count": str(self._moved),
                **placeholders,
            },
        )


def _worded(step_id: str, predecessor: Predecessor) -> str:
    """Return a step in the words that fit the earlier integration."""
    words = _IN_YAML if predecessor.in_yaml else _EXCLUSIVE if predecessor.must_go_first else {}
    return words.get(step_id, step_id)


async def async_list_moves(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> list[str]:
    """Return the steps that an account has anything for."""
    vendor = await async_load_vendor(hass, entry.data)
    if (predecessor := vendor.predecessor) is None:
        return []
    plan = plan_for(hass, entry, await Journal(hass, entry.entry_id).async_load())
    can_take = bool(plan.pairs or must_go_first(hass, predecessor))
    can_give = bool(await async_list_undoable(hass, entry, predecessor))
    return ["take_over"] * can_take + ["give_back"] * can_give


async def _async_describe(hass: HomeAssistant, plan: Plan) -> dict[str, str]:
    """Return a plan as lists that a person reads."""
    reasons = await async_load_words(hass, translation_key="missing_reason")
    return {
        "count": str(len(plan.pairs)),
        "pairs": _list(_pair(hass, pair) for pair in plan.pairs),
        "missing_count": str(len(plan.missing)),
        "missing": _list(_missing(hass, each, reasons) for each in plan.missing),
    }


def _list(lines: Iterable[str]) -> str:
    """Return a list in Markdown, of which not more is shown than a dialog can hold."""
    items = [f"- {line}" for line in lines]
    more = len(items) - MOST_LINES
    return "\n".join([*items[:MOST_LINES], *([f"- … + {more}"] if more > 0 else [])])


def _pair(hass: HomeAssistant, pair: Pair) -> str:
    """Return what an old entity becomes."""
    new = _name(hass, pair.new) if pair.new is not None else plain(pair.counterpart.feature[1])
    return f"{_name(hass, pair.old)} → {new}"


def _missing(hass: HomeAssistant, missing: Missing, reasons: Mapping[str, str]) -> str:
    """Return why an old entity becomes nothing."""
    return f"{_name(hass, missing.old)}: {reasons[missing.reason]}"


def _name(hass: HomeAssistant, entity: RegistryEntry) -> str:
    """Return what an entity is called, as a person knows it from its page, and how automations call it."""
    return f"{plain(async_get_full_entity_name(hass, entity))} ({plain(entity.entity_id)})".lstrip()
