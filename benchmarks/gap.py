"""How many gaps to free shipping are closed, with how much to spare, and by what fits?

`python -m benchmarks.gap` makes the demo shop, trains on its shoppers' history, takes their
orders but for one line as baskets, and asks for what closes the gap. A gap is closable if one
or two products that may be proposed at all cost enough together, and less than twice the
threshold too much: that is tried out on every two of them. What is proposed fits where it is a
complement by the rules of the trade (`demo.truth`), of the department of something in the
basket, or liked by the buyer (`demo.world`): the shop was told of none of these. The control is
the choice that overshoots least.
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
from demo.history import SHOPPERS, history, write_history
from demo.shelves import Event
from demo.truth import complements
from demo.world import World, populate
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Bools, Ints, Longs
from knowledge_base.live import LiveFacts
from knowledge_base.market import Market
from knowledge_base.merchandising import Entry, merchandising_from
from knowledge_base.money import to_cents
from knowledge_base.selection import Selection
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import open_database
from ranking.context import BasketLine, Context
from ranking.metrics import Doubles
from service.answering.hits import offers
from service.answering.recommending import RecommendAsk, recommend
from service.engine import Engine, assemble, open_snapshot
from service.intake.event_import import import_events
from service.intake.importing import FeedImport, import_products
from service.nightly import train

MARKET = Market(("de", "en"), "EUR")
THRESHOLD = "79.00"


@dataclass(frozen=True, slots=True)
class Basket:
    """The lines of an order before its last (of one line, that line), and whose it was."""

    lines: tuple[BasketLine, ...]
    shopper: int | None


@dataclass(frozen=True, slots=True)
class Fit:
    """How well proposed products fit a basket and its buyer.

    Whether one is a complement, whether one is of a department in the basket, and the share of
    all that may be proposed that the buyer likes less (nan where nobody knows who it is).
    """

    complement: bool
    department: bool
    liked: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one gap; amounts in cents, `least` is the smallest overshoot possible.

    `own` tells how what was proposed fits, `cheapest` how what overshoots least does, and `can`
    whether there is a complement of the basket at all.
    """

    gap: int
    over: int
    least: int
    can: bool
    own: Fit
    cheapest: Fit


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


def baskets(past: Sequence[Event], world: World) -> Iterator[Basket]:
    """Yield the baskets of orders, and who had them."""
    numbers = {name: number for number, name in enumerate(world.shoppers.visitor_ids)}
    orders = defaultdict(list)
    buyers = {}
    for event in past:
        if event["type"] == "purchase":
            line = event.get("variant_id") or event["product_id"]
            orders[event["order_id"]].append(BasketLine(line, event.get("quantity", 1)))
            buyers[event["order_id"]] = numbers.get(event.get("visitor_id", ""))
    for order, lines in orders.items():
        yield Basket(tuple(lines[:-1] or lines), buyers[order])


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


def least(gap: int, price: Longs, most: int) -> tuple[int, Ints] | None:
    """Return the smallest overshoot of one or two prices, and their places.

    `price` is ascending; None where nothing comes to the gap without exceeding it by `most`.
    """
    other = np.searchsorted(price, gap - price)
    valid = (other < len(price)) & (price < gap)
    pair = np.where(valid, price + price[np.minimum(other, len(price) - 1)] - gap, most + 1)
    alone = np.where(price >= gap, price - gap, most + 1)
    best = np.minimum(pair, alone)
    place = int(best.argmin())
    if best[place] > most:
        return None
    both = [place] if alone[place] <= pair[place] else [place, int(other[place])]
    return int(best[place]), np.array(both, dtype=np.int32)


def outcome(engine: Engine, world: World, basket: Basket, now: datetime) -> Outcome | None:
    """Ask for what closes the gap of one basket; None where there is none, or it stays open."""
    context = Context(now, "free_shipping", "de", basket=basket.lines)
    body = recommend(engine, RecommendAsk(context), None)
    gap = to_cents(Decimal(body["gap"]))
    rows = proposable(engine, basket.lines)
    possible = least(gap, _prices(engine, rows), to_cents(Decimal(THRESHOLD))) if gap else None
    if possible is None:
        return None
    fits = _Fits.of(engine, world, basket, rows)
    proposed = engine.catalogue.product_rows([hit["product_id"] for hit in body["hits"]])
    return Outcome(
        gap=gap,
        over=sum(to_cents(Decimal(hit["price"])) for hit in body["hits"]) - gap,
        least=possible[0],
        can=bool(fits.complement[rows].any()),
        own=fits.told(proposed),
        cheapest=fits.told(rows[possible[1]]),
    )


@dataclass(frozen=True, slots=True)
class _Fits:
    """What is true of each product for one basket, by its row."""

    complement: Bools
    department: Bools
    liked: Doubles

    @classmethod
    def of(cls, engine: Engine, world: World, basket: Basket, rows: Ints) -> "_Fits":
        """Look at the products of `rows`, which may be proposed."""
        catalogue = engine.catalogue
        held = catalogue.product_rows([one.product_id for one in basket.lines])
        ids, tree = catalogue.product_ids.column, catalogue.facets[CATEGORY]
        going = {each for row in held.tolist() for each in complements(world.shop, ids[row])}
        complement = np.zeros(catalogue.products, dtype=np.bool_)
        complement[catalogue.product_rows(sorted(going))] = True
        department = np.array([tree.path(leaf)[0] for leaf in catalogue.leaf.tolist()])
        liked = np.full(catalogue.products, np.nan)
        if basket.shopper is not None:
            utility = world.utility(basket.shopper, [ids[row] for row in rows.tolist()])
            liked[rows[np.argsort(utility)]] = np.arange(len(rows)) / len(rows)
        return cls(complement, np.isin(department, department[held]), liked)

    def told(self, rows: Ints) -> Fit:
        """Return how some products fit together."""
        liked = self.liked[rows]
        return Fit(
            bool(self.complement[rows].any()),
            bool(self.department[rows].any()),
            float(liked.mean()) if len(rows) else np.nan,
        )


def main() -> None:
    """Print how the gaps of the demo shop's baskets are closed."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=2000, help="products in the shop")
    parser.add_argument("--baskets", type=int, default=2000)
    options = parser.parse_args()
    now = datetime.now(UTC)
    shop = make(SEED, options.size, now.date())
    world = populate(shop, SEED, SHOPPERS)
    with tempfile.TemporaryDirectory() as folder:
        engine, past = engine_of(Path(folder), shop, now)
        asked = list(baskets(past, world))[-options.baskets :]
        every = [outcome(engine, world, one, now) for one in asked]
    closable = [one for one in every if one is not None]
    done = [one for one in closable if one.over >= 0]
    over, spare = (np.array([getattr(one, name) for one in done]) for name in ("over", "least"))
    print(f"{len(asked)} baskets, {len(closable)} with a gap that can be closed")
    print(f"closed: {len(done) / len(closable):.4f}")
    print(f"overshoot in cents, median and 90 %: {np.percentile(over, [50, 90])}")
    print(f"least possible, median and 90 %: {np.percentile(spare, [50, 90])}")
    print(f"baskets that have a complement at all: {np.mean([one.can for one in done]):.3f}")
    _print("proposed", [one.own for one in done])
    _print("the least overshoot alone", [one.cheapest for one in done])


def _print(title: str, fits: Sequence[Fit]) -> None:
    liked = np.nanmean([one.liked for one in fits])
    print(
        f"{title}: with a complement {np.mean([one.complement for one in fits]):.3f}, of a "
        f"department in the basket {np.mean([one.department for one in fits]):.3f}, liked more "
        f"than {liked:.3f} of all"
    )


if __name__ == "__main__":
    main()
