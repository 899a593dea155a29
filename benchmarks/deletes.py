"""Corrects words as plainly as it is done well: a dictionary of deletions, then the distance.

Two words within some edits of each other become the same word by as many deletions on either
side (Garbe's SymSpell); what the look-up proposes is checked by its real distance.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

from rapidfuzz.distance import OSA

_PREFIX = 7
_LONG = 8
_MOST = 3


def _edits(word: str) -> int:
    """Return how many edits a word of its length may be away."""
    return 2 if len(word) >= _LONG else 1


def _keys(word: str) -> Iterator[str]:
    """Yield the beginning of a word and what deletions make of it."""
    start = word[:_PREFIX]
    for edits in range(_edits(word) + 1):
        for kept in combinations(range(len(start)), len(start) - edits):
            yield "".join(start[at] for at in kept)


class Deletes:
    """Knows the words of a catalogue and what is close to them."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = frequencies
        self._words: dict[str, list[str]] = {}
        for word in frequencies:
            if word.isalpha():
                for key in set(_keys(word)):
                    self._words.setdefault(key, []).append(word)

    def correct(self, word: str) -> list[tuple[str, int]]:
        """Return at most three words with their distances: closest, then the most frequent."""
        most = _edits(word)
        found: dict[str, int] = {}
        for key in set(_keys(word)):
            for near in self._words.get(key, ()):
                if near not in found:
                    found[near] = OSA.distance(word, near, score_cutoff=most)
        close = [(near, edits) for near, edits in found.items() if edits <= most]
        close.sort(key=lambda one: (self._cost(word, *one), -self._frequencies[one[0]]))
        return close[:_MOST]

    def neighbours(self, word: str, *, times: int) -> list[str]:
        """Return known words one edit away that are so many times as frequent."""
        least = times * max(self._frequencies.get(word, 0), 1)
        near = (one for one, edits in self.correct(word) if edits == 1)
        return [one for one in near if self._frequencies[one] >= least]

    def _cost(self, word: str, near: str, edits: int) -> float:
        return edits - 0.3 * (word[:1] == near[:1])
