"""Cuts text into words and words into stems: the same for catalogue, queries and rules."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import Stemmer

from knowledge_base.language.inflection import is_adjective, is_declined_adjective, misread
from knowledge_base.remembering import remembered


class Word(NamedTuple):
    """One word: its normalised letters, and its place in the text it was cut from.

    `glued` says that nothing but a hyphen, dot, ampersand or underscore stands between it
    and the word before: "T-Shirt" is two words, the second of them glued.
    """

    text: str
    start: int
    end: int
    glued: bool = False


LONGEST = 64
"""Letters of a word that count; nobody types more, and caches stay small."""

_WORD = re.compile(
    r"[^\W_]+"
    r"(?:(?<=\d)[.,](?=\d)[^\W_]+"  # 1,5 and 3.0 are numbers
    r"|(?<=[^\W\d_])['`](?=[^\W\d_])[^\W_]+)*"  # Levi's is one word
)
_GLUE = frozenset("-.&_")
_SIGNS = frozenset("'`,")
"""What may stand inside of a word, and is left out of it or rewritten."""
_MARKS = "\u0300-\u036f\u0653-\u0655\u3099\u309a"
_SPECIAL = re.compile(rf"(?s:.)[{_MARKS}]{{1,4}}|[^\x00-\x7f]")
_PLAIN = re.compile("[\x00-\x7fÀ-ÖØ-Þà-öø-ÿ]*")
"""Texts of which every letter folds to its small one: all but a few."""
_REWRITTEN = {
    **dict.fromkeys("\u2018\u2019\u02bc\u00b4\u2032", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013", "-"),
    **dict.fromkeys("©®™℠", " "),  # NFKC makes "Sony™" a "sonytm"
}


@lru_cache(maxsize=1 << 16)
def _fold(cluster: str) -> str:
    """Return one letter with its marks as NFKC, case-folded; invisible ones vanish."""
    if cluster in _REWRITTEN:
        return _REWRITTEN[cluster]
    folded = unicodedata.normalize("NFKC", cluster).casefold()
    kinds = ((one, unicodedata.category(one)) for one in unicodedata.normalize("NFKC", folded))
    return "".join(one for one, kind in kinds if kind != "Cf" and kind[0] != "M")


def _folded(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """Return the folded text, and where in the original each of its letters starts and ends."""
    if _PLAIN.fullmatch(text):
        return text.lower(), range(len(text)), range(1, len(text) + 1)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in _SPECIAL.finditer(text):
        start, end = match.span()
        piece = _fold(match.group())
        pieces += (text[at:start].lower(), piece)
        starts.extend((*range(at, start), *[start] * len(piece)))
        ends.extend((*range(at + 1, start + 1), *[end] * len(piece)))
        at = end
    pieces.append(text[at:].lower())
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return "".join(pieces), starts, ends


def split_words(text: str) -> list[Word]:
    """Cut a text into its words, in order.

    Unicode NFKC, case, ß, invisible signs and apostrophes make no difference; a decimal
    comma reads as a point. Runs in time linear in the text.
    """
    folded, starts, ends = _folded(text)
    is_plain = folded.isalpha() or _SIGNS.isdisjoint(folded)
    words: list[Word] = []
    before = -2
    for match in _WORD.finditer(folded):
        first, after = match.span()
        letters = match.group()
        if not is_plain:
            letters = letters.replace("'", "").replace("`", "").replace(",", ".")
        glued = first == before + 1 and folded[before] in _GLUE
        words.append(Word(letters[:LONGEST], starts[first], ends[after - 1], glued))
        before = after
    return words


def joined_words(words: Sequence[Word]) -> Iterator[Word]:
    """Yield every run of glued words as the one word it may be: "t", "shirt" as "tshirt"."""
    first = 0
    for at in range(1, len(words) + 1):
        if at < len(words) and words[at].glued:
            continue
        if at - first > 1:
            run = words[first:at]
            letters = "".join(word.text for word in run)
            yield Word(letters[:LONGEST], run[0].start, run[-1].end)
        first = at


_SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
_ACCENTS = re.compile("(?<=[a-z])[\u0300-\u036f]+")  # й is a letter of its own
_TWO_LETTER_UMLAUT = re.compile("(?<=[^aeiouyq][aou])e|(?<=^[aou])e")
_UMLAUT = re.compile("(?<=[aou])\u0308")
_GERMAN_PLURAL_S = re.compile(r"(?<=..)(?:(?<=[^aeiou][aiouy])|(?<=[ie]o)|(?<=p))s$")


def _apart(word: str) -> str:
    return word if word.isascii() else unicodedata.normalize("NFD", word)


class Analyser:
    """Reduces the words of one language to what they are looked up by.

    In German an umlaut, however it is spelled, becomes its bare vowel. A language without a
    stemmer keeps its words, without their accents.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        name = _SNOWBALL.get(language.partition("-")[0].lower())
        self._snowball = Stemmer.Stemmer(name, 0) if name else None
        self._lock = Lock()  # a Snowball stemmer serves one thread at a time
        self._german = name == "german"
        self.stem = remembered(self._stem, 1 << 17)

    def _stem(self, word: str) -> str:
        """Return a normalised word's stem; what has a digit in it only loses its accents."""
        bare = self._without_accents(word)
        has_digit = not bare.isalpha() and any(map(str.isdigit, bare))
        if self._snowball is None or has_digit:
            return bare
        with self._lock:
            stem = self._snowball.stemWord(bare)
        if not self._german:
            return stem
        whole = misread(bare, self.fold(bare))
        if whole and len(stem) < len(whole):  # Snowball makes "Leder" a "led"
            return whole
        # It leaves the plural of loan words alone: Kameras, Akkus, Laptops, Radios.
        return _GERMAN_PLURAL_S.sub("", stem)

    def _without_accents(self, word: str) -> str:
        """Take accents off Latin letters; umlauts stay for the German stemmer to fold."""
        if word.isascii():
            return word
        apart = _apart(word)
        if self._german:
            apart = _UMLAUT.sub("\0", apart)
        bare = _ACCENTS.sub("", apart).replace("\0", "\u0308")
        return unicodedata.normalize("NFC", bare)

    def fold(self, word: str) -> str:
        """Return a normalised word as its letters are compared: no accents, no umlauts.

        What is folded of a word's beginning is the beginning of the folded word.
        """
        if self._german:
            bare = unicodedata.normalize("NFC", _ACCENTS.sub("", _apart(word)))
            return _TWO_LETTER_UMLAUT.sub("", bare)
        return self._without_accents(word)

    def spelling(self, word: str) -> str:
        """Return a normalised word without accents, a German umlaut in its two letters.

        What is spelled alike is the same word; what only folds alike may be another.
        """
        if self._german and not word.isascii():
            bare = _ACCENTS.sub("", _UMLAUT.sub("e", _apart(word)))
            return unicodedata.normalize("NFC", bare)
        return self._without_accents(word)

    def is_adjective(self, word: str) -> bool:
        """Say whether a normalised word is surely an adjective; only German ones are known."""
        return self._german and is_adjective(self.fold(word))

    def is_declined_adjective(self, word: str) -> bool:
        """Say whether a normalised word may be an adjective before its noun; as above."""
        return self._german and is_declined_adjective(self.fold(word))

    def terms(self, text: str) -> list[tuple[Word, str]]:
        """Return a text's words with their stems, in order."""
        stem = self.stem
        return [(word, stem(word.text)) for word in split_words(text)]

    def phrasings(self, text: str) -> tuple[tuple[str, ...], ...]:
        """Return the stems of a text; with "T-Shirt" in it also as if that was one word."""
        words = split_words(text)
        runs = list(joined_words(words))
        inside = {at for one in runs for at in range(one.start, one.end)}
        loose = [word for word in words if word.start not in inside]
        joined = sorted((*loose, *runs), key=lambda word: word.start)
        written = (tuple(self.stem(word.text) for word in form) for form in (words, joined))
        return tuple(dict.fromkeys(written))
