"""Are feed lines kept, and does a change reach the products it touches?"""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from knowledge_base.live import Change
from knowledge_base.products import Availability, Product
from knowledge_base.storage.database import Database
from knowledge_base.storage.products import (
    Counts,
    all_products,
    changes_since,
    delete_products,
    drop_lines,
    get_products,
    put_products,
)
from tests.knowledge_base.shop import lines

FULL = Product(
    "p1",
    variant_of="p0",
    title={"de": "Gartenhäuser", "en": "Summer houses"},
    description={"de": "mit „Dach“ \N{SNOWMAN}"},
    brand="Adler",
    categories={"de": (("Garten", "Häuser"), ("Neu",))},
    price=Decimal("1479.00"),
    list_price=Decimal("1999.90"),
    unit_price="3,20 €/m",
    availability=Availability.PREORDER,
    stock=0,
    delivery_days=14,
    url="/p1",
    image_urls=("/a.svg", "/b.svg"),
    gtin="04012345678901",
    attributes={"size": ({"de": "2 m"}, {"de": "3 m", "en": "3 m"})},
    released_at=datetime(2024, 2, 29, 12, tzinfo=UTC),
    margin=0.31,
    rating=4.5,
    rating_count=12,
)


def put(database: Database, *products: Product) -> Counts:
    """Write lines in a transaction of their own."""
    with database.write() as connection:
        return put_products(connection, products)


def touched(database: Database, seq: int) -> tuple[dict[str, Change], int]:
    """Return what changed after a number, by product, and the newest number."""
    with database.read() as connection:
        changes, newest = changes_since(connection, seq)
    return {change.product_id: change for change in changes}, newest


def ids(database: Database) -> list[str]:
    """List the ids of all lines."""
    with database.read() as connection:
        return [product.product_id for product in all_products(connection)]


def test_a_line_comes_back_as_it_was_put(database: Database) -> None:
    put(database, FULL, Product("p2"))
    with database.read() as connection:
        assert get_products(connection, ["p2", "p1", "p3"]) == {
            "p1": FULL,
            "p2": Product("p2"),
        }


def test_a_repeated_feed_changes_nothing(database: Database) -> None:
    assert put(database, *lines()) == Counts(new=len(lines()))
    _, seq = touched(database, 0)
    assert put(database, *lines()) == Counts(unchanged=len(lines()))
    assert touched(database, seq) == ({}, seq)


def test_only_what_differs_counts_as_changed(database: Database) -> None:
    put(database, *lines())
    first = replace(lines()[0], price=Decimal(5))
    counts = put(database, first, *lines()[1:], Product("new"))
    assert counts == Counts(new=1, changed=1, unchanged=len(lines()) - 1)


def test_the_later_of_two_lines_with_one_id_wins(database: Database) -> None:
    put(database, Product("p", brand="Adler"), Product("p", brand="Falke"))
    with database.read() as connection:
        assert get_products(connection, ["p"])["p"].brand == "Falke"


def test_products_keep_the_order_in_which_they_first_arrived(database: Database) -> None:
    put(database, Product("b"), Product("a"))
    put(database, Product("c"), Product("b", brand="Adler"), Product("A"))
    assert ids(database) == ["b", "a", "c", "A"]


def test_a_change_to_a_variant_brings_its_whole_family(database: Database) -> None:
    put(database, *lines())
    _, seq = touched(database, 0)
    put(database, Product("s1-b42", variant_of="s1", stock=0))
    changes, newest = touched(database, seq)
    family = changes["s1"].family
    assert newest > seq
    assert family is not None
    assert {variant.product_id: variant.stock for variant in family.variants} == {
        "s1-b42": 0,
        "s1-b43": 3,
        "s1-r42": 3,
    }
    assert family.variants[0].brand == "Adler"


def test_a_line_is_dropped_alone_unless_it_has_changed_meanwhile(database: Database) -> None:
    put(database, *lines())
    _, seq = touched(database, 0)
    put(database, replace(lines()[0], stock=77))
    with database.write() as connection:
        assert drop_lines(connection, [lines()[0].product_id], seq=seq) == 0
        assert drop_lines(connection, ["s1-b42", "nobody"], seq=seq) == 1
    changes, _ = touched(database, seq)
    family = changes["s1"].family
    assert family is not None
    assert [variant.product_id for variant in family.variants] == ["s1-b43", "s1-r42"]


def test_deleting_a_product_takes_its_variants_along(database: Database) -> None:
    put(database, *lines())
    _, seq = touched(database, 0)
    with database.write() as connection:
        assert delete_products(connection, ["s1", "nobody"]) == 4
        assert delete_products(connection, ["s1"]) == 0
    assert not any(product_id.startswith("s1") for product_id in ids(database))
    assert touched(database, seq)[0] == {"s1": Change("s1", None)}


def test_what_was_deleted_and_comes_back_is_new_and_stands_where_it_stood(
    database: Database,
) -> None:
    put(database, Product("a"), Product("b"))
    with database.write() as connection:
        delete_products(connection, ["a"])
    assert put(database, Product("a")) == Counts(new=1)
    assert ids(database) == ["a", "b"]


def test_a_line_that_moves_to_another_product_touches_both(database: Database) -> None:
    put(database, Product("x"), Product("y"))
    _, seq = touched(database, 0)
    put(database, Product("x", variant_of="y"))
    changes, _ = touched(database, seq)
    assert changes["x"] == Change("x", None)
    family = changes["y"].family
    assert family is not None
    assert [variant.product_id for variant in family.variants] == ["x"]
