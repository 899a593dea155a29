"""Do several processes share a port, and does somebody take over from one that dies?"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from socket import create_connection

import pytest

from knowledge_base.errors import Unavailable
from service.commands.workers import queues

WORKER = """
import os, pathlib, signal, socket, sys, time
folder = pathlib.Path(sys.argv[1])
def obey(*_):
    listening.close()
    while (folder / "busy").exists():
        time.sleep(0.01)
    os._exit(0)
listening = socket.socket(fileno=int(sys.argv[2]))
signal.signal(signal.SIGTERM, obey)
while (folder / "late").exists():
    time.sleep(0.01)
listening.listen()
print("http://here", flush=True)
while True:
    client, _ = listening.accept()
    client.sendall(str(os.getpid()).encode())
    client.close()
"""
"""Tells whoever connects which process it is; begins `late`, and is `busy` in the end."""
PARENT = """
import sys
from service.commands.workers import Workers, queues
sockets = queues("127.0.0.1", 0, 2)
workers = Workers(sockets, [sys.executable, "-c", *sys.argv[1:]])
sys.exit(workers.run(lambda: print(sockets[0].getsockname()[1], flush=True)))
"""
MANY = 24
"""Connections of which one process has all once in 16 million times."""


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start two workers."""
    orders = [sys.executable, "-c", PARENT, WORKER, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(orders, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                process.terminate()


def who(port: int) -> int:
    """Connect, and return who answers."""
    with create_connection(("127.0.0.1", port), timeout=60) as client:
        return int(client.recv(100))


def keep_coming(port: int) -> None:
    """Connect again and again. Raises ConnectionRefusedError when nobody is let in any more."""
    while True:
        with suppress(ConnectionResetError):
            create_connection(("127.0.0.1", port), timeout=60).close()


def test_while_one_that_died_is_replaced_the_others_answer(
    parent: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert parent.stdout is not None
    assert parent.stderr is not None
    port = int(parent.stdout.readline())
    first = {who(port) for _ in range(MANY)}
    assert len(first) == 2
    (tmp_path / "late").touch()
    os.kill(min(first), signal.SIGKILL)
    assert "died" in parent.stderr.readline()
    assert {who(port) for _ in range(MANY)} == {max(first)}
    (tmp_path / "late").unlink()
    then = set[int]()
    while len(then) < 2:
        then.add(who(port))
    assert then & first == {max(first)}


def test_nobody_is_let_in_any_more_while_all_finish_what_they_are_at(
    parent: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert parent.stdout is not None
    port = int(parent.stdout.readline())
    (tmp_path / "busy").touch()
    parent.terminate()
    with pytest.raises(ConnectionRefusedError):
        keep_coming(port)
    assert parent.poll() is None
    (tmp_path / "busy").unlink()
    assert parent.wait() == 0


def test_one_that_does_not_start_ends_all() -> None:
    orders = [sys.executable, "-c", PARENT, "import sys; sys.exit(3)"]
    assert subprocess.run(orders, check=False, timeout=60).returncode == 3


def test_the_port_of_somebody_else_is_not_shared() -> None:
    (other,) = queues("127.0.0.1", 0, 1)
    with closing(other):
        other.listen()
        with pytest.raises(Unavailable, match="in use"):
            queues("127.0.0.1", other.getsockname()[1], 2)
