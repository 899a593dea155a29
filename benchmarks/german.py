"""Writes German words another way: what people type instead of what a title says.

Each way needs nothing but the data's own words and a simple rule; where the vocabulary does not
attest that somebody would write so, there is no other way.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

_ATTESTED = 3  # titles that have a word before anything is made of it
_CAPITAL = 0.7  # share of its places in which a noun is written with a capital letter
_SHORTEST_PART = 4
_SHORTEST_OF_PAIR = 3
_LINKS = ("s", "n", "en", "es", "er", "e")
_UMLAUTS = {"ä": "a", "ö": "o", "ü": "u", "ß": "ss"}
_TWO_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
_WITH_UMLAUT = {"a": "ä", "o": "ö", "u": "ü", "au": "äu"}
_QUANTITY = re.compile(r"(\d+(?:,\d+)?)\s?(ml|l|g|kg)")
_LEAST, _STEP, _QUARTERS = 200, 100, (250, 750)  # nobody asks for 0,115 kg
_MOST = 3  # nor for 18,000 g

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
"""A word of a title, with a hyphen as one."""


class Words:
    """The vocabulary of some titles: how often each word comes, and whether it is a noun."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._frequency: Counter[str] = Counter()
        self._capital: Counter[str] = Counter()
        for title in titles:
            for word in set(WORD.findall(title)):
                low = word.lower()
                self._frequency[low] += 1
                self._capital[low] += word[0].isupper() and not word.isupper()

    def frequency(self, word: str) -> int:
        """Return how many titles have a word written so."""
        return self._frequency[word]

    def is_noun(self, word: str) -> bool:
        """Say whether titles write a word often enough, and with a capital letter."""
        often = self._frequency[word]
        return often >= _ATTESTED and self._capital[word] > _CAPITAL * often

    def is_adjective(self, word: str) -> bool:
        """Say whether a word that ends in e has the endings that no noun has: gutem, guter."""
        stem = word.removesuffix("e")
        is_both = self._frequency[stem + "er"] and self._frequency[stem + "es"]
        return bool(is_both or self._frequency[stem + "em"])


Change = Callable[[str, Words, random.Random], str | None]
"""Writes something (lower case) another way, None where that cannot be."""


def split(word: str, words: Words, rng: random.Random) -> str | None:
    """Cut a compound in two where both parts are nouns of their own: "gesichts creme"."""
    del rng
    found = [
        (min(max(map(words.frequency, known)), words.frequency(head)), first, head)
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        if words.is_noun(head := word[at:])
        and (known := list(filter(words.is_noun, _alone(first := word[:at]))))
    ]
    return " ".join(max(found)[1:]) if found and words.is_noun(word) else None


def _alone(part: str) -> Iterator[str]:
    """Yield what a compound's first part is on its own, with its linking letters or not."""
    yield part
    for link in _LINKS:
        if part.endswith(link) and len(part) - len(link) >= _SHORTEST_PART:
            yield part.removesuffix(link)


def joined(pair: str, words: Words, rng: random.Random) -> str | None:
    """Write two neighbours as the compound that other titles write: "haarspray"."""
    del rng
    first, _, head = pair.partition(" ")
    if min(len(first), len(head)) < _SHORTEST_PART:
        return None
    forms = [first + link + head for link in ("", *_LINKS)]
    return next((one for one in forms if words.is_noun(one)), None)


def other_number(word: str, words: Words, rng: random.Random) -> str | None:
    """Write a noun's plural for its singular or the other way round: "tomate"."""
    if len(word) < _SHORTEST_PART or not words.is_noun(word):
        return None
    found = {one for one in _plurals(word) if _is_plural(word, one, words)}
    found |= {one for one in _singulars(word) if _is_plural(one, word, words)}
    nouns = sorted(one for one in found if words.is_noun(one))
    return rng.choice(nouns) if nouns else None


def _plurals(word: str) -> Iterator[str]:
    changed = _umlauted(word)
    yield from (word + ending for ending in ("n", "en", "e", "er", "s"))
    yield from (changed + ending for ending in ("", "e", "er") if changed != word)


def _singulars(word: str) -> Iterator[str]:
    for ending in ("", "n", "en", "e", "er", "s"):
        stem = word.removesuffix(ending)
        if word.endswith(ending) and len(stem) >= _SHORTEST_PART:
            yield stem
            yield re.sub("[äöü]", lambda match: _UMLAUTS[match.group()], stem)


def _is_plural(one: str, many: str, words: Words) -> bool:
    """Say whether a word is the plural of another; "wolle" is none of "woll"."""
    changed = _umlauted(one)
    if changed != one and many.startswith(changed):
        ending = many.removeprefix(changed)
        return one.endswith(("el", "er", "en")) if not ending else _has_dative(many, words)
    match many.removeprefix(one):
        case "n":
            return one.endswith(("e", "er", "el")) and not words.is_adjective(one)
        case "en":
            return one[-1] not in "aeiou" and not words.frequency(one + "e")
        case "e" | "er":
            return _has_dative(many, words) and not words.is_adjective(many)
        case "s":
            return one[-1] in "aiouy"
        case _:
            return False


def _has_dative(many: str, words: Words) -> bool:
    """Say whether titles have a plural with n too: hunden, bildern."""
    return bool(words.frequency(many + "n"))


def _umlauted(word: str) -> str:
    """Return a word with its last vowel that can be as an umlaut: "apfel" as "äpfel"."""
    return re.sub("(au|[aou])(?=[^aouäöü]*$)", lambda match: _WITH_UMLAUT[match.group()], word)


def umlaut_spelled_out(word: str, words: Words, rng: random.Random) -> str | None:
    """Write two letters for an umlaut: "kuehlschrank"."""
    del words, rng
    return _rewritten(word, _TWO_LETTERS)


def umlaut_dropped(word: str, words: Words, rng: random.Random) -> str | None:
    """Write a bare vowel for an umlaut: "kuhlschrank"."""
    del words, rng
    return _rewritten(word, _UMLAUTS)


def _rewritten(word: str, letters: Mapping[str, str]) -> str | None:
    changed = "".join(letters.get(letter, letter) for letter in word)
    return changed if changed != word else None


def without_hyphen(word: str, words: Words, rng: random.Random) -> str | None:
    """Write a space or nothing for a hyphen: "anti aging", "antiaging"."""
    del words
    first, hyphen, second = word.partition("-")
    is_pair = hyphen and min(len(first), len(second)) >= _SHORTEST_OF_PAIR
    return first + rng.choice((" ", "")) + second if is_pair and "-" not in second else None


def with_hyphen(pair: str, words: Words, rng: random.Random) -> str | None:
    """Write a hyphen between two neighbours that other titles write so."""
    del rng
    written = pair.replace(" ", "-")
    return written if words.frequency(written) >= _ATTESTED else None


def other_unit(quantity: str, words: Words, rng: random.Random) -> str | None:
    """Write litres for millilitres, kilograms for grams, or the other way round."""
    del words, rng
    match = _QUANTITY.fullmatch(quantity)
    if match is None:
        return None
    number, unit = float(match[1].replace(",", ".")), match[2]
    if unit in ("l", "kg"):
        small = f"{number * 1000:g} {'ml' if unit == 'l' else 'g'}"
        return small if number <= _MOST else None
    is_usual = number >= _LEAST and number % _STEP == 0
    large = f"{number / 1000:g} {'l' if unit == 'ml' else 'kg'}".replace(".", ",")
    return large if is_usual or number in _QUARTERS else None


def other_space(quantity: str, words: Words, rng: random.Random) -> str | None:
    """Write a quantity with a space before its unit, or without the one it has."""
    del words, rng
    match = _QUANTITY.fullmatch(quantity)
    return f"{match[1]}{'' if ' ' in quantity else ' '}{match[2]}" if match else None
