"""Ports for those who have to know theirs before they listen."""

import random
import socket
from contextlib import suppress
from pathlib import Path

_PORTS = range(10_000, 65_536)
_HANDED_OUT = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_ports(number: int) -> list[int]:
    """Find ports nobody listens at, and that the system does not hand out by itself.

    One of those it might give to any connection that is opened before somebody listens there.
    """
    first, last = map(int, _HANDED_OUT.read_text().split())
    likely = [one for one in _PORTS if not first <= one <= last] or [*_PORTS]
    random.SystemRandom().shuffle(likely)
    found = (one for one in likely if _is_free(one))
    return [next(found) for _ in range(number)]


def _is_free(port: int) -> bool:
    with suppress(OSError), socket.create_server(("127.0.0.1", port)):
        return True
    return False
