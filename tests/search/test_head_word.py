"""Which word of a query names the thing."""

from pathlib import Path

import pytest

from search.head_word import head_word, name_words
from search.understanding import understand
from tests.search.shop import Shop, open_titles


def thing(text: str, shop: Shop) -> str:
    """Return the word that names what is wanted."""
    lexicon = shop.searchers["de"].lexicon
    query = understand(text, lexicon)
    at = head_word(query, lexicon.things, lexicon.compounds)
    assert at is not None
    return query.terms[at].text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("laufschuhe damen ", "laufschuhe"),
        ("nike laufschuhe ", "laufschuhe"),
        ("tasche für kameras ", "tasche"),
        ("karibu gartenhaus ", "gartenhaus"),
        ("gartenhaus 2 m ", "gartenhaus"),
        ("rote lafschuhe ", "lafschuhe"),
        ("lafschuhe rot ", "lafschuhe"),
        ("rote laufschuhe xylophon ", "laufschuhe"),
    ],
)
def test_the_thing_is_what_names_a_category_or_stands_before_a_preposition(
    shop: Shop, text: str, word: str
) -> None:
    assert thing(text, shop) == word


def test_words_nobody_knows_name_nothing(shop: Shop) -> None:
    lexicon = shop.searchers["de"].lexicon
    query = understand("xylophon ", lexicon)
    assert head_word(query, lexicon.things, lexicon.compounds) is None


SOME_CREAMS = (
    "Hand",
    "Sonnen",
    "Gesichts",
    "Augen",
    "Haut",
    "Fuss",
    "Baby",
    "Rasier",
    "Lippen",
)

TITLES = {
    "pad": "Gel mouse pad blue",
    "pad-red": "Mouse pad red",
    "gaming-pad": "Gaming mouse pad",
    "rest": "Gaming cooling pad",
    **{f"chair-{number}": f"Gaming chair {number}" for number in range(6)},
    **{f"mouse-{number}": f"Cordless mouse {number}" for number in range(9)},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return open_titles(tmp_path_factory.mktemp("bound"), TITLES, "en")


@pytest.mark.parametrize(
    ("text", "words"),
    [("red mouse pad ", "mouse pad"), ("gaming mouse ", "mouse"), ("pad ", "pad"), ("xy ", "")],
)
def test_a_word_that_things_often_have_before_theirs_makes_a_name_with_it(
    store: Shop, text: str, words: str
) -> None:
    searcher = store.searchers["en"]
    query, lexicon = searcher.understand(text), searcher.lexicon
    name = name_words(query, lexicon.things, lexicon.compounds, lexicon.index)
    assert [query.terms[at].text for at in sorted(name)] == words.split()


def test_a_name_of_two_words_stays_when_one_word_has_to_go(store: Shop) -> None:
    found = store.find("cordless gaming mouse pad ", "en")
    assert found[0] == "gaming-pad"
    assert set(found[1:3]) == {"pad", "pad-red"}


@pytest.fixture(scope="module")
def chemist(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Open a shop without categories."""
    titles = {
        **{f"scent-{number}": f"Damen Parfum {number}" for number in range(12)},
        **{f"scent-men-{number}": f"Parfum Herren {number}" for number in range(6)},
        **{f"brolly-{number}": f"Damen Schirm {number}" for number in range(6)},
    }
    return open_titles(tmp_path_factory.mktemp("chemist"), titles)


@pytest.mark.parametrize("text", ["parfum damen ", "damen parfum ", "parfum damen rosa "])
def test_without_categories_the_thing_is_what_heads_names(chemist: Shop, text: str) -> None:
    assert thing(text, chemist) == "parfum"


def test_what_heads_as_many_names_is_the_thing_where_it_comes_last(chemist: Shop) -> None:
    lexicon = chemist.searchers["de"].lexicon
    for text in ("parfum schirm ", "schirm parfum "):
        query = understand(text, lexicon)
        at = head_word(query, lexicon.things, lexicon.compounds)
        assert at == 1


@pytest.mark.parametrize("text", ["schirm matt ", "matt schirm ", "schirm halbmatt "])
def test_an_adjective_is_no_thing_however_many_names_end_with_it(
    tmp_path: Path, text: str
) -> None:
    titles = {
        **{f"matt-{number}": f"Parfum {number} Matt" for number in range(12)},
        **{f"half-{number}": f"Kamm {number} Halbmatt" for number in range(12)},
        **{f"brolly-{number}": f"Schirm Damen {number}" for number in range(6)},
    }
    assert thing(text, open_titles(tmp_path, titles)) == "schirm"


@pytest.mark.parametrize("text", ["creme sensitiv ", "sensitiv creme "])
def test_what_compounds_end_in_is_the_thing_rather_than_what_stands_behind_it(
    tmp_path: Path, text: str
) -> None:
    titles = {
        **{f"sensitive-{number}": f"Bad {number} Sensitiv" for number in range(12)},
        **{f"cream-{number}": f"Aloe Creme {number}" for number in range(12)},
        **{f"{of}-{n}": f"{of}creme {n}" for of in SOME_CREAMS for n in range(2)},
        **{of: f"{of} Öl" for of in SOME_CREAMS},
        **{f"{of}-2": f"{of} Seife" for of in SOME_CREAMS},
    }
    assert thing(text, open_titles(tmp_path, titles)) == "creme"


def test_a_compound_beside_the_thing_goes_as_a_whole(tmp_path: Path) -> None:
    brushes = {f"brush-{number}": f"Runde Bürste {number}" for number in range(12)}
    titles = {
        **brushes,
        **{f"comb-{number}": f"Langhaar Kamm {number}" for number in range(2)},
        **{f"rinse-{number}": f"Lange Haare Spülung {number}" for number in range(3)},
        **{f"cure-{number}": f"Kur trockenes Haar {number}" for number in range(2)},
        **{f"trousers-{number}": f"Hose lang {number}" for number in range(3)},
    }
    found = open_titles(tmp_path, titles).find("bürste lange haare ")
    assert brushes.keys() <= set(found)
    assert not any(one.startswith("trousers") for one in found)


@pytest.mark.parametrize(("blazers", "word"), [(12, "blazer"), (6, "women")])
def test_in_english_it_comes_last_unless_most_names_with_another_are_headed_by_that(
    tmp_path: Path, blazers: int, word: str
) -> None:
    titles = {
        "crew": "Crew women",
        "men": "Crew women and men",
        **{f"blazer-{number}": f"Blue blazer {number}" for number in range(blazers)},
    }
    lexicon = open_titles(tmp_path, titles, "en").searchers["en"].lexicon
    query = understand("blue blazer women ", lexicon)
    at = head_word(query, lexicon.things, lexicon.compounds)
    assert at is not None
    assert query.terms[at].text == word
