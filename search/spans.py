"""Finds article numbers and quantities: words that mean more together."""

from collections.abc import Sequence

import numpy as np

from knowledge_base.language.words import Word
from ranking.query import CODE, Span
from search.codes import CodeRun, Codes
from search.index import TextIndex
from search.quantities import Quantities

_MORE_OFTEN = 5
"""How many times as many products have a word in their names as have a code that it is in."""


def spans(
    text: str, words: Sequence[Word], codes: Codes, quantities: Quantities, index: TextIndex
) -> tuple[Span, ...]:
    """Return the article numbers and the quantities in a text, by its words.

    A quantity that no product has just so may be an article number. Words that stand inside
    of one by chance are none: "bag 15.6" is a bag, whatever number has BAG156 in it.
    """
    found = _measured(text, words, quantities)
    for run in codes.of_words(words):
        if _by_chance(run, words[run.first : run.end], index):
            continue
        apart = [one for one in found if one.end <= run.first or run.end <= one.first]
        equal = [one for one in found if one.is_equal]
        if all(any(one is other for other in apart) for one in equal):
            spelled = "".join(one.text for one in words[run.first : run.end])
            code = Span(CODE, spelled, run.first, run.end, *run.hits.posting())
            found = [*apart, code]
    return tuple(found)


def _by_chance(run: CodeRun, words: Sequence[Word], index: TextIndex) -> bool:
    """Say whether words that are part of a code say more as words: many are named with one."""
    if run.hits.closeness[0] >= 1:
        return False
    stem = index.vocabulary.analyser.stem
    named = (index.named(stem(one.text)) for one in words if one.text.isalpha())
    return max(named, default=0) > _MORE_OFTEN * len(run.hits.rows)


def _measured(text: str, words: Sequence[Word], quantities: Quantities) -> list[Span]:
    """Return the quantities in a text; those of one word, as in "4x100g", together."""
    found: list[Span] = []
    for one in quantities.read(text):
        at = [n for n, word in enumerate(words) if _overlap(word, one.start, one.end)]
        near = quantities.near(one)
        if at:
            span = Span(one.dimension, one.text, at[0], at[-1] + 1, *near)
            shares_word = found and span.first < found[-1].end
            found.append(_both(found.pop(), span) if shares_word else span)
    return found


def _overlap(word: Word, start: int, end: int) -> bool:
    return word.start < end and start < word.end


def _both(one: Span, other: Span) -> Span:
    """Return what two quantities mean together; the second alone where nothing has both."""
    rows, mine, others = np.intersect1d(
        one.rows, other.rows, assume_unique=True, return_indices=True
    )
    if not len(rows):
        return other
    near = np.minimum(one.closeness[mine], other.closeness[others])
    text = f"{one.text}, {other.text}"
    return Span(other.kind, text, one.first, max(one.end, other.end), rows, near)
