"""What a title or the name of a category is about: its head noun."""

import re
from collections.abc import Sequence

from knowledge_base.language.function_words import FUNCTION_WORDS
from knowledge_base.language.words import Word, split_words

_ENDING = re.compile('[,;:|()\\[\\]/–—"„“»«]')
_CAPITAL_NOUNS = frozenset({"de"})


def head_of(text: str, language: str) -> str | None:
    """Return the last noun before what only adds to it, normalised: None without words.

    What adds is behind a comma, a bracket, a preposition or a number. German writes nouns
    with a capital: of those the last one counts, where there are any.
    """
    for phrase in _ENDING.split(text):
        words = _first_phrase(split_words(phrase), language)
        if words:
            nouns = [word for word in words if phrase[word.start].isupper()]
            return (nouns if nouns and language in _CAPITAL_NOUNS else words)[-1].text
    return None


def _first_phrase(words: Sequence[Word], language: str) -> Sequence[Word]:
    stop = FUNCTION_WORDS.get(language, frozenset())
    for at, word in enumerate(words[1:], start=1):
        if word.text in stop or word.text[0].isdigit():
            return words[:at]
    return words
