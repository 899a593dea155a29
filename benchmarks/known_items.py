"""How surely is one product found by some words of its title?

Products are drawn by a seed; the words, two to four of a title in its order, are such that no
other title of the catalogue has them all. Asked clean, and with one slip in one of the words.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

import numpy as np

from benchmarks.figures import (
    DEEP,
    SEED,
    Find,
    columns,
    is_even,
    known_figures,
    print_figures,
    print_paired,
)
from benchmarks.plain import Plain
from benchmarks.plain_index import words_of
from benchmarks.shops import (
    SHOPS,
    Shop,
    data_folder,
    opened_shop,
    print_machine,
    read_options,
)
from benchmarks.texts import Texts
from benchmarks.typos import SHORTEST, with_typo

SHORT_SIZE, LONG_SIZE = 400, 4_000
FEWEST, MOST = 2, 4
MISSES = 8
_SHORTEST_WORD = 3
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Known:
    """A text and the one product it means."""

    text: str
    product_id: str


class Titles:
    """Knows which titles have which words."""

    def __init__(self, texts: Sequence[Texts]) -> None:
        self._having: Mapping[str, set[int]] = defaultdict(set)
        for row, one in enumerate(texts):
            for word in words_of(one.title):
                self._having[word].add(row)

    def frequency(self, word: str) -> int:
        """Return how many titles have a word."""
        return len(self._having.get(word, ()))

    def having(self, words: Sequence[str]) -> AbstractSet[int]:
        """Return the rows of the titles that have all of some words."""
        sets = sorted((self._having.get(word, set()) for word in words), key=len)
        return set.intersection(*sets) if sets else set()


def known_products(texts: Sequence[Texts], titles: Titles, seed: int) -> Iterator[Known]:
    """Yield texts that mean one product, as many as there are."""
    rng = random.Random(seed)
    for row in rng.sample(range(len(texts)), len(texts)):
        words = [one for one in words_of(texts[row].title) if len(one) >= _SHORTEST_WORD]
        for _ in range(_TRIES if len(words) >= FEWEST else 0):
            number = rng.randint(FEWEST, min(MOST, len(words)))
            chosen = [words[at] for at in sorted(rng.sample(range(len(words)), number))]
            is_longer = any(one.isalpha() and len(one) >= SHORTEST for one in chosen)
            if is_longer and len(set(chosen)) == number and len(titles.having(chosen)) == 1:
                yield Known(" ".join(chosen), texts[row].product_id)
                break


def slipped(known: Sequence[Known], seed: int, *, first_letters: bool) -> list[Known]:
    """Return the same with one slip each."""
    rng = random.Random(seed)
    pairs = [(one, with_typo(one.text, rng, first_letters=first_letters)) for one in known]
    return [Known(text, one.product_id) for one, text in pairs if text]


def measure(shop: Shop, size: int) -> None:
    """Print what is found of one shop's known products."""
    known = list(islice(known_products(shop.texts, Titles(shop.texts), SEED), size))
    print(f"for example: {', '.join(repr(one.text) for one in known[:6])}")
    engines: dict[str, Find] = {"Tresen": shop.find}
    engines["plain plan"] = Plain(shop.texts, shop.language).find
    kinds = {
        "clean": known,
        "one slip": slipped(known, SEED, first_letters=True),
        "slip, not in first": slipped(known, SEED, first_letters=False),
    }
    for kind, asked in kinds.items():
        found = {
            name: columns(
                [known_figures(find(one.text, DEEP), one.product_id) for one in asked]
            )
            for name, find in engines.items()
        }
        for name, figures in found.items():
            print_figures(f"{name}, {kind}", figures)
        print_paired("  ahead, MRR", found["Tresen"]["MRR"], found["plain plan"]["MRR"])
        mask = np.array([is_even(one.text) for one in asked])
        ours = found["Tresen"]["MRR"]
        print(
            f"  Tresen's MRR, even half {ours[mask].mean():.3f}, odd {ours[~mask].mean():.3f}"
        )


def main() -> None:
    """Measure and print."""
    options = read_options(__doc__, *SHOPS)
    size = LONG_SIZE if options.long else SHORT_SIZE
    for name in options.parts:
        folder = data_folder(name)
        read, language, currency = SHOPS[name]
        print(f"\n== {name}")
        with opened_shop(read(folder), language, currency) as shop:
            measure(shop, size)
    print_machine("benchmarks.known_items", f"products, words and slips with seed {SEED}")


if __name__ == "__main__":
    main()
