"""Is forgotten what is old, and nothing that is needed?"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from knowledge_base.products import Product
from knowledge_base.storage.change_log import changes_after, last_seq
from knowledge_base.storage.database import Database
from knowledge_base.storage.price_history import offer_changes
from knowledge_base.storage.products import put_products
from service.tidying import prune_logs

NOW = datetime.now(UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def reprice(database: Database, *prices: str) -> None:
    for price in prices:
        with database.write() as connection:
            put_products(connection, [Product("p", price=Decimal(price))])


def test_recent_changes_stay(database: Database) -> None:
    reprice(database, "1", "2", "3")
    prune_logs(database, NOW, price_days=90)
    with database.read() as connection:
        assert len(changes_after(connection, 0)) == 3
        assert len(offer_changes(connection, LONG_AGO).at) == 2


def test_old_changes_go_and_the_last_stays(database: Database) -> None:
    reprice(database, "1", "2", "3")
    prune_logs(database, NOW + timedelta(days=100), price_days=90)
    with database.read() as connection:
        assert [change.seq for change in changes_after(connection, 0)] == [3]
        assert last_seq(connection) == 3
        assert len(offer_changes(connection, LONG_AGO).at) == 0


def test_numbers_go_on_after_old_changes_are_forgotten(database: Database) -> None:
    reprice(database, "1", "2")
    prune_logs(database, NOW + timedelta(days=100), price_days=90)
    reprice(database, "3")
    with database.read() as connection:
        assert [change.seq for change in changes_after(connection, 2)] == [3]
