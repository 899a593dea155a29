"""The text index of one language: which products have which words, and how well they fit."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from knowledge_base.columns import Ints, KeyColumn, Lists
from knowledge_base.families import Family
from knowledge_base.language.codes import code_key
from knowledge_base.language.words import Analyser, joined_words, split_words
from knowledge_base.snapshots import PartReader, PartWriter
from search.clauses import Clause, Matched
from search.matching import match
from search.postings import Occurrences, Postings, impacts_of, places_of
from search.prose import Prose, ProseWriter
from search.texts import Field, codes_of, texts_of
from search.vocabulary import Vocabulary

UNNAMED = 0.05
"""What a word counts that stands in a description alone, beside 1 for the best of names."""
MOST_WORDS_OF_A_PREFIX = 32
"""Words that stand for the beginning of one where descriptions are asked."""


def build_index(
    kin: Sequence[Family], language: str, languages: Sequence[str], out: PartWriter
) -> None:
    """Write all files of one language; a row is a place in `kin`."""
    analyser = Analyser(language)
    counts: Counter[str] = Counter()
    numbers: dict[str, int] = {}
    found: list[tuple[int, int, int]] = []
    with ProseWriter(out, f"prose/{language}") as prose:
        for row, family in enumerate(kin):
            names: set[str] = set()
            said: set[str] = set()
            for field, text in texts_of(family, language, languages):
                words = _forms(text)
                stems = [analyser.stem(word) for word in words]
                said.update(stems)
                if field is not Field.PROSE:
                    names.update(words)
                    found += ((numbers.setdefault(s, len(numbers)), row, field) for s in stems)
            counts.update(names)
            prose.add(row, said)
    stem, row_of, field_of = np.array(found or np.zeros((0, 3)), dtype=np.int32).T
    words_of = Occurrences(stem, row_of, field_of.astype(np.int8))
    lists, impact = impacts_of(words_of, len(numbers), len(kin))
    name = f"postings/{language}"
    out.keys(f"{name}/stems", KeyColumn.of(list(numbers)))
    out.lists(f"{name}/rows", lists)
    out.array(f"{name}/impact", impact)
    Vocabulary.of(counts, analyser).save(out, f"vocabulary/{language}")
    _save_codes(kin, out, f"codes/{language}")
    out.facts["products"] = len(kin)


@lru_cache(maxsize=1 << 14)  # brands, categories, values come often
def _forms(text: str) -> tuple[str, ...]:
    """Return a text's words, and those that hyphens join once more as one."""
    words = split_words(text)
    return tuple(word.text for word in (*words, *joined_words(words)))


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
    """Finds the products that have all of some words, in their names or anywhere."""

    def __init__(self, postings: Postings, vocabulary: Vocabulary, prose: Prose) -> None:
        self.vocabulary = vocabulary
        self._postings = postings
        self._prose = prose
        self._codes = KeyColumn.of([])
        self._code_rows = Lists.of([])

    @classmethod
    def open(cls, part: PartReader, language: str) -> "TextIndex":
        """Open what `build_index` wrote."""
        name = f"postings/{language}"
        stems = part.keys(f"{name}/stems").column.texts()
        lists, impact = part.lists(f"{name}/rows"), part.array(f"{name}/impact")
        numbers = {stem: number for number, stem in enumerate(stems)}
        postings = Postings(numbers, lists, impact, part.facts["products"])
        vocabulary = Vocabulary.open(part, f"vocabulary/{language}", Analyser(language))
        self = cls(postings, vocabulary, Prose.open(part, f"prose/{language}"))
        self._codes = part.keys(f"codes/{language}/keys")
        self._code_rows = part.lists(f"codes/{language}/rows")
        return self

    def named(self, stem: str) -> int:
        """Return how many products have a stem in their names."""
        return self._postings.frequency(stem)

    def frequency(self, stem: str) -> int:
        """Return of how many products a stem is said, in names or descriptions."""
        return self._prose.frequency(stem)

    def with_code(self, text: str) -> Ints:
        """Return the rows of the products that a whole text is the article number of."""
        at = self._codes.row(code_key(text))
        return self._code_rows[at] if at >= 0 else np.zeros(0, dtype=np.int32)

    def match(self, clauses: Sequence[Clause]) -> Matched:
        """Return the products that meet all clauses by their names."""
        return match(self._postings, self.vocabulary, clauses)

    def match_anywhere(self, clauses: Sequence[Clause]) -> Matched:
        """Return products that meet all clauses by their names or by what is said of them.

        At most `prose.MOST_MATCHES`. A clause that only a description meets costs what its
        costliest alternative does: which one it was, the description does not tell. A clause
        with a posting has to be met by names, or by the posting.
        """
        strict = [one for one in clauses if any(way.posting for way in one.alternatives)]
        loose = [one for one in clauses if one not in strict]
        if not loose:
            return self.match(clauses)
        rows = self._prose.match([list(self._stems_of(one)) for one in loose])
        if strict:
            rows = np.intersect1d(rows, self.match(strict).rows, assume_unique=True)
        cost = np.zeros(len(rows), dtype=np.int8)
        score = np.zeros(len(rows), dtype=np.float32)
        for clause in clauses:
            said, worth = self._unnamed(clause)
            met = self.match([clause])
            at, here = places_of(rows, met.rows)
            named = at[here]
            costs = np.full(len(rows), said, dtype=np.int8)
            costs[here] = met.cost[named]
            worths = np.full(len(rows), worth, dtype=np.float32)
            worths[here] = met.score[named]
            cost, score = np.maximum(cost, costs), score + worths
        return Matched(rows, cost, score)

    def _stems_of(self, clause: Clause) -> Iterator[Sequence[str]]:
        """Yield the alternatives as stems, and the commonest words that a prefix begins."""
        yield from (one.stems for one in clause.alternatives if one.stems)
        if clause.prefix:
            words = self.vocabulary.completions(clause.prefix, MOST_WORDS_OF_A_PREFIX)
            stem, shown = self.vocabulary.analyser.stem, self.vocabulary.shown
            yield from ((stem(shown[at]),) for at in words)

    def _unnamed(self, clause: Clause) -> tuple[int, float]:
        """Return cost and score of a clause that only a description meets."""
        ways = list(self._stems_of(clause))
        commonest = max((min(map(self.frequency, stems)) for stems in ways), default=0)
        cost = max((one.cost for one in clause.alternatives), default=0)
        beginning = clause.prefix_cost if clause.prefix else 0
        return max(cost, beginning), UNNAMED * self._postings.rarity(commonest)
