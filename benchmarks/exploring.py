"""What does trying things out cost? Clicks on shelves with a place for chance and without.

`python -m benchmarks.exploring [--size 1000] [--shelves 4000]` trains on the demo shop's
made-up history and fills shelves for its shoppers twice: as ranked, and with a place for what
little is known of. A shelf is worth the clicks to be expected of the shopper it is for, by what
is true of the simulator: how probably each place is looked at, and a tile that is seen is
opened. The difference over the same shelves has a 95 % interval. Once on every shelf, once as
shipped.
"""

import tempfile
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.special import expit

from benchmarks.closed_loop import engine_with
from benchmarks.figures import SEED, with_interval
from benchmarks.gap import engine_of
from demo.catalogue import make
from demo.makes import CLICK_BIAS
from demo.world import World, populate
from knowledge_base.shop import Dials
from ranking.context import Context
from service.answering.recommending import RecommendAsk, recommend
from service.engine import Engine

SHOPPERS = 500
SHOWN = 8
PLACEMENTS = ("home", "product_alternatives")


class Shelf(NamedTuple):
    """The clicks to be expected of a shelf, and what chance put on it."""

    clicks: float
    tried: str | None


class Visitor(NamedTuple):
    """Who looks at which product's page, in a session."""

    shopper: int
    row: int
    session: str


def visitors(world: World, number: int) -> list[Visitor]:
    """Invent newcomers, each on the page of a product of a kind he is interested in."""
    rng = np.random.default_rng(SEED)
    found = []
    for visit in range(number):
        shopper = int(rng.integers(SHOPPERS))
        interest = world.shoppers.interest[shopper]
        leaf = int(rng.choice(len(interest), p=interest))
        row = int(rng.choice(world.assortment.leaf_rows[leaf]))
        found.append(Visitor(shopper, row, f"session-{visit}"))
    return found


def shelf(engine: Engine, world: World, placement: str, who: Visitor, now: datetime) -> Shelf:
    """Fill a shelf and weigh it by what is true of the visitor."""
    is_home = placement == "home"
    context = Context(now, placement, "de", session_id=who.session)
    product = None if is_home else world.shop.products[who.row].product_id
    hits = recommend(engine, RecommendAsk(context, product, limit=SHOWN), None)["hits"]
    rows = np.array([world.shop.rows[hit["product_id"]] for hit in hits], dtype=np.int64)
    need = None if is_home else int(world.assortment.leaf[who.row])
    points = world.utility_of_rows(who.shopper, rows, need)
    seen = world.model.examination(len(rows))
    tried = (hit["product_id"] for hit in hits if "propensity" in hit)
    return Shelf(float(seen @ expit(points + CLICK_BIAS)), next(tried, None))


def main() -> None:
    """Print what is lost, and how much is tried out for it."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1000, help="products in the shop")
    parser.add_argument("--shelves", type=int, default=4000)
    options = parser.parse_args()
    now = datetime.now(UTC)
    shop = make(SEED, options.size, now.date())
    world = populate(shop, SEED, SHOPPERS)
    with tempfile.TemporaryDirectory() as folder:
        opened = engine_of(Path(folder), shop, now)[0].opened
        unknown = int((opened.untried > 0).sum())
        print(f"{options.size} products, little is known of {unknown}")
        still = engine_with(opened, now, exploration={"on": False})
        for strength in (100, Dials().exploration.strength):
            chance = engine_with(opened, now, exploration={"strength": strength})
            for placement in PLACEMENTS:
                asked = visitors(world, options.shelves)
                plain = [shelf(still, world, placement, one, now) for one in asked]
                tried = [shelf(chance, world, placement, one, now) for one in asked]
                _print(f"{placement}, on {strength} of 100", plain, tried)


def _print(title: str, plain: list[Shelf], tried: list[Shelf]) -> None:
    before, after = (np.array([one.clicks for one in every]) for every in (plain, tried))
    names = [one.tried for one in tried if one.tried]
    print(
        f"{title:<38} clicks a shelf {before.mean():.4f} without chance, "
        f"difference {with_interval((after - before) / before.mean())} of them"
    )
    print(f"{'':<38} tried on {len(names) / len(tried):.3f}, {len(set(names))} products")


if __name__ == "__main__":
    main()
