"""Turns rows of the event log into columns over the rows of one catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import repeat
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import case
from sqlalchemy.sql.elements import NamedColumn

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.columns import Bools, Ints, Longs
from knowledge_base.events import EventType, Trust, same_words
from knowledge_base.interactions import Interactions, traces
from knowledge_base.privacy import is_private
from knowledge_base.storage.attribution import SEARCH, asked_before, last_click
from knowledge_base.storage.tables import CUSTOMER, events

COLUMNS = (
    events.c.seq,
    events.c.type,
    events.c.at,
    events.c.visitor_id,
    events.c.customer_id,
    events.c.session_id,
    events.c.product_id,
    events.c.variant_id,
    events.c.quantity,
    events.c.position,
    events.c.placement,
    events.c.order_id,
    events.c.trust,
    events.c.token_id,
    events.c.event_id,
    events.c.query,
    events.c.forced,
    case((events.c.detail.like('%"propensity"%'), events.c.detail)).label("chance"),
    events.c.match_grade,
)
"""What the rows have to hold, in this order."""

SEARCHED = (events.c.session_id, events.c.at, events.c.query)
"""What the rows of searches have to hold, in this order."""

CLAIMED_WEIGHT = 0.1
"""How far a purchase is believed that only a browser has seen."""

NOBODY = 0
"""The mark of who, or what, is not known."""

_CUSTOMER = "\0"
"""Sets customers' ids apart from visitors'; no id holds it."""


class InteractionColumns:
    """Collects rows of the log in commit order, then gives them as arrays.

    Of ids only marks are kept, eight bytes each, so that a log of any length takes the memory
    of its arrays; a mark means nothing outside this process.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._products, self._variants = _rows_by_id(catalogue)
        self._catalogue = catalogue
        self._codes: dict[str, dict[str, int]] = {"placement": {}, "query": {}}
        self._chunks: list[dict[str, NDArray[Any]]] = []
        self._searches: list[dict[str, NDArray[Any]]] = []

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Take in some rows of COLUMNS."""
        sent = _turned(rows, COLUMNS)
        exact = map(_either, sent["variant_id"], sent["product_id"])
        order = map(_order, sent["type"], sent["order_id"])
        shown_on = map(_proved, sent["trust"], sent["placement"])
        self._chunks.append(
            {
                "seq": np.array(sent["seq"], dtype=np.int64),
                "type": np.array(sent["type"], dtype=np.int8),
                "at": np.array(sent["at"], dtype=np.float64) / 1000,
                "product": _rows_of(sent["product_id"], self._products),
                "variant": _rows_of(exact, self._variants),
                "visitor": _marks(map(_person, sent["visitor_id"], sent["customer_id"])),
                "session": _marks(sent["session_id"]),
                "basket": _marks(order),
                "token": _marks(sent["token_id"]),
                "quantity": np.array(sent["quantity"], dtype=np.int32),
                "position": _ints(sent["position"]),
                "placement": self._coded("placement", shown_on),
                "trust": np.array(sent["trust"], dtype=np.int8),
                "trace": traces(sent["event_id"]),
                "answer": _marks(map(_answer, sent["token_id"])),
                "query": self._coded("query", map(_words, sent["query"])),
                "forced": np.array(sent["forced"], dtype=np.bool_),
                "chance": np.fromiter(map(_chance, sent["chance"]), dtype=np.float32),
                "match_grade": _ints(sent["match_grade"]),
            }
        )

    def add_searches(self, rows: Sequence[Sequence[Any]]) -> None:
        """Take in some rows of SEARCHED."""
        sent = _turned(rows, SEARCHED)
        self._searches.append(
            {
                "session": _marks(sent["session_id"]),
                "at": np.array(sent["at"], dtype=np.float64) / 1000,
                "query": self._coded("query", map(_words, sent["query"])),
            }
        )

    def interactions(
        self, now: datetime, withdrawn: Iterable[tuple[str, str, int]]
    ) -> Interactions:
        """Return what teaches, weighed by how far it is believed.

        `withdrawn` gives kind and id of those who took their consent back, and the number of
        the last event before that: up to there they are nobody.
        """
        if not self._chunks:
            self.add(())
        if not self._searches:
            self.add_searches(())
        column, searches = _joined(self._chunks), _joined(self._searches)
        _forget(column, withdrawn)
        _number(column, searches)
        self._attribute(column, searches)
        is_first = _first_uses(column)
        teaches = (column["product"] >= 0) & is_first & _credible(column, is_first)
        is_believed = (column["trust"] == Trust.CONFIRMED) | (
            column["type"] != EventType.PURCHASE
        )
        return Interactions(
            products=self._catalogue.products,
            until=now.timestamp(),
            product=column["product"],
            variant=column["variant"],
            visitor=column["visitor"],
            session=column["session"],
            basket=column["basket"],
            type=column["type"],
            at=column["at"],
            quantity=column["quantity"],
            position=column["position"],
            placement=column["placement"],
            placements=tuple(self._codes["placement"]),
            answer=column["answer"],
            query=column["query"],
            queries=tuple(self._codes["query"]),
            forced=column["forced"],
            chance=column["chance"],
            match_grade=column["match_grade"],
            weight=np.where(is_believed, 1, CLAIMED_WEIGHT).astype(np.float32),
            trace=column["trace"],
        ).where(teaches)

    def _coded(self, name: str, texts: Iterable[str | None]) -> Ints:
        """Give texts numbers from 0, in the order in which they first come."""
        codes = self._codes[name]
        return _ints(
            None if text is None else codes.setdefault(text, len(codes)) for text in texts
        )

    def _attribute(
        self, column: dict[str, NDArray[Any]], searches: Mapping[str, NDArray[Any]]
    ) -> None:
        """Say of what was searched for with which words, and of later deeds where they began.

        What stood in a result list without saying for what belongs to the session's search
        before it. Views, baskets and orders follow from the click that led there.
        """
        kind, place = column["type"], self._codes["placement"].get(SEARCH, UNKNOWN - 1)
        is_listed = (column["query"] < 0) & (column["placement"] == place)
        searched = asked_before(column["session"], column["at"], searches)
        column["query"] = np.where(is_listed, searched, column["query"])
        is_shown = (kind == EventType.IMPRESSION) | (kind == EventType.CLICK)
        column["query"][~is_shown] = UNKNOWN
        led = last_click(column)
        follows = ~is_shown & (led >= 0)
        for name in ("query", "forced"):
            column[name][follows] = column[name][led[follows]]


def _forget(column: dict[str, NDArray[Any]], withdrawn: Iterable[tuple[str, str, int]]) -> None:
    """Make nobody of those who took their consent back, up to that moment."""
    until = {
        hash(_CUSTOMER + person_id if kind == CUSTOMER else person_id): seq
        for kind, person_id, seq in withdrawn
    }
    gone = np.array([*until, NOBODY], dtype=np.int64)
    seqs = np.array([*until.values(), 0], dtype=np.int64)
    order = np.argsort(gone)
    place = order[np.searchsorted(gone, column["visitor"], sorter=order) % len(gone)]
    is_gone = (gone[place] == column["visitor"]) & (column["seq"] <= seqs[place])
    for name in ("visitor", "session"):
        column[name][is_gone] = NOBODY


def _number(column: dict[str, NDArray[Any]], searches: dict[str, NDArray[Any]]) -> None:
    """Put numbers in the place of marks, UNKNOWN for nobody's; both number sessions alike."""
    for name in ("visitor", "basket", "answer"):
        column[name] = _numbered(column[name])
    both = _numbered(np.concatenate([column["session"], searches["session"]]))
    column["session"], searches["session"] = np.split(both, [len(column["session"])])


def _numbered(marks: Longs) -> Ints:
    """Return numbers from 0 for marks, in the order in which they first come (int32)."""
    marks, first, inverse = np.unique(marks, return_index=True, return_inverse=True)
    (known,) = np.nonzero(marks != NOBODY)
    number = np.full(len(marks), UNKNOWN, dtype=np.int32)
    number[known[np.argsort(first[known])]] = np.arange(len(known), dtype=np.int32)
    numbered: Ints = number[inverse]
    return numbered


def _rows_by_id(catalogue: Catalogue) -> tuple[dict[str, int], dict[str, int]]:
    """Return the product row and the variant row of every id that has one."""
    variants = {one: row for row, one in enumerate(catalogue.variant_ids.column.texts())}
    products = dict(zip(variants, catalogue.product_of.tolist(), strict=True))
    products.update({one: row for row, one in enumerate(catalogue.product_ids.column.texts())})
    return products, variants


def _turned(
    rows: Sequence[Sequence[Any]], columns: Sequence[NamedColumn[Any]]
) -> dict[str, Sequence[Any]]:
    """Turn rows into columns by name."""
    turned = list(zip(*rows, strict=True)) or [()] * len(columns)
    return {column.name: values for column, values in zip(columns, turned, strict=True)}


def _marks(texts: Iterable[str | None]) -> Longs:
    """Return a mark for each text, which only equal ones share; NOBODY for none."""
    marks = (NOBODY if one is None else hash(one) for one in texts)
    return np.fromiter(marks, dtype=np.int64)


def _rows_of(ids: Iterable[str], known: Mapping[str, int]) -> Ints:
    return np.fromiter(map(known.get, ids, repeat(UNKNOWN)), dtype=np.int32)


def _ints(numbers: Iterable[int | None]) -> Ints:
    return np.array([UNKNOWN if one is None else one for one in numbers], dtype=np.int32)


def _joined(chunks: Sequence[Mapping[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    return {name: np.concatenate([one[name] for one in chunks]) for name in chunks[0]}


def _answer(token_id: str | None) -> str | None:
    """Name the answer that a token was written for."""
    return None if token_id is None else token_id.rpartition("-")[0]


def _chance(detail: str | None) -> float:
    """Return how likely chance put something where it stood, as its token says."""
    return 1.0 if detail is None else float(orjson.loads(detail).get("propensity", 1.0))


def _words(query: str | None) -> str | None:
    """Return what was searched for as all write it, unless it may name a person."""
    words = same_words(query)
    return words if words and not is_private(words) else None


def _person(visitor_id: str | None, customer_id: str | None) -> str | None:
    """Name who acted: the customer, where there was one."""
    return visitor_id if customer_id is None else _CUSTOMER + customer_id


def _either(variant_id: str | None, product_id: str) -> str:
    return product_id if variant_id is None else variant_id


def _order(kind: int, order_id: str | None) -> str | None:
    return order_id if kind == EventType.PURCHASE else None


def _proved(trust: int, placement: str | None) -> str | None:
    """Name the placement, where a token or the shop's own server says so."""
    return None if trust == Trust.CLAIMED else placement


def _first_uses(column: Mapping[str, NDArray[Any]]) -> Bools:
    """Keep the first use of a token for each type; all rows that need none.

    A token is written for one browser. Whoever passes it on, or makes up visitors to bring it
    again, adds nothing.
    """
    is_shown: Bools = np.equal(column["trust"], Trust.SHOWN)
    key = column["token"].astype(np.int64) * 128 + column["type"]
    return ~is_shown | _firsts(key, is_shown)


def _credible(column: Mapping[str, NDArray[Any]], is_first: Bools) -> Bools:
    """Find what may teach: of purchases that only browsers have seen, those with a ground.

    That is a token, or that the product was shown to the same visitor or in the same session:
    then once for either. Only the first use of a token is a ground (`is_first`, bool, shape
    (n,)). None counts any more when the shop's server has confirmed the order.
    """
    is_confirmed: Bools = np.equal(column["trust"], Trust.CONFIRMED)
    is_claim = (column["type"] == EventType.PURCHASE) & ~is_confirmed
    confirmed = column["basket"][is_confirmed & (column["basket"] >= 0)]
    is_open = is_claim & ~np.isin(column["basket"], confirmed)
    is_shown = (column["trust"] == Trust.SHOWN) & is_first
    pairs = [_pairs(column[who], column["product"]) for who in ("visitor", "session")]
    grounds = [np.isin(pair, pair[is_shown & (pair >= 0)]) & (pair >= 0) for pair in pairs]
    is_grounded = is_open & ~is_shown & (grounds[0] | grounds[1])
    once = [(pair < 0) | _firsts(pair, is_grounded) for pair in pairs]
    credible: Bools = ~is_claim | (is_open & is_shown) | (is_grounded & once[0] & once[1])
    return credible


def _pairs(who: Ints, product: Ints) -> Longs:
    """Give each pair of somebody and a product one number; -1 where either is nobody's."""
    pair: Longs = who.astype(np.int64) << 32 | product
    return np.where((who < 0) | (product < 0), UNKNOWN, pair)


def _firsts(key: Longs, mask: Bools) -> Bools:
    """Find the first row of each key among those of a mask."""
    (rows,) = np.nonzero(mask)
    first: Bools = np.zeros(len(key), dtype=np.bool_)
    first[rows[np.unique(key[rows], return_index=True)[1]]] = True
    return first
