"""Everything that is said of products, descriptions too: the only door to tantivy."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import compress
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import tantivy
from tantivy import Occur, Order

from knowledge_base.columns import Ints
from knowledge_base.part_files import PartReader, PartWriter
from knowledge_base.remembering import remembered
from knowledge_base.runs import distinct
from search.overlap import in_both

MOST_MATCHES = 5_000
"""Products one question returns at most: the best ones when more match."""
FEW = 2_000
"""Products up to which those of a question are looked up, to be remembered."""

_STEMS, _ROW = "stems", "row"
_HEAP = 1 << 30  # enough for one segment of a million products
_MOST_KEPT = 1 << 13
_OS_ERROR = re.compile(r"os error (\d+)")
_NOBODY = np.zeros(0, dtype=np.int32)

Ways = tuple[tuple[str, ...], ...]
"""Alternatives, each of them stems that are all said of a product."""


class Question(NamedTuple):
    """What is asked of descriptions: any of some alternatives, each said of some product.

    It is answered by at most so many products.
    """

    ways: Ways
    most: int


_MOST = attrgetter("most")


class ProseWriter:
    """Takes in what is said of products, and writes it on leaving the `with`."""

    def __init__(self, out: PartWriter, name: str) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field(_STEMS, tokenizer_name="whitespace", index_option="basic")
        builder.add_integer_field(_ROW, fast=True)
        self._folder: Path = out.directory(name)
        index = tantivy.Index(builder.build(), str(self._folder), reuse=False)
        self._writer = index.writer(_HEAP, num_threads=1)

    def __enter__(self) -> Self:
        return self

    def add(self, row: int, stems: str) -> None:
        """Add one product by the stems that are said of it, with spaces between."""
        document = tantivy.Document()
        document.add_text(_STEMS, stems)
        document.add_integer(_ROW, row)
        self._writer.add_document(document)

    def __exit__(self, *problem: object) -> None:
        with _told_by_the_system(self._folder):
            self._writer.commit()
            self._writer.wait_merging_threads()
        for lock in self._folder.glob(".*.lock"):
            lock.unlink()


@contextmanager
def _told_by_the_system(folder: Path) -> Iterator[None]:
    """Say as an OSError what tantivy has of the system and says as a ValueError."""
    try:
        yield
    except ValueError as wrong:
        if number := _OS_ERROR.search(str(wrong)):
            raise OSError(int(number[1]), os.strerror(int(number[1])), str(folder)) from wrong
        raise


class Prose:
    """Finds the products of which all of some words are said, wherever it is said."""

    def __init__(self, index: tantivy.Index) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self.frequency = remembered(self._frequency, 1 << 14)
        self._meeting = remembered(self._meeting_all, _MOST_KEPT)

    @classmethod
    def open(cls, part: PartReader, name: str) -> "Prose":
        """Open what a `ProseWriter` wrote."""
        index = tantivy.Index.open(str(part.directory(name)))
        # The files never change. Tantivy's thread looks for that all the same, twice a second,
        # until the last searcher is let go: it begins with `open`, before anybody can say no.
        index.config_reader("manual")
        return cls(index)

    def _frequency(self, stem: str) -> int:
        """Return of how many products a stem is said."""
        return self._searcher.doc_freq(_STEMS, stem)

    def match(self, questions: Sequence[Question]) -> Ints:
        """Return the rows that answer all questions: int32, ascending, at most MOST_MATCHES.

        Who meets an alternative that few products do is remembered, so that of words met
        before those of several are seen without a search.
        """
        rarest, *others = sorted(questions, key=_MOST)
        if others and rarest.most > FEW:
            return self._search(questions, rarest.most)
        rows = self._answer(rarest)
        for one in others:
            if not len(rows):
                return rows
            if one.most > FEW:  # and so are all that follow
                return self._search(questions, rarest.most)
            rows = in_both(rows, self._answer(one), self._searcher.num_docs)
        return rows

    def any_of(self, ways: Ways) -> Question:
        """Ask for any of some alternatives, but for those that nothing can meet."""
        most = [min(map(self.frequency, stems)) for stems in ways]
        return Question(tuple(compress(ways, most)), sum(most))

    def _answer(self, question: Question) -> Ints:
        """Return the rows that answer one question."""
        if question.most > FEW:
            return self._search([question], question.most)
        rows = [self._meeting(stems) for stems in question.ways]
        if len(rows) == 1:
            return rows[0]
        return distinct(np.concatenate(rows)) if rows else _NOBODY

    def _meeting_all(self, stems: tuple[str, ...]) -> Ints:
        """Return the rows that all of some stems are said of."""
        most = min(map(self.frequency, stems))
        return self._search([Question((stems,), most)], most)

    def _search(self, questions: Sequence[Question], most: int) -> Ints:
        """Return the rows that answer all questions, known to be no more than `most`.

        Where all of them are wanted they come by their rows: to weigh them, and to look each
        row up, would take as long again.
        """
        asked = _all([self._either(one.ways) for one in questions])
        search = self._searcher.search
        if most <= MOST_MATCHES:
            hits = search(asked, most, count=False, order_by_field=_ROW, order=Order.Asc).hits
            return np.array([row for row, _ in hits], dtype=np.int32)
        hits = search(asked, MOST_MATCHES, count=False).hits
        rows = self._searcher.fast_field_values(_ROW, [address for _, address in hits])
        return np.sort(np.array(rows, dtype=np.int32))

    def _either(self, ways: Ways) -> tantivy.Query:
        every = [_all([self._having(stem) for stem in stems]) for stems in ways]
        return every[0] if len(every) == 1 else tantivy.Query.disjunction_max_query(every)

    def _having(self, stem: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, _STEMS, stem, "basic")


def _all(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    """Ask for all of some queries; a single one as it is, which is answered much faster."""
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(Occur.Must, one) for one in queries])
