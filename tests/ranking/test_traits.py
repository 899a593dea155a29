from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.columns import Floats, Ints
from knowledge_base.families import families
from knowledge_base.products import Product
from ranking.trait_table import CAUTION, Cared, TraitTable
from ranking.traits import Doubles, Trait, traits_of
from tests.knowledge_base.shop import small_catalogue


def traits(catalogue: Catalogue) -> Mapping[str, Trait]:
    return {one.name: one for one in traits_of(catalogue)}


def rows(*numbers: int) -> Ints:
    return np.array(numbers, dtype=np.int32)


def odds(trait: Trait, lasting: Doubles, fresh: Doubles) -> Doubles:
    return TraitTable.of_traits([trait]).odds(Cared(lasting, fresh))


def odds_of(trait: Trait, cared: Ints, weights: Floats) -> Doubles:
    lasting = TraitTable.of_traits([trait]).evidence(cared, weights)
    return odds(trait, lasting, np.zeros(len(lasting)))


def ones(n: int) -> Floats:
    return np.ones(n, dtype=np.float32)


def test_a_product_carries_what_any_of_its_variants_carries_once() -> None:
    colour = traits(small_catalogue())["colour"]
    assert colour.facet is not None
    carried = [colour.facet.values[code] for code in colour.codes[0].tolist()]
    assert carried == ["blau", "rot"]
    assert colour.codes[2].tolist() == [-1, -1]


def test_shares_are_of_the_products_that_have_the_trait() -> None:
    assert traits(small_catalogue())["colour"].share == pytest.approx([0.25, 0.25, 0.5])
    assert traits(small_catalogue())["brand"].share == pytest.approx([2 / 3, 1 / 3])


def test_a_catalogue_without_categories_or_attributes_still_has_its_prices() -> None:
    plain = [Product("p", title={"de": "p"}, price=Decimal(1))]
    bare = build_catalogue(
        list(families(plain)), languages=["de"], currency="EUR", numbering="x"
    )
    assert list(traits(bare)) == ["price_level", "reduced"]


def test_price_levels_go_from_the_cheapest_fifth_of_a_type_to_the_dearest() -> None:
    socks = {"de": (("Socken",),)}
    few = {"de": (("Hüte",),)}
    lines = [Product(f"s{n}", categories=socks, price=Decimal(10 - n)) for n in range(10)]
    lines += [Product("h", categories=few, price=Decimal(5)), Product("x", categories=socks)]
    catalogue = build_catalogue(
        list(families(lines)), languages=["de"], currency="EUR", numbering="x"
    )
    level = traits(catalogue)["price_level"]
    assert level.codes[:, 0].tolist() == [4, 4, 3, 3, 2, 2, 1, 1, 0, 0, -1, -1]


def test_what_a_person_cares_for_gets_positive_odds_and_the_rest_negative() -> None:
    brand = traits(small_catalogue())["brand"]
    odds = odds_of(brand, rows(1, 1, 1), ones(3))
    assert odds[1] > 0 > odds[0]


def test_odds_follow_the_smoothed_formula() -> None:
    brand = traits(small_catalogue())["brand"]
    odds = odds_of(brand, rows(1), np.array([10], dtype=np.float32))
    smoothed = np.log((10 + CAUTION / 3) / (10 + CAUTION)) - np.log(1 / 3)
    assert odds[1] == pytest.approx(smoothed * 10 / (10 + CAUTION))


def test_a_few_looks_at_what_is_rare_move_an_answer_by_little() -> None:
    brand = traits(small_catalogue())["brand"]
    rare = replace(brand, share=np.array([0.99, 0.01]))
    assert 0 < odds_of(rare, rows(1), ones(1) * 3)[1] < 0.2


def test_this_visit_is_drawn_to_what_was_liked_before_by_how_little_it_tells() -> None:
    brand = traits(small_catalogue())["brand"]
    liked, other = np.array([20.0, 0.0]), np.array([0.0, 1.0])
    calm, curious = (odds(brand, liked, other * n) for n in (0.0, 20.0))
    glance = odds(brand, liked, other)
    assert calm[0] > glance[0] > curious[0]
    assert calm[1] < glance[1] < curious[1]


def test_the_least_prices_of_each_level_are_known_by_type() -> None:
    prices = traits(small_catalogue())["price_level"]
    assert prices.bounds is not None
    assert np.isnan(prices.bounds).all()  # all types of the small shop are too small


def test_little_evidence_says_little() -> None:
    brand = traits(small_catalogue())["brand"]
    once, often = (odds_of(brand, rows(1), ones(1) * weight) for weight in (1, 20))
    assert 0 < once[1] < often[1] / 3


def test_without_evidence_the_odds_are_even_and_with_a_return_a_little_below() -> None:
    brand = traits(small_catalogue())["brand"]
    assert not odds_of(brand, rows(), ones(0)).any()
    sent_back = odds_of(brand, rows(1), -ones(1))
    assert sent_back[1] < 0 == sent_back[0]
    assert not odds_of(brand, rows(3), ones(1)).any()  # the book has no brand


def test_interest_in_a_product_is_shared_among_its_values() -> None:
    colour = traits(small_catalogue())["colour"]
    blue, red, black = odds_of(colour, rows(0, 1), ones(2) * 10).tolist()
    assert blue == red
    assert black == pytest.approx(blue)  # 10 on a colour of half, 5 each on those of a quarter


def test_a_product_counts_by_the_value_liked_best() -> None:
    colour = traits(small_catalogue())["colour"]
    each = np.array([0.5, -1.0, 2.0])
    assert colour.best(rows(0, 1, 2), each).tolist() == [0.5, 2.0, 0.0]


def test_who_likes_what_everybody_likes_has_no_taste_of_his_own() -> None:
    wanted = np.array([8, 2, 8, 2], dtype=np.float32)
    known = {one.name: one for one in traits_of(small_catalogue(), wanted)}
    adler, falke = known["brand"].share.tolist()
    assert adler > 2 / 3
    assert adler + falke == pytest.approx(1)
    plain = traits(small_catalogue())["brand"]
    liked = np.array([6.0, 1.0])
    crowd, own = (odds(one, liked, liked * 0)[0] for one in (known["brand"], plain))
    assert crowd < own


def test_what_costs_less_than_before_is_a_trait() -> None:
    assert traits(small_catalogue())["reduced"].codes[:, 0].tolist() == [0, 0, 1, 0]
