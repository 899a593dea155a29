"""Finds words that may be a few letters away from a word, without comparing it with all."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from knowledge_base.columns import Ints

COMPARED = 7
"""Letters of a word's beginning that are compared."""

_Numbers = NDArray[np.uint64]
_WORD = np.uint64(32)  # bits that hold a word's place beside its remnant


def _ways() -> _Numbers:
    """Weigh the letters left by each way to delete none, one or two of COMPARED letters.

    uint64 of shape (ways, COMPARED). A letter weighs by its place among those left, so that
    the weighted sum of a word's letters depends on nothing but what is left of it.
    """
    weights = np.random.default_rng(1).integers(1 << 63, size=COMPARED, dtype=np.uint64)
    deletions = [one for count in range(3) for one in combinations(range(COMPARED), count)]
    ways = np.zeros((len(deletions), COMPARED), dtype=np.uint64)
    for way, deleted in zip(ways, deletions, strict=True):
        left = [at for at in range(COMPARED) if at not in deleted]
        way[left] = weights[: len(left)]
    return ways


_WAYS = _ways()
_BY_ONE = 1 + COMPARED
_BEGINNING = np.dtype(f"U{COMPARED}")


def _letters(words: Sequence[str]) -> _Numbers:
    """Return the code points of words' first letters, 0 after the last: (w, COMPARED)."""
    codes = np.array(words, dtype=_BEGINNING).view(np.uint32)
    return codes.astype(np.uint64).reshape(-1, COMPARED)


@dataclass(frozen=True)
class Deletes:
    """Words, by all that deleting letters can leave of their beginnings.

    Two words that few edits lead from one to the other have such a remnant in common: the
    symmetric deletes of W. Garbe's SymSpell (2012). Of a remnant only a hash is kept; words
    that share it by chance are for the caller to tell apart, and so are those whose endings
    differ. The words of hash h are `words[start[h]:start[h + 1]]`; both arrays are int32.
    """

    start: Ints
    words: Ints
    shift: np.uint64

    @classmethod
    def of(cls, words: Sequence[str]) -> "Deletes":
        """Note what can be left of each word; a word is known by its place.

        Words of COMPARED letters or more can be found over two edits, others over one.
        """
        letters = _letters(words)
        places = np.arange(len(words), dtype=np.uint64)
        long = np.flatnonzero(letters[:, COMPARED - 1])
        sums = [letters @ way for way in _WAYS[:_BY_ONE]]
        sums += [letters[long] @ way for way in _WAYS[_BY_ONE:]]
        bits = max(8, sum(map(len, sums)).bit_length() - 1)
        shift = np.uint64(64 - bits)
        owners = [places] * _BY_ONE + [places[long]] * (len(_WAYS) - _BY_ONE)
        pairs = [one >> shift << _WORD | own for one, own in zip(sums, owners, strict=True)]
        entries = np.sort(np.concatenate(pairs))
        entries = entries[np.append(True, entries[1:] != entries[:-1])[: len(entries)]]
        start = np.zeros((1 << bits) + 1, dtype=np.int32)
        np.cumsum(
            np.bincount((entries >> _WORD).view(np.int64), minlength=1 << bits), out=start[1:]
        )
        return cls(start, entries.astype(np.uint32).view(np.int32), shift)

    def near(self, word: str, edits: int) -> set[int]:
        """Return the places of the words within one or two edits, and of some further away."""
        ways = _WAYS if edits > 1 else _WAYS[:_BY_ONE]
        hashes = ways @ _letters([word])[0] >> self.shift
        words, found = self.words.data, set[int]()
        for first, end in self._bounds[hashes].tolist():
            if first < end:
                found.update(words[first:end])
        return found

    @cached_property
    def _bounds(self) -> Ints:
        """Return where each hash's words start and end: `start` twice, as (hashes, 2)."""
        return sliding_window_view(self.start, 2)
