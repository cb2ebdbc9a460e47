"""What the demo keeps is for one demo at a time, at the same ports, until it begins anew."""

import socket
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from . import kept
from .configuration import free_port
from .kept import Ports, choose_ports, opened
from .process import DemoError


@pytest.fixture(autouse=True)
def usual_port(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> int:
    """Have a usual port that is free on this machine."""
    port = free_port()
    monkeypatch.setattr(kept, "PORT", port)
    return port


@contextmanager
def taken(port: int) -> Generator[None]:
    """Have a program listen on a port."""
    with socket.create_server(("127.0.0.1", port)):
        yield


def test_the_first_time_it_is_the_usual_port_and_one_beside_it(tmp_path: Path, usual_port: int) -> None:
    ports = choose_ports(tmp_path, None)
    assert ports.home_assistant == usual_port
    assert ports.other_home > usual_port


def test_the_next_time_they_are_the_same(tmp_path: Path) -> None:
    wanted = choose_ports(tmp_path, free_port())
    assert choose_ports(tmp_path, None) == wanted


def test_another_port_moves_this_home_assistant_alone(tmp_path: Path) -> None:
    first = choose_ports(tmp_path, None)
    port = free_port()
    assert choose_ports(tmp_path, port) == Ports(port, first.other_home)


def test_a_port_that_is_taken_is_told_with_the_way_to_choose_another(tmp_path: Path, usual_port: int) -> None:
    with taken(usual_port), pytest.raises(DemoError, match=rf"port {usual_port} is taken.*demo --port \d+"):
        choose_ports(tmp_path, None)


def test_the_port_where_an_account_is_linked_is_not_changed_silently(tmp_path: Path) -> None:
    ports = choose_ports(tmp_path, None)
    with taken(ports.other_home), pytest.raises(DemoError, match="--fresh"):
        choose_ports(tmp_path, None)
    with pytest.raises(DemoError, match="--fresh"):
        choose_ports(tmp_path, ports.other_home)


def test_two_demos_do_not_share_a_folder(tmp_path: Path) -> None:
    with opened(tmp_path, fresh=False), pytest.raises(DemoError, match="runs already"):  # noqa: SIM117
        with opened(tmp_path, fresh=True):
            pass
    with opened(tmp_path, fresh=False):
        pass


@pytest.mark.parametrize("fresh", [False, True])
def test_all_is_kept_unless_it_begins_anew(tmp_path: Path, fresh: bool) -> None:
    folder = tmp_path / "demo"
    with opened(folder, fresh=False):
        (folder / "home_assistant").mkdir()
        (folder / "home_assistant" / "file").touch()
        (folder / "ports.json").touch()
    with opened(folder, fresh=fresh):
        there = {path.name for path in folder.iterdir()} - {kept.LOCK}
    assert there == (set() if fresh else {"home_assistant", "ports.json"})


def test_the_port_that_is_proposed_is_not_that_of_the_other_home_assistant(tmp_path: Path) -> None:
    ports = choose_ports(tmp_path, None)
    with taken(ports.home_assistant), pytest.raises(DemoError, match=r"--port (\d+)") as refused:
        choose_ports(tmp_path, None)
    proposed = int(str(refused.value).rpartition(" ")[2])
    assert choose_ports(tmp_path, proposed) == Ports(proposed, ports.other_home)
