"""How long an import of many products takes, in how much memory, and how long others wait.

`python -m benchmarks.import_speed [--long] [--lines N]` imports a full feed of made-up products
into an empty SQLite database, then the same feed with a tenth of the prices changed. Meanwhile
another process writes a small thing every 20 ms, as a serving process would. Every figure of
memory is the peak of the process that imports, and above it of one that has only been started.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from knowledge_base.market import Market
from knowledge_base.storage.change_log import Topic, append_change
from knowledge_base.storage.database import open_database
from service.intake.importing import FeedImport, import_products

SHORT, LONG = 20_000, 1_000_000
_PAUSE = 0.02
KINDS = ("Regenjacke", "Laufschuh", "Gartenhaus", "Kaffeemaschine", "Kinderbett", "Bohrer")
COLOURS = ("rot", "blau", "grün", "schwarz", "weiß", "gelb", "grau")
_MARKET = Market(("de", "en"), "EUR")


def products(number: int, *, later: bool) -> Iterator[dict[str, Any]]:
    """Make up lines of a feed; `later` a tenth of them costs something else."""
    chance = random.Random(4)
    for one in range(number):
        kind, colour = chance.choice(KINDS), chance.choice(COLOURS)
        price = chance.randrange(500, 50_000) - (100 if later and one % 10 == 0 else 0)
        yield {
            "product_id": f"p{one:07}",
            "title": f"{kind} {colour} Modell {one}",
            "description": f"<p>{kind} in <b>{colour}</b>, {chance.random():.12f}.</p>" * 4,
            "brand": f"Marke {chance.randrange(200)}",
            "categories": [f"{kind}e > {colour} > Reihe {chance.randrange(20)}"],
            "price": f"{price // 100},{price % 100:02} €",
            "stock": chance.randrange(50),
            "url": f"https://shop.example/p/{one}",
            "image_url": f"https://shop.example/i/{one}.jpg",
            "gtin": f"40{one:011}",
            "colour": colour,
            "attributes": {"Länge": f"{chance.randrange(300)} cm", "Gewicht": "2 kg"},
        }


def write_feed(path: Path, number: int, *, later: bool) -> None:
    """Write a feed as JSON Lines."""
    with path.open("w", encoding="utf-8") as out:
        for line in products(number, later=later):
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def import_feed(folder: Path, feed: Path) -> dict[str, float]:
    """Import a feed; return lines, seconds and the peak of memory in MiB, before and in all."""
    database = open_database(f"sqlite:///{folder}/tresen.db")
    database.migrate()
    before = _peak()
    start = time.perf_counter()
    order = FeedImport([feed], full=True)
    reading: list[float] = []

    def watch(what: str, _done: int, _total: int) -> None:
        if what == "writing" and not reading:
            reading.append(time.perf_counter() - start)

    report = import_products(database, order, _MARKET, now=datetime.now(UTC), watch=watch)
    seconds = time.perf_counter() - start
    database.close()
    return {
        "lines": report.read,
        "reading": reading[0],
        "seconds": seconds,
        "before": before,
        "peak": _peak(),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def wait_in_line(folder: Path) -> None:
    """Write something small again and again until the input ends; print how long it took."""
    database = open_database(f"sqlite:///{folder}/tresen.db")
    database.migrate()
    print("ready", flush=True)
    waits: list[float] = []
    stop = folder / "stop"
    while not stop.exists():
        start = time.perf_counter()
        with database.write() as connection:
            append_change(connection, Topic.PEOPLE)
        waits.append(time.perf_counter() - start)
        time.sleep(_PAUSE)
    waits.sort()
    middle, late = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
    print(f"{middle * 1000:.0f} {late * 1000:.0f} {waits[-1] * 1000:.0f}")


def measure(number: int) -> None:
    """Import two feeds, each in a process of its own, and print what that took."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for later, what in ((False, "new"), (True, "a tenth repriced")):
            feed = folder / "feed.jsonl"
            write_feed(feed, number, later=later)
            (folder / "stop").unlink(missing_ok=True)
            writer = _start("wait", folder)
            if writer.stdout:
                writer.stdout.readline()  # it is ready
            importer = _start("import", folder, feed)
            said, _ = importer.communicate()
            (folder / "stop").touch()
            waited, _ = writer.communicate()
            _tell(what, json.loads(said), waited.split())


def _start(*words: str | Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.import_speed", *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _tell(what: str, found: dict[str, float], waited: list[str]) -> None:
    lines, seconds = found["lines"], found["seconds"]
    print(
        f"{what}: {lines:,} lines in {seconds:.1f} s ({lines / seconds:,.0f}/s),"
        f" of it reading {found['reading']:.1f} s; memory {found['before']:.0f} MiB before,"
        f" {found['peak']:.0f} MiB at most"
    )
    print(f"  others waited to write: p50 {waited[0]}, p99 {waited[1]}, most {waited[2]} ms")


def main() -> None:
    """Measure, or do one part of it in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="a million lines")
    parser.add_argument("--lines", type=int)
    parser.add_argument("part", nargs="*")
    asked = parser.parse_args()
    match asked.part:
        case ["import", folder, feed]:
            print(json.dumps(import_feed(Path(folder), Path(feed))))
        case ["wait", folder]:
            wait_in_line(Path(folder))
        case _:
            measure(asked.lines or (LONG if asked.long else SHORT))


if __name__ == "__main__":
    main()
