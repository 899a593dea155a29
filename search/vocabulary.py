"""The words products are named with in one language: for completing and for correcting."""

from collections.abc import Callable, KeysView, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter

import numpy as np

from knowledge_base.columns import Ints, Lists, TextColumn
from knowledge_base.language.words import Analyser
from knowledge_base.part_files import PartReader, PartWriter
from knowledge_base.remembering import remembered
from search.prefixes import beginning_with

COMPOUNDING = frozenset({"da", "de", "nl", "no", "sv"})
"""Languages that write a thing and what kind of it as one word, the thing last."""
SHORTEST_HEAD = 3
MOST_COMPOUNDS = 64
LEAST_COMPOUNDS = 3
"""Compounds of the longer forms of a stem, for the stem itself to be another word."""
_OF_ITSELF = ("", "s", "er", "ern")
"""Endings of a word that is its own stem, and of none that ends in a vowel."""
_OF_ADJECTIVES = "em"

_MOST_KEPT = 1 << 14


@dataclass(frozen=True)
class Vocabulary:
    """w words in the order of their folded letters, as `Analyser.fold` writes them.

    Words that fold alike are one word, shown as most products spell it. `frequency` (int32,
    shape (w,)) is the number of products that have it in a name.

    The f `forms` in which words are spelled ("käse", "kaese") have numbers of their own: word
    i is spelled by the forms from `form_start[i]` to `form_start[i + 1]` (int32, shape
    (w + 1,)). `form_stem` (int32, shape (f,)) is the number of each form's stem; the `stems`
    are in the order of their first forms.
    """

    shown: TextColumn
    folds: TextColumn
    frequency: Ints
    forms: TextColumn
    form_start: Ints
    form_stem: Ints
    stem_texts: TextColumn
    analyser: Analyser

    @classmethod
    def of(cls, counts: Mapping[str, int], analyser: Analyser) -> "Vocabulary":
        """Gather words with the number of products that have them."""
        pairs = sorted((analyser.fold(word), word) for word in counts)
        alike = {fold: [form for _, form in own] for fold, own in groupby(pairs, itemgetter(0))}
        most = [max(own, key=lambda form: (counts[form], form)) for own in alike.values()]
        frequency = [sum(counts[form] for form in own) for own in alike.values()]
        forms = [form for _, form in pairs]
        numbers: dict[str, int] = {}
        stem = [numbers.setdefault(analyser.stem(form), len(numbers)) for form in forms]
        return cls(
            TextColumn.of(most),
            TextColumn.of(alike),
            np.array(frequency, dtype=np.int32),
            TextColumn.of(forms),
            np.cumsum([0, *map(len, alike.values())], dtype=np.int32),
            np.array(stem, dtype=np.int32),
            TextColumn.of(numbers),
            analyser,
        )

    @classmethod
    def open(cls, part: PartReader, name: str, analyser: Analyser) -> "Vocabulary":
        """Open what `save` wrote."""
        texts, array = part.texts, part.array
        return cls(
            texts(f"{name}/shown"),
            texts(f"{name}/folds"),
            array(f"{name}/frequency"),
            texts(f"{name}/forms"),
            array(f"{name}/form_start"),
            array(f"{name}/form_stem"),
            texts(f"{name}/stems"),
            analyser,
        )

    def save(self, out: PartWriter, name: str) -> None:
        """Write the words into a part."""
        out.texts(f"{name}/shown", self.shown)
        out.texts(f"{name}/folds", self.folds)
        out.array(f"{name}/frequency", self.frequency)
        out.texts(f"{name}/forms", self.forms)
        out.array(f"{name}/form_start", self.form_start)
        out.array(f"{name}/form_stem", self.form_stem)
        out.texts(f"{name}/stems", self.stem_texts)

    def warm(self) -> None:
        """Unpack everything now, so that no request has to wait for it."""
        _ = self.folded, self.numbers, self.fractions
        _ = self._seen, self._forms_of_stem
        if self.analyser.language in COMPOUNDING:
            _ = self._mirrored

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Return the number of each stem."""
        return {stem: number for number, stem in enumerate(self.stem_texts.texts())}

    @property
    def stems(self) -> KeysView[str]:
        """Return the stems of all words."""
        return self.numbers.keys()

    @cached_property
    def _seen(self) -> Ints:
        """Return how many stems there are before each form (int32, shape (f + 1,))."""
        seen = np.zeros(len(self.form_stem) + 1, dtype=np.int32)
        np.maximum.accumulate(self.form_stem + 1, out=seen[1:])
        return seen

    @cached_property
    def _forms_of_stem(self) -> Lists:
        """Return the forms of each stem, ascending."""
        forms = np.arange(len(self.form_stem), dtype=np.int32)
        return Lists.grouped(self.form_stem, forms, len(self.stem_texts))

    @cached_property
    def _mirrored(self) -> list[str]:
        """Return the stems read backwards, sorted."""
        return sorted(stem[::-1] for stem in self.stems)

    def compounds(self, stem: str) -> tuple[str, ...]:
        """Return stems that end with this one: "regenjack" for "jack"; none of a short one.

        Nor those that end with one a little longer: a yoghurt is no kind of "oghurt".
        """
        if self.analyser.language not in COMPOUNDING or len(stem) < SHORTEST_HEAD:
            return ()
        places = beginning_with(stem[::-1], self._mirrored)
        longer = [len(stem) + more for more in range(1, SHORTEST_HEAD)]
        found = (
            one
            for one in (self._mirrored[at][::-1] for at in places)
            if len(one) >= len(stem) + SHORTEST_HEAD
            and all(one[-letters:] not in self.numbers for letters in longer)
        )
        return tuple(islice(found, MOST_COMPOUNDS))

    @cached_property
    def fractions(self) -> Mapping[str, Sequence[str]]:
        """Return by the digits around decimal points the stems: "0.75l" by "0" and "75l"."""
        found: dict[str, list[str]] = {}
        for stem in self.stems:
            if "." in stem:
                for digits in stem.split("."):
                    found.setdefault(digits, []).append(stem)
        return found

    @cached_property
    def folded(self) -> list[str]:
        """Return all folded words, sorted."""
        return self.folds.texts()

    def starting_with(self, fold: str) -> range:
        """Return the words that begin with some folded letters."""
        return beginning_with(fold, self.folded)

    def commonest(self, words: range, most: int) -> list[str]:
        """Return those of neighbouring words that most products have, as they are shown."""
        frequency = self.frequency[words.start : words.stop]
        best = np.argsort(-frequency, kind="stable")[:most] + words.start
        return [self.shown[at] for at in best.tolist()]

    def forms_of(self, words: range) -> range:
        """Return the forms of neighbouring words."""
        return range(int(self.form_start[words.start]), int(self.form_start[words.stop]))

    def stems_of(self, words: range) -> tuple[range, list[int]]:
        """Return the stems of neighbouring words: neighbours, and those that come before."""
        forms = self.forms_of(words)
        first, end = int(self._seen[forms.start]), int(self._seen[forms.stop])
        used = self.form_stem[forms.start : forms.stop]
        before = used[used < first]
        return range(first, end), sorted(set(before.tolist())) if len(before) else []

    @cached_property
    def stems_beginning(self) -> Callable[[str], tuple[range, list[int]]]:
        """Return what finds the stems of the words that begin with some folded letters."""
        self.warm()
        return remembered(self._stems_beginning, _MOST_KEPT)

    def _stems_beginning(self, fold: str) -> tuple[range, list[int]]:
        return self.stems_of(self.starting_with(fold))

    def spelled(self, word: str) -> frozenset[int]:
        """Return the forms that spell a normalised word as it is: ue is ü, but u is not."""
        fold, spelling = self.analyser.fold(word), self.analyser.spelling(word)
        forms = self.forms_of(self.starting_with(fold)[:1])
        return frozenset(f for f in forms if self.analyser.spelling(self.forms[f]) == spelling)

    def strangers(self, word: str) -> frozenset[int]:
        """Return the forms that only share the stem with a word: "Jack" of "Jacke".

        What is its own stem, or that with an ending of its own, is another word than longer
        forms of the stem where some compounds end in those, as "Regenjacke", and none in both:
        there are "Handschuh" and "Handschuhe". Adjectives take any ending.
        """
        analyser = self.analyser
        stem = analyser.stem(word)
        number = self.numbers.get(stem)
        if number is None or analyser.is_adjective(stem):
            return frozenset()
        short = tuple(stem + ending for ending in _OF_ITSELF)
        fold = {one: analyser.fold(self.forms[one]) for one in self._forms_of_stem[number]}
        is_short = analyser.fold(word) in short
        others = frozenset(one for one, form in fold.items() if (form in short) is not is_short)
        # most words have none: only of the rest compounds are looked for
        compounds = [self.numbers[one] for one in self.compounds(stem)] if others else []
        if len(compounds) < LEAST_COMPOUNDS or stem + _OF_ADJECTIVES in fold.values():
            return frozenset()
        ends = [
            {
                analyser.fold(self.forms[form]).endswith(short)
                for form in self._forms_of_stem[number]
            }
            for number in compounds
        ]
        is_another = ends.count({False}) >= LEAST_COMPOUNDS and {False, True} not in ends
        return others if is_another else frozenset()
