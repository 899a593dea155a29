"""A small shop with a history, trained and opened: what the flows of answers are tested on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType, Trust
from knowledge_base.families import families
from knowledge_base.filters import parse_filter
from knowledge_base.interests import Interest
from knowledge_base.live import Change, LiveFacts
from knowledge_base.market import Market
from knowledge_base.merchandising import Entry, Merchandising, merchandising_from
from knowledge_base.products import Product
from knowledge_base.profiles import Profile
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import open_database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.products import put_products
from ranking.context import BasketLine, Context
from service.answering.recommending import RecommendAsk, recommend
from service.answering.searching import SearchAsk, search
from service.answering.suggesting import SuggestAsk, suggest
from service.engine import Engine, assemble, open_snapshot
from service.nightly import train
from service.rule_uses import RuleUses
from tests.knowledge_base.shop import BLACK, BLUE, RED, both, shoe

MARKET = Market(("de", "en"), "EUR")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CARDS = {"de": (("Foto", "Speicherkarten"),), "en": (("Photo", "Memory cards"),)}
CAMERAS = {"de": (("Foto", "Kameras"),), "en": (("Photo", "Cameras"),)}


def photo(product_id: str, title: str, brand: str, price: str, **facts: Any) -> Product:
    """Make something of the photo department."""
    categories = CARDS if "Karte" in title else CAMERAS
    return Product(
        product_id,
        title=both(title, title),
        brand=brand,
        categories=categories,
        price=Decimal(price),
        stock=5,
        url=f"https://shop.example/{product_id}",
        **facts,
    )


LINES = [
    *shoe("run1", "Adler", "80.00", {"run1-42": (BLUE, "42"), "run1-43": (RED, "43")}),
    *shoe("run2", "Adler", "90.00", {"run2-42": (RED, "42")}),
    *shoe("run3", "Falke", "70.00", {"run3-42": (BLACK, "42"), "run3-44": (BLUE, "44")}),
    *shoe("run4", "Falke", "60.00", {"run4-44": (BLACK, "44")}),
    photo("cam1", "Kamera Eins", "Falke", "400.00"),
    photo("cam2", "Kamera Zwei", "Falke", "500.00", list_price=Decimal("650.00")),
    photo("cam3", "Kamera Drei", "Uhu", "450.00"),
    photo("card1", "Karte Eins", "Uhu", "20.00"),
    photo("card2", "Karte Zwei", "Uhu", "30.00"),
    photo("gone", "Kamera Weg", "Uhu", "99.00", availability=None),
]
LINES[-1] = replace(LINES[-1], stock=0)
LINES[4] = replace(LINES[4], url="https://shop.example/run2?size=42")
"""Nobody can buy the last camera; the second shoe in 42 has a page of its own."""


def history() -> Iterable[Event]:
    """Ten visitors look at cameras and buy the second with the first card; ten run."""
    number = 0
    for visitor in range(20):
        looks = ["cam1", "cam2"] if visitor < 10 else ["run1", "run2"]
        buys = ["cam2", "card1"] if visitor < 10 else ["run2"]
        deeds = [(EventType.VIEW, one) for one in looks]
        for kind, product in [*deeds, *((EventType.PURCHASE, one) for one in buys)]:
            number += 1
            yield Event(
                f"e{number}",
                kind,
                NOW - timedelta(days=1, minutes=-number),
                Consent.PERSONALIZATION,
                visitor_id=f"visitor-{visitor}",
                session_id=f"session-{visitor}",
                product_id=product,
                order_id=f"order-{visitor}" if kind is EventType.PURCHASE else None,
                price=Decimal(100) if kind is EventType.PURCHASE else None,
                trust=Trust.CONFIRMED,
            )


def trained(
    folder: Path, lines: Sequence[Product] = LINES, more: Iterable[Event] = ()
) -> Engine:
    """Import, train and open a shop as every deployment does; `more` happened in it."""
    database = open_database(f"sqlite:///{folder}/flow.db")
    database.migrate()
    with database.write() as connection:
        put_products(connection, lines)
        insert_events(connection, [*history(), *more])
    store = SnapshotStore(folder / "snapshots")
    report = train(database, store, MARKET, now=NOW)
    database.close()
    opened = open_snapshot(store, report.snapshot_id)
    live = LiveFacts.at_rest(opened.catalogue, opened.seq)
    return assemble(opened, live, merchandising_from(0, {}), NOW)


@dataclass(frozen=True)
class Desk:
    """Asks an engine the way the edge does."""

    engine: Engine
    entries: Mapping[str, list[Entry]] = field(default_factory=dict)

    def with_entry(self, kind: str, body: Mapping[str, Any], entry_id: str = "") -> "Desk":
        """Return a desk at which somebody has written something more."""
        have = self.entries.get(kind, [])
        made = Entry(entry_id or f"{kind}-{len(have)}", 1, body, "test", NOW, NOW)
        entries = {**self.entries, kind: [*have, made]}
        merchandising = merchandising_from(1, entries)
        assert not merchandising.faults, merchandising.faults
        return Desk(self._with(self.engine.live, merchandising), entries)

    def rule(self, then: list[Any], **when: Any) -> "Desk":
        """Return a desk with one more rule."""
        return self.with_entry("rules", {"name": "a rule", "when": when, "then": then})

    def changed(self, product_id: str, **fields: Any) -> "Desk":
        """Return a desk at which a product's line was patched, or with no fields deleted."""
        kin = {one.product.product_id: one for one in families(LINES)}
        family = kin[product_id]
        changed = replace(
            family, variants=tuple(replace(one, **fields) for one in family.variants)
        )
        change = Change(product_id, changed if fields else None)
        live = self.engine.live.with_changes([change], self.engine.live.seq + 1)
        return Desk(self._with(live, self.engine.merchandising), self.entries)

    def _with(self, live: LiveFacts, merchandising: Merchandising) -> Engine:
        """Make the engine that follows this one, as a running service does; uses begin anew."""
        before = replace(self.engine, uses=RuleUses())
        return assemble(before.opened, live, merchandising, NOW, before)

    def context(self, touch_point: str, *filters: str, **more: Any) -> Context:
        """Make a context; `basket` is given by ids."""
        basket = tuple(BasketLine(one) for one in more.pop("basket", ()))
        read = tuple(parse_filter(one) for one in filters)
        language = more.pop("language", "de")
        return Context(NOW, touch_point, language, filters=read, basket=basket, **more)

    def search(
        self, text: str, *filters: str, profile: Profile | None = None, **more: Any
    ) -> Any:
        """Search; what the ask takes and what the context takes may be mixed."""
        asked = {one.name for one in fields(SearchAsk)} - {"context", "text"}
        own = {name: more.pop(name) for name in asked if name in more}
        context = self.context("search" if text else "category", *filters, **more)
        return search(self.engine, SearchAsk(context, text, **own), profile)

    def found(self, text: str, *filters: str, **more: Any) -> list[str]:
        """Return the ids of what a search finds, in order."""
        return ids(self.search(text, *filters, **more))

    def suggest(self, text: str, **more: Any) -> Any:
        """Type something into the box."""
        return suggest(self.engine, SuggestAsk(self.context("suggest", **more), text), None)

    def recommend(
        self, placement: str, *filters: str, profile: Profile | None = None, **more: Any
    ) -> Any:
        """Ask a placement; what the ask takes and what the context takes may be mixed."""
        own = {
            name: more.pop(name)
            for name in ("product_id", "category", "limit", "exclude", "explain")
            if name in more
        }
        context = self.context(placement, *filters, **more)
        return recommend(self.engine, RecommendAsk(context, **own), profile)


def ids(body: Any) -> list[str]:
    """Return the ids of an answer's hits."""
    return [hit["product_id"] for hit in body["hits"]]


def fan_of(*product_ids: str, **more: Any) -> Profile:
    """Make the profile of somebody who cared a lot for some products."""
    interest = Interest(10.0, NOW.timestamp())
    return Profile(interests=dict.fromkeys(product_ids, interest), **more)
