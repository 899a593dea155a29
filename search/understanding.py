"""Makes of a shopper's text the words it is looked up by, and what may stand for them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from knowledge_base.language.function_words import FUNCTION_WORDS
from knowledge_base.language.words import LONGEST, Analyser, Word, split_words
from knowledge_base.learned import Fact
from ranking.query import Query, Reading, Term, Why
from search.index import TextIndex
from search.spelling import Spelling
from search.synonyms import Synonyms
from search.vocabulary import Vocabulary

MOST_WORDS = 32
"""Words of a query that count; the rest is cut."""
SHORTEST_JOINED = 4
"""Letters of two words that may be one."""
KIND_WEIGHT = 0.8
"""What a kind of the thing counts: a raincoat, to whoever looks for a coat."""
Readings = tuple[Reading, ...]


class _Facts(NamedTuple):
    """What is known of a word wherever it stands in a query."""

    stem: str
    known: bool
    telling: bool
    kinds: Readings


class Lexicon:
    """What the catalogue, and the people of the shop, know of the words of one language."""

    def __init__(
        self,
        analyser: Analyser,
        index: TextIndex,
        spelling: Spelling,
        synonyms: Synonyms | None = None,
    ) -> None:
        self.analyser = analyser
        self.index = index
        self.vocabulary: Vocabulary = index.vocabulary
        self.spelling = spelling
        self.synonyms = synonyms or Synonyms(analyser)
        self._function_words = FUNCTION_WORDS.get(analyser.language, frozenset())
        self._facts = lru_cache(maxsize=1 << 14)(self._facts_of)

    def informed(self, synonyms: Synonyms) -> "Lexicon":
        """Return the lexicon with what people of the shop say of words laid over it."""
        return Lexicon(self.analyser, self.index, self.spelling, synonyms)

    def learned(self) -> list[Fact]:
        """Return what the snapshot knows of words by learning, vetoed or not."""
        return []

    def understand(self, text: str, *, verbatim: bool = False) -> Query:
        """Return the query that a text is; without words it means browsing.

        With `verbatim` nothing is corrected.
        """
        words = split_words(text)[:MOST_WORDS]
        if self.synonyms.instead:
            words = self.synonyms.replace(words)
        joined = self._joined(words)
        terms = tuple(
            self._term(word, joined.get(at, ()), last=word.end == len(text), verbatim=verbatim)
            for at, word in enumerate(words)
        )
        return Query(text, self.analyser.language, terms, corrected(text, terms))

    def widened(self, query: Query) -> Query:
        """Return the query with what else its words may mean: asked for when they find little.

        Synonyms, and words taken apart that are written as one.
        """
        stems = query.stems
        wider: dict[int, list[Reading]] = defaultdict(list)
        if len(stems) == len(query.terms):
            for one in self.synonyms.readings(stems):
                weight = one.weight / (one.end - one.start)
                reading = Reading(Why.SYNONYM, one.stems, one.shown, weight)
                for at in range(one.start, one.end):
                    wider[at].append(reading)
        terms = tuple(
            replace(term, readings=(*term.readings, *wider[at])) if wider[at] else term
            for at, term in enumerate(query.terms)
        )
        return replace(query, terms=terms)

    def has(self, stem: str) -> bool:
        """Say whether any product has a stem, if only in its description."""
        return self.index.named(stem) > 0 or self.index.frequency(stem) > 0

    def completes(self, word: str) -> bool:
        """Say whether the name of any product has a word that begins with these letters."""
        fold = self.analyser.fold(word)
        words = self.vocabulary.starting_with(fold)
        if fold != self.analyser.fold(word[:-1]):
            return bool(words)
        # The last letter was folded away: "kue" begins "kühl", "schue" does not begin "schuhe".
        shown = (self.vocabulary.shown[at] for at in words)
        return any(one.startswith(word) or not one[len(fold) - 1].isascii() for one in shown)

    def _facts_of(self, word: str) -> _Facts:
        stem = self.analyser.stem(word)
        telling = word not in self._function_words and stem not in self.synonyms.stop_words
        kinds = tuple(
            Reading(Why.COMPOUND, (one,), one, KIND_WEIGHT)
            for one in (self.vocabulary.compounds(stem) if telling else ())
        )
        protected = stem in self.synonyms.protected
        known = not telling or protected or bool(kinds) or self.has(stem)
        return _Facts(stem, known, telling, kinds)

    def _joined(self, words: Sequence[Word]) -> Mapping[int, Readings]:
        """Return, by their numbers, what words may be that stand side by side, as one."""
        found: dict[int, Readings] = {}
        for first, end in _neighbours(words):
            run = words[first:end]
            letters = "".join(word.text for word in run)[:LONGEST]
            stem = self.analyser.stem(letters)
            if len(letters) >= SHORTEST_JOINED and self.index.named(stem):
                reading = Reading(Why.JOINED, (stem,), letters, 1 / len(run))
                for at in range(first, end):
                    found[at] = (*found.get(at, ()), reading)
        return found

    def _term(self, word: Word, joined: Readings, *, last: bool, verbatim: bool) -> Term:
        stem, known, telling, kinds = self._facts(word.text)
        readings = joined + kinds if joined else kinds
        if not known and not joined and not (last and self.completes(word.text)):
            if not verbatim:
                readings = self._corrections(word.text, unfinished=last)
        else:
            known = True
        return Term(word.text, stem, word.start, word.end, known, readings, telling, word.glued)

    def _corrections(self, word: str, *, unfinished: bool) -> Readings:
        """Return what an unknown word may stand for, best first."""
        found = self.spelling.correct(word)
        if not found and unfinished:
            found = self.spelling.complete(word)
        return tuple(Reading(Why.SPELLING, (stem,), shown) for stem, shown in found)


def _neighbours(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield first and end of every two words, and of every longer run of glued ones."""
    first = 0
    for end in range(2, len(words) + 1):
        yield end - 2, end
        if not words[end - 1].glued:
            first = end - 1
        elif first < end - 2 and (end == len(words) or not words[end].glued):
            yield first, end


def corrected(text: str, terms: Sequence[Term]) -> str | None:
    """Write the text with its corrections in place, or None when there are none."""
    pieces: list[str] = []
    at = 0
    for term in terms:
        if term.correction:
            pieces += (text[at : term.start], term.correction.shown)
            at = term.end
    return "".join((*pieces, text[at:])) if pieces else None
