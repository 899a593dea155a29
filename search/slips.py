"""Says how unlikely a slip of the fingers, or of the memory, is: what a misspelling costs."""

from collections.abc import Iterable
from itertools import accumulate, pairwise

from knowledge_base.remembering import remembered

SLIP = 6.0
"""What an edit without a reason costs; costs are negative logarithms of a probability."""
SWAPPED = 3.0
"""What two letters in each other's place cost."""
NEIGHBOUR_KEY = 5.0
ALIKE = 3.0
"""What a letter that sounds nearly the same costs."""
DOUBLED = 2.5
"""What a letter costs that is written twice, or once, by mistake."""
MUTE = 3.5
"""What a letter too many or too few costs that is not heard."""
FIRST = 3.0
"""What a wrong first letter costs besides: nobody errs there easily."""

_QWERTY = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_QWERTZ = ("qwertzuiop", "asdfghjkl", "yxcvbnm")
_KEYBOARDS = {
    **dict.fromkeys(("cs", "de", "hr", "hu", "sk", "sl"), _QWERTZ),
    "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn"),
}
_SOUNDS = ("aeiouy", "bp", "dt", "gk", "ckq", "csz", "fvw", "fp", "ij", "kx", "mn")
_MUTE_LETTERS = frozenset("eh")


def _pairs(groups: Iterable[str]) -> frozenset[str]:
    return frozenset(one + other for group in groups for one in group for other in group)


def _neighbours(rows: Iterable[str]) -> frozenset[str]:
    """Return the pairs of keys that touch: in a row, and across two rows."""
    rows = tuple(rows)
    beside = [one + other for row in rows for one, other in pairwise(row)]
    for upper, lower in pairwise(rows):
        beside += [one + other for one, other in zip(upper, lower, strict=False)]
        beside += [one + other for one, other in zip(upper[1:], lower, strict=False)]
    return _pairs(beside)


_ALIKE = _pairs(_SOUNDS)


class Slips:
    """The slips of people who write one language, on the keyboard they write it with."""

    def __init__(self, language: str) -> None:
        rows = _KEYBOARDS.get(language.partition("-")[0].lower(), _QWERTY)
        near = dict.fromkeys(_neighbours(rows), NEIGHBOUR_KEY)
        self._instead = near | dict.fromkeys(_ALIKE, ALIKE)
        self._between = remembered(self._aligned, 1 << 14)

    def cost(self, typed: str, meant: str) -> float:
        """Return the cost of writing one word for another, both folded."""
        alike = letters_alike(typed, meant)
        after = letters_alike(typed[alike:][::-1], meant[alike:][::-1])
        # A letter on either side tells what is written twice; the rest need not be compared.
        before, after = max(0, alike - 1), max(0, after - 1)
        between = self._between(
            typed[before : len(typed) - after], meant[before : len(meant) - after]
        )
        return between + (FIRST if typed[:1] != meant[:1] else 0.0)

    def _aligned(self, typed: str, meant: str) -> float:
        """Return the cost of the cheapest optimal string alignment of two strings."""
        instead = self._instead.get
        missing = [_lone(meant, at, letter) for at, letter in enumerate(meant)]
        above: list[float] = []
        row = [*accumulate(missing, initial=0.0)]
        for i, letter in enumerate(typed):
            extra = _lone(typed, i, letter)
            before, above, row = above, row, [row[0] + extra]
            for j, other in enumerate(meant):
                cost = min(
                    above[j] + (0.0 if letter == other else instead(letter + other, SLIP)),
                    above[j + 1] + extra,
                    row[j] + missing[j],
                )
                if (
                    i
                    and j
                    and letter != other
                    and typed[i - 1] + letter == other + meant[j - 1]
                ):
                    cost = min(cost, before[j - 1] + SWAPPED)
                row.append(cost)
        return row[-1]


def letters_alike(one: str, other: str) -> int:
    """Return how many letters two texts have in common before they differ."""
    letters = 0
    for letter, same in zip(one, other, strict=False):
        if letter != same:
            break
        letters += 1
    return letters


def _lone(word: str, at: int, letter: str) -> float:
    """Return the cost of a letter that the other word does not have."""
    if word[at - 1 : at] == letter or word[at + 1 : at + 2] == letter:
        return DOUBLED
    return MUTE if letter in _MUTE_LETTERS else SLIP
