"""Guesses what a word stands for that nobody knows."""

from collections.abc import Iterable
from dataclasses import replace

from ranking.query import Reading, Why
from search.compounds import Compounds
from search.kinds import Kinds
from search.spelling import Correction, Spelling


def guessed(
    word: str, spelling: Spelling, compounds: Compounds, kinds: Kinds, *, unfinished: bool
) -> tuple[Reading, ...]:
    """Return what an unknown word may stand for, best first.

    Heads of compounds come in when nothing else is near; then sound, and slips inside of
    compounds nobody has; then the head alone of what could be a compound.
    """
    apart = _apart(word, compounds)
    near = spelling.correct(word) or spelling.loosely(word)
    if not near and not apart and unfinished:
        near = spelling.complete(word)
    if near or apart:
        return apart + readings_of(Why.SPELLING, near)
    heads = kinds.meant_by(word)
    if heads:
        return heads
    inside = (
        replace(part, why=Why.SPELLING, shown=one.shown)
        for one in spelling.compound(word)
        for part in _apart(one.shown, compounds)
    )
    alike = (*inside, *readings_of(Why.PHONETIC, spelling.sounds_like(word)))
    head = None if alike else compounds.head(word)
    return (Reading(Why.HEAD, head.stems, head.shown[0], 0.5),) if head else alike


def readings_of(why: Why, found: Iterable[Correction]) -> tuple[Reading, ...]:
    """Return what spelling found as readings."""
    return tuple(Reading(why, (one.stem,), one.shown) for one in found)


def _apart(word: str, compounds: Compounds) -> tuple[Reading, ...]:
    """Return the words that a compound is made of."""
    return tuple(
        Reading(Why.SPLIT, one.stems, " ".join(one.shown)) for one in compounds.split(word)
    )
