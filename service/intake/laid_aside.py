"""Lays the sound lines of a feed aside until all are read, and notes what they are."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

import msgspec
import numpy as np
from numpy.typing import NDArray

from knowledge_base.cells import identifier
from knowledge_base.columns import Bools, Longs
from knowledge_base.money import to_cents
from knowledge_base.products import Product
from knowledge_base.runs import distinct

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Product).decode

LACKS = ("price", "image", "category")
"""What a product should have; bit by bit in `Noted.lacks`."""
_NOBODY = 0
_MOST_CATEGORIES = 100_000
"""Paths that are counted; a feed with more of them has something else in its categories."""


def numbers_of(ids: Iterable[str]) -> Longs:
    """Return a number of 64 bits for each id (int64, shape (n,)), good for this process only.

    Two of a million ids share one once in forty million feeds, and nobody can choose them:
    how texts are hashed changes with every process.
    """
    return np.fromiter(map(hash, ids), dtype=np.int64)


@dataclass(frozen=True)
class Noted:
    """What there is to know of n lines besides their texts: arrays of shape (n,).

    `ids` and `parents` are numbers of ids, 0 for a line that is no variant; `cents` is -1
    without a price; `lacks` has a bit for each of LACKS. `named` are the ids of lines that
    were refused.
    """

    ids: Longs
    parents: Longs
    cents: Longs
    lacks: NDArray[np.uint8]
    named: Longs

    @cached_property
    def last(self) -> Bools:
        """Say which lines count: of several with one id the last."""
        _, first = np.unique(self.ids[::-1], return_index=True)
        last = np.zeros(len(self.ids), dtype=np.bool_)
        last[len(self.ids) - 1 - first] = True
        return last

    @cached_property
    def known(self) -> Longs:
        """Return the numbers of all ids the feed names, sorted."""
        return distinct(np.concatenate([self.ids, self.named]))

    @cached_property
    def orphans(self) -> Bools:
        """Say which lines are variants of a product that the feed does not name."""
        variants = self.parents != _NOBODY
        orphans: Bools = self.last & variants & ~is_among(self.parents, self.known)
        return orphans

    def without(self) -> dict[str, int]:
        """Count the products that lack something; variants may bring what they inherit."""
        has_variants = is_among(self.ids, distinct(self.parents))
        alone = self.last & (self.parents == _NOBODY) & ~has_variants
        return {
            name: int(np.count_nonzero(self.lacks[alone] & (1 << bit)))
            for bit, name in enumerate(LACKS)
        }


def is_among(values: Longs, known: Longs) -> Bools:
    """Say which values stand in a sorted array."""
    if not len(known):
        return np.zeros(len(values), dtype=np.bool_)
    at = np.searchsorted(known, values).clip(max=len(known) - 1)
    among: Bools = known[at] == values
    return among


class LaidAside:
    """Sound lines in a temporary file; in memory there are some twenty-five bytes of each."""

    def __init__(self, spool: BinaryIO) -> None:
        self._spool = spool
        self._ids, self._parents, self._cents = array("q"), array("q"), array("q")
        self._lacks = array("B")
        self._named = array("q")
        self.categories: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, product: Product) -> None:
        """Lay a line aside."""
        self._spool.write(_encode(product) + b"\n")
        self._ids.append(hash(product.product_id))
        self._parents.append(hash(product.variant_of) if product.variant_of else _NOBODY)
        self._cents.append(-1 if product.price is None else to_cents(product.price))
        there = (product.price is not None, product.image_urls, product.categories)
        self._lacks.append(sum(1 << bit for bit, one in enumerate(there) if not one))
        self._note(category_names(product.categories.values()))

    def _note(self, categories: set[str]) -> None:
        if len(self.categories) >= _MOST_CATEGORIES:
            categories &= self.categories.keys()
        self.categories.update(categories)

    def keep(self, product_id: object) -> None:
        """Note that the feed names a product, although what it says of it is refused."""
        with suppress(ValueError):
            self._named.append(hash(identifier(product_id)))

    @cached_property
    def noted(self) -> Noted:
        """Return what was noted; ask when all lines are laid aside."""
        return Noted(
            ids=np.array(self._ids, dtype=np.int64),
            parents=np.array(self._parents, dtype=np.int64),
            cents=np.array(self._cents, dtype=np.int64),
            lacks=np.array(self._lacks, dtype=np.uint8),
            named=np.array(self._named, dtype=np.int64),
        )

    def products(self) -> Iterator[Product]:
        """Yield the lines that count, in the order of the feed."""
        self._spool.seek(0)
        for line, counts in zip(self._spool, self.noted.last.tolist(), strict=True):
            if counts:
                yield _decode(line)


def category_names(paths: Iterable[Iterable[tuple[str, ...]]]) -> set[str]:
    """Return the paths of all languages as texts."""
    return {" > ".join(path) for one in paths for path in one}
