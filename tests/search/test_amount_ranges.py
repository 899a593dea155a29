"""Do the ranges of amounts hold what filters make of them?"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.families import Family
from knowledge_base.filters import Filter, Masks
from knowledge_base.live import LiveFacts
from knowledge_base.products import Product
from search.facets import FacetAsk, count_facets

WATTS = [f"{n},5 W" for n in range(30)]
shops = st.lists(
    st.lists(st.sampled_from([*WATTS, None]), min_size=1, max_size=3), min_size=1, max_size=20
)


def masks_of(shop: list[list[str | None]]) -> Masks:
    """Make a shop of products by what their variants draw; one has every amount there is."""
    drawn: list[list[str | None]] = [[*WATTS], *shop]
    kin = []
    for number, own in enumerate(drawn):
        variants = tuple(
            Product(f"{number}-{at}", attributes={"power": ({"de": one},)} if one else {})
            for at, one in enumerate(own)
        )
        kin.append(Family(variants[0], variants))
    built = build_catalogue(kin, languages=("de",), currency="EUR", numbering="x")
    return Masks(LiveFacts.at_rest(built))


@given(shops, st.integers(0, 29), st.integers(0, 29))
def test_the_count_of_a_range_is_the_number_of_hits_after_the_click(
    shop: list[list[str | None]], one: int, other: int
) -> None:
    masks = masks_of(shop)
    chosen = Filter("power", f"{min(one, other)}..{max(one, other)}")
    rows = np.arange(masks.live.catalogue.products, dtype=np.int32)
    for filters in ([], [chosen]):
        (facet,) = count_facets(masks.filtered(rows, filters), FacetAsk("de", ["power"]))
        assert (facet["kind"], facet["unit"]) == ("range", "W")
        for bucket in facet["buckets"]:
            span = Filter("power", f"{bucket['min']}..{bucket['max']}")
            assert bucket["count"] == np.count_nonzero(masks.filtered(rows, [span]).products)


def test_a_span_holds_both_of_its_ends_and_a_value_still_is_one() -> None:
    masks = masks_of([["1,5 W"], ["4,5 W", None], [None], ["9,5 W"]])
    passing = {
        text: np.flatnonzero(masks.products([Filter("power", text)])).tolist()
        for text in ("1.5..4.5", "9..", "4,5 W", "..1", "viel..mehr")
    }
    assert passing == {
        "1.5..4.5": [0, 1, 2],
        "9..": [0, 4],
        "4,5 W": [0, 2],
        "..1": [0],
        "viel..mehr": [],
    }


def test_values_can_still_be_searched_for_by_their_letters() -> None:
    masks = masks_of([["1,5 W"], ["14,5 W"]])
    rows = np.arange(3, dtype=np.int32)
    asked = FacetAsk("de", ["power"], {"power": "14,5"})
    (facet,) = count_facets(masks.filtered(rows), asked)
    assert [one["label"] for one in facet["values"]] == ["14,5 W"]


def test_a_range_that_splits_the_hits_is_offered_unasked() -> None:
    masks = masks_of([[one] for one in WATTS])
    rows = np.arange(1, 31, dtype=np.int32)
    names = [one["name"] for one in count_facets(masks.filtered(rows), FacetAsk("de"))]
    assert names == ["power"]
    assert count_facets(masks.filtered(rows[:1]), FacetAsk("de")) == []


def test_values_come_before_amounts_that_are_only_cut_evenly() -> None:
    kin = [
        Family(one, (one,))
        for one in (
            Product(
                f"{number}",
                attributes={
                    "depth": ({"de": f"{100 + number} mm"},),
                    "plug": ({"de": ("USB", "USB", "HDMI")[number % 3]},),
                },
            )
            for number in range(30)
        )
    ]
    built = build_catalogue(kin, languages=("de",), currency="EUR", numbering="x")
    masks = Masks(LiveFacts.at_rest(built))
    shown = count_facets(masks.filtered(np.arange(30, dtype=np.int32)), FacetAsk("de"))
    assert [one["name"] for one in shown] == ["plug", "depth"]
