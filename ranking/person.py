"""What may be used of the asker in one answer: evidence, sizes and segments, in rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Floats, Ints
from knowledge_base.consent import Consent
from knowledge_base.profiles import (
    NOBODY,
    Profile,
    bought_and_kept,
    interest_rows,
    looked_lately,
    worn_sizes,
)
from knowledge_base.segments import Segment
from knowledge_base.stated import NOTHING_STATED, Stated, stated
from ranking.context import Context
from ranking.signals import Level

_LOOKED = 1.0
_IN_BASKET = 4.0
"""What a product named in the request weighs, as much as the event it stands for."""

_NONE: Ints = np.zeros(0, dtype=np.int32)
_NOTHING: Floats = np.zeros(0, dtype=np.float32)
Worn = Mapping[str, Mapping[str, float]]
"""By kind of product, or a category's name, the sizes bought and kept, each with how often."""
_TOLD = 5.0
"""How many kept purchases it tells that somebody has named a size."""


@dataclass(frozen=True, slots=True)
class Taste:
    """What one person likes: `odds` (float64), one for each code of a `TraitTable`.

    `cares` says by facet how much the person's deeds turn on it, above 0.
    """

    odds: NDArray[np.float64]
    cares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Person:
    """The asker as far as consent goes, in rows of one catalogue.

    `known` is the profile that may be used: nobody's without consent.

    `liked` are product rows (int32, each once), `weights` (float32, as long) how much they
    are cared for now; `fresh` with `freshness` those looked at on this visit. `recent` (int32,
    latest last), `basket` and `disliked` are product rows as well, the first two those of the
    request where it names some; `bought` are those bought and kept, last at `bought_at`
    (float64, seconds since 1970). `sizes` are those bought and kept, by kind of product and
    with how often, and those `stated`; `moment` is the minute of the request, in seconds since
    1970. `taste` is what follows from it all,
    None where nothing is known. `level` is what signals made of this are called: one to one
    where somebody consented to be known. Otherwise there is only what the request itself
    brought along, the page's own context, and that stays at pre.
    """

    level: Level
    known: Profile
    liked: Ints
    weights: Floats
    sizes: Worn
    segments: tuple[Segment, ...]
    fresh: Ints = field(default_factory=lambda: _NONE)
    freshness: Floats = field(default_factory=lambda: _NOTHING)
    recent: Ints = field(default_factory=lambda: _NONE)
    basket: Ints = field(default_factory=lambda: _NONE)
    disliked: Ints = field(default_factory=lambda: _NONE)
    bought: Ints = field(default_factory=lambda: _NONE)
    bought_at: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    stated: Stated = NOTHING_STATED
    moment: float = 0.0
    taste: Taste | None = None


STRANGER = Person(Level.PRE, NOBODY, _NONE, _NOTHING, {}, ())
"""Somebody of whom nothing may be used."""


def person_of(
    profile: Profile | None,
    context: Context,
    catalogue: Catalogue,
    segments: tuple[Segment, ...] = (),
) -> Person:
    """Take of a profile what the consent of this request allows.

    `segments` are those the asker is in (see `ranking.membership`). What the request itself
    names as looked at or in the basket is used at any consent.
    """
    allowed = context.consent >= Consent.PERSONALIZATION
    known = profile if profile is not None and allowed else NOBODY
    level = Level.ONE_TO_ONE if allowed else Level.PRE
    if known is NOBODY and not context.recent and not context.basket:
        return Person(level, known, _NONE, _NOTHING, {}, segments)
    now = minute_of(context.now)
    looked = catalogue.product_rows(context.recent)
    basket = catalogue.product_rows([one.product_id for one in context.basket])
    bought, bought_at = bought_and_kept(known, catalogue)
    brought = (
        (looked, np.full(len(looked), _LOOKED)),
        (basket, np.full(len(basket), _IN_BASKET)),
    )
    liked, weights = _together(interest_rows(known, catalogue, now), *brought)
    fresh, freshness = _together(looked_lately(known, catalogue, now), *brought)
    said = stated(known.facts, now.date())
    worn = worn_sizes(known, now)
    for kind, sizes in said.sizes.items():
        worn[kind] = dict.fromkeys(sizes, _TOLD)
    return Person(
        level=level,
        known=known,
        liked=liked,
        weights=weights,
        sizes=worn,
        segments=segments,
        fresh=fresh,
        freshness=freshness,
        recent=looked if context.recent else catalogue.product_rows(known.recent),
        basket=basket if context.basket else catalogue.product_rows([*known.basket]),
        disliked=catalogue.product_rows(sorted(known.dislikes)),
        bought=bought,
        bought_at=bought_at,
        stated=said,
        moment=now.timestamp(),
    )


def minute_of(now: datetime) -> datetime:
    """Return when the minute began: as of then people are known, for as long as it lasts."""
    return now.replace(second=0, microsecond=0)


def _together(*parts: tuple[Ints, NDArray[np.floating]]) -> tuple[Ints, Floats]:
    """Join rows with their weights, each row once (int32, float32)."""
    rows, which = np.unique(np.concatenate([one for one, _ in parts]), return_inverse=True)
    weights = np.bincount(which, np.concatenate([one for _, one in parts]), len(rows))
    return rows.astype(np.int32), weights.astype(np.float32)
