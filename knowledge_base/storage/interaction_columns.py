"""Turns the event log into columns over the rows of one catalogue."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import repeat
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import case, func, literal

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.columns import Bools, Ints, Longs
from knowledge_base.events import EventType, Trust, same_words
from knowledge_base.interactions import Interactions, traces
from knowledge_base.privacy import is_private
from knowledge_base.runs import distinct
from knowledge_base.storage.attribution import SEARCH, asked_before, last_click
from knowledge_base.storage.growing import Columns, Growing, picked
from knowledge_base.storage.pieces import NOBODY, Codes, Piece, marks, numbered
from knowledge_base.storage.tables import CUSTOMER, events

_CUSTOMER = "\x1e"
"""Sets customers' ids apart from visitors'; no id holds it."""

PERSON = func.coalesce(literal(_CUSTOMER).concat(events.c.customer_id), events.c.visitor_id)
"""Names who acted: the customer, where there was one."""

COLUMNS = (
    events.c.seq,
    events.c.type,
    events.c.at,
    PERSON.label("person"),
    events.c.session_id,
    events.c.product_id,
    func.coalesce(events.c.position, UNKNOWN).label("position"),
    case((events.c.trust != Trust.CLAIMED, events.c.placement)).label("shown_on"),
    case((events.c.type == EventType.PURCHASE, events.c.order_id)).label("basket"),
    events.c.trust,
    events.c.token_id,
    case((events.c.type != EventType.IMPRESSION, events.c.event_id)).label("deed_id"),
    events.c.query,
    events.c.forced,
    case((events.c.detail.like('%"propensity"%'), events.c.detail)).label("chance"),
    func.coalesce(events.c.match_grade, UNKNOWN).label("match_grade"),
)
"""What is read of deeds; where something was shown is known by a token or from the shop."""

SEARCHED = (events.c.session_id, events.c.at, events.c.query)
"""What is read of searches."""

CLAIMED_WEIGHT = 0.1
"""How far a purchase is believed that only a browser has seen."""


class InteractionColumns:
    """Collects pieces of the log in commit order, then gives them as arrays.

    Of ids only marks are kept, eight bytes each; what is long lies in files.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._products = catalogue.rows_by_id()
        self._placements, self._queries = Codes(), Codes(_words)
        self._deeds, self._searches = Growing(), Growing()

    def add(self, piece: Piece) -> None:
        """Take in some rows of COLUMNS."""
        tokens, kind = piece.texts("token_id"), piece.numbers("type").astype(np.int8)
        self._deeds.add(
            {
                "seq": piece.numbers("seq"),
                "type": kind,
                "at": piece.numbers("at") / 1000,
                "product": _rows_of(piece.texts("product_id"), self._products),
                "visitor": piece.marks("person"),
                "session": piece.marks("session_id"),
                "basket": piece.marks("basket"),
                "token": marks(tokens),
                "position": piece.numbers("position").astype(np.int32),
                "placement": self._placements.of(piece.texts("shown_on")),
                "trust": piece.numbers("trust").astype(np.int8),
                "trace": _traces(piece.texts("deed_id"), kind),
                "answer": marks(map(_answer, tokens)),
                "query": self._queries.of(piece.texts("query")),
                "forced": piece.numbers("forced").astype(np.bool_),
                "chance": np.fromiter(map(_chance, piece.texts("chance")), dtype=np.float32),
                "match_grade": piece.numbers("match_grade").astype(np.int32),
            }
        )

    def add_searches(self, piece: Piece) -> None:
        """Take in some rows of SEARCHED."""
        self._searches.add(
            {
                "session": piece.marks("session_id"),
                "at": piece.numbers("at") / 1000,
                "query": self._queries.of(piece.texts("query")),
            }
        )

    def interactions(
        self, now: datetime, withdrawn: Iterable[tuple[str, str, int]], *, last: bool = False
    ) -> Interactions:
        """Return what teaches, weighed by how far it is believed.

        `withdrawn` gives kind and id of those who took their consent back, and the number of
        the last event before that: up to there they are nobody. The `last` time nothing is
        kept to go on from, which takes half the memory.
        """
        column, searches = self._deeds.joined(last=last), self._searches.joined(last=last)
        _forget(column, withdrawn)
        _number(column, searches)
        self._attribute(column, searches)
        is_first = _first_uses(column)
        teaches = (column["product"] >= 0) & is_first & _credible(column, is_first)
        is_claim = (column["type"] == EventType.PURCHASE) & (column["trust"] != Trust.CONFIRMED)
        column["weight"] = np.where(is_claim, CLAIMED_WEIGHT, 1).astype(np.float32)
        for name in ("seq", "token", "trust"):
            del column[name]
        return Interactions(
            products=self._catalogue.products,
            until=now.timestamp(),
            placements=self._placements.known,
            queries=self._queries.known,
            **{name: picked(column.pop(name), teaches) for name in [*column]},
        )

    def _attribute(self, column: Columns, searches: Columns) -> None:
        """Say of what was searched for with which words, and of later deeds where they began.

        What stood in a result list without saying for what belongs to the session's search
        before it. Views, baskets and orders follow from the click that led there.
        """
        kind, query = column["type"], column["query"]
        is_shown = (kind == EventType.IMPRESSION) | (kind == EventType.CLICK)
        query[~is_shown] = UNKNOWN
        is_listed = column["placement"] == self._placements.get(SEARCH, UNKNOWN - 1)
        listed = np.flatnonzero(is_shown & is_listed & (query < 0))
        listed = listed[np.isin(column["session"][listed], searches["session"])]
        query[listed] = asked_before(column["session"][listed], column["at"][listed], searches)
        (later,) = np.nonzero(~is_shown)
        led = last_click(column, later)
        later, led = later[led >= 0], led[led >= 0]
        for name in ("query", "forced"):
            column[name][later] = column[name][led]


def _forget(column: Columns, withdrawn: Iterable[tuple[str, str, int]]) -> None:
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


def _number(column: Columns, searches: Columns) -> None:
    """Put numbers in the place of marks, UNKNOWN for nobody's; both number sessions alike."""
    for name in ("visitor", "basket", "answer"):
        column[name] = numbered(column[name])
    both = numbered(np.concatenate([column["session"], searches["session"]]))
    column["session"], searches["session"] = np.split(both, [len(column["session"])])


def _rows_of(ids: Iterable[str], known: Mapping[str, int]) -> Ints:
    return np.fromiter(map(known.get, ids, repeat(UNKNOWN)), dtype=np.int32)


def _traces(deed_ids: Iterable[str], kind: NDArray[np.int8]) -> Longs:
    """Return the traces of events, 0 for tiles that were only seen: nothing is led by these."""
    found = np.zeros(len(kind), dtype=np.int64)
    found[kind != EventType.IMPRESSION] = traces(filter(None, deed_ids))
    return found


def _answer(token_id: str) -> str:
    """Name the answer that a token was written for."""
    return token_id.rpartition("-")[0]


def _chance(detail: str) -> float:
    """Return how likely chance put something where it stood, as its token says."""
    return float(orjson.loads(detail).get("propensity", 1.0)) if detail else 1.0


def _words(query: str) -> str:
    """Return what was searched for as all write it, unless it may name a person."""
    words = same_words(query)
    return "" if is_private(words) else words


def _first_uses(column: Mapping[str, NDArray[Any]]) -> Bools:
    """Keep the first use of a token for each type; all rows that need none.

    A token is written for one browser. Whoever passes it on, or makes up visitors to bring it
    again, adds nothing.
    """
    (shown,) = np.nonzero(column["trust"] == Trust.SHOWN)
    is_first: Bools = np.ones(len(column["trust"]), dtype=np.bool_)
    is_first[shown] = _firsts(column["token"][shown] * 128 + column["type"][shown])
    return is_first


def _credible(column: Mapping[str, NDArray[Any]], is_first: Bools) -> Bools:
    """Find what may teach: of purchases that only browsers have seen, those with a ground.

    That is a token, or that the product was shown to the same visitor or in the same session:
    then once for either. Only the first use of a token is a ground (`is_first`, bool, shape
    (n,)). None counts any more when the shop's server has confirmed the order.
    """
    is_confirmed: Bools = np.equal(column["trust"], Trust.CONFIRMED)
    confirmed = column["basket"][is_confirmed & (column["basket"] >= 0)]
    (shown,) = np.nonzero((column["trust"] == Trust.SHOWN) & is_first)
    (claims,) = np.nonzero((column["type"] == EventType.PURCHASE) & ~is_confirmed)
    claims = claims[~np.isin(column["basket"][claims], confirmed)]
    is_shown = (column["trust"][claims] == Trust.SHOWN) & is_first[claims]
    pairs = [_pairs(column, who, claims) for who in ("visitor", "session")]
    grounds = [
        _among(pair, _pairs(column, who, shown))
        for who, pair in zip(("visitor", "session"), pairs, strict=True)
    ]
    (grounded,) = np.nonzero(~is_shown & (grounds[0] | grounds[1]))
    once = [(pair[grounded] < 0) | _firsts(pair[grounded]) for pair in pairs]
    credible: Bools = (column["type"] != EventType.PURCHASE) | is_confirmed
    credible[claims[is_shown]] = True
    credible[claims[grounded[once[0] & once[1]]]] = True
    return credible


def _pairs(column: Mapping[str, NDArray[Any]], who: str, rows: Longs) -> Longs:
    """Give each pair of somebody and a product one number; -1 where either is nobody's."""
    people, products = column[who][rows], column["product"][rows]
    pair: Longs = people.astype(np.int64) << 32 | products
    return np.where((people < 0) | (products < 0), UNKNOWN, pair)


def _among(few: Longs, many: Longs) -> Bools:
    """Find which of a few numbers from 0 are among many; those below 0 are not."""
    wanted = distinct(few[few >= 0])
    if not len(wanted):
        return np.zeros(len(few), dtype=np.bool_)
    met = wanted[np.searchsorted(wanted, many) % len(wanted)] == many
    return np.isin(few, many[met])


def _firsts(key: Longs) -> Bools:
    """Find the first place of each key (bool); most come only once."""
    ordered = np.sort(key)
    again = distinct(ordered[1:][ordered[1:] == ordered[:-1]])
    (places,) = np.nonzero(np.isin(key, again))
    first: Bools = np.ones(len(key), dtype=np.bool_)
    first[places] = False
    first[places[np.unique(key[places], return_index=True)[1]]] = True
    return first
