"""Knows what the catalogue, and the people of the shop, say of the words of one language."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from knowledge_base.language.function_words import ASKING_WORDS, FUNCTION_WORDS
from knowledge_base.language.words import LONGEST, Analyser
from knowledge_base.learned import Fact
from knowledge_base.remembering import remembered
from ranking.query import Reading, Term, Why
from search import meanings
from search.attributes import AttributeWords
from search.codes import Codes
from search.compounds import Compounds
from search.guessing import close_to, guessed, readings_of
from search.index import TextIndex
from search.kinds import Kinds
from search.lookups import Lookups
from search.price_limits import PriceLimits
from search.quantities import Quantities
from search.spelling import Spelling
from search.synonyms import Synonyms
from search.vocabulary import Vocabulary
from search.word_memory import WordMemory

SHORTEST_JOINED = 4
"""Letters of two words that may be one."""
MOST_BEGUN = 4
"""Words that two may become of which the second is half typed: those most products have."""

_KEPT = 1 << 14
Readings = tuple[Reading, ...]


class Known(NamedTuple):
    """What is known of a word wherever it stands in a query."""

    stem: str
    known: bool
    telling: bool
    kinds: Readings


@dataclass(frozen=True)
class Lexicon:
    """The words of one language with all that says what they mean, and what was made of them.

    `things` are the stems of words that name categories, `category_heads` those of the things
    that categories are named after. `others` are the lexicons of the shop's other languages:
    what this one does not know may be a word of theirs.
    """

    analyser: Analyser
    index: TextIndex
    spelling: Spelling
    compounds: Compounds
    quantities: Quantities
    codes: Codes
    synonyms: Synonyms
    attributes: AttributeWords
    prices: PriceLimits
    things: frozenset[str] = frozenset()
    category_heads: frozenset[str] = frozenset()
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

    def names(self, word: str) -> bool:
        """Say whether any product is named with a word, in some form of it."""
        return self.index.named(self.analyser.stem(word)) > 0

    @cached_property
    def kinds(self) -> Kinds:
        """Return the kinds there are of what words name."""
        return Kinds(self.index, self.spelling, self.compounds, self.category_heads)

    @cached_property
    def lookups(self) -> Lookups:
        """Return what looks up what a query asks for."""
        return Lookups(self.analyser, self.index, self.kinds)

    @cached_property
    def knows(self) -> Callable[[str], Known]:
        """Return what gives what is known of a word."""
        return remembered(self._known, _KEPT)

    def _known(self, word: str) -> Known:
        stem = self.analyser.stem(word)
        telling = not self._is_empty(word, stem)
        kinds = self.kinds.of(stem) if telling else ()
        known = (
            not telling
            or stem in self.synonyms.protected
            or stem in self._called
            or self.index.named(stem) > 0
            or self.index.frequency(stem) > 0
            or any(one.names(word) for one in self.others)
            or self.kinds.have_head(word, stem, kinds)
        )
        readings = (Reading(Why.COMPOUND, (one,), one) for one in kinds)
        return Known(
            stem, known, telling, (*self._apart(word, stem), *readings) if known else ()
        )

    def _apart(self, word: str, stem: str) -> Iterator[Reading]:
        """Yield the words that a compound which products are named with is written in, too.

        Where compounds are written apart as a rule these are only two that titles have so:
        what is one word may mean something else.
        """
        split = (
            self.compounds.apart(word)
            if self.index.is_closed and self.index.named(stem)
            else None
        )
        two = () if self.compounds.is_whole(stem) else self.index.apart.get(stem, ())
        shown = split.shown if split else two
        stems = split.stems if split else tuple(map(self.analyser.stem, two))
        if stems and self._are_named(stems):
            yield Reading(Why.APART, stems, " ".join(shown), 1 / self._beside(stem, stems))

    def _are_named(self, stems: Sequence[str]) -> bool:
        return all(map(self.index.named, stems))

    def _beside(self, stem: str, parts: Sequence[str]) -> float:
        """Return what a compound counts beside its parts together, if these are to be equal.

        They are where compounds are written as one as a rule. Elsewhere the rarer way is not
        the better one: each counts what it says.
        """
        if not (self.index.is_closed and self._are_named(parts)):
            return 1.0
        return self.index.rarity(parts) / self.index.rarity((stem,))

    def _is_empty(self, word: str, stem: str) -> bool:
        """Say whether a word says nothing of a product, as far as anybody knows."""
        language = self.analyser.language
        if word in FUNCTION_WORDS.get(language, ()) or stem in self.synonyms.stop_words:
            return True
        means = self.index.named(stem) or stem in self.synonyms.protected | self._called
        return word in ASKING_WORDS.get(language, ()) and not means

    @cached_property
    def _called(self) -> frozenset[str]:
        """Return the stems of words that people wrote synonyms for: they are right as typed."""
        return frozenset(stem for stems in self.synonyms.meanings for stem in stems)

    @cached_property
    def readings(self) -> Callable[[str, Readings], Readings]:
        """Return what puts the readings of a word together: the same as the same object."""
        return remembered(self._readings, _KEPT)

    def _readings(self, word: str, joined: Readings) -> Readings:
        return joined + self.knows(word).kinds

    def also(self, term: Term, further: Readings) -> Readings:
        """Return a word's readings with further ones: of the same the same object.

        So what was looked up for them is found again. Those that bring products are not
        compared.
        """
        if any(one.products for one in further):
            return term.readings + further
        return self._also(term, further)

    @cached_property
    def _also(self) -> WordMemory[Readings]:
        return WordMemory(self._also_of)

    def _also_of(self, term: Term, further: Readings) -> Readings:
        return term.readings + further

    @cached_property
    def as_one(self) -> Callable[[tuple[str, ...]], Readings]:
        """Return what gives what neighbouring words may be together: "apfelsaft"."""
        return remembered(self._as_one, _KEPT)

    def _as_one(self, words: tuple[str, ...]) -> Readings:
        """Join words as they stand, or two to the compound that has no other parts.

        That only where compounds are written as one as a rule.
        """
        letters = "".join(words)[:LONGEST]
        parts = tuple(map(self.analyser.stem, words))
        written = [letters] if len(letters) >= SHORTEST_JOINED else []
        if len(parts) == 2 and self.index.is_closed:  # noqa: PLR2004 in either order
            written += self.compounds.together(*parts) or self.compounds.together(*parts[::-1])
        found = {self.analyser.stem(one): one for one in reversed(written)}
        return tuple(
            Reading(Why.JOINED, (stem,), one, self._beside(stem, parts) / len(parts))
            for stem, one in found.items()
            if self.index.named(stem)
        )

    @cached_property
    def begun_as_one(self) -> Callable[[str, str], Readings]:
        """Return what gives what a word and a half-typed one may become together.

        "touch scr" may become "touchscreen"; what names have beside the first is typed to its
        end, and so is what is one word with it.
        """
        return remembered(self._begun_as_one, _KEPT)

    def _begun_as_one(self, first: str, begun: str) -> Readings:
        letters = (first + begun)[:LONGEST]
        longer = self.vocabulary.starting_with(self.analyser.fold(letters))
        if len(letters) < SHORTEST_JOINED or not longer or self._is_typed(first, begun):
            return ()
        words = self.vocabulary.commonest(longer, MOST_BEGUN)
        found = {self.analyser.stem(one): one for one in reversed(words)}
        rarity = {one: self.index.rarity((one,)) for one in found}
        weight = 0.5 * min(rarity.values(), default=0)  # none is the likelier for being rare
        return tuple(
            Reading(Why.LINKED, (stem,), one, weight / rarity[stem])
            for stem, one in found.items()
        )

    def _is_typed(self, first: str, last: str) -> bool:
        """Say whether two words are in full, in one name or as one: "bür" is none of "zahn"."""
        if not self.vocabulary.spelled(last):
            return False
        stem = self.analyser.stem
        return (
            self.names(first + last) or self.index.named_together((stem(first), stem(last))) > 0
        )

    @cached_property
    def completes(self) -> Callable[[str], bool]:
        """Return what says whether the name of any product has a word that begins so."""
        return remembered(self._completes, _KEPT)

    def _completes(self, word: str) -> bool:
        fold = self.analyser.fold(word)
        words = self.vocabulary.starting_with(fold)
        if fold != self.analyser.fold(word[:-1]):
            return bool(words)
        # The last letter was folded away: "kue" begins "kühl", "schue" does not begin "schuhe".
        shown = (self.vocabulary.shown[at] for at in words)
        return any(one.startswith(word) or not one[len(fold) - 1].isascii() for one in shown)

    @cached_property
    def instead(self) -> Callable[[str, bool], Readings]:
        """Return what gives what an unknown word, perhaps unfinished, may stand for."""
        return remembered(self._instead, _KEPT)

    def _instead(self, word: str, unfinished: bool) -> Readings:  # noqa: FBT001 - part of a key
        return guessed(word, self.spelling, self.compounds, self.kinds, unfinished=unfinished)

    @cached_property
    def hint(self) -> Callable[[str], Reading | None]:
        """Return what gives what an unknown word may be a slip for, however unlikely."""
        return remembered(self._hint, _KEPT)

    def _hint(self, word: str) -> Reading | None:
        return next(iter(readings_of(Why.SPELLING, close_to(word, self.spelling))), None)

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
        return readings_of(Why.SPELLING, near)

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
