"""Keeps feed lines, and knows which products a change has touched."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from knowledge_base.families import families
from knowledge_base.live import Change
from knowledge_base.money import from_cents, to_cents
from knowledge_base.products import Product
from knowledge_base.storage.change_log import Topic, append_change, last_seq
from knowledge_base.storage.chunks import CHUNK, chunks
from knowledge_base.storage.clock import moment
from knowledge_base.storage.price_history import (
    NOTHING,
    Move,
    Offer,
    lowest_prices,
    record_moves,
)
from knowledge_base.storage.tables import products

_encode = msgspec.json.Encoder().encode
_product = msgspec.json.Decoder(Product).decode


class Gist(msgspec.Struct, frozen=True):
    """What a line is about, read much faster than the whole of it."""

    product_id: str
    price: Decimal | None
    categories: dict[str, tuple[tuple[str, ...], ...]]

    @property
    def cents(self) -> int:
        """Return the price in cents, -1 where there is none."""
        return -1 if self.price is None else to_cents(self.price)


_gist = msgspec.json.Decoder(Gist).decode


@dataclass(frozen=True, slots=True)
class Counts:
    """What writing lines did; a line that was deleted and comes back is new."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.gone + other.gone,
        )


def put_products(connection: Connection, lines: Iterable[Product]) -> Counts:
    """Insert lines or replace those of the same id; the later of two in one call wins."""
    writing = _Writing(connection)
    writing.put(lines)
    return writing.counts()


def drop_lines(connection: Connection, product_ids: Collection[str], *, seq: int) -> int:
    """Mark lines as gone that have not changed since a change; return how many those were."""
    writing = _Writing(connection)
    untouched = products.c.change_seq <= seq
    return sum(
        writing.mark_gone(and_(products.c.product_id.in_(chunk), untouched))
        for chunk in chunks(product_ids)
    )


def delete_products(connection: Connection, product_ids: Collection[str]) -> int:
    """Mark products as gone, with their variants; return how many lines that were."""
    writing = _Writing(connection)
    return sum(
        writing.mark_gone(or_(products.c.product_id.in_(chunk), products.c.family.in_(chunk)))
        for chunk in chunks(product_ids)
    )


def get_products(connection: Connection, product_ids: Collection[str]) -> dict[str, Product]:
    """Return the lines of those ids that exist."""
    found: dict[str, Product] = {}
    for chunk in chunks(product_ids):
        for product in _lines(connection, products.c.product_id.in_(chunk)):
            found[product.product_id] = product
    return found


def get_variants(
    connection: Connection, product_ids: Collection[str]
) -> dict[str, list[Product]]:
    """Return the variants of those products that have any."""
    found: dict[str, list[Product]] = {}
    for chunk in chunks(product_ids):
        for line in _lines(connection, products.c.family.in_(chunk)):
            if line.variant_of is not None:
                found.setdefault(line.variant_of, []).append(line)
    return found


def all_products(connection: Connection) -> Iterator[Product]:
    """Yield every line, in the order in which they first arrived."""
    return _lines(connection, ~products.c.deleted)


def gists(connection: Connection) -> Iterator[Gist]:
    """Yield the gist of every line, in any order."""
    there = select(products.c.line).where(~products.c.deleted)
    rows = connection.execute(there, execution_options={"yield_per": CHUNK})
    return map(_gist, rows.scalars())


def last_product_change(connection: Connection) -> int:
    """Return the number of the last change of any line, 0 before the first."""
    return connection.execute(select(func.max(products.c.change_seq))).scalar_one() or 0


def changes_since(connection: Connection, seq: int) -> tuple[list[Change], int]:
    """Return every product touched by a later change, whole, and the last change's number.

    A line that moved from one product to another touches both.
    """
    touched = select(products.c.family, products.c.moved_from).where(
        products.c.change_seq > seq
    )
    named = {name: None for row in connection.execute(touched) for name in row if name}
    changes: list[Change] = []
    for chunk in chunks(named):
        kin = families(_lines(connection, products.c.family.in_(chunk)))
        whole = {family.product.product_id: family for family in kin}
        changes += [Change(name, whole.get(name)) for name in chunk]
    return changes, last_seq(connection)


class _Writing:
    """One call that writes lines: takes a change number once it changes anything."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._new = self._changed = 0
        self._written = 0

    @cached_property
    def _seq(self) -> int:
        return append_change(self._connection, Topic.PRODUCTS)

    @cached_property
    def _first_position(self) -> int:
        last = select(func.coalesce(func.max(products.c.position), 0))
        return int(self._connection.execute(last).scalar_one()) + 1

    def counts(self) -> Counts:
        unchanged = self._written - self._new - self._changed
        return Counts(self._new, self._changed, unchanged)

    def put(self, lines: Iterable[Product]) -> None:
        for chunk in chunks(lines):
            self._put({line.product_id: line for line in chunk})

    def mark_gone(self, which: ColumnElement[bool]) -> int:
        there = select(products.c.line).where(which, ~products.c.deleted)
        lines = map(_product, self._connection.execute(there).scalars())
        moves = [Move(one.product_id, Offer.of(one), NOTHING) for one in lines]
        if moves:
            gone = update(products).where(which, ~products.c.deleted)
            stamped = gone.values(deleted=True, change_seq=self._seq, updated_at=moment())
            self._connection.execute(stamped)
            record_moves(self._connection, moves)
        return len(moves)

    def _put(self, lines: dict[str, Product]) -> None:
        known = self._known(lines)
        new, changed, moves = [], [], []
        for product_id, product in lines.items():
            row = {"line": _line(product), "family": _family(product)}
            was = known.get(product_id)
            if was is None:
                new.append({**row, "product_id": product_id})
            elif was.deleted or was.line != row["line"]:
                moved = was.family if was.family != row["family"] else was.moved_from
                changed.append({**row, "key": product_id, "left": moved})
                moves.append(Move(product_id, _offer(was), Offer.of(product)))
                self._new += was.deleted
                self._changed += not was.deleted
        self._insert(new)
        self._update(changed)
        self._move(moves)
        self._new += len(new)
        self._written += len(lines)

    def _move(self, moves: Sequence[Move]) -> None:
        """Keep what was offered, and what it cost at the least before it costs what it does."""
        repriced = [one for one in moves if one.is_repriced]
        lowest = lowest_prices(self._connection, repriced)
        stamped = update(products).where(products.c.product_id == bindparam("key"))
        rows = [{"key": one.product_id, "low": lowest.get(one.product_id)} for one in repriced]
        if rows:
            self._connection.execute(stamped.values(lowest_cents=bindparam("low")), rows)
        record_moves(self._connection, moves)

    def _known(self, product_ids: Collection[str]) -> dict[str, Any]:
        wanted = select(products).where(products.c.product_id.in_(product_ids))
        return {row.product_id: row for row in self._connection.execute(wanted)}

    def _insert(self, rows: Sequence[dict[str, Any]]) -> None:
        if not rows:
            return
        for number, row in enumerate(rows, self._first_position + self._new):
            row["position"] = number
        self._connection.execute(
            insert(products).values(
                deleted=False, change_seq=self._seq, created_at=moment(), updated_at=moment()
            ),
            rows,
        )

    def _update(self, rows: Sequence[dict[str, Any]]) -> None:
        if not rows:
            return
        self._connection.execute(
            update(products)
            .where(products.c.product_id == bindparam("key"))
            .values(
                line=bindparam("line"),
                family=bindparam("family"),
                moved_from=bindparam("left"),
                deleted=False,
                change_seq=self._seq,
                updated_at=moment(),
            ),
            rows,
        )


def _line(product: Product) -> str:
    """Write what the shop says of a line; the rest is known here."""
    return _encode(replace(product, lowest_price=None)).decode()


def _offer(row: Any) -> Offer:
    return NOTHING if row.deleted else Offer.of(_product(row.line))


def _family(product: Product) -> str:
    """Name the product a line belongs to: its own, unless it is a variant of another."""
    return product.variant_of or product.product_id


def _lines(connection: Connection, which: ColumnElement[bool]) -> Iterator[Product]:
    """Yield those lines of a condition that are not gone, in order of first arrival."""
    wanted = select(products.c.line, products.c.lowest_cents).where(which, ~products.c.deleted)
    ordered = wanted.order_by(products.c.position)
    for line, cents in connection.execute(ordered, execution_options={"yield_per": CHUNK}):
        product = _product(line)
        if cents is not None:
            product = replace(product, lowest_price=from_cents(cents))
        yield product
