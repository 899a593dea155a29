"""The plain plan: what a good engineer gets out of tantivy in a week; the yardstick.

One weighted, stemmed field asked by AND, the commonest word given up as long as there are too
few hits, unknown words corrected by a dictionary of deletions, edge letters for what is being
typed, facets aggregated over integer codes, 200 candidates re-ranked by popularity.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np
import orjson
import Stemmer
import tantivy
from numpy.typing import NDArray
from tantivy import Occur, Query

from benchmarks.deletes import Deletes
from benchmarks.texts import Texts

RERANKED = 200
_SNOWBALL = {"de": "german", "en": "english"}
_WORD = re.compile(r"[^\W_]+")
_LONGEST_EDGE = 10
_SHORT, _LISTED = 3, 64
_ALTERNATIVES = (1.0, 0.7, 0.5)
_LARGE = 100_000  # products from which a word must have come up three times to be corrected to
_HEAP = 1 << 30


@dataclass(frozen=True, slots=True)
class Weights:
    """How many times the words of each field count, in the order of `Texts`."""

    title: int = 3
    category: int = 2
    brand: int = 2
    values: int = 1
    description: int = 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of a query, as the index is asked for it, and how many products have it."""

    word: str
    query: Query
    products: int


def words_of(text: str) -> list[str]:
    """Cut a text into words as tantivy's simple tokenizer does, in lower case."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def rows_of(searcher: tantivy.Searcher, hits: Sequence[tuple[Any, Any]]) -> list[int]:
    """Return the rows of hits; every document has one."""
    rows = searcher.fast_field_values("row", [address for _, address in hits])
    return cast("list[int]", rows)


def _bare(word: str) -> str:
    """Take the accents off."""
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word.replace("ß", "ss"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


class Plain:
    """An index after the plain plan, in memory or in a folder."""

    def __init__(
        self,
        texts: Sequence[Texts],
        language: str,
        weights: Weights = Weights(),
        *,
        popularity: NDArray[np.float64] | None = None,
        codes: Mapping[str, Sequence[int]] | None = None,
        folder: Path | None = None,
    ) -> None:
        stemmer = Stemmer.Stemmer(_SNOWBALL[language], 0)
        self._stem = lru_cache(1 << 17)(lambda word: _bare(stemmer.stemWord(word)))
        self._weights = astuple(weights)
        self._facets = tuple(codes or ())
        self._aggregation = {
            name: {"terms": {"field": name, "size": 20}} for name in self._facets
        }
        self._ids = [one.product_id for one in texts]
        self._fragments = [orjson.dumps(_shown(one)) for one in texts]
        self._popularity = np.log1p(np.zeros(len(texts)) if popularity is None else popularity)
        schema = self._schema = self._make_schema()
        index = tantivy.Index(schema, str(folder) if folder else None)
        self._frequencies = self._write(index, texts, codes or {})
        index.reload()
        self._searcher = index.searcher()
        least = 3 if len(texts) >= _LARGE else 1
        self._deletes = Deletes({w: n for w, n in self._frequencies.items() if n >= least})
        self._listed = self._list_short_beginnings()

    def find(self, text: str, limit: int) -> list[str]:
        """Return the ids of the best products."""
        return [self._ids[row] for row in self._ranked(self._wanted(text), limit)[0]]

    def page(self, text: str, limit: int = 24) -> bytes:
        """Return a page of hits, as JSON."""
        return self._written(self._ranked(self._wanted(text), limit)[0])

    def answer(self, text: str, limit: int = 24) -> bytes:
        """Return a page of hits and the facets of all that has all words, as JSON."""
        rows, query = self._ranked(self._wanted(text), limit)
        counts = self._searcher.aggregate(query, self._aggregation) if rows else {}
        facets = {
            name: [(one["key"], one["doc_count"]) for one in counts[name]["buckets"]]
            for name in counts
        }
        return b'{"hits":' + self._written(rows) + b',"facets":' + orjson.dumps(facets) + b"}"

    def complete(self, text: str, limit: int = 8) -> bytes:
        """Return the best products for what has been typed so far, as JSON."""
        words = words_of(text)
        if not words:
            return b"[]"
        *before, last = words
        if not before and last in self._listed:
            rows = self._listed[last][:limit]
        else:
            rows = self._rows(self._typed(before, last), limit)
        return self._written(rows)

    def any_word(self, text: str) -> list[str]:
        """Return every product that has any of the words, by BM25: nothing corrected."""
        terms = [(Occur.Should, self._term(word)) for word in words_of(text)]
        hits = self._searcher.search(
            Query.boolean_query(terms), max(1, len(self._ids)), count=False
        ).hits
        return [self._ids[row] for row in rows_of(self._searcher, hits)]

    def _written(self, rows: Sequence[int]) -> bytes:
        return b"[" + b",".join([self._fragments[row] for row in rows]) + b"]"

    def _ranked(self, wanted: list[Wanted], limit: int) -> tuple[list[int], Query]:
        """Return the rows shown, and the query that facets are counted over."""
        if not wanted:
            return [], Query.empty_query()
        query = _all(wanted)
        rows = self._best(query, limit)
        if not rows and (second := self._second_chance(wanted)):
            wanted, query = second, _all(second)
            rows = self._best(query, limit)
        counted = query
        while len(rows) < limit and len(wanted) > 1:
            wanted.remove(max(wanted, key=lambda one: one.products or np.inf))
            query = _all(wanted)
            counted = counted if rows else query
            rows = list(dict.fromkeys(rows + self._best(query, limit)))[:limit]
        return rows, counted

    def _best(self, query: Query, limit: int) -> list[int]:
        """Return the best rows of a query, the popular raised among the first 200."""
        hits = self._searcher.search(query, max(limit, RERANKED), count=False).hits
        rows = rows_of(self._searcher, hits)
        scores = np.array([score for score, _ in hits])
        blended = scores * (1 + 0.1 * self._popularity[rows])
        return [rows[at] for at in np.argsort(-blended, kind="stable")[:limit].tolist()]

    def _rows(self, query: Query, limit: int) -> list[int]:
        hits = self._searcher.search(query, limit, count=False).hits
        return rows_of(self._searcher, hits)

    def _wanted(self, text: str) -> list[Wanted]:
        """Return the words a product should have, the unknown corrected, joined or split."""
        words = words_of(text)
        wanted: list[Wanted] = []
        at = 0
        while at < len(words):
            pair = "".join(words[at : at + 2])
            is_new = not all(map(self._known, words[at : at + 2]))
            if is_new and at + 1 < len(words) and self._known(pair):
                wanted.append(self._one(pair))
                at += 2
                continue
            wanted += self._read(words[at])
            at += 1
        return wanted

    def _read(self, word: str) -> list[Wanted]:
        if self._known(word):
            return [self._one(word)]
        if word.isalpha() and (near := self._deletes.correct(word)):
            return [self._any_of([one for one, _ in near])]
        for at in range(3, len(word) - 2):
            if self._known(word[:at]) and self._known(word[at:]):
                return [self._one(word[:at]), self._one(word[at:])]
        return [self._one(word)]

    def _second_chance(self, wanted: Sequence[Wanted]) -> list[Wanted] | None:
        """Let much commoner words one edit away stand in, where all together gave nothing."""
        chances = [
            self._any_of([one.word, *near]) if (near := self._neighbours(one.word)) else one
            for one in wanted
        ]
        return (
            chances if any(a is not b for a, b in zip(chances, wanted, strict=True)) else None
        )

    def _neighbours(self, word: str) -> list[str]:
        return self._deletes.neighbours(word, times=5) if len(word) > _SHORT else []

    def _known(self, word: str) -> bool:
        return self._searcher.doc_freq("stems", self._stem(word)) > 0

    def _one(self, word: str) -> Wanted:
        return Wanted(
            word, self._term(word), self._searcher.doc_freq("stems", self._stem(word))
        )

    def _any_of(self, words: Sequence[str]) -> Wanted:
        ones = [self._one(word) for word in words]
        weighed = zip(ones, (*_ALTERNATIVES, _ALTERNATIVES[-1]), strict=False)
        query = Query.disjunction_max_query(
            [Query.boost_query(one.query, w) for one, w in weighed]
        )
        return Wanted(words[0], query, max(one.products for one in ones))

    def _term(self, word: str) -> Query:
        return Query.term_query(self._schema, "stems", self._stem(word), "freq")

    def _typed(self, before: Sequence[str], last: str) -> Query:
        """Ask for products that have the words typed and one that begins like the last."""
        edge = Query.term_query(self._schema, "edges", _bare(last)[:_LONGEST_EDGE])
        terms = [(Occur.Must, self._term(word)) for word in before]
        return Query.boolean_query([*terms, (Occur.Must, edge)])

    def _make_schema(self) -> tantivy.Schema:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("stems", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("edges", tokenizer_name="whitespace", index_option="basic")
        for name in ("row", *self._facets):
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
            stems = [self._stem(word) for word in words_of(text)] if weight else []
            yield from stems * weight

    def _list_short_beginnings(self) -> dict[str, list[int]]:
        """Return the most popular products of every beginning of up to three letters."""
        beginnings = {
            _bare(word)[:length]
            for word in self._frequencies
            for length in range(1, _SHORT + 1)
        }
        listed = {}
        for start in beginnings:
            rows = np.array(self._rows(self._typed((), start), len(self._ids)), dtype=np.int64)
            order = np.argsort(-self._popularity[rows], kind="stable")[:_LISTED]
            listed[start] = rows[order].tolist()
        return listed


def _all(wanted: Sequence[Wanted]) -> Query:
    return Query.boolean_query([(Occur.Must, one.query) for one in wanted])


def _edges(names: set[str]) -> set[str]:
    bare = [_bare(name)[:_LONGEST_EDGE] for name in names]
    return {name[:length] for name in bare for length in range(1, len(name) + 1)}


def _shown(one: Texts) -> dict[str, Any]:
    return {"product_id": one.product_id, "title": one.title, "brand": one.brand}
