"""What does a shopper do in one visit? Look for something, hesitate, choose, pay, or leave."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from demo.assortment import COLOUR_NAMES, FloatArray, IntArray
from demo.catalogue import Product, Variant, money
from demo.catalogue.palette import COLOURS
from demo.queries import ask
from demo.shelves import Event, Request, Shelf, Shelves
from demo.world import World, examination

SECOND, DAY = 1000, 86_400_000
EPOCH_DAY = date(1970, 1, 1).toordinal()
SEARCHES, BROWSES_CATEGORY = 0.6, 0.3  # how a need begins; the rest starts on the home page
FOLLOWS_UP, RETURNS_TO = 0.4, 0.5
CLICK_BIAS, CLICK_LIMIT = -1.5, 5
BUY_BAR, REFINES = 2.4, 0.3
LOOKS_AT_ALTERNATIVES, LOOKS_AT_ACCESSORIES = 0.3, 0.7
FITS_MY_OWN = 2.0  # what a product gains by going with the one just taken
NEIGHBOUR_SIZE, SLIPS_A_SIZE = 0.3, 0.08
LIKE_ABOVE, DISLIKE_BELOW, SPEAKS_OUT, SAVES = 2.5, -2.5, 0.15, 0.1
CHANGES_MIND, STARTS_CHECKOUT, PAYS = 0.12, 0.85, 0.85
SENDS_BACK, SENDS_BACK_WRONG_SIZE, RETURN_DAYS = 0.05, 0.6, (4, 13)
SECOND_NEED = 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """Something in the basket."""

    row: int
    variant: Variant | None
    is_right_size: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What a shopper looks for: something of a leaf, or something that goes with a product."""

    need: int | None = None
    fits: int = -1


@dataclass(slots=True)
class Memory:
    """What a shopper remembers from earlier visits."""

    owned: list[int] = field(default_factory=list)
    hesitated: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Visit:
    """One session in progress; ``at`` is its clock, in milliseconds since 1970.

    ``events`` is what happened, ``heard`` how much of it the shop has been told, ``later`` what
    will follow days after the visit.
    """

    world: World
    shelves: Shelves
    shopper: int
    memory: Memory
    session_id: str
    at: int
    rng: np.random.Generator
    events: list[Event] = field(default_factory=list)
    basket: list[Line] = field(default_factory=list)
    recent: list[int] = field(default_factory=list)
    later: list[Event] = field(default_factory=list)
    heard: int = 0

    @property
    def identity(self) -> dict[str, str]:
        """Name the shopper as far as consent allows."""
        people, me = self.world.shoppers, self.shopper
        consent = people.consents[me]
        names = {"consent": consent}
        if consent != "none":
            names["session_id"] = self.session_id
        if consent == "personalization":
            names["visitor_id"] = people.visitor_ids[me]
        return names

    def chance(self, probability: float) -> bool:
        """Toss a coin."""
        return bool(self.rng.random() < probability)

    def note(self, kind: str, row: int = -1, **facts: Any) -> None:
        """Write down what just happened, and let a few seconds pass."""
        event: Event = {"type": kind, "at": self.at, **self.identity}
        if row >= 0:
            event["product_id"] = self.world.shop.products[row].product_id
        self.events.append(event | {name: fact for name, fact in facts.items() if fact})
        self.at += int(self.rng.integers(1, 6)) * SECOND

    def request(self, **more: Any) -> Request:
        """Ask for a shelf; whoever answers has heard everything up to now."""
        self.shelves.hear(self.events[self.heard :])
        self.heard = len(self.events)
        products = self.world.shop.products
        return Request(
            identity=self.identity,
            language="en" if self.world.shoppers.is_english[self.shopper] else "de",
            day=self.at // DAY + EPOCH_DAY,
            basket=[(products[line.row].product_id, 1) for line in self.basket],
            recent=[products[row].product_id for row in self.recent],
            **more,
        )


def pay_a_visit(visit: Visit) -> list[Event]:
    """Live one session through and give what happened; later returns are in ``later``."""
    for _ in range(2 if visit.chance(SECOND_NEED) else 1):
        _pursue(visit, _need(visit))
    _settle(visit)
    visit.shelves.hear(visit.events[visit.heard :])
    return visit.events


def _need(visit: Visit) -> int:
    """Think of a product: one left undecided, one that fits what one has, or one to like."""
    memory, world, rng = visit.memory, visit.world, visit.rng
    if memory.hesitated and visit.chance(RETURNS_TO):
        return memory.hesitated.pop()
    if memory.owned and visit.chance(FOLLOWS_UP):
        fitting = world.complements(int(rng.choice(memory.owned)))
        if len(fitting):
            return _ideal(visit, fitting)
    goods = world.assortment
    leaf = int(rng.choice(len(goods.leaves), p=world.shoppers.interest[visit.shopper]))
    return _ideal(visit, goods.leaf_rows[leaf])


def _ideal(visit: Visit, rows: IntArray) -> int:
    """Imagine the product of a group that one would like, with some noise."""
    points = visit.world.utility_of_rows(visit.shopper, rows)
    return int(rows[np.argmax(points + visit.rng.gumbel(size=len(rows)))])


def _pursue(visit: Visit, target: int) -> None:
    """Look for something like the target, weigh what was seen, take the best if it is good."""
    need = int(visit.world.assortment.leaf[target])
    shelf, query = _arrive(visit, target)
    seen = _browse(visit, shelf, Wish(need), query)
    if seen and visit.chance(LOOKS_AT_ALTERNATIVES):
        shelf = visit.shelves.recommended("product_alternatives", seen[-1], visit.request())
        seen += _browse(visit, shelf, Wish(need))
    chosen = _choose(visit, seen, Wish(need))
    if chosen < 0 or not _take(visit, chosen):
        visit.memory.hesitated.extend(seen[-1:])
    elif visit.chance(LOOKS_AT_ACCESSORIES):
        shelf = visit.shelves.recommended("product_accessories", chosen, visit.request())
        accessory = _choose(visit, _browse(visit, shelf, Wish(fits=chosen)), Wish(fits=chosen))
        if accessory >= 0:
            _take(visit, accessory)


def _arrive(visit: Visit, target: int) -> tuple[Shelf, str]:
    """Begin with a search, a category or the home page; narrow the list now and then."""
    product = visit.world.shop.products[target]
    begin = visit.rng.random()
    if begin >= SEARCHES + BROWSES_CATEGORY:
        return visit.shelves.recommended("home", -1, visit.request()), ""
    colour = _favourite_colour(visit, product)
    if begin >= SEARCHES:
        shelf = visit.shelves.category(product.kind.path.de, visit.request())
        if colour and visit.chance(REFINES):
            visit.note(
                "filter",
                placement=shelf.placement,
                filters={"colour": [COLOURS[colour].name.de]},
            )
            shelf = visit.shelves.category(
                product.kind.path.de, visit.request(filters={"colour": colour})
            )
        return shelf, ""
    is_english = bool(visit.world.shoppers.is_english[visit.shopper])
    query = ask(product, colour, _size(visit, product), is_english=is_english, rng=visit.rng)
    visit.note("search", query=query.text, placement="search")
    return visit.shelves.search(query, visit.request()), query.text


def _favourite_colour(visit: Visit, product: Product) -> str:
    """Name the colour of a product that the shopper likes best."""
    taste = visit.world.shoppers.colour[visit.shopper]
    return max(
        product.colours, key=lambda name: float(taste[COLOUR_NAMES.index(name)]), default=""
    )


def _size(visit: Visit, product: Product) -> str:
    return visit.world.sizes(visit.shopper)[product.kind.sizes] if product.kind.sizes else ""


def _points(visit: Visit, rows: IntArray, wish: Wish) -> FloatArray:
    """Weigh products against a wish: their utility, and what they gain by fitting."""
    points = visit.world.utility_of_rows(visit.shopper, rows, wish.need)
    if wish.fits >= 0:
        points = points + FITS_MY_OWN * np.isin(rows, visit.world.complements(wish.fits))
    return points


def _browse(visit: Visit, shelf: Shelf, wish: Wish, query: str = "") -> list[int]:
    """Look along a shelf and open what seems worth it; gives the rows that were opened."""
    if not len(shelf.rows):
        return []
    rng = visit.rng
    positions = np.arange(1, len(shelf.rows) + 1)
    points = _points(visit, shelf.rows, wish)
    is_examined = rng.random(len(positions)) < examination(positions)
    is_clicked = is_examined & (points + CLICK_BIAS + rng.logistic(size=len(positions)) > 0)
    opened: list[int] = []
    for place in np.flatnonzero(is_examined).tolist():
        facts: dict[str, Any] = {
            "placement": shelf.placement,
            "position": place + 1,
            "query": query,
        }
        if shelf.tokens:
            facts["token"] = shelf.tokens[place]
        row = int(shelf.rows[place])
        visit.note("impression", row, **facts)
        if is_clicked[place] and len(opened) < CLICK_LIMIT:
            visit.note("click", row, **facts)
            _open(visit, row, float(points[place]))
            opened.append(row)
    return opened


def _open(visit: Visit, row: int, points: float) -> None:
    """Read a product page: the better it looks, the longer, and now and then say so."""
    visit.note("view", row)
    visit.recent.append(row)
    seconds = int(visit.rng.gamma(2.0, 8.0) * (1.5 if points > 0 else 1.0)) + 2
    visit.at += seconds * SECOND
    visit.note("dwell", row, seconds=seconds)
    if points > LIKE_ABOVE and visit.chance(SPEAKS_OUT):
        visit.note("like", row)
    elif points < DISLIKE_BELOW and visit.chance(SPEAKS_OUT):
        visit.note("dislike", row)
    elif points > 0 and visit.chance(SAVES):
        visit.note("save", row)


def _choose(visit: Visit, seen: Sequence[int], wish: Wish) -> int:
    """Choose among what was opened, or (-1) nothing: a logit with an outside option."""
    if not seen:
        return -1
    rows = np.array(sorted(set(seen)))
    noisy = np.append(_points(visit, rows, wish), BUY_BAR) + visit.rng.gumbel(
        size=len(rows) + 1
    )
    best = int(np.argmax(noisy))
    return int(rows[best]) if best < len(rows) else -1


def _take(visit: Visit, row: int) -> bool:
    """Pick a variant and put it in the basket, unless the right size is gone."""
    product = visit.world.shop.products[row]
    line = _pick(visit, product, row)
    if line is None:
        return False
    variant_id = line.variant.variant_id if line.variant else ""
    if variant_id:
        visit.note("select_variant", row, variant_id=variant_id)
    visit.note(
        "add_to_basket", row, variant_id=variant_id, quantity=1, **_price(product, line.variant)
    )
    visit.basket.append(line)
    return True


def _pick(visit: Visit, product: Product, row: int) -> Line | None:
    """Find the variant in the right size and the best liked colour among those on stock."""
    if not product.variants:
        return Line(row, None, is_right_size=True) if product.stock else None
    on_stock = [variant for variant in product.variants if variant.stock]
    wanted = _size(visit, product)
    fitting = [
        each for each in on_stock if not wanted or (each.pack and each.pack.value == wanted)
    ]
    is_right = not visit.chance(SLIPS_A_SIZE) if wanted else True
    if not fitting and visit.chance(NEIGHBOUR_SIZE):
        fitting, is_right = on_stock, False
    if not fitting:
        return None
    taste = visit.world.shoppers.colour[visit.shopper]
    best = max(
        fitting,
        key=lambda each: float(taste[COLOUR_NAMES.index(each.colour)]) if each.colour else 0.0,
    )
    return Line(row, best, is_right)


def _price(product: Product, variant: Variant | None) -> dict[str, str | None]:
    tag = variant or product
    return {"price": money(tag.price), "list_price": money(tag.list_price)}


def _settle(visit: Visit) -> None:
    """Go to the check-out, or leave the basket standing."""
    if visit.basket and visit.chance(CHANGES_MIND):
        line = visit.basket.pop()
        visit.note(
            "remove_from_basket",
            line.row,
            variant_id=line.variant.variant_id if line.variant else "",
        )
    if not visit.basket or not visit.chance(STARTS_CHECKOUT):
        return
    visit.note("checkout_start")
    visit.at += 40 * SECOND
    if visit.chance(PAYS):
        _buy(visit)


def _buy(visit: Visit) -> None:
    """Pay: the shop's server reports each line under one order, and some of it comes back."""
    people, me = visit.world.shoppers, visit.shopper
    named = people.customer_ids[me] if people.consents[me] == "personalization" else ""
    order_id = f"A{visit.session_id[-12:]}"
    for line in visit.basket:
        product = visit.world.shop.products[line.row]
        facts = {
            "variant_id": line.variant.variant_id if line.variant else "",
            "quantity": 1,
            "order_id": order_id,
            "customer_id": named,
        }
        visit.note("purchase", line.row, **facts, **_price(product, line.variant))
        visit.memory.owned.append(line.row)
        if visit.chance(SENDS_BACK if line.is_right_size else SENDS_BACK_WRONG_SIZE):
            later = int(visit.rng.integers(*RETURN_DAYS)) * DAY
            visit.later.append({**visit.events[-1], "type": "return", "at": visit.at + later})
