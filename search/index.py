"""The text index of one language: which products have which words, and how well they fit."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from knowledge_base.columns import Ints
from knowledge_base.families import Family
from knowledge_base.language.linking import Linking
from knowledge_base.language.words import Analyser
from knowledge_base.part_files import PartReader, PartWriter
from knowledge_base.remembering import remembered
from search.clauses import Clause, Matched
from search.codes import Codes
from search.compound_learning import Witness
from search.compounds import Compounds
from search.matching import Matcher, Pieces
from search.names import Names
from search.overlap import in_both
from search.postings import Piece
from search.prose import Prose, ProseWriter, Question, Ways
from search.quantities import Quantities
from search.reading import Reader
from search.texts import Field, texts_of
from search.titles import Evidence, TitleWord
from search.typeahead import TypeAhead

UNNAMED = 0.3
"""What a word counts that stands in a description alone, beside 1 for the best of names."""


def build_index(
    kin: Sequence[Family], language: str, languages: Sequence[str], out: PartWriter
) -> None:
    """Write all files of one language; a row is a place in `kin`."""
    analyser = Analyser(language)
    reader, witness = Reader(analyser), Witness(language, len(kin))
    with ProseWriter(out, f"prose/{language}") as prose:
        for row, family in enumerate(kin):
            texts = list(texts_of(family, language, languages))
            prose.add(row, reader.read(row, texts))
            for field, text in texts:
                if field <= Field.CATEGORY:
                    witness.hear(field, text)
    names = Names.of(reader, analyser, len(kin))
    names.save(out)
    evidence = witness.evidence(len(kin), names.together)
    Compounds.build(names.vocabulary, evidence).save(out, f"compounds/{language}")
    Quantities.build(kin, language, languages, out)
    if language == languages[0]:  # numbers are the same in all of them
        Codes.build(kin, out)


SaidAs = tuple[tuple[str, ...], tuple[str, ...]]
"""The ways to write a word, and the stems it may stand for."""


class Said(NamedTuple):
    """A clause as names and descriptions are asked for it.

    `pieces` are the postings of names. Descriptions are asked the `question`, None where the
    clause brings products. Whoever meets it there alone does so at `cost`, with `score`.
    """

    pieces: Pieces
    question: Question | None
    cost: int
    score: float


class TextIndex:
    """Finds the products that have all of some words, in their names or anywhere.

    `is_closed` says whether its language writes compounds as one word as a rule; `apart` has
    by the stem of a word the two that titles write for it as well.
    """

    def __init__(self, names: Names, prose: Prose) -> None:
        self.vocabulary = names.vocabulary
        self.is_closed = Linking.of(names.vocabulary.analyser.language).closed
        self._postings = names.postings
        self._titles = names.titles
        self.apart = names.apart.by_stem
        self._prose = prose
        self._matcher = Matcher(names.postings, names.vocabulary)
        self._ahead = TypeAhead(self._matcher, names.postings, names.beginnings)
        self._title_word = remembered(self._title_word_of, 1 << 14)

    @classmethod
    def open(cls, part: PartReader, language: str) -> "TextIndex":
        """Open what `build_index` wrote."""
        return cls(Names.open(part, language), Prose.open(part, f"prose/{language}"))

    def named(self, stem: str) -> int:
        """Return how many products have a stem in their names."""
        number = self.vocabulary.numbers.get(stem)
        return 0 if number is None else self._postings.frequency(number)

    def named_together(self, stems: Sequence[str]) -> int:
        """Return how many products have all of some stems in their names."""
        return self._matcher.together(stems)

    def rarity(self, stems: Sequence[str]) -> float:
        """Return what some stems say together where names have them."""
        return sum(self._postings.rarity(self.named(one)) for one in stems)

    def frequency(self, stem: str) -> int:
        """Return of how many products a stem is said, in names or descriptions."""
        return self._prose.frequency(stem)

    def match(self, clauses: Sequence[Clause]) -> Matched:
        """Return the products that meet all clauses by their names."""
        return self._matcher.match(clauses)

    def whole(self, clause: Clause) -> list[Piece]:
        """Return the postings of a clause's alternatives, to be asked for more than once."""
        return self._matcher.whole(clause)

    def beginning(self, clause: Clause, whole: Sequence[Piece]) -> list[Piece]:
        """Return the postings of what begins like a clause's prefix, beside its `whole`."""
        return self._matcher.beginning(clause, whole)

    def meeting_all(self, demands: Sequence[Pieces]) -> Matched:
        """Return the products that have for each demand one of its postings."""
        return self._matcher.meeting_all(demands)

    def narrowed(self, matched: Matched, demand: Pieces) -> Matched:
        """Return those of some products that have one of a demand's postings, too."""
        return self._matcher.narrowed(matched, demand)

    def strongest(self, clause: Clause, whole: Sequence[Piece], limit: int) -> Matched:
        """Return at most `limit` products that meet a clause by their names, best first.

        For what is being typed: of very many products, good ones, not always the very best.
        `whole` are the postings of its alternatives.
        """
        return self._ahead.strongest(clause, whole, limit)

    def title_words(self, words: Iterable[SaidAs]) -> list[TitleWord]:
        """Return words of a query, in its order, as titles may have them.

        Each comes with the ways to write it (normalised), as it was typed first, and the stems
        it may stand for.
        """
        return [self._title_word(*one) for one in words]

    def evidence(self, rows: Ints, words: Sequence[TitleWord]) -> Evidence:
        """Say how the titles of some rows (int32, any order) say the words of a query.

        For some hundred rows: every word of their titles is looked at.
        """
        return self._titles.evidence(rows, words, 0 if self.is_closed else 1)

    def _title_word_of(self, written: Sequence[str], stems: Sequence[str]) -> TitleWord:
        numbers = self.vocabulary.numbers
        known = tuple(numbers[one] for one in stems if one in numbers)
        spelled = frozenset[int]().union(*map(self.vocabulary.spelled, written))
        return TitleWord(known, spelled, self.vocabulary.strangers(written[0]))

    def said(self, clause: Clause, pieces: Pieces) -> Said:
        """Make a clause without a prefix, with its postings, ready to be asked anywhere."""
        ways = () if clause.brings_products else _stems_of(clause)
        question = self._prose.any_of(ways) if ways else None
        return Said(pieces, question, *self._unnamed(clause))

    def meeting_anywhere(self, clauses: Sequence[Said]) -> Matched:
        """Return products that meet all clauses by their names or by what is said of them.

        At most `prose.MOST_MATCHES`. A clause that only a description meets costs what its
        costliest alternative does: which one it was, the description does not tell. A clause
        with a posting has to be met by names, or by the posting.
        """
        questions = [one.question for one in clauses if one.question is not None]
        strict = [one.pieces for one in clauses if one.question is None]
        if not questions:
            return self.meeting_all(strict)
        rows = self._prose.match(questions)
        if strict and len(rows):
            named = self.meeting_all(strict).rows
            rows = in_both(rows, named, self._postings.products)
        cost = np.zeros(len(rows), dtype=np.int8)
        score = np.zeros(len(rows), dtype=np.float32)
        for one in clauses if len(rows) else ():
            costs, scores = self._matcher.meeting_at(one.pieces, rows)
            unnamed = scores == 0
            np.putmask(costs, unnamed, one.cost)
            np.putmask(scores, unnamed, one.score)
            np.maximum(cost, costs, out=cost)
            score += scores
        return Matched(rows, cost, score)

    def _unnamed(self, clause: Clause) -> tuple[int, float]:
        """Return cost and score of a clause that only a description meets."""
        ways = _stems_of(clause)
        commonest = max((min(map(self.frequency, stems)) for stems in ways), default=0)
        cost = max((one.cost for one in clause.alternatives), default=0)
        return cost, UNNAMED * self._postings.rarity(commonest)


def _stems_of(clause: Clause) -> Ways:
    """Return the alternatives that are stems."""
    return tuple(one.stems for one in clause.alternatives if one.stems)
