"""Finds the word of a rule that a word nobody knows may be a slip of the fingers for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import takewhile
from operator import eq

SHORTEST = 5
"""Letters from which on a slip leaves enough of a word to know it by."""


class RuleStems:
    """The stems of all rules, by themselves and by what one slip makes of them.

    Search corrects to words that products have; of "returns" or a brand the shop does not
    carry only a rule knows.
    """

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = frozenset(stems)
        self._near: dict[str, list[str]] = defaultdict(list)
        for stem in sorted(self._stems):
            if len(stem) >= SHORTEST:
                for letters in _with_one_less(stem):
                    self._near[letters].append(stem)

    def __len__(self) -> int:
        return len(self._stems)

    def __contains__(self, stem: str) -> bool:
        return stem in self._stems

    def meant_by(self, stem: str) -> str | None:
        """Return the rule's stem that is one slip away, and begins alike; None for none."""
        return next(
            (
                one
                for letters in _with_one_less(stem)
                for one in self._near.get(letters, ())
                if one[0] == stem[0] and is_slip(stem, one)
            ),
            None,
        )


def _with_one_less(word: str) -> Iterator[str]:
    """Yield a word, and what is left of it without one of its letters."""
    yield word
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))


def is_slip(one: str, other: str) -> bool:
    """Say whether two words are one letter more, less or other apart, or two the wrong way."""
    same = sum(takewhile(bool, map(eq, one, other)))
    rest, others = one[same:], other[same:]
    return (
        rest[1:] == others[1:]
        or rest[1:] == others
        or rest == others[1:]
        or (rest[:2] == others[1::-1] and rest[2:] == others[2:])
    )
