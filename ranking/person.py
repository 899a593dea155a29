"""What may be used of the asker in one answer: evidence, sizes and segments, in rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Floats, Ints
from knowledge_base.consent import Consent
from knowledge_base.profiles import NOBODY, Profile, interest_rows, worn_sizes
from knowledge_base.segments import Segment
from ranking.context import Context
from ranking.signals import Level

_LOOKED = 1.0
_IN_BASKET = 4.0
"""What a product named in the request weighs, as much as the event it stands for."""

_NONE: Ints = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Person:
    """The asker as far as consent goes, in rows of one catalogue.

    `known` is the profile that may be used: nobody's without consent.

    `liked` are product rows (int32, each once), `weights` (float32, as long) how much they
    are cared for now; `sizes` by kind of product those bought and kept. `level` is what signals
    made of this are called: one to one where somebody consented to be known. Otherwise there is
    only what the request itself brought along, the page's own context, and that stays at pre.
    """

    level: Level
    known: Profile
    liked: Ints
    weights: Floats
    sizes: Mapping[str, Sequence[str]]
    segments: tuple[Segment, ...]


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
        return Person(level, known, _NONE, np.zeros(0, dtype=np.float32), {}, segments)
    liked, weights = interest_rows(known, catalogue, context.now)
    looked = catalogue.product_rows(context.recent)
    basket = catalogue.product_rows([one.product_id for one in context.basket])
    rows, which = np.unique(np.concatenate([liked, looked, basket]), return_inverse=True)
    every = [weights, np.full(len(looked), _LOOKED), np.full(len(basket), _IN_BASKET)]
    summed = np.bincount(which, np.concatenate(every), minlength=len(rows))
    return Person(
        level=level,
        known=known,
        liked=rows.astype(np.int32),
        weights=summed.astype(np.float32),
        sizes=worn_sizes(known, context.now),
        segments=segments,
    )
