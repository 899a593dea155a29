"""Lets a learning shop and simulated shoppers act on each other, day by day, in one process.

By day shoppers search, browse and buy on what the engine in force ranks; what they do is
written to the log as `/v1/events` writes it, with what the hits' tokens prove. By night
`service.nightly.train` learns from it. Only HTTP is left out, and time is simulated.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from demo.assortment import IntArray
from demo.catalogue import Shop, write_feed
from demo.catalogue.palette import COLOURS
from demo.history import BUSY, HOUR, stamped, uuid7
from demo.queries import Query
from demo.script import pay_a_visit
from demo.shelves import PER_PAGE, PER_SHELF, Event, Request, Shelf
from demo.shoppers import HABIT_VISITS
from demo.visits import DAY, Memory, Visit
from demo.world import World
from knowledge_base.consent import Consent
from knowledge_base.event_lines import read_event
from knowledge_base.events import Event as Kept
from knowledge_base.events import Trust, same_words
from knowledge_base.filters import Filter
from knowledge_base.live import LiveFacts
from knowledge_base.market import Market
from knowledge_base.merchandising import Entry, merchandising_from
from knowledge_base.profiles import Profile
from knowledge_base.proof import Proof
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.people import read_profile
from ranking.context import BasketLine, Context
from service.answering.recommending import RecommendAsk, recommend
from service.answering.searching import SearchAsk, search
from service.engine import Engine, Opened, assemble, open_snapshot
from service.intake.importing import FeedImport, import_products
from service.nightly import train

MARKET = Market(("de", "en"), "EUR")
SERVER = ("purchase", "return")
"""Events that a shop's own server sends, which are confirmed."""
FIRST_DAY = datetime(2026, 9, 1, tzinfo=UTC)
OFF: Mapping[str, Any] = {"on": False}

Answer = Mapping[str, Any]
Serve = Callable[[Answer, Context], Sequence[Answer]]
"""Says in which order the hits of an answer are shown."""


Listener = Callable[[Sequence[Event]], None]
"""Is told what happened, beside the log."""


def as_ranked(answer: Answer, _: Context) -> Sequence[Answer]:
    """Show hits as they were ranked."""
    hits: Sequence[Answer] = answer["hits"]
    return hits


def engine_with(opened: Opened, now: datetime, **off: Mapping[str, Any]) -> Engine:
    """Answer from a snapshot with the ladder's dials set for every touch-point."""
    ladder = {"ladder": {"default": off}}
    entries = {"shop": [Entry("shop", 1, ladder, "benchmark", now, now)]}
    told = merchandising_from(1, entries)
    return assemble(opened, LiveFacts.at_rest(opened.catalogue, opened.seq), told, now)


@dataclass(slots=True)
class Day:
    """What happened on one day."""

    visits: int = 0
    orders: int = 0
    shown: list[IntArray] = field(default_factory=list)
    """rows of the shelves that answered searches and category pages, in order"""


class LearningShop:
    """Shelves as the engine in force fills them; whatever is heard goes into its log.

    `searched` are the queries and `opened` the products that there are data of, `refused` says
    what was not taken: nights that were not published, events that could not be read.
    """

    def __init__(
        self, folder: Path, database: Database, shop: Shop, rng: np.random.Generator
    ) -> None:
        self.database = database
        self.store = SnapshotStore(folder / "snapshots")
        self.now = FIRST_DAY
        self.serve: Serve = as_ranked
        self.listeners: list[Listener] = []
        self.today = Day()
        self.refused: list[str] = []
        self.searched: set[str] = set()
        self.opened: set[str] = set()
        self._shop = shop
        self._rng = rng
        self._answers = 0
        self._tokens: dict[str, dict[str, Any]] = {}
        feed = folder / "feed.jsonl"
        write_feed(shop, feed)
        import_products(database, FeedImport([feed], full=True), MARKET, now=self.now)
        self.engine = self.night()

    def night(self) -> Engine:
        """Learn from the log, and answer with the result from now on, if it may be served."""
        report = train(self.database, self.store, MARKET, now=self.now)
        self.refused += report.refused
        if report.published:
            self.engine = engine_with(open_snapshot(self.store, report.snapshot_id), self.now)
        self.store.prune(2, self.now)
        return self.engine

    def search(self, query: Query, request: Request) -> Shelf:
        """Answer a query."""
        return self._list(query.text, (), request)

    def category(self, leaf: str, request: Request) -> Shelf:
        """Show a category page."""
        return self._list("", (Filter("category", leaf.replace(" > ", "/")),), request)

    def recommended(self, placement: str, row: int, request: Request) -> Shelf:
        """Fill a placement."""
        product = self._shop.products[row].product_id if row >= 0 else None
        context = self.context(request, placement)
        ask = RecommendAsk(context, product_id=product, limit=PER_SHELF)
        return self._shelf(recommend(self.engine, ask, self.person(context)), context)

    def show(self, ask: SearchAsk) -> Shelf:
        """Answer whatever is asked of a list."""
        return self._shelf(search(self.engine, ask, self.person(ask.context)), ask.context)

    def hear(self, events: Sequence[Event]) -> None:
        """Write to the log what happened up to now, and remember what there are data of."""
        for listen in self.listeners:
            listen(events)
        for event in events:
            self.now = max(self.now, datetime.fromtimestamp(event["at"] / 1000, UTC))
            self.searched.add(same_words(event.get("query")))
            if event["type"] == "click":
                self.opened.add(event["product_id"])
        read = [
            read_event(
                event if event["type"] in SERVER else {**event, "customer_id": None},
                received_at=self.now,
                proof=self._proof(event),
            )
            for event in stamped(events, self._rng)
        ]
        kept = [one for one in read if isinstance(one, Kept)]
        self.refused += [str(one) for one in read if not isinstance(one, Kept)]
        if kept:
            with self.database.write() as connection:
                insert_events(connection, kept)

    def context(self, request: Request, touch_point: str) -> Context:
        """Write down who asks, as the API reads it."""
        named = request.identity
        return Context(
            now=self.now,
            touch_point=touch_point,
            language=request.language,
            consent=Consent[named["consent"].upper()],
            visitor_id=named.get("visitor_id"),
            session_id=named.get("session_id"),
            recent=tuple(request.recent),
            basket=tuple(BasketLine(product, count) for product, count in request.basket),
            filters=tuple(
                Filter(name, COLOURS[value].name.de) for name, value in request.filters.items()
            ),
        )

    def person(self, context: Context) -> Profile | None:
        """Read the profile of who asks, if that is allowed."""
        if context.consent < Consent.PERSONALIZATION:
            return None
        with self.database.read() as connection:
            return read_profile(connection, visitor_id=context.visitor_id, customer_id=None)

    def forget_tokens(self) -> None:
        """Let the tokens of a visit expire."""
        self._tokens.clear()

    def _list(self, text: str, filters: tuple[Filter, ...], request: Request) -> Shelf:
        asked = self.context(request, "search" if text else "category")
        context = replace(asked, filters=(*filters, *asked.filters))
        shelf = self.show(SearchAsk(context, text, per_page=PER_PAGE, facets=()))
        self.today.shown.append(shelf.rows)
        return shelf

    def _shelf(self, answer: Answer, context: Context) -> Shelf:
        """Show the hits of an answer, and remember what their tokens prove."""
        hits = self.serve(answer, context)
        self._answers += 1
        tokens = [f"{self._answers:016x}-{place}" for place in range(1, len(hits) + 1)]
        for place, (token, hit) in enumerate(zip(tokens, hits, strict=True), 1):
            chance = hit.get("propensity")
            explored = {} if chance is None else {"explored": True, "propensity": chance}
            self._tokens[token] = {
                "position": place,
                "placement": context.touch_point,
                "forced": bool(hit.get("forced")),
                "match_grade": hit.get("match_grade"),
                "token_facts": {"snapshot": self.engine.snapshot_id, **explored},
            }
        rows = np.array([self._shop.rows[hit["product_id"]] for hit in hits], dtype=np.int64)
        return Shelf(context.touch_point, rows, tokens)

    def _proof(self, event: Event) -> Proof:
        if event["type"] in SERVER:
            return Proof(trust=Trust.CONFIRMED, is_history=True)
        token = event.get("token")
        if token is None:
            return Proof()
        return Proof(trust=Trust.SHOWN, token_id=token, **self._tokens[token])


def asked_for(answer: Answer) -> str:
    """Return what was searched for, alike for all who mean the same; empty while browsing."""
    return same_words(answer["interpretation"]["text"]) if "interpretation" in answer else ""


class ClosedLoop:
    """A shop, its shoppers, and the days they spend with each other."""

    def __init__(self, learning: LearningShop, world: World, seed: int) -> None:
        self.learning = learning
        self.world = world
        self._rng = np.random.default_rng([seed, len(world.shoppers)])
        self._memories = [Memory() for _ in range(len(world.shoppers))]
        self._later: list[Event] = []
        self.days = 0

    def day(self, *, learns: bool = True) -> Day:
        """Let a day pass, and (where the shop learns) the night after it."""
        self.learning.today = Day()
        midnight = int(FIRST_DAY.timestamp() * 1000) + self.days * DAY
        chance = np.array(HABIT_VISITS)[self.world.shoppers.habit] / 60
        visitors = np.flatnonzero(self._rng.random(len(chance)) < chance)
        hours = self._rng.choice(len(BUSY), len(visitors), p=np.array(BUSY) / sum(BUSY))
        starts = midnight + hours * HOUR + self._rng.integers(0, HOUR, len(visitors))
        for at in np.argsort(starts, kind="stable").tolist():
            self._visit(int(visitors[at]), int(starts[at]))
        self.days += 1
        self._send_back(midnight + DAY)
        self.learning.now = FIRST_DAY + timedelta(days=self.days, hours=2)
        if learns:
            self.learning.night()
        return self.learning.today

    def _visit(self, shopper: int, start: int) -> None:
        learning, memory = self.learning, self._memories[shopper]
        learning.now = datetime.fromtimestamp(start / 1000, UTC)
        learning.forget_tokens()
        session_id = uuid7(start, self._rng)
        visit = Visit(self.world, learning, shopper, memory, session_id, start, self._rng)
        pay_a_visit(visit)
        self._later += visit.later
        learning.today.visits += 1
        learning.today.orders += any(event["type"] == "purchase" for event in visit.events)

    def _send_back(self, until: int) -> None:
        """Let returns arrive whose day has come."""
        due = [event for event in self._later if event["at"] < until]
        self._later = [event for event in self._later if event["at"] >= until]
        self.learning.hear(due)


@contextmanager
def closed_loop(world: World, seed: int) -> Iterator[ClosedLoop]:
    """Open a shop that knows nothing yet, in a directory of its own."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        database = open_database(f"sqlite:///{folder}/loop.db")
        database.migrate()
        try:
            rng = np.random.default_rng([seed, 1])
            yield ClosedLoop(LearningShop(folder, database, world.shop, rng), world, seed)
        finally:
            database.close()
