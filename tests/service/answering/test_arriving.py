"""What do newcomers see who come with words from elsewhere?"""

import pytest

from knowledge_base.consent import Consent
from tests.service.flow import Desk, fan_of, ids


def test_a_newcomer_sees_what_he_searched_for_beside_what_the_shop_is_known_for(
    desk: Desk,
) -> None:
    body = desk.recommend("home", referrer_query="speicherkarten", limit=6)
    own = {hit["product_id"] for hit in body["hits"] if hit["recommender"] == "arrived"}
    assert own == {"card1", "card2"}
    assert set(ids(body)) - own
    assert body["hits"][0]["reason"] == "weil du nach „speicherkarten“ gesucht hast"
    assert body["level"] == "pre"


def test_values_in_the_words_hold_and_so_do_masks(desk: Desk) -> None:
    body = desk.recommend("home", referrer_query="karte zwei", basket=["card2"], limit=6)
    assert "card2" not in ids(body)


@pytest.mark.parametrize("words", ["", "?!", "versicherung vergleich", "kreuzfahrt kamera"])
def test_words_of_other_things_change_nothing(desk: Desk, words: str) -> None:
    body = desk.recommend("home", referrer_query=words, limit=6)
    assert "arrived" not in {hit["recommender"] for hit in body["hits"]}


def test_who_is_known_sees_both(desk: Desk) -> None:
    body = desk.recommend(
        "home",
        referrer_query="speicherkarten",
        consent=Consent.PERSONALIZATION,
        profile=fan_of("cam1", "cam2"),
        limit=6,
    )
    names = {hit["recommender"] for hit in body["hits"]}
    assert {"arrived", "for_you"} <= names


def test_other_shelves_do_not_listen(desk: Desk) -> None:
    plain = desk.recommend("session", limit=6)
    assert ids(desk.recommend("session", referrer_query="speicherkarten", limit=6)) == ids(
        plain
    )
