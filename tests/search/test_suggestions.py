"""What is offered while somebody types."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base.columns import Bools, Ints
from knowledge_base.families import families
from ranking.signals import Doubles
from search.suggestions import Liking, Offer, Suggestions
from tests.search.shop import (
    BAGS,
    LINES,
    QUERIES,
    SHIRTS,
    SHOES,
    Shop,
    open_shop,
    product,
)

SHOES_FOR_ALL = [
    *(
        product(f"jacket-{n}", ("Warme Jacke", "Jacket"), SHIRTS, "Olymp", "9")
        for n in range(3)
    ),
    *(product(f"jack-{n}", ("Jack Tuch", "Scarf"), BAGS, "Jack Wolf", "9") for n in range(4)),
    *(product(f"shoe-{n}", (f"Sportschuh {n}", "Shoe"), SHOES, "Nike", "50") for n in range(4)),
    *(
        product(f"wear-{n}", (f"Sportschuh {n}", "Shoe"), SHIRTS, "Olymp", "9")
        for n in range(4)
    ),
]
ASKED = [
    ("kamera", 9),
    ("kameras", 4),
    ("tshirt", 6),
    ("damen laufschuhe", 3),
    ("laufsch", 8),
    ("kamer", 8),
    ("kamera für laufschuhe", 7),
    ("erika@example.org kamera", 50),
    ("kamera 0711 123 45 67", 50),
    ("k", 99),
]


def everything(shop: Shop) -> Bools:
    return np.ones(shop.catalogue.products, dtype=np.bool_)


def suggest(
    shop: Shop,
    text: str,
    language: str = "de",
    limit: int = 5,
    *,
    allowed: Bools | None = None,
    liking: Liking | None = None,
) -> Suggestions:
    mask = everything(shop) if allowed is None else allowed
    offer = Offer(shop.catalogue, shop.catalogue.facets, mask)
    query = shop.searchers[language].understand(text)
    return shop.suggesters[language].suggest(query, offer, limit, liking)


def of_every_third(rows: Ints) -> Doubles:
    return np.where(rows % 3, 0.0, 9.0)


def texts(found: Suggestions) -> list[str]:
    return [one["text"] for one in found.queries if one["category"] is None]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Open a shop in which people asked for more, and for what nobody else should see."""
    lines = [*LINES, *SHOES_FOR_ALL]
    folder = tmp_path_factory.mktemp("asked")
    return open_shop(folder, list(families(lines)), [*QUERIES, *ASKED])


def test_what_many_visitors_searched_comes_first(shop: Shop) -> None:
    assert texts(suggest(shop, "lauf")) == ["Laufschuhe", "Laufschuhe Damen"]


def test_a_query_is_found_by_any_of_its_words_in_any_order(shop: Shop) -> None:
    assert "Laufschuhe Damen" in texts(suggest(shop, "dam"))
    assert texts(suggest(shop, "damen lauf")) == ["Laufschuhe Damen"]


def test_german_nouns_are_capitalised_and_english_words_are_not(shop: Shop) -> None:
    assert texts(suggest(shop, "laufschuhe d")) == ["Laufschuhe Damen"]
    assert texts(suggest(shop, "running s", "en")) == ["running shoes"]


def test_without_searches_the_catalogue_suggests(shop: Shop) -> None:
    assert texts(suggest(shop, "gart")) == ["Garten", "Gartenhäuser"]


def test_queries_stay_with_the_language_that_has_their_words(shop: Shop) -> None:
    assert "running shoes" in texts(suggest(shop, "run", "en"))
    assert not suggest(shop, "running").queries


def test_the_popular_ones_stand_where_nothing_is_typed(shop: Shop) -> None:
    assert texts(suggest(shop, "", limit=1)) == ["Laufschuhe"]


@pytest.mark.parametrize("text", ["GARTENHÄU", "gartenhaeu", "gartenhae", "gartenhau"])
def test_umlauts_may_be_spelled_either_way(shop: Shop, text: str) -> None:
    found = suggest(shop, text)
    assert texts(found) == ["Gartenhäuser"]
    assert found.corrected is None


def test_inflections_of_one_query_are_suggested_once_as_most_people_write_it(
    asked: Shop,
) -> None:
    assert texts(suggest(asked, "kamera"))[0] == "Kamera"
    assert "Kameras" not in texts(suggest(asked, "kamera"))
    assert texts(suggest(asked, "kameras"))[0] == "Kamera"


def test_words_in_another_order_are_the_same_query(asked: Shop) -> None:
    assert texts(suggest(asked, "laufschuhe d")) == ["Laufschuhe Damen"]


@pytest.mark.parametrize("text", ["tshi", "t shi", "t-shi", "T-Shirt"])
def test_what_hangs_together_is_found_apart_and_as_one(asked: Shop, text: str) -> None:
    assert texts(suggest(asked, text))[0] == "T-Shirt"


def test_complaint_19_half_words_and_what_names_people_are_not_suggested(asked: Shop) -> None:
    every = {one.lower() for one in texts(suggest(asked, "", limit=1_000))}
    assert every.isdisjoint({"laufsch", "kamer", "k"})
    assert not [one for one in every if "@" in one or "0711" in one]


def test_a_query_that_no_product_is_named_by_is_not_suggested(asked: Shop) -> None:
    assert not texts(suggest(asked, "kamera für"))


def test_categories_carry_their_path_and_their_products(shop: Shop) -> None:
    found = suggest(shop, "kamerat").categories
    assert found == [
        {
            "value": "Kameras/Kamerataschen",
            "label": "Kamerataschen",
            "count": 1,
            "path": ["Kameras", "Kamerataschen"],
        }
    ]


def test_brands_count_what_may_be_shown(shop: Shop) -> None:
    allowed = everything(shop)
    allowed[shop.catalogue.product_row("run-1")] = False
    found = suggest(shop, "ni", allowed=allowed).brands
    assert [(one["label"], one["count"]) for one in found] == [("Nike", 1)]


def test_nothing_is_offered_that_has_nothing_to_show(shop: Shop) -> None:
    nothing = ~everything(shop)
    for text in ("ni", "lauf", ""):
        assert not suggest(shop, text, allowed=nothing).any


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "n", "la", "lafsch", "kamera", "schuhe dam", "ja"]),
            st.sampled_from(["de", "en"]),
            st.sampled_from([1, 5]),
            st.sampled_from([(), ("kamera",), ("damen",)]),
            st.booleans(),
        ),
        min_size=2,
        max_size=12,
    )
)
def test_what_is_remembered_is_what_would_be_said_anew(
    asked: Shop, keystrokes: list[tuple[str, str, int, tuple[str, ...], bool]]
) -> None:
    facets = asked.catalogue.facets
    liking = Liking(of_every_third, lambda rows: np.zeros(len(rows)))
    offer = Offer(asked.catalogue, facets, everything(asked))
    suggesters = {
        (language, taken): asked.suggesters[language].without(taken)
        for _, language, _, taken, _ in keystrokes
    }
    for text, language, limit, taken, likes in keystrokes:
        query = asked.searchers[language].understand(text)
        said, anew = (
            suggesters[language, taken].suggest(query, one, limit, liking if likes else None)
            for one in (offer, Offer(asked.catalogue, facets, everything(asked)))
        )
        assert said == anew


@pytest.mark.parametrize("text", ["lafsch", "laufscuhe", "lsufschuhe dam"])
def test_a_slip_is_corrected_at_every_keystroke(shop: Shop, text: str) -> None:
    found = suggest(shop, text)
    assert found.corrected is not None
    assert texts(found)[0].startswith("Laufschuhe")


def test_behind_a_finished_word_there_are_others(shop: Shop) -> None:
    assert texts(suggest(shop, "laufschuhe ")) == ["Laufschuhe", "Laufschuhe Damen"]
    assert not texts(suggest(shop, "lauf "))


def test_letters_inside_of_words_find_compounds(shop: Shop) -> None:
    assert "Laufschuhe" in texts(suggest(shop, "schuhe"))


def test_words_typed_apart_find_the_compound(shop: Shop) -> None:
    assert texts(suggest(shop, "lauf schuhe"))[0] == "Laufschuhe"


def test_a_brand_is_no_inflection_of_another_word(asked: Shop) -> None:
    assert {"Jack", "Jacke"} <= set(texts(suggest(asked, "jack")))


def test_the_last_of_several_words_is_completed_from_what_was_found(shop: Shop) -> None:
    query = shop.searchers["de"].understand("laufschuhe tr")
    offer = Offer(shop.catalogue, shop.catalogue.facets, everything(shop))
    titles = ["Laufschuhe Herren Trail", "Trail Laufschuh", "Tretroller"]
    found = shop.suggesters["de"].suggest(query, offer, 5, None, titles)
    assert texts(found) == ["laufschuhe trail"]


def test_a_number_is_not_completed_to_others(shop: Shop) -> None:
    query = shop.searchers["de"].understand("laufschuhe 4")
    offer = Offer(shop.catalogue, shop.catalogue.facets, everything(shop))
    titles = ["Laufschuhe 42", "Laufschuhe 4", "Laufschuhe 44er"]
    found = shop.suggesters["de"].suggest(query, offer, 5, None, titles)
    assert texts(found) == ["laufschuhe 4", "laufschuhe 44er"]


def test_nothing_is_completed_behind_a_word_that_nobody_knows(shop: Shop) -> None:
    query = shop.searchers["de"].understand("xylophonist tr")
    offer = Offer(shop.catalogue, shop.catalogue.facets, everything(shop))
    found = shop.suggesters["de"].suggest(query, offer, 5, None, ["Laufschuhe Herren Trail"])
    assert texts(found) == []


def test_an_ambiguous_query_is_offered_in_its_categories(asked: Shop) -> None:
    found = suggest(asked, "sportsch").queries
    assert found[0] == {"text": "Sportschuh", "category": None}
    assert {one["category"]["label"] for one in found[1:]} == {"Laufschuhe", "Hemden"}
    assert all(one["text"] == "Sportschuh" for one in found)


def test_what_somebody_likes_moves_up_among_what_is_found(shop: Shop) -> None:
    adidas = shop.catalogue.product_row("run-2")

    def points(rows: Ints) -> Doubles:
        return np.where(rows == adidas, 3.0, 0.0)

    liking = Liking(points, lambda rows: np.zeros(len(rows)))
    usual = [one["label"] for one in suggest(shop, "", limit=9).brands]
    liked = [one["label"] for one in suggest(shop, "", limit=9, liking=liking).brands]
    assert usual[0] != "Adidas"
    assert liked[0] == "Adidas"
    assert sorted(usual) == sorted(liked)


def test_nonsense_suggests_nothing(shop: Shop) -> None:
    assert not suggest(shop, "xqzzy").any
    assert not suggest(shop, "?!").any


def beginnings(shop: Shop) -> Iterator[str]:
    for text in texts(suggest(shop, "", limit=1_000)):
        yield from (text[:length] for length in range(1, len(text) + 1))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(mask=st.lists(st.booleans(), min_size=32, max_size=32), at=st.integers(0, 10_000))
def test_every_query_suggested_finds_something_that_may_be_shown(
    asked: Shop, mask: list[bool], at: int
) -> None:
    allowed = np.resize(np.array(mask), asked.catalogue.products)
    every = list(beginnings(asked))
    found = suggest(asked, every[at % len(every)], allowed=allowed, limit=20)
    searcher = asked.searchers["de"]
    for one in found.queries:
        rows = searcher.find(searcher.understand(one["text"])).candidates.rows
        assert allowed[rows].any(), one
    assert found == suggest(asked, every[at % len(every)], allowed=allowed, limit=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(max_size=60))
def test_whatever_is_typed_gets_an_answer(shop: Shop, text: str) -> None:
    found = suggest(shop, text, limit=3)
    assert max(len(found.queries), len(found.categories), len(found.brands)) <= 3
