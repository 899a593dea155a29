"""What does the photo department carry, and what fits what?"""

# ruff: noqa: E501 - both languages of a text stand on one line, so that they can be compared

import random
from collections.abc import Iterator
from dataclasses import replace

from demo.catalogue.brands import Brand, makers
from demo.catalogue.kinds import Draft, Kind, Wording, compose, path, pick_options, spread
from demo.catalogue.palette import TECHNICAL
from demo.catalogue.words import Value, noun, number, text, texts

PHOTO = "Foto | Photo"
LENSES = "Objektive | Lenses"
MOUNTS = {
    "camera_kv": text("KV-Bajonett | KV mount"),
    "camera_orb": text("ORB-Bajonett | ORB mount"),
    "camera_tq": text("TQ-Bajonett | TQ mount"),
}
CARD_TYPES = texts("SDXC", "CFexpress")
BATTERIES = {"camera_kv": "VB-12", "camera_orb": "LB-8", "camera_tq": "KD-20"}
DIAMETERS = (49, 55, 62, 67, 72, 77, 82)
FOCAL = {
    "wide": ("14 mm", "20 mm", "24 mm"),
    "prime": ("35 mm", "50 mm", "85 mm"),
    "zoom": ("16-35 mm", "24-70 mm", "24-105 mm"),
    "tele": ("70-200 mm", "100-400 mm", "300 mm"),
    "macro": ("60 mm", "100 mm", "180 mm"),
}
CLOSINGS = texts(
    "Mit zwei Jahren Herstellergarantie. | Comes with a two-year warranty.",
    "Ausführliche Anleitung liegt bei. | A thorough manual is included.",
    "Auf vielen Reisen bewährt. | Proven on many a journey.",
    "Geprüft in unserer Werkstatt. | Checked in our own workshop.",
)
LENS_OPENINGS = texts(
    "Scharf bis in die Ecken: {focal_length} mit Lichtstärke {aperture} für {lens_mount}. | Sharp into the corners: {focal_length} at {aperture} for the {lens_mount}.",
    "Ein Objektiv mit leisem Autofokus und {filter_diameter} Filtergewinde. | A lens with quiet autofocus and a {filter_diameter} filter thread.",
)  # fmt: skip
CAMERAS = tuple(MOUNTS)


def _lens(focal: str, words: str, leaf: str, euros: tuple[float, float]) -> Kind:
    return Kind("lens", noun(words), path(PHOTO, LENSES, leaf), euros, makers("lenses", *CAMERAS),
        LENS_OPENINGS, share=1.3, colours=("black",), options={"focal_length": texts(*FOCAL[focal])})  # fmt: skip


KINDS = (
    Kind("camera", noun("f Systemkamera, Systemkameras | mirrorless camera, mirrorless cameras"),
        path(PHOTO, "Kameras | Cameras", "Systemkameras | Mirrorless cameras"), (499, 2600), makers(*CAMERAS), texts(
            "Systemkamera mit {sensor}-Sensor, {resolution} und {lens_mount}. | A mirrorless camera: {sensor} sensor, {resolution} and the {lens_mount}.",
            "Schneller Autofokus, leiser Verschluss: eine Systemkamera für {card_type}-Karten. | Fast autofocus and a quiet shutter: a mirrorless camera for {card_type} cards.",
        ), share=2.4, colours=TECHNICAL[:2], options={
            "sensor": texts("Vollformat | full-frame", "APS-C"),
            "resolution": texts("20 MP", "24 MP", "33 MP", "45 MP"), "video": texts("4K", "6K", "8K")}),
    Kind("compact_camera", noun("f Kompaktkamera, Kompaktkameras | compact camera, compact cameras"),
        path(PHOTO, "Kameras | Cameras", "Kompaktkameras | Compact cameras"), (129, 790), makers("compact", *CAMERAS), texts(
            "Kompaktkamera mit {zoom} Zoom für die Jackentasche. | A compact camera with {zoom} zoom for the jacket pocket.",
        ), share=1.2, colours=("black", "silver", "red"), options={
            "zoom": texts("4-fach | 4x", "8-fach | 8x", "25-fach | 25x"), "resolution": texts("16 MP", "20 MP")}),
    _lens("prime", "f Festbrennweite, Festbrennweiten | prime lens, prime lenses", "Festbrennweiten | Prime lenses", (149, 1200)),
    _lens("zoom", "n Zoomobjektiv, Zoomobjektive | zoom lens, zoom lenses", "Zoomobjektive | Zoom lenses", (299, 1900)),
    _lens("wide", "n Weitwinkelobjektiv, Weitwinkelobjektive | wide-angle lens, wide-angle lenses", "Weitwinkelobjektive | Wide-angle lenses", (249, 1500)),
    _lens("tele", "n Teleobjektiv, Teleobjektive | telephoto lens, telephoto lenses", "Teleobjektive | Telephoto lenses", (399, 2400)),
    _lens("macro", "n Makroobjektiv, Makroobjektive | macro lens, macro lenses", "Makroobjektive | Macro lenses", (249, 1100)),
    Kind("memory_card", noun("f Speicherkarte, Speicherkarten | memory card, memory cards"),
        path(PHOTO, "Zubehör | Accessories", "Speicherkarten | Memory cards"), (9, 190), makers("cards"), texts(
            "{card_type}-Speicherkarte mit {capacity} und bis zu {speed}. | A {card_type} memory card with {capacity} and up to {speed}.",
        ), share=1.4, options={"card_type": CARD_TYPES, "capacity": texts("32 GB", "64 GB", "128 GB", "256 GB", "512 GB"),
            "speed": texts("90 MB/s", "170 MB/s", "300 MB/s", "800 MB/s")}),
    Kind("camera_bag", noun("f Kameratasche, Kamerataschen | camera bag, camera bags"),
        path(PHOTO, "Zubehör | Accessories", "Kamerataschen | Camera bags"), (25, 160), makers("camera_bags"), texts(
            "Kameratasche {phrase} für Gehäuse und zwei Objektive. | A camera bag {phrase} for a body and two lenses.",
            "Gepolsterte Kameratasche {phrase} mit Regenhülle. | A padded camera bag {phrase} with a rain cover.",
        ), share=1.5, materials=("nylon", "canvas", "leather"), colours=("black", "grey", "olive", "brown")),
    Kind("camera_backpack", noun("m Kamerarucksack, Kamerarucksäcke | camera backpack, camera backpacks"),
        path(PHOTO, "Zubehör | Accessories", "Kamerarucksäcke | Camera backpacks"), (69, 260), makers("camera_bags"), texts(
            "Kamerarucksack {phrase} mit {volume} und seitlichem Zugriff. | A camera backpack {phrase} with {volume} and side access.",
        ), materials=("nylon", "canvas"), colours=("black", "grey", "olive", "navy"), options={"volume": texts("15 l", "22 l", "30 l")}),
    Kind("tripod", noun("n Stativ, Stative | tripod, tripods"),
        path(PHOTO, "Zubehör | Accessories", "Stative | Tripods"), (29, 420), makers("tripods"), texts(
            "Stativ {phrase}, trägt {load}. | A tripod {phrase} that carries {load}.",
            "Reisestativ {phrase} mit Kugelkopf, Höhe {height}. | A travel tripod {phrase} with a ball head, height {height}.",
        ), materials=("aluminium", "carbon"), colours=("black", "grey"), options={
            "load": texts("3 kg", "6 kg", "12 kg"), "height": texts("125 cm", "1,5 m | 1.5 m", "175 cm")}),
    Kind("camera_battery", noun("m Kameraakku, Kameraakkus | camera battery, camera batteries"),
        path(PHOTO, "Zubehör | Accessories", "Kameraakkus | Camera batteries"), (17, 80), makers("batteries", *CAMERAS), texts(
            "Ersatzakku {battery_type} mit {capacity} für einen langen Tag. | A spare {battery_type} battery with {capacity} for a long day.",
        ), share=0.8, options={"capacity": texts("1040 mAh", "1620 mAh", "2280 mAh")}),
    Kind("lens_filter", noun("m Polfilter, Polfilter | polarising filter, polarising filters"),
        path(PHOTO, "Zubehör | Accessories", "Polfilter | Polarising filters"), (15, 110), makers("filters"), texts(
            "Polfilter mit {filter_diameter} Gewinde für sattes Blau und weniger Spiegelung. | A {filter_diameter} polarising filter for rich blues and fewer reflections.",
        ), share=0.9),
)  # fmt: skip

TITLES = {
    "camera": text("{brand} {model} {noun} {resolution} | {brand} {model} {resolution} {noun}"),
    "compact_camera": text("{brand} {model} {noun} | {brand} {model} {noun}"),
    "lens": text("{brand} {focal_length} {aperture} {noun} für {lens_mount} | {brand} {focal_length} {aperture} {noun} for {lens_mount}"),
    "memory_card": text("{brand} {capacity} {card_type} {noun} {speed}"),
    "camera_bag": text("{brand} {noun} {model} | {brand} {model} {noun}"),
    "camera_backpack": text("{brand} {noun} {model} {volume} | {brand} {model} {noun} {volume}"),
    "tripod": text("{brand} {noun} {model} {height} | {brand} {model} {noun} {height}"),
    "camera_battery": text("{brand} {noun} {battery_type} {capacity} | {brand} {battery_type} {noun} {capacity}"),
    "lens_filter": text("{brand} {noun} {filter_diameter} | {brand} {filter_diameter} {noun}"),
}  # fmt: skip
NAMED = {"camera_bag", "camera_backpack", "tripod"}
NAMES = (
    "Transit",
    "Fjord",
    "Pendler",
    "Kontur",
    "Atelier",
    "Kurier",
    "Nomade",
    "Gipfel",
    "Revier",
    "Sandbank",
)


def drafts(rng: random.Random, count: int) -> Iterator[Draft]:
    """Describe ``count`` cameras, lenses and what goes with them."""
    for kind in spread(KINDS, count):
        brand = rng.choice(kind.makers)
        attributes = pick_options(kind, rng) | _fitting(kind, brand, rng)
        code = "" if kind.name in NAMED else _code(brand, rng)
        words = {"model": code or rng.choice(NAMES) + rng.choice(("", " S", " M", " XL"))}
        wording = Wording(TITLES[kind.name], CLOSINGS)
        yield replace(compose(kind, brand, rng, wording, words, attributes), code=code)


def _fitting(kind: Kind, brand: Brand, rng: random.Random) -> dict[str, Value]:
    """State what decides about compatibility: mount, card, battery and filter thread."""
    own = sorted(brand.makes.intersection(MOUNTS))
    system = own[0] if own else rng.choice(CAMERAS)
    sizes: dict[str, Value] = {"filter_diameter": number(rng.choice(DIAMETERS), "mm")}
    facts: dict[str, dict[str, Value]] = {
        "camera": {
            "lens_mount": MOUNTS[system],
            "card_type": rng.choice(CARD_TYPES),
            "battery_type": BATTERIES[system],
        },
        "compact_camera": {"card_type": CARD_TYPES[0]},
        "lens": {
            "lens_mount": MOUNTS[system],
            "aperture": rng.choice(("f/1.8", "f/2.8", "f/4")),
            **sizes,
        },
        "camera_battery": {"battery_type": BATTERIES[system]},
        "lens_filter": sizes,
    }
    return facts.get(kind.name, {})


def _code(brand: Brand, rng: random.Random) -> str:
    """Make up a model number as camera makers write them: V-240 II, LX80."""
    series = rng.choice(("-", "X", "R", "S"))
    return f"{brand.name[0]}{series}{rng.randint(1, 99)}0{rng.choice(('', '', ' II', ' III'))}"
