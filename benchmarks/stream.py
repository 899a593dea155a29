"""What a shop is asked one after the other: few texts often, most of them hardly ever.

The more often a text is asked, the higher its rank; the n-th is asked n to the power of minus
an exponent times as often as the first (Zipf). The exponent is that of the largest log at hand
that counts: 5,210 searches for 751 texts in a shop of electronics.
"""

import random
from collections.abc import Iterable, Sequence
from itertools import accumulate

import numpy as np

from benchmarks.shops import data_folder, read_rows
from benchmarks.typos import with_typo

_LOG = "algolia_instant_search_demo_query_suggestions"


def asked_how_often() -> list[float]:
    """Return how often each text of the log was asked."""
    rows = read_rows(data_folder("icecat").parent / "queries_en.parquet")
    return [row["popularity"] for row in rows if row["source"] == _LOG and row["popularity"]]


def exponent_of(counts: Iterable[float]) -> float:
    """Return the slope of counts over ranks, both in logarithms, by least squares.

    Maximum likelihood, which heeds the few most asked more, says 1.22 instead of 0.94 of the
    log: more would come again.
    """
    often = np.sort(np.array([*counts], dtype=np.float64))[::-1]
    slope, _ = np.polyfit(np.log(np.arange(1, len(often) + 1)), np.log(often), 1)
    return -float(slope)


def stream(texts: Sequence[str], length: int, exponent: float, rng: random.Random) -> list[str]:
    """Return what is asked one after the other; which texts are asked often is chance."""
    ranked = rng.sample(texts, len(texts))
    weights = accumulate(rank**-exponent for rank in range(1, len(ranked) + 1))
    return rng.choices(ranked, cum_weights=[*weights], k=length)


def letter_by_letter(asked: Iterable[str]) -> list[str]:
    """Return what is there after each letter of texts that are typed one after the other."""
    typed = (text[:end] for text in asked for end in range(1, len(text) + 1))
    return [one for one in typed if not one.endswith(" ")]


def slipped(asked: Iterable[str], rng: random.Random) -> list[str]:
    """Return the texts with a slip in each that has room for one, every time another."""
    return [slip for one in asked if (slip := with_typo(one, rng))]


def share_of_new(asked: Sequence[str]) -> float:
    """Return which share of what is asked comes for the first time."""
    return len(set(asked)) / len(asked)
