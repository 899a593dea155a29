"""Is it known what a product cost before, and since when it can be bought again?"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from knowledge_base.columns import Longs
from knowledge_base.products import Product
from knowledge_base.storage.database import Connection, Database
from knowledge_base.storage.price_history import (
    OfferChanges,
    offer_changes,
    prune_price_history,
)
from knowledge_base.storage.products import (
    all_products,
    delete_products,
    get_products,
    put_products,
)
from knowledge_base.storage.tables import price_history

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
DAY = 24 * 60 * 60 * 1000


def shoe(price: str | None, full: str | None = None, **fields: Any) -> Product:
    return Product(
        "s",
        title={"de": "Schuh"},
        price=Decimal(price) if price else None,
        list_price=Decimal(full) if full else None,
        **fields,
    )


def put(database: Database, *lines: Product) -> None:
    """Write each line in a transaction of its own."""
    for line in lines:
        with database.write() as connection:
            put_products(connection, [line])


def changes(database: Database) -> OfferChanges:
    with database.read() as connection:
        return offer_changes(connection, LONG_AGO)


def lowest(database: Database) -> Decimal | None:
    with database.read() as connection:
        (line,) = all_products(connection)
    return line.lowest_price


def make_older(database: Database, days: int) -> None:
    """Put everything that is kept so far some days back."""
    with database.write() as connection:
        connection.execute(update(price_history).values(at=price_history.c.at - days * DAY))


def prices(cents: Longs) -> list[int]:
    listed: list[int] = cents.tolist()
    return listed


def test_beside_a_reduction_stands_what_was_asked_before(database: Database) -> None:
    put(database, shoe("79.95"), shoe("59.95", "79.95"))
    assert lowest(database) == Decimal("79.95")


def test_the_lowest_of_thirty_days_counts_not_the_last(database: Database) -> None:
    put(database, shoe("49.95"), shoe("99.95"), shoe("79.95", "99.95"))
    assert lowest(database) == Decimal("49.95")


def test_a_price_that_ended_more_than_thirty_days_ago_does_not_count(
    database: Database,
) -> None:
    put(database, shoe("49.95"), shoe("99.95"))
    make_older(database, 31)
    put(database, shoe("79.95", "99.95"))
    assert lowest(database) == Decimal("99.95")


def test_a_price_in_force_at_the_beginning_of_the_thirty_days_counts(
    database: Database,
) -> None:
    put(database, shoe("49.95"), shoe("99.95"))
    make_older(database, 29)
    put(database, shoe("79.95", "99.95"))
    assert lowest(database) == Decimal("49.95")


def test_announcing_a_reduction_does_not_make_the_price_before_it_higher(
    database: Database,
) -> None:
    put(database, shoe("79.95"), shoe("79.95", "119.95"))
    assert lowest(database) == Decimal("79.95")


def test_a_product_that_was_taken_away_cannot_forget_its_price(database: Database) -> None:
    put(database, shoe("49.95"))
    with database.write() as connection:
        delete_products(connection, ["s"])
    put(database, shoe("79.95", "99.95"))
    assert lowest(database) == Decimal("49.95")


def test_nothing_is_known_of_a_product_that_begins_reduced(database: Database) -> None:
    put(database, shoe("79.95", "99.95"))
    assert lowest(database) is None
    assert prices(changes(database).at) == []


def test_what_is_not_about_the_price_leaves_the_lowest_price_alone(
    database: Database,
) -> None:
    put(database, shoe("79.95"), shoe("59.95", "79.95"), shoe("59.95", "79.95", stock=3))
    assert lowest(database) == Decimal("79.95")
    assert len(changes(database).product_ids) == 1


def test_putting_back_what_was_read_changes_nothing(database: Database) -> None:
    put(database, shoe("79.95"), shoe("59.95", "79.95"))
    with database.write() as connection:
        counts = put_products(connection, get_products(connection, ["s"]).values())
    assert (counts.changed, counts.unchanged) == (0, 1)


def test_drops_and_returns_can_be_read_as_arrays(database: Database) -> None:
    put(database, shoe("79.95", stock=1), shoe("59.95", stock=1), shoe("59.95", stock=0))
    put(database, shoe("69.95", stock=4))
    found = changes(database)
    assert found.product_ids == ["s", "s", "s"]
    assert prices(found.price_was) == [7995, 5995, 5995]
    assert prices(found.price_is) == [5995, 5995, 6995]
    assert found.dropped.tolist() == [True, False, False]
    assert found.returned.tolist() == [False, False, True]


def test_a_price_that_is_gone_is_no_drop(database: Database) -> None:
    put(database, shoe("79.95"), shoe(None))
    found = changes(database)
    assert (prices(found.price_is), found.dropped.tolist()) == ([-1], [False])


def test_changes_are_asked_for_since_a_moment(database: Database) -> None:
    put(database, shoe("79.95"), shoe("59.95"))
    make_older(database, 2)
    put(database, shoe("49.95"))
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with database.read() as connection:
        assert prices(offer_changes(connection, yesterday).price_is) == [4995]


def test_old_changes_are_forgotten(database: Database) -> None:
    put(database, shoe("79.95"), shoe("59.95"))
    make_older(database, 100)
    put(database, shoe("49.95"))
    with database.write() as connection:
        assert prune_price_history(connection, datetime.now(UTC) - timedelta(days=90)) == 1
    assert prices(changes(database).price_is) == [4995]


def test_a_transaction_that_fails_keeps_no_history(database: Database) -> None:
    put(database, shoe("79.95"))

    def fail(connection: Connection) -> None:
        put_products(connection, [shoe("59.95")])
        raise RuntimeError

    with pytest.raises(RuntimeError), database.write() as connection:
        fail(connection)
    assert prices(changes(database).at) == []
