"""Does what is suggested stay while somebody types on?

Texts are typed letter by letter. A suggestion that still fits what stands there, because it has
these words side by side and the last one at least begun, is lost where the next letter takes it
away; a panel is empty when it offers nothing at all. English texts are judged queries, German
ones words of titles that stand side by side, drawn by a seed.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import numpy as np

from benchmarks.figures import SEED, columns, print_figures
from benchmarks.german_queries import neighbours
from benchmarks.relevance import read_judgments
from benchmarks.shops import (
    SHOPS,
    Shop,
    data_folder,
    opened_shop,
    print_machine,
    read_options,
)
from knowledge_base.language.words import Analyser
from ranking.context import Context
from search.phrases import folded_words
from service.answering.suggesting import SuggestAsk, suggest

SHORT_SIZE, LONG_SIZE = 60, 600
RATINGS = {"icecat": "rating", "homedepot": "relevance"}

KINDS = ("queries", "products", "categories", "brands")
"""What a panel offers."""

Panel = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stroke:
    """What a panel offers behind one more letter.

    `lost` are suggestions of the panel before that still fit and are gone, of `fitting` ones.
    """

    is_empty: bool
    lost: int
    fitting: int


def strokes(text: str, panel: Callable[[str], Panel], analyser: Analyser) -> Iterator[Stroke]:
    """Type a text, and yield what each letter does to the suggestions."""
    before: Sequence[str] = ()
    for end in range(1, len(text) + 1):
        typed = text[:end]
        shown = panel(typed)
        now = [one["text"] for one in shown["queries"]]
        fitting = [one for one in dict.fromkeys(before) if _fits(one, typed, analyser)]
        is_empty = not any(shown[one] for one in KINDS)
        yield Stroke(is_empty, sum(one not in now for one in fitting), len(fitting))
        before = now


def _fits(suggestion: str, typed: str, analyser: Analyser) -> bool:
    """Say whether a suggestion has the words that were typed, the last one at least begun."""
    said, asked = (" ".join(folded_words(one, analyser)) for one in (suggestion, typed))
    end = "" if typed[-1].isalnum() else " "
    return f" {asked}{end}" in f" {said} "


def _texts(name: str, shop: Shop) -> Iterator[str]:
    """Yield texts to type, in a random order that the seed decides."""
    rng = random.Random(SEED)
    if name in RATINGS:
        queries = sorted(read_judgments(name, RATINGS[name]))
        yield from rng.sample(queries, len(queries))
        return
    for one in rng.sample(shop.texts, len(shop.texts)):
        if pairs := neighbours(one.title):
            yield rng.choice(pairs).text


def measure(name: str, shop: Shop, size: int) -> None:
    """Print what typing the texts of one shop does."""
    analyser = Analyser(shop.language)
    context = Context(datetime.now(UTC), "suggest", shop.language)
    texts = [*islice(_texts(name, shop), size)]

    def panel(typed: str) -> Panel:
        return suggest(shop.engine, SuggestAsk(context, typed), None)

    every = [one for text in texts for one in strokes(text, panel, analyser)]
    print(f"{len(texts)} texts, {len(every)} letters, for example: {'; '.join(texts[:5])}")
    figures = [{"empty": one.is_empty, "one lost": one.lost > 0} for one in every]
    print_figures("share of letters", columns(figures))
    lost, fitting = np.array([(one.lost, one.fitting) for one in every]).sum(axis=0)
    print(f"of {fitting} suggestions that still fit {lost / max(fitting, 1):.3f} are lost")


def main() -> None:
    """Measure and print."""
    options = read_options(__doc__, *SHOPS)
    for name in options.parts:
        read, language, currency = SHOPS[name]
        print(f"\n== {name}")
        with opened_shop(read(data_folder(name)), language, currency) as shop:
            measure(name, shop, LONG_SIZE if options.long else SHORT_SIZE)
    print_machine("benchmarks.keystrokes", f"texts drawn with seed {SEED}")


if __name__ == "__main__":
    main()
