from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType, Trust
from tests.service.flow import NOW, Desk, ids, trained


def test_where_nothing_is_found_the_likely_category_is_offered(desk: Desk) -> None:
    shelf = desk.search("kamerazauber")["fallback"]
    assert shelf["category"] == {"value": "Foto/Kameras", "label": "Kameras"}
    assert shelf["title"] == "Beliebt in „Kameras“"
    assert set(ids(shelf)) == {"cam1", "cam2", "cam3"}
    assert ids(shelf)[0] == "cam2"
    ending = desk.search("quietschkarten")["fallback"]
    assert ending["category"]["value"] == "Foto/Speicherkarten"


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
    shelf = hidden.search("kamerazauber")["fallback"]
    assert shelf["category"] is None
    assert not {"cam1", "cam2", "cam3", "gone"} & set(ids(shelf))


@pytest.mark.parametrize("text", ["kamera", ""])
def test_where_something_is_found_nothing_else_is_offered(desk: Desk, text: str) -> None:
    assert desk.search(text)["fallback"] is None


def presents(visitors: int) -> Iterator[Event]:
    """Yield what some visitors do who search for what no product says, and come to cards."""
    deeds = ((EventType.SEARCH, "xyz fürs wichteln", None), (EventType.VIEW, None, "card1"))
    for visitor in range(visitors):
        for step, (kind, query, product) in enumerate(deeds):
            yield Event(
                f"gift-{visitor}-{step}",
                kind,
                NOW - timedelta(hours=1, seconds=-step),
                Consent.PERSONALIZATION,
                visitor_id=f"giver-{visitor}",
                session_id=f"giving-{visitor}",
                query=query,
                product_id=product,
                trust=Trust.CONFIRMED,
            )


@pytest.mark.parametrize(("visitors", "category"), [(3, "Foto/Speicherkarten"), (2, None)])
def test_what_several_came_to_after_the_same_words_is_likely_meant(
    tmp_path: Path, visitors: int, category: str | None
) -> None:
    asked = Desk(trained(tmp_path, more=presents(visitors)))
    found = asked.search("XYZ  fürs Wichteln")["fallback"]["category"]
    assert (found and found["value"]) == category
