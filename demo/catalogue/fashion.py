"""How does the shop describe clothes and shoes, in which colours and sizes?"""

# ruff: noqa: E501 - both languages of a text stand on one line, so that they can be compared

import random
from collections.abc import Iterator
from dataclasses import replace

from demo.catalogue.garments import AUDIENCES, KINDS
from demo.catalogue.kinds import Draft, Kind, Pack, Wording, compose, pick_options, spread
from demo.catalogue.sizes import SYSTEMS
from demo.catalogue.words import Text, Value, text, texts

STYLES = texts(
    "Sportlich | Sporty", "Klassisch | Classic", "Verspielt | Playful", "Schlicht | Minimal"
)
FOR_ALL = texts(
    "Stil: {style}. | Style: {style}.",
    "Fair genäht in Europa. | Fairly made in Europe.",
)
FOR_CLOTHES = FOR_ALL + texts(
    "Waschbar bei 30 Grad. | Machine washable at 30 degrees.",
    "Pflegeleicht und formstabil. | Easy to care for and keeps its shape.",
    "Fällt normal aus. | True to size.",
)
FOR_SHOES = FOR_ALL + texts(
    "Fällt etwas kleiner aus. | Runs slightly small.",
    "Fällt normal aus. | True to size.",
    "Mit herausnehmbarer Innensohle. | With a removable insole.",
)
TAGS = texts(
    "nachhaltig | sustainable",
    "Geschenkidee | gift idea",
    "Lieblingsstück | favourite",
)
MODELS = (
    "Aero", "Alva", "Bente", "Brisa", "Cadro", "Corvin", "Dalma", "Elin", "Esko", "Fjella", "Finja",
    "Gala", "Henrik", "Ida", "Ilva", "Jonne", "Juna", "Kalle", "Kira", "Lasse", "Linnea", "Lotta",
    "Malo", "Mika", "Nela", "Nordo", "Oda", "Ole", "Paco", "Pulso", "Ravi", "Rio", "Saga", "Silas",
    "Sole", "Tamo", "Tilda", "Turo", "Vela", "Vento", "Vida", "Wanda", "Yara", "Zora",
)  # fmt: skip
WHOSE = {"women": "Women's", "men": "Men's", "children": "Kids'"}
TITLE = text("{brand} {noun} {model} für {audience} | {brand} {model} {whose} {noun}")
WORDINGS = {
    "Bekleidung": Wording(TITLE, FOR_CLOTHES),
    "Schuhe": Wording(TITLE, FOR_SHOES),
    "Accessoires": Wording(TITLE, FOR_ALL),
}
LEANING = 0.65  # how often a brand stays true to its style
TAGGED = 0.12
VEGAN, UNISEX = texts("vegan", "Unisex")
ANIMAL = {"wool", "merino", "leather", "suede", "felt"}


def drafts(rng: random.Random, count: int) -> Iterator[Draft]:
    """Describe ``count`` pieces of clothing and pairs of shoes."""
    for kind in spread(KINDS, count):
        yield _draft(kind, rng)


def _draft(kind: Kind, rng: random.Random) -> Draft:
    brand = rng.choice(kind.makers)
    style = STYLES[brand.style] if rng.random() < LEANING else rng.choice(STYLES)
    model = rng.choice(MODELS) + rng.choice(("", "", " 2", " 3", " Plus"))
    attributes: dict[str, Value] = {**pick_options(kind, rng), "style": style}
    words: dict[str, Value] = {
        "model": model,
        "audience": AUDIENCES[kind.audience],
        "whose": WHOSE[kind.audience],
    }
    wording = WORDINGS[kind.path.de.split(" > ")[2]]
    draft = compose(kind, brand, rng, wording, words, attributes)
    return replace(
        draft,
        style=style.en,
        packs=_sizes(kind, rng),
        tags=_tags(draft.material, rng),
    )


def _tags(material: str, rng: random.Random) -> tuple[Text, ...]:
    """Draw tags; what an animal wore before is not vegan."""
    fitting = TAGS if material in ANIMAL else (*TAGS, VEGAN)
    return tuple(tag for tag in fitting if rng.random() < TAGGED)


def _sizes(kind: Kind, rng: random.Random) -> tuple[Pack, ...]:
    """Offer a run of neighbouring sizes: a product covers a part of a system."""
    if not kind.sizes:
        return ()
    system = SYSTEMS[kind.sizes]
    length = min(len(system), rng.choice((5, 6, 6, 7)))
    start = rng.randint(0, len(system) - length)
    return tuple(Pack("size", size) for size in system[start : start + length])


def gender(kind: Kind) -> Text:
    """Say for whom a kind with an audience is made."""
    return UNISEX if kind.audience == "children" else AUDIENCES[kind.audience]
