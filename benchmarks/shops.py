"""Makes real shops of the data that are measured on: imported, trained and opened.

The data lie in the folder that TRESEN_BENCH_DATA names (default ../shared/data beside the
project); without them a benchmark says so and stops.
"""

import os
import platform
import resource
import sys
import time
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pyarrow.parquet as pq

from benchmarks.texts import Texts
from knowledge_base.catalogue_builder import category_paths, in_language
from knowledge_base.live import LiveFacts
from knowledge_base.market import Market
from knowledge_base.merchandising import Merchandising
from knowledge_base.products import Product
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.products import all_products
from ranking.context import Context
from service.answering.searching import SearchAsk, search
from service.engine import Engine, assemble, open_snapshot
from service.intake.importing import FeedImport, import_products
from service.nightly import train

ROOT = Path(__file__).parents[1]
_ANY_PRICE = 1.0  # where the data have none: what has no price cannot be bought, and is hidden

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop that answers, what is written on its products, and the seconds each stage took.

    `snapshots` is the folder of its snapshots.
    """

    engine: Engine
    texts: Sequence[Texts]
    snapshots: Path
    seconds: Mapping[str, float]

    @property
    def language(self) -> str:
        """Return the language that the shop speaks."""
        return self.engine.catalogue.languages[0]

    def find(self, text: str, limit: int) -> list[str]:
        """Return the ids of the first hits, by the function that answers `/v1/search`."""
        context = Context(datetime.now(UTC), "search", self.language)
        body = search(self.engine, SearchAsk(context, text, per_page=limit, facets=()), None)
        return [hit["product_id"] for hit in body["hits"]]


@dataclass(slots=True)
class Stopwatch:
    """Seconds by name."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure one stage."""
        started = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - started


def data_folder(needed: str) -> Path:
    """Return where the data lie; say so and stop when the set that is needed is not there."""
    named = os.environ.get("TRESEN_BENCH_DATA")  # noqa: TID251 — a benchmark has no settings
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not (folder / needed).is_dir():
        print(f"no {needed} in {folder}: set TRESEN_BENCH_DATA; nothing was measured")
        sys.exit(0)
    return folder / needed


@dataclass(frozen=True, slots=True)
class Options:
    """What is to be measured: which parts, and whether at all sizes."""

    parts: Sequence[str]
    long: bool


def read_options(description: str | None, *parts: str) -> Options:
    """Read the command line of a benchmark; without a name all its parts are measured."""
    parser = ArgumentParser(description=description)
    add_choice(parser, "parts", "part", parts)
    parser.add_argument("--long", action="store_true", help="all sizes, however long it takes")
    read = parser.parse_args()
    return Options(read.parts or parts, read.long)


def add_choice(parser: ArgumentParser, name: str, one: str, among: Iterable[str]) -> None:
    """Let a command line name any of some things; the help calls each `one` and lists them."""
    told = ", ".join(among) or SUPPRESS
    parser.add_argument(name, nargs="*", choices=[*among, []], metavar=one, help=told)


def print_machine(script: str, *notes: str) -> None:
    """Print where and how the figures above were measured."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} CPUs, "
        f"{peak:.0f} MiB at the peak; {'; '.join(notes)}; "
        f"python -m {' '.join((script, *sys.argv[1:]))}"
    )


def read_rows(path: Path) -> Iterator[Line]:
    """Yield the rows of a Parquet file as mappings, flat in memory."""
    for batch in pq.ParquetFile(path).iter_batches(10_000):
        yield from batch.to_pylist()


def icecat_feed(folder: Path) -> FeedImport:
    """Return the office catalogue as it comes, with its documented mapping."""
    mapping = ROOT / "docs" / "mappings" / "icecat.toml"
    return FeedImport([folder / "products.parquet"], mapping=mapping)


def homedepot_lines(folder: Path) -> Iterator[Line]:
    """Yield the builder's merchant as feed lines: titles are all there is."""
    for row in read_rows(folder / "products.parquet"):
        yield {"product_id": row["item_id"], "title": row["title"], "price": _ANY_PRICE}


def german_retail_lines(folder: Path) -> Iterator[Line]:
    """Yield the German supermarkets and chemists as feed lines."""
    for row in read_rows(folder / "products.parquet"):
        yield {
            "product_id": row["item_id"],
            "title": row["title"],
            "price": row["price"] or _ANY_PRICE,
            "gtin": row["gtin"],
        }


SHOPS: Mapping[str, tuple[Callable[[Path], FeedImport | Iterable[Line]], str, str]] = {
    "icecat": (icecat_feed, "en", "USD"),
    "german_retail": (german_retail_lines, "de", "EUR"),
    "homedepot": (homedepot_lines, "en", "USD"),
}
"""The feed, the language and the currency of each set of data."""


@contextmanager
def opened_shop(
    feed: FeedImport | Iterable[Line], language: str, currency: str = "EUR"
) -> Iterator[Shop]:
    """Import and train a catalogue in a directory of its own, and open the engine."""
    now, market, watch = datetime.now(UTC), Market((language,), currency), Stopwatch()
    with TemporaryDirectory() as folder:
        if not isinstance(feed, FeedImport):
            feed = FeedImport([write_lines(feed, Path(folder) / "feed.jsonl")])
        database = open_database(f"sqlite:///{folder}/tresen.db")
        database.migrate()
        store = SnapshotStore(Path(folder) / "snapshots")
        with watch.stage("import"):
            report = import_products(database, feed, market, now=now)
        print("\n".join(report.lines()))
        with watch.stage("training"):
            trained = train(database, store, market, now=now)
        with watch.stage("start"):
            engine = open_engine(store.root, now)
        print(_in_seconds(watch.seconds), "of which", _in_seconds(trained.seconds, least=1))
        seconds = {**watch.seconds, **trained.seconds}
        yield Shop(engine, _texts(database, language), store.root, seconds)
        database.close()


def open_engine(snapshots: Path, now: datetime) -> Engine:
    """Open what is published in a folder of snapshots."""
    store = SnapshotStore(snapshots)
    opened = open_snapshot(store, str(store.current()))
    live = LiveFacts.at_rest(opened.catalogue, opened.seq)
    return assemble(opened, live, Merchandising(), now)


def _in_seconds(stages: Mapping[str, float], least: float = 0) -> str:
    return ", ".join(f"{name} {took:.1f} s" for name, took in stages.items() if took >= least)


def write_lines(lines: Iterable[Line], path: Path) -> Path:
    """Write feed lines as JSON, leaving out what has no value."""
    with path.open("wb") as out:
        for line in lines:
            kept = {name: value for name, value in line.items() if value is not None}
            out.write(orjson.dumps(kept, option=orjson.OPT_APPEND_NEWLINE))
    return path


def _texts(database: Database, language: str) -> list[Texts]:
    with database.read() as connection:
        return [_text(one, language) for one in all_products(connection)]


def _text(product: Product, language: str) -> Texts:
    """Take from a product, as it was imported, what engines may search."""
    paths = category_paths(product, language, (language,))
    values = [
        in_language(value, language, (language,))
        for attribute in product.attributes.values()
        for value in attribute
    ]
    numbers = [one for one in (product.sku, product.mpn, product.gtin) if one]
    return Texts(
        product.product_id,
        in_language(product.title, language, (language,)),
        " ".join(step for path in paths for step in path),
        product.brand or "",
        " ".join((*values, *dict.fromkeys(numbers))),
        in_language(product.description, language, (language,)),
    )
