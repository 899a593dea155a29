"""What follows from entries about what fits."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.compatibility import read_compatibility
from knowledge_base.families import families
from knowledge_base.live import Change, LiveFacts
from knowledge_base.products import Product
from recommenders.fitting import BY_VALUE, NAMED, Fitting

LENSES = {"filter": "category:Objektive", "facet": "mount"}
BODIES = {"filter": "category:Kameras", "facet": "body mount"}


def product(product_id: str, category: str, **attributes: str) -> Product:
    values = {name.replace("_", " "): ({"de": one},) for name, one in attributes.items()}
    return Product(
        product_id,
        title={"de": product_id},
        categories={"de": ((category,),)},
        price=Decimal(10),
        attributes=values,
    )


LINES = [
    product("sony", "Kameras", body_mount="E"),
    product("nikon", "Kameras", body_mount="Z"),
    product("leica", "Kameras", body_mount="M"),
    product("toy", "Kameras"),
    product("e50", "Objektive", mount="E"),
    product("e90", "Objektive", mount="E"),
    product("z50", "Objektive", mount="Z"),
    product("old", "Objektive"),
    product("charger", "Zubehör"),
]


def live(*, without: str = "") -> LiveFacts:
    kin = list(families(LINES))
    catalogue: Catalogue = build_catalogue(
        kin, languages=("de",), currency="EUR", numbering="n"
    )
    facts = LiveFacts.at_rest(catalogue)
    return facts.with_changes([Change(without, None)], 1) if without else facts


def fitting(*bodies: Mapping[str, Any], facts: LiveFacts | None = None) -> Fitting:
    entries = [read_compatibility(f"c{n}", body) for n, body in enumerate(bodies)]
    return Fitting.of(entries, facts or live())


def rows(*ids: str) -> Any:
    return np.array([[one.product_id for one in LINES].index(one) for one in ids], np.int32)


def fits(made: Fitting, product_id: str) -> set[str]:
    return {LINES[row].product_id for row in made.partners(int(rows(product_id)[0]))[0]}


def misfits(made: Fitting, *at_hand: str) -> set[str]:
    return {LINES[row].product_id for row in made.fit_none_of(rows(*at_hand))}


def test_nothing_said_is_nothing_known() -> None:
    assert fits(fitting(), "sony") == misfits(fitting(), "sony") == set()


def test_a_product_fits_another_one_way_or_both_ways() -> None:
    sides = {"product": {"product_id": "charger"}, "with": {"product_id": "sony"}}
    one_way, both = fitting(sides), fitting({**sides, "both_ways": True})
    assert fits(one_way, "sony") == fits(both, "sony") == {"charger"}
    assert (fits(one_way, "charger"), fits(both, "charger")) == (set(), {"sony"})


def test_equal_values_fit_and_others_are_not_known_to() -> None:
    made = fitting({"product": LENSES, "with": BODIES})
    assert fits(made, "sony") == {"e50", "e90"}
    assert fits(made, "leica") == fits(made, "toy") == fits(made, "e50") == set()
    assert misfits(made, "sony") == set()


def test_where_only_equal_values_fit_all_others_do_not() -> None:
    made = fitting({"says": "fits_only", "product": LENSES, "with": BODIES})
    assert fits(made, "sony") == {"e50", "e90"}
    assert misfits(made, "sony") == {"z50", "old"}
    assert misfits(made, "leica") == {"e50", "e90", "z50", "old"}
    assert misfits(made, "toy") == set(), "nothing is said of what carries no value"
    assert misfits(made, "e50") == {"nikon", "leica", "toy"}, "in both directions"


def test_what_does_not_fit_does_not_in_either_direction_whatever_else_is_said() -> None:
    sides = {"product": {"product_id": "e50"}, "with": {"product_id": "sony"}}
    made = fitting(
        {"product": LENSES, "with": BODIES, "both_ways": True},
        {"says": "does_not_fit", **sides},
    )
    assert (fits(made, "sony"), misfits(made, "sony")) == ({"e90"}, {"e50"})
    assert (fits(made, "e50"), misfits(made, "e50")) == (set(), {"sony"})


def test_what_fits_one_of_several_is_not_set_aside() -> None:
    made = fitting({"says": "fits_only", "product": LENSES, "with": BODIES})
    assert misfits(made, "sony", "nikon") == {"old"}


def test_what_people_named_says_more_than_a_value() -> None:
    named = {"product": {"product_id": "e50"}, "with": {"product_id": "sony"}}
    found, said = fitting({"product": LENSES, "with": BODIES}, named).partners(0)
    assert dict(zip(found.tolist(), said.tolist(), strict=True)) == pytest.approx(
        {4: NAMED, 5: BY_VALUE}
    )


def test_what_is_switched_off_or_not_there_has_no_say() -> None:
    made = fitting(
        {"product": LENSES, "with": BODIES, "enabled": False},
        {"product": {"product_id": "none"}, "with": {"product_id": "sony"}},
        {"product": {**LENSES, "facet": "no"}, "with": BODIES},
        {"product": {"filter": "no:thing"}, "with": {"product_id": "sony"}},
        {"product": {"product_id": "charger"}, "with": {"filter": "category:Kameras"}},
    )
    assert fits(made, "sony") == {"charger"}


def test_what_fits_a_product_that_is_gone_still_fits_it() -> None:
    gone = live(without="sony")
    assert fits(fitting({"product": LENSES, "with": BODIES}, facts=gone), "sony") == {
        "e50",
        "e90",
    }
