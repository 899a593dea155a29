"""Remembers what was made of a word of a query: the next query with the word has it ready."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from knowledge_base.remembering import unheld
from ranking.query import Reading, Term

Made = TypeVar("Made")

_Key = tuple[str, bool, int, tuple[Hashable, ...]]


class WordMemory(Generic[Made]):
    """Remembers what a method makes of terms; serves any number of threads.

    That may depend on what a term is and what it is read as, not on its place in a query.
    Readings are the same if they are the very same object: as long as that is kept here, no
    other can have its identity.
    """

    def __init__(self, make: Callable[..., Made], most: int = 1 << 13) -> None:
        self._make = unheld(make)
        self._most = most
        self._kept: dict[_Key, tuple[Sequence[Reading], Made]] = {}

    def __call__(self, term: Term, *further: Hashable) -> Made:
        """Return what is made of a term; once it is too much, all of it is forgotten."""
        key = term.text, term.known, id(term.readings), further
        kept = self._kept.get(key)
        if kept is not None:
            return kept[1]
        made = self._make(term, *further)
        if len(self._kept) >= self._most:
            self._kept = {}
        self._kept[key] = term.readings, made
        return made
