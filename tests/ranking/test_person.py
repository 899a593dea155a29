from dataclasses import replace
from datetime import UTC, datetime

import pytest

from knowledge_base.consent import Consent
from knowledge_base.customers import Facts
from knowledge_base.interests import Interest
from knowledge_base.profiles import Profile
from knowledge_base.shipped_segments import SHIPPED
from ranking.context import BasketLine, Context
from ranking.person import Person, person_of
from tests.knowledge_base.shop import small_catalogue

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CATALOGUE = small_catalogue()
PROFILE = Profile(
    interests={"c1": Interest(3.0, NOW.timestamp())},
    sizes={"Laufschuhe": {"43": Interest(1.0, NOW.timestamp()), "42": Interest(-0.1, 200.0)}},
    views=10,
    sale_views=9,
)
SEGMENTS = (SHIPPED["bargain"],)


def person(profile: Profile | None, consent: Consent, **asked: tuple[object, ...]) -> Person:
    context = Context(NOW, "search", "de", consent=consent, **asked)  # type: ignore[arg-type]  # recent or basket
    return person_of(profile, context, CATALOGUE, SEGMENTS if profile else ())


def test_with_consent_a_profile_gives_interests_sizes_and_segments() -> None:
    known = person(PROFILE, Consent.PERSONALIZATION)
    assert known.liked.tolist() == [2]
    assert known.weights == pytest.approx([3.0])
    assert known.sizes == {"Laufschuhe": {"43": 1.0}}
    assert known.segments == SEGMENTS


@pytest.mark.parametrize("consent", [Consent.NONE, Consent.STATISTICS])
def test_without_consent_nothing_of_a_profile_is_used(consent: Consent) -> None:
    known = person(PROFILE, consent)
    assert known.liked.tolist() == []
    assert known.sizes == {}


def test_what_the_request_names_is_used_at_any_consent() -> None:
    known = person(None, Consent.NONE, recent=("s1", "gone"), basket=(BasketLine("s2-k42"),))
    assert known.liked.tolist() == [0, 1]
    assert known.weights[1] > known.weights[0] > 0


def test_the_page_and_its_basket_take_the_place_of_what_a_profile_remembers() -> None:
    remembered = replace(PROFILE, recent=("b1", "gone", "c1"), basket={"c1": 1})
    known = person(remembered, Consent.PERSONALIZATION)
    assert (known.recent.tolist(), known.basket.tolist()) == ([3, 2], [2])
    named = person(remembered, Consent.PERSONALIZATION, recent=("s1",))
    assert (named.recent.tolist(), named.basket.tolist()) == ([0], [2])
    sent = person(remembered, Consent.PERSONALIZATION, basket=(BasketLine("s2-k42"),))
    assert (sent.recent.tolist(), sent.basket.tolist()) == ([3, 2], [1])


def test_what_was_sent_back_is_not_kept_and_what_is_disliked_is_known() -> None:
    at = NOW.timestamp()
    bought = {"s1-b42": at - 9, "c1": at - 9}
    deeds = replace(PROFILE, bought=bought, returned={"c1": at}, dislikes=frozenset({"b1"}))
    known = person(deeds, Consent.PERSONALIZATION)
    assert (known.bought.tolist(), known.bought_at.tolist()) == ([0], [at - 9])
    assert known.disliked.tolist() == [3]


def test_a_product_that_is_named_twice_counts_once_with_both_weights() -> None:
    known = person(PROFILE, Consent.PERSONALIZATION, recent=("c1",))
    assert known.liked.tolist() == [2]
    assert known.weights[0] > 3


def test_what_was_looked_at_on_this_visit_is_fresh_and_fades_within_hours() -> None:
    at = NOW.timestamp()
    looks = {"c1": Interest(2.0, at - 7_200), "b1": Interest(2.0, at - 86_400)}
    known = person(Profile(looks=looks), Consent.PERSONALIZATION, recent=("s1",))
    assert known.fresh.tolist() == [0, 2]
    assert known.freshness == pytest.approx([1.0, 1.0])


def test_what_the_books_say_joins_what_was_bought() -> None:
    facts = Facts(more={"size.Laufschuhe": "44", "brand": "Falke", "budget.Schuhe": 80})
    known = person(replace(PROFILE, facts=facts), Consent.PERSONALIZATION)
    assert known.sizes["laufschuhe"]["44"] > known.sizes["Laufschuhe"]["43"]
    assert known.stated.tastes == {"brand": ("Falke",)}
    assert person(replace(PROFILE, facts=facts), Consent.NONE).sizes == {}
