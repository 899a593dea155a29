"""The words products are named with in one language: for completing and for correcting."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge_base.columns import Ints, TextColumn
from knowledge_base.language.words import Analyser
from knowledge_base.snapshots import PartReader, PartWriter
from search.prefixes import beginning_with

COMPOUNDING = frozenset({"da", "de", "nl", "no", "sv"})
"""Languages that write a thing and what kind of it as one word, the thing last."""
SHORTEST_HEAD = 3
MOST_COMPOUNDS = 64


@dataclass(frozen=True)
class Vocabulary:
    """w words in the order of their folded letters, as `Analyser.fold` writes them.

    Words that fold alike are one word, shown as most products spell it. `frequency` (int32,
    shape (w,)) is the number of products that have it in a name.
    """

    shown: TextColumn
    folds: TextColumn
    frequency: Ints
    analyser: Analyser

    @classmethod
    def of(cls, counts: Mapping[str, int], analyser: Analyser) -> "Vocabulary":
        """Gather words with the number of products that have them."""
        alike: dict[str, list[str]] = {}
        for word in counts:
            alike.setdefault(analyser.fold(word), []).append(word)
        folds = sorted(alike)
        most = [max(alike[one], key=lambda word: (counts[word], word)) for one in folds]
        frequency = [sum(counts[word] for word in alike[one]) for one in folds]
        numbers = np.array(frequency, dtype=np.int32)
        return cls(TextColumn.of(most), TextColumn.of(folds), numbers, analyser)

    @classmethod
    def open(cls, part: PartReader, name: str, analyser: Analyser) -> "Vocabulary":
        """Open what `save` wrote."""
        shown, folds = part.texts(f"{name}/shown"), part.texts(f"{name}/folds")
        return cls(shown, folds, part.array(f"{name}/frequency"), analyser)

    def save(self, out: PartWriter, name: str) -> None:
        """Write the words into a part."""
        out.texts(f"{name}/shown", self.shown)
        out.texts(f"{name}/folds", self.folds)
        out.array(f"{name}/frequency", self.frequency)

    def warm(self) -> None:
        """Unpack everything now, so that no request has to wait for it."""
        _ = self.folded, self._mirrored

    @cached_property
    def stems(self) -> frozenset[str]:
        """Return the stems of all words."""
        return frozenset(self.analyser.stem(word) for word in self.shown.texts())

    @cached_property
    def _mirrored(self) -> list[str]:
        """Return the stems read backwards, sorted."""
        return sorted(stem[::-1] for stem in self.stems)

    def compounds(self, stem: str) -> tuple[str, ...]:
        """Return stems that end with this one: "regenjack" for "jack"; none of a short one."""
        if self.analyser.language not in COMPOUNDING or len(stem) < SHORTEST_HEAD:
            return ()
        places = beginning_with(stem[::-1], self._mirrored)
        found = (self._mirrored[at][::-1] for at in places)
        return tuple(one for one in found if len(one) >= len(stem) + SHORTEST_HEAD)[
            :MOST_COMPOUNDS
        ]

    @cached_property
    def folded(self) -> list[str]:
        """Return all folded words, sorted."""
        return self.folds.texts()

    def starting_with(self, fold: str) -> range:
        """Return the words that begin with some folded letters."""
        return beginning_with(fold, self.folded)

    def stems_starting_with(self, fold: str) -> frozenset[str]:
        """Return the stems of the words that begin with some folded letters."""
        return frozenset(self.analyser.stem(self.shown[at]) for at in self.starting_with(fold))

    def completions(self, fold: str, limit: int) -> list[int]:
        """Return the words most products have that begin with some folded letters."""
        words = self.starting_with(fold)
        order = np.argsort(-self.frequency[words.start : words.stop], kind="stable")
        return [words[at] for at in order[:limit].tolist()]
