"""How an entry about what fits is read."""

from typing import Any

import pytest

from knowledge_base.compatibility import Fit, Side, read_compatibility
from knowledge_base.errors import BadInput
from knowledge_base.filters import Filter

LENSES = {"filter": "category:Foto/Objektive", "facet": "mount"}
BODIES = {"filter": "category:Foto/Kameras", "facet": "lens mount"}
CHARGER, CAMERA = {"product_id": "charger"}, {"product_id": "camera"}


def places(body: object) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_compatibility("c1", body)
    return [one.place for one in caught.value.faults]


def test_a_product_fits_another_one_way_unless_said_otherwise() -> None:
    entry = read_compatibility("c1", {"product": CHARGER, "with": CAMERA})
    assert (entry.says, entry.both_ways, entry.enabled) == (Fit.FITS, False, True)
    assert (entry.product, entry.other) == (Side("charger"), Side("camera"))


def test_values_of_two_facets_are_compared() -> None:
    entry = read_compatibility("c1", {"says": "fits_only", "product": LENSES, "with": BODIES})
    assert entry.product == Side(None, Filter("category", "Foto/Objektive"), "mount")
    assert entry.other.facet == "lens mount"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"with": CAMERA}, "/product"),
        ({"product": CHARGER, "with": {}}, "/with"),
        ({"product": {**CHARGER, **LENSES}, "with": BODIES}, "/product"),
        ({"product": LENSES, "with": CAMERA}, "/with/facet"),
        ({"says": "fits_only", "product": CHARGER, "with": CAMERA}, "/says"),
        ({"says": "maybe", "product": CHARGER, "with": CAMERA}, "/says"),
        ({"product": {"filter": "price:10..20"}, "with": CAMERA}, "/product/filter"),
        ({"product": {"filter": "camera"}, "with": CAMERA}, "/product/filter"),
        (
            {"product": {**CHARGER, "facet": "sale"}, "with": {**CAMERA, "facet": "x"}},
            "/product/facet",
        ),
        (
            {"says": "does_not_fit", "product": CHARGER, "with": CAMERA, "both_ways": True},
            "/both_ways",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(body: dict[str, Any], place: str) -> None:
    assert place in places(body)
