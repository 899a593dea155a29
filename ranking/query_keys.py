"""What a query is known by in what was learned: the stems of its telling words, in order."""

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from knowledge_base.columns import Longs
from knowledge_base.language.function_words import FUNCTION_WORDS
from knowledge_base.language.words import Analyser
from ranking.query import Query


def key_of(query: Query) -> str:
    """Return the key of an understood query: inflection, order and corrected slips are gone."""
    return _key(query.language, query.stems)


def key_of_text(text: str, analyser: Analyser) -> str:
    """Return the key of a text as an analyser's language has it."""
    return _key(analyser.language, (stem for _, stem in analyser.terms(text)))


def numbered_keys(texts: Sequence[str], languages: Sequence[str]) -> tuple[list[str], Longs]:
    """Return all keys, and which each text has in each language (int64, (texts, l)).

    The log does not say in which language somebody searched, so a query counts in each.
    """
    numbers: dict[str, int] = {}
    analysers = [Analyser(language) for language in languages]
    key_of = [
        [numbers.setdefault(key_of_text(text, one), len(numbers)) for one in analysers]
        for text in texts
    ]
    return list(numbers), np.array(key_of, dtype=np.int64).reshape(-1, len(analysers))


def _key(language: str, stems: Iterable[str]) -> str:
    every = set(stems)
    telling = every - _function_stems(language) or every
    return " ".join([f"{language}:", *sorted(telling)]) if telling else ""


@cache
def _function_stems(language: str) -> frozenset[str]:
    analyser = Analyser(language)
    return frozenset(map(analyser.stem, FUNCTION_WORDS.get(language, ())))
