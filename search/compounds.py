"""Splits the compounds of a language, learned from the words of the shop's own catalogue."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import islice
from operator import eq
from typing import NamedTuple

import numpy as np

from knowledge_base.columns import Floats, Ints, KeyColumn, Lists, TextColumn
from knowledge_base.language.linking import Linking
from knowledge_base.learned import Fact, LearnedKind
from knowledge_base.part_files import PartReader, PartWriter
from knowledge_base.remembering import remembered
from search.compound_learning import Evidence, Found, learn_compounds, stems_of
from search.joining import Joiner
from search.parts import Parts
from search.splitting import Splitter
from search.vocabulary import Vocabulary

MOST_SPLITS = 3
MOST_COMPOUNDS = 64
RIVAL = 0.7
"""Share of the best score from which another way to cut a word is worth trying."""
_PART_BITS = 32
MOST_KEPT = 1 << 14
"""Answers that are remembered: the same words are asked for again."""


class Split(NamedTuple):
    """A word as the words it is made of, the head last: stems, and as the shop writes them."""

    stems: tuple[str, ...]
    shown: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class Compounds:
    """n compounds of the catalogue, those most products have first, and how to split others.

    `made_of` lists each one's parts, or only its head; `by_head` and `by_modifier` list for
    each part the compounds it stands in, at any depth. `shown` (int32) is the word's place in
    the vocabulary, `score` float32; both (n,). `written` are its parts with spaces between.
    """

    vocabulary: Vocabulary
    splitter: Splitter
    stems: KeyColumn
    shown: Ints
    score: Floats
    written: TextColumn
    made_of: Lists
    by_head: Lists
    by_modifier: Lists
    brands: KeyColumn
    vetoed: frozenset[str] = field(default=frozenset())

    @classmethod
    def build(cls, vocabulary: Vocabulary, evidence: Evidence) -> "Compounds":
        """Learn the compounds among the words of a vocabulary."""
        splitter, found, brands = learn_compounds(vocabulary, evidence)
        order = sorted(found, key=lambda one: (-int(vocabulary.frequency[found[one].at]), one))
        ways = [found[one].way for one in order]
        inner = _Inner(found, splitter.parts)
        n = len(splitter.parts.stems)
        return cls(
            vocabulary,
            splitter,
            KeyColumn.of(order),
            np.array([found[one].at for one in order], dtype=np.int32),
            np.array([way.score for way in ways], dtype=np.float32),
            TextColumn.of(" ".join(way.shown) for way in ways),
            Lists.of(way.parts for way in ways),
            _inverted([inner.heads(way.parts) for way in ways], n),
            _inverted([inner.modifiers(way.parts) for way in ways], n),
            KeyColumn.of(sorted(brands)),
        )

    @classmethod
    def open(cls, part: PartReader, name: str, vocabulary: Vocabulary) -> "Compounds":
        """Open what `save` wrote."""
        linking = Linking.of(vocabulary.analyser.language)
        products = int(part.array(f"{name}/products")[0])
        parts = Parts.open(part, f"{name}/parts")
        return cls(
            vocabulary,
            Splitter(parts, linking, vocabulary.analyser, products),
            part.keys(f"{name}/stems"),
            part.array(f"{name}/shown"),
            part.array(f"{name}/score"),
            part.texts(f"{name}/written"),
            part.lists(f"{name}/made_of"),
            part.lists(f"{name}/by_head"),
            part.lists(f"{name}/by_modifier"),
            part.keys(f"{name}/brands"),
        )

    def save(self, out: PartWriter, name: str) -> None:
        """Write everything but the vocabulary into a part of a snapshot."""
        self.splitter.parts.save(out, f"{name}/parts")
        out.array(f"{name}/products", np.array([self.splitter.products], dtype=np.int64))
        out.keys(f"{name}/stems", self.stems)
        out.array(f"{name}/shown", self.shown)
        out.array(f"{name}/score", self.score)
        out.texts(f"{name}/written", self.written)
        out.lists(f"{name}/made_of", self.made_of)
        out.lists(f"{name}/by_head", self.by_head)
        out.lists(f"{name}/by_modifier", self.by_modifier)
        out.keys(f"{name}/brands", self.brands)

    def without(self, vetoed: frozenset[str]) -> "Compounds":
        """Return these compounds, but some words, or stems, whole."""
        stems = stems_of(vetoed, self.vocabulary.analyser)
        return replace(self, vetoed=self.vetoed | vetoed | stems)

    def split(self, word: str) -> tuple[Split, ...]:
        """Return what a normalised word is made of, the likeliest first: coarsely, finely.

        The word need not be in the catalogue, its parts are. Empty when it stays whole.
        """
        return self._split(word)

    def head(self, word: str) -> Split | None:
        """Return only the head of a normalised word that is not split: "hose" of "laufhose"."""
        if self.is_whole(self.vocabulary.analyser.stem(word)):
            return None
        way = self.splitter.head(word) if self.splitter.linking.closed else None
        stems = self.splitter.parts.stems
        return Split((stems[way.parts[0]],), way.shown[-1:], way.score) if way else None

    def with_head(self, stem: str) -> tuple[str, ...]:
        """Return stems of compounds that are a kind of this: "regenjack" for "jack"."""
        return self._standing_in(self.by_head, stem)

    def with_modifier(self, stem: str) -> tuple[str, ...]:
        """Return stems of compounds that have to do with this: "regenjack" for "reg"."""
        return self._standing_in(self.by_modifier, stem)

    def joined(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return stems of catalogue words that all of some normalised words make together.

        "haus", "tür" and "futter", "für", "hunde" alike: before a word that turns, the head
        comes first.
        """
        return tuple(one for one in self._joined(tuple(words)) if one not in self.vetoed)

    def apart(self, word: str) -> Split | None:
        """Return the words that a compound of the catalogue is made of, if all are known.

        None where a part is only the stem of what stands there: "feinperlig" has no pearls.
        """
        stem = self.vocabulary.analyser.stem
        for one in self._known(stem(word)):
            return one if all(map(eq, map(stem, one.shown), one.stems)) else None
        return None

    def together(self, modifier: str, head: str) -> tuple[str, ...]:
        """Return the words of the catalogue that two stems are all the parts of, in order."""
        by_stem = self.splitter.parts.by_stem
        first, last = by_stem.get(modifier, -1), by_stem.get(head, -1)
        if min(first, last) < 0:
            return ()
        keys, order = self._pairs
        key = first << _PART_BITS | last
        found = order[bisect_left(keys, key) : bisect_right(keys, key)]
        return tuple(
            self.vocabulary.shown[self.shown[at]]
            for at in found
            if not self.is_whole(self.stems[at])
        )

    def learned(self) -> list[Fact]:
        """List the compounds of the catalogue with what speaks for each, vetoed ones too.

        `products` have it in a name. Its head `heads` so many titles and categories and
        `ends` so many different words; its first part `begins` so many, none where it is no
        word of the catalogue. Only the head is known then, and the word is never split.
        """
        return [self._learned(at) for at in range(len(self.stems))]

    @cached_property
    def _pairs(self) -> tuple[memoryview, memoryview]:
        """Return the pairs of parts that make a whole compound, ascending, and which one."""
        start, parts = self.made_of.start, self.made_of.values
        two = np.flatnonzero(np.diff(start) == 2)  # noqa: PLR2004 a modifier and its head
        keys = parts[start[two]].astype(np.int64) << _PART_BITS | parts[start[two] + 1]
        order = np.argsort(keys, kind="stable")
        return keys[order].data, two[order].data

    def warm(self) -> None:
        """Make now what no request is to wait for."""
        self.splitter.warm()
        _ = self._pairs

    @cached_property
    def _joined(self) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
        joiner = Joiner(self.vocabulary, self.splitter.linking)
        return lru_cache(maxsize=MOST_KEPT)(joiner.joined)

    @cached_property
    def _split(self) -> Callable[[str], tuple[Split, ...]]:
        return remembered(self._splits, MOST_KEPT)

    def _splits(self, word: str) -> tuple[Split, ...]:
        stem = self.vocabulary.analyser.stem(word)
        if self.is_whole(stem):
            return ()
        coarse = self._known(stem) or self._found(word)
        distinct = {one.stems: one for one in (*map(self._finer, coarse[::-1]), *coarse[::-1])}
        return tuple(islice(reversed(distinct.values()), MOST_SPLITS))

    def _known(self, stem: str) -> list[Split]:
        """Return the split of a compound of the catalogue, if all its parts are known."""
        at = -1 if self.is_whole(stem) else self.stems.row(stem)
        stems = self.splitter.parts.stems
        parts = tuple(stems[part] for part in (self.made_of[at].tolist() if at >= 0 else ()))
        if len(parts) <= 1:
            return []
        shown = tuple(self.written[at].split(" "))
        return [Split(parts, shown, float(self.score[at]))]

    def _found(self, word: str) -> list[Split]:
        """Return the best splits of a word that the catalogue does not have."""
        ways = self.splitter.ways(word)
        stems = self.splitter.parts.stems
        return [
            Split(tuple(stems[part] for part in way.parts), way.shown, way.score)
            for way in ways
            if way.score > RIVAL * ways[0].score
        ]

    def is_whole(self, stem: str) -> bool:
        """Say whether a word is not to be split whatever its letters."""
        return stem in self.vetoed or stem in self._opaque or self.brands.row(stem) >= 0

    @cached_property
    def _opaque(self) -> frozenset[str]:
        return stems_of(self.splitter.linking.opaque, self.vocabulary.analyser)

    def _finer(self, split: Split) -> Split:
        """Split the parts that are compounds themselves."""
        pieces = [
            self._finer(self._known(stem)[0])
            if self._known(stem)
            else Split((stem,), (shown,), 1)
            for stem, shown in zip(split.stems, split.shown, strict=True)
        ]
        return Split(
            tuple(stem for piece in pieces for stem in piece.stems),
            tuple(word for piece in pieces for word in piece.shown),
            split.score,
        )

    def _standing_in(self, lists: Lists, stem: str) -> tuple[str, ...]:
        part = self.splitter.parts.by_stem.get(stem, -1)
        if part < 0:
            return ()
        stems = (self.stems[at] for at in lists[part].tolist())
        return tuple(islice((one for one in stems if one not in self.vetoed), MOST_COMPOUNDS))

    def _learned(self, at: int) -> Fact:
        parts, word = self.splitter.parts, int(self.shown[at])
        *modifiers, head = self.made_of[at].tolist()
        evidence = {
            "products": int(self.vocabulary.frequency[word]),
            "heads": int(parts.heads[head]),
            "ends": int(parts.ends[head]),
            "begins": int(parts.modifies[modifiers[0]]) if modifiers else 0,
            "score": round(float(self.score[at]), 3),
        }
        what = self.written[at].replace(" ", " + ")
        return Fact(LearnedKind.COMPOUND, self.vocabulary.shown[word], what, evidence)


class _Inner:
    """What compounds are made of at any depth."""

    def __init__(self, found: Mapping[str, Found], parts: Parts) -> None:
        self._made_of = {
            parts.by_stem[stem]: one.way.parts
            for stem, one in found.items()
            if stem in parts.by_stem
        }

    def heads(self, made_of: Sequence[int]) -> list[int]:
        """Return the head, the head of that, and so on."""
        head = made_of[-1]
        return [head, *(self.heads(self._made_of[head]) if head in self._made_of else ())]

    def modifiers(self, made_of: Sequence[int]) -> list[int]:
        """Return all parts but heads, and what those are made of."""
        found = [*made_of[:-1]]
        for part in made_of[:-1]:
            if part in self._made_of:
                found += (*self.modifiers(self._made_of[part]), self._made_of[part][-1])
        if made_of[-1] in self._made_of:
            found += self.modifiers(self._made_of[made_of[-1]])
        return found


def _inverted(lists: Sequence[Sequence[int]], n: int) -> Lists:
    """Return for each of n numbers the lists it stands in."""
    pairs = [(one, at) for at, numbers in enumerate(lists) for one in dict.fromkeys(numbers)]
    both = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    return Lists.grouped(both[:, 0], both[:, 1], n)
