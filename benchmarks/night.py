"""What a night costs: wall time, processor time and peak memory of every stage.

`python -m benchmarks.night [--long] [--events N] [--products N] [--nights N] [--folder DIR]`
makes a log of a made-up shop in SQLite and trains on it as `tresen train` does, each night in a
process of its own: the first is a cold one, the others find what the night before left and one
day more of the log. Without options a short log; `--long` the sizes the claims are made for. A
`--folder` is kept, and a log that is there already is trained on again.
"""

import json
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.import_speed import write_feed
from benchmarks.shop_logs import WRITTEN, Stretch, day, log
from knowledge_base.market import Market
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from service.importing import FeedImport, import_products
from service.nightly import train
from service.restraint import restrained
from service.tolerances import Tolerances

SIZES = {False: ((100_000, 5_000),), True: ((1_000_000, 20_000), (10_000_000, 100_000))}
NOW = datetime(2026, 11, 1, tzinfo=UTC)
_MARKET = Market(("de", "en"), "EUR")
_ROWS_A_COMMIT = 50_000
_DAY = timedelta(days=1)
_HOURS = 6.0
_ANYTHING = Tolerances(load=600.0, answer=60_000.0, found=0.0)
"""Times are measured here, not judged."""


@dataclass(slots=True)
class Meter:
    """Notes what every stage took: it is told when one begins."""

    stages: list[dict[str, Any]] = field(default_factory=list)
    _before: tuple[float, float] = (0.0, 0.0)

    def begin(self, name: str) -> None:
        """End the stage before, and begin the next."""
        self.end()
        self.stages.append({"name": name})

    def end(self) -> None:
        """Note clock, processor time (children too) and the peak of memory in MiB."""
        wall, cpu = time.perf_counter(), _processor()
        if self.stages:
            began = self._before
            self.stages[-1] |= {
                "wall": wall - began[0],
                "cpu": cpu - began[1],
                "peak": _peak(),
            }
            print(self.stages[-1], file=sys.stderr, flush=True)
        self._before = wall, cpu
        Path("/proc/self/clear_refs").write_text("5")  # proc(5): forget the peak so far


def _processor() -> float:
    both = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def _peak() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    (kib,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(kib) / 1024


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
    database, meter = _opened(folder), Meter()
    with restrained(niceness=0, hours=_HOURS):
        report = train(
            database,
            SnapshotStore(folder / "snapshots"),
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
