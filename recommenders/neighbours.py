"""Proposes from a table of partners: what several products at hand have in common."""

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Floats, Ints
from knowledge_base.runs import run_starts
from ranking.candidates import Candidates
from recommenders.recommender import Ask

LAST = 6
"""How many of the latest looks speak for the next one."""


def nothing() -> Candidates:
    """Return no candidates."""
    return Candidates.joined()


def best(
    rows: Ints, score: NDArray[np.floating], limit: int, anchor: Ints | None = None
) -> Candidates:
    """Keep the strongest `limit` of some proposals; equal scores in row order."""
    kept = np.arange(len(rows))
    if len(rows) > limit:  # spares sorting half a catalogue
        kept = np.flatnonzero(score >= np.partition(score, -limit)[-limit])
    order = kept[np.lexsort((rows[kept], -score[kept]))[:limit]]
    return Candidates.of(
        rows[order], score[order], anchor=None if anchor is None else anchor[order]
    )


def from_partners(
    partners: Ints,
    scores: Floats,
    seeds: Ints,
    importance: NDArray[np.floating],
    allowed: Bools,
    limit: int,
) -> Candidates:
    """Add up the partners of the seeds, each seed by its importance.

    `partners` (int32) and `scores` (float32) have shape (p, width), UNKNOWN ends a row. The
    anchor of a proposal is the seed that added most to it. Seeds propose no seed.
    """
    if not len(seeds):
        return nothing()
    rows = partners[seeds].ravel()
    gains = (scores[seeds] * importance[:, None]).ravel()
    anchors = np.repeat(seeds, partners.shape[1])
    usable = rows >= 0
    # few seeds: each is compared with all, which is quicker than looking them up
    usable[usable] = allowed[rows[usable]] & (rows[usable] != seeds[:, None]).all(axis=0)
    return summed(rows[usable], gains[usable], anchors[usable], limit)


def summed(rows: Ints, gains: NDArray[np.floating], anchors: Ints, limit: int) -> Candidates:
    """Add up what speaks for each of some proposals; its anchor is what spoke loudest.

    All have the same shape; a row may come several times.
    """
    if not len(rows):
        return nothing()
    order = np.lexsort((-gains, rows))
    rows, gains, anchors = rows[order], gains[order], anchors[order]
    start = run_starts(rows)
    return best(rows[start], np.add.reduceat(gains, start), limit, anchors[start])


def around(partners: Ints, scores: Floats, ask: Ask, limit: int) -> Candidates:
    """Propose what stands near the products at hand, the most telling of them foremost."""
    seeds = at_hand(ask)
    importance = 1.0 / (1.0 + np.arange(len(seeds)))
    return from_partners(partners, scores, seeds, importance, ask.allowed, limit)


def at_hand(ask: Ask) -> Ints:
    """Return the products at hand, most telling first: the page's own, then recent looks."""
    page = [ask.product] if ask.product >= 0 else []
    return np.array(list(dict.fromkeys([*page, *ask.recent[::-1].tolist()]))[:LAST], np.int32)
