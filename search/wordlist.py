"""The words that a misspelled one may stand for, by all the ways they are looked up."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from heapq import nlargest
from re import compile as pattern

import numpy as np

from knowledge_base.columns import Ints
from search.vocabulary import Vocabulary

MOST_WORDS = 200_000
"""Words that are kept: whatever is rarer, in a shop with more, is on one product or two."""
LONGEST_BEGINNING = 7
SHORTEST_BEGINNING = 4
WORDS_OF_A_BEGINNING = 3
SHORTEST_SINGULAR, LONGEST_SINGULAR = 5, 9
"""Letters of a singular that no product has: slips make other words of shorter ones.

What is longer may have more than one slip, though it lacks a letter: its plural is near.
"""
_PLURALS = {"de": ("s", "n", "en", "e", "er"), "en": ("s", "es")}
"""What plurals of nouns end with, by language; umlauts are folded."""

_REPEATED = pattern(r"(.)(?=\1)")


def once(letters: str) -> str:
    """Return letters without repetitions: "kafe" for "kaffee"."""
    return _REPEATED.sub("", letters)


class WordList:
    """Words by numbers: those that products are named with, and those that visitors asked for.

    Of what is only written as a plural the singular is one, too, that is shown as written.
    `words` are folded and sorted; those with a digit in them are left out. `frequency` says
    how many products, and visitors, have each. `texts` are the words once more, sorted, and
    beside each that repeats a letter the same without repetitions; `number` says which word
    each text is.
    """

    def __init__(self, vocabulary: Vocabulary, asked: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        fold = vocabulary.analyser.fold
        self._asked = {fold(word): word for word in asked}
        counts = dict(zip(vocabulary.folded, vocabulary.frequency.tolist(), strict=True))
        for word, visitors in asked.items():
            counts[fold(word)] = counts.get(fold(word), 0) + visitors
        self._written = dict(_singulars(vocabulary, counts))
        counts |= {one: counts[plural] for one, plural in self._written.items()}
        alphabetic = filter(str.isalpha, counts)
        self.words = sorted(nlargest(MOST_WORDS, alphabetic, key=counts.__getitem__))
        self.frequency = [counts[word] for word in self.words]
        pairs = [(word, number) for number, word in enumerate(self.words)]
        rewritten = once("\n".join(self.words)).split("\n")  # at one go: no word has line ends
        twins = zip(list(pairs), rewritten, strict=False)
        pairs += [(one, at) for (word, at), one in twins if one != word]
        pairs.sort()
        self.texts = [text for text, _ in pairs]
        self.number = [number for _, number in pairs]

    def find(self, fold: str) -> int:
        """Return the number of a folded word, or -1."""
        at = bisect_left(self.words, fold)
        return at if self.words[at : at + 1] == [fold] else -1

    def shown(self, number: int) -> str:
        """Return a word as products spell it, or else visitors."""
        word = self.words[number]
        word = self._written.get(word, word)
        at = bisect_left(self._vocabulary.folded, word)
        if self._vocabulary.folded[at : at + 1] == [word]:
            return self._vocabulary.shown[at]
        return self._asked[word]

    def beginnings(self) -> tuple[list[str], Ints]:
        """Return what texts begin with, and the numbers of the most frequent that begin so.

        The numbers (int32) have the shape (beginnings, WORDS_OF_A_BEGINNING); where there are
        fewer words, the last stands more than once.
        """
        number = np.array(self.number, dtype=np.int32)
        often = np.array(self.frequency, dtype=np.int32)[number]
        found: list[str] = []
        best: list[Ints] = []
        longest = np.array(self.texts, dtype=f"U{LONGEST_BEGINNING}")
        for length in range(SHORTEST_BEGINNING, LONGEST_BEGINNING + 1):
            cut = longest.astype(f"U{length}")
            group = np.cumsum(np.concatenate([[0], cut[1:] != cut[:-1]])[: len(cut)])
            order = number[np.lexsort((-often, group))]
            start, first = np.unique(cut, return_index=True)
            last = np.append(first[1:], len(cut)) - 1
            places = np.minimum(first[:, None] + np.arange(WORDS_OF_A_BEGINNING), last[:, None])
            whole = np.strings.str_len(start) == length
            found += start[whole].tolist()
            best.append(order[places[whole]])
        return found, np.concatenate(best)


def _singulars(vocabulary: Vocabulary, counts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield what nobody writes but as a plural, with the plural most write; all is folded."""
    stem = vocabulary.analyser.stem
    endings = _PLURALS.get(vocabulary.analyser.language, ())
    for plural in sorted(vocabulary.folded, key=counts.__getitem__):
        for one in (plural.removesuffix(ending) for ending in endings):
            may_be = SHORTEST_SINGULAR <= len(one) <= LONGEST_SINGULAR and one not in counts
            if may_be and stem(one) == stem(plural):
                yield one, plural
