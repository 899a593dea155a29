"""The text index of one language: which products have which words, and how well they fit."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import tantivy
from tantivy import Occur

from knowledge_base.columns import Floats, Ints, KeyColumn, Lists
from knowledge_base.families import Family
from knowledge_base.language.codes import code_key
from knowledge_base.language.words import Analyser, joined_words, split_words
from knowledge_base.snapshots import PartReader, PartWriter
from search.texts import codes_of, weighted_texts
from search.vocabulary import Vocabulary

LONGEST_PREFIX = 20
"""Letters of a word's beginning that are indexed; a longer one is cut to this."""
MOST_MATCHES = 50_000
"""Products one search returns at most: the best ones when more match."""

_STEMS, _BEGINNINGS, _ROW = "stems", "beginnings", "row"
_HEAP = 512 << 20  # enough for one segment of some hundred thousand products


@dataclass(frozen=True, slots=True)
class Clause:
    """One demand on a product: it has any of the alternatives; all but the first count half.

    An alternative is one stem, or several that must all be there. With a `prefix` (folded
    letters) a name with a word that begins so is one more alternative, the last.
    """

    alternatives: tuple[tuple[str, ...], ...] = ()
    prefix: str = ""


def build_index(
    kin: Sequence[Family], language: str, languages: Sequence[str], out: PartWriter
) -> None:
    """Write index, vocabulary and codes of one language; a row is a place in `kin`."""
    analyser = Analyser(language)
    folder = out.directory(f"index/{language}")
    writer = tantivy.Index(_schema(), str(folder), reuse=False).writer(_HEAP, num_threads=1)
    counts: Counter[str] = Counter()
    for row, family in enumerate(kin):
        stems: list[str] = []
        names: set[str] = set()
        for text, weight, is_name in weighted_texts(family, language, languages):
            words = _short_forms(text) if is_name else _forms(text)
            stems += [analyser.stem(word) for word in words] * weight
            names.update(words if is_name else ())
        counts.update(names)
        writer.add_document(_document(row, stems, map(analyser.fold, names)))
    writer.commit()
    writer.wait_merging_threads()
    for lock in folder.glob(".*.lock"):
        lock.unlink()
    Vocabulary.of(counts, analyser).save(out, f"vocabulary/{language}")
    _save_codes(kin, out, f"codes/{language}")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(_STEMS, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(_BEGINNINGS, tokenizer_name="whitespace", index_option="basic")
    builder.add_integer_field(_ROW, fast=True)
    return builder.build()


def _forms(text: str) -> tuple[str, ...]:
    """Return a text's words, and those that hyphens join once more as one."""
    words = split_words(text)
    return tuple(word.text for word in (*words, *joined_words(words)))


_short_forms = lru_cache(maxsize=1 << 14)(_forms)  # brands, categories, values come often


def _document(row: int, stems: list[str], names: Iterable[str]) -> tantivy.Document:
    """Make the entry of one product; weights are repetitions of stems."""
    beginnings = {
        name[:length]
        for name in names
        for length in range(1, min(len(name), LONGEST_PREFIX) + 1)
    }
    document = tantivy.Document()
    document.add_text(_STEMS, " ".join(stems))
    document.add_text(_BEGINNINGS, " ".join(beginnings))
    document.add_integer(_ROW, row)
    return document


def _save_codes(kin: Sequence[Family], out: PartWriter, name: str) -> None:
    rows: dict[str, set[int]] = {}
    for row, family in enumerate(kin):
        for line in (family.product, *family.variants):
            for code in codes_of(line):
                rows.setdefault(code_key(code), set()).add(row)
    rows.pop("", None)
    out.keys(f"{name}/keys", KeyColumn.of(list(rows)))
    out.lists(f"{name}/rows", Lists.of([sorted(one) for one in rows.values()]))


class TextIndex:
    """Finds the products that have all of some words; scores are BM25 over weighted stems."""

    def __init__(self, index: tantivy.Index, codes: KeyColumn, code_rows: Lists) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._codes = codes
        self._code_rows = code_rows

    @classmethod
    def open(cls, part: PartReader, language: str) -> "TextIndex":
        """Open what `build_index` wrote."""
        index = tantivy.Index.open(str(part.directory(f"index/{language}")))
        index.config_reader("manual")  # the files never change: no thread that watches them
        name = f"codes/{language}"
        return cls(index, part.keys(f"{name}/keys"), part.lists(f"{name}/rows"))

    def frequency(self, stem: str) -> int:
        """Return how many products have a stem."""
        return self._searcher.doc_freq(_STEMS, stem)

    def prefix_frequency(self, fold: str) -> int:
        """Return how many products have a name with a word that begins so."""
        return self._searcher.doc_freq(_BEGINNINGS, fold[:LONGEST_PREFIX])

    def with_code(self, text: str) -> Ints:
        """Return the rows of the products that a whole text is the article number of."""
        at = self._codes.row(code_key(text))
        return self._code_rows[at] if at >= 0 else np.zeros(0, dtype=np.int32)

    def match(self, clauses: Sequence[Clause]) -> tuple[Ints, Floats]:
        """Return rows (int32) and scores (float32, 0 to 1) that meet all clauses, best first.

        Scores are shares of the best one. At most MOST_MATCHES rows are returned.
        """
        query = tantivy.Query.boolean_query(
            [(Occur.Must, self._clause(one)) for one in clauses]
        )
        limit = max(1, min(self._searcher.num_docs, MOST_MATCHES))
        hits = self._searcher.search(query, limit, count=False).hits
        rows = self._searcher.fast_field_values(_ROW, [address for _, address in hits])
        scores = np.array([score for score, _ in hits], dtype=np.float32)
        if hits and scores[0] > 0:
            scores /= scores[0]
        return np.array(rows, dtype=np.int32), scores

    def _clause(self, clause: Clause) -> tantivy.Query:
        alternatives = [self._all_of(stems) for stems in clause.alternatives]
        if clause.prefix:
            alternatives.append(self._term(_BEGINNINGS, clause.prefix[:LONGEST_PREFIX]))
        return tantivy.Query.disjunction_max_query(
            [
                tantivy.Query.boost_query(one, 0.5 if place else 1.0)
                for place, one in enumerate(alternatives)
            ]
        )

    def _all_of(self, stems: Sequence[str]) -> tantivy.Query:
        terms = [(Occur.Must, self._term(_STEMS, stem)) for stem in stems]
        return tantivy.Query.boolean_query(terms)

    def _term(self, field: str, text: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, text, "freq")
