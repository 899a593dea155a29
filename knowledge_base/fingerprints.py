"""Tells whether a product says what it said when a snapshot was made, but for live facts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import Any

import msgspec
import numpy as np

from knowledge_base.columns import Longs
from knowledge_base.families import Family
from knowledge_base.products import LIVE

_NOTHING_LIVE: Mapping[str, Any] = dict.fromkeys(LIVE)
_encode = msgspec.json.Encoder().encode


def fingerprint(family: Family) -> int:
    """Return a number (64 bits) for all that a family says and that is not live."""
    lines = [replace(one, **_NOTHING_LIVE) for one in (family.product, *family.variants)]
    return int.from_bytes(blake2b(_encode(lines), digest_size=8).digest(), signed=True)


def fingerprints(kin: Iterable[Family]) -> Longs:
    """Return the fingerprint of each product (int64, shape (p,))."""
    return np.fromiter(map(fingerprint, kin), dtype=np.int64)
