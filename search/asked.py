"""What successful queries teach of words: which are right, and which are put right."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from knowledge_base.language.words import Analyser, split_words
from knowledge_base.learned import Fact, LearnedKind
from search.index import TextIndex
from search.lexicon import Lexicon
from search.understanding import understand

Queries = Sequence[tuple[str, float]]
"""What visitors searched for and found, with how many it was; the most frequent first."""

MOST_LOOKED_AT = 5_000
"""Queries with a word that no product has, of which we say what became of them."""
EXAMPLES = 3


def asked_words(queries: Queries, index: TextIndex, analyser: Analyser) -> Mapping[str, int]:
    """Return the words that visitors found something with, and how many visitors that were.

    Only words that products have in names or descriptions: the slip of many is still a slip.
    """
    visitors: defaultdict[str, float] = defaultdict(float)
    for text, number in queries:
        for word in {one.text for one in split_words(text)}:
            visitors[word] += number
    stem = analyser.stem
    return {
        word: int(number)
        for word, number in visitors.items()
        if number >= 1 and (index.named(stem(word)) or index.frequency(stem(word)))
    }


def corrections(queries: Queries, lexicon: Lexicon) -> list[Fact]:
    """Return the words of queries that are taken for others, those of most visitors first.

    The evidence are the visitors who typed them, some of their queries, and the products that
    have the word which is searched for instead.
    """
    visitors: defaultdict[tuple[str, str], float] = defaultdict(float)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for text, number in islice(_strange(queries, lexicon), MOST_LOOKED_AT):
        for term in understand(text, lexicon).terms:
            meant = term.correction
            if meant is None:
                continue
            pair = term.text, meant.shown
            products = min(map(lexicon.index.named, meant.stems))
            evidence = found.setdefault(pair, {"products": products, "queries": []})
            evidence["queries"] = [*evidence["queries"], text][:EXAMPLES]
            visitors[pair] += number
    return [
        Fact(
            LearnedKind.CORRECTION,
            key,
            what,
            {"visitors": round(visitors[key, what]), **found[key, what]},
        )
        for key, what in sorted(found, key=lambda pair: (-visitors[pair], pair))
    ]


def _strange(queries: Queries, lexicon: Lexicon) -> Iterable[tuple[str, float]]:
    """Yield the queries with a word that no product is named with."""
    for text, number in queries:
        if not all(lexicon.names(word.text) for word in split_words(text)):
            yield text, number
