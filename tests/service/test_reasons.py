"""Is what a shelf gives as a reason true of what happened?"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType, Trust
from ranking.exploration import ENOUGH_CLICKS
from service.answering.phrases import reason_of, title_of
from service.answering.trying import EXPLORING
from tests.knowledge_base.shop import BLUE, shoe
from tests.service.flow import LINES, NOW, Desk, history, trained

TITLES = {one.product_id: one.title for one in LINES if not one.variant_of}
LANGUAGES = ("de", "en")


def together(kinds: set[EventType], by: str) -> dict[tuple[str, str], int]:
    """Count from the log in how many orders or visits two products come together."""
    seen: dict[str, set[str]] = defaultdict(set)
    for event in history():
        if event.type in kinds:
            seen[_group(event, by)].add(str(event.product_id))
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for products in seen.values():
        for one in products:
            for other in products - {one}:
                counts[one, other] += 1
    return counts


def _group(event: Event, by: str) -> str:
    return str(getattr(event, by))


BOUGHT = together({EventType.PURCHASE}, "order_id")
VISITED = together({EventType.VIEW, EventType.PURCHASE}, "session_id")
TYPES = {one.product_id: one.categories["de"] for one in LINES if one.categories}
DEPARTMENTS = {name: {path[0] for path in paths} for name, paths in TYPES.items()}
KNOWN, NEW = [f"run{number}" for number in range(1, 21)], ("new1", "new2")
SHOES = [
    one
    for name, price in (
        *((one, "85.00") for one in KNOWN[4:]),
        *((one, "300.00") for one in NEW),
    )
    for one in shoe(name, "Star", price, {f"{name}-42": (BLUE, "42")})
]
"""Enough of them that what is new is no near alternative to any."""
CURIOUS = {"ladder": {"default": {"exploration": {"strength": 100}}}}
"""What a shop writes that tries something out on every shelf."""


def said_of(product: str) -> set[str]:
    """Return what the feed says of a product: the words of its title, and its brand."""
    (line,) = (one for one in LINES if one.product_id == product)
    return {*line.title["de"].split(), str(line.brand)}


def browsing() -> Iterator[Event]:
    """Let a dozen people look at all shoes but the new ones, and one at those."""
    for visitor in range(13):
        for place, product in enumerate(NEW if visitor == 12 else KNOWN):
            yield Event(
                f"browsing-{visitor}-{place}",
                EventType.VIEW,
                NOW - timedelta(days=2, minutes=-place),
                Consent.PERSONALIZATION,
                visitor_id=f"browser-{visitor}",
                session_id=f"browsing-{visitor}",
                product_id=product,
                trust=Trust.CONFIRMED,
            )


@pytest.fixture(scope="module")
def curious(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk with more shoes, two of them new, at which chance has every shelf."""
    folder = tmp_path_factory.mktemp("curious")
    return Desk(trained(folder, [*LINES, *SHOES], browsing())).with_entry("shop", CURIOUS)


def by(recommender: str, body: Any) -> Iterator[Any]:
    """Yield the hits of an answer that a recommender proposed."""
    return (hit for hit in body["hits"] if hit["recommender"] == recommender)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("product", sorted(TITLES))
def test_what_is_said_to_be_bought_together_was_bought_together(
    desk: Desk, language: str, product: str
) -> None:
    body = desk.recommend("product_bundle", product_id=product, language=language)
    for hit in body["hits"]:
        said = reason_of("bundles", body["bundle"]["product"]["title"], language)
        assert hit["reason"] == said
        assert BOUGHT[product, hit["product_id"]] >= 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("basket", sorted(TITLES))
def test_a_basket_is_told_which_of_its_products_brought_a_hit_in(
    desk: Desk, language: str, basket: str
) -> None:
    body = desk.recommend("basket", basket=[basket], language=language)
    for hit in body["hits"]:
        if hit["recommender"] == "copurchases":
            assert BOUGHT[basket, hit["product_id"]] >= 2
            assert hit["reason"] == _reason("copurchases", basket, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("product", sorted(TITLES))
def test_what_is_said_to_go_with_a_product_is_of_a_type_bought_with_its_type(
    desk: Desk, language: str, product: str
) -> None:
    body = desk.recommend("product_set", product_id=product, language=language)
    bought = {(TYPES[one], TYPES[other]) for (one, other), n in BOUGHT.items() if n > 1}
    for slot in body["slots"]:
        for hit in slot["hits"]:
            assert (TYPES[product], TYPES[hit["product_id"]]) in bought


def test_the_log_has_what_these_reasons_speak_of(desk: Desk) -> None:
    assert BOUGHT["cam2", "card1"] == 10
    assert desk.recommend("product_bundle", product_id="cam2")["hits"]
    assert desk.recommend("product_set", product_id="cam1")["hits"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("product", sorted(TITLES))
def test_what_is_said_to_come_of_a_look_was_part_of_a_visit_with_it(
    desk: Desk, language: str, product: str
) -> None:
    looks = ("card2", product)
    body = desk.recommend("session", recent=looks, language=language)
    for hit in by("sessions", body):
        why = {one for one in looks if hit["reason"] == _reason("sessions", one, language)}
        assert any(VISITED[one, hit["product_id"]] for one in why)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("product", sorted(TITLES))
def test_alternatives_are_of_the_pages_type_and_have_all_that_is_looked_at_with_it(
    desk: Desk, language: str, product: str
) -> None:
    body = desk.recommend("product_alternatives", product_id=product, language=language)
    shown = set()
    for hit in by("alternatives", body):
        assert hit["reason"] == _reason("alternatives", product, language)
        assert TYPES[hit["product_id"]] == TYPES[product]
        shown.add(hit["product_id"])
    with_it = {one for (page, one), visits in VISITED.items() if page == product and visits}
    assert {one for one in with_it if TYPES[one] == TYPES[product]} <= shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("product", sorted(TITLES))
def test_what_is_said_to_be_related_is_of_another_type_nearby_and_has_something_in_common(
    desk: Desk, language: str, product: str
) -> None:
    body = desk.recommend("product_alternatives", product_id=product, language=language)
    for hit in by("akin", body):
        assert hit["reason"] == _reason("akin", product, language)
        assert TYPES[hit["product_id"]] != TYPES[product]
        assert DEPARTMENTS[hit["product_id"]] & DEPARTMENTS[product]
        assert said_of(hit["product_id"]) & said_of(product)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_to_be_little_known_was_looked_at_by_few(
    curious: Desk, language: str
) -> None:
    people: dict[str, set[str]] = defaultdict(set)
    for event in (*history(), *browsing()):
        people[str(event.product_id)].add(str(event.visitor_id))
    found = []
    for visit in range(60):
        body = curious.recommend(
            "product_alternatives",
            product_id="run1",
            limit=4,
            session_id=f"visit-{visit}",
            language=language,
        )
        for hit in by(EXPLORING, body):
            assert hit["reason"] == reason_of(EXPLORING, None, language)
            assert len(people[hit["product_id"]]) < ENOUGH_CLICKS
            found.append(hit["product_id"])
    assert set(found) == set(NEW)


def _reason(recommender: str, product: str, language: str) -> str | None:
    return reason_of(recommender, TITLES[product][language], language)


def test_the_log_has_visits_and_relations_to_speak_of(desk: Desk) -> None:
    assert list(by("sessions", desk.recommend("session", recent=("cam1",))))
    assert list(by("akin", desk.recommend("product_alternatives", product_id="cam1")))


@pytest.mark.parametrize("placement", ["product_accessories", "basket", "basket_layer"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shelf_says_that_things_fit_only_where_somebody_says_so(
    placement: str, language: str
) -> None:
    fits = title_of(placement, ["complements", "sessions"], language)
    assert fits == title_of(placement, ["rule", "popular"], language)
    unsaid = title_of(placement, ["sessions", "popular"], language)
    assert unsaid == title_of("session", ["sessions"], language) != fits
