"""Finds what a text says that a product is to lack: "ohne zucker und laktose"."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.columns import Ints
from knowledge_base.language.function_words import (
    COORDINATING_WORDS,
    DENYING_WORDS,
    FUNCTION_WORDS,
    LACKING,
    NEGATING_WORDS,
)
from knowledge_base.language.words import Analyser
from ranking.query import WITHOUT, Query, Span, Term
from search.clauses import Alternative, Clause
from search.index import TextIndex

NAMED_SO = 0.25
"""Share of the titles with two words that have them side by side, for them to be one name."""
_SAMPLE = 64  # titles that are looked at for that


def denials(
    text: str, terms: Sequence[Term], spans: Sequence[Span], index: TextIndex
) -> Iterator[Span]:
    """Yield what a product is to lack, with the products that say they do, thing by thing.

    The first of several has the word that denies, the others what is between them.
    """
    taken = {at for one in spans for at in range(one.first, one.end)}
    sentence = _Sentence(text, terms, taken, index)
    denying = DENYING_WORDS.get(index.vocabulary.analyser.language, frozenset())
    first = 0
    for at, no in enumerate(terms):
        if at < first or at in taken or no.text not in denying:
            continue
        first = at
        for start, end in sentence.denied_at(at):
            thing = terms[start:end]
            rows = _lacking(no, thing, index)
            shown = " ".join(
                one.correction.shown if one.correction else one.text for one in thing
            )
            equal = np.ones(len(rows), dtype=np.float32)
            yield Span(WITHOUT, f"{no.text} {shown}", first, end, rows, equal)
            first = end


def denied(query: Query, span: Span) -> tuple[Term, ...]:
    """Return the terms of a span that name what a product is to lack."""
    denying = DENYING_WORDS.get(query.language, frozenset())
    leading = COORDINATING_WORDS.get(query.language, frozenset())
    terms = query.terms[span.first : span.end]
    return tuple(one for one in terms if one.telling and one.text not in denying | leading)


def phrases(query: Query) -> Iterator[tuple[int, int]]:
    """Yield from which term up to which the text says what is not wanted, as a whole."""
    denying = DENYING_WORDS.get(query.language, frozenset())
    first = end = -1
    for span in query.spans:
        if span.kind != WITHOUT:
            continue
        goes_on = span.first == end and query.terms[span.first].text not in denying
        if not goes_on and end >= 0:
            yield first, end
        first, end = (first if goes_on else span.first), span.end
    if end >= 0:
        yield first, end


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The words of a text, of which some are `taken` for something else."""

    text: str
    terms: Sequence[Term]
    taken: set[int]
    index: TextIndex

    @property
    def _analyser(self) -> Analyser:
        return self.index.vocabulary.analyser

    def denied_at(self, at: int) -> list[tuple[int, int]]:
        """Return from which term up to which stand the things that one word denies.

        Behind the first thing come those that an "and" or "or" leads to, with what stands
        between commas before it. A preposition behind it begins what is wanted: "ohne Ärmel
        und mit Gürtel".
        """
        start = self._behind_function_words(at + 1)
        is_noun = start > at + 1 or not self._is_any(at, NEGATING_WORDS)
        end = self._thing(start, may_have_two=is_noun)
        found, listed = ([(start, end)], list[tuple[int, int]]()) if end else ([], [])
        while end and end < len(self.terms):
            led = self._is_any(end, COORDINATING_WORDS)
            start = end + led
            end = self._thing(start, may_have_two=is_noun)
            if not end or not (led or self._is_comma_before(start)):
                break
            if self._is_adjective(start) and not self._is_adjective(found[0][0]):
                break
            listed.append((start, end))
            if led:
                found, listed = found + listed, []
        return found

    def _behind_function_words(self, at: int) -> int:
        while at < len(self.terms) and self._is_any(at, FUNCTION_WORDS):
            at += 1
        return at

    def _thing(self, at: int, *, may_have_two: bool) -> int:
        """Return where a thing ends that begins with a term, 0 where none does."""
        if not self._may_be_denied(at):
            return 0
        is_longer = may_have_two and self._may_be_denied(at + 1) and self._is_one_name(at)
        return at + 1 + is_longer

    def _may_be_denied(self, at: int) -> bool:
        return (
            at < len(self.terms)
            and at not in self.taken
            and self.terms[at].telling
            and not self._is_any(at, DENYING_WORDS)
            and not self._is_any(at, COORDINATING_WORDS)
        )

    def _is_one_name(self, at: int) -> bool:
        """Say whether a term and the next one are one thing: an adjective and its noun.

        Of languages that write things apart titles say which words are one name.
        """
        if self._is_comma_before(at + 1):
            return False
        if self.index.is_closed:
            return self._analyser.is_declined_adjective(self.terms[at].text)
        one, two = self.terms[at : at + 2]
        both = _having([(*one.meant, *two.meant)], self.index)[:_SAMPLE]
        named_so = _side_by_side((one, two), both, self.index)
        return len(named_so) > NAMED_SO * len(both)

    def _is_any(self, at: int, words: dict[str, frozenset[str]]) -> bool:
        return self.terms[at].text in words.get(self._analyser.language, frozenset())

    def _is_comma_before(self, at: int) -> bool:
        return "," in self.text[self.terms[at - 1].end : self.terms[at].start]

    def _is_adjective(self, at: int) -> bool:
        return self._analyser.is_adjective(self.terms[at].text)


def _lacking(no: Term, thing: Sequence[Term], index: TextIndex) -> Ints:
    """Return the products that say they lack a thing: "ohne Zucker", "zuckerfrei".

    "Not" says so only right in front of it, in titles: all else may be not included.
    """
    analyser = index.vocabulary.analyser
    stems = tuple(stem for one in thing for stem in one.meant)
    ways = [(no.stem, *stems)]
    if no.text in NEGATING_WORDS.get(analyser.language, frozenset()):
        return _side_by_side((no, *thing), _having(ways, index), index)
    endings = LACKING.get(analyser.language, ())
    ways += ((*stems, analyser.stem(one)) for one in endings[:1])  # "sugar free"
    if len(thing) == 1:
        word = thing[0].correction.shown if thing[0].correction else thing[0].text
        ways += ((analyser.stem(word + one),) for one in endings)
    return _having(ways, index)


def _having(ways: Iterable[tuple[str, ...]], index: TextIndex) -> Ints:
    return index.match([Clause(tuple(map(Alternative, ways)))]).rows


def _side_by_side(terms: Sequence[Term], rows: Ints, index: TextIndex) -> Ints:
    """Return those of some products whose titles have the terms in order, none between."""
    words = index.title_words([((one.text,), one.meant) for one in terms])
    return rows[index.evidence(rows, words).adjacent >= 1]
