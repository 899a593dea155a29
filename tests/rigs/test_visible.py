"""Does every serving process soon tell what was patched, and miss nothing?"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.databases import Databases
from tests.rigs.load import served

Answer = dict[str, Any]
Processes = list[httpx2.Client]
PROCESSES = {"SqliteFiles": 1, "PostgresServer": 2}
"""SQLite serves one."""
PATCHES = 20
PRODUCTS = ("s1", "s2", "c1")
"""Those that are in stock; somebody writes each."""


@pytest.fixture
def processes(databases: Databases, tmp_path: Path) -> Iterator[Processes]:
    """Serve the small shop from as many processes as the database allows; ask each."""
    with served(databases, tmp_path / "data", PROCESSES[type(databases).__name__]) as clients:
        yield clients


def ask(process: httpx2.Client, path: str, **params: str) -> Answer:
    """Ask something that has to be there."""
    answer = process.get(path, params=params)
    assert answer.status_code == 200, answer.text
    body: Answer = answer.json()
    return body


def patch(process: httpx2.Client, product_id: str, **facts: Any) -> None:
    """Change a product."""
    answer = process.patch("/v1/products", json=[{"product_id": product_id, **facts}])
    assert answer.json()["changed"] > 0, answer.text


def hits(body: Answer) -> list[str]:
    """Return the products of an answer, in order."""
    return [hit["product_id"] for hit in body["hits"]]


def of(product_id: str, fact: str) -> Callable[[Answer], Any]:
    """Look at one fact of one hit."""
    return lambda body: next(
        (hit[fact] for hit in body["hits"] if hit["product_id"] == product_id), None
    )


def count_of(facet: str, value: str) -> Callable[[Answer], int | None]:
    """Look at the count of one value of a facet."""

    def counted(body: Answer) -> int | None:
        values = next(one["values"] for one in body["facets"] if one["name"] == facet)
        return next((one["count"] for one in values if one["value"] == value), None)

    return counted


SEARCH, HOME = "/v1/search", "/v1/recommendations/home"
GREEN = {"attributes": {"colour": "grün"}}
SEEN: list[tuple[str, dict[str, Any], str, dict[str, str], Callable[[Answer], Any], Any]] = [
    ("s2", {"price": "55.00"}, SEARCH, {}, of("s2", "price"), "55.00"),
    ("s2", {"price": "56.00"}, SEARCH, {"filter": "price:56..57"}, hits, ["s2"]),
    ("c1", {"price": "1.00"}, SEARCH, {"sort": "price_asc"}, lambda it: hits(it)[0], "c1"),
    ("c1", {"price": "2.00"}, HOME, {}, of("c1", "price"), "2.00"),
    ("s2", {"list_price": "150.00"}, SEARCH, {}, of("s2", "list_price"), "150.00"),
    ("c1", {"delivery_days": 9}, SEARCH, {}, of("c1", "delivery_days"), 9),
    ("s2", GREEN, SEARCH, {"filter": "colour:grün"}, hits, ["s2"]),
    ("s1", GREEN, SEARCH, {"facets": "colour"}, count_of("colour", "grün"), 2),
    ("c1", {"stock": 0}, SEARCH, {}, of("c1", "availability"), None),
    ("c1", {"stock": 5}, HOME, {}, of("c1", "availability"), "in_stock"),
    ("c1", {"availability": "preorder"}, SEARCH, {}, of("c1", "availability"), "preorder"),
]


def test_what_is_patched_is_told_by_every_process_in_every_way(processes: Processes) -> None:
    """The test's own time limit ends what never comes."""
    for product_id, facts, path, params, look, expected in SEEN:
        patch(processes[0], product_id, **facts)
        for process in processes:
            while look(ask(process, path, **params)) != expected:
                pass


def test_a_deleted_product_is_told_by_no_process(processes: Processes) -> None:
    assert processes[0].delete("/v1/products/s1").status_code == 204
    for process in processes:
        for path in (SEARCH, HOME):
            while "s1" in hits(ask(process, path)):
                pass


def test_no_patch_is_missed_however_many_write(processes: Processes) -> None:
    def write(number: int) -> None:
        for price in range(1, PATCHES + 1):
            process = processes[(number + price) % len(processes)]
            patch(process, PRODUCTS[number], price=f"{price}.00")

    def read(process: httpx2.Client) -> None:
        last = dict.fromkeys(PRODUCTS, 0.0)
        while set(last.values()) != {float(PATCHES)}:
            for hit in ask(process, SEARCH)["hits"]:
                price, known = float(hit["price"]), last[hit["product_id"]]
                if price <= PATCHES:
                    assert price >= known, "an older price came back"
                    last[hit["product_id"]] = price

    with ThreadPoolExecutor() as people:
        at_work = [people.submit(write, number) for number in range(len(PRODUCTS))]
        at_work += [people.submit(read, process) for process in processes]
        for one in at_work:
            one.result()


def test_patches_are_told_while_the_catalogue_is_refreshed(
    databases: Databases, tmp_path: Path
) -> None:
    number = PROCESSES[type(databases).__name__]
    with served(databases, tmp_path / "data", number, refresh_every=1) as processes:
        before = ask(processes[0], SEARCH)["snapshot_id"]
        lamp = {"product_id": "lamp", "title": "Stehlampe", "price": "49.00", "stock": 2}
        assert processes[0].put("/v1/products", json=[lamp]).json()["new"] == 1
        price = 0
        while before in {ask(process, SEARCH)["snapshot_id"] for process in processes}:
            price += 1
            patch(processes[price % number], "s2", price=f"{price}.00")
            for process in processes:
                while of("s2", "price")(ask(process, SEARCH)) != f"{price}.00":
                    pass
        assert price, "something was patched meanwhile"
        for process in processes:
            assert of("s2", "price")(ask(process, SEARCH)) == f"{price}.00"
            assert hits(ask(process, SEARCH, q="stehlampe")) == ["lamp"]
