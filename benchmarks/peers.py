"""Other engines over the same texts, where they are installed: `pip install` the group bench.

Each is set up as its makers advise for a shop; none is needed, and what is missing is named.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pysqlite3
import Stemmer
import tantivy
from tantivy import Occur, Query

from benchmarks.figures import Find
from benchmarks.piped_peers import has_xapian, lucene, lucene_jar, xapian
from benchmarks.plain_index import rows_of, words_of
from benchmarks.texts import Texts

_FIELDS = {"title": 3.0, "category": 2.0, "brand": 2.0, "values": 0.7, "description": 0.7}
_SNOWBALL = {"de": "german", "en": "english"}
_FUZZY, _FUZZIER = 4, 8
_HEAP = 1 << 29


class TantivyNaive:
    """Uses tantivy as its tutorial does: a stemmed field each, any two thirds of the words."""

    def __init__(self, texts: Sequence[Texts], language: str) -> None:
        self._ids = [one.product_id for one in texts]
        self._analyzer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.stemmer(_SNOWBALL[language]))
            .build()
        )
        builder = tantivy.SchemaBuilder()
        for name in _FIELDS:
            builder.add_text_field(name, tokenizer_name="stemmed")
        builder.add_integer_field("row", fast=True)
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        index.register_tokenizer("stemmed", self._analyzer)
        writer = index.writer(_HEAP, num_threads=1)
        for row, one in enumerate(texts):
            document = tantivy.Document()
            for name in _FIELDS:
                document.add_text(name, getattr(one, name))
            document.add_integer("row", row)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def find(self, text: str, limit: int) -> list[str]:
        """Return the ids of the best products."""
        stems = self._analyzer.analyze(text)
        if not stems:
            return []
        query = Query.boolean_query(
            [(Occur.Should, self._clause(stem)) for stem in stems],
            minimum_number_should_match=-(-2 * len(stems) // 3),
        )
        hits = self._searcher.search(query, limit, count=False).hits
        return [self._ids[row] for row in rows_of(self._searcher, hits)]

    def _clause(self, stem: str) -> Query:
        """Ask for a word in any field, and from four letters on for what is close to it."""
        exact = [
            Query.boost_query(Query.term_query(self._schema, name, stem), weight)
            for name, weight in _FIELDS.items()
        ]
        if len(stem) < _FUZZY:
            return Query.disjunction_max_query(exact, 0.3)
        edits = 1 if len(stem) < _FUZZIER else 2
        near = [Query.fuzzy_term_query(self._schema, name, stem, edits) for name in _FIELDS]
        both = (exact, 1.0), (near, 0.5)
        return Query.disjunction_max_query(
            [Query.boost_query(Query.disjunction_max_query(q, 0.3), w) for q, w in both]
        )


def bm25s(texts: Sequence[Texts], language: str) -> Find:
    """Score every product that has any word, by a library that does nothing else."""
    library = import_module("bm25s")
    stem = Stemmer.Stemmer(_SNOWBALL[language], 0).stemWords
    corpus = [stem(words_of(_weighted(one))) for one in texts]
    scorer = library.BM25()
    scorer.index(corpus, show_progress=False)

    def find(text: str, limit: int) -> list[str]:
        rows, scores = scorer.retrieve(
            [stem(words_of(text)) or [""]], k=min(limit, len(texts)), show_progress=False
        )
        return [
            texts[row].product_id
            for row, score in zip(rows[0], scores[0], strict=True)
            if score > 0
        ]

    return find


def _weighted(one: Texts) -> str:
    names = f"{one.title} {one.title} {one.title} {one.category} {one.category}"
    return f"{names} {one.brand} {one.brand} {one.values} {one.description}"


def sqlite_fts5(texts: Sequence[Texts], language: str) -> Find:
    """Use SQLite's full text: all words, else any; its stemmer knows English alone."""
    tokenizer = "porter unicode61" if language == "en" else "unicode61"
    connection = pysqlite3.connect(":memory:")
    fields = ", ".join(f'"{name}"' for name in _FIELDS)  # values is a word of SQL
    connection.execute(
        f"create virtual table products using fts5({fields}, tokenize='{tokenizer}')"
    )
    connection.executemany(
        f"insert into products (rowid, {fields}) values (?, ?, ?, ?, ?, ?)",  # noqa: S608 — our names
        ((row, *(getattr(one, name) for name in _FIELDS)) for row, one in enumerate(texts)),
    )
    weights = ", ".join(str(2 * weight) for weight in _FIELDS.values())
    asked = (
        f"select rowid from products where products match ? "  # noqa: S608 — our own weights
        f"order by bm25(products, {weights}) limit ?"
    )

    def find(text: str, limit: int) -> list[str]:
        words = [f'"{word}"' for word in words_of(text)] or ['""']
        found = connection.execute(asked, (" AND ".join(words), limit)).fetchall()
        found = found or connection.execute(asked, (" OR ".join(words), limit)).fetchall()
        return [texts[row].product_id for (row,) in found]

    return find


def milli(texts: Sequence[Texts], language: str) -> Find:
    """Use the engine of Meilisearch with its defaults; it shows twenty hits at most."""
    del language
    folder = TemporaryDirectory()
    index: Any = open_milli(texts, Path(folder.name))

    def find(text: str, limit: int, *, folder: object = folder) -> list[str]:
        del folder  # held as long as the index is asked
        return [texts[row].product_id for row in index.search(text)[:limit]]

    return find


def open_milli(texts: Sequence[Texts], folder: Path) -> Any:
    """Build an index of Meilisearch's engine; its internal numbers are rows of `texts`."""
    index = import_module("milli").Index(str(folder), 8 << 30)
    for first in range(0, len(texts), 10_000):
        batch = texts[first : first + 10_000]
        index.add_documents(
            [
                {"id": row, **{name: getattr(one, name) for name in _FIELDS}}
                for row, one in enumerate(batch, first)
            ]
        )
    return index


_PEERS: Mapping[str, tuple[Callable[[Sequence[Texts], str], Find], str]] = {
    "tantivy, naive": (lambda texts, language: TantivyNaive(texts, language).find, "tantivy"),
    "Lucene": (lucene, "pyserini"),
    "bm25s": (bm25s, "bm25s"),
    "SQLite FTS5": (sqlite_fts5, "pysqlite3"),
    "milli": (milli, "milli"),
    "Xapian": (xapian, "xapian"),
}
"""What builds each peer, and what it needs."""

_IS_THERE: Mapping[str, Callable[[], object]] = {"pyserini": lucene_jar, "xapian": has_xapian}
"""What tells of needs that are no packages of ours."""


def installed_peers(texts: Sequence[Texts], language: str) -> dict[str, Find]:
    """Build every peer that is installed; say which is not."""
    found: dict[str, Find] = {}
    for name, (build, needed) in _PEERS.items():
        if _IS_THERE.get(needed, partial(find_spec, needed))():
            found[name] = build(texts, language)
        else:
            print(f"{name}: skipped, {needed} is not installed")
    return found
