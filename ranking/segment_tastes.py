"""What the people of a segment care for more than all shoppers: learned at night, a signal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge_base.census import FEWEST, Census, Liking
from knowledge_base.columns import Ints
from knowledge_base.segments import Segment
from ranking.signals import Doubles, Level, Reason, Signal, relative
from ranking.traits import Trait

CAUTION = 100.0
"""Evidence, a look being about 1, that all shoppers weigh against those of a segment."""
TYPE = "type"
"""The trait beside which others are judged."""
WEIGHT = 0.6
_STRONGEST = 2.0
"""Log-odds are held to this, trait by trait and altogether."""
_MOST_LIKES = 5
_TINY = 1e-12
_SURELY = 3.0
"""Standard deviations by which a difference is none of chance."""
_NOTABLE = 1.2
"""Times as much as all shoppers from which on it is worth a word."""

Halves = NDArray[np.float16]


def product_odds(
    mine: Doubles, usual: Doubles, people: Ints, traits: Sequence[Trait]
) -> Halves:
    """Return how much more some people care for each product than all (float16, shape (p,)).

    `mine` and `usual` (shape (p,)) are how much products are cared for by some, and by all,
    `people` (int32) how many of the former. Log-odds by empirical Bayes in two steps: first
    what products are like (`trait_odds`), then each product itself, ln((m + κ) / (e + κ)) of
    what it is given, m, and what its traits make likely, e. What is cared for by fewer than
    FEWEST says nothing itself. 0 is as all shoppers.
    """
    likely = _by_traits(mine, usual, traits)
    expected = usual * np.exp(likely)
    expected *= mine.sum() / max(expected.sum(), _TINY)
    itself = np.log((mine + CAUTION) / (expected + CAUTION))
    itself[people < FEWEST] = 0
    return (likely + itself).clip(-_STRONGEST, _STRONGEST).astype(np.float16)


def trait_odds(mine: Doubles, usual: Doubles, trait: Trait) -> tuple[Doubles, Doubles]:
    """Return the log-odds of each code of a trait, and the evidence (float64, one per code).

    ln((a + κq) / ((A + κ)q)) of the evidence a on a code among all A, drawn to the share q
    that all shoppers give it.
    """
    cared = np.flatnonzero(usual).astype(np.int32)
    own, every = trait.evidence(cared, mine[cared]), trait.evidence(cared, usual[cared])
    share = every / max(every.sum(), _TINY)
    odds, seen = np.zeros(len(share)), share > 0
    drawn = (own[seen] + CAUTION * share[seen]) / (own.sum() + CAUTION)
    odds[seen] = np.log(drawn / share[seen])
    return odds.clip(-_STRONGEST, _STRONGEST), own


def _by_traits(mine: Doubles, usual: Doubles, traits: Sequence[Trait]) -> Doubles:
    """Return what the traits of products make likely (float64, shape (p,)).

    The type's log-odds and, at that mix of types, the weighted mean of the others', not their
    sum: brand, colour and price of one product are no independent witnesses.
    """
    rows, alike = np.arange(len(mine), dtype=np.int32), at_their_types(mine, usual, traits)
    likely, others, weight = np.zeros(len(mine)), np.zeros(len(mine)), _TINY
    for one in traits:
        if one.name == TYPE:
            likely += one.best(rows, trait_odds(mine, usual, one)[0])
        else:
            others += one.weight * one.best(rows, trait_odds(mine, alike, one)[0])
            weight += one.weight
    return likely + others / weight


def at_their_types(mine: Doubles, usual: Doubles, traits: Sequence[Trait]) -> Doubles:
    """Return what all would care for if they cared for types as some people do (shape (p,)).

    Who likes sports buys black because tights are: only beside others who look at tights does
    that tell whether it is the black that is liked.
    """
    types = next((one for one in traits if one.name == TYPE), None)
    if types is None:
        return usual
    rows = np.arange(len(mine), dtype=np.int32)
    return usual * np.exp(types.best(rows, trait_odds(mine, usual, types)[0]))


def likes(
    members: sparse.csr_matrix, usual: Doubles, traits: Sequence[Trait]
) -> tuple[Liking, ...]:
    """Name what sets some people apart, the most telling first, at most one value a trait.

    `members` (float64, shape (m, p)) is how much each cares for products, `usual` (shape (p,))
    how much all do. The most telling is the greatest evidence for a difference, evidence ×
    log-odds; it must be surely one, and of FEWEST people at least.
    """
    mine = total(members)
    alike = at_their_types(mine, usual, traits)
    found: list[tuple[float, Liking]] = []
    for trait in traits:
        if trait.facet is None:
            continue
        odds, own = trait_odds(mine, usual if trait.name == TYPE else alike, trait)
        code = int(np.argmax(own * odds)) if len(odds) else -1
        if code < 0 or not _is_notable(own[code], float(odds[code])):
            continue
        carriers = np.flatnonzero((trait.codes == code).any(axis=1))
        if np.count_nonzero(members[:, carriers].getnnz(axis=1)) < FEWEST:
            continue
        labels = {language: column[code] for language, column in trait.facet.labels.items()}
        times = round(float(np.exp(odds[code])), 1)
        found.append((float(own[code] * odds[code]), Liking(trait.name, labels, times)))
    found.sort(key=lambda one: -one[0])
    return tuple(one for _, one in found[:_MOST_LIKES])


def _is_notable(own: float, odds: float) -> bool:
    """Say whether evidence is so much more than expected that chance will not have done it."""
    times = float(np.exp(odds))
    expected = own / times
    return times >= _NOTABLE and own - expected >= _SURELY * np.sqrt(expected)


def total(cares: sparse.csr_matrix) -> Doubles:
    """Sum what people care for by product (float64, shape (p,))."""
    return np.asarray(cares.sum(axis=0), dtype=np.float64).ravel()


@dataclass(frozen=True, slots=True)
class SegmentTastes:
    """What was learned of segments: `odds` (float16, shape (s, p)), and which row is whose.

    A row holds for the condition under which it was learned: whoever writes another one
    waits for the next night.
    """

    odds: Halves = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float16))
    rows: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, odds: Halves, census: Census) -> "SegmentTastes":
        """Put odds and what a night counted together."""
        known = (one for one in census.segments if one.row >= 0)
        return cls(odds, {(one.segment_id, one.condition): one.row for one in known})

    def signal(self, rows: Ints, segments: Sequence[Segment]) -> Signal | None:
        """Make a signal of what the asker's segments like, or None where nothing is known.

        Of several segments the mean, so that being in many makes nothing louder.
        """
        known = [
            (one, self.rows[one.segment_id, one.condition.text])
            for one in segments
            if (one.segment_id, one.condition.text) in self.rows
        ]
        if not known:
            return None
        numbers = np.array([row for _, row in known])
        odds = self.odds[numbers[:, None], rows].astype(np.float64)
        values = relative(np.add.reduce(odds) / len(odds), least=1.0)

        def why(i: int) -> Reason:
            most = int(odds[:, i].argmax())
            if values[i] <= 0 or odds[most, i] <= 0:
                return Reason("less_liked_in_segments")
            return Reason("liked_in_segment", {"labels": _names(known[most][0])})

        return Signal("segments", Level.SEGMENT, WEIGHT, values, why)


def _names(segment: Segment) -> Mapping[str, str]:
    return segment.names or {"": segment.name}
