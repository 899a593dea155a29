"""Writes hits: what a tile shows of a product, with the price and stock of this moment."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import orjson

from knowledge_base.catalogue import UNKNOWN, Catalogue, Facet
from knowledge_base.columns import Ints
from knowledge_base.live import LiveFacts
from knowledge_base.money import money_text
from knowledge_base.products import Availability
from knowledge_base.runs import run_starts
from knowledge_base.selection import Selection
from service.engine import Engine

Hit = dict[str, Any]

_WORDS = [one.word for one in Availability]


def title_of_row(engine: Engine, row: int, language: str) -> str | None:
    """Return what a product is called, None for UNKNOWN."""
    if row == UNKNOWN:
        return None
    title: str = orjson.loads(engine.catalogue.hits[language].raw(row))["title"]
    return title


def offers(live: LiveFacts, shown: Selection, wanted: Ints | None = None) -> list[int]:
    """Choose for each product the variant to show, as variant rows.

    Among those `shown`, which come with their variants under the filters, one that is `wanted`
    most (int32, shape (m,)), can be bought, of the lowest price, the first of equals.
    """
    if shown.owner is None:
        lone: list[int] = shown.variants.tolist()
        return lone
    variants, owner = shown.variants, shown.owner
    price = live.price[variants]
    worse = (variants, price, price < 0, ~live.buyable[variants])
    best_first = np.lexsort((*worse, owner) if wanted is None else (*worse, -wanted, owner))
    chosen: list[int] = variants[best_first[run_starts(owner)]].tolist()
    return chosen


def live_facts(live: LiveFacts, variants: Sequence[int]) -> Iterator[Hit]:
    """Write price, list price, availability and delivery of variants as they are now.

    Beside a reduction stands the lowest price of the 30 days before it, where it is known.
    """
    columns = (
        live.price,
        live.list_price,
        live.lowest_price,
        live.stock,
        live.availability,
        live.delivery_days,
    )
    currency, rows = live.catalogue.currency, np.array(variants, dtype=np.intp)
    facts = (one.take(rows).tolist() for one in columns)
    for price, full, lowest, stock, availability, days in zip(*facts, strict=True):
        is_reduced = full > price >= 0
        yield {
            "price": money_text(price) if price >= 0 else None,
            "list_price": money_text(full) if is_reduced else None,
            "lowest_price_30d": money_text(lowest) if is_reduced and lowest >= 0 else None,
            "currency": currency,
            "availability": _WORDS[Availability.OUT_OF_STOCK if stock == 0 else availability],
            "delivery_days": days if days >= 0 else None,
        }


def write_hits(
    engine: Engine,
    shown: Selection,
    language: str,
    *,
    first: int = 1,
    wanted: Ints | None = None,
) -> list[Hit]:
    """Write one hit per product shown, in order, positions counted from `first`.

    Each comes with those of its variants, at least one, that the filters leave; `wanted`
    (int32, shape (m,)) says how well each of these meets what was asked for.
    """
    catalogue, live = engine.catalogue, engine.live
    texts, variants = catalogue.hits[language], catalogue.variant_hits[language]
    product_ids, variant_ids = catalogue.product_ids.column, catalogue.variant_ids.column
    chosen = offers(live, shown, wanted)
    hits: list[Hit] = []
    for row, offer, is_choice, facts in zip(
        shown.rows.tolist(),
        chosen,
        _is_choice(catalogue, shown, wanted),
        live_facts(live, chosen),
        strict=True,
    ):
        hit: Hit = orjson.loads(texts.raw(row))
        hit |= facts
        hit["position"] = first + len(hits)
        lone = product_ids.raw(row) == variant_ids.raw(offer)
        own: Hit = {} if lone else orjson.loads(variants.raw(offer))
        hit["variant"] = None if lone else _variant(hit, own, is_choice=is_choice)
        hit["unit_price"] = live.unit_prices.get(offer, hit["unit_price"])
        hit["highlight"] = {}
        hit["reason"] = None
        if offer in live.altered:
            for name, values in live.patched_attributes(offer, language).items():
                of_variant = not lone and name in own["attributes"]
                _set((own if of_variant else hit)["attributes"], name, values)
        hits.append(hit)
    return hits


def _is_choice(catalogue: Catalogue, shown: Selection, wanted: Ints | None) -> list[bool]:
    """Say of which products some variants are left out, or wanted more than others."""
    if shown.owner is None:
        return [False] * len(shown)
    every = catalogue.variant_start[shown.rows + 1] - catalogue.variant_start[shown.rows]
    choice = np.bincount(shown.owner, minlength=len(shown)) < every
    if wanted is not None and len(shown):
        starts = run_starts(shown.owner)
        least = np.minimum.reduceat(wanted, starts)
        choice |= least < np.maximum.reduceat(wanted, starts)
    listed: list[bool] = choice.tolist()
    return listed


def _variant(hit: Hit, variant: Hit, *, is_choice: bool) -> Hit:
    """Write the variant shown, and on its product what follows from it.

    Its picture is shown where filters or words leave only some of the variants.
    """
    hit["unit_price"] = variant["unit_price"]
    if is_choice:
        hit["image_url"] = variant["image_url"] or hit["image_url"]
    return {"product_id": variant["product_id"], "attributes": variant["attributes"]}


def _set(attributes: Hit, name: str, values: Sequence[str]) -> None:
    """Write an attribute as hits have it: a text, a list of several, or not at all."""
    attributes.pop(name, None)
    if values:
        attributes[name] = values[0] if len(values) == 1 else list(values)


def write_variants(engine: Engine, row: int, language: str) -> list[Hit]:
    """Write every variant of a product that is still there, with its facts of this moment."""
    catalogue, live = engine.catalogue, engine.live
    texts = catalogue.variant_hits[language]
    start, end = catalogue.variant_start[row : row + 2].tolist()
    there = [variant for variant in range(start, end) if not live.gone[variant]]
    written = []
    for variant, facts in zip(there, live_facts(live, there), strict=True):
        one: Hit = orjson.loads(texts.raw(variant)) | facts
        one["unit_price"] = live.unit_prices.get(variant, one["unit_price"])
        one["stock"] = int(live.stock[variant]) if live.stock[variant] >= 0 else None
        for name, values in live.patched_attributes(variant, language).items():
            _set(one["attributes"], name, values)
        written.append(one)
    return written


def breadcrumbs(tree: Facet, category: int, language: str) -> list[Hit]:
    """Write the path down to a category code, from the root."""
    labels = tree.labels[language]
    return [{"value": tree.values[one], "label": labels[one]} for one in tree.path(category)]
