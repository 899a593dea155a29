from typing import Any

import pytest

from tests.knowledge_base.shop import BLACK, BLUE, RED, shoe
from tests.service.flow import LINES, Desk, ids, trained

COLOURS = {"b": BLUE, "r": RED, "k": BLACK}
SHOES = [
    line
    for number in range(8)
    for line in shoe(
        f"shoe{number}",
        "Adler" if number % 2 else "Falke",
        "50.00",
        {
            f"shoe{number}-{letter}{size}": (colour, size)
            for letter, colour in COLOURS.items()
            for size in ("42", "43")
            if (letter, size) != ("r", "43")
        },
    )
]


@pytest.fixture(scope="module")
def stall(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk at which eight shoes are sold in three colours, and two sizes but for red."""
    return Desk(trained(tmp_path_factory.mktemp("stall"), [*SHOES, *LINES[-6:]]))


def chips(body: Any) -> list[str]:
    filters = body["interpretation"]["filters"]
    return [f"{one['facet']}:{one['value']}" for one in filters if one["removable"]]


def test_words_that_surely_mean_a_value_are_a_filter_that_can_be_taken_off(stall: Desk) -> None:
    body = stall.search("schwarze laufschuhe")
    assert body["interpretation"]["filters"] == [
        {
            "facet": "colour",
            "value": "schwarz",
            "label": "schwarz",
            "words": "schwarze",
            "removable": True,
        }
    ]
    assert {hit["variant"]["attributes"]["colour"] for hit in body["hits"]} == {"schwarz"}
    off = stall.search("schwarze laufschuhe", words=["colour:Schwarz"])
    assert chips(off) == []
    assert set(ids(off)) == set(ids(body))


@pytest.mark.parametrize("typed", ["lafschuhe", "laufschue", "laufschuhhe"])
def test_a_slip_in_the_word_for_the_thing_leaves_the_other_words_a_filter(
    stall: Desk, typed: str
) -> None:
    body, right = stall.search(f"schwarze {typed}"), stall.search("schwarze laufschuhe")
    assert chips(body) == ["colour:schwarz"]
    assert ids(body) == ids(right)
    assert body["total"] == right["total"]


def test_filters_in_words_hold_on_one_variant(stall: Desk) -> None:
    hits = stall.search("schwarze laufschuhe größe 43")["hits"]
    assert len(hits) == 8
    assert all(
        hit["variant"]["attributes"] == {"colour": "schwarz", "size": "43"} for hit in hits
    )


def test_a_limit_of_the_price_is_a_filter_that_can_be_taken_off(stall: Desk) -> None:
    everything = stall.search("laufschuhe")
    body = stall.search("laufschuhe unter 60 euro")
    assert body["interpretation"]["filters"] == [
        {
            "facet": "price",
            "value": "..60.00",
            "words": "unter 60 euro",
            "removable": True,
        }
    ]
    assert ids(body) == ids(stall.search("laufschuhe", "price:..60"))
    off = stall.search("laufschuhe unter 60 euro", words=["price:..60.00"])
    assert (chips(off), ids(off)) == ([], ids(everything))
    assert chips(stall.search("laufschuhe unter 60 euro", verbatim=True)) == []


def test_a_limit_that_leaves_nothing_or_stands_beside_ones_own_is_let_go(stall: Desk) -> None:
    shoes = ids(stall.search("laufschuhe"))
    for body in (
        stall.search("laufschuhe unter 3 euro"),
        stall.search("laufschuhe unter 3 euro", "price:40..60"),
    ):
        assert chips(body) == []
        assert ids(body) == shoes


def test_a_limit_alone_browses_and_holds_while_it_is_typed(stall: Desk) -> None:
    cheap = stall.search("", "price:..30")["total"]
    assert cheap
    assert stall.search("unter 30 euro")["total"] == cheap
    suggested = stall.suggest("unter 30 euro")["products"]
    assert suggested
    assert all(float(one["price"]) <= 30 for one in suggested)


def test_words_that_would_leave_nothing_as_filters_stay_words(stall: Desk) -> None:
    body = stall.search("rote laufschuhe größe 43")
    assert chips(body) == []
    assert body["total"] == 8


def test_a_filter_in_words_is_counted_like_one_in_force(stall: Desk) -> None:
    text = "schwarze laufschuhe adler"
    body = stall.search(text, facets=["colour", "size", "brand"])
    assert chips(body) == ["colour:schwarz", "brand:Adler"]
    for facet in body["facets"]:
        for value in facet["values"]:
            click = f"{facet['name']}:{value['value']}"
            assert value["count"] == stall.search(text, click)["total"], click
            assert value["selected"] == (click in chips(body))


def test_what_rules_filter_by_holds_beside_words_for_the_same_facet(stall: Desk) -> None:
    ruled = stall.rule([{"filter": "brand:Falke"}], query="laufschuhe")
    body = ruled.search("schwarze laufschuhe adler")
    assert chips(body) == []
    assert all(hit["brand"] == "Falke" for hit in body["hits"])


def test_what_is_pinned_is_not_filtered_away_by_words(stall: Desk) -> None:
    pinned = stall.rule([{"pin": {"product_id": "cam1", "position": 1}}], query="laufschuhe")
    assert ids(pinned.search("schwarze laufschuhe"))[0] == "cam1"


def test_the_variant_that_words_name_is_shown_though_they_are_no_filter(stall: Desk) -> None:
    hit = stall.search("adler laufschuh shoe3 rot")["hits"][0]
    assert hit["product_id"] == "shoe3"
    assert hit["variant"]["attributes"]["colour"] == "rot"
    assert stall.search("shoe5-k43")["hits"][0]["variant"]["product_id"] == "shoe5-k43"
