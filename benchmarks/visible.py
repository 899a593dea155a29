"""How long after a patch was taken does every serving process tell the new price?

One process on SQLite, two on PostgreSQL: a price is patched through one of them, at moments
that have nothing to do with theirs, and all are asked until they tell it. PostgreSQL is the
server TRESEN_TEST_POSTGRES leads to, or one made for the run.
"""

import random
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from benchmarks.figures import SEED
from benchmarks.shops import print_machine, read_options
from tests.databases import Databases, SqliteFiles, postgres_server
from tests.rigs.load import Process, served

PATCHES, LONG_PATCHES = 200, 2_000
PRODUCT = "c1"
PAUSE = 0.3
"""Seconds between two patches, at most."""


def told(process: Process, price: str) -> float:
    """Search until a process tells a price; return the moment at which it did."""
    while True:
        found = process.get("/v1/search", params={"q": "kamera"}).json()["hits"]
        if [hit["price"] for hit in found] == [price]:
            return time.perf_counter()


def delays(databases: Databases, processes: int, patches: int) -> Sequence[float]:
    """Patch again and again; return how long each process took each time, in seconds."""
    chance = random.Random(SEED)
    found: list[float] = []
    with tempfile.TemporaryDirectory() as made, ExitStack() as running:
        clients = running.enter_context(served(databases, Path(made) / "data", processes))
        askers = running.enter_context(ThreadPoolExecutor(processes))
        for number in range(patches):
            price = f"{number + 1}.00"
            line = {"product_id": PRODUCT, "price": price}
            clients[0].patch("/v1/products", json=[line]).raise_for_status()
            taken = time.perf_counter()
            moments = askers.map(told, clients, [price] * processes)
            found += [moment - taken for moment in moments]
            time.sleep(chance.uniform(0, PAUSE))
    return found


def report(name: str, seconds: Sequence[float]) -> None:
    """Print how the delays are spread."""
    middle, nearly_all = np.quantile(seconds, (0.5, 0.99)) * 1000
    worst = max(seconds) * 1000
    print(f"{name:26} p50 {middle:4.0f} ms   p99 {nearly_all:4.0f} ms   max {worst:4.0f} ms")


def main() -> None:
    """Measure both kinds of database."""
    options = read_options(__doc__)
    patches = LONG_PATCHES if options.long else PATCHES
    with tempfile.TemporaryDirectory() as templates:
        report("SQLite, one process", delays(SqliteFiles(Path(templates)), 1, patches))
    with postgres_server() as server:
        report("PostgreSQL, two processes", delays(server, 2, patches))
    print_machine("benchmarks.visible", f"{patches} patches each")


if __name__ == "__main__":
    main()
