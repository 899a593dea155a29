"""What kinds of product does a shop like this carry, and how are they described?"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from demo.catalogue.brands import Brand
from demo.catalogue.palette import MATERIALS
from demo.catalogue.words import Noun, Text, Value, fill, joined, text

CLOSING = (0, 1, 1, 2)
COLOUR_SHARES = (6, 3, 1)


@dataclass(frozen=True, slots=True)
class Kind:
    """A leaf of the category tree: what hangs there, and what its products have in common."""

    name: str
    noun: Noun
    path: Text
    euros: tuple[float, float]
    makers: tuple[Brand, ...]
    openings: tuple[Text, ...]
    audience: str = ""
    share: float = 1.0
    materials: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    sizes: str = ""
    options: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pack:
    """One way a product is packed: ``size`` or an attribute, its value, and what it costs."""

    name: str
    value: Value
    factor: float = 1.0
    grams: int = 0


@dataclass(frozen=True, slots=True)
class Wording:
    """How products are put into words: a title, and sentences a description may end with."""

    title: Text
    closings: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A product as its maker describes it, before the shop gives it number and price."""

    kind: Kind
    brand: Brand
    title: Text
    description: Text
    euros: float
    attributes: Mapping[str, Value]
    code: str = ""
    phrase: Text | None = None
    material: str = ""
    style: str = ""
    tags: tuple[Text, ...] = ()
    colours: tuple[str, ...] = ()
    packs: tuple[Pack, ...] = ()
    on_sale: bool = True


def spread(kinds: Sequence[Kind], count: int) -> Iterator[Kind]:
    """Deal out ``count`` places so that at every point the kinds have about their shares."""
    dealt = [0] * len(kinds)
    for _ in range(count):
        row = min(range(len(kinds)), key=lambda k: ((dealt[k] + 0.5) / kinds[k].share, k))
        dealt[row] += 1
        yield kinds[row]


def price_between(kind: Kind, brand: Brand, rng: random.Random) -> float:
    """Draw a price in euros: low ones are more common, dear brands cost more."""
    low, high = kind.euros
    return float(low * (high / low) ** rng.betavariate(1.6, 2.0) * brand.level)


def pick_options(kind: Kind, rng: random.Random) -> dict[str, Value]:
    """Choose one value for every attribute that a kind offers."""
    return {name: rng.choice(values) for name, values in kind.options.items()}


def path(*steps: str) -> Text:
    """Join the steps of a category path."""
    return joined(" > ", map(text, steps))


def compose(
    kind: Kind,
    brand: Brand,
    rng: random.Random,
    wording: Wording,
    words: Mapping[str, Value],
    attributes: Mapping[str, Value],
) -> Draft:
    """Write title and description from templates and pick material, colours and price."""
    material = rng.choice(kind.materials) if kind.materials else ""
    known = {**_common_words(kind, brand, material), **attributes, **words}
    return Draft(
        kind=kind,
        brand=brand,
        title=_trimmed(fill(wording.title, known)),
        description=_describe(kind, wording, known, rng),
        euros=price_between(kind, brand, rng),
        attributes=attributes,
        material=material,
        colours=_colours(kind, rng),
    )


def _common_words(kind: Kind, brand: Brand, material: str) -> dict[str, Value]:
    """Name what every template may speak of; in English titles nouns have capitals."""
    words: dict[str, Value] = {
        "brand": brand.name,
        "thing": kind.noun.one,
        "noun": _capital(kind.noun.one),
        "nouns": _capital(kind.noun.many),
    }
    if material:
        found = MATERIALS[material]
        words |= {"material": found.name, "phrase": found.phrase}
    return words


def _describe(
    kind: Kind, wording: Wording, words: Mapping[str, Value], rng: random.Random
) -> Text:
    """Begin with what the product is, and add up to two sentences."""
    closings = rng.sample(wording.closings, min(len(wording.closings), rng.choice(CLOSING)))
    sentences = (rng.choice(kind.openings), *closings)
    return joined(" ", (fill(sentence, words) for sentence in sentences))


def _colours(kind: Kind, rng: random.Random) -> tuple[str, ...]:
    """Choose the colours a product comes in: most come in one."""
    wanted = rng.choices((1, 2, 3), COLOUR_SHARES)[0]
    return tuple(rng.sample(kind.colours, min(len(kind.colours), wanted)))


def _capital(both: Text) -> Text:
    return Text(both.de, both.en.title().replace("'S", "'s"))


def _trimmed(title: Text) -> Text:
    """Drop the gap that an empty word at the end leaves."""
    return Text(title.de.rstrip(), title.en.rstrip())
