"""Says which parts of a text are what was searched for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from knowledge_base.language.units import Quantity, read_quantities
from knowledge_base.language.words import Analyser, Word, joined_words, split_words
from ranking.query import CODE, Query, Why
from search.compounds import Split

_MOST_PIECES, _MOST_TEXTS = 1 << 15, 1 << 12
_SHORTEST_CODE = 3
_WHOLE = frozenset({Why.COMPOUND, Why.MODIFIER})
"""Readings that have the word itself as a part."""

Place = tuple[int, int]
Splits = Callable[[str], Sequence[Split]]


class _Piece(NamedTuple):
    """What stands between two spaces: its words, the longer before its parts.

    Each comes with its stem and folded. `stems` are all stems, `folds` the folded words, each
    behind a space, `letters` those of all words.
    """

    written: str
    words: tuple[tuple[Word, str, str], ...]
    stems: frozenset[str]
    folds: str
    letters: str


_Pieces = Sequence[tuple[int, _Piece]]
"""The pieces of a text with where each begins."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What of a query can be found again in texts; made once, asked for every text.

    `sought` are stems of words; `inside` has those of them that are compounds of a word of
    the query, with its stems: only that part is marked. `beginning` are the folded letters of
    an unfinished word behind a space, "" for none.
    """

    language: str
    sought: frozenset[str]
    inside: dict[str, frozenset[str]]
    beginning: str
    codes: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    split: Splits

    @classmethod
    def of(cls, query: Query, analyser: Analyser, split: Splits = lambda _: ()) -> "Marks":
        """Gather what to look for; `split` takes compounds apart, so that a part is marked."""
        measured = [one for one in query.spans if one.kind != CODE]
        taken = {at for one in measured for at in range(one.first, one.end)}
        terms = [one for at, one in enumerate(query.terms) if at not in taken]
        whole = {one.stem for one in terms}
        inside: dict[str, frozenset[str]] = {}
        for term in terms:
            for way in term.readings:
                if way.why in _WHOLE:
                    inside[way.stems[0]] = inside.get(way.stems[0], frozenset()) | {term.stem}
                else:
                    whole.update(way.stems)
        last = query.unfinished
        is_begun = last is not None and last.known and len(query.terms) - 1 not in taken
        return cls(
            analyser.language,
            frozenset(whole | inside.keys()),
            {stem: meant for stem, meant in inside.items() if stem not in whole},
            " " + analyser.fold(last.text) if last and is_begun else "",
            tuple(one.text for one in query.spans if one.kind == CODE),
            tuple(read_quantities(query.text, analyser.language)) if measured else (),
            split,
        )

    def places(self, text: str) -> list[Place]:
        """Return the places of what was searched for, in order; none touches another."""
        sought, begun, found = self.sought, self.beginning, list[Place]()
        for at, piece in _pieces_of(text, self.language):
            if not sought.isdisjoint(piece.stems) or (begun and begun in piece.folds):
                found += [(at + first, at + end) for first, end in self._words_in(piece)]
            elif self.codes and any(_is_part(piece.letters, code) for code in self.codes):
                found.append((at + piece.words[0][0].start, at + piece.words[-1][0].end))
        return _merged(found, self._measured(text)) if self.quantities else found

    def _words_in(self, piece: _Piece) -> Iterator[Place]:
        begun, end = self.beginning[1:], -1
        for word, stem, fold in piece.words:
            is_sought = stem in self.sought or (begun and fold.startswith(begun))
            if word.start < end or not is_sought:
                continue
            place = word.start, word.end
            if stem in self.inside:
                place = self._part_of(word, piece.written, self.inside[stem])
            end = place[1]
            yield place

    def _part_of(self, word: Word, written: str, meant: frozenset[str]) -> Place:
        """Return the place of that part of a compound; of the whole where it is not clear."""
        letters = written[word.start : word.end]
        first, end = next(self._parts_of(word.text, meant), (0, len(word.text)))
        return word.start + _reach(letters, first), word.start + _reach(letters, end)

    def _parts_of(self, word: str, meant: frozenset[str]) -> Iterator[Place]:
        """Yield where in the letters of a compound the part may be, the likeliest first."""
        fold = _analyser(self.language).fold
        for split in self.split(word):
            ends = _ends(word, split, fold)
            for stem, first, end in zip(split.stems, (0, *ends), ends, strict=False):
                if stem in meant:
                    yield first, end
        for stem in meant:
            if word.rfind(stem) > 0:
                yield word.rfind(stem), len(word)

    def _measured(self, text: str) -> list[Place]:
        """Return the places of the same quantities, in whatever unit."""
        return [
            (one.start, one.end)
            for one in _quantities_of(text, self.language)
            if any(_is_same(one, asked) for asked in self.quantities)
        ]


def highlight(text: str, query: Query, analyser: Analyser) -> list[Place]:
    """Return the places of the query's words in a single text."""
    return Marks.of(query, analyser).places(text)


@lru_cache
def _analyser(language: str) -> Analyser:
    return Analyser(language)


@lru_cache
def _pieces_in(language: str) -> Callable[[str], _Piece]:
    """Return what reads pieces of texts in a language; the same ones come again and again."""
    analyser = _analyser(language)

    def read(written: str) -> _Piece:
        words = split_words(written)
        every = sorted((*joined_words(words), *words), key=lambda one: (one.start, -one.end))
        stems = [analyser.stem(one.text) for one in every]
        folds = [analyser.fold(one.text) for one in every]
        return _Piece(
            written,
            tuple(zip(every, stems, folds, strict=True)),
            frozenset(stems),
            "".join(f" {one}" for one in folds),
            "".join(one.text for one in words),
        )

    return lru_cache(maxsize=_MOST_PIECES)(read)


@lru_cache(maxsize=_MOST_TEXTS)
def _pieces_of(text: str, language: str) -> _Pieces:
    """Return what stands between the spaces of a text, but for what has no word in it."""
    read, at, found = _pieces_in(language), 0, []
    for written in text.split(" "):
        piece = read(written)
        if piece.words:
            found.append((at, piece))
        at += len(written) + 1
    return found


@lru_cache(maxsize=_MOST_TEXTS)
def _quantities_of(text: str, language: str) -> Sequence[Quantity]:
    return read_quantities(text, language)


def _is_same(one: Quantity, other: Quantity) -> bool:
    if one.dimension != other.dimension:
        return False
    if not one.unit or not other.unit:
        return one.text == other.text
    return one.low <= other.high and other.low <= one.high


def _is_part(letters: str, code: str) -> bool:
    """Say whether a code has these letters, or they have the code in them."""
    return len(letters) >= _SHORTEST_CODE and (letters in code or code in letters)


def _ends(word: str, split: Split, fold: Callable[[str], str]) -> list[int]:
    """Return where each part of a compound ends, with the letters that link it to the next."""
    folded = fold(word)
    letters = folded if len(folded) == len(word) else word
    ends: list[int] = []
    at = 0
    for before, shown in pairwise(split.shown):
        at = max(letters.find(fold(shown), at + len(before) - 1), at + len(before))
        ends.append(min(at, len(word)))
    return [*ends, len(word)]


def _reach(written: str, letters: int) -> int:
    """Return how far into a word so many of its normalised letters go: ß is two."""
    if written.isascii():
        return letters
    return max(
        (
            at
            for at in range(len(written) + 1)
            if sum(len(one.text) for one in split_words(written[:at])) <= letters
        ),
    )


def _merged(places: Sequence[Place], others: Sequence[Place]) -> list[Place]:
    """Put places together in order; of two that overlap the longer stays."""
    merged: list[Place] = []
    for first, end in sorted((*places, *others), key=lambda one: (one[0], -one[1])):
        if not merged or first >= merged[-1][1]:
            merged.append((first, end))
    return merged
