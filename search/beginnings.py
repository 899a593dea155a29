"""The best products of the commonest beginnings of words, ready before anybody types them."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from knowledge_base.columns import Ints, Lists, TextColumn
from knowledge_base.part_files import PartReader, PartWriter
from search.postings import Piece, Postings, impacts, strongest
from search.vocabulary import Vocabulary

LONG = 2_000
"""Postings from which a beginning has a list: fewer are looked through in no time."""
LISTED = 64
"""Products of a list."""
_LAST = "\U0010ffff"


class Beginnings:
    """Lists of postings for the beginnings that many words share."""

    def __init__(self, places: Mapping[str, int], lists: Lists) -> None:
        self._places = places
        self._lists = lists

    @classmethod
    def build(cls, vocabulary: Vocabulary, postings: Postings) -> "Beginnings":
        """List the products whose names say most of the words that begin so."""
        found = dict(_long(vocabulary, postings))
        places = {letters: place for place, letters in enumerate(found)}
        return cls(places, Lists.of([best.tolist() for best in found.values()]))

    @classmethod
    def open(cls, part: PartReader, name: str) -> "Beginnings":
        """Open what `save` wrote."""
        letters = part.texts(f"{name}/letters").texts()
        places = {one: place for place, one in enumerate(letters)}
        return cls(places, part.lists(f"{name}/postings"))

    def save(self, out: PartWriter, name: str) -> None:
        """Write the lists into a part."""
        out.texts(f"{name}/letters", TextColumn.of(self._places))
        out.lists(f"{name}/postings", self._lists)

    def best(self, letters: str) -> Ints | None:
        """Return the best postings of a beginning, None where there are too few to list."""
        place = self._places.get(letters)
        return None if place is None else self._lists[place]


def _long(vocabulary: Vocabulary, postings: Postings) -> Iterator[tuple[str, Ints]]:
    """Yield each beginning that has many postings, with its best products."""
    words = vocabulary.folded
    waiting = [(0, len(words), 0)]
    while waiting:
        low, high, length = waiting.pop()
        stems, _ = vocabulary.stems_of(range(low, high))
        piece = postings.having_any(stems, (), 1.0, 0)
        if piece.size < LONG:
            continue
        if length:
            yield words[low][:length], _best(piece.postings)
        waiting += _longer(words, low, high, length)


def _longer(
    words: Sequence[str], low: int, high: int, length: int
) -> Iterator[tuple[int, int, int]]:
    """Yield where words that agree in `length` letters agree in one more."""
    at = low
    while at < high:
        if len(words[at]) <= length:
            at += 1
            continue
        end = bisect_right(words, words[at][: length + 1] + _LAST, lo=at, hi=high)
        yield at, end, length + 1
        at = end


def _best(postings: Ints) -> Ints:
    """Return the postings that say most, the best of each row, best first."""
    top = Piece(strongest(postings, 4 * LISTED), 1.0, one=False).distinct().postings
    return top[np.argsort(-impacts(top), kind="stable")[:LISTED]]
