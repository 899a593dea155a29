"""In which colours and materials does the shop sell things?"""

# ruff: noqa: E501 - both languages of a text stand on one line, so that they can be compared

from dataclasses import dataclass

from demo.catalogue.words import Text, text


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour: its name and what it looks like."""

    name: Text
    hex: str


@dataclass(frozen=True, slots=True)
class Material:
    """A material and the phrase a description uses for it."""

    name: Text
    phrase: Text


COLOURS = {
    each.name.en.lower(): each
    for each in (
        Colour(text("Schwarz | Black"), "#2b2d33"),
        Colour(text("Weiß | White"), "#f4f3ef"),
        Colour(text("Grau | Grey"), "#8d949e"),
        Colour(text("Silber | Silver"), "#c3c8cf"),
        Colour(text("Blau | Blue"), "#2f6fd0"),
        Colour(text("Dunkelblau | Navy"), "#23365f"),
        Colour(text("Hellblau | Light blue"), "#8fbfe8"),
        Colour(text("Türkis | Turquoise"), "#2aa7a5"),
        Colour(text("Grün | Green"), "#3f8f52"),
        Colour(text("Olivgrün | Olive"), "#76763f"),
        Colour(text("Gelb | Yellow"), "#efc339"),
        Colour(text("Orange | Orange"), "#ea8434"),
        Colour(text("Rot | Red"), "#cf3a3c"),
        Colour(text("Weinrot | Burgundy"), "#7d2a3c"),
        Colour(text("Rosa | Pink"), "#eda3b8"),
        Colour(text("Lila | Purple"), "#8659a6"),
        Colour(text("Braun | Brown"), "#7b5234"),
        Colour(text("Beige | Beige"), "#d8c4a3"),
        Colour(text("Anthrazit | Anthracite"), "#444b54"),
        Colour(text("Naturbelassen | Natural"), "#cfa873"),
    )
}

EVERYDAY = (
    "black", "white", "grey", "blue", "navy", "light blue", "turquoise", "green", "olive",
    "yellow", "orange", "red", "burgundy", "pink", "purple", "brown", "beige",
)  # fmt: skip
CALM = ("black", "white", "grey", "navy", "blue", "olive", "burgundy", "brown", "beige")
BRIGHT = (
    "blue", "light blue", "turquoise", "green", "yellow", "orange", "red", "pink", "purple",
    "navy", "grey",
)  # fmt: skip
SPORTY = (
    "blue", "black", "white", "grey", "red", "orange", "yellow", "green", "turquoise", "navy",
    "pink",
)  # fmt: skip
LEATHER = ("black", "brown", "burgundy", "navy", "beige")
TECHNICAL = ("black", "silver", "grey", "olive")
WOODEN = ("natural", "anthracite", "grey", "brown", "green")
OUTDOOR_PAINT = ("grey", "anthracite", "white", "green", "red", "brown", "navy", "blue")

MATERIALS = {
    name: Material(text(label), text(phrase))
    for name, label, phrase in (
        ("cotton", "Baumwolle | Cotton", "aus weicher Baumwolle | in soft cotton"),
        ("organic_cotton", "Bio-Baumwolle | Organic cotton", "aus Bio-Baumwolle | in organic cotton"),
        ("linen", "Leinen | Linen", "aus luftigem Leinen | in airy linen"),
        ("wool", "Schurwolle | Wool", "aus warmer Schurwolle | in warm wool"),
        ("merino", "Merinowolle | Merino wool", "aus feiner Merinowolle | in fine merino wool"),
        ("viscose", "Viskose | Viscose", "aus fließender Viskose | in flowing viscose"),
        ("denim", "Denim | Denim", "aus festem Denim | in sturdy denim"),
        ("polyester", "Polyester | Polyester", "aus recyceltem Polyester | in recycled polyester"),
        ("fleece", "Fleece | Fleece", "aus flauschigem Fleece | in fluffy fleece"),
        ("softshell", "Softshell | Softshell", "aus winddichtem Softshell | in windproof softshell"),
        ("mesh", "Mesh | Mesh", "aus atmungsaktivem Mesh | in breathable mesh"),
        ("knit", "Strickgewebe | Knit", "aus elastischem Strickgewebe | in stretchy knit"),
        ("leather", "Leder | Leather", "aus weichem Leder | in supple leather"),
        ("suede", "Wildleder | Suede", "aus samtigem Wildleder | in velvety suede"),
        ("canvas", "Segeltuch | Canvas", "aus robustem Segeltuch | in sturdy canvas"),
        ("rubber", "Naturkautschuk | Natural rubber", "aus Naturkautschuk | in natural rubber"),
        ("felt", "Wollfilz | Wool felt", "aus Wollfilz | in wool felt"),
        ("nylon", "Nylon | Nylon", "aus reißfestem Nylon | in ripstop nylon"),
        ("aluminium", "Aluminium | Aluminium", "aus Aluminium | in aluminium"),
        ("carbon", "Carbon | Carbon fibre", "aus leichtem Carbon | in light carbon fibre"),
        ("spruce", "Fichtenholz | Spruce", "aus nordischem Fichtenholz | in Nordic spruce"),
        ("larch", "Lärchenholz | Larch", "aus wetterfestem Lärchenholz | in weatherproof larch"),
        ("oak", "Eichenholz | Oak", "aus massivem Eichenholz | in solid oak"),
        ("beech", "Buchenholz | Beech", "aus Buchenholz | in beech wood"),
        ("olive_wood", "Olivenholz | Olive wood", "aus Olivenholz | in olive wood"),
        ("granite", "Granit | Granite", "aus poliertem Granit | in polished granite"),
        ("marble", "Marmor | Marble", "aus hellem Marmor | in pale marble"),
        ("steel", "Stahl | Steel", "aus pulverbeschichtetem Stahl | in powder-coated steel"),
        ("stainless", "Edelstahl | Stainless steel", "aus rostfreiem Edelstahl | in stainless steel"),
        ("zinc", "Stahl verzinkt | Zinc-plated steel", "aus verzinktem Stahl | in zinc-plated steel"),
        ("hss", "HSS-Stahl | HSS steel", "aus Schnellarbeitsstahl | in high-speed steel"),
        ("carbide", "Hartmetall | Carbide", "mit Hartmetallschneide | with a carbide tip"),
        ("glass", "Glas | Glass", "aus Glas | in glass"),
        ("ceramic", "Keramik | Ceramic", "aus Keramik | in ceramic"),
        ("bitumen", "Bitumen | Bitumen", "aus Bitumen mit Schiefersplitt | in slate-chipped bitumen"),
    )
}  # fmt: skip
