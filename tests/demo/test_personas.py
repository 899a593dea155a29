import pytest

from demo.catalogue import Shop
from demo.pages import TEXTS
from demo.personas import BLUES, SHOES, SIZE, Persona, personas
from demo.shelves import Event


@pytest.fixture(scope="session")
def chosen(shop: Shop, events: list[Event]) -> dict[str, Persona]:
    """Choose among the people of the history."""
    return personas(shop, events)


def test_the_people_one_can_be_are_different_and_may_be_known(
    chosen: dict[str, Persona], events: list[Event]
) -> None:
    assert len({one.visitor_id for one in chosen.values()}) == len(chosen) == 5
    consents = {one["visitor_id"]: one["consent"] for one in events if "visitor_id" in one}
    assert {consents[one.visitor_id] for one in chosen.values()} == {"personalization"}


def test_the_bar_has_a_name_for_each_of_them(chosen: dict[str, Persona]) -> None:
    assert {f"persona_{name}" for name in chosen} <= TEXTS["en"].keys()


def test_who_took_blue_shoes_in_the_size_is_the_regular(shop: Shop) -> None:
    shoe = next(
        one
        for one in shop.products
        if one.kind.sizes == SHOES and {v.colour for v in one.variants} & BLUES
    )
    by_colour = {v.colour in BLUES: v for v in shoe.variants if v.pack and v.pack.value == SIZE}
    took = {"blue": by_colour.get(True), "other": by_colour.get(False)}
    other_size = next(v for v in shoe.variants if v.pack and v.pack.value != SIZE)
    taken = {**took, "wrong_size": other_size}
    events = [
        {"type": "purchase", "visitor_id": visitor_id, "product_id": shoe.product_id}
        | {"variant_id": variant.variant_id}
        for visitor_id, variant in taken.items()
        if variant
    ]
    assert personas(shop, events)["regular"].visitor_id == "blue"


def test_who_bought_what_was_reduced_hunts_bargains(shop: Shop) -> None:
    bought = {"product_id": shop.products[0].product_id, "type": "purchase"}
    people = ["a", "b", "c"]
    full = [bought | {"visitor_id": one} for one in people]
    reduced = [bought | {"visitor_id": "c", "list_price": "9.99"}]
    assert personas(shop, full + reduced)["bargains"].visitor_id == "c"


def test_who_was_logged_in_is_a_customer(shop: Shop) -> None:
    bought = {"product_id": shop.products[0].product_id, "type": "purchase", "visitor_id": "v"}
    reduced = bought | {"list_price": "9.99"}
    assert personas(shop, [reduced])["bargains"] == Persona("v")
    named = reduced | {"customer_id": "k"}
    assert personas(shop, [reduced, named, reduced])["bargains"] == Persona("v", "k")


def test_nobody_can_be_who_never_said_a_name(shop: Shop) -> None:
    seen = {"type": "view", "product_id": shop.products[0].product_id}
    assert personas(shop, [seen]) == {}
