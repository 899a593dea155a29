"""How a product's title says the words of a query: in which order, how near, how spelled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Floats, Ints
from knowledge_base.runs import Places, places_in_run
from knowledge_base.snapshots import PartReader, PartWriter
from search.reading import Occurrences

LONGEST = 64
"""Words of a title that are kept."""

_LOW_BITS = 16
_NOWHERE = 1 << 20

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class TitleWord:
    """One word of a query as titles may have it: numbers of the stems it may stand for.

    `spelled` are the numbers of the forms that spell it as it was typed.
    """

    stems: tuple[int, ...]
    spelled: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What n titles say of a query; each array is float32 of shape (n,), from 0 to 1.

    `named` is the share of the query's words that the title has, `spelled` the share that it
    has as typed. Of the neighbours in the query, `ordered` is the share that follow each other
    in the title, `adjacent` that do so without a word between. `near` is 1 where all words of
    the query that the title has stand together, less the more others stand among them.
    `begins` says whether the title begins with a word of the query, `covered` is the share of
    the title's words that the query has.
    """

    named: Floats
    spelled: Floats
    ordered: Floats
    adjacent: Floats
    near: Floats
    begins: Floats
    covered: Floats


class Titles:
    """The words of p titles in their order, one title behind the other.

    A word is the number of its form, whose stem is `form_stem`. The numbers lie in two arrays,
    `low` (uint16) and what is above its bits, `high` (uint8, empty where there is nothing):
    a quarter less than in one.
    """

    def __init__(
        self, length: Bytes, low: NDArray[np.uint16], high: Bytes, form_stem: Ints
    ) -> None:
        self._length = length
        self._start = np.zeros(len(length) + 1, dtype=np.int64)
        np.cumsum(length, out=self._start[1:])
        self._low = low
        self._high = high
        self._form_stem = form_stem

    @classmethod
    def of(cls, words: Occurrences, form_stem: Ints, products: int) -> "Titles":
        """Gather the words of titles, given as numbers of forms."""
        kept = places_in_run(words.row) < LONGEST
        form, high = words.word[kept], np.zeros(0, dtype=np.uint8)
        if len(form_stem) > 1 << _LOW_BITS:
            high = (form >> _LOW_BITS).astype(np.uint8)
        length = np.bincount(words.row[kept], minlength=products)
        return cls(length.astype(np.uint8), form.astype(np.uint16), high, form_stem)

    @classmethod
    def open(cls, part: PartReader, name: str, form_stem: Ints) -> "Titles":
        """Open what `save` wrote."""
        length, low = part.array(f"{name}/length"), part.array(f"{name}/low")
        return cls(length, low, part.array(f"{name}/high"), form_stem)

    def save(self, out: PartWriter, name: str) -> None:
        """Write the titles into a part."""
        out.array(f"{name}/length", self._length)
        out.array(f"{name}/low", self._low)
        out.array(f"{name}/high", self._high)

    def __len__(self) -> int:
        return len(self._length)

    def evidence(self, rows: Ints, words: Sequence[TitleWord]) -> Evidence:
        """Look for the words of a query, in its order, in the titles of some rows."""
        n, q = len(rows), len(words)
        form, which, place = self._words(rows)
        stem = self._form_stem[form]
        first = np.full((q, n), _NOWHERE, dtype=np.int32)
        spelled = np.zeros((q, n), dtype=np.float32)
        said = np.zeros(len(form), dtype=np.bool_)
        for at, word in enumerate(words):
            here = _is_any(stem, word.stems)
            said |= here
            backwards = here.nonzero()[0][::-1]  # so that the first place is the last written
            first[at, which[backwards]] = place[backwards]
            spelled[at, which[_is_any(form, word.spelled)]] = 1
        length = np.maximum(self._length.take(rows), 1)
        covered = np.bincount(which[said], minlength=n) / length
        return _evidence(first, spelled.mean(axis=0), covered.astype(np.float32))

    def _words(self, rows: Ints) -> tuple[Ints, Places, Places]:
        """Return each word of some titles, which of `rows` it is of, and its place there."""
        length = self._length.take(rows).astype(np.intp)
        which = np.repeat(np.arange(len(rows)), length)
        place = np.arange(len(which)) - (np.cumsum(length) - length).take(which)
        at = self._start.take(rows).take(which) + place
        form = self._low.take(at).astype(np.int32)
        if len(self._high):
            form |= self._high.take(at).astype(np.int32) << _LOW_BITS
        return form, which, place


def _is_any(numbers: NDArray[np.integer], wanted: Collection[int]) -> Bools:
    found = np.zeros(len(numbers), dtype=np.bool_)
    for one in wanted:
        found |= numbers == one
    return found


def _evidence(first: Ints, spelled: Floats, covered: Floats) -> Evidence:
    """Judge the first places (int32, shape (q, n)) of q words in n titles."""
    has = first < _NOWHERE
    count = has.sum(axis=0, dtype=np.float32)
    low = first.min(axis=0, initial=_NOWHERE)
    high = np.where(has, first, -1).max(axis=0, initial=-1)
    pairs = max(len(first) - 1, 1)
    both = has[1:] & has[:-1]
    gap = first[1:] - first[:-1]
    return Evidence(
        named=count / max(len(first), 1),
        spelled=spelled,
        ordered=(both & (gap > 0)).sum(axis=0, dtype=np.float32) / pairs,
        adjacent=(both & (gap == 1)).sum(axis=0, dtype=np.float32) / pairs,
        near=np.where(count > 0, count / np.maximum(high - low + 1, 1), 0).astype(np.float32),
        begins=(low == 0).astype(np.float32),
        covered=covered,
    )
