"""Remembers what was made of a word of a query: the next query with the word has it ready."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from knowledge_base.remembering import unheld
from ranking.query import Reading, Term

Made = TypeVar("Made")


class Memory(Generic[Made]):
    """Keeps up to so many things that were made, by their keys.

    Once that is too much, those are forgotten that nobody asked for since the last time.
    """

    def __init__(self, most: int) -> None:
        self._half = most // 2
        self._kept: dict[Hashable, Made] = {}
        self._before: dict[Hashable, Made] = {}

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is kept, or else make it."""
        kept = self._kept.get(key)
        if kept is None:
            kept = self._before.get(key)
            if kept is None:
                kept = make()
            if len(self._kept) >= self._half:
                self._before, self._kept = self._kept, {}
            self._kept[key] = kept
        return kept


class WordMemory(Generic[Made]):
    """Remembers what a method makes of terms; serves any number of threads.

    That may depend on what a term is and what it is read as, not on its place in a query.
    Readings are the same if they are the very same object: as long as that is kept here, no
    other can have its identity.
    """

    def __init__(self, make: Callable[..., Made], most: int = 1 << 13) -> None:
        self._make = unheld(make)
        self._kept: Memory[tuple[Sequence[Reading], Made]] = Memory(most)

    def __call__(self, term: Term, *further: Hashable) -> Made:
        """Return what is made of a term."""
        key = term.text, term.known, id(term.readings), further
        return self._kept.get(key, lambda: (term.readings, self._make(term, *further)))[1]
