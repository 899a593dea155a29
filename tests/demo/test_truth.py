"""What goes together and what stands in for what is true for reasons."""

from collections.abc import Callable

import pytest

from demo.catalogue import Product, Shop
from demo.truth import FITS, complements, substitutes


def _all_pairs(
    shop: Shop, truth: Callable[[Shop, str], frozenset[str]]
) -> set[tuple[str, str]]:
    return {
        (product.product_id, other)
        for product in shop.products
        for other in truth(shop, product.product_id)
    }


def _complements(shop: Shop, product: Product) -> list[Product]:
    return [shop.product(each) for each in complements(shop, product.product_id)]


def test_substitutes_are_symmetric(shop: Shop) -> None:
    pairs = _all_pairs(shop, substitutes)
    assert pairs
    assert pairs == {(other, one) for one, other in pairs}


def test_nothing_is_its_own_complement_or_substitute(shop: Shop) -> None:
    assert all(one != other for one, other in _all_pairs(shop, complements))
    assert all(one != other for one, other in _all_pairs(shop, substitutes))


def test_no_pair_is_both(shop: Shop) -> None:
    assert not _all_pairs(shop, complements) & _all_pairs(shop, substitutes)


def test_a_substitute_hangs_on_the_same_leaf(shop: Shop) -> None:
    for one, other in _all_pairs(shop, substitutes):
        assert shop.product(one).kind.path == shop.product(other).kind.path


def test_a_camera_takes_lenses_with_its_own_mount_only(shop: Shop) -> None:
    for camera in shop.by_kind["camera"]:
        lenses = [each for each in _complements(shop, camera) if each.kind.name == "lens"]
        mounts = {lens.attributes["lens_mount"] for lens in lenses}
        assert mounts <= {camera.attributes["lens_mount"]}


def test_a_book_leads_to_the_next_volume(shop: Shop) -> None:
    found = 0
    for book in shop.by_kind["book"]:
        for following in _complements(shop, book):
            found += 1
            assert following.attributes["series"] == book.attributes["series"]
            assert (
                int(str(following.attributes["volume"]))
                == int(str(book.attributes["volume"])) + 1
            )
    assert found > 20


def test_a_floor_fits_the_house_it_goes_with(shop: Shop) -> None:
    for house in shop.by_kind["garden_house"]:
        for floor in _complements(shop, house):
            if floor.kind.name == "house_floor":
                assert floor.attributes["width"] == house.attributes["width"]
                assert floor.attributes["depth"] == house.attributes["depth"]


def test_running_shoes_lead_to_socks_for_the_same_people(shop: Shop) -> None:
    for shoe in shop.by_kind["running_shoe"]:
        for sock in _complements(shop, shoe):
            assert (sock.kind.name, sock.kind.audience) == ("running_sock", shoe.kind.audience)


def test_only_whole_spices_lead_to_a_mill(shop: Shop) -> None:
    for spice in shop.by_kind["spice"]:
        form = spice.attributes["form"]
        has_mill = bool(_complements(shop, spice))
        assert has_mill == (not isinstance(form, str) and form.en == "Whole")


@pytest.mark.parametrize("kind", sorted(FITS))
def test_every_rule_of_the_trade_names_kinds_the_shop_has(shop: Shop, kind: str) -> None:
    assert kind in shop.by_kind
    assert {fit.accessory for fit in FITS[kind]} <= shop.by_kind.keys()
