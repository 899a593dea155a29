"""Finds what words end with that is one slip away from what was typed: heads of compounds."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

SHORTEST = 6
"""Letters of an ending: shorter ones are near too many."""
LEAST_BEFORE = 3
"""Letters before an ending."""
MOST = 3
_MOST_LOOKED_AT = 1 << 10
_END = "\n"


class Endings:
    """The endings of some folded words, all in one text: looking through it takes no time.

    `one_slip` says whether two texts are one apart.
    """

    def __init__(self, words: Sequence[str], one_slip: Callable[[str, str], bool]) -> None:
        self._one_slip = one_slip
        self._text = _END + _END.join(words) + _END

    def near(self, letters: str) -> list[tuple[str, str]]:
        """Return the endings one slip from some letters, the commonest first, each in a word.

        One half of the letters is right, and behind the first or before the second there is
        as much of a word as of the letters, more or less the slip. Of endings as common the
        longer comes first; where words end with just these letters nothing is wrong.
        """
        if len(letters) < SHORTEST or not letters.isalpha() or letters + _END in self._text:
            return []
        found: Counter[str] = Counter()
        inside: dict[str, str] = {}
        for start, end in dict.fromkeys(self._like(letters)):
            ending = self._text[start:end]
            word = self._word(start, end)
            if len(word) - len(ending) >= LEAST_BEFORE and self._one_slip(letters, ending):
                found[ending] += 1
                inside.setdefault(ending, word)
        best = sorted(found, key=lambda one: (-found[one], -len(one), one))
        return [(ending, inside[ending]) for ending in best[:MOST]]

    def having(self, letters: str) -> list[str]:
        """Return words that end with some letters, and have more before them."""
        size = len(letters)
        words = (self._word(at, at + size) for at in self._places(letters + _END))
        return [one for one in words if len(one) - size >= LEAST_BEFORE]

    def _like(self, letters: str) -> Iterator[tuple[int, int]]:
        """Yield where endings begin and end that have a half of some letters in its place."""
        half, size = len(letters) // 2, len(letters)
        for start in self._places(letters[:half]):
            end = self._text.find(_END, start)
            if abs(end - start - size) <= 1:
                yield start, end
        for start in self._places(letters[half:] + _END):
            end = start + size - half
            yield from ((end - length, end) for length in (size - 1, size, size + 1))

    def _word(self, inside: int, end: int) -> str:
        """Return the word that a place lies in, up to an end."""
        return self._text[self._text.rfind(_END, 0, inside) + 1 : end]

    def _places(self, letters: str) -> Iterator[int]:
        at = self._text.find(letters)
        for _ in range(_MOST_LOOKED_AT):
            if at < 0:
                return
            yield at
            at = self._text.find(letters, at + 1)
