"""What was looked at one after another: sessions as runs of products, in order of time."""

from dataclasses import dataclass

import numpy as np

from knowledge_base.columns import Bools, Ints, Longs
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.runs import Places, ranges, run_starts
from ranking.persons import persons

LONGEST = 40
"""Products kept of one session, the latest; whoever looks at more is comparing everything."""
LOOKED = (
    EventType.VIEW,
    EventType.CLICK,
    EventType.SELECT_VARIANT,
    EventType.ADD_TO_BASKET,
    EventType.PURCHASE,
)


@dataclass(frozen=True, slots=True)
class Trails:
    """n sessions of two products or more, numbered in the order in which they ended.

    `product[start[s] : start[s + 1]]` are the product rows of session s, each once, in the
    order of the last looks at them (`start` int64, shape (n + 1,); `product` int32). `person`
    (int64, shape (n,)) says who it was, `trace` (int64, shape (n,)) which event ended it.
    """

    start: Longs
    product: Ints
    person: Longs
    trace: Longs

    @classmethod
    def of(cls, values: Interactions) -> "Trails":
        """Follow the sessions through the log."""
        looks = np.flatnonzero(np.isin(values.type, LOOKED) & (values.session >= 0))
        order = _by_end(values, looks)
        order = order[_last_looks(values.session[order], values.product[order])]
        session = values.session[order]
        start = run_starts(session)
        size = np.diff(start, append=len(session))
        cut = np.maximum(size - LONGEST, 0)
        long = size > 1
        kept = order[ranges((start + cut)[long], (size - cut)[long])]
        ends = values.where(order[(start + size - 1)[long]])
        return cls(
            np.cumsum(np.append(0, (size - cut)[long]), dtype=np.int64),
            values.product[kept],
            persons(ends, ends.session),
            ends.trace,
        )

    def __len__(self) -> int:
        return len(self.start) - 1

    @property
    def size(self) -> Longs:
        """How many products each session has (int64, shape (n,))."""
        return np.diff(self.start)

    @property
    def session(self) -> Longs:
        """The session of each place in `product` (int64)."""
        return np.repeat(np.arange(len(self)), self.size)

    def where(self, kept: Bools) -> "Trails":
        """Return the sessions of a mask (bool, shape (n,)), numbered anew."""
        return Trails(
            np.cumsum(np.append(0, self.size[kept]), dtype=np.int64),
            self.product[kept[self.session]],
            self.person[kept],
            self.trace[kept],
        )


def _by_end(values: Interactions, looks: Places) -> Places:
    """Order looks by the end of their session, then by time."""
    order = looks[np.lexsort((values.at[looks], values.session[looks]))]
    start = run_starts(values.session[order])
    size = np.diff(start, append=len(order))
    latest = np.argsort(values.at[order[start + size - 1]], kind="stable")
    return order[ranges(start[latest], size[latest])]


def _last_looks(session: Ints, product: Ints) -> Places:
    """Find the places of the last look at each product in each session, ascending."""
    order = np.lexsort((product, session))
    ends = np.append(run_starts(session[order], product[order])[1:], len(order)) - 1
    return np.sort(order[ends[ends >= 0]])
