"""Finds all products that a query means, in stages that never mix."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.language.words import LONGEST, Analyser
from knowledge_base.snapshots import PartReader
from ranking.candidates import Candidates
from ranking.query import Query, Stage, Term
from search.clauses import Alternative, Clause, Matched
from search.highlighting import highlight
from search.index import TextIndex
from search.spelling import Spelling
from search.understanding import Lexicon
from search.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Found:
    """All matches of a query, fixed before any filter.

    `dropped` names the words of the query that the matches do without.
    """

    candidates: Candidates
    stage: Stage
    query: Query
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Demand:
    """A word of the query, or several written as one, as the index is asked for it.

    `whole` asks for the full word (or the beginning of a name, where no name has the word in
    full), `loose` also for compounds of it and, when more of it may come, for words that
    begin so. `products` is about how many have it, loosely.
    """

    word: str
    whole: Clause
    loose: Clause
    products: int


class Searcher:
    """Searches the catalogue in one language; serves any number of threads."""

    def __init__(self, lexicon: Lexicon, products: int) -> None:
        self.lexicon = lexicon
        self._index = lexicon.index
        self._products = products

    @classmethod
    def open(cls, part: PartReader, catalogue: Catalogue, language: str) -> "Searcher":
        """Open what `build_index` wrote for the products of a catalogue."""
        analyser = Analyser(language)
        vocabulary = Vocabulary.open(part, f"vocabulary/{language}", analyser)
        vocabulary.warm()
        spelling = Spelling(vocabulary, analyser)
        index = TextIndex.open(part, language)
        return cls(Lexicon(analyser, index, vocabulary, spelling), catalogue.products)

    def understand(self, text: str) -> Query:
        """Return the query that a text is; without terms it means browsing."""
        return self.lexicon.understand(text)

    def highlight(self, title: str, query: Query) -> list[tuple[int, int]]:
        """Return the places of the query's words in a title."""
        return highlight(title, query, self.lexicon.analyser)

    def find(self, query: Query) -> Found:
        """Return all matches of the first stage that has any.

        A product whose article number is the whole query stands in a tier above all others;
        words in full stand above words that only begin with what was typed.
        """
        demands = self._demands(query)
        rows = self._index.with_code(query.text)
        numbered = Candidates.of(rows, np.ones(len(rows), dtype=np.float32))
        candidates = _above(numbered, self._match(demands), self._products)
        if len(candidates):
            bent = query.corrected is not None and not len(numbered)
            return Found(candidates, Stage.SPELLING if bent else Stage.ALL_WORDS, query)
        return self._relaxed(query, demands)

    def _relaxed(self, query: Query, demands: Sequence[_Demand]) -> Found:
        """Drop as few words as it takes, the ones that most products have first."""
        for kept in _fewer(demands):
            candidates = self._match(kept)
            if len(candidates):
                dropped = tuple(one.word for one in demands if one not in kept)
                return Found(candidates, Stage.RELAXED, query, dropped)
        nothing = Candidates.joined()
        return Found(nothing, Stage.FALLBACK, query, tuple(one.word for one in demands))

    def _match(self, demands: Sequence[_Demand]) -> Candidates:
        """Return what meets all demands: with the full words in tier 0, loosely in tier 1."""
        whole = [one.whole for one in demands]
        loose = [one.loose for one in demands]
        candidates = _ranked(self._index.match_anywhere(whole))
        if loose == whole:
            return candidates
        return _above(candidates, _ranked(self._index.match_anywhere(loose)), self._products)

    def _demands(self, query: Query) -> list[_Demand]:
        """Return what a product must have: every word that describes it, once."""
        unfinished = query.unfinished
        demands = [
            one for run in _runs(query.terms) for one in self._demands_of_run(run, unfinished)
        ]
        telling = [one for one in demands if self.lexicon.describes(one.word)] or demands
        return list({one.loose: one for one in telling}.values())

    def _demands_of_run(self, run: Sequence[Term], unfinished: Term | None) -> list[_Demand]:
        """Turn words written as one into one demand where the catalogue writes them so."""
        if len(run) > 1:
            word = "".join(term.text for term in run)[:LONGEST]
            joined = self.lexicon.analyser.stem(word)
            if self.lexicon.has(joined):
                stems = tuple(term.stem for term in run)
                clause = Clause((Alternative(stems), Alternative((joined,), 0, 0.5)))
                return [_Demand(word, clause, clause, self._having(clause))]
        return [self._demand(term, unfinished=term is unfinished) for term in run]

    def _demand(self, term: Term, *, unfinished: bool) -> _Demand:
        if term.corrections:
            first, *others = (stem for stem, _ in term.corrections)
            worse = (Alternative((one,), 0, 0.5) for one in others)
            whole = Clause((Alternative((first,)), *worse))
            return _Demand(term.text, whole, whole, self._having(whole))
        compounds = (
            Alternative((one,), 0, 0.5) for one in self.lexicon.vocabulary.compounds(term.stem)
        )
        beginning = self.lexicon.analyser.fold(term.text) if unfinished else ""
        loose = Clause((Alternative((term.stem,)), *compounds), beginning, 0)
        begun = len(self._index.match([Clause(prefix=beginning)]).rows) if beginning else 0
        whole = Clause((Alternative((term.stem,)),))
        if begun and term.stem not in self.lexicon.vocabulary.stems:
            # "lauf" is written in full only where a description says that something runs:
            # whoever types it is on the way to a name, such as Laufschuh
            whole = Clause((), beginning, 0)
        return _Demand(term.text, whole, loose, max(self._having(loose), begun))

    def _having(self, clause: Clause) -> int:
        """Return at least how many products one alternative of a clause may match."""
        ways = clause.alternatives
        return max(min(map(self._index.frequency, one.stems)) for one in ways)


def _fewer(demands: Sequence[_Demand]) -> Iterator[Sequence[_Demand]]:
    """Yield what is left without what no product has, then without one word more each time.

    Every word is tried as the one more; for the next time the commonest is given up.
    """
    rarest_first = sorted((d for d in demands if d.products), key=lambda d: d.products)
    if 0 < len(rarest_first) < len(demands):
        yield rarest_first
    while len(rarest_first) > 1:
        for at in range(len(rarest_first) - 1, -1, -1):
            yield rarest_first[:at] + rarest_first[at + 1 :]
        rarest_first.pop()


def _runs(terms: Sequence[Term]) -> Iterator[list[Term]]:
    """Yield the terms in the groups in which hyphens and the like join them."""
    run: list[Term] = []
    for term in terms:
        if run and not term.glued:
            yield run
            run = []
        run.append(term)
    if run:
        yield run


def _ranked(matched: Matched) -> Candidates:
    """Turn what matched into candidates, best first, with shares of the best score."""
    order = np.argsort(-matched.score, kind="stable")
    score = matched.score[order]
    return Candidates.of(matched.rows[order], score / score[0] if len(score) else score)


def _above(upper: Candidates, lower: Candidates, products: int) -> Candidates:
    """Put candidates above others, which lose what stands above already."""
    taken = np.zeros(products, dtype=np.bool_)
    taken[upper.rows] = True
    rest = lower.where(~taken[lower.rows])
    gap = np.int8(int(upper.tier.max()) + 1 if len(upper) else 0)
    return Candidates.joined(upper, replace(rest, tier=rest.tier + gap))
