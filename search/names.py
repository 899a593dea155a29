"""The words of the products' names in one language, from every side."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from knowledge_base.columns import Ints
from knowledge_base.language.words import Analyser
from knowledge_base.part_files import PartReader, PartWriter
from search.apart import Apart
from search.beginnings import Beginnings
from search.postings import Postings
from search.reading import Reader
from search.texts import Field
from search.titles import Titles
from search.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Names:
    """Which words there are, which products have them, in which order, and begun by what.

    A word of names is also heeded where a description begins with it, within its `LEAD`.
    """

    vocabulary: Vocabulary
    postings: Postings
    titles: Titles
    beginnings: Beginnings
    apart: Apart

    @classmethod
    def of(cls, reader: Reader, analyser: Analyser, products: int) -> "Names":
        """Arrange the words of the names that were read of so many products."""
        words, numbers = reader.occurrences(), reader.words
        named = words.of(Field.TITLE, Field.ATTRIBUTE).products_having(len(numbers), products)
        counts = zip(numbers, named.tolist(), strict=True)
        vocabulary = Vocabulary.of({word: n for word, n in counts if n}, analyser)
        titles = words.of(Field.TITLE, Field.TITLE).numbered(_forms(numbers, vocabulary))
        stems = words.numbered(_stems(numbers, vocabulary))
        postings = Postings.of(stems.where(stems.word >= 0), len(vocabulary.stems), products)
        return cls(
            vocabulary,
            postings,
            Titles.of(titles, vocabulary.form_stem, products),
            Beginnings.build(vocabulary, postings),
            Apart.of(vocabulary, titles),
        )

    @classmethod
    def open(cls, part: PartReader, language: str) -> "Names":
        """Open what `save` wrote."""
        vocabulary = Vocabulary.open(part, f"vocabulary/{language}", Analyser(language))
        titles = Titles.open(part, f"titles/{language}", vocabulary.form_stem)
        return cls(
            vocabulary,
            Postings.open(part, f"postings/{language}", len(titles)),
            titles,
            Beginnings.open(part, f"beginnings/{language}"),
            Apart.open(part, f"apart/{language}", vocabulary),
        )

    def save(self, out: PartWriter) -> None:
        """Write all of it into a part."""
        language = self.vocabulary.analyser.language
        self.vocabulary.save(out, f"vocabulary/{language}")
        self.postings.save(out, f"postings/{language}")
        self.titles.save(out, f"titles/{language}")
        self.beginnings.save(out, f"beginnings/{language}")
        self.apart.save(out, f"apart/{language}")

    def together(self, one: str, other: str) -> int:
        """Return how many products have both of two stems."""
        numbers = [self.vocabulary.numbers.get(stem, -1) for stem in (one, other)]
        if min(numbers) < 0:
            return 0
        mine, others = map(self.postings.having, numbers)
        return int(np.count_nonzero(self.postings.scores_at(others, mine.rows)))


def _forms(numbers: Mapping[str, int], vocabulary: Vocabulary) -> Ints:
    """Return the form of each word that names have; for others anything."""
    form = np.zeros(len(numbers), dtype=np.int32)
    form[[numbers[one] for one in vocabulary.forms.texts()]] = np.arange(len(vocabulary.forms))
    return form


def _stems(numbers: Mapping[str, int], vocabulary: Vocabulary) -> Ints:
    """Return the stem of each word, -1 where no name has it."""
    stem, known = vocabulary.analyser.stem, vocabulary.numbers
    return np.array([known.get(stem(word), -1) for word in numbers], dtype=np.int32)
