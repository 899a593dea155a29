from math import sqrt
from random import Random

import numpy as np
import pytest

from knowledge_base.norms import Taste
from knowledge_base.taste_groups import Vector, likeness
from ranking.found_tastes import LEAST_PEOPLE, agreement, find_tastes

KINDS = ("Schuhe", "Jacken", "Kleider")
BRANDS = ("Adler", "Falke", "Esprit")
LABELS = {
    "category:Schuhe": {"de": "Schuhe", "en": "Shoes"},
    "brand:Adler": {"de": "Adler", "en": "Adler"},
}


def shopper(chance: Random, group: int) -> Vector:
    """Make a taste: mostly for one kind and brand, a little for all."""
    weights = {}
    for facet, values in (("category", KINDS), ("brand", BRANDS)):
        for number, value in enumerate(values):
            weights[f"{facet}:{value}"] = chance.uniform(0.5, 1) * (8 if number == group else 1)
    length = sqrt(sum(one * one for one in weights.values()))
    return {name: one / length for name, one in weights.items()}


def shoppers(n: int, groups: int = 3, seed: int = 1) -> list[Vector]:
    chance = Random(seed)
    return [shopper(chance, i % groups) for i in range(n)]


def main_kind(taste: Taste) -> str:
    return max(KINDS, key=lambda kind: taste.centre.get(f"category:{kind}", 0.0))


def test_groups_of_alike_taste_are_found_and_named_by_what_sets_them_apart() -> None:
    tastes = find_tastes(shoppers(400), LABELS)
    assert {main_kind(one) for one in tastes} == set(KINDS)
    shoes = next(one for one in tastes if main_kind(one) == "Schuhe")
    assert set(shoes.names["en"].split(" · ")) == {"Shoes", "Adler"}


def test_a_name_says_nothing_twice() -> None:
    alike = {**LABELS, "brand:Adler": {"de": "Schuhe", "en": "Shoes"}}
    tastes = find_tastes(shoppers(400), alike)
    shoes = next(one for one in tastes if main_kind(one) == "Schuhe")
    assert shoes.names == {"de": "Schuhe", "en": "Shoes"}


def test_the_same_people_fall_into_the_same_groups() -> None:
    assert find_tastes(shoppers(400), LABELS) == find_tastes(shoppers(400), LABELS)


def test_few_people_have_no_groups() -> None:
    assert find_tastes(shoppers(LEAST_PEOPLE - 1), LABELS) == ()


def test_people_who_do_not_fall_apart_have_no_groups() -> None:
    chance = Random(2)
    names = [f"brand:{i}" for i in range(40)]
    people = []
    for _ in range(400):
        own = chance.sample(names, 10)
        people.append(dict.fromkeys(own, sqrt(1 / 10)))
    assert find_tastes(people, {}) == ()


def test_a_taste_keeps_its_id_from_night_to_night() -> None:
    monday = find_tastes(shoppers(400), LABELS)
    tuesday = find_tastes(shoppers(450, seed=7), LABELS, monday)
    assert {main_kind(one): one.taste_id for one in tuesday} == {
        main_kind(one): one.taste_id for one in monday
    }


def test_a_taste_in_use_stays_although_nobody_finds_it_again() -> None:
    gone = Taste("0ld", {"de": "Hüte"}, {"category:Hüte": 1.0})
    assert gone in find_tastes(shoppers(400), LABELS, [gone], {"0ld"})
    assert gone not in find_tastes(shoppers(400), LABELS, [gone])
    assert find_tastes([], {}, [gone], {"0ld"}) == (gone,)


def test_every_centre_is_nearest_to_its_own_people() -> None:
    people = shoppers(300)
    tastes = find_tastes(people, LABELS)
    nearest = [max(tastes, key=lambda one: likeness(person, one.centre)) for person in people]
    right = [main_kind(one) == KINDS[i % 3] for i, one in enumerate(nearest)]
    assert np.mean(right) > 0.9


def test_groupings_agree_as_far_as_they_are_the_same_whatever_their_numbers() -> None:
    one = np.repeat([0, 1, 2], 20)
    assert agreement(one, (one + 1) % 3) == pytest.approx(1)
    other = np.random.default_rng(1).integers(0, 3, 60)
    assert abs(agreement(one, other)) < 0.1
