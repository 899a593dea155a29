import pytest

from tests.service.flow import Desk, ids


def test_where_nothing_is_found_the_likely_category_is_offered(desk: Desk) -> None:
    shelf = desk.search("quietschkamera")["fallback"]
    assert shelf["category"] == {"value": "Foto/Kameras", "label": "Kameras"}
    assert shelf["title"] == "Beliebt in „Kameras“"
    assert set(ids(shelf)) == {"cam1", "cam2", "cam3"}
    assert ids(shelf)[0] == "cam2"


def test_the_title_is_said_in_the_language_asked_in(desk: Desk) -> None:
    shelf = desk.search("xylocamera", language="en")["fallback"]
    assert shelf["title"] == "Popular in “Cameras”"


def test_where_nothing_can_be_guessed_it_is_what_the_shop_wants(desk: Desk) -> None:
    shelf = desk.search("qxzv wqy")["fallback"]
    assert shelf["category"] is None
    assert shelf["title"] == "Vielleicht gefällt dir das"
    assert len(shelf["hits"]) == 9


def test_what_was_found_and_filtered_away_tells_the_category(desk: Desk) -> None:
    body = desk.search("kamera", "price:..1")
    assert body["total"] == 0
    assert body["fallback"]["category"]["value"] == "Foto/Kameras"


def test_a_category_that_filters_leave_empty_offers_its_own(desk: Desk) -> None:
    body = desk.search("", "category:Foto/Speicherkarten", "price:..1")
    assert set(ids(body["fallback"])) == {"card1", "card2"}


def test_what_cannot_be_shown_is_not_offered_either(desk: Desk) -> None:
    hidden = desk.rule([{"hide": {"filter": "category:Foto/Kameras"}}], query=None, match="any")
    shelf = hidden.search("quietschkamera")["fallback"]
    assert shelf["category"] is None
    assert not {"cam1", "cam2", "cam3", "gone"} & set(ids(shelf))


@pytest.mark.parametrize("text", ["kamera", ""])
def test_where_something_is_found_nothing_else_is_offered(desk: Desk, text: str) -> None:
    assert desk.search(text)["fallback"] is None
