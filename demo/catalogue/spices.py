"""What stands in the spice department: what it is, how it is cut, how much is in the bag?"""

# ruff: noqa: E501 - both languages of a text stand on one line, so that they can be compared

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from demo.catalogue.brands import Brand, makers
from demo.catalogue.kinds import Draft, Kind, Pack, Wording, compose, path, pick_options, spread
from demo.catalogue.words import Noun, Text, Value, noun, text, texts

SPICES = "Gewürze | Spices"
WHOLE, GROUND, RUBBED = texts("Ganz | Whole", "Gemahlen | Ground", "Gerebelt | Rubbed")
ORIGINS = texts(
    "Indien | India", "Vietnam | Vietnam", "Türkei | Turkey", "Spanien | Spain", "Ungarn | Hungary",
    "Griechenland | Greece", "Sri Lanka | Sri Lanka", "Madagaskar | Madagascar", "Peru | Peru",
    "Deutschland | Germany",
)  # fmt: skip
CLOSINGS = texts(
    "Aus {origin}, schonend getrocknet. | From {origin}, gently dried.",
    "Herkunft: {origin}. | Origin: {origin}.",
    "Ohne Zusätze, im Aromabeutel mit Verschluss. | No additives, in a resealable bag.",
    "Abgefüllt in unserer kleinen Manufaktur. | Packed in our own small workshop.",
)


@dataclass(frozen=True, slots=True)
class _Spice:
    noun: Noun
    leaf: Text
    forms: tuple[Text, ...]
    euros: float


def _shelf(leaf: str, forms: tuple[Text, ...], *lines: str) -> tuple[_Spice, ...]:
    """Read ``euros for 100 g, gender name | name`` lines that share a leaf and their forms."""
    found = []
    for line in lines:
        euros, words = line.split(" ", 1)
        gender, both = words.split(" ", 1)
        name = text(both)
        found.append(_Spice(Noun(gender, name, name), path(SPICES, leaf), forms, float(euros)))
    return tuple(found)


SHELVES = (
    *_shelf("Pfeffer | Pepper", (WHOLE, GROUND),
        "3.9 m Schwarzer Pfeffer | Black pepper", "4.9 m Weißer Pfeffer | White pepper", "5.5 m Bunter Pfeffer | Mixed peppercorns",
        "5.9 m Grüner Pfeffer | Green pepper", "8.9 m Langpfeffer | Long pepper"),
    *_shelf("Salz | Salt", (WHOLE, GROUND),
        "1.9 n Meersalz | Sea salt", "1.5 n Steinsalz | Rock salt", "3.5 n Rauchsalz | Smoked salt", "2.9 n Kräutersalz | Herb salt"),
    *_shelf("Einzelgewürze | Single spices", (WHOLE, GROUND),
        "3.2 m Kreuzkümmel | Cumin", "2.9 m Koriander | Coriander", "6.9 f Muskatnuss | Nutmeg", "4.9 f Gewürznelke | Clove",
        "8.9 m Kardamom | Cardamom", "4.5 m Ceylon-Zimt | Ceylon cinnamon", "2.8 m Kümmel | Caraway", "3.4 m Fenchelsamen | Fennel seed",
        "2.6 f Senfsaat | Mustard seed", "3.9 m Piment | Allspice", "3.6 f Chilischote | Chilli", "4.2 m Sternanis | Star anise",
        "3.3 f Wacholderbeere | Juniper berry"),
    *_shelf("Einzelgewürze | Single spices", (GROUND,),
        "3.5 f Kurkuma | Turmeric", "3.9 m Ingwer | Ginger", "2.9 n Paprikapulver edelsüß | Sweet paprika", "3.1 n Paprikapulver rosenscharf | Hot paprika"),
    *_shelf("Kräuter | Herbs", (RUBBED,),
        "3.4 m Oregano | Oregano", "3.2 n Basilikum | Basil", "3.3 m Thymian | Thyme", "3.3 m Rosmarin | Rosemary", "3.2 m Majoran | Marjoram",
        "3.6 n Bohnenkraut | Savory", "4.4 f Minze | Mint", "3.9 f Petersilie | Parsley"),
    *_shelf("Gewürzmischungen | Spice blends", (GROUND,),
        "3.9 n Currypulver mild | Mild curry powder", "3.9 n Currypulver scharf | Hot curry powder", "4.5 n Garam Masala | Garam masala",
        "3.7 n Grillgewürz | Barbecue seasoning", "3.5 n Bratkartoffelgewürz | Fried potato seasoning", "3.9 n Pizzagewürz | Pizza seasoning",
        "4.2 n Lebkuchengewürz | Gingerbread spice", "3.8 f Kräuter der Provence | Herbs of Provence", "4.6 n Ras el-Hanout | Ras el hanout",
        "3.6 n Gulaschgewürz | Goulash seasoning"),
)  # fmt: skip
OPENINGS = texts(
    "{name}, {form}: kräftig im Duft und vielseitig in der Küche. | {name}, {form}: rich in aroma and versatile in the kitchen.",
    "{name} für Alltag und Festessen, {form} abgefüllt. | {name} for weekdays and feasts, packed {form}.",
    "{name}, {form}: eine kleine Prise genügt. | {name}, {form}: a small pinch is enough.",
)  # fmt: skip
WORDING = Wording(text("{brand} {name} {form} {organic}"), CLOSINGS)
ORGANIC_FACTOR = 1.3
ORGANIC = text("Bio | organic")
TOOLS = (
    Kind("mill", noun("f Gewürzmühle, Gewürzmühlen | spice mill, spice mills"),
        path(SPICES, "Mühlen & Mörser | Mills & mortars", "Gewürzmühlen | Spice mills"), (15, 90), makers("mills"), texts(
            "Gewürzmühle {phrase} mit {grinder}, {height} hoch. | A spice mill {phrase} with a {grinder}, {height} high.",
            "Stufenlos verstellbare Gewürzmühle {phrase}. | A steplessly adjustable spice mill {phrase}.",
        ), share=2.0, materials=("beech", "olive_wood", "stainless", "ceramic"), colours=("natural", "black", "white", "red"), options={
            "grinder": texts("Keramikmahlwerk | ceramic grinder", "Stahlmahlwerk | steel grinder"), "height": texts("15 cm", "20 cm", "30 cm")}),
    Kind("mortar", noun("m Mörser, Mörser | mortar, mortars"),
        path(SPICES, "Mühlen & Mörser | Mills & mortars", "Mörser | Mortars"), (14, 60), makers("mills"), texts(
            "Schwerer Mörser {phrase} mit Stößel, {diameter} Durchmesser. | A heavy mortar {phrase} with pestle, {diameter} across.",
        ), materials=("granite", "marble", "olive_wood"), options={"diameter": texts("10 cm", "13 cm", "16 cm")}),
)  # fmt: skip
TOOL_WORDING = Wording(
    text("{brand} {noun} {model} {material} | {brand} {model} {noun} {material}")
)
TOOL_MODELS = (
    *("Anis", "Bertram", "Dill", "Estragon", "Kerbel"),
    *("Liebstöckel", "Melisse", "Sumach", "Vanille", "Ysop"),
)
MILL_SHARE = 0.13


def drafts(rng: random.Random, count: int) -> Iterator[Draft]:
    """Describe ``count`` spices, mills and mortars; no maker offers the same thing twice."""
    mills = round(count * MILL_SHARE)
    for kind in spread(TOOLS, mills):
        brand = rng.choice(kind.makers)
        attributes = pick_options(kind, rng)
        words = {"model": rng.choice(TOOL_MODELS)}
        yield compose(kind, brand, rng, TOOL_WORDING, words, attributes)
    offers = [
        (spice, brand, form, organic)
        for spice, brand in product(SHELVES, makers("spices"))
        for form, organic in product(spice.forms, (False, True))
    ]
    for spice, brand, form, organic in rng.sample(offers, min(count - mills, len(offers))):
        yield _spice(spice, brand, form, organic=organic, rng=rng)


def _spice(
    spice: _Spice, brand: Brand, form: Text, *, organic: bool, rng: random.Random
) -> Draft:
    attributes: dict[str, Value] = {
        "form": form,
        "origin": rng.choice(ORIGINS),
        "organic": text("Ja | Yes") if organic else text("Nein | No"),
    }
    kind = Kind("spice", spice.noun, spice.leaf, (spice.euros, spice.euros), (brand,), OPENINGS)
    words: dict[str, Value] = {
        "name": spice.noun.one,
        "form": Text(form.de.lower(), form.en.lower()),
        "organic": ORGANIC if organic else "",
    }
    price = spice.euros / 2 * brand.level * (ORGANIC_FACTOR if organic else 1.0)
    return replace(
        compose(kind, brand, rng, WORDING, words, attributes),
        euros=price * rng.uniform(0.9, 1.2),
        phrase=spice.noun.one,
        packs=_bags(is_whole=form is WHOLE, rng=rng),
        tags=(ORGANIC,) if organic else (),
    )


def _bags(*, is_whole: bool, rng: random.Random) -> tuple[Pack, ...]:
    """Offer bags of rising weight; the more in the bag, the cheaper the gram."""
    bags = (
        Pack("weight", "50 g", 1.0, 50),
        Pack("weight", "100 g", 1.8, 100),
        Pack("weight", "250 g", 3.9, 250),
        Pack("weight", "500 g", 7.0, 500) if is_whole else Pack("weight", "1 kg", 12.5, 1000),
    )
    return bags[: rng.choice((2, 3, 3, 4))]
