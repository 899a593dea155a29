"""Is somebody we remember the same as somebody read from the beginning?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.storage.acquaintances import Acquaintances
from knowledge_base.storage.database import Database
from knowledge_base.storage.erasure import erase_rows
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.folds import refresh_summaries
from knowledge_base.storage.people import read_profile, withdraw
from knowledge_base.storage.products import put_products
from tests.knowledge_base.shop import lines

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
VISITORS, CUSTOMERS = ("v1", "v2"), (None, "c1")


class Shop:
    """A database, what one process remembers of people, and a count of events."""

    def __init__(self, database: Database) -> None:
        self.database, self.met, self._number = database, Acquaintances(), 0

    def happen(
        self,
        type_: EventType = EventType.VIEW,
        product_id: str = "p1",
        visitor_id: str = "v1",
        customer_id: str | None = None,
    ) -> None:
        """Store an event."""
        self._number += 1
        event = Event(
            f"e{self._number}",
            type_,
            NOW + timedelta(minutes=self._number),
            Consent.PERSONALIZATION,
            visitor_id=visitor_id,
            customer_id=customer_id,
            product_id=product_id,
        )
        with self.database.write() as connection:
            insert_events(connection, [event])

    def erase(self, person_id: str) -> None:
        """Erase somebody's rows."""
        with self.database.write() as connection:
            erase_rows(connection, person_id)

    def withdraw(self, visitor_id: str) -> None:
        """Withdraw a visitor's consent."""
        with self.database.write() as connection:
            withdraw(connection, visitor_id)

    def night(self) -> None:
        """Fold everything into the summaries."""
        refresh_summaries(self.database)

    def known(self, visitor_id: str | None = "v1", customer_id: str | None = None) -> Profile:
        """Read a person as one that was met before; see that a stranger would be read so."""
        with self.database.read() as connection:
            anew = read_profile(connection, visitor_id=visitor_id, customer_id=customer_id)
            profile = read_profile(
                connection, visitor_id=visitor_id, customer_id=customer_id, met=self.met
            )
        assert profile == anew
        return profile


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database)


def test_the_next_reading_knows_of_an_event_in_between(shop: Shop) -> None:
    assert shop.known() is NOBODY
    for product_id in ("p1", "p2", "p3"):
        shop.happen(product_id=product_id)
        assert shop.known().recent[-1] == product_id
    shop.night()
    assert shop.known().views == 3


def test_who_did_nothing_since_is_not_folded_again(shop: Shop) -> None:
    shop.happen()
    shop.happen(customer_id="c1")
    for _ in range(2):
        assert shop.known() is shop.known()
        assert shop.known("v1", "c1") is shop.known("v1", "c1")
        shop.night()


def test_who_was_erased_is_a_stranger_at_once(shop: Shop) -> None:
    shop.happen()
    assert shop.known().views == 1
    shop.erase("v1")
    assert shop.known() is NOBODY


def test_who_was_erased_with_a_summary_is_a_stranger_at_once(shop: Shop) -> None:
    shop.happen()
    shop.night()
    shop.happen()
    assert shop.known().views == 2
    shop.erase("v1")
    assert shop.known() is NOBODY


def test_who_comes_back_after_an_erasure_begins_anew(shop: Shop) -> None:
    shop.happen(product_id="p1")
    assert shop.known().recent == ("p1",)
    shop.erase("v1")
    shop.happen(product_id="p2")
    assert shop.known().recent == ("p2",)


def test_a_customer_forgets_what_an_erased_visitor_did(shop: Shop) -> None:
    shop.happen(product_id="p1", visitor_id="v1", customer_id="c1")
    shop.happen(product_id="p2", visitor_id="v2", customer_id="c1")
    assert shop.known(None, "c1").recent == ("p1", "p2")
    shop.erase("v1")
    assert shop.known("v2", "c1").recent == ("p2",)


def test_what_was_taken_back_is_not_remembered(shop: Shop) -> None:
    shop.happen(customer_id="c1")
    shop.happen()
    assert shop.known("v1", "c1").views == 2
    shop.withdraw("v1")
    assert shop.known("v1", "c1").views == 0


def test_a_reading_of_the_past_is_not_told_the_future(shop: Shop) -> None:
    shop.happen(product_id="p1")
    shop.known()
    with shop.database.read() as earlier:
        assert read_profile(earlier, visitor_id="v1", customer_id=None).views == 1
        shop.happen(product_id="p2")
        assert shop.known().views == 2
        seen = read_profile(earlier, visitor_id="v1", customer_id=None, met=shop.met)
        assert seen.recent == ("p1",)
    assert shop.known().views == 2


def test_who_was_not_seen_for_longest_is_forgotten_first(shop: Shop) -> None:
    shop.met = Acquaintances(most_people=2)
    for visitor_id in ("v1", "v2", "v3"):
        shop.happen(visitor_id=visitor_id)
    first, _ = shop.known("v1"), shop.known("v2")
    assert shop.known("v1") is first
    last = shop.known("v3")
    second = shop.known("v1")
    assert second is first
    assert shop.known("v3") is last


def test_nobody_is_kept_who_is_too_much_to_keep(shop: Shop) -> None:
    shop.met = Acquaintances(most_bytes=100)
    shop.happen()
    assert shop.known() is not shop.known()


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("happen"),
            st.sampled_from([EventType.VIEW, EventType.PURCHASE, EventType.DISLIKE]),
            st.sampled_from(["s1", "p2", "p3"]),
            st.sampled_from(VISITORS),
            st.sampled_from(CUSTOMERS),
        ),
        st.tuples(st.just("erase"), st.sampled_from(["v1", "v2", "c1"])),
        st.tuples(st.just("withdraw"), st.sampled_from(VISITORS)),
        st.tuples(st.just("night")),
    ),
    max_size=12,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_whatever_happens_a_memory_is_what_the_database_says(
    shop: Shop, steps: list[tuple[str, ...]]
) -> None:
    with shop.database.write() as connection:
        put_products(connection, lines())
        for person_id in (*VISITORS, "c1"):
            erase_rows(connection, person_id)
    for name, *values in steps:
        getattr(shop, name)(*values)
        for visitor_id in VISITORS:
            for customer_id in CUSTOMERS:
                shop.known(visitor_id, customer_id)
