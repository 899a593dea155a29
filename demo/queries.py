"""What do shoppers type when they look for a product?"""

from dataclasses import dataclass

import numpy as np

from demo.catalogue import Product
from demo.catalogue.garments import AUDIENCES
from demo.catalogue.palette import COLOURS
from demo.catalogue.words import Value, as_text

TYPO = 0.08
SINGULAR, BY_CODE = 0.4, 0.12
WITH_AUDIENCE, WITH_COLOUR, WITH_SIZE, WITH_BRAND = 0.45, 0.25, 0.15, 0.2
TELLING = ("dimensions", "diameter", "focal_length", "filter_diameter", "capacity", "voltage")
WITH_FACT = 0.35
PLAIN_LETTERS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "s"})
SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed and what was meant by it, as far as the words say."""

    text: str
    phrase: str
    audience: str = ""
    colour: str = ""
    brand: str = ""


def ask(
    product: Product, colour: str, size: str, *, is_english: bool, rng: np.random.Generator
) -> Query:
    """Put the wish for a product like this one into words; colour and size may be empty."""
    if product.code and rng.random() < BY_CODE:
        return Query(_mistype(product.code, rng), product.phrase.de, brand=product.brand)
    audience = product.kind.audience if rng.random() < WITH_AUDIENCE else ""
    colour = colour if rng.random() < WITH_COLOUR else ""
    brand = product.brand if rng.random() < WITH_BRAND else ""
    size = size if rng.random() < WITH_SIZE else ""
    name = _name(product, colour, is_english=is_english, rng=rng)
    whose = _say(AUDIENCES[audience], is_english=is_english) if audience in AUDIENCES else ""
    words = [brand, whose, name] if rng.random() < SINGULAR else [brand, name, whose]
    fact = "" if size else _fact(product, is_english=is_english, rng=rng)
    text = " ".join(word for word in (*words, fact, size) if word).lower()
    return Query(_mistype(text, rng), product.phrase.de, audience, colour, brand)


def _name(product: Product, colour: str, *, is_english: bool, rng: np.random.Generator) -> str:
    """Call a product by its name, in singular or plural, with a colour before it."""
    number = 0 if rng.random() < SINGULAR else 1
    noun = product.kind.noun
    if product.phrase != noun.many:  # a spice or a series goes by its own name
        return _say(product.phrase, is_english=is_english)
    if is_english:
        shade = COLOURS[colour].name.en if colour else ""
        return f"{shade} {(noun.one.en, noun.many.en)[number]}".strip()
    if colour:
        return noun.described(COLOURS[colour].name.de.lower())[number]
    return (noun.one.de, noun.many.de)[number]


def _fact(product: Product, *, is_english: bool, rng: np.random.Generator) -> str:
    """Add a measure or a type that matters for this kind of product."""
    facts = [product.attributes[name] for name in TELLING if name in product.attributes]
    if not facts or rng.random() >= WITH_FACT:
        return ""
    return _say(facts[0], is_english=is_english)


def _say(value: Value, *, is_english: bool) -> str:
    both = as_text(value)
    return both.en if is_english else both.de


def _mistype(text: str, rng: np.random.Generator) -> str:
    """Slip now and then: swap, drop or double a letter, or leave out the umlaut."""
    if rng.random() >= TYPO or len(text) < len("abcd"):
        return text
    place = int(rng.integers(1, len(text) - 1))
    slips = (
        text[:place] + text[place + 1] + text[place] + text[place + 2 :],
        text[:place] + text[place + 1 :],
        text[:place] + text[place] + text[place:],
        text.translate(PLAIN_LETTERS),
        text.translate(SPELT_OUT),
    )
    return slips[int(rng.integers(len(slips)))]
