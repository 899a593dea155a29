"""Writes the values of a facet: the most frequent ones, in the order shoppers look for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from knowledge_base.catalogue import UNKNOWN, Facet, FacetKind
from knowledge_base.columns import Longs
from knowledge_base.language.words import Analyser, split_words
from knowledge_base.runs import Places

MOST_VALUES = 50
"""Values of a facet that are listed, those most products have; others can be searched for."""
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
    the codes that are filtered by.
    """

    facet: Facet
    alone: Longs
    after: Longs
    products: int
    selected: frozenset[int]


def write_values(counted: Counted, language: str, within: str | None) -> dict[str, Any] | None:
    """Write a facet with values the way the API does; None when there is nothing to choose.

    A tree's values come with all that lies above them. With `within`, only values that have
    these letters anywhere in what is shown.
    """
    facet, selected = counted.facet, counted.selected
    is_tree = facet.kind is FacetKind.TREE
    if within is not None:
        codes = _found(counted, language, within)
    elif is_tree:
        codes = _opened(counted)
    else:
        codes = _frequent(counted)
    if not codes and within is None:
        return None
    if is_tree:
        codes = _with_branches(facet, codes)
    alone = dict(zip(codes, counted.alone.take(codes).tolist(), strict=True))
    after = dict(zip(codes, counted.after.take(codes).tolist(), strict=True))
    words = facet.words[language]
    values: list[dict[str, Any]] = []
    for code in _tree_order(facet, alone) if is_tree else _list_order(alone, words):
        value, label = words[code]
        one = {
            "value": value,
            "label": label,
            "count": after[code],
            "alone": alone[code],
            "selected": code in selected,
        }
        if is_tree:
            one["depth"] = value.count("/")
        values.append(one)
    return {"name": facet.name, "kind": facet.kind.value, "values": values}


def _frequent(counted: Counted) -> list[int]:
    """Return the codes that are selected, then those that most products have."""
    there = np.flatnonzero(counted.alone)
    room = max(MOST_VALUES, len(counted.selected))
    return [*dict.fromkeys([*counted.selected, *_most(counted, there, MOST_VALUES)])][:room]


def _most(counted: Counted, codes: Places, most: int) -> list[int]:
    """Return of some codes those that most products have, the first of equal ones."""
    if len(codes) > most:
        # counts and codes in one number
        keys = codes - (counted.alone.take(codes) << 32)
        codes = codes[np.argpartition(keys, most)[:most]]
    few: list[int] = codes.tolist()
    return few


def _opened(counted: Counted) -> list[int]:
    """Return what a tree has at the root and around the selected codes, and the frequent ones.

    So whoever looks at a branch sees what is in it, however many products others have.
    """
    facet = counted.facet
    ways = {above for code in counted.selected for above in facet.path(code)}
    there = np.flatnonzero(counted.alone)
    near = there[np.isin(facet.parents.take(there), [UNKNOWN, *ways])]
    return [*dict.fromkeys([*_most(counted, near, MOST_NEAR), *_frequent(counted)])]


def _found(counted: Counted, language: str, within: str) -> list[int]:
    """Return the codes of values that are there and have some letters in them."""
    letters, words = _letters(within, language), counted.facet.words[language]
    found = [
        code
        for code in np.flatnonzero(counted.alone).tolist()
        if letters and letters in _letters(words[code][1], language)
    ]
    found.sort(key=lambda code: (-counted.alone[code], code))
    return found[:MOST_VALUES]


def _with_branches(facet: Facet, codes: Sequence[int]) -> list[int]:
    """Return values of a tree with all that lies above them."""
    every: dict[int, None] = {}
    for code in codes:
        above = code
        while above >= 0 and above not in every:
            every[above] = None
            above = facet.parent(above)
    return list(every)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _letters(text: str, language: str) -> str:
    """Return a text as its letters are compared: neither case nor umlauts nor signs matter."""
    fold = _analyser(language).fold
    return " ".join(fold(word.text) for word in split_words(text))


@lru_cache
def _analyser(language: str) -> Analyser:
    return Analyser(language)


def _list_order(counts: dict[int, int], words: Mapping[int, tuple[str, str]]) -> Sequence[int]:
    """Order sizes and quantities by size, all else by count, then by label."""
    sizes: dict[int, tuple[str, float]] = {}
    for code in counts:
        size = _size(words[code][1])
        if size is None:
            break
        sizes[code] = size
    if len(sizes) < len(counts) or len({unit for unit, _ in sizes.values()}) > MOST_UNITS:
        return sorted(counts, key=lambda code: (-counts[code], words[code][1]))
    return sorted(counts, key=lambda code: (sizes[code], words[code][1]))


@lru_cache(maxsize=_MOST_REMEMBERED)
def _size(label: str) -> tuple[str, float] | None:
    """Read "XL", "41,5" or "64 GB" as a unit ("" for letters) and an amount."""
    word = label.strip().casefold()
    if word in _LETTERS:
        return "", _LETTERS.index(word)
    number = _NUMBER.fullmatch(word)
    return ("#" + number[2], float(number[1].replace(",", "."))) if number else None


def _tree_order(facet: Facet, counts: dict[int, int]) -> Sequence[int]:
    """Order a tree from the root down, the larger of two branches first."""
    below: dict[int, list[int]] = {}
    for _, code in sorted((count, -code) for code, count in counts.items()):
        below.setdefault(facet.parent(-code), []).append(-code)
    order: list[int] = []
    ahead = below.pop(UNKNOWN, [])
    while ahead:
        code = ahead.pop()
        order.append(code)
        ahead += below.get(code, ())
    return order
