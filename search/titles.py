"""How a product's title says the words of a query: in which order, and how spelled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Floats, Ints
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

    `spelled` are the numbers of the forms that spell it as it was typed, `strange` those of
    forms that share a stem with it and are another word.
    """

    stems: tuple[int, ...]
    spelled: frozenset[int] = frozenset()
    strange: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """How n titles say the words of a query; each array is float32 of shape (n,), 0 to 1.

    `spelled` is the share of the words that a title has as they were typed. Of the neighbours
    in the query, `ordered` is the share that follow each other in the title, `adjacent` the
    share that do so without a word between. `strange` is the share of the words of which it
    only has forms that are other words.
    """

    spelled: Floats
    ordered: Floats
    adjacent: Floats
    strange: Floats


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
        form, which, place = self._words(rows)
        stem = self._form_stem.take(form)
        first = np.full(len(words) * len(rows), _NOWHERE, dtype=np.int32)
        spelled = np.zeros((len(words), len(rows)), dtype=np.float32)
        word, here = _met(stem, [one.stems for one in words])
        said = word * len(rows) + which.take(here)
        np.minimum.at(first, said, place.take(here))
        word, here = _met(form, [one.spelled for one in words])
        spelled[word, which.take(here)] = 1
        first = first.reshape(spelled.shape)
        gap = first[1:] - first[:-1]
        follows = (gap > 0) & (first[1:] < _NOWHERE)
        pairs = np.float32(max(len(gap), 1))
        return Evidence(
            spelled=spelled.sum(axis=0) / np.float32(max(len(words), 1)),
            ordered=follows.sum(axis=0, dtype=np.float32) / pairs,
            adjacent=(follows & (gap == 1)).sum(axis=0, dtype=np.float32) / pairs,
            strange=_strange(form, which, words, np.bincount(said, minlength=first.size)),
        )

    def _words(self, rows: Ints) -> tuple[Ints, Places, Places]:
        """Return each word of some titles, which of `rows` it is of, and its place there."""
        length = self._length.take(rows).astype(np.intp)
        which = np.repeat(np.arange(len(rows)), length)
        place = np.arange(len(which)) - (length.cumsum() - length).take(which)
        at = self._start.take(rows).take(which) + place
        form = self._low.take(at).astype(np.int32)
        if len(self._high):
            form |= self._high.take(at).astype(np.int32) << _LOW_BITS
        return form, which, place


def _strange(form: Ints, which: Places, words: Sequence[TitleWord], said: Places) -> Floats:
    """Return of each title the share of the words that it says, but never as themselves.

    `said` (intp) is how often each title says each word, titles of the first word first.
    """
    titles = len(said) // max(len(words), 1)
    if not any(one.strange for one in words):
        return np.zeros(titles, dtype=np.float32)
    word, here = _met(form, [one.strange for one in words])
    strange = np.bincount(word * titles + which.take(here), minlength=len(said))
    is_strange = ((strange > 0) & (strange == said)).reshape(len(words), titles)
    share: Floats = is_strange.sum(axis=0, dtype=np.float32) / np.float32(len(words))
    return share


def _met(numbers: Ints, words: Sequence[Collection[int]]) -> tuple[Places, Places]:
    """Return which word wants a number, and where that number is, for all there are."""
    wanted = np.array([one for word in words for one in word], dtype=numbers.dtype)
    which, here = (wanted[:, np.newaxis] == numbers).nonzero()
    return np.arange(len(words)).repeat([len(word) for word in words]).take(which), here
