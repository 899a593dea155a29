"""Lives a small shop step by step beside a model of it in plain dictionaries."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from knowledge_base.errors import UnknownName
from knowledge_base.storage.keys import revoke_key
from service.building.merging import roll_back, trained_at
from service.building.refresh import refresh
from service.commands.keys import issue_key
from service.door.auth import KeyClass
from service.nightly import train
from service.settings import Settings
from tests.databases import Databases
from tests.service.api.conftest import Served, serve, unhurried

PRODUCTS = st.sampled_from(["p1", "p2", "p3", "p4"])
VISITORS = st.sampled_from(["v1", "v2"])
CONSENTS = st.sampled_from(["none", "statistics", "personalization"])
PRICES = st.sampled_from(["5.00", "19.90", "49.00"])
KINDS = st.sampled_from(["hide", "pin"])
MOST_NIGHTS, MOST_RESTARTS = 4, 2
"""In one life: they take as long as everything else together."""
FIRST = datetime(2030, 1, 1, tzinfo=UTC)
"""When the first training is: later than any event, by the clock of the machine."""

Body = dict[str, Any]


@dataclass
class Person:
    """What we have to know of a visitor, and what we may use of it."""

    events: list[str] = field(default_factory=list)
    usable: list[str] = field(default_factory=list)


@dataclass
class Model:
    """What the shop should be.

    `found` are the products that search could find since it last read the catalogue, `past`
    the versions of each rule (None where it was deleted), `nights` when something was learned
    that can be served, `learned` which of those is, None before the first.
    """

    products: dict[str, Body] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)
    past: dict[str, list[Body | None]] = field(default_factory=dict)
    keys: dict[str, bool] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    nights: list[str] = field(default_factory=list)
    learned: str | None = None
    is_pinned: bool = False

    @property
    def rules(self) -> dict[str, Body]:
        """Return the rules in force."""
        return {name: past[-1] for name, past in self.past.items() if past[-1] is not None}

    @property
    def hidden(self) -> set[str]:
        """Name the products that rules hide."""
        consequences = [then for one in self.rules.values() for then in one["then"]]
        return {then["hide"]["product_id"] for then in consequences if "hide" in then}

    @property
    def shown(self) -> dict[str, str]:
        """Return the prices of the products that may be shown."""
        return {
            name: one["price"]
            for name, one in self.products.items()
            if name in self.found and name not in self.hidden and one["stock"]
        }

    def person(self, visitor: str) -> Person:
        """Return what is known of a visitor."""
        return self.people.setdefault(visitor, Person())


@dataclass(frozen=True)
class Site:
    """Where shops are set up: a fresh one for each run."""

    databases: Databases
    folder: Path

    @contextmanager
    def fresh(self, number: int) -> Iterator[Settings]:
        """Make an empty shop."""
        folder = self.folder / str(number)
        with self.databases.fresh(folder) as url:
            yield unhurried(folder, url).model_copy(update={"languages": ("de",)})
        shutil.rmtree(folder, ignore_errors=True)


class ShopMachine(RuleBasedStateMachine):
    """Does to a shop what people do, and sees after each step that it is as it should be."""

    runs = 0

    def __init__(self, site: Site) -> None:
        super().__init__()
        ShopMachine.runs += 1
        self._standing, self._open = ExitStack(), ExitStack()
        self.settings = self._standing.enter_context(site.fresh(ShopMachine.runs))
        self.model = Model()
        self._sent = self._night = self._restarts = 0
        self._start()

    def _start(self) -> None:
        self.served: Served = self._open.enter_context(contextmanager(serve)(self.settings))

    def teardown(self) -> None:
        """Close the shop and clear the site."""
        self._open.close()
        self._standing.close()

    def _write(self, method: str, path: str, who: KeyClass, body: Any = None) -> Any:
        answer = self.served.ask(method, path, who, json=body)
        self.served.runtime.refresh()
        return answer

    def _later(self) -> datetime:
        self._night += 1
        return FIRST + timedelta(hours=self._night)

    @initialize()
    def open_shop(self) -> None:
        """Begin with something to sell that is found, and somebody who has seen it."""
        for name in ("p1", "p2"):
            self.put_product(name, "5.00", 1)
        self.refresh_index()
        self.look("v1", "p1", "personalization")

    @rule(name=PRODUCTS, price=PRICES, stock=st.integers(0, 1))
    def put_product(self, name: str, price: str, stock: int) -> None:
        """Put a product whole: new, changed or back."""
        line = {"product_id": name, "title": f"Ding {name}", "price": price, "stock": stock}
        answer = self._write("PUT", "/v1/products", KeyClass.PRIVATE, [line])
        assert answer.status_code == 200
        assert answer.json()["refused"] == []
        self.model.products[name] = line

    @rule(name=PRODUCTS, price=PRICES, stock=st.integers(0, 1))
    def patch_product(self, name: str, price: str, stock: int) -> None:
        """Change price and stock of what there is."""
        change = {"price": price, "stock": stock}
        line = {"product_id": name, **change}
        answer = self._write("PATCH", "/v1/products", KeyClass.PRIVATE, [line])
        assert bool(answer.json()["refused"]) is (name not in self.model.products)
        if name in self.model.products:
            self.model.products[name] |= change

    @rule(name=PRODUCTS)
    def delete_product(self, name: str) -> None:
        """Take a product away."""
        answer = self._write("DELETE", f"/v1/products/{name}", KeyClass.PRIVATE)
        there = self.model.products.pop(name, None)
        assert answer.status_code == (204 if there else 404)

    @rule(name=PRODUCTS, kind=KINDS)
    def write_rule(self, name: str, kind: str) -> None:
        """Hide a product everywhere, or pin it to the head of what is browsed."""
        if kind == "hide":
            body: Body = {"then": [{"hide": {"product_id": name}}]}
        else:
            pin = {"pin": {"product_id": name, "position": 1}}
            body = {"when": {"placement": "category"}, "then": [pin]}
        rule_id = kind if kind == "pin" else f"{kind}-{name}"
        past = self.model.past.setdefault(rule_id, [])
        is_new = not past
        answer = self._write("PUT", f"/v1/rules/{rule_id}", KeyClass.MERCHANDISER, body)
        assert answer.status_code == (201 if is_new else 200)
        past.append(body)
        assert answer.json()["version"] == len(past)

    @rule(name=PRODUCTS, kind=KINDS)
    def delete_rule(self, name: str, kind: str) -> None:
        """Take a rule back."""
        rule_id = kind if kind == "pin" else f"{kind}-{name}"
        is_there = rule_id in self.model.rules
        answer = self._write("DELETE", f"/v1/rules/{rule_id}", KeyClass.MERCHANDISER)
        assert answer.status_code == (204 if is_there else 404)
        if is_there:
            self.model.past[rule_id].append(None)

    @rule(name=PRODUCTS, kind=KINDS)
    def undo_rule(self, name: str, kind: str) -> None:
        """Undo the last change of a rule, whatever it was."""
        rule_id = kind if kind == "pin" else f"{kind}-{name}"
        past = self.model.past.get(rule_id, [])
        answer = self._write("POST", f"/v1/rules/{rule_id}/undo", KeyClass.MERCHANDISER)
        if not past:
            assert answer.status_code == 404
            return
        before = past[-2] if len(past) > 1 else None
        assert answer.status_code == (204 if before is None else 200)
        past.append(before)

    @rule(one=st.sampled_from(KeyClass))
    def make_key(self, one: KeyClass) -> None:
        """Make a key on the command line."""
        key = issue_key(self.served.runtime.database, one, "somebody", ("*",))
        self.served.runtime.refresh()
        self.model.keys[key] = True

    @rule(place=st.integers(0, 3))
    def revoke_key(self, place: int) -> None:
        """End one of the keys."""
        for key in list(self.model.keys)[place : place + 1]:
            with self.served.runtime.database.write() as connection:
                assert revoke_key(connection, key[3:11]) is self.model.keys[key]
            self.served.runtime.refresh()
            self.model.keys[key] = False

    @rule(visitor=VISITORS, product=PRODUCTS, consent=CONSENTS)
    def look(self, visitor: str, product: str, consent: str) -> None:
        """Look at a product; less consent than before takes back what was allowed."""
        self._sent += 1
        event = {
            "event_id": f"e{self._sent}",
            "type": "view",
            "product_id": product,
            "visitor_id": visitor,
            "consent": consent,
        }
        answer = self._write("POST", "/v1/events", KeyClass.PUBLIC, [event])
        assert answer.json() == {"accepted": 1, "duplicates": 0, "refused": []}
        person = self.model.person(visitor)
        if consent == "personalization":
            person.events.append(event["event_id"])
            person.usable.append(product)
        else:
            person.usable.clear()

    @rule(visitor=VISITORS)
    def repeat(self, visitor: str) -> None:
        """Send once more what was sent: as another, without changing anything."""
        for event_id in self.model.person(visitor).events[-1:]:
            event = {"event_id": event_id, "type": "view", "product_id": "p1"}
            again = event | {"visitor_id": visitor, "consent": "personalization"}
            answer = self._write("POST", "/v1/events", KeyClass.PUBLIC, [again])
            assert answer.json() == {"accepted": 0, "duplicates": 1, "refused": []}

    @rule(visitor=VISITORS)
    def erase(self, visitor: str) -> None:
        """Erase somebody."""
        path = f"/v1/visitors/{visitor}"
        assert self._write("DELETE", path, KeyClass.PRIVATE).status_code == 200
        assert self.served.ask("GET", path, KeyClass.PRIVATE).status_code == 404
        self.model.people[visitor] = Person()

    @rule()
    def refresh_index(self) -> None:
        """Let search read the catalogue anew."""
        runtime = self.served.runtime
        refresh(runtime.database, runtime.store, runtime.market, now=self._later())
        runtime.refresh()
        self.model.found = set(self.model.products)

    @precondition(lambda self: len(self.model.nights) < MOST_NIGHTS)
    @rule()
    def publish(self) -> None:
        """Train: what was learned is served, unless a rollback is held fast."""
        runtime, now = self.served.runtime, self._later()
        report = train(runtime.database, runtime.store, runtime.market, now=now)
        runtime.refresh()
        assert not report.refused
        assert report.published is not self.model.is_pinned
        self.model.nights.append(now.isoformat())
        if report.published:
            self.model.found = set(self.model.products)
            self.model.learned = now.isoformat()

    @rule()
    def roll_back(self) -> None:
        """Serve what was learned before, over the products of now, and hold that."""
        runtime, model = self.served.runtime, self.model
        older = [one for one in model.nights if model.learned and one < model.learned]
        try:
            roll_back(runtime.store, self._later())
        except UnknownName:
            assert not older
            return
        runtime.refresh()
        assert older
        model.learned, model.is_pinned = older[-1], True

    @precondition(lambda self: self._restarts < MOST_RESTARTS)
    @rule()
    def restart(self) -> None:
        """Stop the service and start it again."""
        self._restarts += 1
        self._open.close()
        self._start()

    @invariant()
    def what_is_for_sale_is_shown(self) -> None:
        """Find every product that may be shown, at its price, what is pinned at the head."""
        hits = self.served.get("/v1/search", q="", per_page=100)["hits"]
        assert {one["product_id"]: one["price"] for one in hits} == self.model.shown
        pinned = self.model.rules.get("pin")
        head = pinned["then"][0]["pin"]["product_id"] if pinned else None
        if head in self.model.shown:
            assert hits[0]["product_id"] == head

    @invariant()
    def rules_are_as_they_were_written(self) -> None:
        """List every rule in the version it has come to."""
        listed = self.served.get("/v1/rules", KeyClass.MERCHANDISER)["rules"]
        versions = {name: len(self.model.past[name]) for name in self.model.rules}
        assert {one["id"]: one["version"] for one in listed} == versions

    @invariant()
    def keys_open_until_they_are_revoked(self) -> None:
        """Let in whoever holds a key in force, and nobody else."""
        for key, is_in_force in self.model.keys.items():
            headers = {"Authorization": f"Bearer {key}"}
            answer = self.served.client.get("/v1/suggest", headers=headers)
            assert answer.status_code == (200 if is_in_force else 401)

    @invariant()
    def of_people_is_known_what_they_allowed(self) -> None:
        """Export each event with a name; use what was not taken back."""
        for visitor, person in self.model.people.items():
            answer = self.served.ask("GET", f"/v1/visitors/{visitor}", KeyClass.PRIVATE)
            kept = answer.json().get("events", [])
            assert [one["event_id"] for one in kept] == person.events
            asked = {"visitor_id": visitor, "consent": "personalization"}
            shelf = self.served.get("/v1/recommendations/recently_viewed", **asked)
            seen = [one for one in shelf["hits"] if one["recommender"] == "recently_viewed"]
            usable = {one for one in person.usable if one in self.model.shown}
            assert {one["product_id"] for one in seen} == usable

    @invariant()
    def what_was_learned_is_what_is_served(self) -> None:
        """Answer from the training that is published, or gone back to."""
        store = self.served.runtime.store
        answered = self.served.get("/v1/suggest", q="ding")["snapshot_id"]
        assert (trained_at(store.manifest(answered)) or None) == self.model.learned
        assert store.pinned is self.model.is_pinned
