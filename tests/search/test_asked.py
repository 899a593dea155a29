"""What successful queries teach of words, on the small shop in two languages."""

from pathlib import Path

import pytest

from knowledge_base.families import families
from knowledge_base.learned import Fact, LearnedKind
from knowledge_base.manifest import CATALOGUE
from knowledge_base.snapshots import SnapshotStore
from search.asked import asked_words, corrections
from search.searcher import open_searchers
from tests.search.shop import LINES, Shop, open_shop

QUERIES = [("kamera kompakt", 12.6), ("ruhiger lauf", 8.0), ("kamrea", 5.2), ("kamera", 0.3)]


def test_words_count_with_the_visitors_who_found_something_with_them(shop: Shop) -> None:
    lexicon = shop.searchers["de"].lexicon
    words = asked_words(QUERIES, lexicon.index, lexicon.analyser)
    assert words == {"kamera": 12, "kompakt": 12, "ruhiger": 8, "lauf": 8}


def test_the_slip_of_many_is_still_a_slip(shop: Shop) -> None:
    lexicon = shop.searchers["de"].lexicon
    assert "kamrea" not in asked_words([("kamrea", 1_000.0)], lexicon.index, lexicon.analyser)


def test_what_is_typed_wrong_may_mean_a_word_of_successful_queries(tmp_path: Path) -> None:
    shop = open_shop(tmp_path, list(families(LINES)), [])
    assert shop.searchers["de"].understand("ruihger").corrected is None
    store = SnapshotStore(tmp_path)
    part = store.read(store.manifest(store.ids()[0]), CATALOGUE)
    asked = open_searchers(part, shop.catalogue, QUERIES)["de"]
    assert asked.understand("ruihger").corrected == "ruhiger"


def test_corrections_are_told_with_who_typed_them(shop: Shop) -> None:
    lexicon = shop.searchers["de"].lexicon
    queries = [*QUERIES, ("kamrea sony", 3.0), ("laufshcuhe", 9.0), ("xyzzy", 4.0)]
    running, camera = corrections(queries, lexicon)
    assert (running.key, running.what, running.evidence["visitors"]) == (
        "laufshcuhe",
        "laufschuhe",
        9,
    )
    evidence = {"visitors": 8, "products": 4, "queries": ["kamrea", "kamrea sony"]}
    assert camera == Fact(LearnedKind.CORRECTION, "kamrea", "kamera", evidence)


@pytest.mark.parametrize("queries", [[], [("kamera", 9.0)], [("", 9.0)]])
def test_where_nothing_is_wrong_nothing_is_told(
    shop: Shop, queries: list[tuple[str, float]]
) -> None:
    assert corrections(queries, shop.searchers["de"].lexicon) == []
