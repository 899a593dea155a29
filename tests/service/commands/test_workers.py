"""Do several processes share a port, and does somebody take over from one that dies?"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from socket import create_connection

import pytest

from service.commands.workers import queues

WORKER = """
import os, socket, sys
listening = socket.socket(fileno=int(sys.argv[1]))
listening.listen()
print("http://here", flush=True)
while True:
    client, _ = listening.accept()
    client.sendall(str(os.getpid()).encode())
    client.close()
"""
"""Tells whoever connects which process it is."""
PARENT = """
import sys
from service.commands.workers import Workers, queues
sockets = queues("127.0.0.1", 0, 2)
workers = Workers(sockets, [sys.executable, "-c", sys.argv[1]])
sys.exit(workers.run(lambda: print(sockets[0].getsockname()[1], flush=True)))
"""
MANY = 24
"""Connections of which one process has all once in 16 million times."""


@pytest.fixture
def parent() -> Iterator[subprocess.Popen[str]]:
    """Start two workers."""
    orders = [sys.executable, "-c", PARENT, WORKER]
    with subprocess.Popen(orders, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                process.terminate()


def who(port: int) -> int:
    """Connect, and return who answers."""
    with create_connection(("127.0.0.1", port), timeout=60) as client:
        return int(client.recv(100))


def test_none_takes_all_one_that_dies_is_replaced_and_all_end_together(
    parent: subprocess.Popen[str],
) -> None:
    assert parent.stdout is not None
    port = int(parent.stdout.readline())
    first = {who(port) for _ in range(MANY)}
    assert len(first) == 2
    os.kill(min(first), signal.SIGKILL)
    then = set[int]()
    while len(then) < 2:
        then.add(who(port))
    assert then & first == {max(first)}
    parent.terminate()
    assert parent.wait() == 0
    with pytest.raises(ConnectionRefusedError):
        who(port)


def test_one_that_does_not_start_ends_all() -> None:
    orders = [sys.executable, "-c", PARENT, "import sys; sys.exit(3)"]
    assert subprocess.run(orders, check=False, timeout=60).returncode == 3


def test_the_port_of_somebody_else_is_not_shared() -> None:
    (other,) = queues("127.0.0.1", 0, 1)
    with closing(other):
        other.listen()
        with pytest.raises(OSError, match="in use"):
            queues("127.0.0.1", other.getsockname()[1], 2)
