"""The index of the plain plan: one weighted, stemmed field in tantivy, and edges of words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np
import Stemmer
import tantivy
from tantivy import Occur, Query

from benchmarks.texts import Texts
from ranking.metrics import Doubles

_SNOWBALL = {"de": "german", "en": "english"}
_WORD = re.compile(r"[^\W_]+")
_LONGEST_EDGE = 10
_HEAP = 1 << 30


@dataclass(frozen=True, slots=True)
class Weights:
    """How many times the words of each field count, in the order of `Texts`."""

    title: int = 3
    category: int = 2
    brand: int = 2
    values: int = 1
    description: int = 1


WEIGHTS = Weights()


def words_of(text: str) -> list[str]:
    """Cut a text into words as tantivy's simple tokenizer does, in lower case."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def rows_of(searcher: tantivy.Searcher, hits: Sequence[tuple[Any, Any]]) -> list[int]:
    """Return the rows of hits; every document has one."""
    rows = searcher.fast_field_values("row", [address for _, address in hits])
    return cast("list[int]", rows)


def bare(word: str) -> str:
    """Take the accents off."""
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word.replace("ß", "ss"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


class PlainIndex:
    """Answers questions put in tantivy's terms; a row is a place in the texts.

    `codes` are the facets: every product's value as a number, -1 for none. The index is in
    memory, or in a folder.
    """

    def __init__(
        self,
        texts: Sequence[Texts],
        language: str,
        weights: Weights,
        codes: Mapping[str, Sequence[int]],
        folder: Path | None,
    ) -> None:
        stemmer = Stemmer.Stemmer(_SNOWBALL[language], 0)
        self.stem = lru_cache(1 << 17)(lambda word: bare(stemmer.stemWord(word)))
        self._weights = astuple(weights)
        self._counted = {name: {"terms": {"field": name, "size": 20}} for name in codes}
        self._schema = self._make_schema()
        index = tantivy.Index(self._schema, str(folder) if folder else None)
        self.frequencies = self._write(index, texts, codes)
        index.reload()
        self._searcher = index.searcher()

    def products_having(self, word: str) -> int:
        """Return how many products have a word, in whatever form."""
        return self._searcher.doc_freq("stems", self.stem(word))

    def term(self, word: str) -> Query:
        """Ask for a word, in whatever form."""
        return Query.term_query(self._schema, "stems", self.stem(word), "freq")

    def typed(self, before: Sequence[str], last: str) -> Query:
        """Ask for products that have the words typed and one that begins like the last."""
        edge = Query.term_query(self._schema, "edges", bare(last)[:_LONGEST_EDGE])
        terms = [(Occur.Must, self.term(word)) for word in before]
        return Query.boolean_query([*terms, (Occur.Must, edge)])

    def rows(self, query: Query, limit: int) -> list[int]:
        """Return the best rows, best first."""
        hits = self._searcher.search(query, limit, count=False).hits
        return rows_of(self._searcher, hits)

    def scored(self, query: Query, limit: int) -> tuple[list[int], Doubles]:
        """Return the best rows with their scores, best first."""
        hits = self._searcher.search(query, limit, count=False).hits
        return rows_of(self._searcher, hits), np.array([score for score, _ in hits])

    def count(self, query: Query) -> dict[str, list[tuple[int, int]]]:
        """Return for each facet its twenty commonest values and their products."""
        counts = self._searcher.aggregate(query, self._counted)
        return {
            name: [(one["key"], one["doc_count"]) for one in facet["buckets"]]
            for name, facet in counts.items()
        }

    def _make_schema(self) -> tantivy.Schema:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("stems", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("edges", tokenizer_name="whitespace", index_option="basic")
        for name in ("row", *self._counted):
            builder.add_integer_field(name, fast=True)
        return builder.build()

    def _write(
        self, index: tantivy.Index, texts: Sequence[Texts], codes: Mapping[str, Sequence[int]]
    ) -> dict[str, int]:
        """Index every product; returns how many names have each word."""
        frequencies: Counter[str] = Counter()
        writer = index.writer(_HEAP, num_threads=1)
        for row, one in enumerate(texts):
            names = {word for text in astuple(one)[1:4] for word in words_of(text)}
            frequencies.update(names)
            document = tantivy.Document()
            document.add_text("stems", " ".join(self._weighted(one)))
            document.add_text("edges", " ".join(_edges(names)))
            document.add_integer("row", row)
            for name, column in codes.items():
                if column[row] >= 0:
                    document.add_integer(name, int(column[row]))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        return dict(frequencies)

    def _weighted(self, one: Texts) -> Iterator[str]:
        for text, weight in zip(astuple(one)[1:], self._weights, strict=True):
            stems = [self.stem(word) for word in words_of(text)] if weight else []
            yield from stems * weight


def _edges(names: set[str]) -> set[str]:
    spelled = [bare(name)[:_LONGEST_EDGE] for name in names]
    return {name[:length] for name in spelled for length in range(1, len(name) + 1)}
