"""How long does it take to know who asks: a summary, and the events after it?

Made-up people in a made-up shop: each has a history that a night has folded, and then did
nothing, 20 or 200 things more. `cold` is the first answer a process gives somebody, `warm` a
later one, `event` the first answer after one event more. CPU milliseconds of the reading
thread, transaction included.
"""

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.shops import print_machine, read_options
from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType
from knowledge_base.products import Product
from knowledge_base.storage.acquaintances import Acquaintances
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.folds import refresh_summaries
from knowledge_base.storage.people import read_profile
from knowledge_base.storage.products import put_products

PRODUCTS, VARIANTS = 1_000, 4
HISTORY = 300
"""Events of each person that the summary has taken in."""
TAILS = (0, 20, 200)
"""Events of each person after it."""
PEOPLE, MANY_PEOPLE = 50, 1_000
"""Of each tail."""
_KINDS = (
    *(EventType.VIEW,) * 10,
    *(EventType.CLICK,) * 5,
    *(EventType.ADD_TO_BASKET,) * 2,
    EventType.PURCHASE,
    EventType.LIKE,
)
_BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
_WORDS = ("Sohle", "Futter", "Schaft", "leicht", "dämpfend", "griffig", "Leder", "Strick")


def _lines(chance: random.Random) -> list[Product]:
    """Make shoes with what a feed usually says of them, and their sizes."""
    lines = []
    for number in range(PRODUCTS):
        colour = chance.choice(("schwarz", "blau", "rot", "grün", "weiß"))
        shoe = Product(
            f"shoe-{number}",
            title={"de": f"Laufschuh Modell {number}"},
            description={"de": " ".join(chance.choices(_WORDS, k=90))},
            brand=f"Marke {number % 60}",
            categories={"de": (("Mode", "Schuhe", f"Art {number % 40}"),)},
            price=Decimal(chance.randrange(2_000, 20_000)) / 100,
            url=f"https://shop.example/laufschuh-modell-{number}",
            image_urls=(f"https://shop.example/bilder/{number}.jpg",),
            attributes={
                "colour": ({"de": colour},),
                "material": ({"de": chance.choice(("Leder", "Strick"))},),
                "gender": ({"de": chance.choice(("Damen", "Herren"))},),
            },
        )
        lines.append(shoe)
        lines += [
            Product(
                f"shoe-{number}-{size}",
                variant_of=shoe.product_id,
                sku=f"S{number:05}{size}",
                attributes={"size": ({"de": str(38 + size)},)},
            )
            for size in range(VARIANTS)
        ]
    return lines


def _events(chance: random.Random, people: Sequence[str], each: int, day: int) -> list[Event]:
    """Let people do things from a day on, in no order among each other."""
    return [
        Event(
            f"{day}-{number}-{visitor_id}",
            chance.choice(_KINDS),
            _BEGAN + timedelta(days=day, minutes=number),
            Consent.PERSONALIZATION,
            visitor_id=visitor_id,
            session_id=f"session-{day}-{visitor_id}",
            product_id=f"shoe-{(product := chance.randrange(PRODUCTS))}",
            variant_id=f"shoe-{product}-{chance.randrange(VARIANTS)}",
            order_id=f"order-{day}-{visitor_id}-{number // 10}",
        )
        for number in range(each)
        for visitor_id in people
    ]


def _store(database: Database, happened: Sequence[Event]) -> None:
    with database.write() as connection:
        insert_events(connection, happened)


def _milliseconds(read: Callable[[str], object], people: Sequence[str]) -> str:
    """Read people one after the other; return p50 / p99 of the CPU time."""
    took = []
    for one in people:
        before = time.thread_time()
        read(one)
        took.append(time.thread_time() - before)
    p50, p99 = np.percentile(took, [50, 99]) * 1e3
    return f"{p50:6.3f} / {p99:6.3f}"


def _measure(database: Database, people: dict[int, list[str]], chance: random.Random) -> None:
    """Print the CPU time of reading people of each tail: p50 / p99."""
    met = Acquaintances()

    def read(visitor_id: str) -> object:
        with database.read() as connection:
            return read_profile(connection, visitor_id=visitor_id, customer_id=None, met=met)

    for _ in range(10):
        read("a stranger")
    print(f"{'tail':>6} {'cold':>17} {'warm':>17} {'event':>17}   p50 / p99, ms of CPU")
    for tail, some in people.items():
        cold, warm = _milliseconds(read, some), _milliseconds(read, some)
        _store(database, _events(chance, some, 1, 200))
        print(f"{tail:>6} {cold:>17} {warm:>17} {_milliseconds(read, some):>17}")


def main() -> None:
    """Measure and print."""
    options = read_options(__doc__)
    chance = random.Random(20)
    number = MANY_PEOPLE if options.long else PEOPLE
    people = {tail: [f"visitor-{tail}-{one}" for one in range(number)] for tail in TAILS}
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'tresen.db'}")
        database.migrate()
        with database.write() as connection:
            put_products(connection, _lines(chance))
        for some in people.values():
            _store(database, _events(chance, some, HISTORY, 0))
        refresh_summaries(database)
        for tail, some in people.items():
            _store(database, _events(chance, some, tail, 100))
        _measure(database, people, chance)
        database.close()
    print_machine("benchmarks.profile_speed", f"{3 * number} people, {HISTORY} events folded")


if __name__ == "__main__":
    main()
