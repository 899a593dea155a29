"""Gives products that little is known of a chance, the same one all through a session."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

import numpy as np
from scipy.special import digamma, ndtr, ndtri, polygamma

from knowledge_base.columns import Ints
from ranking.signals import Doubles, Level, Reason, Signal

ENOUGH_CLICKS = 10.0
ENOUGH_SEEN = 300.0
"""Clicks or looks at its tile from which on a product is known: chance has no say in it."""

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


def chance_of(behind: Doubles, spread: Doubles) -> Doubles:
    """Return the probability of a draw that makes up for how far behind something is.

    `behind` in the units of `spread`, the standard deviation of the draw, which is above 0.
    """
    chance: Doubles = ndtr(-behind / spread)
    return chance


def exploration_signal(rows: Ints, spread: Doubles, seed: int) -> Signal:
    """Make a signal of chance: how far each draw lies from what is believed of the product.

    `spread` (float64, shape (p,)) as `unsure` returns it. Above and below 0 alike, so that
    nothing new is favoured or buried for long; what is known is left alone.
    """
    values = spread.take(rows) * normals(rows, seed)
    return Signal("exploration", Level.PRE, 1.0, values, lambda _: Reason("tried_out"))
