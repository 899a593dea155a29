"""What does the do-it-yourself department carry: machines, bits and a great many screws?"""

# ruff: noqa: E501 - both languages of a text stand on one line, so that they can be compared

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from demo.catalogue.brands import Brand, makers
from demo.catalogue.kinds import Draft, Kind, Pack, Wording, compose, path, pick_options, spread
from demo.catalogue.words import Text, Value, joined, noun, number, text, texts

DIY = "Heimwerken | Do-it-yourself"
MACHINES = "Elektrowerkzeuge | Power tools"
BITS = "Bohrer & Bits | Drill bits & bits"
FIXINGS = "Befestigung | Fixings"
HAND = "Handwerkzeuge | Hand tools"
VOLTAGES = texts("12 V", "18 V", "36 V")
SHANKS = texts(
    "Nutenschaft | Slotted shank", "Sechskantschaft | Hex shank", "Rundschaft | Round shank"
)
CORDLESS = {"voltage": VOLTAGES, "torque": texts("30 Nm", "54 Nm", "80 Nm", "120 Nm")}
BIT_SIZES = {"diameter": texts("3 mm", "4 mm", "5 mm", "6 mm", "8 mm", "10 mm", "12 mm"), "length": texts("75 mm", "110 mm", "160 mm", "260 mm")}  # fmt: skip
CLOSINGS = texts(
    "Für Werkstatt und Baustelle. | For workshop and building site.",
    "Ersatzteile sind zehn Jahre lang erhältlich. | Spare parts available for ten years.",
    "Vom Meister empfohlen. | Recommended by master craftsmen.",
    "Liegt gut in der Hand. | Sits well in the hand.",
)  # fmt: skip


def _bit(words: str, leaf: str, materials: tuple[str, ...], euros: tuple[float, float]) -> Kind:
    return Kind("drill_bit", noun(words), path(DIY, BITS, leaf), euros, makers("bits"), texts(
        "{thing} {phrase}, {diameter} Durchmesser, {length} lang. | A {diameter} {thing} {phrase}, {length} long.",
        "Sauberer Lauf, glatter Rand: {thing} mit {shank}. | Runs true and leaves a clean edge: {thing} with {shank}.",
    ), share=1.2, materials=materials, options=BIT_SIZES)  # fmt: skip


def _screw(words: str, leaf: str, opening: str) -> Kind:
    return Kind("screw", noun(words), path(DIY, FIXINGS, leaf), (3, 11), makers("hardware"), texts(opening),
        share=2.2, materials=("zinc", "stainless"), options={"drive": texts("TX 20", "TX 25", "PZ 2"),
            "head": texts("Senkkopf | Countersunk head", "Tellerkopf | Washer head")})  # fmt: skip


KINDS = (
    Kind("drill", noun("m Akku-Bohrschrauber, Akku-Bohrschrauber | cordless drill, cordless drills"),
        path(DIY, MACHINES, "Akku-Bohrschrauber | Cordless drills"), (59, 290), makers("tools"), texts(
            "Akku-Bohrschrauber mit {voltage} und {torque} Drehmoment. | A cordless drill with {voltage} and {torque} of torque.",
            "Zwei Gänge, Licht und Schnellspannfutter: Akku-Bohrschrauber mit {voltage}. | Two gears, light and keyless chuck: a {voltage} cordless drill.",
        ), share=1.8, options=CORDLESS),
    Kind("hammer_drill", noun("m Bohrhammer, Bohrhämmer | rotary hammer, rotary hammers"),
        path(DIY, MACHINES, "Bohrhämmer | Rotary hammers"), (99, 420), makers("tools"), texts(
            "Bohrhammer mit {energy} Schlagenergie für Beton und Stein. | A rotary hammer with {energy} of impact energy for concrete and stone.",
        ), share=1.3, options={"energy": (number(1.8, "J"), number(2.7, "J"), number(4.2, "J")), "voltage": (*VOLTAGES[1:], text("230 V"))}),
    Kind("jigsaw", noun("f Stichsäge, Stichsägen | jigsaw, jigsaws"),
        path(DIY, MACHINES, "Stichsägen | Jigsaws"), (49, 260), makers("tools"), texts(
            "Stichsäge mit Pendelhub, schneidet Holz bis {cut}. | A jigsaw with orbital action that cuts wood up to {cut}.",
        ), options={"cut": texts("65 mm", "90 mm", "135 mm"), "voltage": VOLTAGES[:2]}),
    Kind("sander", noun("m Exzenterschleifer, Exzenterschleifer | orbital sander, orbital sanders"),
        path(DIY, MACHINES, "Exzenterschleifer | Orbital sanders"), (45, 240), makers("tools"), texts(
            "Exzenterschleifer mit {plate} Teller und Staubbox. | An orbital sander with a {plate} pad and dust box.",
        ), options={"plate": texts("125 mm", "150 mm"), "voltage": VOLTAGES[:2]}),
    Kind("tool_battery", noun("m Werkzeugakku, Werkzeugakkus | tool battery, tool batteries"),
        path(DIY, MACHINES, "Werkzeugakkus | Tool batteries"), (35, 170), makers("tools"), texts(
            "Werkzeugakku mit {voltage} und {capacity}. | A {voltage} tool battery with {capacity}.",
        ), share=1.1, options={"voltage": VOLTAGES, "capacity": (number(2, "Ah"), number(2.5, "Ah"), number(4, "Ah"), number(5, "Ah"))}),
    _bit("m Metallbohrer, Metallbohrer | metal drill bit, metal drill bits", "Metallbohrer | Metal drill bits", ("hss",), (2, 12)),
    _bit("m Steinbohrer, Steinbohrer | masonry drill bit, masonry drill bits", "Steinbohrer | Masonry drill bits", ("carbide",), (2, 16)),
    _bit("m Holzbohrer, Holzbohrer | wood drill bit, wood drill bits", "Holzbohrer | Wood drill bits", ("hss", "steel"), (2, 12)),
    Kind("bit_set", noun("n Bit-Set, Bit-Sets | bit set, bit sets"),
        path(DIY, BITS, "Bit-Sets | Bit sets"), (9, 60), makers("bits"), texts(
            "Bit-Set mit {pieces} {phrase} in der Klappbox. | A bit set with {pieces} {phrase} in a folding case.",
        ), materials=("hss", "stainless"), options={"pieces": texts("10 Teilen | 10 pieces", "25 Teilen | 25 pieces", "32 Teilen | 32 pieces", "61 Teilen | 61 pieces")}),
    _screw("f Spanplattenschraube, Spanplattenschrauben | chipboard screw, chipboard screws", "Spanplattenschrauben | Chipboard screws",
        "Spanplattenschrauben {dimensions} {phrase}, {head}, Antrieb {drive}. | Chipboard screws {dimensions} {phrase}, {head}, {drive} drive."),
    _screw("f Terrassenschraube, Terrassenschrauben | decking screw, decking screws", "Terrassenschrauben | Decking screws",
        "Terrassenschrauben {dimensions} {phrase} mit Bohrspitze, {drive}. | Self-drilling decking screws {dimensions} {phrase}, {drive}."),
    Kind("wall_plug", noun("m Dübel, Dübel | wall plug, wall plugs"),
        path(DIY, FIXINGS, "Dübel | Wall plugs"), (3, 13), makers("hardware"), texts(
            "Dübel {dimensions} für Beton, Ziegel und Gipskarton. | Wall plugs {dimensions} for concrete, brick and plasterboard.",
        ), options={"base": texts("Nylon | Nylon", "Recycelter Kunststoff | Recycled plastic")}),
    Kind("hammer", noun("m Schlosserhammer, Schlosserhämmer | engineer's hammer, engineer's hammers"),
        path(DIY, HAND, "Hämmer | Hammers"), (9, 45), makers("tools", "hardware"), texts(
            "Schlosserhammer {weight} mit Stiel aus Esche. | An engineer's hammer of {weight} with an ash handle.",
        ), share=0.7, options={"weight": texts("200 g", "300 g", "500 g", "1 kg")}),
    Kind("screwdriver", noun("m Schraubendreher, Schraubendreher | screwdriver, screwdrivers"),
        path(DIY, HAND, "Schraubendreher | Screwdrivers"), (4, 22), makers("tools", "bits"), texts(
            "Schraubendreher {drive} mit griffigem Zweikomponentenheft. | A {drive} screwdriver with a two-component grip.",
        ), share=0.9, options={"drive": texts("PH 1", "PH 2", "PZ 2", "TX 20", "Schlitz 6 mm | Slotted 6 mm"), "length": texts("75 mm", "100 mm", "150 mm")}),
    Kind("spirit_level", noun("f Wasserwaage, Wasserwaagen | spirit level, spirit levels"),
        path(DIY, HAND, "Wasserwaagen | Spirit levels"), (9, 70), makers("tools"), texts(
            "Wasserwaage {phrase}, {length} lang, drei Libellen. | A spirit level {phrase}, {length} long, three vials.",
        ), share=0.7, materials=("aluminium",), options={"length": texts("40 cm", "60 cm", "1 m", "120 cm", "2 m")}),
)  # fmt: skip

MACHINE_TITLE = text("{brand} {noun} {model} {voltage} | {brand} {model} {noun} {voltage}")
TITLES = {
    "drill_bit": text("{brand} {noun} {diameter} x {length} {shank} | {brand} {noun} {diameter} x {length} {shank}"),
    "bit_set": text("{brand} {noun} {model} mit {pieces} | {brand} {noun} {model} with {pieces}"),
    "screw": text("{brand} {nouns} {dimensions} {material}"),
    "wall_plug": text("{brand} {nouns} {dimensions} {base}"),
    "hammer": text("{brand} {noun} {weight} {model}"),
    "screwdriver": text("{brand} {noun} {drive} x {length} {model}"),
    "spirit_level": text("{brand} {noun} {length} {model}"),
    "tool_battery": text("{brand} {noun} {model} {voltage} {capacity} | {brand} {model} {noun} {voltage} {capacity}"),
}  # fmt: skip
THICK = (3, 3.5, 4, 4.5, 5, 6)
LONG = (16, 20, 30, 35, 40, 50, 60, 80, 100)
PLUGS = ((5, 25), (6, 30), (8, 40), (10, 50), (12, 60))
BOXES = (
    Pack("pack", text("100 Stück | 100 pieces")),
    Pack("pack", text("200 Stück | 200 pieces"), 1.7),
    Pack("pack", text("500 Stück | 500 pieces"), 3.6),
)
PACKS = {"screw": BOXES, "wall_plug": BOXES[:2]}


def drafts(rng: random.Random, count: int) -> Iterator[Draft]:
    """Describe ``count`` tools and fixings."""
    screws = [
        (thick, long) for thick, long in product(THICK, LONG) if 5 * thick <= long <= 25 * thick
    ]
    for kind in spread(KINDS, count):
        brand = rng.choice(kind.makers)
        attributes = pick_options(kind, rng) | _fitting(kind, brand, rng)
        if kind.name in PACKS:
            thick, long = rng.choice(PLUGS if kind.name == "wall_plug" else screws)
            attributes["dimensions"] = _dimensions(thick, long)
        model = _model(brand, rng)
        wording = Wording(TITLES.get(kind.name, MACHINE_TITLE), CLOSINGS)
        draft = compose(kind, brand, rng, wording, {"model": model}, attributes)
        yield replace(draft, code=model, packs=PACKS.get(kind.name, ()))


def _dimensions(thick: float, long: float) -> Text:
    """Write the size of a screw: 3,5 x 40 mm."""
    return joined(" x ", (number(thick), number(long, "mm")))


def _fitting(kind: Kind, brand: Brand, rng: random.Random) -> dict[str, Value]:
    """State what decides about compatibility: the shank a chuck takes, the maker's battery system."""
    facts: dict[str, dict[str, Value]] = {
        "drill": {"shank": SHANKS[1], "battery_system": f"{brand.name} Power"},
        "hammer_drill": {"shank": SHANKS[0], "battery_system": f"{brand.name} Power"},
        "tool_battery": {"battery_system": f"{brand.name} Power"},
        "drill_bit": {
            "shank": SHANKS[0] if "Stein" in kind.noun.one.de else rng.choice(SHANKS[1:])
        },
        "bit_set": {"shank": SHANKS[1]},
    }
    return facts.get(kind.name, {})


def _model(brand: Brand, rng: random.Random) -> str:
    """Make up an article number as tool makers write them: BX-18 V2, A1H, ZT 450-R."""
    initial, other, number_ = brand.name[0], rng.choice("AHKLPRSTX"), rng.randint(1, 9)
    return rng.choice((
        f"{initial}{other}-{rng.choice((12, 18, 24, 36))} V{number_}",
        f"{other}{number_}{rng.choice('HGXZ')}",
        f"{initial}{other} {number_}{rng.randint(1, 9)}0-{rng.choice('RSE')}",
        f"{initial}{number_}{rng.randint(100, 999)}",
    ))  # fmt: skip
