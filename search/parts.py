"""The words a shop's compounds are made of, and how often each takes part in one, and how."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from knowledge_base.columns import Ints, TextColumn
from knowledge_base.language.linking import Linking
from knowledge_base.part_files import PartReader, PartWriter
from search.vocabulary import Vocabulary

SHORTEST = 3
"""Letters of a part, but for the few shorter ones that a language names."""
LONGEST = 24
BEGINNING = 4
"""Letters of a part that is never a word by itself."""
RECURRING = 3
"""Different heads that must have it before them."""
_TEXTS = ("stems", "forms")
_NUMBERS = ("form_of", "products", "heads", "modifies", "ends", "linked")
FEW = 10
"""Names that say little of what a word heads, and compounds of whether it is a thing."""
MIN_PRODUCTS = 2
"""A word that one product has may be anything: a name, a slip of the pen."""


@dataclass(frozen=True)
class Parts:
    """p words that compounds are made of; words of one stem are one part.

    Counts are int32 of shape (p,): `products` that have one in a name, titles and categories
    it `heads`, different words it `modifies`, different words it `ends`. `linked` (int32,
    (p, links)) counts the compounds it begins with each link. `forms` are folded words, each
    of the part `form_of` (int32).
    """

    stems: TextColumn
    forms: TextColumn
    form_of: Ints
    products: Ints
    heads: Ints
    modifies: Ints
    ends: Ints
    linked: Ints

    @classmethod
    def of(cls, vocabulary: Vocabulary, heads: Mapping[str, int], linking: Linking) -> "Parts":
        """Choose the words that may be parts; `heads` counts what each stem heads."""
        stem = vocabulary.analyser.stem
        folded, frequency = vocabulary.folded, vocabulary.frequency.tolist()
        words = {
            fold: (stem(vocabulary.shown[at]), frequency[at])
            for at, fold in enumerate(folded)
            if frequency[at] >= MIN_PRODUCTS and _may_be_part(fold, linking)
        }
        ends = {fold: one for fold, (one, _) in words.items() if heads.get(one, 0) > 1}
        for fold in _beginnings(folded, ends):
            if fold not in words and _may_be_part(fold, linking):
                words[fold] = stem(fold), 0
        forms: dict[str, list[str]] = defaultdict(list)
        for fold, (one, _) in words.items():
            forms[one].append(fold)
        stems = sorted(forms)
        n = len(stems)
        return cls(
            TextColumn.of(stems),
            TextColumn.of(fold for one in stems for fold in forms[one]),
            np.repeat(_ints(range(n)), [len(forms[one]) for one in stems]),
            _ints(sum(words[fold][1] for fold in forms[one]) for one in stems),
            _ints(heads.get(one, 0) for one in stems),
            np.zeros(n, dtype=np.int32),
            np.zeros(n, dtype=np.int32),
            np.zeros((n, len(linking.links)), dtype=np.int32),
        )

    def heading_names(self, stem: str) -> float:
        """Return the share of the names with a stem that it heads; of few names less."""
        at = self.by_stem.get(stem, -1)
        return float(self.heads[at] / (self.products[at] + FEW)) if at >= 0 else 0.0

    def heading(self, stem: str) -> float:
        """Return that share as far as compounds end in the stem, too.

        Things have kinds, "sensitive" none.
        """
        ends = self.ends[self.by_stem[stem]] if stem in self.by_stem else 0
        return float(self.heading_names(stem) * (ends + 1) / (ends + FEW))

    @classmethod
    def open(cls, part: PartReader, name: str) -> "Parts":
        """Open what `save` wrote."""
        stems, forms = (part.texts(f"{name}/{one}") for one in _TEXTS)
        return cls(stems, forms, *(part.array(f"{name}/{one}") for one in _NUMBERS))

    def save(self, out: PartWriter, name: str) -> None:
        """Write everything into a part of a snapshot."""
        for one in _TEXTS:
            out.texts(f"{name}/{one}", getattr(self, one))
        for one in _NUMBERS:
            out.array(f"{name}/{one}", getattr(self, one))

    def counted(self, compounds: Iterable[tuple[int, int, int]]) -> "Parts":
        """Return these parts with what (modifier, link, head) compounds say of them."""
        whole = np.array([*compounds], dtype=np.int64).reshape(-1, 3)
        linked = np.zeros_like(self.linked)
        np.add.at(linked, (whole[:, 0], whole[:, 1]), 1)
        pairs = np.unique(whole[:, [0, 2]], axis=0)
        n = len(self.stems)
        modifies, ends = (np.bincount(pairs[:, at], minlength=n) for at in (0, 1))
        return replace(
            self,
            modifies=modifies.astype(np.int32),
            ends=ends.astype(np.int32),
            linked=linked,
        )

    @cached_property
    def by_form(self) -> dict[str, int]:
        """Return the part of each folded word."""
        return dict(zip(self.forms.texts(), self.form_of.tolist(), strict=True))

    @cached_property
    def by_stem(self) -> dict[str, int]:
        """Return the part of each stem."""
        return {stem: at for at, stem in enumerate(self.stems.texts())}


def _may_be_part(fold: str, linking: Linking) -> bool:
    long_enough = SHORTEST <= len(fold) <= LONGEST or fold in linking.short
    return long_enough and fold.isalpha() and fold not in linking.bound


def _beginnings(folded: Sequence[str], ends: Mapping[str, str]) -> Iterator[str]:
    """Yield what no product has by itself but several heads have before them: "regen".

    `ends` are words that head something, with their stems.
    """
    heads: dict[str, set[str]] = defaultdict(set)
    for word in folded:
        for at in range(BEGINNING, len(word) - SHORTEST):
            if word[at:] in ends:
                heads[word[:at]].add(ends[word[at:]])
    return (one for one, stems in heads.items() if len(stems) >= RECURRING)


def _ints(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, dtype=np.int32)
