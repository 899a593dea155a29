"""How good are the results for real queries that people have judged?

Imports the icecat catalogue by the documented mapping, trains, and asks every judged query
through the same function that answers `/v1/search`. Reads the data from the folder that
TRESEN_BENCH_DATA names (default ../shared/data beside the project) and stops without it.
"""

import os
import platform
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow.parquet as pq

from knowledge_base.live import LiveFacts
from knowledge_base.market import Market
from knowledge_base.merchandising import Merchandising
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import open_database
from ranking.context import Context
from ranking.metrics import bootstrap_interval, ndcg, recall, reciprocal_rank
from service.engine import Engine, assemble, open_snapshot
from service.importing import FeedImport, import_products
from service.nightly import train
from service.searching import SearchAsk, search

ROOT = Path(__file__).parents[1]
MAPPING = ROOT / "docs" / "mappings" / "icecat.toml"
MARKET = Market(("en",), "USD")
DEEP = 100
SEED = 20

Judgments = Mapping[str, Mapping[str, int]]
"""The ratings (0 to 3) of each query's judged products."""


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


def data_folder() -> Path:
    """Return where the data lie; say so and stop when they are not there."""
    named = os.environ.get("TRESEN_BENCH_DATA")  # noqa: TID251 — a benchmark has no settings
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not (folder / "icecat").is_dir():
        print(f"no benchmark data in {folder}: set TRESEN_BENCH_DATA; nothing was measured")
        sys.exit(0)
    return folder


def read_judgments(path: Path) -> Judgments:
    """Read the ratings by query."""
    found: dict[str, dict[str, int]] = {}
    for row in pq.read_table(path).to_pylist():
        found.setdefault(row["query"], {})[row["item_id"]] = row["rating"]
    return found


@contextmanager
def opened_shop(icecat: Path, watch: Stopwatch) -> Iterator[Engine]:
    """Import and train the catalogue in a directory of its own, and open the engine."""
    now = datetime.now(UTC)
    feed = FeedImport([icecat / "products.parquet"], mapping=MAPPING)
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/tresen.db")
        database.migrate()
        store = SnapshotStore(Path(folder) / "snapshots")
        with watch.stage("import"):
            report = import_products(database, feed, MARKET, now=now)
        print("\n".join(report.lines()))
        with watch.stage("training"):
            snapshot_id = train(database, store, MARKET, now=now).snapshot_id
        with watch.stage("start"):
            opened = open_snapshot(store, snapshot_id)
            live = LiveFacts.at_rest(opened.catalogue, opened.seq)
            engine = assemble(opened, live, Merchandising(), now)
        yield engine
        database.close()


def ask_all(engine: Engine, queries: Sequence[str]) -> tuple[list[list[str]], list[float]]:
    """Return the ids shown for each query, and the milliseconds each took."""
    shown, took = [], []
    for text in queries:
        context = Context(datetime.now(UTC), "search", MARKET.languages[0])
        ask = SearchAsk(context, text, per_page=DEEP)
        started = time.perf_counter()
        body = search(engine, ask, None)
        took.append(1000 * (time.perf_counter() - started))
        shown.append([hit["product_id"] for hit in body["hits"]])
    return shown, took


def figures(shown: Sequence[Sequence[str]], judgments: Judgments) -> dict[str, list[float]]:
    """Return each figure for each query that has something relevant."""
    found: dict[str, list[float]] = {}
    for ids, ratings in zip(shown, judgments.values(), strict=True):
        relevant = [product_id for product_id, rating in ratings.items() if rating > 0]
        if not relevant:
            continue
        ideal = list(ratings.values())
        gains = [ratings.get(product_id, 0) for product_id in ids]
        judged = [ratings[product_id] for product_id in ids if product_id in ratings]
        of_query = {
            "NDCG@10": ndcg(gains, ideal, 10),
            "NDCG@24": ndcg(gains, ideal, 24),
            "NDCG@10 over judged hits": ndcg(judged, ideal, 10),
            "recall@100": recall(ids, relevant, 100),
            "MRR": reciprocal_rank(ids, relevant),
            "judged@10": float(np.mean([one in ratings for one in ids[:10]] or [False])),
        }
        for name, value in of_query.items():
            found.setdefault(name, []).append(value)
    return found


def print_row(name: str, values: Sequence[float]) -> None:
    """Print a figure's mean with its interval."""
    low, high = bootstrap_interval(values, seed=SEED)
    print(f"{name:<26} {np.mean(values):6.3f}   [{low:.3f}, {high:.3f}]   n = {len(values)}")


def main() -> None:
    """Measure and print."""
    icecat = data_folder() / "icecat"
    judgments = read_judgments(icecat / "judgments.parquet")
    watch = Stopwatch()
    with opened_shop(icecat, watch) as engine:
        ask_all(engine, list(judgments)[:10])  # the files are mapped in by the first queries
        shown, took = ask_all(engine, list(judgments))
    print("\nfigure                       mean   95 % interval     queries")
    for name, values in figures(shown, judgments).items():
        print_row(name, values)
    print_row("zero-result rate", [float(not ids) for ids in shown])
    print()
    for name, seconds in watch.seconds.items():
        print(f"{name:<26} {seconds:6.1f} s")
    print(f"{f'search, {DEEP} hits, p50 / p99':<26} {np.percentile(took, 50):6.2f} ms", end="")
    print(f" / {np.percentile(took, 99):.2f} ms")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory, all in one':<26} {peak:6.0f} MiB")
    print(
        f"\n{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} CPUs; "
        f"linear gains, unjudged = 0, bootstrap over queries with seed {SEED}; "
        f"python benchmarks/relevance.py"
    )


if __name__ == "__main__":
    main()
