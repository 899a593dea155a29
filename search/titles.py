"""How a product's title says the words of a query: in which order, and how spelled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Floats, Ints
from knowledge_base.part_files import PartReader, PartWriter
from knowledge_base.runs import places_in_run
from search.reading import Occurrences

LONGEST = 64
"""Words of a title that are kept."""

_LOW_BITS = 16
_NEVER = (-2,)

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

    def evidence(self, rows: Ints, words: Sequence[TitleWord], least: int = 1) -> Evidence:
        """Look for the words of a query, in its order, in the titles of some rows.

        `least` is how many places apart they are in order: 0 where two may be one word.
        """
        form, stem = self._words(rows)
        said = _having(stem, [one.stems for one in words])
        spelled = _having(form, [one.spelled for one in words]).any(axis=1)
        ordered, adjacent = _neighbours(said, least)
        return Evidence(
            spelled=spelled.sum(axis=0, dtype=np.float32) / np.float32(max(len(words), 1)),
            ordered=ordered,
            adjacent=adjacent,
            strange=_strange(form, words, said),
        )

    def _words(self, rows: Ints) -> tuple[Ints, Ints]:
        """Return the forms and stems of titles: int32, shape (words, rows), -1 behind them.

        All first words lie side by side, then all second ones: so many at once are compared
        and counted fast.
        """
        length = self._length.take(rows)
        place = np.arange(length.max(initial=1))[:, np.newaxis]
        at = self._start.take(rows) + place
        form = self._low.take(at, mode="clip").astype(np.int32)
        if len(self._high):
            form |= self._high.take(at, mode="clip").astype(np.int32) << _LOW_BITS
        behind = place.astype(np.uint8) >= length
        stem = self._form_stem.take(form, mode="clip")  # all are there: raising costs time
        np.putmask(form, behind, -1)
        np.putmask(stem, behind, -1)
        return form, stem


def _neighbours(said: Bools, least: int) -> tuple[Floats, Floats]:
    """Return which shares of the words follow each other in titles, and do so at once.

    They do at `least` so many places apart.
    `said` (bool, shape (words, places, titles)) is where each title says each word.
    """
    if len(said) == 1:
        nothing = np.zeros(said.shape[2], dtype=np.float32)
        return nothing, nothing
    early = np.arange(LONGEST, LONGEST - said.shape[1], -1, dtype=np.int8)[:, np.newaxis]
    # the first place of each word, LONGEST where there is none
    first = LONGEST - (said.view(np.int8) * early).max(axis=1)
    gap = first[1:] - first[:-1]
    follows = (gap >= least) & (first[1:] < LONGEST)
    pairs = np.float32(max(len(gap), 1))
    ordered: Floats = follows.sum(axis=0, dtype=np.float32) / pairs
    adjacent: Floats = (follows & (gap <= 1)).sum(axis=0, dtype=np.float32) / pairs
    return ordered, adjacent


def _strange(form: Ints, words: Sequence[TitleWord], said: Bools) -> Floats:
    """Return of each title the share of the words that it says, but never as themselves.

    `said` (bool, shape (words, places, titles)) is where each title says each word.
    """
    if not any(one.strange for one in words):
        return np.zeros(form.shape[1], dtype=np.float32)
    strange = _having(form, [one.strange for one in words])
    is_strange = strange.any(axis=1) & (_times(strange) == _times(said))
    share: Floats = is_strange.sum(axis=0, dtype=np.float32) / np.float32(len(words))
    return share


def _times(said: Bools) -> Bytes:
    """Count in how many places, of which there are few, each title says each word."""
    times: Bytes = said.view(np.uint8).sum(axis=1, dtype=np.uint8)
    return times


def _having(numbers: Ints, words: Sequence[Collection[int]]) -> Bools:
    """Say where each word has one of its numbers: bool, the words first, then as `numbers`."""
    some = [tuple(one) or _NEVER for one in words]
    wanted = np.array([one for word in some for one in word], dtype=np.int32)
    having: Bools = wanted[:, np.newaxis, np.newaxis] == numbers
    if len(wanted) == len(words):
        return having
    starts = np.cumsum([0, *map(len, some[:-1])])
    either: Bools = np.logical_or.reduceat(having, starts, axis=0)
    return either
