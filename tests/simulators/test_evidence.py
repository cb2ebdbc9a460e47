"""Everything that a simulator serves says how it is known, and docs/evidence.md says the same."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.web_urldispatcher import MatchedSubAppResource

from . import vendors
from .evidence import Evidence, Shape
from .evidence_page import PAGE, check_message, known_shapes, list_kinds, load_shapes, write_page

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "data"
KNOWN = known_shapes()
SHAPES = [pytest.param(kind, shape, id=f"{kind} {shape.serves}") for kind in KNOWN for shape in KNOWN[kind]]
METHODS = ("GET", "POST", "PUT", "DELETE")


def routes(application: web.Application) -> Iterator[str]:
    """Yield what an application answers, such as "POST /api/getevents", on all of its hosts."""
    for resource in application.router.resources():
        if isinstance(resource, MatchedSubAppResource):
            yield from routes(resource._app)
        else:
            for route in resource:
                if route.method != "HEAD":
                    yield f"{route.method} {resource.canonical}"


def served(kind: str) -> set[str]:
    """Return all routes of a simulator."""
    return set(routes(getattr(vendors, kind)().application()))


def test_all_simulators_are_looked_at() -> None:
    assert list_kinds() == ["bticino", "evohome", "hubspace"]
    assert all(len(served(kind)) >= 7 for kind in list_kinds())


def test_every_simulator_says_how_what_it_serves_is_known() -> None:
    assert set(KNOWN) == set(list_kinds())


@pytest.mark.parametrize("kind", KNOWN)
def test_every_route_says_how_it_is_known(kind: str) -> None:
    assert served(kind) - {shape.serves for shape in KNOWN[kind]} == set()


@pytest.mark.parametrize(("kind", "shape"), SHAPES)
def test_nothing_is_told_of_what_is_not_served(kind: str, shape: Shape) -> None:
    if shape.serves.startswith(METHODS):
        assert shape.serves in served(kind)
        return
    sources = (path for path in Path(__file__).parent.glob(f"{kind}/*.py") if path.name != "evidence.py")
    code = "\n".join(path.read_text() for path in sources)
    words = re.findall(r"\w{4,}", shape.serves)
    assert any(word in code for word in words), "no message of that name is in the simulator's code"


@pytest.mark.parametrize(("kind", "shape"), SHAPES)
def test_what_was_seen_was_seen_in_a_sample(kind: str, shape: Shape) -> None:
    if shape.evidence is not Evidence.SEEN:
        assert shape.source, "say where the library reads it, or how to look"
        return
    files = re.findall(r"[\w/.-]+\.json", shape.source)
    assert files, "name a sample"
    assert all(name.startswith(f"{kind}/") for name in files)
    if not SAMPLES.is_dir():
        pytest.skip("the samples are not beside the checkout")
    assert [name for name in files if not (SAMPLES / name).is_file()] == []


def test_the_page_says_what_the_simulators_say() -> None:
    assert PAGE.read_text() == write_page(KNOWN), "run scripts/evidence"


def test_the_page_lists_every_shape_once_and_marks_what_is_assumed() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    assert len(rows) == sum(len(shapes) for shapes in KNOWN.values())
    assumed = sum(shape.evidence is Evidence.ASSUMED for shapes in KNOWN.values() for shape in shapes)
    assert sum("| **assumed** |" in row for row in rows) == assumed


def test_a_message_that_nobody_knows_anything_of_cannot_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    shape = Shape("push BNC1-rtc", "an offer, and that it is rescinded", Evidence.ASSUMED, "ring")
    monkeypatch.setattr(f"{load_shapes.__module__}.load_shapes", lambda _kind: (shape,))
    check_message("bticino", "rtc", "offer")
    with pytest.raises(AssertionError, match="unheard_of"):
        check_message("bticino", "rtc", "unheard_of")
