"""Do slow clients slow others down, and for how long can they hold a connection?

`tresen serve` over a mixed catalogue is searched over one kept connection, in turns alone and
beside 500 sockets from another process: slow headers, slow bodies, silence, and big answers
that are read byte by byte. Whoever is let go comes back at once. Each figure is the median of
the rounds. After them slow clients come once and do not come back: what they hold of a service
as it is, and of a control that waits for everybody for ever, is told when they came, and when
patience has been over for a while. Of slow readers only that tells: they have some bytes of an
answer to read before they could see that they were let go.
"""

import multiprocessing
import socket
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection

import numpy as np
from numpy.typing import NDArray

from benchmarks.busy_shop import Served
from benchmarks.figures import SEED
from benchmarks.http_speed import Server, asked, serving, started, targets
from benchmarks.mixture import Mixture
from benchmarks.shops import opened_shop, print_machine, read_options
from service.door.patience import PatientProtocol

SHORT_SIZE, LONG_SIZE = 3_000, 48_000
SOCKETS = 500
ROUNDS, LONG_ROUNDS = 3, 15
HELD = 15.0
"""Seconds for which they are slow in a round: each is let go at least once."""
_HEAD = b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n"
_POST = b"POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"
COME = 3.0
"""Seconds after which all have asked, and some answers wait to be read."""
PATIENT_AFTER = 1.7 * PatientProtocol.seconds
"""Seconds after which nobody is waited for any more."""
CARELESS = (
    "import math\n"
    "from service.__main__ import main\n"
    "from service.door.patience import PatientProtocol\n"
    "PatientProtocol.seconds = math.inf\n"
    "main()"
)
"""The control: a service that waits for ever, as uvicorn does."""
READER = "slow reader"
KINDS: Mapping[str, tuple[bytes, bytes]] = {
    "slow header": (_HEAD, b"X"),
    "slow body": (_POST, b"x"),
    "silence": (b"", b""),
    READER: (3 * (_HEAD + b"\r\n"), b""),
}
"""What a client sends at first, and then once a second."""

Doubles = NDArray[np.float64]


def connected(port: int, first: bytes) -> socket.socket:
    """Open a connection that takes little of what is sent to it."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
    client.connect(("127.0.0.1", port))
    client.send(first)
    client.settimeout(0)
    return client


def is_gone(client: socket.socket, kind: str) -> bool:
    """Send a drop, or read one; say whether the other side has hung up.

    Who did not even finish to ask is told nothing but that it took too long.
    """
    try:
        client.send(KINDS[kind][1])
        return not client.recv(1) or kind != READER
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


def be_slow(port: int, told: Connection) -> None:
    """Be slow until told to stop; then tell for how long each kind was borne."""
    kinds = list(KINDS) * (SOCKETS // len(KINDS))
    clients = [connected(port, KINDS[kind][0]) for kind in kinds]
    since = [time.monotonic()] * len(clients)
    borne = defaultdict(list)
    told.send("all there")
    while not told.poll(1.0):
        for number, kind in enumerate(kinds):
            if is_gone(clients[number], kind):
                borne[kind].append(time.monotonic() - since[number])
                clients[number].close()
                clients[number] = connected(port, KINDS[kind][0])
                since[number] = time.monotonic()
    for client in clients:
        client.close()
    told.send(dict(borne))


@contextmanager
def besieged(server: Server, borne: dict[str, list[float]]) -> Iterator[None]:
    """Let slow clients hold on to a server meanwhile, and note how long each was borne."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(
        target=be_slow, args=(server.connection.port, theirs), daemon=True
    )
    process.start()
    ours.recv()
    yield
    ours.send("stop")
    for kind, seconds in ours.recv().items():
        borne[kind].extend(seconds)
    process.join()


def timed(server: Server, asks: Sequence[str]) -> list[float]:
    """Ask for as long as slow clients are slow; return what each answer took (µs)."""
    took, until = list[float](), time.monotonic() + HELD
    while time.monotonic() < until:
        took += asked(server, asks, 1)[1]
    return took


def measure(server: Server, asks: Sequence[str], rounds: int) -> None:
    """Take turns and print what slow clients cost others, and how long they were borne."""
    borne: defaultdict[str, list[float]] = defaultdict(list)
    found = list[tuple[Doubles, Doubles]]()
    asked(server, asks, 1)
    for _ in range(rounds):
        alone = np.percentile(timed(server, asks), [50, 99])
        with besieged(server, borne):
            found.append((alone, np.percentile(timed(server, asks), [50, 99])))
    alone, beside = (np.median([one[side] for one in found], axis=0) for side in (0, 1))
    ratios = np.median([two / one for one, two in found], axis=0)
    print(f"\nsearch, {rounds} rounds of {HELD:.0f} s, p50 / p99")
    print(f"  alone                  {alone[0]:7.0f} / {alone[1]:.0f} µs")
    print(f"  beside {SOCKETS} slow sockets {beside[0]:7.0f} / {beside[1]:.0f} µs")
    print(f"  ratio                  {ratios[0]:7.2f} / {ratios[1]:.2f}")
    for kind in KINDS:
        seconds = borne[kind] or [float("nan")]
        print(
            f"  {kind:<12} let go {len(borne[kind])} times, after at most {max(seconds):.1f} s"
        )


def tell_held(server: Server) -> None:
    """Let slow clients come once; print what they hold then, and what when patience is over."""
    seen = Served(server.name, int(server.connection.port or 0), server.process.pid)
    before = seen.descriptors(), seen.memory()
    kinds = list(KINDS) * (SOCKETS // len(KINDS))
    clients = [connected(seen.port, KINDS[kind][0]) for kind in kinds]
    since, gone = time.monotonic(), set[int]()
    for seconds in (COME, PATIENT_AFTER):
        while time.monotonic() < since + seconds:
            time.sleep(1.0)
            gone |= {
                number
                for number, kind in enumerate(kinds)
                if number not in gone and is_gone(clients[number], kind)
            }
        descriptors, memory = seen.descriptors() - before[0], seen.memory() - before[1]
        print(
            f"  {seen.name:<22} after {time.monotonic() - since:4.0f} s "
            f"{descriptors:4} descriptors and {memory:5.0f} MiB are held"
        )
    for client in clients:
        client.close()


def main() -> None:
    """Measure and print."""
    options = read_options(__doc__)
    mixture = Mixture(LONG_SIZE if options.long else SHORT_SIZE)
    with opened_shop(mixture.lines(), "de") as shop:
        settings = {
            "TRESEN_DATA_DIR": str(shop.snapshots.parent),
            "TRESEN_LANGUAGES": "de",
            "TRESEN_PORT": "0",
            "TRESEN_ANSWER_SECONDS": "0",
        }
        with serving(shop, **settings) as server:
            measure(server, targets(mixture)["search"], LONG_ROUNDS if options.long else ROUNDS)
            print(f"\n{SOCKETS} slow sockets that come once")
            tell_held(server)
        careless = [sys.executable, "-c", CARELESS, "serve"]
        with started("without patience", careless, settings) as server:
            tell_held(server)
    print_machine("benchmarks.slow_clients", f"products and queries with seed {SEED}")


if __name__ == "__main__":
    main()
