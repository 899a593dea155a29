"""What does the book department carry: series, volume by volume?"""

# ruff: noqa: E501 - both languages of a text stand on one line, so that they can be compared

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from demo.catalogue.brands import Brand
from demo.catalogue.kinds import Draft, Kind, Pack, Wording, compose, path
from demo.catalogue.words import Text, Value, noun, text, texts

BOOKS = "Bücher | Books"
FIRST = ("Alma", "Bela", "Carlotta", "Demian", "Edda", "Falk", "Greta", "Hauke", "Ines", "Joris", "Karla", "Levin", "Malin", "Nils", "Orla", "Piet", "Runa", "Sören", "Thea", "Veit")  # fmt: skip
LAST = ("Ahornsen", "Brandtholm", "Czernau", "Dornkaat-Lind", "Eschweilen", "Fuhrlander", "Grauwald", "Hollerbek", "Immenthal", "Kranewitt", "Lorenthin", "Moorstedt", "Nordhus", "Ottweide", "Quastmann", "Riedkamp", "Sandvoort", "Tiefensee-Behr", "Uhlenbrook", "Wellershaus")  # fmt: skip
PLACES = ("Arnsund", "Brennmoor", "Caldara", "Drachenfurt", "Eisholm", "Funkelstein", "Grimmau", "Hohenlicht", "Irrwald", "Kaltwasser", "Lindenhag", "Morgenau", "Nebelhafen", "Ostersiel", "Rabenkoog", "Silberbruch", "Tannbach", "Windheim")  # fmt: skip
ADJECTIVES = texts(
    "leise | Quiet", "dunkle | Dark", "ferne | Distant", "verlorene | Lost", "silberne | Silver", "letzte | Last",
    "gläserne | Glass", "vergessene | Forgotten", "wilde | Wild", "stille | Still", "rote | Red", "goldene | Golden",
    "kalte | Cold", "geheime | Secret", "zerbrochene | Broken", "blaue | Blue", "alte | Old", "kleine | Little",
)  # fmt: skip
THINGS = texts(
    "Der %s Turm | The %s Tower", "Die %s Stadt | The %s City", "Das %s Tor | The %s Gate", "Der %s Fluss | The %s River",
    "Die %s Insel | The %s Island", "Das %s Haus | The %s House", "Der %s Garten | The %s Garden", "Die %s Nacht | The %s Night",
    "Das %s Lied | The %s Song", "Der %s Brief | The %s Letter", "Die %s Krone | The %s Crown", "Das %s Schiff | The %s Ship",
    "Der %s Gast | The %s Guest", "Die %s Spur | The %s Trail", "Das %s Feuer | The %s Fire", "Der %s Wald | The %s Forest",
)  # fmt: skip
FORMATS = (
    Pack("format", text("Taschenbuch | Paperback")),
    Pack("format", text("Gebunden | Hardcover"), 1.7),
    Pack("format", text("E-Book | E-book"), 0.8),
)
CLOSINGS = texts(
    "{pages} Seiten. | {pages} pages.",
    "Band {volume} der Reihe „{series}“. | Volume {volume} of “{series}”.",
    "Ein Buch, das man in einem Zug liest. | A book to read in one sitting.",
    "Von {brand}, ins Deutsche und Englische übertragen. | By {brand}, published in German and English.",
)


@dataclass(frozen=True, slots=True)
class _Genre:
    kind: Kind
    series: tuple[Text, ...]


def _genre(
    leaf: str, series: tuple[str, ...], opening: str, euros: tuple[float, float]
) -> _Genre:
    book = noun("n Buch, Bücher | book, books")
    return _Genre(
        Kind(
            "book",
            book,
            path(BOOKS, leaf),
            euros,
            (),
            texts(*opening.split("\n")),
        ),
        texts(*series),
    )


GENRES = (
    _genre("Fantasy | Fantasy", ("Die Chroniken von %s | The Chronicles of %s", "Die %s-Saga | The %s Saga"),
        "In {place} erwacht eine alte Macht, und nur zwei Freunde ahnen es. | An old power wakes in {place}, and only two friends suspect it.\n"
        "Karten, Drachen und ein Eid: die Reise durch {place} geht weiter. | Maps, dragons and an oath: the journey through {place} goes on.", (11, 17)),
    _genre("Krimis | Crime", ("Mordsache %s | The %s Murders", "Kommissariat %s | %s Precinct"),
        "Ein Fund am Hafen von {place} lässt die Kommissarin nicht schlafen. | A find at the harbour of {place} keeps the inspector awake.\n"
        "Niemand in {place} will etwas gesehen haben. | Nobody in {place} claims to have seen anything.", (9, 14)),
    _genre("Science-Fiction | Science fiction", ("Station %s | %s Station", "Die Siedler von %s | The Settlers of %s"),
        "Das Signal kommt aus {place}, und es kommt zu früh. | The signal comes from {place}, and it comes too early.", (11, 17)),
    _genre("Liebesromane | Romance", ("Sommer in %s | Summers in %s", "Das Café in %s | The Café in %s"),
        "Eigentlich wollte sie nur eine Woche in {place} bleiben. | She had only meant to stay in {place} for a week.", (9, 13)),
    _genre("Kinderbücher | Children's books", ("Die Bande aus %s | The Gang of %s", "Das Baumhaus von %s | The %s Tree House"),
        "Die Ferien in {place} beginnen mit einem Rätsel. | The holidays in {place} begin with a riddle.\n"
        "Zum Vorlesen ab sechs: ein Abenteuer aus {place}. | To read aloud from six: an adventure from {place}.", (8, 13)),
    _genre("Kochbücher | Cookbooks", ("Die Küche von %s | The Kitchen of %s", "%s kocht | %s Cooks"),
        "Achtzig Rezepte aus {place}, die unter der Woche gelingen. | Eighty recipes from {place} that work on a weeknight.", (17, 29)),
)  # fmt: skip
WORDING = Wording(
    text("{name} ({series}, Band {volume}) | {name} ({series}, Volume {volume})"), CLOSINGS
)


def drafts(rng: random.Random, count: int) -> Iterator[Draft]:
    """Describe ``count`` books, series after series, volume one first."""
    made = 0
    while made < count:
        genre = GENRES[rng.randrange(len(GENRES))]
        author = Brand(f"{rng.choice(FIRST)} {rng.choice(LAST)}", 1.0, 0, frozenset())
        volumes = min(count - made, rng.choice((3, 3, 4, 5, 6, 8)))
        yield from _series(genre, author, volumes, rng)
        made += volumes


def _series(genre: _Genre, author: Brand, volumes: int, rng: random.Random) -> Iterator[Draft]:
    place = rng.choice(PLACES)
    pattern = rng.choice(genre.series)
    series = Text(pattern.de % place, pattern.en % place)
    low, high = genre.kind.euros
    euros = rng.uniform(low, high)
    for volume, thing in enumerate(rng.sample(THINGS, volumes), start=1):
        adjective = rng.choice(ADJECTIVES)
        attributes: dict[str, Value] = {
            "series": series,
            "volume": str(volume),
            "pages": str(rng.randint(180, 620)),
        }
        words: dict[str, Value] = {
            "place": place,
            "name": Text(thing.de % adjective.de, thing.en % adjective.en),
        }
        yield replace(
            compose(genre.kind, author, rng, WORDING, words, attributes),
            euros=euros,
            phrase=series,
            packs=FORMATS[: rng.choice((1, 1, 2, 3))],
            on_sale=False,  # German law fixes the price of books
        )
