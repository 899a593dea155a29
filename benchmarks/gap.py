"""How many gaps to free shipping are closed, with how much to spare, and by what fits?

`python -m benchmarks.gap` makes the demo shop, trains on its shoppers' history, takes their
orders but for one line as baskets, and asks for what closes the gap. A gap is closable if one
or two products that may be proposed at all cost enough together, and less than twice the
threshold too much: that is tried out on every two of them. Complements are those of the trade
(`demo.truth`), which the shop was not told. The control is the choice that overshoots least.
"""

import tempfile
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing as closed
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np

from benchmarks.figures import SEED
from demo.catalogue import Shop, make, write_feed
from demo.history import history, write_history
from demo.shelves import Event
from demo.truth import complements
from knowledge_base.columns import Ints, Longs
from knowledge_base.live import LiveFacts
from knowledge_base.market import Market
from knowledge_base.merchandising import Entry, merchandising_from
from knowledge_base.money import to_cents
from knowledge_base.selection import Selection
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import open_database
from ranking.context import BasketLine, Context
from service.engine import Engine, assemble, open_snapshot
from service.event_import import import_events
from service.hits import offers
from service.importing import FeedImport, import_products
from service.nightly import train
from service.recommending import RecommendAsk, recommend

MARKET = Market(("de", "en"), "EUR")
THRESHOLD = "79.00"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one gap; amounts in cents, `least` is the smallest overshoot possible."""

    gap: int
    over: int
    least: int
    fits: bool
    cheapest_fits: bool


def engine_of(folder: Path, shop: Shop, now: datetime) -> tuple[Engine, list[Event]]:
    """Train on the shop's past and open it, with free shipping from the threshold on."""
    past = list(history(shop, SEED, now))
    write_feed(shop, folder / "feed.jsonl")
    write_history(past, folder / "events.jsonl")
    store = SnapshotStore(folder / "snapshots")
    with closed(open_database(f"sqlite:///{folder}/gap.db")) as database:
        database.migrate()
        import_products(
            database, FeedImport([folder / "feed.jsonl"], full=True), MARKET, now=now
        )
        import_events(database, [folder / "events.jsonl"], now=now)
        opened = open_snapshot(store, train(database, store, MARKET, now=now).snapshot_id)
    entry = Entry("shop", 1, {"free_shipping_from": THRESHOLD}, "benchmark", now, now)
    told = merchandising_from(1, {"shop": [entry]})
    return assemble(opened, LiveFacts.at_rest(opened.catalogue, opened.seq), told, now), past


def baskets(past: Sequence[Event]) -> Iterator[tuple[BasketLine, ...]]:
    """Yield the baskets of orders before their last line; of one line, that line."""
    orders = defaultdict(list)
    for event in past:
        if event["type"] == "purchase":
            line = event.get("variant_id") or event["product_id"]
            orders[event["order_id"]].append(BasketLine(line, event.get("quantity", 1)))
    for lines in orders.values():
        yield tuple(lines[:-1] or lines)


def _prices(engine: Engine, rows: Ints) -> Longs:
    offered = Selection.of(engine.catalogue, rows, engine.live.buyable)
    return engine.live.price[offers(engine.live, offered)]


def proposable(engine: Engine, basket: Sequence[BasketLine]) -> Ints:
    """Return the rows that may be proposed at all, the cheapest first."""
    held = engine.catalogue.product_rows([one.product_id for one in basket])
    allowed = engine.allowed & ~engine.sold_out
    allowed[held] = False
    allowed[engine.recommenders.complements.stand_ins(held)] = False
    rows = np.flatnonzero(allowed).astype(np.int32)
    return rows[np.argsort(_prices(engine, rows), kind="stable")]


def least(gap: int, price: Longs, most: int) -> tuple[int, int] | None:
    """Return the smallest overshoot of one or two prices, and the place of one of them.

    `price` is ascending; None where nothing comes to the gap without exceeding it by `most`.
    """
    other = np.searchsorted(price, gap - price)
    valid = (other < len(price)) & (price < gap)
    pair = np.where(valid, price + price[np.minimum(other, len(price) - 1)] - gap, most + 1)
    alone = np.where(price >= gap, price - gap, most + 1)
    best = np.minimum(pair, alone)
    place = int(best.argmin())
    return (int(best[place]), place) if best[place] <= most else None


def outcome(
    engine: Engine, shop: Shop, basket: tuple[BasketLine, ...], now: datetime
) -> Outcome | None:
    """Ask for what closes the gap of one basket; None where there is none, or it stays open."""
    context = Context(now, "free_shipping", "de", basket=basket)
    body = recommend(engine, RecommendAsk(context), None)
    gap, ids = to_cents(Decimal(body["gap"])), engine.catalogue.product_ids.column
    rows = proposable(engine, basket)
    possible = least(gap, _prices(engine, rows), to_cents(Decimal(THRESHOLD))) if gap else None
    if possible is None:
        return None
    held = engine.catalogue.product_rows([one.product_id for one in basket])
    fitting = {each for row in held.tolist() for each in complements(shop, ids[row])}
    paid = sum(to_cents(Decimal(hit["price"])) for hit in body["hits"])
    return Outcome(
        gap=gap,
        over=paid - gap,
        least=possible[0],
        fits=any(hit["product_id"] in fitting for hit in body["hits"]),
        cheapest_fits=ids[int(rows[possible[1]])] in fitting,
    )


def main() -> None:
    """Print how the gaps of the demo shop's baskets are closed."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=2000, help="products in the shop")
    parser.add_argument("--baskets", type=int, default=2000)
    options = parser.parse_args()
    now = datetime.now(UTC)
    shop = make(SEED, options.size, now.date())
    with tempfile.TemporaryDirectory() as folder:
        engine, past = engine_of(Path(folder), shop, now)
        asked = list(baskets(past))[-options.baskets :]
        every = [outcome(engine, shop, one, now) for one in asked]
    closable = [one for one in every if one is not None]
    done = [one for one in closable if one.over >= 0]
    over, spare = (np.array([getattr(one, name) for one in done]) for name in ("over", "least"))
    print(f"{len(asked)} baskets, {len(closable)} with a gap that can be closed")
    print(f"closed: {len(done) / len(closable):.4f}")
    print(f"overshoot in cents, median and 90 %: {np.percentile(over, [50, 90])}")
    print(f"least possible, median and 90 %: {np.percentile(spare, [50, 90])}")
    print(f"with a complement of the basket: {np.mean([one.fits for one in done]):.3f}")
    print(f"  the least overshoot alone: {np.mean([one.cheapest_fits for one in done]):.3f}")


if __name__ == "__main__":
    main()
