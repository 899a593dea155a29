"""What a shopper's words were understood as: filled by search, read by rules and ranking."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import takewhile

from knowledge_base.columns import Floats, Ints
from knowledge_base.filters import Filter
from knowledge_base.language.function_words import ASKING_WORDS

CODE, WITHOUT = "code", "without"
"""The kinds of spans that are an article number, and what a product is to lack."""


class Stage(StrEnum):
    """How far a query had to be bent until something matched; earlier is stronger."""

    ALL_WORDS = "all_words"
    SPELLING = "spelling"
    SYNONYMS = "synonyms"
    RELAXED = "relaxed"
    FALLBACK = "fallback"


class Why(StrEnum):
    """What makes other stems stand for a word of the query.

    JOINED: it is written as one with its neighbours; LINKED: with others between them, as
    "hundefutter" for "futter für hunde", or once it is typed to its end. APART: other
    products write the same in several words. SPLIT: it may be written apart. HEAD: the thing
    without what kind of it. COMPOUND: a kind of it, as "regenjacke" for "jacke"; MODIFIER: a
    thing of it or for it, as "hundefutter" for "hund". EQUAL: people of the shop say that it
    means the same; SYNONYM: that it leads there as well. LANGUAGE: another language of the
    shop has it.
    FRACTION: a number has it beside its decimal point, as "0.75l" has "75l".
    """

    JOINED = "joined"
    LINKED = "linked"
    APART = "apart"
    SPLIT = "split"
    HEAD = "head"
    SPELLING = "spelling"
    PHONETIC = "phonetic"
    EQUAL = "equal"
    SYNONYM = "synonym"
    COMPOUND = "compound"
    MODIFIER = "modifier"
    LANGUAGE = "language"
    FRACTION = "fraction"


@dataclass(frozen=True, slots=True)
class Reading:
    """Stems, all of them, that may stand for a word; `shown` is how people write them.

    `weight` is what a match counts beside one of the word itself, 1 as much. Stems of another
    language lead to `products`: rows (int32, ascending) and how well each fits (float32).
    """

    why: Why
    stems: tuple[str, ...]
    shown: str = ""
    weight: float = 1.0
    products: tuple[Ints, Floats] | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the query.

    `text` is as typed (normalised), `start` and `end` its place in the query text. `stem` is
    what it is looked up by, `readings` what may stand for it as well, best first; of several
    terms that have the same reading, each is met by it. `known` says that the catalogue can
    have the word as it was typed, `telling` that it says something of a product, unlike
    "for". `glued` says that it hangs on the word before, by a hyphen or the like.
    """

    text: str
    stem: str
    start: int
    end: int
    known: bool
    readings: tuple[Reading, ...] = ()
    telling: bool = True
    glued: bool = False

    def read_as(self, *whys: Why) -> tuple[Reading, ...]:
        """Return the readings of some kinds."""
        if not self.readings:  # as of most words
            return ()
        return tuple([one for one in self.readings if one.why in whys])

    def reading(self, readings: tuple[Reading, ...]) -> "Term":
        """Return the term with other readings."""
        return Term(
            self.text,
            self.stem,
            self.start,
            self.end,
            self.known,
            readings,
            self.telling,
            self.glued,
        )

    @property
    def correction(self) -> Reading | None:
        """Return what an unknown word most likely stands for."""
        if self.known:
            return None
        for one in self.readings:
            if one.why is Why.SPELLING or one.why is Why.PHONETIC:
                return one
        return None

    @property
    def meant(self) -> tuple[str, ...]:
        """Return its stem, or those of what it most likely stands for."""
        return self.correction.stems if self.correction else (self.stem,)


def may_name(word: str, language: str) -> bool:
    """Say whether a word may name a thing: no number, no single letter, none that only asks."""
    asking = ASKING_WORDS.get(language, frozenset())
    return len(word) > 1 and word not in asking and any(map(str.isalpha, word))


def joined_runs(terms: Sequence[Term]) -> Iterator[tuple[int, int, Reading]]:
    """Yield terms that may be one word: from which one up to which, and as what.

    Of runs that overlap the first one counts.
    """
    end = 0
    for first, term in enumerate(terms):
        for joined in term.read_as(Why.JOINED) if first >= end else ():
            length = sum(1 for _ in takewhile(partial(_has, joined), terms[first:]))
            if length > 1:
                end = first + length
                yield first, end, joined
                break


def _has(reading: Reading, term: Term) -> bool:
    return reading in term.readings


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the query, from term `first` up to `end`, that mean products by themselves.

    `kind` says what they are: CODE, WITHOUT, or the dimension of a quantity; `text` is how to
    show it. `rows` (int32, ascending) are the products that have it or nearly so, `closeness`
    (float32, above 0) says how nearly, 1 is exactly; both of shape (n,).
    """

    kind: str
    text: str
    first: int
    end: int
    rows: Ints
    closeness: Floats

    @property
    def is_equal(self) -> bool:
        """Say whether any product has just this."""
        return float(self.closeness.max(initial=0)) >= 1


@dataclass(frozen=True, slots=True)
class Tag:
    """Words of the query, from term `first` up to `end`, that name a value of a facet.

    `confidence`, from 0 to 1, says how likely the value is meant. Where it is `sure`, the
    value is filtered by, and its words need not be found.
    """

    facet: str
    value: str
    first: int
    end: int
    confidence: float
    sure: bool = False

    def __str__(self) -> str:
        """Write the value the way filters are written."""
        return f"{self.facet}:{self.value}"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of the price that a text names from `start` to `end`: a filter of its own."""

    filter: Filter
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """An understood query; empty `terms` means browsing. It equals nothing but itself.

    `corrected` is the text after correction, None where nothing was corrected;
    `did_you_mean` a likelier text, where what was typed means something too. `spans` are the
    article numbers and quantities in the text; they do not overlap. What is said of the price
    is no term but the `limit`. A `verbatim` query is taken as it was typed, whatever it finds.
    """

    text: str
    language: str
    terms: tuple[Term, ...] = ()
    corrected: str | None = None
    did_you_mean: str | None = None
    spans: tuple[Span, ...] = ()
    limit: Limit | None = None
    verbatim: bool = False

    def limit_beside(self, words: Collection[str]) -> Limit | None:
        """Return the limit of the price, None where it is among the filters not wanted."""
        return None if self.limit and str(self.limit.filter) in words else self.limit

    def names_something(self, terms: Sequence[int]) -> bool:
        """Say whether any of some terms, by number, may name a thing.

        Quantities, numbers, single letters and words that only ask for something do not.
        """
        measured = {
            at for one in self.spans if one.kind != CODE for at in range(one.first, one.end)
        }
        return any(
            at not in measured and may_name(self.terms[at].text, self.language) for at in terms
        )

    @property
    def stems(self) -> tuple[str, ...]:
        """Return the stems a rule's words are compared with: those after correction."""
        return tuple(stem for one in self.terms for stem in one.meant)

    @property
    def phrasings(self) -> tuple[tuple[str, ...], ...]:
        """Return the stems, and where words may be one, those with the one in their place."""
        runs = list(joined_runs(self.terms))
        if not runs:
            return (self.stems,)
        stems: list[str] = []
        before = 0
        for first, end, joined in runs:
            stems += (stem for one in self.terms[before:first] for stem in one.meant)
            stems += joined.stems
            before = end
        stems += (stem for one in self.terms[before:] for stem in one.meant)
        return self.stems, tuple(stems)

    @property
    def unfinished(self) -> Term | None:
        """Return the last word when nothing follows it: more of it may be on its way."""
        last = self.terms[-1] if self.terms and not self.verbatim else None
        return last if last and last.end == len(self.text) else None
