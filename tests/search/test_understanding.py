"""What a shopper's words are taken for."""

import pytest

from knowledge_base.language.words import Analyser
from knowledge_base.synonyms import SynonymEntry, read_synonym
from ranking.query import CODE, Query, Stage, Why
from search.interpretation import interpretation
from search.searcher import Found, Searcher
from search.synonyms import Synonyms
from tests.search.shop import Shop


def understood(shop: Shop, text: str, language: str = "de", *, verbatim: bool = False) -> Query:
    return shop.searchers[language].understand(text, verbatim=verbatim)


def read_as(query: Query, why: Why) -> list[list[str]]:
    """Return for every term how it is also read for a reason."""
    return [[one.shown for one in term.read_as(why)] for term in query.terms]


def informed(shop: Shop, *bodies: dict[str, object]) -> Searcher:
    """Return the German searcher with entries of synonyms."""
    entries: list[SynonymEntry] = [
        read_synonym(f"s{at}", body) for at, body in enumerate(bodies)
    ]
    return shop.searchers["de"].informed(Synonyms.of(entries, Analyser("de")))


def found_by(searcher: Searcher, text: str) -> Found:
    return searcher.find(searcher.understand(text))


def test_words_that_stand_apart_may_be_one(shop: Shop) -> None:
    query = understood(shop, "garten haus ")
    assert read_as(query, Why.JOINED) == [["gartenhaus"], ["gartenhaus"]]
    assert query.corrected is None


@pytest.mark.parametrize("text", ["garten haus", "haus für den garten ", "gartenhaus"])
def test_a_compound_is_found_however_its_words_are_put(shop: Shop, text: str) -> None:
    assert "house-1" in shop.find(text)


def test_an_article_number_is_neither_corrected_nor_cut(shop: Shop) -> None:
    query = understood(shop, "spa 2600/00")
    (span,) = query.spans
    assert (span.kind, span.first, span.end) == (CODE, 0, 3)
    assert query.corrected is None
    assert all(one.known for one in query.terms)


def test_what_was_typed_is_searched_for_when_asked_to(shop: Shop) -> None:
    assert understood(shop, "laufschue ").corrected == "laufschuhe "
    query = understood(shop, "laufschue ", verbatim=True)
    assert query.corrected is None
    assert shop.searchers["de"].find(query).stage is Stage.FALLBACK


def test_a_known_word_is_never_corrected_behind_the_shoppers_back(shop: Shop) -> None:
    query = understood(shop, "lauf ")
    assert query.corrected is None
    assert shop.searchers["de"].find(query).query.corrected is None


def test_a_rule_meets_the_words_as_they_were_meant(shop: Shop) -> None:
    assert (
        understood(shop, "laufschue damen ").stems == understood(shop, "laufschuh dame").stems
    )


def test_at_most_some_words_count(shop: Shop) -> None:
    assert len(understood(shop, "kamera " * 5_000).terms) == 32


def test_synonyms_find_more_below_the_word_itself(shop: Shop) -> None:
    searcher = informed(shop, {"kind": "two_way", "words": ["sneaker", "laufschuhe"]})
    assert found_by(searcher, "sneaker ").stage is Stage.SYNONYMS
    result = found_by(searcher, "laufschuhe ")
    assert result.stage is Stage.ALL_WORDS


def test_the_answer_says_what_was_understood(shop: Shop) -> None:
    searcher = informed(shop, {"kind": "one_way", "from": ["pumps"], "to": ["laufschuhe"]})
    said = interpretation(found_by(searcher, "pumps karibu "))
    assert said["synonyms"] == [{"text": "pumps", "means": "laufschuhe", "why": "synonym"}]
    assert said["stage"] == "relaxed"
    assert said["steps"][0]["dropped"] == said["dropped"]
    assert {one["text"]: one["products"] for one in said["per_word"]} == {
        "pumps": 3,
        "karibu": 1,
    }


def test_nothing_is_said_of_what_was_not_needed(shop: Shop) -> None:
    said = interpretation(found_by(shop.searchers["de"], "spa2600/00"))
    assert (said["codes"], said["dropped"], said["did_you_mean"]) == (["spa260000"], [], None)
    assert said["steps"] == [{"stage": "all_words", "products": 1, "dropped": []}]


def test_words_may_be_one_after_they_were_put_right(shop: Shop) -> None:
    query = understood(shop, "gartne haus ")
    assert query.corrected == "garten haus "
    assert read_as(query, Why.JOINED) == [["gartenhaus"], ["gartenhaus"]]


def test_a_known_word_is_doubted_when_no_product_has_all_words(shop: Shop) -> None:
    query = found_by(shop.searchers["de"], "kompakt camera ").query
    assert (query.corrected, query.did_you_mean) == (None, "kompakt kamera ")


def test_a_first_letter_is_wrong_where_another_word_bears_it_out(shop: Shop) -> None:
    result = found_by(shop.searchers["de"], "rail herren ")
    assert (result.stage, result.query.corrected) == (Stage.SPELLING, "trail herren ")


@pytest.mark.parametrize("text", ["t shirt ", "tshirt ", "t-shirt ", "T-Shirts "])
@pytest.mark.parametrize("written", ["T-Shirt", "tshirt"])
def test_synonyms_meet_words_however_they_are_joined(
    shop: Shop, text: str, written: str
) -> None:
    searcher = informed(shop, {"kind": "two_way", "words": [written, "overshirt"]})
    terms = searcher.understand(text).terms
    assert all(
        [one.shown for one in term.read_as(Why.EQUAL)] == ["overshirt"] for term in terms
    )


def test_a_synonym_leads_to_what_is_only_named_inside_compounds(shop: Shop) -> None:
    searcher = informed(shop, {"kind": "two_way", "words": ["blouson", "jacke"]})
    assert not searcher.lexicon.names("jacke")
    found = found_by(searcher, "blouson ")
    names = [shop.catalogue.product_ids[row] for row in found.candidates.rows]
    assert (names, found.stage) == (["shirt-3"], Stage.SYNONYMS)


def test_a_word_that_only_ends_others_may_be_a_slip(shop: Shop) -> None:
    assert understood(shop, "amera ").corrected == "kamera "
    assert understood(shop, "jacke ").corrected is None


def test_what_is_taken_as_typed_is_not_completed_either(shop: Shop) -> None:
    assert found_by(shop.searchers["de"], "laufsch").candidates.rows.size
    query = understood(shop, "laufsch", verbatim=True)
    assert shop.searchers["de"].find(query).candidates.rows.size == 0


def test_words_are_shown_the_way_they_were_typed(shop: Shop) -> None:
    said = interpretation(found_by(shop.searchers["de"], "KAMERA Straßenbahn "))
    assert said["dropped"] == ["Straßenbahn"]
    assert {one["text"] for one in said["per_word"]} == {"KAMERA", "Straßenbahn"}
    assert said["steps"][0]["dropped"] == ["Straßenbahn"]


def test_a_word_that_is_left_out_was_not_put_right(shop: Shop) -> None:
    said = interpretation(found_by(shop.searchers["de"], "karibuu kamrea "))
    assert (said["corrected"], said["dropped"]) == ("karibuu kamera ", ["karibuu"])


def test_nothing_is_meant_that_no_product_is(shop: Shop) -> None:
    assert found_by(shop.searchers["de"], "trail camera ").query.did_you_mean is None
    assert found_by(shop.searchers["de"], "canon camera ").query.did_you_mean == "canon kamera "
