from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from knowledge_base.families import Family, families
from knowledge_base.fingerprints import fingerprint, fingerprints
from knowledge_base.products import Availability
from tests.knowledge_base.shop import RED, both, lines


def shoe(**variant: Any) -> Family:
    """Return the first shoe, its first variant as told."""
    family = next(families(lines()))
    return replace(
        family, variants=(replace(family.variants[0], **variant), *family.variants[1:])
    )


@pytest.mark.parametrize(
    "live",
    [
        {"price": Decimal("1.00")},
        {"list_price": Decimal("99.00")},
        {"stock": 0},
        {"availability": Availability.OUT_OF_STOCK},
        {"delivery_days": 9},
    ],
)
def test_what_is_live_changes_no_fingerprint(live: dict[str, Any]) -> None:
    assert fingerprint(shoe(**live)) == fingerprint(shoe())


@pytest.mark.parametrize(
    "said",
    [
        {"title": both("Wanderschuh", "hiking boot")},
        {"description": both("leicht", "light")},
        {"attributes": {"colour": (RED,)}},
        {"categories": {"de": (("Mode",),)}},
        {"margin": 0.5},
        {"product_id": "another"},
    ],
)
def test_what_is_said_changes_it(said: dict[str, Any]) -> None:
    assert fingerprint(shoe(**said)) != fingerprint(shoe())


def test_each_product_has_its_own() -> None:
    kin = list(families(lines()))
    assert fingerprints(kin).tolist() == [fingerprint(one) for one in kin]
    assert len(set(fingerprints(kin).tolist())) == len(kin)
