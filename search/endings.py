"""Finds what words end with that is one slip away from what was typed: heads of compounds."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

SHORTEST = 5
"""Letters of what may be an ending: shorter ones are near too many."""
LONGEST = 32
"""Letters from the end of a word that are looked at."""
LEAST_BEFORE = 3
"""Letters before an ending."""
MOST = 3
_COMPARED = 3
"""Letters of a half that are compared in all words: few words share so many."""
_BYTE = 0xFF


class Endings:
    """The endings of some folded words, letter by letter from the last one.

    `one_slip` says whether two texts are one apart.
    """

    def __init__(self, words: Sequence[str], one_slip: Callable[[str, str], bool]) -> None:
        self._words = words
        self._one_slip = one_slip
        self._backwards = _backwards(words)

    def near(self, letters: str) -> list[tuple[str, str]]:
        """Return the endings one slip from some letters, the commonest first, each in a word.

        One half of the letters is right, and behind the first or before the second there is
        as much of a word as of the letters, more or less the slip. Of endings as common the
        longer comes first; where words end with just these letters nothing is wrong.
        """
        size, half = len(letters), len(letters) // 2
        if not SHORTEST <= size < LONGEST or not letters.isalpha():
            return []
        ending_so = self._where(letters[half:], size - half)
        if any(one.endswith(letters) for one in ending_so):
            return []
        having: dict[str, dict[str, None]] = {}
        for length in (size - 1, size, size + 1):
            for one in (*self._where(letters[:half], length), *ending_so):
                if len(one) - length >= LEAST_BEFORE:
                    having.setdefault(one[-length:], {})[one] = None
        found = [one for one in having if self._one_slip(letters, one)]
        found.sort(key=lambda one: (-len(having[one]), -len(one), one))
        return [(one, next(iter(having[one]))) for one in found[:MOST]]

    def having(self, letters: str) -> list[str]:
        """Return words that end with some letters, and have more before them."""
        size = len(letters)
        if size > LONGEST:
            return []
        return [one for one in self._where(letters, size) if len(one) - size >= LEAST_BEFORE]

    def _where(self, letters: str, places: int) -> list[str]:
        """Return the words that have some letters so many places before their end."""
        there = np.ones(len(self._words), dtype=np.bool_)
        for letter, row in zip(
            letters[:_COMPARED], self._backwards[places - 1 :: -1], strict=False
        ):
            there &= row == ord(letter) & _BYTE
        words = map(self._words.__getitem__, there.nonzero()[0].tolist())
        return [
            one
            for one in words
            if len(one) >= places and one.startswith(letters, len(one) - places)
        ]


def _backwards(words: Sequence[str]) -> NDArray[np.uint8]:
    """Return the last letters of words, the last first: (LONGEST, words), 0 before the first.

    Of a code point there is the lower byte: few letters of one language share it.
    """
    turned = np.array([one[::-1] for one in words], dtype=f"U{LONGEST}").view(np.uint32)
    return np.ascontiguousarray(turned.astype(np.uint8).reshape(-1, LONGEST).T)
