"""What does the garden department carry, from the house to the lamp beside its door?"""

# ruff: noqa: E501 - both languages of a text stand on one line, so that they can be compared

import random
from collections.abc import Iterator
from dataclasses import replace

from demo.catalogue.brands import makers
from demo.catalogue.kinds import Draft, Kind, Pack, Wording, compose, path, pick_options, spread
from demo.catalogue.palette import OUTDOOR_PAINT, WOODEN
from demo.catalogue.words import Text, Value, joined, noun, number, text, texts

GARDEN = "Garten | Garden"
HOUSES = "Häuser & Schuppen | Houses & sheds"
FITTINGS = "Gartenhaus-Zubehör | Garden house accessories"
WIDTHS, DEPTHS = (200, 240, 300, 360, 400), (180, 240, 300)
CANS = (
    Pack("contents", text("0,75 l | 0.75 l")),
    Pack("contents", text("2,5 l | 2.5 l"), 2.6),
    Pack("contents", "5 l", 4.6),
)
ROLLS = (Pack("length", "5 m"), Pack("length", "10 m", 1.8), Pack("length", "20 m", 3.3))
RAILS = (Pack("length", "200 cm"), Pack("length", "250 cm", 1.2), Pack("length", "3 m", 1.4))
CLOSINGS = texts(
    "Mit verständlicher Aufbauanleitung. | With easy-to-follow instructions.",
    "Auf Wunsch bis in den Garten geliefert. | Delivered right into the garden on request.",
    "Hält Wind und Wetter viele Jahre stand. | Stands up to wind and weather for years.",
    "Das Holz stammt aus nachhaltiger Forstwirtschaft. | The wood comes from sustainable forestry.",
)  # fmt: skip
TRIED = texts(
    "In unserem eigenen Garten erprobt. | Tried and tested in our own garden.",
    "Hält Wind und Wetter viele Jahre stand. | Stands up to wind and weather for years.",
    "Passt zu allen Gartenhäusern im Sortiment. | Goes with every garden house in our range.",
)

KINDS = (
    Kind("garden_house", noun("n Gartenhaus, Gartenhäuser | garden house, garden houses"),
        path(GARDEN, HOUSES, "Gartenhäuser | Garden houses"), (690, 3900), makers("houses"), texts(
            "Gartenhaus {phrase} mit {roof} und {wall} Wandstärke. | A garden house {phrase} with a {roof} and {wall} walls.",
            "Platz für Räder, Rasenmäher und eine Bank: Gartenhaus {phrase}, {width} breit. | Room for bikes, mower and a bench: a garden house {phrase}, {width} wide.",
        ), share=2.6, materials=("spruce", "larch"), colours=WOODEN, options={
            "roof": texts("Satteldach | gabled roof", "Flachdach | flat roof", "Pultdach | pent roof"),
            "wall": texts("19 mm", "28 mm", "40 mm")}),
    Kind("tool_shed", noun("n Gerätehaus, Gerätehäuser | tool shed, tool sheds"),
        path(GARDEN, HOUSES, "Gerätehäuser | Tool sheds"), (179, 890), makers("houses"), texts(
            "Abschließbares Gerätehaus {phrase}, {width} breit und {depth} tief. | A lockable tool shed {phrase}, {width} wide and {depth} deep.",
        ), share=1.2, materials=("steel", "spruce"), colours=("anthracite", "green", "grey"), options={
            "roof": texts("Satteldach | gabled roof", "Pultdach | pent roof")}),
    Kind("greenhouse", noun("n Gewächshaus, Gewächshäuser | greenhouse, greenhouses"),
        path(GARDEN, HOUSES, "Gewächshäuser | Greenhouses"), (249, 1400), makers("houses"), texts(
            "Gewächshaus {phrase} mit {glazing} Hohlkammerplatten. | A greenhouse {phrase} with {glazing} twin-wall panels.",
        ), materials=("aluminium", "steel"), colours=("green", "anthracite", "silver"), options={
            "glazing": texts("4 mm", "6 mm", "10 mm")}),
    Kind("house_floor", noun("m Gartenhausboden, Gartenhausböden | garden house floor, garden house floors"),
        path(GARDEN, FITTINGS, "Fußböden | Floors"), (99, 420), makers("wood", "houses"), texts(
            "Fußboden {phrase} für Gartenhäuser mit {width} x {depth}. | A floor {phrase} for garden houses of {width} x {depth}.",
        ), share=1.6, materials=("spruce", "larch"), options={"thickness": texts("16 mm", "19 mm", "26 mm")}),
    Kind("roof_felt", noun("f Dachpappe, Dachpappen | roofing felt, roofing felts"),
        path(GARDEN, FITTINGS, "Dachpappen | Roofing felts"), (19, 70), makers("roofs"), texts(
            "Dachpappe {phrase}, 1 m breit, kalt selbstklebend. | Roofing felt {phrase}, 1 m wide, self-adhesive.",
            "Robuste Dachpappe {phrase} für Gartenhaus und Carport. | Robust roofing felt {phrase} for garden house and carport.",
        ), share=1.1, materials=("bitumen",), colours=("green", "anthracite", "red")),
    Kind("gutter", noun("f Dachrinne, Dachrinnen | gutter, gutters"),
        path(GARDEN, FITTINGS, "Dachrinnen | Gutters"), (15, 60), makers("roofs"), texts(
            "Dachrinne {phrase}, halbrund, mit Haltern. | A half-round gutter {phrase} with brackets.",
        ), share=0.7, materials=("zinc", "steel"), colours=("grey", "brown", "anthracite")),
    Kind("wood_paint", noun("f Holzschutzfarbe, Holzschutzfarben | wood paint, wood paints"),
        path(GARDEN, FITTINGS, "Holzschutzfarben | Wood paints"), (12, 32), makers("paint"), texts(
            "Deckende Holzschutzfarbe, {finish}, reicht für {coverage} je Liter. | Opaque wood paint, {finish}, covers {coverage} per litre.",
            "Holzschutzfarbe für Gartenhaus und Zaun, tropft nicht. | Non-drip wood paint for garden house and fence.",
        ), share=1.5, colours=OUTDOOR_PAINT, options={
            "finish": texts("seidenmatt | satin", "matt | matt", "glänzend | gloss"), "coverage": texts("8 m²", "10 m²", "12 m²")}),
    Kind("wood_glaze", noun("f Holzlasur, Holzlasuren | wood glaze, wood glazes"),
        path(GARDEN, FITTINGS, "Holzlasuren | Wood glazes"), (10, 30), makers("paint"), texts(
            "Holzlasur, die die Maserung zeigt und UV-Licht abhält. | A wood glaze that shows the grain and keeps UV light out.",
        ), colours=("brown", "natural", "grey", "green"), options={"finish": texts("seidenmatt | satin", "matt | matt")}),
    Kind("garden_lamp", noun("f Gartenleuchte, Gartenleuchten | garden lamp, garden lamps"),
        path(GARDEN, FITTINGS, "Gartenleuchten | Garden lamps"), (19, 130), makers("light"), texts(
            "Gartenleuchte {phrase} mit warmem Licht, {protection}. | A garden lamp {phrase} with warm light, {protection}.",
            "Wandleuchte {phrase} für Gartenhaus und Terrasse, {power}. | A wall lamp {phrase} for garden house and terrace, {power}.",
        ), share=1.4, materials=("aluminium", "stainless"), colours=("anthracite", "silver", "black"), options={
            "power": texts("Solarbetrieben | Solar powered", "230 V", "12 V"), "protection": texts("IP44", "IP65")}),
    Kind("garden_bench", noun("f Gartenbank, Gartenbänke | garden bench, garden benches"),
        path(GARDEN, "Möbel & Beete | Furniture & beds", "Gartenbänke | Garden benches"), (79, 390), makers("garden"), texts(
            "Gartenbank {phrase} für {seats}. | A garden bench {phrase} for {seats}.",
        ), materials=("oak", "larch", "steel"), colours=("natural", "anthracite", "white"), options={
            "seats": texts("zwei Personen | two people", "drei Personen | three people")}),
    Kind("raised_bed", noun("n Hochbeet, Hochbeete | raised bed, raised beds"),
        path(GARDEN, "Möbel & Beete | Furniture & beds", "Hochbeete | Raised beds"), (49, 290), makers("garden"), texts(
            "Hochbeet {phrase} in rückenfreundlicher Höhe von {height}. | A raised bed {phrase} at a back-friendly height of {height}.",
        ), materials=("larch", "zinc"), colours=("natural", "anthracite"), options={"height": texts("60 cm", "80 cm")}),
)  # fmt: skip

SIZED = {"garden_house", "tool_shed", "greenhouse", "house_floor"}
PACKS = {"wood_paint": CANS, "wood_glaze": CANS, "roof_felt": ROLLS, "gutter": RAILS}
SIZED_WORDING = Wording(
    text("{brand} {noun} {model} {metres} | {brand} {model} {noun} {metres}"), CLOSINGS
)
WORDING = Wording(text("{brand} {noun} {model} | {brand} {model} {noun}"), TRIED)
MODELS = (
    "Amsel", "Birke", "Distel", "Erle", "Farnweg", "Ginster", "Hasel", "Heide", "Kiebitz", "Lerche",
    "Linde", "Malve", "Mohn", "Primel", "Quitte", "Rotdorn", "Salbei", "Ulme", "Wacholder", "Zaunkönig",
)  # fmt: skip


def drafts(rng: random.Random, count: int) -> Iterator[Draft]:
    """Describe ``count`` things for the garden."""
    for kind in spread(KINDS, count):
        brand = rng.choice(kind.makers)
        attributes = pick_options(kind, rng)
        words: dict[str, Value] = {"model": rng.choice(MODELS)}
        if kind.name in SIZED:
            width, depth = rng.choice(WIDTHS), rng.choice(DEPTHS)
            attributes |= {"width": number(width, "cm"), "depth": number(depth, "cm")}
            words["metres"] = _metres(width, depth)
        wording = SIZED_WORDING if kind.name in SIZED else WORDING
        draft = compose(kind, brand, rng, wording, words, attributes)
        yield replace(draft, packs=PACKS.get(kind.name, ()))


def _metres(width: int, depth: int) -> Text:
    """Write a ground plan in metres, as people say it."""
    return joined(" x ", (number(width / 100), number(depth / 100, "m")))
