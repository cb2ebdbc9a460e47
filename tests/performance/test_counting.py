"""Calls are counted one by one, whoever else watches the interpreter."""

import asyncio
from threading import Thread

import pytest

from .counting import counted


def work(times: int) -> None:
    """Do something so many times."""
    for _ in [None] * times:
        work(0)
        "".upper()


def test_nothing_is_counted_where_nothing_is_called() -> None:
    with counted() as calls:
        pass
    assert calls.all == 0


def test_each_call_is_counted() -> None:
    with counted() as calls:
        work(100)
    assert (calls.python, calls.c) == (101, 100)


def test_a_call_that_fails_is_counted() -> None:
    with counted() as calls, pytest.raises(ValueError, match="invalid literal"):
        int("x")
    assert calls.c >= 1


def test_calls_of_another_thread_are_not_counted() -> None:
    with counted() as calls:
        thread = Thread(target=work, args=[10_000])
        thread.start()
        thread.join()
    assert calls.all < 1000


def test_two_blocks_after_each_other_count_the_same() -> None:
    found = []
    for _ in range(2):
        with counted() as calls:
            work(10)
        found.append(calls)
    assert found[0] == found[1]


async def test_what_a_coroutine_awaits_is_counted() -> None:
    async def later() -> None:
        await asyncio.sleep(0)
        work(100)

    with counted() as calls:
        await later()
    assert 102 <= calls.python < 500


def test_counting_ends_with_the_block_even_where_that_fails() -> None:
    with pytest.raises(KeyError), counted() as calls:
        raise KeyError
    before = calls.all
    work(10)
    assert calls.all == before
