"""What kinds of product does a shop like this carry, and how are they described?"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from demo.catalogue.brands import Brand
from demo.catalogue.palette import MATERIALS
from demo.catalogue.words import Noun, Text, Value, fill, text


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

    @property
    def department(self) -> str:
        """Name the top of the category path in English."""
        return self.path.en.partition(" > ")[0]


@dataclass(frozen=True, slots=True)
class Pack:
    """One way a product is packed: ``size`` or an attribute, its value, and what it costs."""

    name: str
    value: Value
    factor: float = 1.0
    grams: int = 0


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


def describe(sentences: Sequence[Text], words: Mapping[str, Value]) -> Text:
    """Fill sentences and join them to a description."""
    filled = [fill(sentence, words) for sentence in sentences]
    return Text(" ".join(each.de for each in filled), " ".join(each.en for each in filled))


def named(both: Text) -> Text:
    """Write a noun as it stands in a title: English capitals, German as it is."""
    return Text(both.de, both.en.title().replace("'S", "'s"))


def _trimmed(title: Text) -> Text:
    """Drop the gap that an empty word at the end leaves."""
    return Text(title.de.rstrip(), title.en.rstrip())


def path(*steps: str) -> Text:
    """Join the steps of a category path."""
    both = [text(step) for step in steps]
    return Text(" > ".join(step.de for step in both), " > ".join(step.en for step in both))


def compose(  # noqa: PLR0913 - a draft has many parts, all but the first five have a default
    kind: Kind,
    brand: Brand,
    rng: random.Random,
    title: Text,
    words: Mapping[str, Value],
    *,
    attributes: Mapping[str, Value],
    closings: Sequence[Text] = (),
    euros: float = 0.0,
    **more: Any,
) -> Draft:
    """Write title and description from templates and pick material, colours and price."""
    material = rng.choice(kind.materials) if kind.materials else ""
    if material:
        words = {
            **words,
            "material": MATERIALS[material].name,
            "phrase": MATERIALS[material].phrase,
        }
    sentences = [rng.choice(kind.openings)]
    sentences.extend(rng.sample(closings, min(len(closings), rng.choice((0, 1, 1, 2)))))
    return Draft(
        kind=kind,
        brand=brand,
        title=_trimmed(fill(title, words)),
        description=describe(sentences, words),
        euros=euros or price_between(kind, brand, rng),
        attributes=attributes,
        material=material,
        colours=tuple(
            rng.sample(
                kind.colours, min(len(kind.colours), rng.choices((1, 2, 3), (6, 3, 1))[0])
            )
        ),
        **more,
    )
