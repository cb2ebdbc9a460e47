"""The steps in which a person chooses what of an account is shown: of a tree, by rules, or everything."""

from abc import ABCMeta, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, Literal

import voluptuous as vol
from homeassistant.data_entry_flow import FlowHandler, FlowResult

from ..account.plain import plain
from ..account.selection import (
    CONF_EXCLUDED,
    CONF_FEATURES,
    CONF_HOUSEKEEPING,
    CONF_KINDS,
    CONF_LABELS,
    CONF_MIRRORED,
    CONF_PATTERNS,
    CONF_PLACES,
    parse_patterns,
)
from ..auth.errors import AuthError
from ..clouds.settings import Choices, Selection
from .selection_form import (
    CONF_PARTIAL_DEVICES,
    CONF_PARTIAL_PLACES,
    CONF_WHOLE_DEVICES,
    areas_schema,
    branch_schema,
    everything_schema,
    rules_schema,
)
from .tree import Tree, summarize
from .words import async_load_kinds, async_load_words

type SelectionError = Literal["nothing_shown"]
"""The key of the sentence that says what is wrong with a choice."""

_NOTHING: Final[SelectionError] = "nothing_shown"

WAYS: Final = ("areas", "rules", "everything")
"""The steps in which something is chosen."""


class SelectionSteps[ResultT: FlowResult[Any, Any]](FlowHandler[Any, ResultT], metaclass=ABCMeta):
    """Asks what to show, and says what comes and goes then."""

    _choices: Choices | None = None
    """Out of what a person chooses which features are shown; None where all are."""

    _selection = Selection(housekeeping=False)
    """What is chosen so far."""

    _shown_before: frozenset[str] = frozenset()
    _shown: frozenset[str] = frozenset()
    """The features that it shows."""

    _way = ""
    """In which step it was chosen."""

    _tree: Tree
    _nowhere = ""

    @property
    @abstractmethod
    def _account_name(self) -> str:
        """What a person calls the account."""

    @property
    @abstractmethod
    def _vendor_name(self) -> str:
        """What its vendor is called."""

    @abstractmethod
    async def _async_find_shown(self, selection: Selection) -> frozenset[str]:
        """Return the features that a selection shows. Raises RefreshTokenRejected or TemporaryError."""

    @abstractmethod
    async def _async_after_failure(self, error: AuthError) -> ResultT:
        """Go on: what a selection shows cannot be found out."""

    @abstractmethod
    async def _async_after_selection(self) -> ResultT:
        """Go on: what is chosen shows something."""

    async def async_step_areas(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask which areas to show, whole or in part."""
        if user_input is None:
            return await self._async_show_areas()
        selection = _with_extras(self._selection, user_input)
        self._tree = Tree(self._known, selection, self._nowhere)
        self._tree.choose_places(user_input[CONF_PLACES], user_input[CONF_PARTIAL_PLACES])
        return await self.async_step_branch()

    async def async_step_branch(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask what to show of an area or a device, one after the other."""
        branch = self._tree.branch
        if user_input is not None and branch is not None:
            features = user_input.get(CONF_FEATURES, [])
            if branch.is_device:
                self._tree.choose_features(features)
            else:
                whole = user_input.get(CONF_WHOLE_DEVICES, [])
                self._tree.choose_devices(whole, user_input.get(CONF_PARTIAL_DEVICES, []), features)
            branch = self._tree.branch
        if branch is None:
            return await self._async_after_tree()
        return self._ask(
            "device" if branch.is_device else "area",
            branch_schema(self._tree, branch),
            name=plain(self._tree.name(branch)),
        )

    # The same form, in words for each of them.
    async_step_area = async_step_device = async_step_branch

    async def _async_after_tree(self) -> ResultT:
        """Take what was chosen of the tree; to choose nothing there does not mean everything."""
        selection = self._tree.chosen
        if not selection.names_something:
            return await self._async_show_areas(_NOTHING)
        return await self._async_weigh("areas", selection)

    async def async_step_rules(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask for the rules by which things are shown."""
        if user_input is None:
            return await self._async_show_rules()
        selection = replace(
            _with_extras(self._selection, user_input),
            labels=frozenset(user_input[CONF_LABELS]),
            kinds=frozenset(user_input[CONF_KINDS]),
            patterns=parse_patterns(user_input[CONF_PATTERNS]),
            excluded=parse_patterns(user_input[CONF_EXCLUDED]),
        )
        return await self._async_weigh("rules", selection)

    async def async_step_everything(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask what to leave out of everything."""
        if user_input is None:
            return self._ask("everything", everything_schema(self._selection))
        selection = Selection(excluded=parse_patterns(user_input[CONF_EXCLUDED]))
        return await self._async_weigh("everything", _with_extras(selection, user_input))

    async def _async_weigh(self, way: str, selection: Selection) -> ResultT:
        """See what a selection shows; one that shows nothing is said to, and not kept."""
        self._way, self._selection = way, selection
        try:
            self._shown = await self._async_find_shown(selection)
        except AuthError as error:
            return await self._async_after_failure(error)
        if not self._shown:
            return await self._async_show_way(_NOTHING)
        return await self._async_after_selection()

    async def async_step_confirm(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - Home Assistant's signature
    ) -> ResultT:
        """Say how much is shown then, and what comes and goes."""
        come, go = self._shown - self._shown_before, self._shown_before - self._shown
        return self.async_show_menu(
            step_id="confirm",
            menu_options=list(self._confirm_menu),
            description_placeholders={
                "account": plain(self._account_name),
                "count": str(len(self._shown)),
                "come_count": str(len(come)),
                "come": summarize(self._known, come, self._nowhere),
                "go_count": str(len(go)),
                "go": summarize(self._known, go, self._nowhere),
            },
        )

    @property
    @abstractmethod
    def _confirm_menu(self) -> tuple[str, ...]:
        """The steps that may follow: after a yes, and to choose otherwise."""

    @property
    def _known(self) -> Choices:
        """Out of what a person chooses."""
        return self._choices or Choices(features=(), places={}, devices={}, labels={})

    async def _async_load_nowhere(self) -> None:
        """Learn what the place of what is in none is called in the language of whoever looks."""
        self._nowhere = (await async_load_words(self.hass, translation_key="tree"))["nowhere"]

    async def _async_show_way(self, error: str) -> ResultT:
        """Show the form again in which something was chosen."""
        if self._way == "areas":
            return await self._async_show_areas(error)
        if self._way == "rules":
            return await self._async_show_rules(error)
        return self._ask("everything", everything_schema(self._selection), error)

    async def _async_show_areas(self, error: str | None = None) -> ResultT:
        """Ask which areas to show."""
        self._tree = Tree(self._known, self._selection, self._nowhere)
        return self._ask("areas", areas_schema(self._tree), error)

    async def _async_show_rules(self, error: str | None = None) -> ResultT:
        """Ask for the rules."""
        kinds = await async_load_kinds(self.hass, {feature.kind for feature in self._known.features})
        return self._ask("rules", rules_schema(self._known, self._selection, kinds), error)

    def _ask(
        self, step_id: str, schema: vol.Schema, error: str | None = None, **placeholders: str
    ) -> ResultT:
        """Show a form of what is chosen."""
        return self.async_show_form(
            step_id=step_id,
            data_schema=schema,
            errors={} if error is None else {"base": error},
            description_placeholders={"vendor": self._vendor_name, **placeholders},
        )


def _with_extras(selection: Selection, user_input: Mapping[str, Any]) -> Selection:
    """Return a selection with what is shown only if a person wants it."""
    return replace(selection, mirrored=user_input[CONF_MIRRORED], housekeeping=user_input[CONF_HOUSEKEEPING])
