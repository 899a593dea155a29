"""What products cost together: a bundle, or a set with the first choice for each slot."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.money import money_text, to_cents
from ranking.ranker import Ranking
from recommenders.sets import slotted
from service.answering.hits import Hit, write_hits
from service.engine import Engine

Body = dict[str, Any]

_OWN = ("position", "highlight", "reason")
"""What a hit says of where it stands."""


def is_offered(engine: Engine, row: int) -> bool:
    """Say whether a product may be shown and can be bought now."""
    return row >= 0 and bool(engine.recommended[row])


def bundle_told(engine: Engine, row: int, hits: Sequence[Hit], language: str) -> Body | None:
    """Write a product of a page and its price together with some hits; None without any."""
    if not hits or not is_offered(engine, row):
        return None
    shown = engine.masks.filtered(np.array([row], dtype=np.int32)).passing
    product = write_hits(engine, shown, language)[0]
    every = (product, *hits)
    price, full = (sum(_cents(one, name) for one in every) for name in ("price", "list_price"))
    return {
        "product": {name: said for name, said in product.items() if name not in _OWN},
        "price": money_text(price),
        "list_price": money_text(full) if full > price else None,
        "currency": engine.catalogue.currency,
    }


def _cents(hit: Hit, name: str) -> int:
    """Return a price of a hit in cents; what is not reduced has its price as list price."""
    return to_cents(Decimal(hit[name] or hit["price"]))


def in_slots(engine: Engine, ranking: Ranking, most: int) -> Ranking:
    """Keep the first slots of a set, as many of each as `most` products leave room for."""
    leaf = engine.catalogue.leaf[ranking.rows]
    ranking = ranking.taken(slotted(leaf, max(most, 1)))
    return ranking.taken(np.arange(min(len(ranking), most)))


def slots_told(
    engine: Engine, ranking: Ranking, hits: Sequence[Hit], language: str
) -> list[Body]:
    """Write the hits of a set slot by slot, each slot by its category's name."""
    tree = engine.catalogue.facets.get(CATEGORY)
    slots: dict[int, list[Hit]] = {}
    for row, hit in zip(ranking.rows.tolist(), hits, strict=False):
        slots.setdefault(int(engine.catalogue.leaf[row]), []).append(hit)
    words = tree.words[language] if tree else {}
    return [
        {"name": words[one][1], "category": words[one][0], "hits": mine}
        for one, mine in slots.items()
    ]
