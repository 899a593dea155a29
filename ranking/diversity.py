"""Lets product types take turns, so that a shelf does not show the same thing six times."""

from dataclasses import replace

import numpy as np

from knowledge_base.columns import Ints
from knowledge_base.runs import places_in_run
from ranking.ranker import Ranking


def take_turns(ranking: Ranking, leaf: Ints, per_type: int) -> Ranking:
    """Let each type have `per_type` products before any has more, tiers staying apart.

    `leaf` (int32, shape (p,)) is each product's type; products without one are each their
    own. Inside a turn the order stays.
    """
    return replace(_turned(ranking, leaf, per_type), turns=per_type)


def in_turn(ranking: Ranking, sources: Ints) -> Ranking:
    """Let each source have one product before any has more, tiers staying apart.

    `sources` (int32, shape (p,)) says by product row where it is from, below 0 for nowhere.
    """
    return _turned(ranking, sources, 1)


def _turned(ranking: Ranking, leaf: Ints, per_type: int) -> Ranking:
    n = len(ranking)
    alone = ranking.rows.astype(np.int64) + leaf.max(initial=0) + 1
    kind = np.where(leaf[ranking.rows] >= 0, leaf[ranking.rows], alone)
    place = np.arange(n)
    by_type = np.lexsort((place, kind, ranking.tier))
    rank = np.empty(n, dtype=np.int64)
    rank[by_type] = places_in_run(ranking.tier[by_type], kind[by_type])
    order = np.lexsort((place, rank // per_type, ranking.tier, ranking.behind))
    return ranking.taken(order)
