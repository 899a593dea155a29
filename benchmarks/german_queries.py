"""Is a product found however German writes its words?

Queries are made by a seeded script from the titles of `german_retail`: two to four words of one
title, one of them written another way that the data's own vocabulary attests, or its quantity
in another unit. The words as the title has them belong to three titles at most, the words as
they are asked to ten at most, so that the product meant can stand among the first ten.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np

from benchmarks import german
from benchmarks.figures import SEED, Find, is_even, with_interval
from benchmarks.german import WORD, Change, Words
from benchmarks.known_items import Titles
from benchmarks.plain import Plain
from benchmarks.plain_index import words_of
from benchmarks.shops import (
    data_folder,
    german_retail_lines,
    opened_shop,
    print_machine,
    read_options,
)
from benchmarks.splits import LIST, print_precision, read_verdicts
from benchmarks.texts import Texts
from benchmarks.typos import with_typo
from knowledge_base.language.function_words import FUNCTION_WORDS
from ranking.metrics import recall

SHORT_SIZE, LONG_SIZE = 200, 2_000
TOP = 10
MOST_MEANT = 3
MISSES = 8
ORDER = "word order"
SPLITS = "learned splits"
_TRIES = 12
_MOST_OTHERS = 3
_FEWEST_TO_SHUFFLE = 3
_SHORTEST_WORD = 3
_QUANTITY = re.compile(r"(?<![\w,.])\d+(?:,\d+)?\s?(?:ml|l|g|kg)(?!\w)")


class Piece(NamedTuple):
    """A part of a title, in small letters."""

    text: str
    start: int
    end: int


def single_words(title: str) -> list[Piece]:
    """Return a title's telling words, but for those that follow a number as its unit."""
    found = [match for match in WORD.finditer(title) if _tells(match.group().lower())]
    return [
        Piece(one.group().lower(), *one.span())
        for one in found
        if not re.search(r"\d[\s.]*$", title[: one.start()])
    ]


def neighbours(title: str) -> list[Piece]:
    """Return the pairs of words that nothing but a space stands between."""
    return [
        Piece(title[one.start() : two.end()].lower(), one.start(), two.end())
        for one, two in pairwise(WORD.finditer(title))
        if title[one.end() : two.start()] == " "
    ]


def quantities(title: str) -> list[Piece]:
    """Return a title's quantities, as they are written."""
    return [Piece(one.group(), *one.span()) for one in _QUANTITY.finditer(title)]


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST_WORD and word not in FUNCTION_WORDS["de"]


CLASSES: Mapping[str, tuple[Callable[[str], list[Piece]], Change]] = {
    "compound split": (single_words, german.split),
    "compound joined": (neighbours, german.joined),
    "plural, singular": (single_words, german.other_number),
    "umlaut spelled out": (single_words, german.umlaut_spelled_out),
    "umlaut dropped": (single_words, german.umlaut_dropped),
    "hyphen left out": (single_words, german.without_hyphen),
    "hyphen for space": (neighbours, german.with_hyphen),
    "unit rewritten": (quantities, german.other_unit),
    "unit's space": (quantities, german.other_space),
    "one slip": (single_words, lambda word, _, rng: with_typo(word, rng)),
    "slip, not in first": (
        single_words,
        lambda word, _, rng: with_typo(word, rng, first_letters=False),
    ),
}
"""What of a title is rewritten in each class, and how."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as the title has its words, as it is typed, and the product it means."""

    plain: str
    text: str
    product_id: str


class QueryMaker:
    """Makes queries of the titles of a catalogue."""

    def __init__(self, texts: Sequence[Texts]) -> None:
        self._texts = texts
        self._words = Words([one.title for one in texts])
        self._titles = Titles(texts)

    def made(self, name: str) -> Iterator[Asked]:
        """Yield the queries of a class, one a title, the titles in a random order."""
        rng = random.Random(f"{SEED} {name}")
        for one in rng.sample(self._texts, len(self._texts)):
            found = self._shuffled if name == ORDER else self._rewritten
            if pair := found(name, one.title, rng):
                yield Asked(*pair, one.product_id)

    def _rewritten(self, name: str, title: str, rng: random.Random) -> tuple[str, str] | None:
        """Return some words of a title, and the same with one rewritten."""
        pieces_of, rewrite = CLASSES[name]
        pieces = pieces_of(title)
        for piece in rng.sample(pieces, len(pieces)):
            if other := rewrite(piece.text, self._words, rng):
                return self._in_company(title, piece, other, rng)
        return None

    def _shuffled(self, name: str, title: str, rng: random.Random) -> tuple[str, str] | None:
        """Return three or four words of a title, and the same in another order."""
        del name
        pieces = single_words(title)
        if not pieces:
            return None
        piece = rng.choice(pieces)
        pair = self._in_company(title, piece, piece.text, rng)
        words = pair[0].split() if pair else []
        other = rng.sample(words, len(words))
        is_shuffled = len(words) >= _FEWEST_TO_SHUFFLE and other != words
        return (" ".join(words), " ".join(other)) if is_shuffled else None

    def _in_company(
        self, title: str, piece: Piece, other: str, rng: random.Random
    ) -> tuple[str, str] | None:
        """Return a piece among other words of its title, and the same rewritten.

        None where no few words tell the product from others.
        """
        apart = {
            one.text: one
            for one in single_words(title)
            if (one.end <= piece.start or one.start >= piece.end) and one.text != piece.text
        }
        for _ in range(_TRIES if apart else 0):
            number = min(rng.randint(1, _MOST_OTHERS), len(apart))
            chosen = sorted(rng.sample(list(apart.values()), number), key=lambda one: one.start)
            before = [one.text for one in chosen if one.start < piece.start]
            after = [one.text for one in chosen if one.start > piece.start]
            plain, text = (" ".join((*before, one, *after)) for one in (piece.text, other))
            if self._means_few(plain, text):
                return plain, text
        return None

    def _means_few(self, plain: str, text: str) -> bool:
        meant = self._titles.having(words_of(plain))
        also = self._titles.having(words_of(text))
        return 0 < len(meant) <= MOST_MEANT and len(meant | also) <= TOP


def measure(name: str, asked: Sequence[Asked], engines: Mapping[str, Find]) -> None:
    """Print one class's recall@10 for each engine."""
    examples = "; ".join(f"{one.plain} → {one.text}" for one in asked[:5])
    print(f"\n{name}, n = {len(asked)}: {examples}")
    even = np.array([is_even(one.text) for one in asked])
    for engine, find in engines.items():
        found = np.array([recall(find(one.text, TOP), {one.product_id}, TOP) for one in asked])
        clean = np.array([recall(find(one.plain, TOP), {one.product_id}, TOP) for one in asked])
        print(
            f"  {engine:<12} recall@{TOP} {with_interval(found)}, as the title has it "
            f"{clean.mean():.3f}; halves {found[even].mean():.3f} / {found[~even].mean():.3f}"
        )
        missed = [asked[at].text for at in np.flatnonzero(even & (found == 0))[:MISSES]]
        if engine == "Tresen" and missed:
            print(f"  missed of the even half: {'; '.join(missed)}")


def main() -> None:
    """Measure and print."""
    options = read_options(__doc__, *CLASSES, ORDER, SPLITS)
    folder = data_folder("german_retail")
    size = LONG_SIZE if options.long else SHORT_SIZE
    with opened_shop(german_retail_lines(folder), "de") as shop:
        engines = {"Tresen": shop.find, "plain plan": Plain(shop.texts, "de").find}
        maker = QueryMaker(shop.texts)
        searcher = shop.engine.opened.searchers[shop.language]
        if SPLITS in options.parts:
            print_precision(searcher.learned(), read_verdicts(LIST))
        for name in (one for one in options.parts if one != SPLITS):
            measure(name, list(islice(maker.made(name), size)), engines)
    print_machine("benchmarks.german_queries", f"all queries made with seed {SEED}")


if __name__ == "__main__":
    main()
