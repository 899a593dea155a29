"""Cuts one word into the words it is made of, as far as the shop's own words bear it out."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from itertools import pairwise
from math import log
from typing import NamedTuple

import numpy as np

from knowledge_base.columns import Ints
from knowledge_base.language.linking import Linking
from knowledge_base.language.words import Analyser
from search.parts import LONGEST, SHORTEST, Parts

SHORTEST_COMPOUND = 5
MOST_LETTERS = 40
MOST_WAYS = 3
"""Ways kept to make the same first letters of parts."""
PRIOR_WEIGHT = 0.8
"""Of the link's prior, against the words' frequency, as in Querqy's German decompounding."""
DOUBT = 2.0
"""Compounds a word must begin before its own links weigh as much as the language's."""
SURE = 0.07
"""Score for each link from which a split is believed."""
PRODUCTIVE = 3
"""Compounds that end in a word before it counts as a head that no title has."""
SHORTEST_HEAD = 4
"""Letters of a head that is all that is understood of a word."""
TAIL_LETTERS = 5
TAIL_ENDS = 5
EFFECTIVE_LETTERS = 12.0
"""Letters that may well follow some letters: words fill 12ⁿ places, not 26ⁿ."""
CROWDED = 15.0
UNSEASONED = 8
"""Letters two parts have together that are believed before any compound is known."""


class Way(NamedTuple):
    """One way to cut: a score (0 to 1), parts with the head last, the link after each modifier.

    `shown` are the parts as words, without their links.
    """

    score: float
    parts: tuple[int, ...]
    links: tuple[int, ...]
    shown: tuple[str, ...]


class Piece(NamedTuple):
    """A part as it stands before a link: as a word, and where in the letters the link ends."""

    part: int
    link: int
    shown: str
    end: int


@dataclass(frozen=True)
class Splitter:
    """Finds the ways to cut a word, judged by links and by what each part does elsewhere.

    Score of two parts: prior^w × [2 log(N+1) − log(df₁+1) − log(df₂+1)]^−(1−w); the prior of a
    link is the modifier's own share of it, smoothed by the language's. Of more parts: the
    product.
    """

    parts: Parts
    linking: Linking
    analyser: Analyser
    products: int
    seasoned: bool = True
    """Whether the parts were counted in compounds yet."""

    def warm(self) -> None:
        """Unpack everything now, so that no request has to wait for it."""
        _ = self.parts.by_form, self.parts.by_stem, self.stubs, self._needed, self._length
        _ = self._rarity, self._linked, self._begun, self._heads, self._ends, self._modifies

    def ways(self, word: str) -> list[Way]:
        """Return the ways to cut a normalised word, best first; none when it is one word."""
        fold = self.analyser.fold(word)
        spellings = [fold]
        if fold != word and word.isascii():
            spellings.append(word)  # "ae" may be an umlaut, or the seam of "sodaersatz"
        found: dict[tuple[int, ...], Way] = {}
        for letters in spellings:
            if SHORTEST_COMPOUND <= len(letters) <= MOST_LETTERS and letters.isalpha():
                shown = self._spelled(word, letters)
                for way in self._ways(_Cut(self, letters, shown), self.analyser.stem(word)):
                    found[way.parts] = max(way, found.get(way.parts, way))
        return sorted(found.values(), reverse=True)

    def _ways(self, cut: "_Cut", stem: str) -> list[Way]:
        """Cut before every head; what is before it is one part or, failing that, several."""
        heads = [*self._endings(cut.letters, stem)]
        known = [way for at, head in heads for way in cut.ended(cut.one(at), head, at)]
        if known or not heads:
            return known
        several = cut.several(max(at for at, _ in heads))
        return [way for at, head in heads for way in cut.ended(several[at], head, at)]

    def _endings(self, letters: str, stem: str) -> Iterator[tuple[int, int]]:
        """Yield the places where a head begins that the word may end with, and the head."""
        by_form, by_stem, bound = self.parts.by_form, self.parts.by_stem, self.linking.bound
        stemmed = letters.startswith(stem) and len(letters) - len(stem) < SHORTEST
        for at in range(self.shortest, len(letters) - self.shortest + 1):
            part = by_form.get(letters[at:], -1)
            if part < 0 and stemmed and len(stem) - at > SHORTEST and stem[at:] not in bound:
                part = by_stem.get(stem[at:], -1)
            if part >= 0 and self._heads_things(part):
                yield at, part

    def _spelled(self, word: str, letters: str) -> Sequence[str]:
        """Return what each of some letters is in the word: "ü" may be "ue"."""
        if len(word) == len(letters):
            return word
        ends = [len(self.analyser.fold(word[:at])) for at in range(len(word) + 1)]
        places = [bisect_right(ends, at) - 1 for at in range(len(letters) + 1)]
        return [word[start:end] for start, end in pairwise(places)]

    def tail(self, word: str) -> Way | None:
        """Return only the head of a word whose beginning the catalogue does not know.

        A head must be long, and end many words, to be told from letters that look like it.
        """
        letters = self.analyser.fold(word)
        shown = self._spelled(word, letters)
        for at, head in self._endings(letters, self.analyser.stem(word)):
            if at >= SHORTEST and self._is_plain(head):
                return Way(0.0, (head,), (), ("".join(shown[:at]), "".join(shown[at:])))
        return None

    def head(self, word: str) -> Way | None:
        """Return only the head of a word that could be a compound, however rare its parts.

        The longest ending that heads things, where what is before it may begin a compound.
        """
        letters = self.analyser.fold(word)
        shown = self._spelled(word, letters)
        for at, head in self._endings(letters, self.analyser.stem(word)):
            if self._length[head] >= SHORTEST_HEAD and self.begins(letters[:at]):
                return Way(0.0, (head,), (), ("".join(shown[:at]), "".join(shown[at:])))
        return None

    def _is_plain(self, head: int) -> bool:
        ends = TAIL_ENDS if self._length[head] > TAIL_LETTERS else 2 * TAIL_ENDS
        long_enough = self._length[head] >= TAIL_LETTERS
        return long_enough and self._heads[head] > 1 and self._ends[head] >= ends

    def begins(self, letters: str) -> bool:
        """Say whether a compound may begin with these folded letters, a link among them."""
        return any(True for _ in _Cut(self, letters, letters).one(len(letters)))

    def begun(self, word: str) -> Iterator[tuple[str, str, str]]:
        """Yield the words that a compound may begin with which begins with a normalised word.

        Each comes as stem and word, without its link, and with the folded letters left.
        """
        letters = self.analyser.fold(word)
        cut = _Cut(self, letters, self._spelled(word, letters))
        for end in range(self.shortest, len(letters) - SHORTEST + 1):
            for way in cut.one(end):
                yield self.parts.stems[way.parts[0]], way.shown[0], letters[end:]

    def score(self, modifier: int, link: int, head: int) -> float:
        """Return how likely a modifier, a link and a head are one word (0 to 1).

        One compound with the link proves nothing: it may be the one in question.
        """
        prior = self.linking.links[link].prior
        alike = max(0, self._linked[modifier][link] - 1)
        begun = max(0, self._begun[modifier] - 1)
        share = (alike + DOUBT * prior) / (begun + DOUBT)
        rarity = max(self._rarity[modifier] + self._rarity[head], 1.0)
        return float(share**PRIOR_WEIGHT * rarity ** (PRIOR_WEIGHT - 1))

    def bears(self, modifier: int, head: int) -> bool:
        """Say whether two parts are more than letters that happen to be words.

        The shorter a word and the more words of its length there are, the more compounds
        must have it in the same place; before any are counted, length alone tells.
        """
        before, after = self._length[modifier], self._length[head]
        if not self.seasoned:
            return before + after >= UNSEASONED
        return (
            self._modifies[modifier] >= self._needed[before]
            and self._ends[head] >= self._needed[after]
        )

    def _heads_things(self, part: int) -> bool:
        """Say whether products or categories are named after a part, or compounds end so."""
        if not self.seasoned:
            return self._heads[part] > 1 or self._length[part] > SHORTEST
        return self._heads[part] > 1 or self._ends[part] >= PRODUCTIVE

    @cached_property
    def shortest(self) -> int:
        """Return the letters of the shortest part."""
        return min((SHORTEST, *map(len, self.linking.short)))

    @cached_property
    def endings(self) -> Mapping[str, list[str]]:
        """Return what a link may have added to a modifier, by the last letter then."""
        added = sorted({link.added for link in self.linking.links})
        always: list[str] = [one for one in added if not one]
        by_letter = {
            at: [one for one in added if one[-1:] in ("", at)] for at in "".join(added)
        }
        return defaultdict(lambda: always, by_letter)

    @cached_property
    def plain(self) -> dict[str, int]:
        """Return by what they add the links that take nothing away."""
        return {one.added: at for at, one in enumerate(self.linking.links) if not one.removed}

    @cached_property
    def stubs(self) -> dict[str, list[tuple[int, int]]]:
        """Return what is left of words that lose their end: the part, and the link.

        Once compounds are known, only what some of them did is held possible.
        """
        stubs: dict[str, list[tuple[int, int]]] = defaultdict(list)
        losing = [(at, one.removed) for at, one in enumerate(self.linking.links) if one.removed]
        for form, part in self.parts.by_form.items():
            for link, removed in losing:
                seen = not self.seasoned or self._linked[part][link]
                if form.endswith(removed) and seen and len(form) - len(removed) > SHORTEST:
                    stubs[form.removesuffix(removed)].append((part, link))
        return dict(stubs)

    @cached_property
    def _needed(self) -> list[int]:
        """Return by length how many compounds of its kind a part must be known from."""
        lengths = np.bincount([len(one) for one in self.parts.by_form], minlength=LONGEST + 1)
        crowd = lengths / EFFECTIVE_LETTERS ** np.arange(len(lengths))
        return _listed(np.rint(crowd * CROWDED).astype(np.int32))

    @cached_property
    def _length(self) -> list[int]:
        """Return the letters of each part's shortest word."""
        lengths = np.full(len(self.parts.stems), LONGEST, dtype=np.int32)
        letters = np.array([len(one) for one in self.parts.by_form], dtype=np.int32)
        np.minimum.at(lengths, self.parts.form_of, letters)
        return _listed(lengths)

    @cached_property
    def _rarity(self) -> list[float]:
        n = log(self.products + 1)
        return [n - log(df + 1) for df in _listed(self.parts.products)]

    @cached_property
    def _linked(self) -> list[list[int]]:
        linked: list[list[int]] = self.parts.linked.tolist()
        return linked

    @cached_property
    def _begun(self) -> list[int]:
        return _listed(self.parts.linked.sum(axis=1))

    @cached_property
    def _heads(self) -> list[int]:
        return _listed(self.parts.heads)

    @cached_property
    def _ends(self) -> list[int]:
        return _listed(self.parts.ends)

    @cached_property
    def _modifies(self) -> list[int]:
        return _listed(self.parts.modifies)


def _listed(numbers: Ints) -> list[int]:
    listed: list[int] = numbers.tolist()
    return listed


class _Cut:
    """The cuts of one word: `letters` as they are compared, and as they are shown."""

    def __init__(self, splitter: Splitter, letters: str, shown: Sequence[str]) -> None:
        self.letters = letters
        self._splitter = splitter
        self._shown = shown

    def one(self, end: int) -> Iterator[Way]:
        """Yield the words that the first letters, up to `end`, may be with a link."""
        for added in self._splitter.endings[self.letters[end - 1]]:
            if self.letters.endswith(added, 0, end):
                for piece in self._pieces(0, end - len(added)):
                    if piece.end == end:
                        yield Way(1.0, (piece.part,), (piece.link,), (piece.shown,))

    def several(self, last: int) -> Mapping[int, list[Way]]:
        """Return by where they end the best ways to make the first letters of pieces."""
        best: dict[int, list[Way]] = defaultdict(list)
        best[0].append(Way(1.0, (), (), ()))
        for start in range(last):
            if start in best:
                ways = nlargest(MOST_WAYS, best[start])
                for end in range(start + self._splitter.shortest, last + 1):
                    for piece in self._pieces(start, end):
                        best[piece.end] += self._continued(ways, piece)
        return best

    def ended(self, ways: Iterable[Way], head: int, at: int) -> Iterator[Way]:
        """Yield the ways that end in a head at a place, where the parts bear it."""
        for way in ways:
            score = self._joined(way, head)
            if score:
                shown = (*way.shown, "".join(self._shown[at:]))
                yield Way(score, (*way.parts, head), way.links, shown)

    def _continued(self, ways: Iterable[Way], piece: Piece) -> Iterator[Way]:
        for way in ways:
            score = self._joined(way, piece.part) if way.parts else 1.0
            if score:
                parts, links = (*way.parts, piece.part), (*way.links, piece.link)
                yield Way(score, parts, links, (*way.shown, piece.shown))

    def _joined(self, way: Way, part: int) -> float:
        """Return the score of a way that goes on with a part, 0 where nothing bears it."""
        last = way.parts[-1]
        if not self._splitter.bears(last, part):
            return 0.0
        score = self._splitter.score(last, way.links[-1], part)
        return way.score * score if score >= SURE or not self._splitter.seasoned else 0.0

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        """Yield what some letters are, each with a link that the letters after them may be."""
        splitter, letters = self._splitter, self.letters
        form = letters[start:end]
        part = splitter.parts.by_form.get(form, -1)
        if part >= 0:
            for added, link in splitter.plain.items():
                if letters.startswith(added, end):
                    yield Piece(part, link, "".join(self._shown[start:end]), end + len(added))
        for stub, link in splitter.stubs.get(form, ()):
            added, removed, _ = splitter.linking.links[link]
            if letters.startswith(added, end):
                shown = "".join(self._shown[start:end]) + removed
                yield Piece(stub, link, shown, end + len(added))
