"""Which products are of a kind: same type, brand or price level, whatever the numbering."""

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Longs
from ranking.traits import LEVELS, Trait, traits_of

KINDS = ("type", "brand", "price_level")
"""In which respects products are of a kind, the one that says most first."""


def kinds_of(catalogue: Catalogue) -> Longs:
    """Return what kind each product is of, in each respect (int64, shape (3, p)).

    A kind is a hash of its name: the same in every catalogue, so that what was learned of it
    outlasts a new numbering. Those without a brand are a kind, too.
    """
    kinds = np.zeros((len(KINDS), catalogue.products), dtype=np.int64)
    for trait in traits_of(catalogue):
        if trait.name in KINDS:
            kinds[KINDS.index(trait.name)] = _named(trait)
    return kinds


def _named(trait: Trait) -> Longs:
    names = trait.facet.values.column.texts() if trait.facet else map(str, range(LEVELS))
    hashes = _hashes(trait.name, [*names, ""])  # UNKNOWN, -1, is the last
    return hashes[trait.codes[:, 0]]


def _hashes(respect: str, names: Iterable[str]) -> Longs:
    digests = (blake2b(f"{respect}:{one}".encode(), digest_size=8).digest() for one in names)
    return np.frombuffer(b"".join(digests), dtype="<i8").astype(np.int64)
