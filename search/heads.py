"""What a title or the name of a category is about: its head noun."""

from collections.abc import Sequence

from knowledge_base.language.function_words import FUNCTION_WORDS
from knowledge_base.language.words import Word, split_words

_ENDING = frozenset(',;:|()[]/–—"„“»«')
_CAPITAL_NOUNS = frozenset({"de"})


def head_of(text: str, language: str) -> str | None:
    """Return the last noun before what only adds to it, normalised: None without words.

    What adds is behind a comma, a bracket, a preposition or a number. German writes nouns
    with a capital: of those the last one counts, where there are any.
    """
    words = _first_phrase(text, split_words(text), language)
    if language in _CAPITAL_NOUNS:
        nouns = [word for word in words if text[word.start].isupper()]
        words = nouns or words
    return words[-1].text if words else None


def _first_phrase(text: str, words: Sequence[Word], language: str) -> Sequence[Word]:
    stop = FUNCTION_WORDS.get(language, frozenset())
    for at, word in enumerate(words):
        between = text[words[at - 1].end : word.start] if at else ""
        adds = word.text in stop or word.text[0].isdigit() or not _ENDING.isdisjoint(between)
        if at and adds:
            return words[:at]
    return words
