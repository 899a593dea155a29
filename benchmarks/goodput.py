"""What is left of a service that is asked ten times as much as it can answer?

`tresen serve` over a mixed catalogue is searched, in turns by two who wait for their answer
(the peak) and at ten times that rate by people who do not wait for each other. Goodput is what
was answered with 200; all others are to be told to come back. Medians of the rounds.
"""

import asyncio
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import numpy as np
import uvloop

from benchmarks.figures import SEED
from benchmarks.http_speed import Server, serving, targets
from benchmarks.mixture import Mixture
from benchmarks.shops import opened_shop, print_machine, read_options

SHORT_SIZE, LONG_SIZE = 3_000, 48_000
ROUNDS, LONG_ROUNDS = 5, 15
TIMES = 10
PATIENT = 2
SECONDS = 5.0
MOST_LANES = 3_000
TICK = 0.002
OK = 200


@dataclass(slots=True)
class Tally:
    """What came back: how often which status, the milliseconds of each, what went missing."""

    milliseconds: dict[int, list[float]] = field(default_factory=dict)
    degraded: int = 0
    sent: int = 0

    def count(self, status: int, took: float, body: bytes) -> None:
        """Count an answer."""
        self.milliseconds.setdefault(status, []).append(1e3 * took)
        self.degraded += status == OK and b'"degraded"' in body

    @property
    def good(self) -> int:
        """Return how many answers were answers."""
        return len(self.milliseconds.get(OK, ()))


class Lane(asyncio.Protocol):
    """One kept connection with one request on its way at most."""

    def __init__(self, free: deque["Lane"]) -> None:
        self._free = free
        self._transport: Any = None
        self._took = b""
        self._since = 0.0
        self._tally: Tally | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        self._transport = transport

    def ask(self, request: bytes, tally: Tally) -> None:
        """Send a request."""
        self._tally, self._since, self._took = tally, time.perf_counter(), b""
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Gather an answer; when it is whole, count it and be free again."""
        self._took += data
        head, end, body = self._took.partition(b"\r\n\r\n")
        if not end or self._tally is None:
            return
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        if len(body) >= length:
            self._tally.count(int(head[9:12]), time.perf_counter() - self._since, body)
            self._tally = None
            self._free.append(self)


@dataclass(slots=True)
class Crowd:
    """Everybody who asks, over as many connections as it takes."""

    port: int
    requests: Iterator[bytes]
    free: deque[Lane] = field(default_factory=deque)
    lanes: int = 0

    async def ask(self, tally: Tally) -> None:
        """Send one request, over a new connection where all others are waiting."""
        if not self.free and self.lanes < MOST_LANES:
            self.lanes += 1
            loop = asyncio.get_running_loop()
            _, lane = await loop.create_connection(
                lambda: Lane(self.free), "127.0.0.1", self.port
            )
            self.free.append(lane)
        tally.sent += 1
        if self.free:
            self.free.popleft().ask(next(self.requests), tally)

    async def patient(self) -> float:
        """Ask two at a time; return the answers a second."""
        tally, began = Tally(), time.perf_counter()
        while time.perf_counter() - began < SECONDS:
            while tally.sent - sum(map(len, tally.milliseconds.values())) < PATIENT:
                await self.ask(tally)
            await asyncio.sleep(TICK / 4)
        return tally.good / (time.perf_counter() - began)

    async def rush(self, rate: float) -> Tally:
        """Ask at a rate, whatever comes back, and wait for the last answers."""
        tally, began = Tally(), time.perf_counter()
        while (now := time.perf_counter() - began) < SECONDS:
            for _ in range(int(now * rate) - tally.sent):
                await self.ask(tally)
            await asyncio.sleep(TICK)
        return tally

    async def recovered(self) -> float:
        """Return the seconds until an answer is whole again."""
        began = time.perf_counter()
        while True:
            tally = Tally()
            await self.ask(tally)
            while not tally.milliseconds:  # noqa: ASYNC110 — nothing tells us in another way
                await asyncio.sleep(TICK)
            if tally.good and not tally.degraded:
                return time.perf_counter() - began


async def measure(server: Server, asks: Sequence[str], rounds: int) -> None:
    """Take turns and print what is left."""
    key = server.headers["Authorization"]
    requests = [
        f"GET {one} HTTP/1.1\r\nHost: a\r\nAuthorization: {key}\r\n\r\n".encode()
        for one in asks
    ]
    shares, recoveries, rushes, peaks = [], [], list[Tally](), []
    for _ in range(rounds):
        crowd = Crowd(server.connection.port, cycle(requests))
        peaks.append(peak := await crowd.patient())
        rushes.append(rush := await crowd.rush(TIMES * peak))
        shares.append(rush.good / SECONDS / peak)
        recoveries.append(await crowd.recovered())
    statuses = {one for rush in rushes for one in rush.milliseconds}
    print(f"\nsearch, {rounds} rounds of {SECONDS:.0f} s")
    print(f"  peak of {PATIENT} who wait    {np.median(peaks):6.0f} answers/s")
    offered = np.median([rush.sent / SECONDS for rush in rushes])
    print(f"  rush                {offered:6.0f} requests/s")
    print(f"  goodput             {100 * np.median(shares):6.0f} % of the peak")
    for status in sorted(statuses):
        every = [one for rush in rushes for one in rush.milliseconds.get(status, ())]
        p50, p99 = np.percentile(every, [50, 99])
        often = len(every) / rounds / SECONDS
        print(f"  {status}: {often:8.0f} /s, p50 / p99 {p50:.0f} / {p99:.0f} ms")
    degraded = sum(one.degraded for one in rushes) / max(1, sum(one.good for one in rushes))
    print(f"  went without something {100 * degraded:.0f} % of the answers")
    print(f"  whole again after   {np.median(recoveries):6.2f} s")


def main() -> None:
    """Measure and print."""
    options = read_options(__doc__)
    mixture = Mixture(LONG_SIZE if options.long else SHORT_SIZE)
    with opened_shop(mixture.lines(), "de") as shop, serving(shop) as server:
        asks = targets(mixture)["search, a known visitor"]
        rounds = LONG_ROUNDS if options.long else ROUNDS
        uvloop.run(measure(server, asks, rounds))
    print_machine("benchmarks.goodput", f"products and queries with seed {SEED}")


if __name__ == "__main__":
    main()
