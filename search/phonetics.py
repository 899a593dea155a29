"""Writes down how words sound, so that those that sound alike are written alike."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SHORTEST = 3
"""Sounds of a word that are enough to tell it by."""

_Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*rules: tuple[str, str]) -> _Rules:
    return tuple((re.compile(old, re.MULTILINE), new) for old, new in rules)


@dataclass(frozen=True, slots=True)
class _Sounds:
    """First letters by what stands around them, then each by itself, then what comes of it."""

    around: _Rules
    alone: dict[int, int | None]
    after: _Rules


_COLOGNE = _Sounds(
    _rules(
        (r"p(?=h)", "f"),
        (r"[dt](?=[csz])", "8"),
        (r"(?<=[sz])c|^c(?![ahkloqrux])|(?<!^)c(?![ahkoqux])", "s"),
        (r"(?<=[ckq])x", "s"),
        (r"x", "ks"),
    ),
    str.maketrans("aeijouybpdtfvwckgqlmnrsz", "000000011223334444566788", "h"),
    _rules((r"(\d)(?=\1)", ""), (r"(?<=\d)0", "")),
)
"""Kölner Phonetik: H. J. Postel, Die Kölner Phonetik, IBM-Nachrichten 19 (1969), 925-931."""

_ENGLISH = _Sounds(
    _rules(
        (r"^(?:[gkp](?=n)|w(?=r)|a(?=e))|(?<=m)b$|(?<=[aeiou])gh(?![aeiou])|g(?=n$)", ""),
        (r"^x|c(?=[ie])(?!i[ao])|sc(?=[ie])", "s"),
        (r"t?ch|sh|[cst]i(?=[ao])|t(?=ure)", "X"),
        (r"d?g(?=[eiy])", "j"),
        (r"ph", "f"),
        (r"th", "0"),
        (r"x", "ks"),
        (r"^wh", "w"),
        (r"[hwy](?![aeiou])", ""),
        (r"^[aeiou]", "A"),
    ),
    str.maketrans("bcdgqvz", "pktkkfs", "aeiouyh"),
    _rules((r"(.)(?=\1)", "")),
)
"""A coarse relative of L. Philips' Metaphone, Computer Language 7 (12), 1990, 39-43."""

_LANGUAGES = {"de": _COLOGNE, "en": _ENGLISH}


_ONE_SOUND = (("ph", "f"), ("th", "t"), ("ck", "k"))


def heard(letters: str) -> str:
    """Return letters with those two of a kind that make one sound as one: "fosfor"."""
    for two, one in _ONE_SOUND:
        letters = letters.replace(two, one)
    return letters


def sounds(words: Iterable[str], language: str) -> Sequence[str]:
    """Return how each of some folded words sounds; none of a language without rules.

    All are rewritten as the lines of one text: a hundred thousand take half a second.
    """
    rules = _LANGUAGES.get(language.partition("-")[0].lower())
    if rules is None:
        return ()
    text = "\n".join(words)
    for old, new in rules.around:
        text = old.sub(new, text)
    text = text.translate(rules.alone)
    for old, new in rules.after:
        text = old.sub(new, text)
    return text.split("\n")


class Homophones:
    """Finds the words that sound like others, among some words known by their places."""

    def __init__(self, words: Iterable[str], language: str) -> None:
        self._language = language
        keys = sounds(words, language)
        self._places = sorted(range(len(keys)), key=keys.__getitem__)
        self._keys = [keys[at] for at in self._places]

    def of(self, word: str) -> list[int]:
        """Return the places of the words that sound like one; none when it says too little."""
        for key in sounds((word,), self._language):
            if len(key) >= SHORTEST:
                first, end = bisect_left(self._keys, key), bisect_right(self._keys, key)
                return self._places[first:end]
        return []
