"""What a query is known by in what was learned: the stems of its telling words, in order."""

from collections.abc import Iterable
from functools import cache

from knowledge_base.language.function_words import FUNCTION_WORDS
from knowledge_base.language.words import Analyser
from ranking.query import Query


def key_of(query: Query) -> str:
    """Return the key of an understood query: inflection, order and corrected slips are gone."""
    return _key(query.language, query.stems)


def key_of_text(text: str, analyser: Analyser) -> str:
    """Return the key of a text as an analyser's language has it."""
    return _key(analyser.language, (stem for _, stem in analyser.terms(text)))


def _key(language: str, stems: Iterable[str]) -> str:
    every = set(stems)
    telling = every - _function_stems(language) or every
    return " ".join([f"{language}:", *sorted(telling)]) if telling else ""


@cache
def _function_stems(language: str) -> frozenset[str]:
    analyser = Analyser(language)
    return frozenset(map(analyser.stem, FUNCTION_WORDS.get(language, ())))
