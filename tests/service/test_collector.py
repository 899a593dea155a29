import gc
from collections.abc import Iterator
from pathlib import Path
from weakref import ref

import pytest

from service.collector import SELDOM, YOUNG, left_alone
from service.rehearsal import rehearse
from tests.service.flow import NOW, trained


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_nothing_is_collected_inside_and_what_is_there_afterwards_is_set_aside() -> None:
    aside = gc.get_freeze_count()
    with left_alone():
        assert not gc.isenabled()
        made: list[list[int]] = [[] for _ in range(1_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= aside + len(made)


def test_what_comes_after_an_opening_is_looked_through_in_small_parts_and_seldom_in_full() -> (
    None
):
    before = gc.get_threshold()
    try:
        gc.set_threshold(700, 10, 10)
        with left_alone():
            pass
        assert gc.get_threshold() == (700, YOUNG, SELDOM)
    finally:
        gc.set_threshold(*before)


def test_the_collector_works_again_after_a_failure() -> None:
    with pytest.raises(ValueError, match="damaged"), left_alone():
        raise ValueError("damaged")
    assert gc.isenabled()


def test_a_snapshot_that_nobody_holds_is_gone_without_the_collector(tmp_path: Path) -> None:
    engine = trained(tmp_path)
    rehearse(engine, NOW)
    searcher = engine.searchers["de"]
    held = [
        ref(one)
        for one in (
            engine,
            engine.opened,
            engine.catalogue,
            engine.live,
            searcher,
            searcher.lexicon,
            searcher.lexicon.spelling,
            searcher.lexicon.index,
            engine.opened.suggesters["de"],
            engine.opened.recommenders,
        )
    ]
    gc.collect()
    gc.disable()
    try:
        del engine, searcher
        assert [one() for one in held if one() is not None] == []
    finally:
        gc.enable()
