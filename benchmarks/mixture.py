"""Mixes the data into one shop of any size, for measuring speed.

Office technology, a builder's merchant, supermarkets and chemists in one catalogue, with
attributes by chance. As long as there are enough real titles they are used; beyond that a title
is the first half of one and the second of another, which keeps the words but adds no new ones.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from benchmarks.figures import SEED
from benchmarks.plain_index import words_of
from benchmarks.shops import Line, data_folder, read_rows
from knowledge_base.language.function_words import FUNCTION_WORDS

_KINDS = 600
_SHORTEST_KIND = 4
_TITLES_SAID = 3  # make a description, of thirty words or so
_FEWEST_ASKED, _MOST_ASKED = 2, 3
_COLOURS = "schwarz weiß grau blau rot grün gelb braun beige rosa lila silber"
_MATERIALS = "baumwolle holz glas metall kunststoff leder papier keramik"
_COUNTRIES = "deutschland italien frankreich spanien polen china türkei"
_VALUES = {
    "farbe": _COLOURS.split(),
    "material": _MATERIALS.split(),
    "linie": [f"linie {number}" for number in range(1, 41)],
    "herkunft": _COUNTRIES.split(),
}
FACETS = ("brand", "category", "farbe", "material")
"""The four that speed is measured with."""


class _Real(NamedTuple):
    """A product that somebody sells."""

    title: str
    brand: str


class Mixture:
    """A catalogue of `size` products; the same seed makes the same."""

    def __init__(self, size: int) -> None:
        self.size = size
        rng = random.Random(SEED)
        self._real = list(chain(_office(), _titled("homedepot"), _titled("german_retail")))
        rng.shuffle(self._real)
        words = Counter(word for one in self._real for word in set(words_of(one.title)))
        telling = (word for word, _ in words.most_common() if _is_kind(word))
        self._kinds = {word: at for at, word in zip(range(_KINDS), telling, strict=False)}

    def lines(self) -> Iterator[Line]:
        """Yield the feed lines, in the order of their ids."""
        rng = random.Random(SEED)
        for number in range(self.size):
            first = self._real[number % len(self._real)]
            is_real = number < len(self._real)
            title = first.title if is_real else self._crossed(first, rng)
            yield {
                "product_id": f"p{number:07}",
                "title": title,
                "brand": first.brand,
                "categories": [f"Sortiment > {self._kind(title)}"],
                "price": round(rng.lognormvariate(3, 1), 2) + 0.5,
                "description": ". ".join(self._said(rng)),
                "attributes": {name: rng.choice(values) for name, values in _VALUES.items()},
            }

    def codes(self) -> dict[str, list[int]]:
        """Return for each of the four facets every product's value as a number."""
        found: dict[str, list[int]] = {name: [] for name in FACETS}
        numbers: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        for line in self.lines():
            values = {"brand": line["brand"], "category": line["categories"][0]}
            values |= line["attributes"]
            for name in FACETS:
                number = numbers[name].setdefault(values[name], len(numbers[name]))
                found[name].append(number)
        return found

    def queries(self, size: int) -> list[str]:
        """Return real queries of the two shops that have some, and words of German titles."""
        rng = random.Random(SEED)
        asked = [_asked(name) for name in ("icecat", "homedepot")]
        real = [rng.sample(one, min(size // 3, len(one))) for one in asked]
        return [*chain(*real), *self._german_queries(size - sum(map(len, real)), rng)]

    def _german_queries(self, size: int, rng: random.Random) -> Iterator[str]:
        titles = [one.title for one in _titled("german_retail")]
        while size:
            words = [one for one in words_of(rng.choice(titles)) if _is_kind(one)]
            if len(words) >= _MOST_ASKED:
                number = rng.randint(_FEWEST_ASKED, _MOST_ASKED)
                yield " ".join(
                    words[at] for at in sorted(rng.sample(range(len(words)), number))
                )
                size -= 1

    def _crossed(self, first: _Real, rng: random.Random) -> str:
        """Return the first half of a title and the second of another."""
        start, end = first.title.split(), rng.choice(self._real).title.split()
        return " ".join((*start[: (len(start) + 1) // 2], *end[len(end) // 2 :]))

    def _said(self, rng: random.Random) -> Sequence[str]:
        return [rng.choice(self._real).title for _ in range(_TITLES_SAID)]

    def _kind(self, title: str) -> str:
        """Return the last of a title's words that name kinds of products."""
        return next(
            (one for one in reversed(words_of(title)) if one in self._kinds), "sonstiges"
        )


def _is_kind(word: str) -> bool:
    is_function_word = any(word in words for words in FUNCTION_WORDS.values())
    return len(word) >= _SHORTEST_KIND and word.isalpha() and not is_function_word


def _asked(name: str) -> list[str]:
    return sorted({row["query"] for row in read_rows(data_folder(name) / "judgments.parquet")})


def _office() -> Iterator[_Real]:
    for row in read_rows(data_folder("icecat") / "products.parquet"):
        yield _Real(row["title"], row["brand"])


def _titled(name: str) -> Iterator[_Real]:
    """Yield products that have a title alone; it begins with the brand, as a rule."""
    for row in read_rows(data_folder(name) / "products.parquet"):
        if row["title"].strip():
            yield _Real(row["title"], row["title"].split()[0])


def prefixes(queries: Sequence[str]) -> list[str]:
    """Return all that is typed on the way to some queries, each once."""
    typed = (query[:length] for query in queries for length in range(1, len(query) + 1))
    return list(dict.fromkeys(one for one in typed if not one.endswith(" ")))
