"""What does the made-up shop sell? Every product it has, the same for the same seed."""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from demo.catalogue import books, cameras, fashion, garden, spices, tools
from demo.catalogue.kinds import Draft
from demo.catalogue.stocking import Product, stock_up
from demo.catalogue.words import Text

SIZE = 4000
TODAY = date(2026, 11, 1)
DEPARTMENTS = (
    (fashion.drafts, 0.36),
    (cameras.drafts, 0.15),
    (garden.drafts, 0.12),
    (spices.drafts, 0.12),
    (books.drafts, 0.12),
    (tools.drafts, 0.13),
)
EDITIONS = ("", " II", " III", " IV", " V", " VI", " VII", " VIII", " IX", " X")


@dataclass(frozen=True, slots=True)
class Shop:
    """All products, in feed order, and where to find them by id, by variant id and by kind."""

    products: tuple[Product, ...]
    rows: dict[str, int]
    by_kind: dict[str, tuple[Product, ...]]

    def product(self, product_id: str) -> Product:
        """Find a product by its own id or that of a variant; raises KeyError for a stranger."""
        return self.products[self.rows[product_id]]


def make(seed: int, size: int = SIZE, today: date = TODAY) -> Shop:
    """Invent a shop of ``size`` products; released in the three years before today."""
    rng = random.Random(seed)
    products = []
    names: Counter[str] = Counter()
    for number, draft in enumerate(_drafts(rng, size), start=1):
        title = _edition(draft.title, names)
        products.append(stock_up(draft, title, number, today, rng))
    return _arrange(tuple(products))


def _drafts(rng: random.Random, size: int) -> list[Draft]:
    """Let each department describe its share; the first takes what rounding leaves over."""
    counts = [int(size * share) for _, share in DEPARTMENTS]
    counts[0] += size - sum(counts)
    return [
        draft
        for (department, _), count in zip(DEPARTMENTS, counts, strict=True)
        for draft in department(rng, count)
    ]


def _edition(title: Text, names: Counter[str]) -> Text:
    """Give products that would carry the same name an edition number."""
    names[title.de] += 1
    suffix = EDITIONS[(names[title.de] - 1) % len(EDITIONS)]
    return Text(title.de + suffix, title.en + suffix)


def _arrange(products: tuple[Product, ...]) -> Shop:
    rows: dict[str, int] = {}
    by_kind: defaultdict[str, list[Product]] = defaultdict(list)
    for row, product in enumerate(products):
        rows[product.product_id] = row
        rows.update((variant.variant_id, row) for variant in product.variants)
        by_kind[product.kind.name].append(product)
    return Shop(products, rows, {name: tuple(found) for name, found in by_kind.items()})
