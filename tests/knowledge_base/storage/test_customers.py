"""Are facts of customers kept beside what they do, and neither in the way of the other?"""

from datetime import UTC, datetime

from knowledge_base.consent import Consent
from knowledge_base.customers import Facts
from knowledge_base.events import Event, EventType
from knowledge_base.storage.customers import Counts, facts_of, put_customers
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.folds import refresh_summaries
from knowledge_base.storage.people import export_person, read_profile

CLUB, GUEST = Facts(group="club"), Facts(group="guest", more={"points": 3})
BOUGHT = Event(
    "a",
    EventType.PURCHASE,
    datetime(2025, 6, 1, 12, tzinfo=UTC),
    Consent.PERSONALIZATION,
    customer_id="c1",
    product_id="p1",
)


def test_new_changed_and_unchanged_facts_are_told_apart(database: Database) -> None:
    with database.write() as connection:
        assert put_customers(connection, {"c1": CLUB, "c2": CLUB}) == Counts(new=2)
        again = {"c1": CLUB, "c2": GUEST, "c3": GUEST}
        assert put_customers(connection, again) == Counts(1, 1, 1)
        assert facts_of(connection, "c2") == GUEST
        assert facts_of(connection, "c9") is None


def test_facts_and_the_summary_leave_each_other_alone(database: Database) -> None:
    with database.write() as connection:
        put_customers(connection, {"c1": CLUB})
        insert_events(connection, [BOUGHT])
    refresh_summaries(database)
    with database.write() as connection:
        put_customers(connection, {"c1": GUEST})
        assert facts_of(connection, "c1") == GUEST
        profile = read_profile(connection, visitor_id=None, customer_id="c1")
        assert export_person(connection, "c1")["facts"][0]["facts"]["group"] == "guest"
    assert profile.purchases == 1


def test_facts_come_to_a_customer_who_was_seen_before(database: Database) -> None:
    with database.write() as connection:
        insert_events(connection, [BOUGHT])
    refresh_summaries(database)
    with database.write() as connection:
        assert facts_of(connection, "c1") is None
        assert put_customers(connection, {"c1": CLUB}) == Counts(changed=1)
