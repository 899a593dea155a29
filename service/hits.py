"""Writes hits: what a tile shows of a product, with the price and stock of this moment."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import orjson

from knowledge_base.catalogue import Facet
from knowledge_base.columns import Bools, Ints, Longs
from knowledge_base.live import LiveFacts
from knowledge_base.money import money_text
from knowledge_base.products import Availability
from service.engine import Engine

Hit = dict[str, Any]

_WORDS = [one.word for one in Availability]


def offers(live: LiveFacts, rows: Ints, shown: Bools) -> list[int]:
    """Choose for each product row the variant to show, as variant rows.

    Among the variants under the filters (`shown`, bool, shape (v,)) one that can be bought,
    of the lowest price, the first of equals; any other only where there is none.
    """
    chosen = []
    start = live.catalogue.variant_start
    for row in rows.tolist():
        own = np.arange(start[row], start[row + 1])
        order = np.lexsort(
            (own, live.price[own] < 0, live.price[own], ~live.buyable[own], ~shown[own])
        )
        chosen.append(int(own[order[0]]))
    return chosen


def live_facts(live: LiveFacts, variant: int) -> Hit:
    """Write price, list price, availability and delivery of a variant as they are now."""
    price, full = int(live.price[variant]), int(live.list_price[variant])
    stock, days = int(live.stock[variant]), int(live.delivery_days[variant])
    offered = _WORDS[live.availability[variant]]
    return {
        "price": money_text(price) if price >= 0 else None,
        "list_price": money_text(full) if full > price >= 0 else None,
        "lowest_price_30d": None,
        "currency": live.catalogue.currency,
        "availability": Availability.OUT_OF_STOCK.word if stock == 0 else offered,
        "delivery_days": days if days >= 0 else None,
    }


def write_hits(
    engine: Engine, rows: Ints, language: str, *, shown: Bools, first: int = 1
) -> list[Hit]:
    """Write one hit per product row, in order, positions counted from `first`."""
    catalogue, live = engine.catalogue, engine.live
    texts, variants = catalogue.hits[language], catalogue.variant_hits[language]
    hits = []
    for position, (row, offer) in enumerate(
        zip(rows.tolist(), offers(live, rows, shown), strict=True), first
    ):
        hit: Hit = orjson.loads(texts.raw(row))
        variant: Hit = orjson.loads(variants.raw(offer))
        lone = variant["product_id"] == hit["product_id"]
        chosen = not lone and _is_choice(catalogue.variant_start, row, shown)
        if chosen:
            hit["image_url"] = variant["image_url"] or hit["image_url"]
        hit["unit_price"] = variant["unit_price"] or hit["unit_price"]
        for name, values in live.patched_attributes(offer, language).items():
            own = not lone and name in variant["attributes"]
            _set(variant["attributes"] if own else hit["attributes"], name, values)
        hit |= live_facts(live, offer)
        hit["position"] = position
        hit["variant"] = (
            None
            if lone
            else {"product_id": variant["product_id"], "attributes": variant["attributes"]}
        )
        hit["highlight"] = {}
        hit["reason"] = None
        hits.append(hit)
    return hits


def _set(attributes: Hit, name: str, values: Sequence[str]) -> None:
    """Write an attribute as hits have it: a text, a list of several, or not at all."""
    attributes.pop(name, None)
    if values:
        attributes[name] = values[0] if len(values) == 1 else list(values)


def _is_choice(start: Longs, row: int, shown: Bools) -> bool:
    """Say whether the filters leave out some of a product's variants."""
    own = shown[start[row] : start[row + 1]]
    return bool(own.any() and not own.all())


def write_variants(engine: Engine, row: int, language: str) -> list[Hit]:
    """Write every variant of a product that is still there, with its facts of this moment."""
    catalogue, live = engine.catalogue, engine.live
    texts = catalogue.variant_hits[language]
    start, end = catalogue.variant_start[row : row + 2].tolist()
    written = []
    for variant in range(start, end):
        if not live.gone[variant]:
            one: Hit = orjson.loads(texts.raw(variant)) | live_facts(live, variant)
            one["stock"] = int(live.stock[variant]) if live.stock[variant] >= 0 else None
            for name, values in live.patched_attributes(variant, language).items():
                _set(one["attributes"], name, values)
            written.append(one)
    return written


def breadcrumbs(tree: Facet, category: int, language: str) -> list[Hit]:
    """Write the path down to a category code, from the root."""
    labels = tree.labels[language]
    return [{"value": tree.values[one], "label": labels[one]} for one in tree.path(category)]
