"""Tells the people behind a log apart, and who of them may speak for a product."""

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Longs
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions

MOST_TIMES = 8
MONTH = 30 * 86_400.0
"""Seconds in which nobody clicks the same product, or puts it by, more than MOST_TIMES."""
_AT_WILL = (EventType.CLICK, EventType.VIEW, EventType.ADD_TO_BASKET)
"""What costs nothing, so that it can be done again and again."""
_HOUR = 3_600.0


def hours(values: Interactions) -> Longs:
    """Say in which hour each was done, numbered from 0 (int64, shape (n,))."""
    hour = hours_on(values)
    from_first: Longs = hour - hour.min(initial=0)
    return from_first


def hours_on(values: Interactions) -> Longs:
    """Say how many hours after the training each was done: below 0 (int64, shape (n,))."""
    return ((values.at - values.until) // _HOUR).astype(np.int64)


def persons(values: Interactions, unnamed: NDArray[np.integer]) -> Longs:
    """Give the persons behind interactions numbers from 0 (int64, shape (n,)).

    The visitor where known, else the session; those who may not be told apart are one person
    for each number of `unnamed` (from 0, shape (n,)).
    """
    visitors = int(values.visitor.max(initial=-1)) + 1
    sessions = int(values.session.max(initial=-1)) + 1
    nobody = visitors + sessions + unnamed.astype(np.int64)
    session = np.where(values.session >= 0, visitors + values.session, nobody)
    return np.where(values.visitor >= 0, values.visitor, session).astype(np.int64)


def plausible(values: Interactions, who: Longs) -> Bools:
    """Say which interactions may speak for a product (bool, shape (n,)).

    Whoever clicks or opens one product, or puts it by, more than MOST_TIMES within a MONTH is
    not looking for something: that person says nothing of it. `who` as `persons` numbers
    them; of those who may not be told apart nobody knows how many they are.
    """
    named = int(values.visitor.max(initial=-1)) + int(values.session.max(initial=-1)) + 2
    month = ((values.until - values.at) // MONTH).astype(np.int64)
    month -= month.min(initial=0)
    months = int(month.max(initial=0)) + 1
    pair = (who * max(values.products, 1) + values.product) * months + month
    pairs, group = np.unique(pair, return_inverse=True)
    most = np.zeros(len(pairs), dtype=np.int64)
    for kind in _AT_WILL:
        most = np.maximum(most, np.bincount(group[values.type == kind], minlength=len(pairs)))
    silent: Bools = (most[group] > MOST_TIMES) & (who < named)
    return ~silent
