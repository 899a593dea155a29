"""Says what an event of the log follows from: the search before it, the click before it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.columns import Ints, Longs
from knowledge_base.events import EventType

SEARCH = "search"
"""The placement of the list that answers a search."""
PATIENCE = 30 * 60.0
"""Seconds for which a list of results is looked at."""
MEMORY = 14 * 86_400.0
"""Seconds after which an order no longer follows from a click."""

Columns = Mapping[str, NDArray[Any]]


def asked_before(session: Ints, at: NDArray[np.float64], searches: Columns) -> Ints:
    """Return the query each session had searched for last at a moment, UNKNOWN for none.

    `session` (int32) and `at` (float64, seconds) have shape (n,). `searches` has the columns
    `session`, `at` and `query`. Returns int32 of shape (n,).
    """
    place = latest(
        np.concatenate([searches["session"], session]).astype(np.int64),
        np.concatenate([searches["at"], at]),
        len(searches["at"]),
        PATIENCE,
    )
    asked = np.append(searches["query"], np.int32(UNKNOWN))[place[len(searches["at"]) :]]
    return np.where(session < 0, UNKNOWN, asked).astype(np.int32)


def last_click(column: Columns, rows: Longs) -> Longs:
    """Return for some rows that of the last click of the same person on the same product.

    By the visitor where known, else by the session (int64, UNKNOWN for none, shape (n,)).
    """
    (clicks,) = np.nonzero(column["type"] == EventType.CLICK)
    found = np.full(len(rows), UNKNOWN, dtype=np.int64)
    both = np.concatenate([clicks, rows])
    product, at = column["product"][both], column["at"][both]
    for who in ("session", "visitor"):  # the visitor has the last word
        one = column[who][both]
        key = one.astype(np.int64) << 32 | np.maximum(product, 0)
        key[(one < 0) | (product < 0)] = UNKNOWN
        place = latest(key, at, len(clicks), MEMORY)[len(clicks) :]
        row = np.append(clicks, UNKNOWN)[place]
        found = np.where((key[len(clicks) :] >= 0) & (row >= 0), row, found)
    return found


def latest(key: Longs, at: NDArray[np.float64], first: int, most: float) -> Longs:
    """Return for each row the last of the `first` rows with its key, no older than `most`.

    Of rows of one moment the `first` come before the others. UNKNOWN for none.
    """
    order = np.lexsort((at, key))
    is_cause = order < first
    place = np.where(is_cause, np.arange(len(order)), UNKNOWN)
    latest = np.maximum.accumulate(place) if len(place) else place
    cause = np.where(latest >= 0, order[latest], UNKNOWN)
    fits = (cause >= 0) & (key[cause] == key[order]) & (at[order] - at[cause] <= most)
    found = np.full(len(key), UNKNOWN, dtype=np.int64)
    found[order] = np.where(fits, cause, UNKNOWN)
    return found
