"""Which content pages a query means, and what is shown of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from knowledge_base.content import read_content_page
from knowledge_base.language.words import Analyser
from knowledge_base.synonyms import read_synonym
from ranking.query import Query, Reading, Term, Why
from search.content import SNIPPET, ContentIndex
from search.synonyms import Synonyms

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GERMAN = Analyser("de")
SAY_NOTHING = {"bitte", "der", "und"}
"""Of the words in these tests; a query knows it of each of its words."""


def page(title: str, text: str = "", **more: Any) -> dict[str, Any]:
    return {"title": title, "url": f"/{len(title)}", "text": text, **more}


SIZES = page("Größenberater", "So misst man die Länge des Fußes.", keywords=["Schuhgröße"])
RETURNS = page("Rückgabe und Umtausch", "Schuhe und Kleidung nehmen wir 30 Tage zurück.")
RUNNING = page(
    "Den richtigen Laufschuh finden",
    "Wer viel läuft, braucht Dämpfung. " * 20 + "Am Berg zählt ein Trail-Schuh mit Profil.",
    keywords=["Laufschuhe"],
)
SOFA = page("Sofas pflegen")


def index(*bodies: dict[str, Any], synonyms: tuple[dict[str, Any], ...] = ()) -> ContentIndex:
    pages = [read_content_page(f"p{number}", body) for number, body in enumerate(bodies)]
    entries = [read_synonym(f"s{number}", body) for number, body in enumerate(synonyms)]
    return ContentIndex(pages, GERMAN, Synonyms.of(entries, GERMAN))


def query(text: str, **corrections: str) -> Query:
    terms = []
    for word, stem in GERMAN.terms(text):
        told = corrections.get(word.text)
        readings = (Reading(Why.SPELLING, (GERMAN.stem(told),), told),) if told else ()
        telling = word.text not in SAY_NOTHING
        place = (word.start, word.end)
        terms.append(Term(word.text, stem, *place, not told, readings, telling))
    return Query(text, "de", tuple(terms))


def titles(pages: ContentIndex, text: str, now: datetime = NOW) -> list[str]:
    return [hit["title"] for hit in pages.search(query(text), now, 10)]


def test_a_page_is_found_by_all_words_of_the_query() -> None:
    pages = index(SIZES, RETURNS, RUNNING)
    assert titles(pages, "schuhe zurück ") == [RETURNS["title"]]
    assert titles(pages, "schuhe dämpfung tage ") == []


def test_words_that_say_nothing_are_not_asked_for() -> None:
    assert titles(index(RETURNS), "der umtausch bitte ") == [RETURNS["title"]]


def test_a_keyword_brings_its_page_whatever_else_is_asked_for() -> None:
    pages = index(SIZES, RUNNING)
    assert titles(pages, "laufschuh damen blau ") == [RUNNING["title"]]


def test_what_says_nothing_in_a_keyword_need_not_be_typed() -> None:
    stop_words = {"kind": "stop_words", "words": ["bitte"]}
    asked = page("Reklamation", keywords=["der kaputte Schuh bitte"])
    assert titles(index(asked, synonyms=(stop_words,)), "schuh kaputt blau ") == ["Reklamation"]


def test_a_corrected_word_finds_the_page() -> None:
    hits = index(RETURNS).search(query("umtauch ", umtauch="umtausch"), NOW, 3)
    assert [hit["title"] for hit in hits] == [RETURNS["title"]]


def test_a_page_found_by_keyword_stands_above_others() -> None:
    said = page("Laufschuhe Laufschuhe Laufschuhe", "Laufschuhe")
    assert titles(index(said, RUNNING), "laufschuhe ")[0] == RUNNING["title"]


def test_a_title_says_more_than_a_text() -> None:
    mention = page("Unsere Filialen", "Umtausch und vieles mehr.")
    assert titles(index(mention, RETURNS), "umtausch ")[0] == RETURNS["title"]


def test_a_title_is_found_while_its_word_is_being_typed() -> None:
    pages = index(SIZES, RETURNS)
    assert titles(pages, "größenb") == [SIZES["title"]]
    assert titles(pages, "größenb ") == []
    assert titles(pages, "rückgabe um") == [RETURNS["title"]]
    assert titles(pages, "umtausch und") == [RETURNS["title"]]


def test_a_synonym_finds_what_the_word_itself_does_not() -> None:
    couch = {"kind": "two_way", "words": ["Couch", "Sofa"]}
    assert titles(index(SOFA, synonyms=(couch,)), "couch pflegen ") == [SOFA["title"]]
    assert titles(index(SOFA), "couch pflegen ") == []


def test_pages_hold_in_their_language_and_their_time() -> None:
    week = {"from": NOW.isoformat(), "until": (NOW + timedelta(days=7)).isoformat()}
    pages = index(page("Aktion", **week), page("Aktion heute", language="en"))
    assert titles(pages, "aktion ") == ["Aktion"]
    for late in (NOW - timedelta(seconds=1), NOW + timedelta(days=7)):
        assert titles(pages, "aktion ", late) == []
    assert titles(index(page("Aktion", enabled=False)), "aktion ") == []


def test_the_piece_shown_is_where_the_words_stand_close_together() -> None:
    (hit,) = index(RUNNING).search(query("profil berg "), NOW, 3)
    piece = hit["snippet"]
    assert piece.startswith("… ")
    assert "Am Berg zählt ein Trail-Schuh mit Profil." in piece
    assert len(piece) <= SNIPPET + 4
    marked = [piece[start:end] for start, end in hit["highlight"]["snippet"]]
    assert marked == ["Berg", "Profil"]


def test_without_its_words_the_beginning_of_the_text_is_shown() -> None:
    (hit,) = index(RUNNING).search(query("laufschuhe "), NOW, 3)
    assert hit["snippet"].startswith("Wer viel läuft")
    assert hit["snippet"].endswith(" …")
    assert [RUNNING["title"][a:b] for a, b in hit["highlight"]["title"]] == ["Laufschuh"]


def test_pages_that_were_read_before_are_found_the_same() -> None:
    pages = [read_content_page("p0", RETURNS), read_content_page("p1", SIZES)]
    nothing = Synonyms(GERMAN)
    before = ContentIndex(pages[:1], GERMAN, nothing)
    after = ContentIndex(pages, GERMAN, nothing, before)
    assert after.known[pages[0]] is before.known[pages[0]]
    assert titles(after, "umtausch ") == [RETURNS["title"]]
    assert titles(after, "schuhgröße ") == [SIZES["title"]]


def test_a_suggested_page_is_a_title_with_an_address() -> None:
    (hit,) = index(SIZES).suggest(query("größ"), NOW, 3)
    assert (hit["title"], hit["url"], "snippet" in hit) == (
        "Größenberater",
        SIZES["url"],
        False,
    )


@pytest.mark.parametrize("text", ["", "!?", "x" * 10_000])
def test_what_means_nothing_finds_nothing(text: str) -> None:
    assert titles(index(SIZES, RETURNS), text) == []
    assert titles(index(), text) == []
