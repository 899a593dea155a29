"""What a word stands for that nobody knows: of a short one few slips prove little."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.families import families
from knowledge_base.language.words import Analyser
from knowledge_base.learned import LearnedKind, Veto
from ranking.query import Why
from search.guessing import ONE_IN
from search.interpretation import interpretation
from search.searcher import Searcher
from search.suggestions import Offer
from search.synonyms import Synonyms
from tests.search.shop import Shop, open_shop, open_titles, product

TITLES = {
    "bar": "Stahl Regal",
    "tube": "Stahl Rohr",
    "pot": "Kochtopf",
    "ladder": "Anlegeleiter Alu",
    "wax": "Leder Pflege Wachs",
    "balm": "Pflege Balsam für Leder",
    "plaster": "Pflaster Leder",
    "polish": "Politur",
    "table-oil": "Tisch Pflegemittel",
    "can": "Kanne aus Blech",
    "tin": "Kanne aus Zinn",
    "jug": "Kanne für Saft",
    "wash": "Waschlappen weich",
    "lips": "Lippen, rot",
    "mouth": "Lippen, matt",
    "lid": "Pflügerkannendeckel",
    **{f"drink-{number}": f"Saft {number} 1 Liter" for number in range(6)},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return open_titles(tmp_path_factory.mktemp("guessing"), TITLES)


def among(store: Shop, products: int) -> Searcher:
    """Return the German searcher, as if its words came from so many products."""
    lexicon = store.searchers["de"].lexicon
    splitter = replace(lexicon.compounds.splitter, products=products)
    compounds = replace(lexicon.compounds, splitter=splitter)
    return Searcher(replace(lexicon, compounds=compounds), store.catalogue)


def found(store: Shop, searcher: Searcher, text: str) -> set[str]:
    """Return the products of the best tier."""
    all_ = searcher.find(searcher.understand(text)).candidates
    return {store.catalogue.product_ids[row] for row in all_.rows[all_.tier == 0].tolist()}


def test_a_short_word_is_put_right_to_one_that_is_common_in_the_shop(store: Shop) -> None:
    assert found(store, among(store, 2 * ONE_IN - 1), "stuhl") == {"bar", "tube"}


@pytest.mark.parametrize("typed", ["stuhl", "stuhl "])
def test_a_short_word_is_asked_about_where_hardly_any_product_has_the_other(
    store: Shop, typed: str
) -> None:
    searcher = among(store, 2 * ONE_IN)
    query = searcher.understand(typed)
    match = searcher.find(query)
    assert query.corrected is None
    assert len(match.candidates.rows) == 0
    assert match.query.did_you_mean == typed.replace("stuhl", "stahl")


def test_other_words_bear_out_what_a_short_one_alone_does_not(store: Shop) -> None:
    assert found(store, among(store, 2 * ONE_IN), "stuhl regal") == {"bar"}


def test_a_short_word_is_no_slip_in_the_beginning_of_another(store: Shop) -> None:
    assert store.searchers["de"].understand("kochz").corrected is None
    assert store.searchers["de"].understand("kochtz").corrected == "kochtopf"


def test_a_longer_word_is_put_right_to_a_rare_one(store: Shop) -> None:
    assert found(store, among(store, 2 * ONE_IN), "kochtipf ") == {"pot"}


def test_what_a_single_compound_ends_with_is_its_head_though_another_word_is_near(
    store: Shop,
) -> None:
    searcher = store.searchers["de"]
    assert found(store, searcher, "leiter ") == {"ladder"}
    assert searcher.understand("leiter ").corrected is None
    drinks = {one for one in TITLES if one.startswith("drink")}
    assert found(store, searcher, "liter ") == drinks


@pytest.mark.parametrize("typed", ["lederpfl", "lederpfle", "rotes lederpfl"])
def test_a_compound_is_what_products_have_of_its_parts_before_it_is_typed_to_its_end(
    store: Shop, typed: str
) -> None:
    last = store.searchers["de"].understand(typed).terms[-1]
    assert last.read_as(Why.SPLIT)[0].shown == "leder pflege"


def test_it_is_the_thing_alone_where_no_product_has_both(store: Shop) -> None:
    searcher = store.searchers["de"]
    assert found(store, searcher, "lederkan") >= {"can", "tin"}
    assert searcher.understand("lederkan").terms[-1].read_as(Why.HEAD)[0].shown == "kanne"
    assert searcher.understand("lederkan ").terms[-1].readings == ()


def test_what_ends_in_a_word_is_typed_in_full(tmp_path: Path) -> None:
    shop = open_titles(tmp_path, TITLES | {"do": "Kan Do"})
    assert not shop.searchers["de"].understand("lederkan").terms[-1].read_as(Why.HEAD)


def test_it_does_not_become_another_compound_by_two_slips(store: Shop) -> None:
    understand = store.searchers["de"].understand
    assert understand("pflegekan").corrected is None
    assert understand("pfülgerkan").corrected == "pflügerkannendeckel"


def test_a_slip_inside_a_compound_needs_products_with_its_parts_where_words_end_so(
    store: Shop,
) -> None:
    understand = store.searchers["de"].understand
    assert understand("saftkenne ").corrected == "saftkanne "
    assert understand("lederkenne ").corrected is None
    assert understand("stahllappen ").corrected is None
    assert found(store, store.searchers["de"], "stahllappen ") == {"wash"}


def dropped(store: Shop, text: str) -> list[str]:
    """Return what the best hits do without."""
    searcher = store.searchers["de"]
    said: list[str] = interpretation(searcher.find(searcher.understand(text)))["dropped"]
    return said


def test_where_only_the_head_of_a_compound_is_found_the_rest_is_named(store: Shop) -> None:
    assert dropped(store, "Stahllappen ") == ["stahl"]
    assert dropped(store, "lederkan") == ["leder"]
    assert dropped(store, "waschlappen ") == []
    assert dropped(store, "kochtipf ") == []


@pytest.mark.parametrize("typed", ["lederpol", "lederpfl ", "xylopfl"])
def test_it_is_nothing_where_no_product_has_both_or_no_more_of_it_may_come(
    store: Shop, typed: str
) -> None:
    assert store.searchers["de"].understand(typed).terms[-1].readings == ()


def test_more_letters_may_come_rather_than_that_two_are_wrong(tmp_path: Path) -> None:
    titles = {
        "bed": "Hundebett grau",
        "bowl": "Napf für Futter, Hunde",
        "any": "Futter",
        "more": "Futter gemischt",
        "lead": "Leine Hunde",
    }
    understand = open_titles(tmp_path, titles).searchers["de"].understand
    begun = understand("hundefutt").terms[0]
    assert [one.shown for one in begun.read_as(Why.SPLIT)] == ["hunde futter"]
    assert understand("hundefutt").corrected is None
    assert understand("hundebtet").corrected == "hundebett"


def test_what_it_may_become_is_suggested(store: Shop) -> None:
    query = store.searchers["de"].understand("rotes lederpfl")
    everything = np.ones(store.catalogue.products, dtype=np.bool_)
    offer = Offer(store.catalogue, store.catalogue.facets, everything)
    found = store.suggesters["de"].suggest(query, offer, 1, None, ["Leder Pflege Wachs"])
    assert [one["text"] for one in found.queries][:1] == ["rotes leder pflege"]


def test_the_ending_that_most_words_have_is_the_thing(tmp_path: Path) -> None:
    kinds = ["Regenschirm", "Taschenschirm", "Regen Tasche Sonne", "Taschen für Sonnen"]
    shop = open_titles(tmp_path, {one: one for one in kinds})
    term = shop.searchers["de"].understand("sonnenschirm ").terms[0]
    assert {(one.why, one.shown) for one in term.readings} == {(Why.HEAD, "schirm")}


SHELVES = {
    "Laufschuh Brisa": ("Mode", "Schuhe", "Laufschuhe"),
    "Hausschuh Juna": ("Mode", "Schuhe", "Hausschuhe"),
    "Stiefel Silas": ("Mode", "Schuhe", "Stiefel"),
    "Schal Rio": ("Mode", "Schals"),
    "Gartenbank Amsel": ("Garten", "Gartenbänke"),
}


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    lines = [
        product(f"{title}-{number}", (title, title), {"de": (path,)}, "Jorvesk", "9.90")
        for title, path in SHELVES.items()
        for number in range(4)
    ]
    return open_shop(tmp_path_factory.mktemp("shelves"), list(families(lines)), [])


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("tennisschuhe ", {"Laufschuh Brisa", "Hausschuh Juna", "Stiefel Silas"}),
        ("Turnschuh ", {"Laufschuh Brisa", "Hausschuh Juna", "Stiefel Silas"}),
        ("winterstiefel ", {"Stiefel Silas"}),
        ("kaschmirschal ", {"Schal Rio"}),
    ],
)
def test_an_unknown_compound_is_what_a_category_is_called_that_it_ends_as(
    shelves: Shop, typed: str, titles: set[str]
) -> None:
    all_ = found(shelves, shelves.searchers["de"], typed)
    assert {one.rpartition("-")[0] for one in all_} == titles


@pytest.mark.parametrize("typed", ["gummihandschuhe ", "obstschale ", "wintergarten "])
def test_it_is_not_what_only_looks_so(shelves: Shop, typed: str) -> None:
    """Gloves are no shoes and bowls no scarves, and of a garden there are no kinds."""
    assert found(shelves, shelves.searchers["de"], typed) == set()


def test_what_people_of_the_shop_say_is_no_compound_is_not_taken_for_its_head(
    shelves: Shop,
) -> None:
    searcher = shelves.searchers["de"]
    veto = Veto(LearnedKind.COMPOUND, "turnschuhe")
    told = searcher.informed(Synonyms(Analyser("de")), [veto])
    assert found(shelves, told, "turnschuhe ") == set()
