"""Which clothes and shoes does the fashion department carry, and for whom?"""

# ruff: noqa: E501 - both languages of a text stand on one line, so that they can be compared

from dataclasses import dataclass

from demo.catalogue.brands import makers
from demo.catalogue.kinds import Kind
from demo.catalogue.palette import BRIGHT, CALM, EVERYDAY, LEATHER, SPORTY
from demo.catalogue.words import Text, joined, noun, text, texts

FASHION = text("Mode | Fashion")
AUDIENCES = {
    "women": text("Damen | Women"),
    "men": text("Herren | Men"),
    "children": text("Kinder | Children"),
}
GROUPS = {
    "clothes": text("Bekleidung | Clothing"),
    "shoes": text("Schuhe | Shoes"),
    "extras": text("Accessoires | Accessories"),
}
OPTIONS: dict[str, tuple[Text, ...]] = {
    "sleeve": texts("Kurzarm | Short sleeve", "Langarm | Long sleeve"),
    "fit": texts("Schmal | Slim", "Regulär | Regular", "Weit | Relaxed"),
    "pattern": texts("Uni | Plain", "Gestreift | Striped", "Gepunktet | Dotted", "Kariert | Checked"),
    "cushioning": texts("Leicht | Light", "Mittel | Medium", "Stark | Strong"),
    "surface": texts("Straße | Road", "Waldweg | Trail", "Laufband | Treadmill"),
    "closure": texts("Schnürung | Laces", "Klettverschluss | Hook and loop", "Schlupf | Slip-on"),
    "heel": texts("Flach | Flat", "4 cm | 4 cm", "6 cm | 6 cm", "8 cm | 8 cm"),
    "rise": texts("Niedrig | Low", "Mittel | Mid", "Hoch | High"),
    "length": texts("Kurz | Short", "Knielang | Knee length", "Lang | Long"),
    "lining": texts("Ungefüttert | Unlined", "Fleecefutter | Fleece lining", "Daunen | Down"),
    "water": texts("Wasserabweisend | Water-repellent", "Wasserdicht | Waterproof"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Garment:
    name: str
    noun: str
    group: str
    goods: str
    euros: tuple[float, float]
    sizes: dict[str, str]
    materials: str
    options: str
    openings: tuple[str, ...]
    colours: tuple[str, ...] = EVERYDAY
    share: float = 1.0


LETTERS = {"women": "letters_women", "men": "letters_men", "children": "height_children"}
SHOES = {"women": "shoes_women", "men": "shoes_men", "children": "shoes_children"}
SOCKS = {"women": "socks_women", "men": "socks_men", "children": "socks_children"}
JEANS = {"women": "jeans_women", "men": "jeans_men", "children": "height_children"}

GARMENTS = (
    _Garment("t_shirt", "n T-Shirt, T-Shirts | t-shirt, t-shirts", "clothes", "wear", (12, 42),
        LETTERS, "cotton organic_cotton linen viscose", "sleeve fit pattern", (
            "Das T-Shirt für jeden Tag, {phrase}. | The everyday t-shirt, {phrase}.",
            "Ein T-Shirt {phrase}, das nach vielen Wäschen in Form bleibt. | A t-shirt {phrase} that keeps its shape wash after wash.",
        ), share=1.8),
    _Garment("shirt", "n Hemd, Hemden | shirt, shirts", "clothes", "wear", (29, 95),
        {"men": "collar_men"}, "cotton organic_cotton linen", "sleeve fit pattern", (
            "Ein Hemd {phrase}, das Büro und Feierabend mitmacht. | A shirt {phrase} for the office and the evening after.",
            "Sauber verarbeitetes Hemd {phrase} mit Kentkragen. | A neatly made shirt {phrase} with a classic collar.",
        ), share=1.6),
    _Garment("blouse", "f Bluse, Blusen | blouse, blouses", "clothes", "wear", (29, 90),
        {"women": "numbers_women"}, "cotton viscose linen", "sleeve pattern", (
            "Eine Bluse {phrase}, die leicht fällt. | A blouse {phrase} that drapes lightly.",
            "Feminine Bluse {phrase} mit verdeckter Knopfleiste. | A feminine blouse {phrase} with a concealed placket.",
        )),
    _Garment("sweater", "m Pullover, Pullover | sweater, sweaters", "clothes", "wear", (29, 120),
        LETTERS, "wool merino cotton", "fit pattern", (
            "Ein Pullover {phrase} für kühle Tage. | A sweater {phrase} for cool days.",
            "Fein gestrickter Pullover {phrase} mit Rundhalsausschnitt. | A finely knitted crew-neck sweater {phrase}.",
        )),
    _Garment("hoodie", "m Kapuzenpullover, Kapuzenpullover | hoodie, hoodies", "clothes", "wear", (32, 85),
        LETTERS, "cotton organic_cotton fleece", "fit", (
            "Kapuzenpullover {phrase} mit großer Bauchtasche. | A hoodie {phrase} with a roomy front pocket.",
            "Innen angeraut, außen glatt: ein Kapuzenpullover {phrase}. | Brushed inside, smooth outside: a hoodie {phrase}.",
        )),
    _Garment("jeans", "f Jeans, Jeans | jeans, jeans", "clothes", "wear", (39, 130),
        JEANS, "denim", "fit rise", (
            "Eine Jeans {phrase} mit fünf Taschen. | Five-pocket jeans {phrase}.",
            "Bequeme Jeans {phrase} mit etwas Stretch. | Comfortable jeans {phrase} with a little stretch.",
        ), ("blue", "navy", "black", "grey", "light blue"), 1.4),
    _Garment("trousers", "f Stoffhose, Stoffhosen | chinos, chinos", "clothes", "wear", (35, 100),
        {"women": "numbers_women", "men": "suit_men"}, "cotton linen viscose", "fit rise", (
            "Stoffhose {phrase} mit schmalem Bund. | Chinos {phrase} with a slim waistband.",
            "Eine Stoffhose {phrase}, die lange Tage bequem macht. | Chinos {phrase} that stay comfortable all day.",
        ), CALM),
    _Garment("sports_trousers", "f Sporthose, Sporthosen | sports trousers, sports trousers", "clothes", "sport", (22, 80),
        LETTERS, "polyester cotton", "length", (
            "Sporthose {phrase} für Training und Sofa. | Sports trousers {phrase} for training and the sofa.",
            "Schnell trocknende Sporthose {phrase} mit Reißverschlusstasche. | Quick-drying sports trousers {phrase} with a zip pocket.",
        ), SPORTY),
    _Garment("skirt", "m Rock, Röcke | skirt, skirts", "clothes", "wear", (25, 85),
        {"women": "numbers_women"}, "viscose cotton denim wool", "length pattern", (
            "Ein Rock {phrase} mit schwingendem Saum. | A skirt {phrase} with a swinging hem.",
            "Rock {phrase} mit Gummibund am Rücken. | A skirt {phrase} with an elasticated back.",
        )),
    _Garment("dress", "n Kleid, Kleider | dress, dresses", "clothes", "wear", (35, 150),
        {"women": "numbers_women", "children": "height_children"}, "viscose cotton linen", "sleeve length pattern", (
            "Ein Kleid {phrase} für Garten, Büro und Fest. | A dress {phrase} for garden, office and party.",
            "Leicht tailliertes Kleid {phrase}. | A gently fitted dress {phrase}.",
        ), share=1.5),
    _Garment("rain_jacket", "f Regenjacke, Regenjacken | rain jacket, rain jackets", "clothes", "outdoor", (45, 190),
        LETTERS, "polyester nylon", "water fit", (
            "Regenjacke {phrase} mit verstellbarer Kapuze. | A rain jacket {phrase} with an adjustable hood.",
            "Hält Schauer ab und passt in jede Tasche: Regenjacke {phrase}. | Keeps showers out and packs small: a rain jacket {phrase}.",
        )),
    _Garment("winter_jacket", "f Winterjacke, Winterjacken | winter jacket, winter jackets", "clothes", "outdoor", (69, 290),
        LETTERS, "nylon polyester softshell", "lining water", (
            "Warme Winterjacke {phrase} mit hohem Kragen. | A warm winter jacket {phrase} with a high collar.",
            "Winterjacke {phrase} für Schnee und Wind. | A winter jacket {phrase} for snow and wind.",
        )),
    _Garment("coat", "m Mantel, Mäntel | coat, coats", "clothes", "wear", (89, 320),
        {"women": "numbers_women", "men": "suit_men"}, "wool cotton", "length fit", (
            "Ein Mantel {phrase} mit klarer Linie. | A coat {phrase} with clean lines.",
            "Klassischer Mantel {phrase} mit zwei Innentaschen. | A classic coat {phrase} with two inside pockets.",
        ), CALM, 0.7),
    _Garment("blazer", "n Sakko, Sakkos | blazer, blazers", "clothes", "wear", (79, 260),
        {"men": "suit_men"}, "wool linen cotton", "fit pattern", (
            "Sakko {phrase}, leicht gefüttert. | A lightly lined blazer {phrase}.",
        ), CALM, 0.6),
    _Garment("pyjamas", "m Schlafanzug, Schlafanzüge | pyjama set, pyjamas", "clothes", "wear", (19, 60),
        LETTERS, "cotton organic_cotton", "sleeve pattern", (
            "Schlafanzug {phrase} für ruhige Nächte. | A pyjama set {phrase} for quiet nights.",
        ), share=0.7),
    _Garment("sock", "f Socke, Socken | sock, socks", "clothes", "wear", (5, 18),
        SOCKS, "cotton wool merino", "pattern", (
            "Socken {phrase} mit weichem Bund, im Dreierpack. | Socks {phrase} with a soft cuff, pack of three.",
            "Socken {phrase}, die nicht rutschen. | Socks {phrase} that stay up.",
        ), share=1.2),
    _Garment("running_sock", "f Laufsocke, Laufsocken | running sock, running socks", "clothes", "running", (9, 24),
        SOCKS, "polyester merino", "cushioning", (
            "Laufsocken {phrase} mit verstärkter Ferse. | Running socks {phrase} with a reinforced heel.",
            "Anatomisch geformte Laufsocken {phrase} gegen Blasen. | Anatomically shaped running socks {phrase} that prevent blisters.",
        ), SPORTY, 0.9),
    _Garment("beanie", "f Mütze, Mützen | beanie, beanies", "extras", "wear", (12, 40),
        {"women": "", "men": "", "children": ""}, "wool merino cotton fleece", "pattern", (
            "Mütze {phrase}, die die Ohren warm hält. | A beanie {phrase} that keeps ears warm.",
        ), share=0.7),
    _Garment("scarf", "m Schal, Schals | scarf, scarves", "extras", "wear", (15, 70),
        {"women": "", "men": ""}, "wool merino viscose", "pattern", (
            "Weicher Schal {phrase}. | A soft scarf {phrase}.",
        ), share=0.6),
    _Garment("belt", "m Gürtel, Gürtel | belt, belts", "extras", "bags", (19, 60),
        {"women": "belts", "men": "belts"}, "leather suede canvas", "", (
            "Gürtel {phrase} mit Dornschließe. | A belt {phrase} with a pin buckle.",
        ), LEATHER, 0.6),
    _Garment("handbag", "f Handtasche, Handtaschen | handbag, handbags", "extras", "bags", (39, 220),
        {"women": ""}, "leather suede canvas", "closure", (
            "Handtasche {phrase} mit Innenfach und langem Riemen. | A handbag {phrase} with an inside pocket and a long strap.",
        ), LEATHER),
    _Garment("school_bag", "m Schulrucksack, Schulrucksäcke | school backpack, school backpacks", "extras", "children", (39, 160),
        {"children": ""}, "polyester nylon", "", (
            "Schulrucksack {phrase} mit Reflektoren und Brustgurt. | A school backpack {phrase} with reflectors and chest strap.",
        ), BRIGHT, 0.8),
    _Garment("running_shoe", "m Laufschuh, Laufschuhe | running shoe, running shoes", "shoes", "running", (49, 170),
        SHOES, "mesh knit", "cushioning surface", (
            "Laufschuh {phrase} mit federnder Zwischensohle. | A running shoe {phrase} with a springy midsole.",
            "Leichter Laufschuh {phrase} für lange Runden. | A light running shoe {phrase} for long laps.",
            "Stabiler Laufschuh {phrase}, der die Ferse führt. | A stable running shoe {phrase} that guides the heel.",
        ), SPORTY, 4.0),
    _Garment("sneaker", "m Sneaker, Sneaker | trainer, trainers", "shoes", "shoes sport", (39, 120),
        SHOES, "leather canvas knit suede", "closure", (
            "Sneaker {phrase} mit heller Sohle. | Trainers {phrase} with a pale sole.",
            "Ein Sneaker {phrase}, der zu allem passt. | A trainer {phrase} that goes with everything.",
        ), share=1.6),
    _Garment("boot", "m Stiefel, Stiefel | boot, boots", "shoes", "shoes", (59, 190),
        SHOES, "leather suede", "closure lining", (
            "Stiefel {phrase} mit griffiger Sohle. | Boots {phrase} with a grippy sole.",
            "Halbhoher Stiefel {phrase} für nasse Tage. | Mid-height boots {phrase} for wet days.",
        ), LEATHER),
    _Garment("sandal", "f Sandale, Sandalen | sandal, sandals", "shoes", "shoes", (25, 95),
        SHOES, "leather suede canvas", "closure", (
            "Sandale {phrase} mit weichem Fußbett. | A sandal {phrase} with a soft footbed.",
        )),
    _Garment("pumps", "m Pumps, Pumps | court shoe, court shoes", "shoes", "shoes", (49, 150),
        {"women": "shoes_women"}, "leather suede", "heel", (
            "Pumps {phrase}, Absatz: {heel}. | Court shoes {phrase}, heel: {heel}.",
        ), LEATHER, 0.9),
    _Garment("hiking_shoe", "m Wanderschuh, Wanderschuhe | hiking shoe, hiking shoes", "shoes", "outdoor shoes", (69, 230),
        SHOES, "leather suede nylon", "water", (
            "Wanderschuh {phrase} mit tiefem Profil. | A hiking shoe {phrase} with a deep tread.",
            "Knöchelhoher Wanderschuh {phrase} für steinige Wege. | An ankle-high hiking shoe {phrase} for stony paths.",
        ), ("brown", "grey", "olive", "black", "navy")),
    _Garment("slipper", "m Hausschuh, Hausschuhe | slipper, slippers", "shoes", "shoes", (17, 60),
        SHOES, "felt suede", "closure", (
            "Hausschuhe {phrase}, warm und leise. | Slippers {phrase}, warm and quiet.",
        ), share=0.7),
    _Garment("rubber_boot", "m Gummistiefel, Gummistiefel | wellington boot, wellington boots", "shoes", "children shoes", (17, 55),
        {"children": "shoes_children", "women": "shoes_women"}, "rubber", "lining", (
            "Gummistiefel {phrase} für jede Pfütze. | Wellington boots {phrase} for every puddle.",
        ), BRIGHT, 0.6),
)  # fmt: skip

SMALL = 0.7  # what small sizes cost, as a share of the usual


def _kind(garment: _Garment, audience: str) -> Kind:
    goods = [audience if good == "wear" else good for good in garment.goods.split()]
    words = noun(garment.noun)
    low, high = garment.euros
    discount = SMALL if audience == "children" else 1.0
    leaf = Text(words.many.de, words.many.en.capitalize())
    steps = (FASHION, AUDIENCES[audience], GROUPS[garment.group], leaf)
    return Kind(
        name=garment.name,
        noun=words,
        path=joined(" > ", steps),
        euros=(low * discount, high * discount),
        makers=makers(*goods),
        openings=texts(*garment.openings),
        audience=audience,
        share=garment.share,
        materials=tuple(garment.materials.split()),
        colours=BRIGHT
        if audience == "children" and garment.colours is EVERYDAY
        else garment.colours,
        sizes=garment.sizes[audience],
        options={name: OPTIONS[name] for name in garment.options.split()},
    )


KINDS = tuple(_kind(garment, audience) for garment in GARMENTS for audience in garment.sizes)
