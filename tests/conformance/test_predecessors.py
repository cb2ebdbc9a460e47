"""Who says that something came before it can tell what became of that, whatever the registry holds."""

from itertools import product
from typing import Any, Final, get_args

import pytest

from custom_components.latchkey.clouds.base import Cloud
from custom_components.latchkey.clouds.capabilities import HasPredecessor
from custom_components.latchkey.clouds.predecessor import Counterpart, MissingReason, OldEntity

from .subjects import Subject

DOMAINS: Final = ("binary_sensor", "camera", "climate", "light", "lock", "no_domain", "sensor", "switch")
UNIQUE_IDS: Final = ("", " ", ".", "_", "0", "-1", "a_b.c", "é_😀", "\n", "(', None)", "x" * 100_000, "{0}")
ODD: Final[tuple[Any, ...]] = (None, "", 7, -1.5, True, [], ["x"], {}, {"x": []})
NAMES: Final = ("entity_prefix", "home_id", "host", "port", "username")


def test_a_vendor_names_a_predecessor_where_its_cloud_knows_what_became_of_it(subject: Subject) -> None:
    is_known = issubclass(subject.vendor.load_cloud(), HasPredecessor)
    assert (subject.vendor.predecessor is not None) == is_known


@pytest.mark.parametrize("is_fetched", [False, True])
async def test_whatever_an_old_entity_holds_it_is_something_here_or_has_a_reason(
    cloud: Cloud, *, is_fetched: bool
) -> None:
    if is_fetched:
        await cloud.async_fetch()
    reasons = get_args(MissingReason.__value__)
    for odd in ODD:
        held = dict.fromkeys(NAMES, odd)
        for domain, unique_id in product(DOMAINS, UNIQUE_IDS):
            old = OldEntity(domain=domain, unique_id=unique_id, entry_data=held, entry_options=held)
            found = cloud.counterpart(old) if isinstance(cloud, HasPredecessor) else "no_counterpart"
            assert isinstance(found, Counterpart) or found in reasons
