"""Looks up what products are like, those that are gone included: people outlive them."""

from collections.abc import Callable, Collection

import msgspec
from sqlalchemy import Connection, bindparam, select

from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.tables import products
from knowledge_base.tastes import Looks, Traits, traits_of

LookUp = Callable[[Connection, Collection[str]], dict[str, Traits]]
"""Returns what products and variants are like, by id."""
_AT_HAND = 200_000
"""Products remembered at once: some hundred megabytes where there are so many."""

_looks = msgspec.json.Decoder(Looks).decode
_parent = products.alias("parent")
_LINES = (
    select(products.c.product_id, products.c.line, _parent.c.line)
    .join_from(
        products,
        _parent,
        (_parent.c.product_id == products.c.family)
        & (_parent.c.product_id != products.c.product_id),
        isouter=True,
    )
    .where(products.c.product_id.in_(bindparam("ids", expanding=True)))
)
"""Built once: putting a statement together takes longer than running it."""


def known_traits(connection: Connection, ids: Collection[str]) -> dict[str, Traits]:
    """Return what the products and variants of these ids are like, as far as they are known."""
    return {
        product_id: traits_of(_looks(line), None if parent is None else _looks(parent))
        for few in chunks(ids)
        for product_id, line, parent in connection.execute(_LINES, {"ids": few})
    }


class TraitsAtHand:
    """Remembers what products are like while many people are folded, who know the same."""

    def __init__(self) -> None:
        self._known: dict[str, Traits | None] = {}

    def look_up(self, connection: Connection, ids: Collection[str]) -> dict[str, Traits]:
        """Return what is known, and read the rest."""
        if len(self._known) > _AT_HAND:
            self._known.clear()
        new = [one for one in ids if one not in self._known]
        self._known |= dict.fromkeys(new) | known_traits(connection, new)
        known = ((one, self._known[one]) for one in ids)
        return {one: traits for one, traits in known if traits is not None}
