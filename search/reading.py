"""Reads the texts of a whole catalogue as numbers of words, each different text bit once."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from knowledge_base.columns import Ints
from knowledge_base.language.words import Analyser, joined_words, split_words
from search.texts import Field

_MOST_KEPT = 1 << 20


class Reader(dict[str, tuple[int, ...]]):
    """Numbers words in the order in which they are first read; `stems` lists their stems.

    As a mapping it remembers the numbers of what stands between two spaces: a word never
    goes beyond it. Words that hyphens and the like join are read joined, then one by one.
    """

    def __init__(self, analyser: Analyser) -> None:
        super().__init__()
        self.numbers: dict[str, int] = {}
        self.stems: list[str] = []
        self._stem = analyser.stem

    def __missing__(self, piece: str) -> tuple[int, ...]:
        words = split_words(piece)
        found = tuple(self._number(one.text) for one in (*joined_words(words), *words))
        if len(self) < _MOST_KEPT:
            self[piece] = found
        return found

    def _number(self, word: str) -> int:
        number = self.numbers.setdefault(word, len(self.stems))
        if number == len(self.stems):
            self.stems.append(self._stem(word))
        return number

    def read(self, text: str) -> list[int]:
        """Return the numbers of a text's words, in order."""
        return [number for piece in text.split() for number in self[piece]]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """n words in the names of products, in the order of the product rows.

    `word` and `row` (int32) and `field` (int8), all of shape (n,), say of each which word it
    is, whose, and where it stands.
    """

    word: Ints
    row: Ints
    field: NDArray[np.int8]

    def numbered(self, numbers: Ints) -> "Occurrences":
        """Return the same with other numbers: word i becomes `numbers[i]`."""
        return replace(self, word=numbers[self.word])

    def products_having(self, words: int, products: int) -> Ints:
        """Return how many products have each word (int32, shape (words,))."""
        ones = np.ones(len(self.word), dtype=np.int32)
        table = csr_array((ones, (self.word, self.row)), shape=(words, products))
        return np.diff(table.indptr)

    def of(self, field: Field) -> "Occurrences":
        """Return those in one field."""
        inside = self.field == field
        return Occurrences(self.word[inside], self.row[inside], self.field[inside])


class Names:
    """Collects the words of names while the products go by."""

    def __init__(self) -> None:
        self._words = array("i")
        self._texts = array("i")  # row, field and number of words of each text

    def add(self, row: int, field: Field, words: Iterable[int]) -> None:
        """Take in one text of a product."""
        before = len(self._words)
        self._words.extend(words)
        self._texts.extend((row, field, len(self._words) - before))

    def occurrences(self) -> Occurrences:
        """Return all words taken in."""
        row, field, length = np.array(self._texts, dtype=np.int32).reshape(-1, 3).T
        word = np.array(self._words, dtype=np.int32)
        return Occurrences(
            word, np.repeat(row, length), np.repeat(field, length).astype(np.int8)
        )
