"""The best products of the commonest beginnings of words, ready before anybody types them."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from knowledge_base.columns import Ints, Lists, TextColumn
from knowledge_base.runs import run_starts
from knowledge_base.snapshots import PartReader, PartWriter
from search.postings import Impacts, Piece, Postings
from search.vocabulary import Vocabulary

LONG = 2_000
"""Postings from which a beginning has a list: fewer are looked through in no time."""
LISTED = 64
"""Products of a list."""
_NONE = np.zeros(0, dtype=np.uint8)
_LAST = "\U0010ffff"


class Beginnings:
    """Lists of product rows for the beginnings that many words share.

    `impact` (uint8, as long as the lists' values) is what such a word says of each product.
    """

    def __init__(self, places: Mapping[str, int], lists: Lists, impact: Impacts) -> None:
        self._places = places
        self._lists = lists
        self._impact = impact

    @classmethod
    def build(cls, vocabulary: Vocabulary, postings: Postings) -> "Beginnings":
        """List the products whose names say most of the words that begin so."""
        found = dict(_long(vocabulary, postings))
        places = {letters: place for place, letters in enumerate(found)}
        lists = Lists.of([rows.tolist() for rows, _ in found.values()])
        return cls(
            places, lists, np.concatenate([_NONE, *(value for _, value in found.values())])
        )

    @classmethod
    def open(cls, part: PartReader, name: str) -> "Beginnings":
        """Open what `save` wrote."""
        letters = part.texts(f"{name}/letters").texts()
        places = {one: place for place, one in enumerate(letters)}
        return cls(places, part.lists(f"{name}/rows"), part.array(f"{name}/impact"))

    def save(self, out: PartWriter, name: str) -> None:
        """Write the lists into a part."""
        out.texts(f"{name}/letters", TextColumn.of(self._places))
        out.lists(f"{name}/rows", self._lists)
        out.array(f"{name}/impact", self._impact)

    def best(self, letters: str) -> tuple[Ints, Impacts] | None:
        """Return the best rows of a beginning, None where there are too few to be listed."""
        place = self._places.get(letters)
        if place is None:
            return None
        start, end = self._lists.start[place : place + 2]
        return self._lists.values[start:end], self._impact[start:end]


def _long(
    vocabulary: Vocabulary, postings: Postings
) -> Iterator[tuple[str, tuple[Ints, Impacts]]]:
    """Yield each beginning that has many postings, with its best products."""
    words = vocabulary.folded
    waiting = [(0, len(words), 0)]
    while waiting:
        low, high, length = waiting.pop()
        stems, _ = vocabulary.stems_of(vocabulary.forms_of(range(low, high)))
        piece = postings.between(stems.start, stems.stop)
        if len(piece.rows) < LONG:
            continue
        if length:
            yield words[low][:length], _best(piece)
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


def _best(piece: Piece) -> tuple[Ints, Impacts]:
    """Return the rows of which most is said, each once, with how much."""
    rows, value = piece.rows, piece.value
    top = np.argpartition(value, -4 * LISTED)[-4 * LISTED :]
    order = top[np.lexsort((-value[top].astype(np.int16), rows[top]))]
    first = order[run_starts(rows[order])]
    best = first[np.argsort(-value[first].astype(np.int16), kind="stable")][:LISTED]
    return rows[best], value[best].astype(np.uint8)
