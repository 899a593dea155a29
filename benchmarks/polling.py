"""What does it cost that every process looks for changes four times a second?

A process serves the small shop from PostgreSQL, and nobody asks anything. Told is what the
server counts of transactions, and what the process takes of a processor; once as shipped, once
with a look every 30 seconds, which leaves what else goes on.
"""

import os
import tempfile
import time
from pathlib import Path

from sqlalchemy import create_engine

from benchmarks.shops import print_machine, read_options
from tests.databases import own_cluster
from tests.rigs.load import serving, shoppers
from tests.service.api.conftest import fill, unhurried

REST, LONG_REST = 20.0, 300.0
"""Seconds at rest."""
SETTLING = 3.0
"""Seconds until what begins slowly is over."""
LOOKS = ("0.25", "30")
_COUNT = "SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database"
_TICKS = os.sysconf("SC_CLK_TCK")


def transactions(url: str) -> float:
    """Return how many a server has ended so far; those of a moment ago may not be told yet."""
    server = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with server.connect() as connection:
        counted = float(connection.exec_driver_sql(_COUNT).scalar_one())
    server.dispose()
    return counted


def processor_seconds(process: int) -> float:
    """Return what a process has taken of processors so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def cost(url: str, look: str, seconds: float) -> tuple[float, float]:
    """Let a process rest; return its transactions and its processor time, a second each."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "data"
        fill(unhurried(folder, url))
        shoppers(url)
        environment = {"TRESEN_DATABASE_URL": url, "TRESEN_POLL_SECONDS": look}
        with serving(folder, environment=environment) as (_, process):
            time.sleep(SETTLING)
            before = transactions(url), processor_seconds(process.pid)
            time.sleep(seconds)
            after = transactions(url), processor_seconds(process.pid)
    told, used = ((late - early) / seconds for early, late in zip(before, after, strict=True))
    return told, used


def main() -> None:
    """Measure and print."""
    seconds = LONG_REST if read_options(__doc__).long else REST
    with own_cluster() as url:
        for look in LOOKS:
            told, used = cost(url, look, seconds)
            print(
                f"a look every {look:>4} s: {told:5.1f} transactions a second,"
                f" {used:.2%} of one processor"
            )
    print_machine("benchmarks.polling", "the small shop of the tests")


if __name__ == "__main__":
    main()
