"""Next look: what was looked at in the sessions most like this one.

Session neighbours after VMIS-kNN (Kersbergen and others, SIGMOD 2022) and STAN (Garg and
others, SIGIR 2019), put in order with the help of factors.
"""

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.columns import Floats, Ints, Longs
from knowledge_base.interactions import Interactions
from knowledge_base.renumbering import Renumbering
from knowledge_base.runs import Places, places_in_run, ranges, run_starts
from ranking.candidates import Candidates
from recommenders.factors import factors
from recommenders.neighbours import at_hand, best, nothing
from recommenders.recommender import Arrays, Ask
from recommenders.trails import Trails

NEWEST = 300
"""Sessions kept for each product, the latest, one for each person."""
CLOSEST = 200
"""Neighbours of a session that are listened to."""
STEPS = 2.0
"""Looks back over which a look loses its say to e⁻¹."""
LENGTH = 0.3
"""How much a neighbour pays for being long: it shares something with everybody."""
PAST = 0.8
"""Share of the log, back from its end, over which a neighbour loses its say to e⁻¹."""
NEARBY = 10.0
"""Places from the shared look over which a neighbour's product loses weight to e⁻¹."""
BEFORE = 0.8
"""What a product before the shared look weighs; after it, 1."""
FRESH = 0.045
"""Share of the log, back from its end, that says what is rising."""
TILT = 0.1
"""Power by which rising products gain, and products everybody looks at lose."""
PULL = 3.0
"""Power with which products near in factors gain."""
JUDGED = 100
"""Best products that factors are asked about."""
_SESSION, _RANK, _PLACE, _BYTE = 24, 16, 8, 0xFF


class SessionNeighbours:
    """Fits and serves the neighbours of sessions.

    `erased` (int64) are the traces of events that were erased: nobody listens any more to the
    sessions they ended.
    """

    name = "sessions"

    def __init__(self, arrays: Arrays, erased: Longs | None = None) -> None:
        self._trail_start = arrays["trail_start"]
        self._trails = arrays["trails"]
        self._posting_start = arrays["posting_start"]
        self._postings = arrays["postings"]
        self._telling = arrays["telling"]
        self._gain = arrays["gain"]
        self._factors = arrays["factors"]
        self._sessions = len(self._trail_start) - 1
        gone = None if erased is None else np.isin(arrays["trace"], erased)
        self._gone = gone if gone is not None and gone.any() else None

    @classmethod
    def fit(cls, values: Interactions, catalogue: Catalogue) -> Arrays:
        """Return the sessions, and where each product stands in them.

        `trails` (int32) holds the products of session s at `trail_start[s : s + 2]` (int64),
        oldest session first, without those that are the latest of no product; `trace` (int64)
        is the event that ended it. `postings` (int64) holds the latest NEWEST sessions of
        product r at `posting_start[r : r + 2]` (int64): session << 24 | place in it << 8 | its
        size. `telling` (float32, shape (p,)) is what a look at a product says, `gain` (float32,
        shape (p,)) what it is worth when found, `factors` as there.
        """
        trails, p = Trails.of(values), catalogue.products
        telling, gain = _weights(trails, p)
        newest = _newest(trails)
        heard = np.zeros(len(trails), dtype=np.bool_)
        heard[trails.session[newest]] = True
        count = np.bincount(trails.product[newest], minlength=p)
        kept = trails.where(heard)
        return {
            "trail_start": kept.start,
            "trails": kept.product,
            "trace": kept.trace,
            "posting_start": np.cumsum(np.append(0, count), dtype=np.int64),
            "postings": _postings(trails, newest, np.cumsum(heard) - 1),
            "telling": telling,
            "gain": gain,
            "factors": factors(trails, p),
        }

    @classmethod
    def renumbered(cls, arrays: Arrays, renumbering: Renumbering) -> Arrays:
        """Leave new products without sessions; those that are gone are UNKNOWN in theirs."""
        moves = renumbering.products
        start = arrays["posting_start"]
        size = moves.rows(np.diff(start))
        kept = ranges(moves.rows(start[:-1]), size)
        return {
            **arrays,
            "trails": moves.numbers(arrays["trails"]),
            "posting_start": np.cumsum(np.append(0, size), dtype=np.int64),
            "postings": arrays["postings"][kept],
            **{name: moves.rows(arrays[name]) for name in ("telling", "gain", "factors")},
        }

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose what others went on to from the latest looks; the very last is no news."""
        seeds = at_hand(ask)
        found = self.around(seeds)
        news = ask.allowed[found.rows] & (found.rows != (seeds[0] if len(seeds) else UNKNOWN))
        return self.judged(seeds, found.where(news), limit)

    def known(self, product: int) -> int:
        """Return from how many sessions a product is known, NEWEST at most."""
        return int(self._posting_start[product + 1] - self._posting_start[product])

    def judged(self, seeds: Ints, found: Candidates, limit: int) -> Candidates:
        """Return the best of what `around` found, those near in factors foremost."""
        found = best(found.rows, found.score, max(limit, JUDGED), found.anchor)
        score = found.score * self._pull(seeds, found.rows)
        score /= score.max(initial=1e-9)
        return best(found.rows, score, limit, found.anchor)

    def around(self, seeds: Ints) -> Candidates:
        """Return all that neighbours of a session looked at, in row order.

        `seeds` (int32) are the session's products, latest first. The anchor is the seed that
        led to the neighbour who says most for a product.
        """
        place, session, likeness, rank = self._neighbours(seeds)
        if not len(session):
            return nothing()
        start = self._trail_start[session]
        size = self._trail_start[session + 1] - start
        rows = self._trails[ranges(start, size)]
        away = ranges(-place, size)
        say = np.repeat(likeness, size) * np.exp(np.abs(away) / -NEARBY)
        say[away < 0] *= BEFORE
        order = _by_key(rows)
        order = order[np.searchsorted(rows[order], 0) :]  # UNKNOWN stands first
        rows, say, rank = rows[order], say[order], np.repeat(rank, size)[order]
        first = run_starts(rows)
        score = np.add.reduceat(say, first) * self._gain[rows[first]]
        return Candidates.of(rows[first], score, anchor=seeds[rank[_greatest(say, first)]])

    def _neighbours(self, seeds: Ints) -> tuple[Longs, Longs, NDArray[np.float64], Longs]:
        """Find the closest sessions.

        Returns where the latest shared look stands in each, the session, how close it is (> 0)
        and which seed was shared.
        """
        start = self._posting_start[seeds]
        size = self._posting_start[seeds + 1] - start
        shared = self._postings[ranges(start, size)]
        shared |= np.repeat(np.arange(len(seeds)) << _RANK, size)
        if self._gone is not None:
            shared = shared[~self._gone[shared >> _SESSION]]
        shared.sort()
        first = run_starts(shared >> _SESSION)
        say = np.exp(np.arange(len(seeds)) / -STEPS) * self._telling[seeds]
        likeness = np.add.reduceat(say[shared >> _RANK & _BYTE], first)
        shared = shared[first]
        age = (self._sessions - (shared >> _SESSION)) / (PAST * self._sessions)
        likeness *= (shared & _BYTE) ** -LENGTH * np.exp(-age)
        if len(shared) > CLOSEST:
            closest = np.argpartition(-likeness, CLOSEST)[:CLOSEST]
            shared, likeness = shared[closest], likeness[closest]
        place, rank = (shared >> bits & _BYTE for bits in (_PLACE, _RANK))
        return place, shared >> _SESSION, likeness, rank

    def _pull(self, seeds: Ints, rows: Ints) -> Floats:
        """Return how much products gain by standing near the seeds (float32, ≥ 1)."""
        weight = np.exp(-np.arange(len(seeds), dtype=np.float32))
        direction = weight @ self._factors[seeds].astype(np.float32)
        direction /= np.linalg.norm(direction) + np.float32(1e-9)
        near = self._factors[rows].astype(np.float32) @ direction
        pull: Floats = np.exp(PULL * np.maximum(near, 0))
        return pull


def _newest(trails: Trails) -> Places:
    """Find the places in `trails.product` of the latest sessions of each product.

    They stand by product, the latest first, at most NEWEST of a product and one of a person.
    """
    session = trails.session
    order = np.lexsort((-session, trails.person[session], trails.product))
    once = order[run_starts(trails.product[order], trails.person[session[order]])]
    order = once[np.lexsort((-session[once], trails.product[once]))]
    return order[places_in_run(trails.product[order]) < NEWEST]


def _postings(trails: Trails, places: Places, number: Longs) -> Longs:
    """Write where products stand, with the numbers that sessions get (int64)."""
    session = trails.session[places]
    place = places - trails.start[session]
    return number[session] << _SESSION | place << _PLACE | trails.size[session]


def _weights(trails: Trails, products: int) -> tuple[Floats, Floats]:
    """Return what a look at each product tells, and what each is worth when found."""
    count = np.bincount(trails.product, minlength=products)
    fresh = trails.product[trails.start[round(len(trails) * (1 - FRESH))] :]
    share = count / max(len(trails.product), 1)
    lately = np.bincount(fresh, minlength=products) / max(len(fresh), 1)
    doubt = 0.4 / max(products, 1)
    telling = np.log1p(len(trails) / np.maximum(count, 1))
    tilt = ((lately + doubt) / (share + doubt) / (count + 1)) ** TILT
    return telling.astype(np.float32), (telling * tilt).astype(np.float32)


def _by_key(rows: Ints) -> Places:
    """Sort some thousand rows, equal ones by place: quicker than a stable sort of them."""
    return np.sort(rows.astype(np.int64) << 32 | np.arange(len(rows))) & 0xFFFFFFFF


def _greatest(values: NDArray[np.float64], first: Places) -> Places:
    """Return where the greatest value of each run stands, the first of equals."""
    most = np.maximum.reduceat(values, first)
    run = np.repeat(np.arange(len(first)), np.diff(first, append=len(values)))
    at = np.flatnonzero(values == most[run])
    return at[run_starts(run[at])]
