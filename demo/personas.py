"""Whom can one be in the demo shop? People of its history, known for what they did there."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from demo.catalogue import Product, Shop
from demo.shelves import Event

SIZE, SHOES = "39", "shoes_women"
BLUES = frozenset({"blue", "navy", "light blue"})
_COUNTS = {"view": 1.0, "select_variant": 2.0, "add_to_basket": 3.0, "purchase": 5.0}
_TAKES = ("select_variant", "add_to_basket", "purchase")

Trait = Callable[[Product, Event], float]


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody one can be: a visitor, and the customer she is when logged in, if ever."""

    visitor_id: str
    customer_id: str = ""


def personas(shop: Shop, events: Iterable[Event]) -> dict[str, Persona]:
    """Find for each trait the person who shows it most."""
    shown: dict[str, dict[str, float]] = {name: defaultdict(float) for name in _TRAITS}
    customers: dict[str, str] = {}
    for event in events:
        weight = _COUNTS.get(event["type"], 0.0)
        if not weight or "visitor_id" not in event or "product_id" not in event:
            continue
        if customer_id := event.get("customer_id"):
            customers[event["visitor_id"]] = customer_id
        product = shop.products[shop.rows[event["product_id"]]]
        for name, trait in _TRAITS.items():
            shown[name][event["visitor_id"]] += weight * trait(product, event)
    return {
        name: Persona(visitor_id, customers.get(visitor_id, ""))
        for name, visitor_id in _one_for_each(shown).items()
    }


def _one_for_each(shown: Mapping[str, Mapping[str, float]]) -> dict[str, str]:
    """Choose for each trait, in turn, among those who are not chosen yet."""
    chosen: dict[str, str] = {}
    for name, by_visitor in shown.items():
        taken = set(chosen.values())
        free = {one: much for one, much in by_visitor.items() if much > 0 and one not in taken}
        if free:
            chosen[name] = max(free, key=lambda one: free[one])
    return chosen


def _in_size_and_blue(product: Product, event: Event) -> float:
    """Count shoes taken in the size, blue ones twice; those of another size speak against."""
    variant_id = event.get("variant_id")
    if product.kind.sizes != SHOES or event["type"] not in _TAKES:
        return 0.0
    taken = next((one for one in product.variants if one.variant_id == variant_id), None)
    if taken is None or taken.pack is None:
        return 0.0
    blue = taken.colour in BLUES
    return (1.0 + blue) if taken.pack.value == SIZE else -1.0


def _reduced(_: Product, event: Event) -> float:
    return 1.0 if event.get("list_price") else 0.0


def _below(step: str) -> Trait:
    """Count what lies below a category, and what does not against it."""

    def count(product: Product, _: Event) -> float:
        return 1.0 if step in product.kind.path.de.split(" > ")[:2] else -0.5

    return count


_TRAITS: Mapping[str, Trait] = {
    "regular": _in_size_and_blue,
    "bargains": _reduced,
    "photo": _below("Foto"),
    "garden": _below("Garten"),
    "children": _below("Kinder"),
}
