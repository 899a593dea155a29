"""Keeps Python's collector of cycles from stopping requests while a snapshot is opened."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_alone() -> Iterator[None]:
    """Collect no cycles inside, and never look through what is there afterwards.

    To look through the objects of a snapshot takes 0.3 s for 20,000 products, in which no
    request is answered. It finds nothing: they are in no cycles, and go with their snapshot.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
