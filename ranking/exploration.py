"""Gives products that little is known of a chance, the same one all through a session."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

import numpy as np
from scipy.special import digamma, ndtri, polygamma

from knowledge_base.columns import Floats, Ints
from ranking.ranker import Ranking
from ranking.signals import Doubles, Level, Reason, Signal

NAME = "exploration"
ENOUGH_CLICKS = 10.0
ENOUGH_SEEN = 300.0
"""Clicks or looks at its tile from which on a product is known: chance has no say in it."""
LOUDNESS = 0.5
"""Points of a draw one unit of log-odds above what is believed, at full strength."""

_NORMALS = ndtri((np.arange(1 << 16) + 0.5) / (1 << 16))
"""Every 65,536th part of a standard normal distribution: a draw is a look into this table."""


@dataclass(frozen=True, slots=True)
class Beliefs:
    """How often each of p products is clicked where it is seen, as the log lets us believe.

    A beta posterior on the scale of log-odds, where it is nearly normal: `mean` and `spread`
    (float64, shape (p,)) are its exact moments there, by digamma and trigamma functions.
    """

    mean: Doubles
    spread: Doubles

    @classmethod
    def of(cls, alpha: Doubles, beta: Doubles) -> "Beliefs":
        """Take the parameters of beta posteriors, both above 0."""
        spread = np.sqrt(polygamma(1, alpha) + polygamma(1, beta))
        return cls(digamma(alpha) - digamma(beta), spread)

    def draws(self, rows: Ints, seed: int) -> Doubles:
        """Draw log-odds for some products (Thompson sampling), by row always the same."""
        drawn: Doubles = self.mean.take(rows) + self.spread.take(rows) * normals(rows, seed)
        return drawn


def unsure(beliefs: Beliefs, clicks: Doubles, seen: Doubles) -> Doubles:
    """Return the spread of products of which little is known, 0 of all others (shape (p,)).

    `clicks` are those that count, `seen` how often the tile was looked at, whatever came of
    it: what many have seen and nobody clicked is known, too.
    """
    is_known = (clicks >= ENOUGH_CLICKS) | (seen >= ENOUGH_SEEN)
    return np.where(is_known, 0.0, beliefs.spread)


def seed_of(session_id: str | None, now: datetime, snapshot_id: str) -> int:
    """Return what chance starts from: the session's, or without one everybody's this hour.

    So pages continue each other, and whoever asks for the reasons sees what was shown.
    """
    who = session_id or f"{now:%Y-%m-%dT%H}"
    digest = blake2b(f"{snapshot_id}\0{who}".encode(), digest_size=4).digest()
    return int.from_bytes(digest)


def normals(rows: Ints, seed: int) -> Doubles:
    """Draw from a standard normal distribution for each row (float64, shape (n,)).

    What a row gets depends on nothing but itself and the seed (0 … 2³² − 1): not on which
    others are asked about. The bits are mixed as in MurmurHash3's finalizer.
    """
    bits = rows.astype(np.uint32) * np.uint32(0x9E3779B1) + np.uint32(seed)
    bits ^= bits >> np.uint32(16)
    bits *= np.uint32(0x85EBCA6B)
    bits ^= bits >> np.uint32(13)
    bits *= np.uint32(0xC2B2AE35)
    drawn: Doubles = _NORMALS.take(bits >> np.uint32(16))
    return drawn


def exploration_signal(rows: Ints, spread: Floats, seed: int) -> Signal:
    """Make a signal of chance: how far each draw lies from what is believed of the product.

    `spread` (float32, shape (p,)) is 0 of what is known. Above and below 0 alike, so that
    nothing new is favoured or buried for long; what is known is left alone. The fewer of the
    candidates are known, the less it weighs: where nothing is, there is nothing to surpass,
    and the match has the word.
    """
    doubt = spread.take(rows)
    values = doubt * normals(rows, seed)
    known = 1 - np.count_nonzero(doubt) / max(len(rows), 1)
    return Signal(NAME, Level.PRE, LOUDNESS * known, values, lambda _: Reason("tried_out"))


def propensity(behind: float, spread: float) -> float:
    """Return the probability of a draw that makes up for how far behind something is.

    `behind` is in the units of `spread`, the standard deviation of the draw, which is above 0.
    """
    return 0.5 * math.erfc(behind / (spread * math.sqrt(2)))


def raised(ranking: Ranking, places: Sequence[int], spread: Floats) -> list[float | None]:
    """Say of products in order which chance has raised, and with which propensity.

    That is who would stand behind the next one without its own draw, all others as they are;
    None for all others. What is pinned stands where it stands without any chance.
    """
    number = next((i for i, one in enumerate(ranking.signals) if one.name == NAME), None)
    if number is None:
        return [None] * len(places)
    weight = ranking.signals[number].weight
    return [
        None
        if (behind := _behind_next(ranking, place, float(ranking.points[number, place])))
        is None
        else propensity(behind, weight * float(spread[ranking.rows[place]]))
        for place in places
    ]


def _behind_next(ranking: Ranking, place: int, points: float) -> float | None:
    """Return how far a product would be behind the next one without some points, if it is."""
    rows, pinned = ranking.rows, ranking.pinned
    following = place + 1
    while following < len(ranking) and int(rows[following]) in pinned:
        following += 1
    if points <= 0 or following >= len(ranking) or int(rows[place]) in pinned:
        return None
    apart = (ranking.tier, ranking.behind, ranking.rest)
    if any(one[place] != one[following] for one in apart):
        return None
    behind = float(ranking.score[following] - ranking.score[place]) + points
    return behind if behind > 0 else None
