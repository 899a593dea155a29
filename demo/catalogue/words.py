"""What is a text of this shop made of? German and English side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages of the shop."""

    de: str
    en: str

    def as_dict(self) -> dict[str, str]:
        """Give the text as a feed writes it."""
        return {"de": self.de, "en": self.en}


Value = Text | str


def text(both: str) -> Text:
    """Read ``German | English``; without a bar both languages say the same."""
    de, _, en = both.partition(" | ")
    return Text(de, en or de)


def texts(*both: str) -> tuple[Text, ...]:
    """Read several texts."""
    return tuple(text(each) for each in both)


def as_text(value: Value) -> Text:
    """Give a value in both languages; what is plain says the same in each."""
    return value if isinstance(value, Text) else Text(value, value)


def joined(by: str, parts: Iterable[Text]) -> Text:
    """Join texts, in each language its own."""
    both = list(parts)
    return Text(by.join(part.de for part in both), by.join(part.en for part in both))


def fill(template: Text, words: Mapping[str, Value]) -> Text:
    """Put words into a template, in each language its own."""
    both = {name: as_text(word) for name, word in words.items()}
    return Text(
        template.de.format_map({name: word.de for name, word in both.items()}),
        template.en.format_map({name: word.en for name, word in both.items()}),
    )


def number(value: float, unit: str = "") -> Text:
    """Write a number with its unit: a decimal comma in German, a point in English."""
    plain = f"{value:g}"
    tail = f" {unit}" if unit else ""
    return Text(plain.replace(".", ",") + tail, plain + tail)


@dataclass(frozen=True, slots=True)
class Noun:
    """What a kind of product is called; the gender decides how German adjectives end."""

    gender: str
    one: Text
    many: Text

    def described(self, adjective: str) -> tuple[str, str]:
        """Put a German adjective before the noun: (blauer Schuh, blaue Schuhe)."""
        if adjective.endswith(("a", "e", "ß")) and adjective not in DECLINED:
            return f"{adjective} {self.one.de}", f"{adjective} {self.many.de}"
        ending = {"m": "er", "f": "e", "n": "es"}[self.gender]
        return f"{adjective}{ending} {self.one.de}", f"{adjective}e {self.many.de}"


DECLINED = {"weiß"}


def noun(line: str) -> Noun:
    """Read ``m Laufschuh, Laufschuhe | running shoe, running shoes``."""
    gender, _, rest = line.partition(" ")
    both = text(rest)
    (de_one, de_many), (en_one, en_many) = both.de.split(", "), both.en.split(", ")
    return Noun(gender, Text(de_one, en_one), Text(de_many, en_many))
