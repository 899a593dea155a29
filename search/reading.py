"""Reads the texts of a whole catalogue as words, each different bit of text once."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from knowledge_base.columns import Bools, Ints
from knowledge_base.language.function_words import FUNCTION_WORDS
from knowledge_base.language.words import Analyser, joined_words, split_words
from search.texts import Field

LEAD = 8
"""Bits of a description between spaces that are read like names: they say what a thing is."""

_MOST_KEPT = 1 << 20
_TITLE, _PROSE = int(Field.TITLE), int(Field.PROSE)  # compared for every text


@dataclass(frozen=True, slots=True)
class Occurrences:
    """n words in the names of products and the leads of descriptions, product by product.

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

    def of(self, first: Field, last: Field) -> "Occurrences":
        """Return those in some fields, the last one too."""
        return self.where((self.field >= first) & (self.field <= last))

    def where(self, mask: Bools) -> "Occurrences":
        """Return those of a mask (bool, shape (n,))."""
        return Occurrences(self.word[mask], self.row[mask], self.field[mask])


class Reader:
    """Reads product after product: the words of names as numbers, telling words as stems.

    What stands between two spaces is looked at once; a word never goes beyond it. Words are
    numbered in the order in which they are first read.
    """

    def __init__(self, analyser: Analyser) -> None:
        self.words: dict[str, int] = {}
        self._stems = _Stems(analyser)
        self._numbers = _Numbers(self.words)
        self._telling = _Numbers(self.words, without=_empty(analyser))
        self._values: dict[str, tuple[array[int], str]] = {}
        self._read = array("i")
        self._texts = array("i")  # row, field and number of words of each text

    def read(self, row: int, texts: Iterable[tuple[Field, str]]) -> str:
        """Take in the texts of a product; return the stems of all, with spaces between.

        Words that hold a sentence together are not among these: nobody asks for them.
        """
        said: list[str] = []
        for field, text in texts:
            if field == _PROSE:
                pieces = text.split()
                said += map(self._stems.__getitem__, pieces)
                numbers = _every(self._telling, pieces[:LEAD])
            elif field == _TITLE:  # hardly ever read again
                numbers, stems = self._named(text)
                said.append(stems)
            else:
                numbers, stems = self._values.get(text) or self._kept(text)
                said.append(stems)
            self._read.extend(numbers)
            self._texts.extend((row, field, len(numbers)))
        return " ".join(said)

    def _kept(self, text: str) -> tuple["array[int]", str]:
        value = self._named(text)
        if len(self._values) < _MOST_KEPT:
            self._values[text] = value
        return value

    def _named(self, text: str) -> tuple["array[int]", str]:
        pieces = text.split()
        stems = " ".join(map(self._stems.__getitem__, pieces))
        return _every(self._numbers, pieces), stems

    def occurrences(self) -> Occurrences:
        """Return the words of names and leads that were read."""
        row, field, length = np.array(self._texts, dtype=np.int32).reshape(-1, 3).T
        return Occurrences(
            np.array(self._read, dtype=np.int32),
            np.repeat(row, length),
            np.repeat(field.astype(np.int8), length),
        )


def _every(numbers: "_Numbers", pieces: Iterable[str]) -> "array[int]":
    """Return the numbers of the words of some pieces."""
    return array("i", chain.from_iterable(map(numbers.__getitem__, pieces)))


class _Numbers(dict[str, tuple[int, ...]]):
    """The numbers of a piece's words."""

    def __init__(self, words: dict[str, int], without: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._words = words
        self._without = without

    def __missing__(self, piece: str) -> tuple[int, ...]:
        words = self._words
        telling = (one for one in _words_of(piece) if one not in self._without)
        found = tuple(words.setdefault(one, len(words)) for one in telling)
        if len(self) < _MOST_KEPT:
            self[piece] = found
        return found


class _Stems(dict[str, str]):
    """The stems of the words of a piece that tell something, with spaces between."""

    def __init__(self, analyser: Analyser) -> None:
        super().__init__()
        self._stem = analyser.stem
        self._empty = _empty(analyser)

    def __missing__(self, piece: str) -> str:
        telling = (word for word in _words_of(piece) if word not in self._empty)
        found = " ".join(map(self._stem, telling))
        if len(self) < _MOST_KEPT:
            self[piece] = found
        return found


def _empty(analyser: Analyser) -> frozenset[str]:
    return FUNCTION_WORDS.get(analyser.language, frozenset())


def _words_of(piece: str) -> list[str]:
    """Return the words that hyphens and the like join, joined, then all one by one."""
    words = split_words(piece)
    return [word.text for word in (*joined_words(words), *words)]
