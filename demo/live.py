"""How do the made-up shoppers visit a real service? Over its public API, like any browser."""

import http.client
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import numpy as np
import orjson

from demo.assortment import IntArray
from demo.catalogue import Shop
from demo.catalogue.palette import COLOURS
from demo.history import SHOPPERS, stamped, uuid7
from demo.makes import USUAL
from demo.queries import Query
from demo.script import pay_a_visit
from demo.shelves import PER_PAGE, PER_SHELF, Event, Request, Shelf
from demo.visits import Memory, Visit
from demo.world import populate

TIMEOUT_SECONDS = 10
VISIT_MILLISECONDS = 1_200_000  # a visit is told as if it had begun this long ago
Params = list[tuple[str, str]]


class ServiceError(Exception):
    """The service gave an answer that a shop could not use."""


@dataclass(slots=True)
class LiveReport:
    """What shoppers did, what they were shown and what that was truly worth to them."""

    visits: int = 0
    requests: int = 0
    events: int = 0
    accepted: int = 0
    orders: int = 0
    shown: int = 0
    attention: float = 0.0
    worth: float = 0.0

    @property
    def mean_utility(self) -> float:
        """Average utility of what was shown, by the chance that a position is looked at."""
        return self.worth / self.attention if self.attention else 0.0

    def add(self, visit: Visit) -> None:
        """Count one visit."""
        self.visits += 1
        self.events += len(visit.events)
        self.orders += any(event["type"] == "purchase" for event in visit.events)
        self.shown += visit.shown
        self.attention += visit.attention
        self.worth += visit.worth

    def __str__(self) -> str:
        return (
            f"{self.visits} visits, {self.requests} requests, {self.events} events "
            f"({self.accepted} accepted), {self.orders} orders; {self.shown} products shown, "
            f"mean utility {self.mean_utility:.3f}"
        )


class Browser:
    """One connection to the service that speaks JSON."""

    def __init__(self, base_url: str, key: str) -> None:
        parts = urlsplit(base_url)
        secure = parts.scheme == "https"
        connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        self._connection = connect(parts.netloc, timeout=TIMEOUT_SECONDS)
        self._prefix = parts.path.rstrip("/")
        self.requests = 0
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def get(self, path: str, params: Params) -> dict[str, Any]:
        """Fetch an answer; raises ServiceError when it is not a success."""
        return self._call("GET", f"{path}?{urlencode(params)}", None)

    def post(self, path: str, body: Any) -> dict[str, Any]:
        """Send a body; raises ServiceError when it is not accepted."""
        return self._call("POST", path, orjson.dumps(body))

    def _call(self, method: str, target: str, body: bytes | None) -> dict[str, Any]:
        self.requests += 1
        self._connection.request(method, self._prefix + target, body, self._headers)
        response = self._connection.getresponse()
        content = response.read()
        if response.status >= http.client.BAD_REQUEST:
            raise ServiceError(f"{method} {target}: {response.status} {content[:300]!r}")
        answer: dict[str, Any] = orjson.loads(content)
        return answer


class LiveShelves:
    """Shelves as a running service fills them."""

    def __init__(self, shop: Shop, browser: Browser, rng: np.random.Generator) -> None:
        self._shop = shop
        self._browser = browser
        self._rng = rng
        self.accepted = 0

    def search(self, query: Query, request: Request) -> Shelf:
        """Ask the service what answers a query."""
        return self._list("search", [("q", query.text)], request)

    def category(self, leaf: str, request: Request) -> Shelf:
        """Ask the service for a category page."""
        path = leaf.replace(" > ", "/")
        return self._list(f"category:{path}", [("filter", f"category:{path}")], request)

    def recommended(self, placement: str, row: int, request: Request) -> Shelf:
        """Ask the service to fill a placement."""
        params = [("limit", str(PER_SHELF))]
        if row >= 0:
            params.append(("product_id", self._shop.products[row].product_id))
        path = f"/v1/recommendations/{placement}"
        return self._shelf(placement, self._browser.get(path, params + _context(request)))

    def hear(self, events: Sequence[Event]) -> None:
        """Send what happened to the service; a browser cannot name a customer."""
        if events:
            anonymous = [event | {"customer_id": None} for event in events]
            body = list(stamped(anonymous, self._rng))
            self.accepted += int(self._browser.post("/v1/events", body)["accepted"])

    def _list(self, placement: str, params: Params, request: Request) -> Shelf:
        filters = [
            ("filter", f"{name}:{COLOURS[value].name.de}")
            for name, value in request.filters.items()
        ]
        params = [*params, *filters, ("per_page", str(PER_PAGE)), *_context(request)]
        return self._shelf(placement, self._browser.get("/v1/search", params))

    def _shelf(self, placement: str, answer: Mapping[str, Any]) -> Shelf:
        """Read hits; products that are not of this shop are nothing its people can judge."""
        rows = self._shop.rows
        hits = [hit for hit in answer["hits"] if hit["product_id"] in rows]
        shown: IntArray = np.array([rows[hit["product_id"]] for hit in hits], dtype=np.int64)
        return Shelf(placement, shown, [hit["token"] for hit in hits])


def shop_live(  # noqa: PLR0913 - who visits what, and how often
    shop: Shop,
    base_url: str,
    key: str,
    sessions: int,
    seed: int,
    *,
    shoppers: int = SHOPPERS,
    model: str = USUAL,
) -> LiveReport:
    """Let made-up shoppers pay ``sessions`` visits to a running service and report on them."""
    world = populate(shop, seed, shoppers, model)
    rng = np.random.default_rng([seed, sessions])
    memories = [Memory() for _ in range(shoppers)]
    report = LiveReport()
    weights = 1.0 + world.shoppers.habit
    with Browser(base_url, key) as browser:
        shelves = LiveShelves(shop, browser, rng)
        for shopper in rng.choice(shoppers, sessions, p=weights / weights.sum()).tolist():
            start = int(datetime.now(UTC).timestamp() * 1000) - VISIT_MILLISECONDS
            memory, session_id = memories[shopper], uuid7(start, rng)
            visit = Visit(world, shelves, shopper, memory, session_id, start, rng)
            pay_a_visit(visit)
            report.add(visit)
        report.requests, report.accepted = browser.requests, shelves.accepted
    return report


def _context(request: Request) -> Params:
    """Write down who asks, as the API takes it."""
    params = [*request.identity.items(), ("language", request.language)]
    if request.basket:
        params.append(
            ("basket", ",".join(f"{product}:{count}" for product, count in request.basket))
        )
    if request.recent:
        params.append(("recent", ",".join(request.recent)))
    return params
