"""Gathers the article numbers of a catalogue, and sorts the parts they can be found by."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.columns import Ints
from knowledge_base.families import Family
from knowledge_base.language.codes import LONGEST_CODE, code_key
from knowledge_base.products import Product
from search.texts import codes_of

SHORTEST_INFIX = 5
"""Letters and digits from which on a part of a code says something."""
SORTED = 16
"""Letters by which parts are in order."""
GAP = b"\0"
"""Stands behind every code."""

_DEEPEST = 32  # letter of a code at which a part may begin
_HALF = SORTED // 2


def cut_key(text: str) -> str:
    """Return the key of a code, of which only so many letters count."""
    return code_key(text)[:LONGEST_CODE]


def code_uses(kin: Sequence[Family]) -> Iterator[tuple[bytes, int, int, bool]]:
    """Yield each code with the product and variant row, and whether it is printed on it."""
    variant = 0
    for row, family in enumerate(kin):
        owners: dict[str, set[int]] = {cut_key(one): set() for one in codes_of(family.product)}
        for line in family.variants:
            for code in codes_of(line):
                owners.setdefault(cut_key(code), set()).add(variant)
            variant += 1
        lines = (family.product, *family.variants)
        printed = {cut_key(number) for line in lines for number in _printed(line)}
        for key, variants in owners.items():
            if key:
                only = variants.pop() if len(variants) == 1 else UNKNOWN
                yield key.encode() + GAP, row, only, key in printed


def _printed(line: Product) -> Iterator[str]:
    """Yield the article numbers of a line: its id is one where it has no other."""
    numbers = [one for one in (line.sku, line.mpn) if one]
    yield from numbers or [line.product_id]


def code_parts(blob: NDArray[np.uint8], start: Ints) -> Ints:
    """Return the places in codes from which on enough letters come, as they sort (int32).

    The first place of a code is left out: who begins with it is found by the prefix.
    """
    place = np.arange(len(blob), dtype=np.int32)
    number = np.repeat(np.arange(len(start) - 1), np.diff(start))
    inside = place - start[:-1][number]
    left = start[1:][number] - 1 - place
    begins = (blob & 0xC0) != 0x80  # noqa: PLR2004 — a letter's further bytes are 10xxxxxx
    kept = (inside > 0) & (inside < _DEEPEST) & (left >= SHORTEST_INFIX) & begins
    places = place[kept]
    padded = np.concatenate([blob, np.zeros(SORTED, dtype=np.uint8)])
    window = np.lib.stride_tricks.sliding_window_view(padded, _HALF)
    halves = (np.ascontiguousarray(window[places + at]) for at in (_HALF, 0))
    keys = [half.view(">u8").ravel().astype(np.uint64) for half in halves]
    sorted_places: Ints = places[np.lexsort(keys)]
    return sorted_places
