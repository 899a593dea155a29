"""Knows the kinds there are of what a word names: of a ladder, every compound that it heads."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from operator import itemgetter

from knowledge_base.remembering import remembered
from ranking.query import Reading, Why
from search.clauses import Alternative, Clause, Posting
from search.compounds import Compounds
from search.index import TextIndex
from search.parts import SHORTEST
from search.spelling import Spelling
from search.stages import KIND_WEIGHT
from search.vocabulary import COMPOUNDING, SHORTEST_HEAD

SURE_ENDING = 8
"""Letters that several words do not end with by chance."""
CATEGORY_LETTERS = 5
"""Letters of what a category is named after that words hardly end with by chance."""
SURE_HEAD = 6
"""Letters that as they stand are the end of a compound, rather than a slip in another word.

Of words of six letters, each with a slip, one in a hundred is the end of one or two others.
"""
LEAST_VARIETY = 3
"""Different letters words have before the same ones, for these to be a word: Harris 1955."""

_KEPT = 1 << 14


@dataclass(frozen=True)
class Kinds:
    """The kinds of things that products of one language are named with.

    `category_heads` are the stems of the things that categories are named after.
    """

    index: TextIndex
    spelling: Spelling
    compounds: Compounds
    category_heads: frozenset[str] = frozenset()

    @cached_property
    def of(self) -> Callable[[str], Sequence[str]]:
        """Return what gives the compounds that a stem heads, or of none alone all that end so.

        What stands before it is a word where that is so of any.
        """
        return remembered(self._headed_by, _KEPT)

    @cached_property
    def products(self) -> Callable[[str], Posting]:
        """Return what gives the products that are a kind of what a stem names."""
        _ = self.of  # for both to ask the same memory
        return remembered(self._products_of, _KEPT)

    @cached_property
    def products_called(self) -> Callable[[tuple[str, ...]], Posting | None]:
        """Return what gives the products that are, or are kinds of, what stems name.

        It gives None where nothing is a kind of that.
        """
        _ = self.of  # for both to ask the same memory
        return remembered(self._products_called, _KEPT)

    def having(self, stems: tuple[str, ...]) -> int:
        """Return how many products are, or are kinds of, what stems name; 0 without kinds."""
        posting = self.products_called(stems)
        return len(posting.rows) if posting else 0

    def have_head(self, word: str, stem: str, kinds: Sequence[str]) -> bool:
        """Say whether a word that is never alone heads the kinds of it, and is no slip.

        Before a word there may stand any letter, before a part of a short one mostly the same.
        """
        if not kinds or self.compounds.with_head(stem) or len(word) >= SURE_HEAD:
            return bool(kinds)
        if _is_varied(kinds, stem) or self._is_made_of(kinds[0], stem):
            return True
        return not self.spelling.correct(word)

    def have_end(self, word: str, stem: str) -> bool:
        """Say whether a word heads kinds of it that are more than one word that ends so.

        A Hubschrauber alone makes nothing of "chrauber".
        """
        kinds = self.of(stem)
        is_sure = len(kinds) > 1 or self._made_of_ending(self._ending_with(word), word)
        return bool(is_sure) and self.have_head(word, stem, kinds)

    def meant_by(self, word: str) -> tuple[Reading, ...]:
        """Return kinds of what a word may be a slip for, where no product has just that.

        So many letters are hardly those of an industrial trial; of fewer what stands before
        them has to be a word. What few letters stand for begins alike, and heads several.
        """
        for one in self.spelling.ending(word):
            stem = self.index.vocabulary.analyser.stem(one)
            if self._is_sure(one, stem, word):
                return tuple(Reading(Why.SPELLING, (kind,), one) for kind in self.of(stem))
        return ()

    def headed_as(self, word: str) -> tuple[Reading, ...]:
        """Return things that end as an unknown compound does that begins with a known word.

        An "akkuschrauber" is hardly a screw, but may be what ends so: a Bohrschrauber. The
        ending is the one most words have, if any do behind what begins compounds, of as many
        the longest: of "sonnenschirm" it is no "nschirm".
        """
        analyser = self.index.vocabulary.analyser
        if analyser.language not in COMPOUNDING:
            return ()
        endings = (
            word[at:]
            for at in range(len(word) - SURE_HEAD, SHORTEST_HEAD - 1, -1)
            if self._may_begin(word[:at])
        )
        ending_so = ((one, self._ending_with(one)) for one in endings)
        every = dict(takewhile(itemgetter(1), ending_so))  # longer ones fewer words end with
        made_of = {one: self._made_of_ending(words, one) for one, words in every.items()}
        words = made_of if any(made_of.values()) else every
        ending = max(words, key=lambda one: (len(words[one]), len(one)), default="")
        stems = dict.fromkeys(map(analyser.stem, words.get(ending, ())))
        return tuple(Reading(Why.HEAD, (one,), ending, 0.5) for one in stems)

    def ends_as_category(self, word: str) -> tuple[Reading, ...]:
        """Return the thing in an unknown compound's end that a category is named after.

        A shop need not know of tennis to have shoes for "tennisschuhe". Names have to write
        it so, or what ends so: a Schale is no Schal.
        """
        vocabulary = self.index.vocabulary
        if vocabulary.analyser.language not in COMPOUNDING:
            return ()
        for at in range(SHORTEST, len(word) - CATEGORY_LETTERS + 1):
            ending = word[at:]
            stem = vocabulary.analyser.stem(ending)
            if self.compounds.is_whole(stem):
                return ()  # a Gummihandschuh is no shoe
            if stem in self.category_heads and (
                vocabulary.spelled(ending) or self._ending_with(ending)
            ):
                return (Reading(Why.HEAD, (stem,), ending, 0.5),)
        return ()

    def _ending_with(self, word: str) -> Sequence[str]:
        return self.spelling.ending_with(self.index.vocabulary.analyser.fold(word))

    def _made_of_ending(self, words: Sequence[str], ending: str) -> Sequence[str]:
        """Return those of some words that have an ending behind what may begin a compound."""
        fold = self.index.vocabulary.analyser.fold
        letters = fold(ending)
        return [one for one in words if self._may_begin(fold(one).removesuffix(letters))]

    def _headed_by(self, stem: str) -> Sequence[str]:
        learned = self.compounds.with_head(stem)
        if learned or self.index.named(stem):
            return learned
        endings = self.index.vocabulary.compounds(stem)
        return [one for one in endings if self._is_made_of(one, stem)] or endings

    def _is_sure(self, ending: str, stem: str, word: str) -> bool:
        """Say whether what compounds end with, with its stem, may be what a word stands for."""
        kinds = self.of(stem)
        if len(word) < SURE_HEAD:
            return ending[0] == word[0] and _is_varied(kinds, stem)
        return bool(kinds) and (len(ending) >= SURE_ENDING or self._is_made_of(kinds[0], stem))

    def _may_begin(self, letters: str) -> bool:
        """Say whether some letters are a word, or what a compound may begin with."""
        is_word = self.index.vocabulary.spelled(letters)
        return bool(is_word) or self.compounds.splitter.begins(letters)

    def _is_made_of(self, compound: str, head: str) -> bool:
        """Say whether what a compound has before a head may begin one."""
        return self.compounds.splitter.begins(compound.removesuffix(head))

    def _products_of(self, stem: str) -> Posting:
        ways = tuple(Alternative((one,)) for one in self.of(stem))
        met = self.index.match([Clause(ways)])
        return Posting(met.rows, met.score / met.score.max(initial=1e-9))

    def _products_called(self, stems: tuple[str, ...]) -> Posting | None:
        """Return the products that are, or are kinds of, what stems name; None without kinds.

        "Rucksack" is what nothing may be called but a Schulrucksack.
        """
        if not any(map(self.of, stems)):
            return None
        met = self.index.match([Clause(tuple(self._ways_to(one))) for one in stems])
        return Posting(met.rows, met.score / met.score.max(initial=1e-9))

    def _ways_to(self, stem: str) -> Iterator[Alternative]:
        yield Alternative((stem,))
        for one in self.of(stem):
            yield Alternative((one,), weight=KIND_WEIGHT)


def _is_varied(kinds: Sequence[str], stem: str) -> bool:
    """Say whether so different letters stand before a stem that it is a word of its own."""
    return len({one.removesuffix(stem)[-1:] for one in kinds}) >= LEAST_VARIETY
