from typing import Any

import pytest

from knowledge_base.errors import BadInput
from service.api.algolia_filters import path_of, read_filters, steps_of
from service.api.algolia_params import Params


def filters(**params: Any) -> list[str]:
    return sorted(str(one) for one in read_filters(Params(params, "body")))


READ = [
    ({}, []),
    ({"facetFilters": "brand:Sony"}, ["brand:Sony"]),
    ({"facetFilters": ["brand:Sony", "colour:Rot"]}, ["brand:Sony", "colour:Rot"]),
    ({"facetFilters": [["brand:Sony", "brand:Uhu"]]}, ["brand:Sony", "brand:Uhu"]),
    ({"facetFilters": [["brand:Sony"], ["brand:Sony", "brand:Uhu"]]}, ["brand:Sony"]),
    ({"facetFilters": '[["brand:A:B"]]'}, ["brand:A:B"]),
    ({"facetFilters": [["brand:\\-10"]]}, ["brand:-10"]),
    (
        {"facetFilters": [["categories.lvl1:Mode > Schuhe/Stiefel"]]},
        ["category:Mode/Schuhe%2FStiefel"],
    ),
    (
        {"facetFilters": ["category.lvl0:Mode", "category.lvl1:Mode > Schuhe"]},
        ["category:Mode/Schuhe"],
    ),
    ({"numericFilters": ["price>=10", "price<=20.5"]}, ["price:10.00..20.50"]),
    ({"numericFilters": "price>10"}, ["price:10.01.."]),
    ({"numericFilters": ["price < 10"]}, ["price:..9.99"]),
    ({"numericFilters": ["price=10"]}, ["price:10.00..10.00"]),
    (
        {"numericFilters": [["price:0 TO 5", "price:20 TO 30"]]},
        ["price:0.00..5.00", "price:20.00..30.00"],
    ),
    ({"numericFilters": ["weight>=1.5", "weight<=3"]}, ["weight:1.5..3"]),
    (
        {"filters": "brand:Sony AND (colour:rot OR colour:'hell blau') AND price:10 TO 20"},
        ["brand:Sony", "colour:hell blau", "colour:rot", "price:10.00..20.00"],
    ),
    (
        {"filters": 'brand:"Falke \\"&\\" Sohn" OR brand:Uhu'},
        ['brand:Falke "&" Sohn', "brand:Uhu"],
    ),
    ({"filters": "ANDERS:x AND price >= 3"}, ["ANDERS:x", "price:3.00.."]),
    ({"params": "facetFilters=%5B%22brand%3ASony%22%5D&query=x"}, ["brand:Sony"]),
]


@pytest.mark.parametrize(("given", "expected"), READ)
def test_their_filters_are_read_as_ours(given: dict[str, Any], expected: list[str]) -> None:
    assert filters(**given) == expected


REFUSED = [
    {"facetFilters": ["brand:-Sony"]},
    {"facetFilters": ["colour:rot", "colour:blau"]},
    {"facetFilters": [["brand:Sony", "colour:rot"]]},
    {"facetFilters": [[1]]},
    {"facetFilters": [[]]},
    {"facetFilters": {"brand": "Sony"}},
    {"facetFilters": "[nonsense"},
    {"facetFilters": ["brand"]},
    {"numericFilters": ["price!=3"]},
    {"numericFilters": ["price>=cheap"]},
    {"filters": "NOT brand:Sony"},
    {"filters": "brand:Sony AND"},
    {"filters": "(brand:Sony OR brand:Uhu"},
    {"filters": "brand:Sony OR price > 3"},
    {"filters": "brand:Sony colour:rot"},
    {"filters": "sony"},
    {"filters": 7},
]


@pytest.mark.parametrize("given", REFUSED)
def test_what_our_filters_cannot_say_is_refused_and_never_answered_otherwise(
    given: dict[str, Any],
) -> None:
    with pytest.raises(BadInput):
        filters(**given)


def test_ranges_that_have_nothing_in_common_let_nothing_through() -> None:
    only = read_filters(Params({"numericFilters": ["price>=20", "price<=10"]}, "body"))
    assert [(one.low, one.high) for one in only] == [(2000, 1000)]


def test_no_price_is_below_nothing() -> None:
    low, high = (
        read_filters(Params({"numericFilters": [text]}, "body"))[0]
        for text in ("price>=-5", "price<=-5")
    )
    assert (low.low, high.high) == (0, -1)


@pytest.mark.parametrize("path", ["Mode", "Mode/Schuhe", "Mode/Schuhe%2FStiefel/Kinder"])
def test_a_category_is_the_same_there_and_back(path: str) -> None:
    assert path_of(steps_of(path)) == path
