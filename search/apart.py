"""Knows which words of names other titles write as two, side by side: "Touch Screen"."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge_base.columns import Ints, Longs
from knowledge_base.language.function_words import FUNCTION_WORDS
from knowledge_base.part_files import PartReader, PartWriter
from search.reading import Occurrences
from search.vocabulary import Vocabulary

SHORTEST = 3
"""Letters of each of the two words."""
_WORD_BITS = 32


@dataclass(frozen=True)
class Apart:
    """n words of a vocabulary, each with the two that titles have side by side for it.

    `whole`, `first` and `last` (int32, shape (n,)) are their places in the vocabulary.
    """

    vocabulary: Vocabulary
    whole: Ints
    first: Ints
    last: Ints

    @classmethod
    def of(cls, vocabulary: Vocabulary, titles: Occurrences) -> "Apart":
        """Look for neighbours among the words of titles, given as numbers of forms."""
        cuts = np.array([*_cuts(vocabulary)], dtype=np.int64).reshape(-1, 3)
        sizes = np.diff(vocabulary.form_start)
        begins, ends = np.zeros((2, len(sizes)), dtype=np.bool_)
        begins[cuts[:, 1]] = ends[cuts[:, 2]] = True
        word = np.arange(len(sizes), dtype=np.int32).repeat(sizes)[titles.word]
        one, other = word[:-1], word[1:]
        may_be = (titles.row[1:] == titles.row[:-1]) & begins[one] & ends[other]
        found = cuts[
            np.isin(_pairs(cuts[:, 1], cuts[:, 2]), _pairs(one[may_be], other[may_be]))
        ]
        return cls(vocabulary, *found.T.astype(np.int32))

    @classmethod
    def open(cls, part: PartReader, name: str, vocabulary: Vocabulary) -> "Apart":
        """Open what `save` wrote."""
        whole, first, last = (part.array(f"{name}/{one}") for one in ("whole", "first", "last"))
        return cls(vocabulary, whole, first, last)

    def save(self, out: PartWriter, name: str) -> None:
        """Write all but the vocabulary into a part."""
        out.array(f"{name}/whole", self.whole)
        out.array(f"{name}/first", self.first)
        out.array(f"{name}/last", self.last)

    @cached_property
    def by_stem(self) -> dict[str, tuple[str, str]]:
        """Return the two words by the stem of the one."""
        shown, stem = self.vocabulary.shown, self.vocabulary.analyser.stem
        places = zip(self.whole.tolist(), self.first.tolist(), self.last.tolist(), strict=True)
        return {stem(shown[whole]): (shown[one], shown[two]) for whole, one, two in places}


def _cuts(vocabulary: Vocabulary) -> Iterator[tuple[int, int, int]]:
    """Yield the words that two others make, and those, by their places."""
    empty = FUNCTION_WORDS.get(vocabulary.analyser.language, frozenset())
    places = {
        fold: at
        for at, fold in enumerate(vocabulary.folded)
        if fold.isalpha() and len(fold) >= SHORTEST and fold not in empty
    }
    for fold, whole in places.items():
        for at in range(SHORTEST, len(fold) - SHORTEST + 1):
            first, last = places.get(fold[:at], -1), places.get(fold[at:], -1)
            if min(first, last) >= 0:
                yield whole, first, last


def _pairs(first: Ints | Longs, last: Ints | Longs) -> Longs:
    return first.astype(np.int64) << _WORD_BITS | last
