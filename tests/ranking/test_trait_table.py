import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranking.trait_table import Cared, TraitTable
from ranking.traits import traits_of
from tests.knowledge_base.shop import small_catalogue

TRAITS = traits_of(small_catalogue())
TABLE = TraitTable.of_traits(TRAITS)
ROWS = st.lists(st.integers(0, 3), max_size=4, unique=True)


@given(ROWS)
def test_all_traits_together_say_what_each_says_alone(cared: list[int]) -> None:
    rows = np.array(cared, dtype=np.int32)
    weights = np.arange(1, len(rows) + 1, dtype=np.float32)
    evidence = TABLE.evidence(rows, weights)
    odds = TABLE.odds(Cared(evidence, evidence / 2))
    points = TABLE.points(np.arange(4, dtype=np.int32), odds)
    for trait, part, best in zip(TRAITS, TABLE.parts, points, strict=True):
        alone = TraitTable.of_traits([trait])
        assert evidence[part].tolist() == trait.evidence(rows, weights).tolist()
        assert odds[part] == pytest.approx(
            alone.odds(Cared(evidence[part], evidence[part] / 2))
        )
        own = trait.weight * trait.best(np.arange(4, dtype=np.int32), odds[part])
        assert best == pytest.approx(own)


def test_what_no_product_carries_any_more_can_be_cared_for() -> None:
    share = TABLE.share.copy()
    share[0] = 0
    cared = np.zeros(len(share))
    cared[0] = 5
    gone = TraitTable.of_traits([TRAITS[0]])
    odds = gone.odds(Cared(cared[: len(gone.share)], np.zeros(len(gone.share))))
    assert np.isfinite(odds).all()
