"""Is what a shelf gives as a reason true of what happened?"""

from collections import defaultdict

import pytest

from knowledge_base.events import Event, EventType
from service.phrases import reason_of
from tests.service.flow import LINES, Desk, history

TITLES = {one.product_id: one.title["de"] for one in LINES if not one.variant_of}
LANGUAGES = ("de", "en")


def together(kind: EventType, by: str) -> dict[tuple[str, str], int]:
    """Count from the log in how many orders or visits two products come together."""
    seen: dict[str, set[str]] = defaultdict(set)
    for event in history():
        if event.type is kind:
            seen[_group(event, by)].add(str(event.product_id))
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for products in seen.values():
        for one in products:
            for other in products - {one}:
                counts[one, other] += 1
    return counts


def _group(event: Event, by: str) -> str:
    return str(getattr(event, by))


BOUGHT = together(EventType.PURCHASE, "order_id")
TYPES = {one.product_id: one.categories["de"] for one in LINES if one.categories}


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
            assert f"{TITLES[basket]}" in hit["reason"]


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
