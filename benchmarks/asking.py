"""Asks a service over HTTP from a process of its own, and says what it took of a processor.

In a closed loop everybody waits for an answer before asking again: that finds the peak. In an
open loop requests are sent when they are due, whether or not others were answered, and their
time begins when they were due: that is what shoppers see.
"""

import asyncio
import gc
import math
import multiprocessing
import resource
import time
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import uvloop

MOST_LANES = min(2_000, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)
"""Connections at a time: more than wait for uvicorn at its door would be put off by the system,
and those of a service count against a limit of files like ours."""
USES = 10
"""How often a connection of a rush is used."""
TICK = 0.001
"""Seconds between two looks at what is due."""
_LATEST = 5.0
"""Seconds for which answers are waited for after the last request."""

Requests = Iterator[tuple[str, bytes]]
"""What is asked one after the other, without end: its kind, and how it goes over the wire."""


@dataclass(slots=True)
class Told:
    """What came back, by kind and status: the milliseconds each answer took.

    `seconds` is how long it took until the last answer, `processor` what the asking took of
    processors.
    """

    took: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    sent: int = 0
    connections: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    degraded: int = 0
    curt: int = 0
    """Refusals that did not say when to come back."""

    def count(self, kind: str, milliseconds: float, head: bytes, body: bytes) -> None:
        """Count an answer."""
        status = int(head[9:12])
        self.took.setdefault((kind, status), []).append(milliseconds)
        if is_good(status):
            self.degraded += b'"degraded"' in body
        else:
            self.curt += b"retry-after:" not in head.lower()

    def of(self, kind: str | None = None, *, good: bool = True) -> list[float]:
        """Return the milliseconds of answers of a kind, or of all."""
        return [
            one
            for (named, status), found in self.took.items()
            if kind in {None, named} and is_good(status) is good
            for one in found
        ]

    @property
    def answered(self) -> int:
        """Return how many answers came, good or not."""
        return sum(map(len, self.took.values()))

    @property
    def rate(self) -> float:
        """Return the good answers a second."""
        return len(self.of()) / self.seconds

    @property
    def share(self) -> float:
        """Return the share of one processor that the asking took."""
        return self.processor / self.seconds

    def add(self, other: "Told") -> None:
        """Take in another round."""
        for key, found in other.took.items():
            self.took.setdefault(key, []).extend(found)
        for name in ("sent", "connections", "seconds", "processor", "degraded", "curt"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def is_good(status: int) -> bool:
    """Say whether an answer is one."""
    return 200 <= status < 300  # noqa: PLR2004 — HTTP's own numbers


class _Lane(asyncio.Protocol):
    """One kept connection with one request on its way at most.

    It says when it is `free` again, and when it is `gone` before its answer was there.
    """

    def __init__(self, free: Callable[["_Lane"], None], gone: Callable[[], None]) -> None:
        self._free, self._gone = free, gone
        self._transport: Any = None
        self._took = b""
        self._since, self._kind = 0.0, ""
        self._told: Told | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        self._transport = transport

    def ask(self, kind: str, request: bytes, due: float, told: Told) -> None:
        """Send a request whose time began when it was due."""
        self._told, self._kind, self._since, self._took = told, kind, due, b""
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Gather an answer; when it is whole, count it and be free again."""
        self._took += data
        head, end, body = self._took.partition(b"\r\n\r\n")
        if not end or self._told is None:
            return
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        if len(body) >= length:
            told, self._told = self._told, None
            told.count(self._kind, 1e3 * (time.perf_counter() - self._since), head, body)
            self._free(self)

    def connection_lost(self, _error: Exception | None) -> None:
        """Wait no more for an answer that cannot come."""
        if self._told is not None:
            self._told = None
            self._gone()

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


async def _connected(
    port: int, free: Callable[[_Lane], None], gone: Callable[[], None]
) -> _Lane:
    loop = asyncio.get_running_loop()
    _, lane = await loop.create_connection(lambda: _Lane(free, gone), "127.0.0.1", port)
    return lane


async def _closed(port: int, requests: Requests, lanes: int, seconds: float) -> Told:
    """Ask over some connections, each as soon as it was answered."""
    told, began = Told(), time.perf_counter()
    over = asyncio.Event()
    waiting = lanes

    def leave() -> None:
        nonlocal waiting
        waiting -= 1
        if not waiting:
            over.set()

    def again(lane: _Lane) -> None:
        if (now := time.perf_counter()) - began < seconds:
            told.sent += 1
            lane.ask(*next(requests), now, told)
        else:
            lane.close()
            leave()

    for lane in [await _connected(port, again, leave) for _ in range(lanes)]:
        again(lane)
    await over.wait()
    told.seconds = time.perf_counter() - began
    return told


class _Crowd:
    """People who ask over connections of their own, `most` at a time, each used some times."""

    def __init__(self, port: int, requests: Requests, most: int, uses: float) -> None:
        self.told = Told()
        self._port, self._requests = port, requests
        self._most, self._uses = most, uses
        self._free = deque[_Lane]()
        self._every = set[_Lane]()
        self._used = Counter[_Lane]()
        self._dialling = set[asyncio.Task[None]]()

    def ask(self, since: float) -> bool:
        """Ask something whose time began then; say whether there was a connection for it."""
        if self._free:
            self._send(self._free.popleft(), since)
        elif len(self._every) + len(self._dialling) < self._most:
            task = asyncio.create_task(self._dial(since))
            self._dialling.add(task)
            task.add_done_callback(self._dialling.discard)
        else:
            return False
        self.told.sent += 1
        return True

    def disperse(self) -> None:
        """Hang up, all of them."""
        for task in self._dialling:
            task.cancel()
        for lane in self._every:
            lane.close()

    async def _dial(self, since: float) -> None:
        lane = await _connected(self._port, self._again, lambda: None)
        self.told.connections += 1
        self._every.add(lane)
        self._send(lane, since)

    def _send(self, lane: _Lane, since: float) -> None:
        self._used[lane] += 1
        lane.ask(*next(self._requests), since, self.told)

    def _again(self, lane: _Lane) -> None:
        """Keep a connection for the next one, or hang up when it was used often enough."""
        if self._used[lane] < self._uses:
            self._free.append(lane)
        else:
            self._every.discard(lane)
            del self._used[lane]
            lane.close()


async def _open(crowd: _Crowd, rate: float, seconds: float, seed: int) -> Told:
    """Ask at a rate, whatever comes back, over as many connections as that takes.

    Moments are drawn (seeded) as of people who know nothing of each other. Whoever finds no
    connection free any more comes when there is one, as long as there is time.
    """
    told, full = crowd.told, 0.0
    gaps = np.random.default_rng(seed).exponential(1 / rate, int(2 * rate * seconds) + 10)
    due = deque(one for one in np.cumsum(gaps).tolist() if one < seconds)
    began = time.perf_counter()
    while due and (now := time.perf_counter() - began) < seconds:
        while due and due[0] <= now:
            if not crowd.ask(began + max(full, due[0])):
                full = now
                break
            due.popleft()
        await asyncio.sleep(TICK)
    latest = time.perf_counter() + _LATEST
    while told.answered < told.sent and time.perf_counter() < latest:  # noqa: ASYNC110 — all lanes
        await asyncio.sleep(TICK)
    told.seconds = time.perf_counter() - began
    crowd.disperse()
    return told


def closed_loop(port: int, requests: Requests, lanes: int, seconds: float) -> Told:
    """Let some wait for each answer before they ask again."""
    return _apart(_closed(port, requests, lanes, seconds))


def open_loop(port: int, requests: Requests, rate: float, seconds: float) -> Told:
    """Ask so many times a second over kept connections, and wait for nobody."""
    return _apart(_open(_Crowd(port, requests, MOST_LANES, math.inf), rate, seconds, 0))


def rush(port: int, crowds: Sequence[Requests], rate: float, seconds: float) -> Told:
    """Let crowds ask so many times a second together, a process each, and wait for nobody.

    They come over new connections again and again, as browsers do.
    """
    most = MOST_LANES // len(crowds)
    asking = [
        _open(_Crowd(port, one, most, USES), rate / len(crowds), seconds, seed)
        for seed, one in enumerate(crowds)
    ]
    together = Told()
    for told in [collect() for collect in [_begun(one) for one in asking]]:
        together.add(told)
    together.seconds /= len(crowds)
    return together


def _apart(asking: Coroutine[Any, Any, Told]) -> Told:
    """Ask in a process of its own, and wait until it has told."""
    return _begun(asking)()


def _begun(asking: Coroutine[Any, Any, Told]) -> Callable[[], Told]:
    """Begin to ask in a process forked for it, so that its processor time is its own.

    What it inherits is never looked through for cycles: that would take it tenths of seconds,
    and copy the memory. Return what waits until it has told.
    """
    ours, theirs = multiprocessing.Pipe()

    def work() -> None:
        gc.freeze()
        began = time.process_time()
        told = uvloop.run(asking)
        told.processor = time.process_time() - began
        theirs.send(told)

    process = multiprocessing.get_context("fork").Process(target=work, daemon=True)
    process.start()
    theirs.close()  # so that it is told here when nothing will come
    asking.close()  # of the two that there are now

    def collect() -> Told:
        told: Told = ours.recv()
        process.join()
        return told

    return collect
