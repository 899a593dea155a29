"""What the text index matches, at which cost, and what it scores."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.families import families
from search import prose
from search.clauses import Alternative, Clause, Matched, Posting
from search.index import TextIndex
from search.matching import Pieces
from tests.search.shop import LINES, Shop, open_shop


def index(shop: Shop) -> TextIndex:
    return shop.searchers["de"].lexicon.index


def ids(shop: Shop, matched: Matched) -> list[str]:
    return [shop.catalogue.product_ids[row] for row in matched.rows.tolist()]


def costs(shop: Shop, *clauses: Clause) -> dict[str, int]:
    matched = index(shop).match(clauses)
    return dict(zip(ids(shop, matched), matched.cost.tolist(), strict=True))


def scores(shop: Shop, *clauses: Clause) -> dict[str, float]:
    matched = index(shop).match(clauses)
    return dict(zip(ids(shop, matched), matched.score.tolist(), strict=True))


def stem(*stems: str) -> Clause:
    return Clause((Alternative(stems),))


def test_all_clauses_must_hold(shop: Shop) -> None:
    assert set(costs(shop, stem("laufschuh"), stem("nik"))) == {"run-1", "run-3"}


def test_any_alternative_of_a_clause_may_hold(shop: Shop) -> None:
    either = Clause((Alternative(("karibu",)), Alternative(("weka",))))
    assert set(costs(shop, either)) == {"house-1", "house-2"}


def test_an_alternative_of_several_stems_needs_them_all(shop: Shop) -> None:
    either = Clause((Alternative(("t", "shirt")), Alternative(("shirt", "nothing"))))
    assert list(costs(shop, either)) == ["shirt-1"]


def test_a_product_costs_what_its_cheapest_alternative_does(shop: Shop) -> None:
    either = Clause((Alternative(("laufschuh",), cost=3), Alternative(("nik",), cost=1)))
    assert costs(shop, either) == {"run-1": 1, "run-2": 3, "run-3": 1}


def test_the_dearest_clause_counts(shop: Shop) -> None:
    found = costs(shop, stem("nik"), Clause((Alternative(("laufschuh",), cost=2),)))
    assert found == {"run-1": 2, "run-3": 2}


def test_a_weight_is_what_the_score_counts(shop: Shop) -> None:
    whole = scores(shop, stem("nik"))
    half = scores(shop, Clause((Alternative(("nik",), weight=0.5),)))
    assert half["run-1"] == whole["run-1"] / 2


def test_scores_of_clauses_add_up(shop: Shop) -> None:
    one, other = scores(shop, stem("nik")), scores(shop, stem("laufschuh"))
    both = scores(shop, stem("nik"), stem("laufschuh"))
    assert np.isclose(both["run-1"], one["run-1"] + other["run-1"])


def test_a_title_says_more_than_a_category(shop: Shop) -> None:
    found = scores(shop, stem("laufschuh"))
    assert min(found.values()) > 0
    assert scores(shop, stem("kamera"))["cam-2"] > scores(shop, stem("kamera"))["cam-1"]


def test_a_rare_word_says_more_than_a_common_one(shop: Shop) -> None:
    assert scores(shop, stem("karibu"))["house-1"] > scores(shop, stem("nik"))["run-1"]


def test_a_prefix_is_a_further_alternative(shop: Shop) -> None:
    clause = Clause((Alternative(("olymp",)),), prefix="lowe")
    assert costs(shop, clause) == {"shirt-3": 0, "bag-1": 1}


def test_a_prefix_finds_inflected_words_however_they_begin(shop: Shop) -> None:
    assert set(costs(shop, Clause(prefix="gartenhause"))) == {"house-1", "house-2"}


def test_other_things_than_words_may_meet_a_clause(shop: Shop) -> None:
    posting = Posting(np.array([0, 2], np.int32), np.array([1.0, 0.25], np.float32))
    found = scores(shop, Clause((Alternative(posting=posting),)))
    assert np.isclose(found["run-1"], 4 * found["run-3"], rtol=0.02)
    both = costs(shop, stem("nik"), Clause((Alternative(posting=posting, cost=1),)))
    assert both == {"run-1": 1, "run-3": 1}


def test_nothing_meets_no_clause_and_no_alternative(shop: Shop) -> None:
    assert costs(shop) == costs(shop, Clause()) == {}
    assert costs(shop, stem("nik"), stem("xylophon")) == {}


def test_names_know_nothing_of_descriptions(shop: Shop) -> None:
    assert costs(shop, stem("ruhig")) == {}
    assert index(shop).named("ruhig") == 0
    assert index(shop).frequency("ruhig") == 1


def test_a_word_of_names_is_heeded_where_a_description_begins_with_it(shop: Shop) -> None:
    found = scores(shop, stem("kamera"))
    assert set(found) == {"cam-1", "cam-2", "bag-1", "code-1"}
    assert found["code-1"] == min(found.values())


def anywhere(shop: Shop, clauses: Sequence[Clause]) -> Matched:
    said, whole = index(shop).said, index(shop).whole
    return index(shop).meeting_anywhere([said(one, Pieces.of(whole(one))) for one in clauses])


def test_descriptions_complete_what_names_lack(shop: Shop) -> None:
    found = anywhere(shop, [stem("druckerpatron"), stem("ruhig")])
    assert ids(shop, found) == ["code-1"]
    assert found.cost.tolist() == [0]


@pytest.mark.parametrize("few", [-1, 1, 9], ids=["none", "some", "all"])
def test_descriptions_say_the_same_whether_words_are_remembered_or_not(
    shop: Shop, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prose, "FEW", few)
    together = [stem("druckerpatron"), stem("ruhig"), stem("kamera")]
    assert ids(shop, anywhere(shop, together)) == ["code-1"]
    assert len(anywhere(shop, [*together, stem("nik")]).rows) == 0


def test_a_name_scores_above_a_description(shop: Shop) -> None:
    found = anywhere(shop, [stem("kamera")])
    of = dict(zip(ids(shop, found), found.score.tolist(), strict=True))
    assert set(of) == {"cam-1", "cam-2", "bag-1", "code-1"}
    assert of["code-1"] == min(of.values())


def test_a_posting_is_met_by_names_alone(shop: Shop) -> None:
    row = shop.catalogue.product_ids.row("code-1")
    code = Posting(np.array([row], np.int32), np.ones(1, np.float32))
    clauses = [Clause((Alternative(posting=code),)), stem("ruhig")]
    assert ids(shop, anywhere(shop, clauses)) == ["code-1"]
    assert ids(shop, anywhere(shop, clauses[:1])) == ["code-1"]


def test_the_same_words_in_several_fields_and_variants_count_once(tmp_path: Path) -> None:
    shop = open_shop(tmp_path, list(families(LINES[:3])), [])
    assert costs(shop, stem("laufschuh")) == {"run-1": 0}


def test_a_shop_without_products_answers(tmp_path: Path) -> None:
    shop = open_shop(tmp_path, [], [])
    assert costs(shop, stem("laufschuh"), Clause(prefix="a")) == {}
    assert len(anywhere(shop, [stem("laufschuh")]).rows) == 0
