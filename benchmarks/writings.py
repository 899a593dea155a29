"""Does a page stay the same when a compound is written apart, or turned round?

The compounds are a seeded sample of those learned of `german_retail`, as the catalogue writes
them ("apfelsaft"), apart ("apfel saft") and turned round ("saft apfel"). The overlap of two
pages is the share of the longer one's first ten products that both have.
"""

import random
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from benchmarks.figures import SEED, Find, is_even, with_interval
from benchmarks.shops import (
    data_folder,
    german_retail_lines,
    opened_shop,
    print_machine,
    read_options,
)
from knowledge_base.learned import Fact, LearnedKind

SHORT_SIZE, LONG_SIZE = 300, 3_000
TOP = 10
FEWEST = 2
"""Products that have the compound in a name."""
MISSES = 8


class Writings(NamedTuple):
    """A compound as one word, as two, and as two turned round."""

    joined: str
    apart: str
    turned: str


def writings(learned: Sequence[Fact], size: int) -> list[Writings]:
    """Sample compounds of two parts that some products are named with."""
    parts = {
        one.key: one.what.split(" + ")
        for one in learned
        if one.kind is LearnedKind.COMPOUND and one.evidence["products"] >= FEWEST
    }
    pairs = sorted(one for one, some in parts.items() if len(some) == 2)  # noqa: PLR2004 a pair
    chosen = random.Random(SEED).sample(pairs, min(size, len(pairs)))
    return [Writings(one, " ".join(parts[one]), " ".join(parts[one][::-1])) for one in chosen]


def overlap(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of the longer page that both have, 1 where both are empty."""
    longer = max(len(one), len(other))
    return len({*one} & {*other}) / longer if longer else 1.0


def measure(asked: Sequence[Writings], find: Find) -> None:
    """Print how alike the pages are, and which differ most."""
    pages = [tuple(find(text, TOP) for text in one) for one in asked]
    even = np.array([is_even(one.joined) for one in asked])
    for name, first, second in (
        ("as one, apart", 0, 1),
        ("as one, turned round", 0, 2),
        ("apart, turned round", 1, 2),
    ):
        alike = np.array([overlap(one[first], one[second]) for one in pages])
        print(
            f"{name:<22} overlap@{TOP} {with_interval(alike)}; halves "
            f"{alike[even].mean():.3f} / {alike[~even].mean():.3f}"
        )
        worst = [at for at in np.argsort(alike, kind="stable") if even[at]][:MISSES]
        print(f"  least alike, even half: {'; '.join(asked[at].apart for at in worst)}")


def main() -> None:
    """Measure and print."""
    options = read_options(__doc__)
    folder = data_folder("german_retail")
    with opened_shop(german_retail_lines(folder), "de") as shop:
        learned = shop.engine.opened.searchers[shop.language].learned()
        asked = writings(learned, LONG_SIZE if options.long else SHORT_SIZE)
        print(f"{len(asked)} compounds, such as {', '.join(one.joined for one in asked[:5])}")
        measure(asked, shop.find)
    print_machine("benchmarks.writings", f"compounds sampled with seed {SEED}")


if __name__ == "__main__":
    main()
