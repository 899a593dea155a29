"""The words products are named with in one language: for completing and for correcting."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge_base.columns import Ints, TextColumn
from knowledge_base.language.words import Analyser
from knowledge_base.snapshots import PartReader, PartWriter

_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Vocabulary:
    """w words in the order of their folded letters, as `Analyser.fold` writes them.

    Words that fold alike are one word, shown as most products spell it. `frequency` (int32,
    shape (w,)) is the number of products that have it in a name.
    """

    shown: TextColumn
    folds: TextColumn
    frequency: Ints

    @classmethod
    def of(cls, counts: Mapping[str, int], analyser: Analyser) -> "Vocabulary":
        """Gather words with the number of products that have them."""
        alike: dict[str, list[str]] = {}
        for word in counts:
            alike.setdefault(analyser.fold(word), []).append(word)
        folds = sorted(alike)
        most = [max(alike[one], key=lambda word: (counts[word], word)) for one in folds]
        frequency = [sum(counts[word] for word in alike[one]) for one in folds]
        return cls(
            TextColumn.of(most), TextColumn.of(folds), np.array(frequency, dtype=np.int32)
        )

    @classmethod
    def open(cls, part: PartReader, name: str) -> "Vocabulary":
        """Open what `save` wrote."""
        shown, folds = part.texts(f"{name}/shown"), part.texts(f"{name}/folds")
        return cls(shown, folds, part.array(f"{name}/frequency"))

    def save(self, out: PartWriter, name: str) -> None:
        """Write the words into a part."""
        out.texts(f"{name}/shown", self.shown)
        out.texts(f"{name}/folds", self.folds)
        out.array(f"{name}/frequency", self.frequency)

    @cached_property
    def folded(self) -> list[str]:
        """Return all folded words, sorted."""
        return self.folds.texts()

    def starting_with(self, fold: str) -> range:
        """Return the words that begin with some folded letters."""
        low = bisect_left(self.folded, fold)
        return range(low, bisect_left(self.folded, fold + _LAST, lo=low))

    def completions(self, fold: str, limit: int) -> list[int]:
        """Return the words most products have that begin with some folded letters."""
        words = self.starting_with(fold)
        order = np.argsort(-self.frequency[words.start : words.stop], kind="stable")
        return [words[at] for at in order[:limit].tolist()]
