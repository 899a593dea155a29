"""Makes of a shopper's text the words it is looked up by, and what may stand for them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from knowledge_base.language.function_words import FUNCTION_WORDS
from knowledge_base.language.words import LONGEST, Analyser, Word, split_words
from knowledge_base.learned import Fact
from knowledge_base.remembering import remembered
from ranking.query import CODE, Query, Reading, Span, Term, Why, joined_runs
from search import meanings
from search.attributes import AttributeWords
from search.clauses import Alternative, Clause, Posting
from search.codes import Codes
from search.compounds import Compounds
from search.index import TextIndex
from search.lookups import Asked, Lookup
from search.quantities import Quantities
from search.spelling import Correction, Spelling
from search.stages import KIND_WEIGHT, demand_of_span, demand_of_word, words_demanded
from search.synonyms import Synonyms
from search.vocabulary import Vocabulary
from search.word_memory import Memory, WordMemory

MOST_WORDS = 32
"""Words of a query that count; the rest is cut."""
SHORTEST_JOINED = 4
"""Letters of two words that may be one."""

SURE_ENDING = 8
"""Letters that several words do not end with by chance."""
LEAST_VARIETY = 3
"""Different letters words have before the same ones, for these to be a word: Harris 1955."""

_KEPT, _MOST_SPANS = 1 << 14, 1 << 8
Readings = tuple[Reading, ...]


class _Facts(NamedTuple):
    """What is known of a word wherever it stands in a query."""

    stem: str
    known: bool
    telling: bool
    kinds: Readings


@dataclass(frozen=True)
class Lexicon:
    """What the catalogue, and the people of the shop, know of the words of one language.

    `things` are the stems of words that name categories. `others` are the lexicons of the
    shop's other languages: what this one does not know may be a word of theirs.
    """

    analyser: Analyser
    index: TextIndex
    spelling: Spelling
    compounds: Compounds
    quantities: Quantities
    codes: Codes
    synonyms: Synonyms
    attributes: AttributeWords
    things: frozenset[str] = frozenset()
    others: tuple["Lexicon", ...] = ()

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the words products are named with."""
        return self.index.vocabulary

    def informed(
        self, synonyms: Synonyms, whole: frozenset[str], unmeasured: frozenset[str]
    ) -> "Lexicon":
        """Return the lexicon with what people of the shop say of words laid over it.

        They veto splits of `whole` words and the units that are `unmeasured`.
        """
        return replace(
            self,
            synonyms=synonyms,
            compounds=self.compounds.without(whole | synonyms.protected),
            quantities=self.quantities.without(unmeasured),
        )

    def learned(self) -> list[Fact]:
        """Return what the snapshot knows of words by learning, vetoed or not."""
        return [*self.compounds.learned(), *self.quantities.learned()]

    def understand(self, text: str, *, verbatim: bool = False) -> Query:
        """Return the query that a text is; without words it means browsing.

        With `verbatim` nothing is corrected.
        """
        words = split_words(text)[:MOST_WORDS]
        if self.synonyms.instead:
            words = self.synonyms.replace(words)
        spans = self._spans(text, words)
        joined = self._joined(words)
        taken = {at for span in spans for at in range(span.first, span.end)}
        terms = tuple(
            self._term(
                word,
                joined.get(at, ()),
                last=word.end == len(text),
                fixed=verbatim or at in taken,
            )
            for at, word in enumerate(words)
        )
        put_right = [one.correction for one in terms]
        if any(put_right):
            terms = self._rejoined(words, terms, put_right)
        query = Query(
            text,
            self.analyser.language,
            terms,
            rewritten(text, terms, put_right),
            spans=spans,
            verbatim=verbatim,
        )
        return read_also(query, self.called(terms, Why.EQUAL)) if self._called else query

    def called(self, terms: Sequence[Term], why: Why) -> Iterator[tuple[int, int, Reading]]:
        """Yield what people of the shop call some terms as well: from which one up to which.

        That is what they say means the same (EQUAL), or where the words lead (SYNONYM).
        """
        found = [*self.synonyms.readings([one.meant[0] for one in terms])]
        for first, end, joined in joined_runs(terms):
            whole = self.synonyms.readings(joined.stems)
            found += (replace(one, start=first, end=end) for one in whole)
        for one in dict.fromkeys(found):
            if one.two_way is (why is Why.EQUAL):
                weight = one.weight / (one.end - one.start)
                products = self._of_kinds(one.stems)
                yield one.start, one.end, Reading(why, one.stems, one.shown, weight, products)

    def asked(self, query: Query) -> list[Asked]:
        """Return what a product must have, looked up; of words that is remembered."""
        found = {}
        for span in query.spans:
            lookup = self._lookup_of_span(span, query)
            terms = tuple(range(span.first, span.end))
            found[span.text] = Asked(terms, lookup, lookup.demand.weight)
        unfinished = query.unfinished
        for stem, at in words_demanded(query).items():
            term = query.terms[at]
            lookup = self._lookup(term, term is unfinished and term.known)
            found[stem] = Asked((at,), lookup, lookup.demand.weight)
        return list(found.values())

    def _lookup_of_span(self, span: Span, query: Query) -> Lookup:
        """Look up what a span demands: of the same words, read the same, it is remembered."""
        terms = query.terms[span.first : span.end]
        fractions = terms[0].read_as(Why.FRACTION)
        key = span.kind, span.text, tuple(one.text for one in terms), fractions
        return self._spans_asked.get(
            key, lambda: Lookup.of(demand_of_span(span, query), self.index)
        )

    @cached_property
    def _spans_asked(self) -> Memory[Lookup]:
        return Memory(_MOST_SPANS)

    @cached_property
    def _lookup(self) -> WordMemory[Lookup]:
        return WordMemory(self._lookup_of)

    def _lookup_of(self, term: Term, unfinished: bool) -> Lookup:  # noqa: FBT001 - part of a key
        beginning = self.analyser.fold(term.text) if unfinished else ""
        return Lookup.of(demand_of_word(term, self.kinds, beginning), self.index)

    def names(self, word: str) -> bool:
        """Say whether any product is named with a word, in some form of it."""
        return self.index.named(self.analyser.stem(word)) > 0

    @cached_property
    def doubts(self) -> WordMemory[Readings]:
        """Return what gives what a word may be a slip for though it is known, or put right.

        Much more frequent words, or loosely any that is near; none for one that is protected.
        """
        return WordMemory(self._doubts_of)

    def _doubts_of(self, term: Term, loosely: bool) -> Readings:  # noqa: FBT001 - part of a key
        if not term.telling or term.stem in self.synonyms.protected:
            return ()
        likelier = self.spelling.likelier(term.text) if term.known else ()
        near = likelier or (self.spelling.loosely(term.text) if loosely else ())
        return _readings(Why.SPELLING, near)

    @cached_property
    def doubted(self) -> WordMemory[Readings]:
        """Return what gives a word's readings with its doubts."""
        return WordMemory(self._doubted_of)

    def _doubted_of(self, term: Term, loosely: bool) -> Readings:  # noqa: FBT001 - part of a key
        return term.readings + self.doubts(term, loosely)

    @cached_property
    def wider(self) -> WordMemory[Readings]:
        """Return what gives a word's readings with what else it may mean by itself.

        Asked for the only word that tells something, with what is made of it, too.
        """
        return WordMemory(self._wider_of)

    def _wider_of(self, term: Term, lone: bool) -> Readings:  # noqa: FBT001 - part of a key
        strangers = () if self.names(term.text) else self.others
        further = (
            *meanings.parts(term, self.compounds),
            *(one for other in strangers for one in meanings.foreign(term, other.index)),
            *meanings.fractions(term, self.vocabulary),
            *(meanings.made_of(term, self.compounds) if lone else ()),
        )
        return term.readings + further if further else term.readings

    def completes(self, word: str) -> bool:
        """Say whether the name of any product has a word that begins with these letters."""
        fold = self.analyser.fold(word)
        words = self.vocabulary.starting_with(fold)
        if fold != self.analyser.fold(word[:-1]):
            return bool(words)
        # The last letter was folded away: "kue" begins "kühl", "schue" does not begin "schuhe".
        shown = (self.vocabulary.shown[at] for at in words)
        return any(one.startswith(word) or not one[len(fold) - 1].isascii() for one in shown)

    @cached_property
    def _readings(self) -> Callable[[str, Readings], Readings]:
        """Return what puts the readings of a word together: the same as the same object."""
        return remembered(self._all_readings, _KEPT)

    def _all_readings(self, word: str, joined: Readings) -> Readings:
        return joined + self._facts(word).kinds

    @cached_property
    def _completes(self) -> Callable[[str], bool]:
        return remembered(self.completes, _KEPT)

    @cached_property
    def _function_words(self) -> frozenset[str]:
        return FUNCTION_WORDS.get(self.analyser.language, frozenset())

    @cached_property
    def _called(self) -> frozenset[str]:
        """Return the stems of words that people wrote synonyms for: they are right as typed."""
        return frozenset(stem for stems in self.synonyms.meanings for stem in stems)

    @cached_property
    def _facts(self) -> Callable[[str], _Facts]:
        return remembered(self._facts_of, _KEPT)

    @cached_property
    def kinds(self) -> Callable[[str], Posting]:
        """Return what gives the products that are a kind of what a stem names."""
        return remembered(self._products_of_kinds, _KEPT)

    @cached_property
    def _of_kinds(self) -> Callable[[tuple[str, ...]], Posting | None]:
        return remembered(self._products_called, _KEPT)

    def _products_called(self, stems: tuple[str, ...]) -> Posting | None:
        """Return the products that are, or are kinds of, what stems name; None without kinds.

        "Rucksack" is what nothing may be called but a Schulrucksack.
        """
        if not any(map(self._kinds_of, stems)):
            return None
        met = self.index.match([Clause(tuple(self._ways_to(one))) for one in stems])
        return Posting(met.rows, met.score / met.score.max(initial=1e-9))

    def _ways_to(self, stem: str) -> Iterator[Alternative]:
        yield Alternative((stem,))
        for one in self._kinds_of(stem):
            yield Alternative((one,), weight=KIND_WEIGHT)

    def _products_of_kinds(self, stem: str) -> Posting:
        ways = tuple(Alternative((one,)) for one in self._kinds_of(stem))
        met = self.index.match([Clause(ways)])
        return Posting(met.rows, met.score / met.score.max(initial=1e-9))

    def _facts_of(self, word: str) -> _Facts:
        stem = self.analyser.stem(word)
        telling = word not in self._function_words and stem not in self.synonyms.stop_words
        kinds = tuple(
            Reading(Why.COMPOUND, (one,), one)
            for one in (self._kinds_of(stem) if telling else ())
        )
        known = (
            not telling
            or stem in self.synonyms.protected
            or stem in self._called
            or self.index.named(stem) > 0
            or self.index.frequency(stem) > 0
            or any(one.names(word) for one in self.others)
            or self._is_head(stem, word, kinds)
        )
        return _Facts(stem, known, telling, kinds if known else ())

    def _kinds_of(self, stem: str) -> Sequence[str]:
        """Return compounds that the word heads; of one that is never alone, all that end so.

        What stands before it is a word where that is so of any.
        """
        learned = self.compounds.with_head(stem)
        if learned or self.index.named(stem):
            return learned
        endings = self.vocabulary.compounds(stem)
        return [one for one in endings if self._is_made_of(one, stem)] or endings

    def _is_made_of(self, compound: str, head: str) -> bool:
        """Say whether what a compound has before a head may begin one."""
        return self.compounds.splitter.begins(compound.removesuffix(head))

    def _is_head(self, stem: str, word: str, kinds: Readings) -> bool:
        """Say whether a word that is never alone heads the kinds of it, and is no slip.

        Before a word there may stand any letter, before a part of one mostly the same.
        """
        if not kinds or self.compounds.with_head(stem):
            return bool(kinds)
        before = {one.shown.removesuffix(stem)[-1:] for one in kinds}
        if len(before) >= LEAST_VARIETY or self._is_made_of(kinds[0].shown, stem):
            return True
        return not self.spelling.correct(word)

    def _spans(self, text: str, words: Sequence[Word]) -> tuple[Span, ...]:
        """Return the article numbers and the quantities in a text.

        A quantity that no product has just so may be an article number.
        """
        spans = self._measured(text, words)
        for run in self.codes.of_words(words):
            apart = [one for one in spans if one.end <= run.first or run.end <= one.first]
            equal = [one for one in spans if one.is_equal]
            if all(any(one is other for other in apart) for one in equal):
                spelled = "".join(one.text for one in words[run.first : run.end])
                code = Span(CODE, spelled, run.first, run.end, *run.hits.posting())
                spans = [*apart, code]
        return tuple(spans)

    def _measured(self, text: str, words: Sequence[Word]) -> list[Span]:
        """Return the quantities in a text; those of one word, as in "4x100g", together."""
        spans: list[Span] = []
        for one in self.quantities.read(text):
            at = [n for n, word in enumerate(words) if _overlap(word, one.start, one.end)]
            near = self.quantities.near(one)
            if at and len(near.rows):
                span = Span(one.dimension, one.text, at[0], at[-1] + 1, *near)
                shares_word = spans and span.first < spans[-1].end
                spans.append(_both(spans.pop(), span) if shares_word else span)
        return spans

    def _joined(self, words: Sequence[Word]) -> Mapping[int, Readings]:
        """Return, by their numbers, what words may be that stand side by side, as one."""
        found: dict[int, Readings] = {}
        for first, end in _neighbours(words):
            letters = "".join(word.text for word in words[first:end])[:LONGEST]
            reading = self._as_one(letters, end - first)
            if reading:
                for at in range(first, end):
                    found[at] = (*found.get(at, ()), reading)
        return found

    @cached_property
    def _as_one(self) -> Callable[[str, int], Reading | None]:
        return remembered(self._read_as_one, _KEPT)

    def _read_as_one(self, letters: str, words: int) -> Reading | None:
        """Return what so many words may be together, where any product is named so."""
        stem = self.analyser.stem(letters)
        if len(letters) < SHORTEST_JOINED or not self.index.named(stem):
            return None
        return Reading(Why.JOINED, (stem,), letters, 1 / words)

    def _rejoined(
        self, words: Sequence[Word], terms: tuple[Term, ...], meant: Sequence[Reading | None]
    ) -> tuple[Term, ...]:
        """Return the terms with what they are as one after some words were put right."""
        right = [
            word._replace(text=one.shown) if one else word
            for word, one in zip(words, meant, strict=True)
        ]
        joined = self._joined(right)
        return tuple(
            replace(one, readings=one.readings + joined.get(at, ()))
            if any(meant[max(at - 1, 0) : at + 2])
            else one
            for at, one in enumerate(terms)
        )

    def _term(self, word: Word, joined: Readings, *, last: bool, fixed: bool) -> Term:
        """Return a term; what is `fixed` is right as it stands."""
        stem, known, telling, kinds = self._facts(word.text)
        readings = self._readings(word.text, joined) if joined else kinds
        if not known:
            known = fixed or bool(joined) or (last and self._completes(word.text))
            if not known:
                readings = self._instead(word.text, last)
        return Term(word.text, stem, word.start, word.end, known, readings, telling, word.glued)

    @cached_property
    def _instead(self) -> Callable[[str, bool], Readings]:
        return remembered(self._standing_for, _KEPT)

    def _standing_for(self, word: str, unfinished: bool) -> Readings:  # noqa: FBT001 - part of a key
        """Return what an unknown word may stand for, best first.

        Heads of compounds come in when nothing else is near; then sound, and slips inside of
        compounds nobody has; then the head alone of what could be a compound.
        """
        apart = self._apart(word)
        near = self.spelling.correct(word) or self.spelling.loosely(word)
        if not near and not apart and unfinished:
            near = self.spelling.complete(word)
        if near or apart:
            return apart + _readings(Why.SPELLING, near)
        heads = self._heads_like(word)
        if heads:
            return heads
        inside = (
            replace(part, why=Why.SPELLING, shown=one.shown)
            for one in self.spelling.compound(word)
            for part in self._apart(one.shown)
        )
        alike = (*inside, *_readings(Why.PHONETIC, self.spelling.sounds_like(word)))
        head = None if alike else self.compounds.head(word)
        return (Reading(Why.HEAD, head.stems, head.shown[0], 0.5),) if head else alike

    def _heads_like(self, word: str) -> Readings:
        """Return kinds of what a word may be a slip for, where no product has just that.

        So many letters are hardly those of an industrial trial; of fewer what stands before
        them has to be a word.
        """
        for one in self.spelling.ending(word):
            stem = self.analyser.stem(one)
            kinds = self._kinds_of(stem)
            if kinds and (len(one) >= SURE_ENDING or self._is_made_of(kinds[0], stem)):
                return tuple(Reading(Why.SPELLING, (kind,), one) for kind in kinds)
        return ()

    def _apart(self, word: str) -> Readings:
        """Return the words that a compound is made of."""
        return tuple(
            Reading(Why.SPLIT, one.stems, " ".join(one.shown))
            for one in self.compounds.split(word)
        )


def _overlap(word: Word, start: int, end: int) -> bool:
    return word.start < end and start < word.end


def _both(one: Span, other: Span) -> Span:
    """Return what two quantities mean together; the second alone where nothing has both."""
    rows, mine, others = np.intersect1d(
        one.rows, other.rows, assume_unique=True, return_indices=True
    )
    if not len(rows):
        return other
    near = np.minimum(one.closeness[mine], other.closeness[others])
    text = f"{one.text}, {other.text}"
    return Span(other.kind, text, one.first, max(one.end, other.end), rows, near)


def _readings(why: Why, found: Iterable[Correction]) -> Readings:
    return tuple(Reading(why, (one.stem,), one.shown) for one in found)


def _neighbours(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield first and end of every two words, and of every longer run of glued ones."""
    first = 0
    for end in range(2, len(words) + 1):
        yield end - 2, end
        if not words[end - 1].glued:
            first = end - 1
        elif first < end - 2 and (end == len(words) or not words[end].glued):
            yield first, end


def read_also(query: Query, more: Iterable[tuple[int, int, Reading]]) -> Query:
    """Return the query with further readings: from which term up to which, and what."""
    further: dict[int, list[Reading]] = defaultdict(list)
    for first, end, reading in more:
        for at in range(first, end):
            further[at].append(reading)
    if not further:
        return query
    terms = tuple(
        replace(term, readings=(*term.readings, *further[at])) if at in further else term
        for at, term in enumerate(query.terms)
    )
    return replace(query, terms=terms)


def rewritten(
    text: str, terms: Sequence[Term], instead: Sequence[Reading | None]
) -> str | None:
    """Write the text with readings in the place of terms, or None when there are none."""
    pieces: list[str] = []
    at = 0
    for term, reading in zip(terms, instead, strict=True):
        if reading:
            pieces += (text[at : term.start], reading.shown)
            at = term.end
    return "".join((*pieces, text[at:])) if pieces else None
