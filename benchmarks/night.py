"""What a night costs: wall time, processor time and peak memory of every stage.

`python -m benchmarks.night [--long] [--events N] [--products N] [--nights N] [--folder DIR]`
makes a log of a made-up shop in SQLite and trains on it as `tresen train` does, each night in a
process of its own: the first is a cold one, the others find what the night before left and one
day more of the log. Without options a short log; `--long` the sizes the claims are made for. A
`--folder` is kept, and a log that is there already is trained on again.
"""

import json
import os
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from mmap import PAGESIZE
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from benchmarks.import_speed import write_feed
from benchmarks.shop_logs import WRITTEN, Stretch, day, log
from knowledge_base.market import Market
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from service.building.restraint import restrained
from service.intake.importing import FeedImport, import_products
from service.judging.tolerances import Tolerances
from service.nightly import train

SIZES = {False: ((100_000, 5_000),), True: ((1_000_000, 20_000), (10_000_000, 100_000))}
NOW = datetime(2026, 11, 1, tzinfo=UTC)
_MARKET = Market(("de", "en"), "EUR")
_ROWS_A_COMMIT = 50_000
_DAY = timedelta(days=1)
_HOURS = 6.0
_LOOK = 0.1
"""Seconds between two looks at memory."""
_ANYTHING = Tolerances(load=600.0, answer=60_000.0, found=0.0)
"""Times are measured here, not judged."""


class Meter:
    """Notes what every stage took: it is told when one begins.

    Memory is looked at ten times a second, that of processes begun here with it; what they
    share is then counted twice.
    """

    def __init__(self) -> None:
        self.stages: list[dict[str, Any]] = []
        self._before = 0.0, 0.0
        self._peak = 0.0
        Thread(target=self._watch, daemon=True).start()

    def begin(self, name: str) -> None:
        """End the stage before, and begin the next."""
        self.end()
        self.stages.append({"name": name})

    def end(self) -> None:
        """Note clock, processor time (of all processes) and the peak of memory in MiB."""
        wall, cpu = time.perf_counter(), _processor()
        if self.stages:
            began = self._before
            self.stages[-1] |= {
                "wall": wall - began[0],
                "cpu": cpu - began[1],
                "peak": self._peak,
            }
            print(self.stages[-1], file=sys.stderr, flush=True)
        self._before, self._peak = (wall, cpu), 0.0

    def _watch(self) -> None:
        while True:
            self._peak = max(self._peak, sum(map(_resident, _family())))
            time.sleep(_LOOK)


def _family() -> list[Path]:
    """Return where the kernel tells of this process and of those that it began."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [Path("/proc/self"), *(Path("/proc", one) for one in children)]


def _processor() -> float:
    """Return seconds of a processor so far: ours, of those that ended, of those that run."""
    ours = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in ours) + sum(map(_spent, _family()[1:]))


def _spent(process: Path) -> float:
    with suppress(OSError):
        told = (process / "stat").read_text().rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _resident(process: Path) -> float:
    with suppress(OSError):
        return int((process / "statm").read_text().split()[1]) * PAGESIZE / 2**20
    return 0.0


def make(folder: Path, events: int, products: int, until: datetime = NOW) -> None:
    """Make a shop: its products by a feed, its log by rows as the service stores them."""
    database = _opened(folder)
    database.migrate()
    feed = folder / "feed.jsonl"
    write_feed(feed, products, later=False)
    import_products(database, FeedImport([feed], full=True), _MARKET, now=until)
    with _unindexed(database):
        for stretch in log(events, products, until):
            _store(database, stretch)
    database.close()


@contextmanager
def _unindexed(database: Database) -> Iterator[None]:
    """Index the log only when it is all there: each row at its place would take hours."""
    named = "FROM sqlite_master WHERE type = 'index' AND tbl_name = 'events' AND sql <> ''"
    with database.write() as connection:
        indexes = connection.exec_driver_sql(f"SELECT name, sql {named}").all()
        for name, _ in indexes:
            connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    with database.write() as connection:
        for _, made in indexes:
            connection.exec_driver_sql(made)


def _store(database: Database, stretch: Stretch) -> None:
    for rows in stretch.rows(_ROWS_A_COMMIT):
        with database.write() as connection:
            connection.exec_driver_sql(WRITTEN, rows)


def live(folder: Path, number: int, events: int, products: int) -> None:
    """Let a day go by before a night, unless that was done before."""
    done = folder / f"day {number}"
    if number and not done.exists():
        database = _opened(folder)
        _store(database, day(number, events, products, NOW + number * _DAY))
        database.close()
        done.touch()


def night(folder: Path, number: int) -> dict[str, Any]:
    """Train once, and return what each stage took."""
    database, store, meter = _opened(folder), SnapshotStore(folder / "snapshots"), Meter()
    with restrained(niceness=0, hours=_HOURS):
        report = train(
            database,
            store,
            _MARKET,
            now=NOW + number * _DAY,
            limits=_ANYTHING,
            apart=True,
            progress=meter.begin,
        )
    meter.end()
    return {
        "interactions": report.interactions,
        "refused": list(report.refused),
        "stages": meter.stages,
        "beside": store.manifest(report.snapshot_id).notes["beside"],
    }


def _opened(folder: Path) -> Database:
    return open_database(f"sqlite:///{folder}/tresen.db")


def measure(folder: Path, nights: int, *, make_of: tuple[int, int]) -> None:
    """Make what is missing, train, and print a table of each night."""
    if not (folder / "made").exists():
        began = time.perf_counter()
        make(folder, *make_of)
        (folder / "made").touch()
        print(f"made in {time.perf_counter() - began:.0f} s")
    size = (folder / "tresen.db").stat().st_size / 2**20
    print(f"{make_of[0]:,} events, {make_of[1]:,} products, database {size:,.0f} MiB")
    for number in range(nights):
        live(folder, number, *make_of)
        command = [sys.executable, "-m", "benchmarks.night", "--train", str(number)]
        told = subprocess.check_output([*command, "--folder", str(folder)], text=True)
        _tell(json.loads(told), "cold" if number == 0 else f"night {number + 1}")


def _tell(found: dict[str, Any], what: str) -> None:
    rows = [(one["wall"], one["cpu"], one["peak"]) for one in found["stages"]]
    print(f"\n{what}: {found['interactions']:,} interactions {found['refused'] or ''}")
    print(f"  {'':<28}{'wall s':>9}{'cpu s':>9}{'peak MiB':>10}")
    for stage, row in zip(found["stages"], rows, strict=True):
        _line(stage["name"], *row)
    wall, cpu, peak = zip(*rows, strict=True)
    _line("all", sum(wall), sum(cpu), max(peak))
    told = ", ".join(f"{name} {seconds:.1f}" for name, seconds in found["beside"])
    print(f"  in a process beside them, wall s: {told}")


def _line(name: str, wall: float, cpu: float, peak: float) -> None:
    print(f"  {name:<28}{wall:9.1f}{cpu:9.1f}{peak:10.0f}")


def _options() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="the sizes of the claims")
    parser.add_argument("--events", type=int)
    parser.add_argument("--products", type=int, default=20_000)
    parser.add_argument("--nights", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--train", type=int, metavar="NUMBER", help="one night, as JSON")
    return parser.parse_args()


def main() -> None:
    """Measure every size, or train once in a process of its own."""
    asked = _options()
    if asked.train is not None:
        print(json.dumps(night(asked.folder, asked.train)))
        return
    sizes = ((asked.events, asked.products),) if asked.events else SIZES[asked.long]
    for size in sizes:
        with TemporaryDirectory() as name:
            folder: Path = asked.folder or Path(name)
            folder.mkdir(parents=True, exist_ok=True)
            measure(folder, asked.nights, make_of=size)


if __name__ == "__main__":
    main()
