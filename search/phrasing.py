"""Raises the products whose titles say the words the way the shopper did."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Floats, Ints
from ranking.query import Query, Term, Why
from search.index import SaidAs, TextIndex

JUDGED = 64
"""Products of a tier whose titles are looked at: the best ones by their words alone."""
JUDGED_APART = 1024
"""The same where a word shares its stem with another, to tell whom a page is to be full of."""
ORDERED, SPELLED, ADJACENT = 0.3, 0.2, 0.1
"""What a score gains where all words follow in order, are spelled so, have none between."""
STRANGE = 0.5
"""What it loses where only the stems are those of the words: "Jack" for "Jacke"."""


Favour = Callable[[Ints], Floats]


def judged(
    query: Query, index: TextIndex, favour: Favour | None, rows: Ints, score: Floats
) -> Floats:
    """Return the scores (float32, shape (n,)) of some rows, raised by how titles put it.

    `favour` says what some rows gain beside.
    """
    if len(rows) < 2:  # noqa: PLR2004 one stands where it stands
        return score
    words = index.title_words(_words(query, as_one=index.is_closed))
    most = JUDGED_APART if any(one.strange for one in words) else JUDGED
    best: NDArray[np.intp] | slice = slice(None)
    if len(rows) > most:
        best = np.argpartition(score, -most)[-most:]
    said = index.evidence(rows[best], words)
    gain = ORDERED * said.ordered + SPELLED * said.spelled + ADJACENT * said.adjacent
    gain -= STRANGE * said.strange
    if favour:
        gain = gain + favour(rows[best])
    raised = score.copy()
    raised[best] *= 1 + gain
    return raised


def _words(query: Query, *, as_one: bool) -> Iterator[SaidAs]:
    """Yield every word of the query as it was most likely meant, with stems it stands for.

    Of what is also written apart each part is a word, that may stand in the whole. What is
    written `as_one` is so spelled as well.
    """
    for term in query.terms:
        meant, stems = term.correction, tuple(_stems(term))
        apart = () if meant else term.read_as(Why.APART, Why.SPLIT)[:1]
        for one in apart:
            for shown, stem in zip(one.shown.split(" "), one.stems, strict=True):
                yield (shown, term.text), (stem, *stems)
        if not apart:
            joined = (one.shown for one in term.read_as(Why.JOINED) if as_one)
            yield (meant.shown if meant else term.text, *joined), stems


def _stems(term: Term) -> Iterator[str]:
    if term.known:
        yield term.stem
    for one in term.read_as(Why.JOINED, Why.SPELLING, Why.PHONETIC, Why.EQUAL):
        yield from one.stems
