"""Remembers what methods answered, without keeping the objects alive that they belong to."""

from collections.abc import Callable
from copy import copy
from functools import lru_cache
from typing import Any, TypeVar

Method = TypeVar("Method", bound=Callable[..., Any])


def remembered(method: Method, most: int) -> Method:
    """Return a bound method that remembers some answers, for its object to keep.

    A cache that held the object that holds it would be a circle, and snapshots in circles
    stay in memory, since nobody looks for them. So it asks a shallow copy of the object, as
    the object is now; what the method needs must be there.
    """
    twin = copy(method.__self__)  # type: ignore[attr-defined]  # of bound methods
    asked = getattr(twin, method.__name__)
    return lru_cache(maxsize=most)(asked)  # type: ignore[return-value]  # called like it
