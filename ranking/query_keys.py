"""What a query is known by in what was learned: the stems of its telling words, in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Longs
from knowledge_base.language.function_words import FUNCTION_WORDS
from knowledge_base.language.words import Analyser
from knowledge_base.runs import ranges
from ranking.query import Query


def key_of(query: Query) -> str:
    """Return the key of an understood query: inflection, order and corrected slips are gone."""
    return _key(query.language, query.stems)


def key_of_text(text: str, analyser: Analyser) -> str:
    """Return the key of a text as an analyser's language has it."""
    return _key(analyser.language, (stem for _, stem in analyser.terms(text)))


@dataclass(frozen=True, slots=True)
class KeyGroups:
    """Which texts share a key, told once for keys that the same texts have.

    The log does not say in which language somebody searched, so a query counts in each; mostly
    the languages agree on which queries are the same. Group g has the keys `names[g]`; those of
    text t are `group[start[t] : start[t + 1]]` (both int64), none if it has no words.
    """

    names: Sequence[Sequence[str]]
    start: Longs
    group: Longs

    @classmethod
    def of(cls, texts: Sequence[str], languages: Sequence[str]) -> "KeyGroups":
        """Find the keys of all texts in all languages."""
        analysers = [Analyser(language) for language in languages]
        texts_of: dict[str, list[int]] = {}
        for number, text in enumerate(texts):
            for key in {key_of_text(text, one): None for one in analysers}:
                texts_of.setdefault(key, []).append(number)
        texts_of.pop("", None)
        names: dict[tuple[int, ...], list[str]] = {}
        for key, numbers in texts_of.items():
            names.setdefault(tuple(numbers), []).append(key)
        group = np.repeat(np.arange(len(names)), [*map(len, names)])
        own = np.fromiter(chain.from_iterable(names), dtype=np.int64)
        start = np.cumsum(np.append(0, np.bincount(own, minlength=len(texts))))
        return cls([*names.values()], start, group[np.argsort(own, kind="stable")])

    def of_texts(self, texts: NDArray[np.integer]) -> tuple[Longs, Longs]:
        """Return each of n texts once for each of its groups: its place, and the group."""
        first = self.start[texts]
        size = self.start[texts + 1] - first
        return np.repeat(np.arange(len(texts)), size), self.group[ranges(first, size)]


def _key(language: str, stems: Iterable[str]) -> str:
    every = set(stems)
    telling = every - _function_stems(language) or every
    return " ".join([f"{language}:", *sorted(telling)]) if telling else ""


@cache
def _function_stems(language: str) -> frozenset[str]:
    analyser = Analyser(language)
    return frozenset(map(analyser.stem, FUNCTION_WORDS.get(language, ())))
