"""Lets several recommenders take turns in one list, so that none has it to itself."""

from dataclasses import replace

import numpy as np

from knowledge_base.columns import Ints
from ranking.candidates import Candidates


def in_turn(found: list[Candidates], limit: int) -> tuple[Candidates, Ints]:
    """Put the first of each behind each other, then the second, every product once.

    Returns candidates and, for each, the number of the list it is from (int32). What one list
    alone proposes keeps its scores; otherwise those of different lists cannot be compared, and
    a place in the common order counts.
    """
    every = Candidates.joined(*found)
    source = np.repeat(np.arange(len(found), dtype=np.int32), [len(one) for one in found])
    if len(found) == 1:
        return every, source
    place = np.concatenate([np.arange(len(one)) for one in found])
    order = np.lexsort((source, place))
    first = np.sort(np.unique(every.rows[order], return_index=True)[1])[:limit]
    kept = order[first]
    score = 1.0 - np.arange(len(kept)) / max(len(kept), 1)
    return replace(every.taken(kept), score=score.astype(np.float32)), source[kept]
