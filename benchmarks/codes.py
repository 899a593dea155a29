"""How surely is a product found by its article number, however it is typed?

The article numbers of the office catalogue `icecat`, asked with their separators removed, in
small letters, by their first five letters and by five from their middle. Several products may
share a part of a number: the bound is what an engine that knows all numbers could reach.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from benchmarks.figures import SEED, is_even, with_interval
from benchmarks.plain import Plain
from benchmarks.shops import (
    data_folder,
    icecat_feed,
    opened_shop,
    print_machine,
    read_options,
    read_rows,
)
from knowledge_base.columns import Longs

SHORT_SIZE = 500
TOP = 3
PART = 5
_SHORTEST = 6

Numbers = Mapping[str, str]
"""Article numbers as their makers write them, by product."""


def key_of(number: str) -> str:
    """Return a number's letters and digits in small letters."""
    return re.sub(r"[^a-z0-9]", "", number.lower())


def is_article_number(name: str) -> bool:
    """Say whether a name is a number, not words: one piece with a digit in it."""
    is_whole = name.isascii() and not re.search(r"[\s,;()]", name)
    return is_whole and any(map(str.isdigit, name)) and len(key_of(name)) >= _SHORTEST


def middle_of(key: str, rng: random.Random) -> str | None:
    """Return five letters from behind the first, with a digit among them."""
    parts = [key[at : at + PART] for at in range(1, len(key) - PART + 1)]
    telling = [one for one in parts if any(map(str.isdigit, one))]
    return rng.choice(telling) if telling else None


def ways(rng: random.Random) -> Mapping[str, Callable[[str], str | None]]:
    """Return the ways a number is typed; None where a number cannot be typed so."""
    return {
        "as written": lambda number: number,
        "without separators": lambda number: (
            re.sub(r"[^A-Za-z0-9]", "", number) if key_of(number) != number.lower() else None
        ),
        "in small letters": lambda number: number.lower() if number != number.lower() else None,
        f"first {PART}": lambda number: key_of(number)[:PART],
        f"{PART} from the middle": lambda number: middle_of(key_of(number), rng),
    }


def holders(numbers: Numbers) -> Counter[str]:
    """Count the products whose number has a part anywhere, and those that begin with it."""
    counts: Counter[str] = Counter()
    for number in numbers.values():
        key = key_of(number)
        counts.update({key[at : at + PART] for at in range(len(key) - PART + 1)})
        counts["^" + key[:PART]] += 1
        counts["=" + key] += 1
    return counts


def sharing(way: str, asked: str, counts: Counter[str]) -> int:
    """Return how many products could be meant."""
    if way == f"first {PART}":
        return counts["^" + asked]
    return counts[asked] if way.endswith("middle") else counts["=" + key_of(asked)]


def bound_in_words(several: Longs) -> str:
    """Say why no engine finds more, where so many products have what was typed (shape (n,)).

    Which of k products is meant nobody can tell from what they share: of those who ask for
    one of them, at most three in k find it among the first three.
    """
    bound, crowded = np.minimum(1, TOP / several), several > TOP
    if not crowded.any():
        return f"  none was typed of more than {TOP} products' numbers"
    return (
        f"  {crowded.sum()} of {len(several)} were typed of more than {TOP} products' numbers, "
        f"of up to {several.max()}: best possible for these {bound[crowded].mean():.3f}, "
        f"for all {bound.mean():.3f}"
    )


def measure(
    finds: Mapping[str, Callable[[str, int], Sequence[str]]], numbers: Numbers, size: int
) -> None:
    """Print how often the product is among the first three, way by way."""
    counts = holders(numbers)
    rng = random.Random(SEED)
    drawn = rng.sample(sorted(numbers), min(size, len(numbers)))
    for way, typed in ways(rng).items():
        asked = [(one, text) for one in drawn if (text := typed(numbers[one]))]
        several = np.array([sharing(way, text, counts) for _, text in asked])
        bound = np.minimum(1, TOP / several)
        alone = several <= TOP
        print(f"\n{way}, n = {len(asked)}; for example {', '.join(t for _, t in asked[:5])}")
        print(bound_in_words(several))
        for name, find in finds.items():
            ids = [find(text, TOP) for _, text in asked]
            met = np.array(
                [float(one in found) for (one, _), found in zip(asked, ids, strict=True)]
            )
            right = [
                any(key_of(text) in key_of(numbers.get(one, "")) for one in found)
                for (_, text), found in zip(asked, ids, strict=True)
            ]
            even = np.array([is_even(text) for _, text in asked])
            print(
                f"  {name:<12} in the top {TOP} {with_interval(met)}, of those shared by few "
                f"{met[alone].mean():.3f}, share of the bound {met.mean() / bound.mean():.3f}; "
                f"a product with that number {np.mean(right):.3f}; "
                f"halves {met[even].mean():.3f} / {met[~even].mean():.3f}"
            )


def main() -> None:
    """Measure and print."""
    options = read_options(__doc__)
    folder = data_folder("icecat")
    numbers = {
        row["item_id"]: row["name"]
        for row in read_rows(folder / "products.parquet")
        if row["name"] and is_article_number(row["name"])
    }
    print(f"{len(numbers):,} products have an article number")
    with opened_shop(icecat_feed(folder), "en", "USD") as shop:
        finds = {"Tresen": shop.find, "plain plan": Plain(shop.texts, "en").find}
        measure(finds, numbers, len(numbers) if options.long else SHORT_SIZE)
    print_machine("benchmarks.codes", f"products and parts with seed {SEED}")


if __name__ == "__main__":
    main()
