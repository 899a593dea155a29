"""What happens in a visit? Look for something, hesitate, choose, pay, or leave."""

from typing import Any

import numpy as np

from demo.assortment import BoolArray
from demo.catalogue import Product, Variant, money
from demo.catalogue.palette import COLOURS
from demo.choices import Wish
from demo.queries import ask
from demo.shelves import Shelf
from demo.visits import DAY, SECOND, Visit

SEARCHES, BROWSES_CATEGORY = 0.6, 0.3  # how a need begins; the rest starts on the home page
SECOND_NEED, FOLLOWS_UP, RETURNS_TO = 0.3, 0.4, 0.5
REFINES, CLICK_LIMIT = 0.3, 5
PER_ROW = 4  # tiles side by side; whoever sees one of them has the others in view
LOOKS_AT_ALTERNATIVES, LOOKS_AT_ACCESSORIES = 0.3, 0.7
LIKE_ABOVE, DISLIKE_BELOW, SPEAKS_OUT, SAVES = 2.5, -2.0, 0.15, 0.1
READING_SECONDS = 8.0
HOME = "home"
CHANGES_MIND, STARTS_CHECKOUT, PAYS, PAYING_SECONDS = 0.12, 0.85, 0.85, 40
SENDS_BACK, SENDS_BACK_WRONG_SIZE, RETURN_DAYS = 0.08, 0.6, (4, 13)


def pay_a_visit(visit: Visit) -> None:
    """Live one session through, from the first thought to the door."""
    for _ in range(2 if visit.chance(SECOND_NEED) else 1):
        _pursue(visit, _target(visit))
    _settle(visit)
    visit.tell()


def _target(visit: Visit) -> int:
    """Think of a product: one left undecided, one that fits what one has, or one to like."""
    memory = visit.memory
    if memory.hesitated and visit.chance(RETURNS_TO):
        return memory.hesitated.pop()
    if memory.owned and visit.chance(FOLLOWS_UP):
        fitting = visit.world.complements(int(visit.rng.choice(memory.owned)))
        if len(fitting):
            return visit.mind.imagine(fitting)
    return visit.mind.imagine(visit.world.assortment.leaf_rows[visit.mind.need()])


def _pursue(visit: Visit, target: int) -> None:
    """Look for something like the target, weigh what was seen, take the best if it is good."""
    shelf, query = _arrive(visit, target)
    is_open = shelf.placement == HOME
    wish = Wish() if is_open else Wish(need=int(visit.world.assortment.leaf[target]))
    seen = _browse(visit, shelf, wish, query)
    if seen and visit.chance(LOOKS_AT_ALTERNATIVES):
        shelf = visit.shelves.recommended("product_alternatives", seen[-1], visit.request())
        seen += _browse(visit, shelf, wish)
    chosen = visit.mind.choose(seen, wish)
    if chosen < 0 or not _take(visit, chosen):
        visit.memory.hesitated.extend(seen[-1:])
    elif visit.chance(LOOKS_AT_ACCESSORIES):
        _complete(visit, chosen)


def _complete(visit: Visit, row: int) -> None:
    """See what goes with the product just taken, and take the best of it if it is good."""
    wish = Wish(fits=row)
    shelf = visit.shelves.recommended("product_accessories", row, visit.request())
    chosen = visit.mind.choose(_browse(visit, shelf, wish), wish)
    if chosen >= 0:
        _take(visit, chosen)


def _arrive(visit: Visit, target: int) -> tuple[Shelf, str]:
    """Begin with a search, a category or the home page; gives the shelf and the query."""
    product = visit.world.shop.products[target]
    begin = visit.rng.random()
    if begin >= SEARCHES + BROWSES_CATEGORY:
        return visit.shelves.recommended(HOME, -1, visit.request()), ""
    colour, size = visit.mind.colour(product), visit.mind.size(product)
    if begin >= SEARCHES:
        return _enter_category(visit, product.kind.path.de, colour), ""
    query = ask(product, colour, size, is_english=visit.is_english, rng=visit.rng)
    visit.note("search", query=query.text, placement="search")
    return visit.shelves.search(query, visit.request()), query.text


def _enter_category(visit: Visit, leaf: str, colour: str) -> Shelf:
    """Open a category page and narrow it to a colour now and then."""
    shelf = visit.shelves.category(leaf, visit.request())
    if not colour or not visit.chance(REFINES):
        return shelf
    filters = {"colour": [COLOURS[colour].name.de]}
    visit.note("filter", placement=shelf.placement, filters=filters)
    return visit.shelves.category(leaf, visit.request(colour=colour))


def _browse(visit: Visit, shelf: Shelf, wish: Wish, query: str = "") -> list[int]:
    """Look along a shelf and open what seems worth it; gives the rows that were opened.

    Impressions are what a browser can tell: tiles in view, looked at or not.
    """
    points = visit.mind.points(shelf.rows, wish)
    visit.weigh(points)
    is_examined, is_tempting = visit.mind.look(points)
    opened: list[int] = []
    for place, row in enumerate(shelf.rows[: in_view(is_examined)].tolist()):
        facts: dict[str, Any] = {
            "placement": shelf.placement,
            "position": place + 1,
            "query": query,
            "token": shelf.tokens[place] if shelf.tokens else None,
        }
        visit.note("impression", row, **facts)
        if is_tempting[place] and len(opened) < CLICK_LIMIT:
            visit.note("click", row, **facts)
            _read(visit, row, float(points[place]))
            opened.append(row)
    return opened


def in_view(is_examined: BoolArray) -> int:
    """Count the tiles that came into view: every row down to the last one looked at."""
    looked_at = np.flatnonzero(is_examined)
    rows = (int(looked_at[-1]) // PER_ROW + 1) if len(looked_at) else 0
    return min(rows * PER_ROW, len(is_examined))


def _read(visit: Visit, row: int, points: float) -> None:
    """Read a product page and, now and then, say what one thinks of it."""
    visit.note("view", row)
    visit.recent.append(row)
    seconds = int(visit.rng.gamma(2.0, READING_SECONDS * (1.0 + max(0.0, points) / 2))) + 2
    visit.at += seconds * SECOND
    visit.note("dwell", row, seconds=seconds)
    if points > LIKE_ABOVE and visit.chance(SPEAKS_OUT):
        visit.note("like", row)
    elif points < DISLIKE_BELOW and visit.chance(SPEAKS_OUT):
        visit.note("dislike", row)
    elif points > 0 and visit.chance(SAVES):
        visit.note("save", row)


def _take(visit: Visit, row: int) -> bool:
    """Pick a variant and put it in the basket, unless the right size is gone."""
    product = visit.world.shop.products[row]
    line = visit.mind.pick(product, row)
    if line is None:
        return False
    if line.variant:
        visit.note("select_variant", row, variant_id=line.variant_id)
    price = _price(product, line.variant)
    visit.note("add_to_basket", row, variant_id=line.variant_id, quantity=1, **price)
    visit.basket.append(line)
    return True


def _settle(visit: Visit) -> None:
    """Go to the check-out, or leave the basket standing."""
    if visit.basket and visit.chance(CHANGES_MIND):
        line = visit.basket.pop()
        visit.note("remove_from_basket", line.row, variant_id=line.variant_id)
    if not visit.basket or not visit.chance(STARTS_CHECKOUT):
        return
    visit.note("checkout_start")
    visit.at += PAYING_SECONDS * SECOND
    if visit.chance(PAYS):
        _buy(visit)


def _buy(visit: Visit) -> None:
    """Pay: the shop's server reports each line under one order, and some of it comes back."""
    order_id = f"A{visit.session_id[-12:]}"
    for line in visit.basket:
        product = visit.world.shop.products[line.row]
        visit.note(
            "purchase",
            line.row,
            variant_id=line.variant_id,
            quantity=1,
            order_id=order_id,
            customer_id=visit.customer_id,
            **_price(product, line.variant),
        )
        if visit.chance(SENDS_BACK if line.is_right_size else SENDS_BACK_WRONG_SIZE):
            later = visit.at + int(visit.rng.integers(*RETURN_DAYS)) * DAY
            visit.later.append({**visit.events[-1], "type": "return", "at": later})
        else:
            visit.memory.owned.append(line.row)


def _price(product: Product, variant: Variant | None) -> dict[str, str | None]:
    tag = variant or product
    return {"price": money(tag.price), "list_price": money(tag.list_price)}
