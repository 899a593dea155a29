"""Remembers what methods answered, without keeping the objects alive that they belong to."""

from collections.abc import Callable
from copy import copy
from functools import lru_cache
from typing import Any, TypeVar

Method = TypeVar("Method", bound=Callable[..., Any])


def remembered(method: Method, most: int) -> Method:
    """Return a bound method that remembers some answers, for its object to keep.

    What the method needs must be there: see `unheld`.
    """
    return lru_cache(maxsize=most)(unheld(method))  # type: ignore[return-value]  # called like it


def unheld(method: Method) -> Method:
    """Return a bound method of a shallow copy of its object, as the object is now.

    A memory that held the object that holds it would be a circle, and snapshots in circles
    stay in memory, since nobody looks for them.
    """
    twin = copy(method.__self__)  # type: ignore[attr-defined]  # of bound methods
    return getattr(twin, method.__name__)  # type: ignore[no-any-return]  # the same method
