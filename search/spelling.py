"""Says which words of the catalogue a word that it does not have may stand for."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from knowledge_base.language.words import Analyser
from search.vocabulary import Vocabulary

ONE_EDIT_FROM = 4
BEGINNINGS_FROM = 5
TWO_EDITS_FROM = 9
FIRST_LETTER_HELD_BELOW = 7
MOST_CORRECTIONS = 3

Corrections = tuple[tuple[str, str], ...]
"""Stems a word may stand for, best first, each with the word to show for it."""


class Spelling:
    """Corrects to the words that name products, by as few edits of the folded letters.

    An edit is a letter too many, too few, wrong, or changed with its neighbour (optimal
    string alignment). Of words equally near, those of more products come first. Whatever has
    a digit in it is a code or a number and is left alone.
    """

    def __init__(self, vocabulary: Vocabulary, analyser: Analyser) -> None:
        self._vocabulary = vocabulary
        self._analyser = analyser
        self._words = [one for one in vocabulary.folded if one.isalpha()]
        self._shelf = lru_cache(maxsize=1 << 10)(self._shelf_of)
        self.correct = lru_cache(maxsize=1 << 14)(self._correct)
        self.complete = lru_cache(maxsize=1 << 14)(self._complete)

    def _correct(self, word: str) -> Corrections:
        """Return what a whole word may stand for."""
        near = self._nearest(word, whole=True)
        return self._best(bisect_left(self._vocabulary.folded, one) for one in near)

    def _complete(self, word: str) -> Corrections:
        """Return what a word whose end is not typed yet may stand for."""
        near = self._nearest(word, whole=False)
        completions = self._vocabulary.completions
        return self._best(at for one in near for at in completions(one, MOST_CORRECTIONS))

    def _nearest(self, word: str, *, whole: bool) -> set[str]:
        """Return the words, or the beginnings of words, that the fewest edits lead to."""
        found = [
            near
            for letters in {
                self._analyser.fold(word),
                word,
            }  # an e may make an umlaut, or be an e
            for near in self._near(letters, whole=whole)
        ]
        fewest = min((edits for _, edits in found), default=0)
        return {one for one, edits in found if edits == fewest}

    def _near(self, letters: str, *, whole: bool) -> Iterator[tuple[str, int]]:
        """Yield what is near enough to be meant, with its edits."""
        if not letters.isalpha() or len(letters) < (
            ONE_EDIT_FROM if whole else BEGINNINGS_FROM
        ):
            return
        most = 1 if len(letters) < TWO_EDITS_FROM else 2
        first = letters[0] if len(letters) < FIRST_LETTER_HELD_BELOW else ""
        for length in range(len(letters) - most, len(letters) + most + 1):
            shelf = self._shelf(length, first, whole)
            found = extract(letters, shelf, scorer=OSA.distance, score_cutoff=most, limit=None)
            yield from ((one, edits) for one, edits, _ in found)

    def _shelf_of(self, length: int, letter: str, whole: bool) -> list[str]:  # noqa: FBT001 a cache key
        """Return the words, or beginnings, of one length that begin with `letter`."""
        words = (one for one in self._words if len(one) >= length and one.startswith(letter))
        return sorted({one[:length] for one in words if len(one) == length or not whole})

    def _best(self, numbers: Iterable[int]) -> Corrections:
        """Return the most frequent of some words of the vocabulary, of two the longer."""
        frequency, shown = self._vocabulary.frequency, self._vocabulary.shown
        words = sorted((-int(frequency[at]), -len(shown[at]), shown[at]) for at in set(numbers))
        return tuple((self._analyser.stem(one), one) for _, _, one in words[:MOST_CORRECTIONS])
