"""Everything that is said of products, descriptions too: the only door to tantivy."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import tantivy
from tantivy import Occur

from knowledge_base.columns import Ints
from knowledge_base.part_files import PartReader, PartWriter
from knowledge_base.remembering import remembered

Question = tantivy.Query
"""What descriptions are asked."""

MOST_MATCHES = 5_000
"""Products one question returns at most: the best ones when more match."""

_STEMS, _ROW = "stems", "row"
_HEAP = 1 << 30  # enough for one segment of a million products


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
        self._writer.commit()
        self._writer.wait_merging_threads()
        for lock in self._folder.glob(".*.lock"):
            lock.unlink()


class Prose:
    """Finds the products of which all of some words are said, wherever it is said."""

    def __init__(self, index: tantivy.Index) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self.frequency = remembered(self._frequency, 1 << 14)

    @classmethod
    def open(cls, part: PartReader, name: str) -> "Prose":
        """Open what a `ProseWriter` wrote."""
        index = tantivy.Index.open(str(part.directory(name)))
        index.config_reader("manual")  # the files never change: no thread that watches them
        return cls(index)

    def _frequency(self, stem: str) -> int:
        """Return of how many products a stem is said."""
        return self._searcher.doc_freq(_STEMS, stem)

    def match(self, questions: Sequence[Question], most: int = MOST_MATCHES) -> Ints:
        """Return the rows that answer all questions: int32, ascending, at most MOST_MATCHES.

        It is faster where it is known that there are not so many.
        """
        query = _all(questions)
        limit = max(1, min(self._searcher.num_docs, MOST_MATCHES, most))
        hits = self._searcher.search(query, limit, count=False).hits
        rows = self._searcher.fast_field_values(_ROW, [address for _, address in hits])
        return np.sort(np.array(rows, dtype=np.int32))

    def any_of(self, alternatives: Sequence[Sequence[str]]) -> Question:
        """Ask for any of some alternatives, each of them stems that are all said."""
        ways = [_all([self._having(stem) for stem in stems]) for stems in alternatives]
        return ways[0] if len(ways) == 1 else tantivy.Query.disjunction_max_query(ways)

    def _having(self, stem: str) -> Question:
        return tantivy.Query.term_query(self._schema, _STEMS, stem, "basic")


def _all(queries: Sequence[Question]) -> Question:
    """Ask for all of some queries; a single one as it is, which is answered much faster."""
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(Occur.Must, one) for one in queries])
