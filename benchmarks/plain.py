"""The plain plan: what a good engineer gets out of tantivy in a week; the yardstick.

One weighted, stemmed field asked by AND, the commonest word given up as long as there are too
few hits, unknown words corrected by a dictionary of deletions, edge letters for what is being
typed, facets aggregated over integer codes, 200 candidates re-ranked by popularity.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson
from tantivy import Occur, Query

from benchmarks.deletes import Deletes
from benchmarks.plain_index import WEIGHTS, PlainIndex, Weights, bare, words_of
from benchmarks.texts import Texts
from ranking.metrics import Doubles

RERANKED = 200
_SHORT, _LISTED = 3, 64
_ALTERNATIVES = (1.0, 0.7, 0.5)
_LARGE = 100_000  # products from which a word must have come up three times to be corrected to
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of a query, as the index is asked for it, and how many products have it."""

    word: str
    query: Query
    products: int


def fragments(texts: Sequence[Texts]) -> list[bytes]:
    """Return what a hit says of each product, as JSON."""
    return [
        orjson.dumps({"product_id": one.product_id, "title": one.title, "brand": one.brand})
        for one in texts
    ]


class Plain:
    """Searches after the plain plan; answers are JSON put together from ready pieces."""

    def __init__(
        self,
        texts: Sequence[Texts],
        language: str,
        weights: Weights = WEIGHTS,
        *,
        popularity: Doubles | None = None,
        codes: Mapping[str, Sequence[int]] | None = None,
        folder: Path | None = None,
    ) -> None:
        self._index = PlainIndex(texts, language, weights, codes or {}, folder)
        self._ids = [one.product_id for one in texts]
        self._fragments = fragments(texts)
        self._popularity = np.log1p(np.zeros(len(texts)) if popularity is None else popularity)
        least = 3 if len(texts) >= _LARGE else 1
        frequencies = self._index.frequencies
        self._deletes = Deletes({word: n for word, n in frequencies.items() if n >= least})
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
        facets = orjson.dumps(self._index.count(query) if rows else {})
        return b'{"hits":' + self._written(rows) + b',"facets":' + facets + b"}"

    def complete(self, text: str, limit: int = 8) -> bytes:
        """Return the best products for what has been typed so far, as JSON."""
        words = words_of(text)
        if not words:
            return b"[]"
        *before, last = words
        if not before and last in self._listed:
            return self._written(self._listed[last][:limit])
        return self._written(self._index.rows(self._index.typed(before, last), limit))

    def any_word(self, text: str) -> list[str]:
        """Return every product that has any of the words, by BM25: nothing corrected."""
        terms = [(Occur.Should, self._index.term(word)) for word in words_of(text)]
        rows = self._index.rows(Query.boolean_query(terms), max(1, len(self._ids)))
        return [self._ids[row] for row in rows]

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
        rows, scores = self._index.scored(query, max(limit, RERANKED))
        blended = scores * (1 + 0.1 * self._popularity[rows])
        return [rows[at] for at in np.argsort(-blended, kind="stable")[:limit].tolist()]

    def _wanted(self, text: str) -> list[Wanted]:
        """Return the words a product should have, the unknown corrected, joined or split."""
        words = words_of(text)
        wanted: list[Wanted] = []
        at = 0
        while at < len(words):
            pair = "".join(words[at : at + 2])
            is_new = not all(map(self._index.products_having, words[at : at + 2]))
            if is_new and at + 1 < len(words) and self._index.products_having(pair):
                wanted.append(self._one(pair))
                at += 2
                continue
            wanted += self._read(words[at])
            at += 1
        return wanted

    def _read(self, word: str) -> list[Wanted]:
        known = self._index.products_having
        if known(word):
            return [self._one(word)]
        if word.isalpha() and (near := self._deletes.correct(word)):
            return [self._any_of([one for one, _ in near])]
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            if known(word[:at]) and known(word[at:]):
                return [self._one(word[:at]), self._one(word[at:])]
        return [self._one(word)]

    def _second_chance(self, wanted: Sequence[Wanted]) -> list[Wanted] | None:
        """Let much commoner words one edit away stand in, where all together gave nothing."""
        chances = [
            self._any_of([one.word, *near]) if (near := self._neighbours(one.word)) else one
            for one in wanted
        ]
        is_new = any(a is not b for a, b in zip(chances, wanted, strict=True))
        return chances if is_new else None

    def _neighbours(self, word: str) -> list[str]:
        return self._deletes.neighbours(word, times=5) if len(word) > _SHORT else []

    def _one(self, word: str) -> Wanted:
        return Wanted(word, self._index.term(word), self._index.products_having(word))

    def _any_of(self, words: Sequence[str]) -> Wanted:
        ones = [self._one(word) for word in words]
        weights = (*_ALTERNATIVES, _ALTERNATIVES[-1])
        ways = [
            Query.boost_query(one.query, weight)
            for one, weight in zip(ones, weights, strict=False)
        ]
        most = max(one.products for one in ones)
        return Wanted(words[0], Query.disjunction_max_query(ways), most)

    def _list_short_beginnings(self) -> dict[str, list[int]]:
        """Return the most popular products of every beginning of up to three letters."""
        words = map(bare, self._index.frequencies)
        beginnings = {word[:length] for word in words for length in range(1, _SHORT + 1)}
        listed = {}
        for start in beginnings:
            found = self._index.rows(self._index.typed((), start), len(self._ids))
            rows = np.array(found, dtype=np.int64)
            order = np.argsort(-self._popularity[rows], kind="stable")[:_LISTED]
            listed[start] = rows[order].tolist()
        return listed


def _all(wanted: Sequence[Wanted]) -> Query:
    return Query.boolean_query([(Occur.Must, one.query) for one in wanted])
