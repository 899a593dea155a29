"""What the text index matches, and what it scores."""

from pathlib import Path

from knowledge_base.families import families
from search.index import LONGEST_PREFIX, Clause
from tests.search.shop import LINES, Shop, open_shop


def ids(shop: Shop, *clauses: Clause) -> list[str]:
    rows, _ = shop.searchers["de"].lexicon.index.match(clauses)
    return [shop.catalogue.product_ids[row] for row in rows.tolist()]


def stem(*stems: str) -> Clause:
    return Clause((stems,))


def test_all_clauses_must_hold(shop: Shop) -> None:
    assert set(ids(shop, stem("laufschuh"), stem("nik"))) == {"run-1", "run-3"}


def test_any_alternative_of_a_clause_may_hold(shop: Shop) -> None:
    assert set(ids(shop, Clause((("karibu",), ("weka",))))) == {"house-1", "house-2"}


def test_an_alternative_of_several_stems_needs_them_all(shop: Shop) -> None:
    assert ids(shop, Clause((("t", "shirt"), ("nothing",)))) == ["shirt-1"]


def test_the_first_alternative_counts_more(shop: Shop) -> None:
    assert ids(shop, Clause((("karibu",), ("weka",))))[0] == "house-1"
    assert ids(shop, Clause((("weka",), ("karibu",))))[0] == "house-2"


def test_a_prefix_is_a_further_alternative(shop: Shop) -> None:
    assert set(ids(shop, Clause((("olymp",),), prefix="lowe"))) == {"shirt-3", "bag-1"}


def test_a_prefix_longer_than_any_is_cut(shop: Shop) -> None:
    index = shop.searchers["de"].lexicon.index
    assert index.prefix_frequency("kuhlschrank") == 1
    assert index.prefix_frequency("kuhlschrankx" * LONGEST_PREFIX) == 0


def test_nothing_matches_no_clause(shop: Shop) -> None:
    assert ids(shop) == []


def test_the_same_products_give_the_same_order(shop: Shop, tmp_path: Path) -> None:
    again = open_shop(tmp_path, list(families(LINES)), [])
    assert again.find("kamera ") == shop.find("kamera ")


def test_an_empty_catalogue_answers_with_nothing(tmp_path: Path) -> None:
    assert open_shop(tmp_path, [], []).find("laufschuhe") == []
