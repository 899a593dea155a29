"""Writes the values of a facet: those that stand first, in the order shoppers look for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from knowledge_base.catalogue import UNKNOWN, Facet, FacetKind
from knowledge_base.columns import Longs
from knowledge_base.language.words import Analyser, split_words
from knowledge_base.runs import Places

MOST_VALUES = 50
"""Values of a facet that are listed, those that stand first; others can be searched for."""
MOST_NEAR = 200
"""Values of a tree that are listed because one has come near them."""
MOST_UNITS = 3
"""Units beyond which numbers are no longer taken for amounts of something."""
_LETTERS = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "2xl", "xxxl", "3xl", "4xl", "5xl")
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*(\D*)")
_MOST_REMEMBERED = 1 << 16


@dataclass(frozen=True, slots=True)
class Counted:
    """A facet with the products of its values (int64, by code), out of `products`.

    `alone` are those that have the value, `after` the hits after a click on it; `selected`
    the codes that are filtered by. By `standing` values are put in order, those of which it is
    greatest first.
    """

    facet: Facet
    alone: Longs
    after: Longs
    products: int
    selected: frozenset[int]
    standing: Longs


def write_values(
    counted: Counted, language: str, within: str | None, *, by_name: bool = False
) -> dict[str, Any] | None:
    """Write a facet with values the way the API does; None when there is nothing to choose.

    A tree's values come with all that lies above them. With `within`, only values that have
    these letters anywhere in what is shown. Values are ordered `by_name` where people say so.
    """
    facet, selected = counted.facet, counted.selected
    is_tree = facet.kind is FacetKind.TREE
    codes = _listed(counted, language, within)
    if not len(codes) and within is None:
        return None
    numbers: list[int] = codes.tolist()
    texts = [*map(facet.words[language].__getitem__, numbers)]
    alone = counted.alone.take(codes).tolist()
    after = alone if counted.after is counted.alone else counted.after.take(codes).tolist()
    is_usual = counted.standing is counted.alone
    standing = alone if is_usual else counted.standing.take(codes).tolist()
    if is_tree:
        order = _tree_order(facet.parents.take(codes).tolist(), numbers, standing)
    else:
        order = _in_order([label for _, label in texts], standing, by_name=by_name)
    values = [
        {
            "value": texts[at][0],
            "label": texts[at][1],
            "count": after[at],
            "alone": alone[at],
            "selected": numbers[at] in selected,
        }
        for at in order
    ]
    if is_tree:
        for one in values:
            one["depth"] = one["value"].count("/")
    return {"name": facet.name, "kind": facet.kind.value, "values": values}


def _listed(counted: Counted, language: str, within: str | None) -> Places:
    """Return the codes of the values to write: a tree's ascend, others are in no order."""
    is_tree = counted.facet.kind is FacetKind.TREE
    if within is not None:
        codes = _found(counted, language, within)
        return _with_branches(counted.facet, [codes]) if is_tree else codes
    there = (counted.alone > 0).nonzero()[0]  # of bools that is found faster
    if is_tree:
        listed = [_near(counted, there), _frequent(counted, there)]
        return _with_branches(counted.facet, listed)
    return _frequent(counted, there)


def _frequent(counted: Counted, there: Places) -> Places:
    """Return the codes that are selected, then of those `there` the ones that stand first."""
    most = _most(counted, there, MOST_VALUES)
    if not counted.selected:
        return most
    room = max(MOST_VALUES, len(counted.selected))
    every = dict.fromkeys([*counted.selected, *most.tolist()])
    return np.array([*every][:room], dtype=np.intp)


def _most(counted: Counted, codes: Places, most: int) -> Places:
    """Return of some codes those that stand first, the lowest of equal ones."""
    if len(codes) <= most:
        return codes
    # what they stand by and codes in one number
    keys = codes - (counted.standing.take(codes) << 32)
    return codes.take(np.argpartition(keys, most)[:most])


def _near(counted: Counted, there: Places) -> Places:
    """Return what a tree has at the root and around the selected codes.

    So whoever looks at a branch sees what is in it, however many products others have.
    """
    parents = counted.facet.parents.take(there)
    if not counted.selected:
        return _most(counted, there.compress(parents == UNKNOWN), MOST_NEAR)
    is_open = np.zeros(len(counted.facet.values) + 1, dtype=np.bool_)
    is_open[UNKNOWN] = True  # the last
    for code in counted.selected:
        is_open[counted.facet.path(code)] = True
    return _most(counted, there.compress(is_open.take(parents)), MOST_NEAR)


def _found(counted: Counted, language: str, within: str) -> Places:
    """Return the codes of values that are there and have some letters in them."""
    letters, words = _letters(within, language), counted.facet.words[language]
    found = [
        code
        for code in np.flatnonzero(counted.alone).tolist()
        if letters and letters in _letters(words[code][1], language)
    ]
    found.sort(key=lambda code: (-counted.standing[code], code))
    return np.array(found[:MOST_VALUES], dtype=np.intp)


def _with_branches(facet: Facet, codes: Sequence[Places]) -> Places:
    """Return values of a tree with all that lies above them, ascending and each once."""
    is_listed = np.zeros(len(facet.values) + 1, dtype=np.bool_)
    is_listed[UNKNOWN] = True  # the last
    for some in codes:
        is_listed[some] = True
    while True:
        every = is_listed[:UNKNOWN].nonzero()[0]
        parents = facet.parents.take(every)
        if is_listed.take(parents).all():
            return every
        is_listed[parents] = True


@lru_cache(maxsize=_MOST_REMEMBERED)
def _letters(text: str, language: str) -> str:
    """Return a text as its letters are compared: neither case nor umlauts nor signs matter."""
    fold = _analyser(language).fold
    return " ".join(fold(word.text) for word in split_words(text))


@lru_cache
def _analyser(language: str) -> Analyser:
    return Analyser(language)


def _in_order(labels: Sequence[str], standing: Sequence[int], *, by_name: bool) -> list[int]:
    """Return the places of sizes and quantities by size, else by standing, then by label."""
    places = range(len(labels))
    sizes = _sizes(labels)
    if sizes:
        return sorted(places, key=lambda at: (sizes[at], labels[at]))
    if by_name:
        return sorted(places, key=lambda at: labels[at].casefold())
    order = sorted(places, key=labels.__getitem__)
    order.sort(key=standing.__getitem__, reverse=True)  # which leaves equal ones as they are
    return order


def _sizes(labels: Sequence[str]) -> list[tuple[str, float]]:
    """Read labels as sizes or quantities; none at all unless they are, of few units."""
    sizes = []
    for label in labels:
        size = _size(label)
        if size is None:
            return []
        sizes.append(size)
    return sizes if len({unit for unit, _ in sizes}) <= MOST_UNITS else []


@lru_cache(maxsize=_MOST_REMEMBERED)
def _size(label: str) -> tuple[str, float] | None:
    """Read "XL", "41,5" or "64 GB" as a unit ("" for letters) and an amount."""
    word = label.strip().casefold()
    if word in _LETTERS:
        return "", _LETTERS.index(word)
    number = _NUMBER.fullmatch(word)
    return ("#" + number[2], float(number[1].replace(",", "."))) if number else None


def _tree_order(
    parents: Sequence[int], codes: Sequence[int], standing: Sequence[int]
) -> list[int]:
    """Return the places of a tree's codes, which ascend, from the root down.

    The larger branch comes first, of equal ones that with the lower code.
    """
    below: dict[int, list[int]] = {}
    order = sorted(range(len(codes) - 1, -1, -1), key=standing.__getitem__)
    for at in order:
        below.setdefault(parents[at], []).append(at)
    places: list[int] = []
    ahead = below.pop(UNKNOWN, [])
    while ahead:
        at = ahead.pop()
        places.append(at)
        ahead += below.get(codes[at], ())
    return places
