"""Finds the content pages that a query means: advice, guides and service texts."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from knowledge_base.content import ContentPage
from knowledge_base.language.function_words import FUNCTION_WORDS
from knowledge_base.language.words import Analyser, Word, joined_words, split_words
from ranking.query import Query
from search.highlighting import highlight
from search.prefixes import beginning_with
from search.synonyms import Synonyms

Hit = dict[str, Any]

SNIPPET = 160
"""Characters of a page's text that an answer shows at most."""
_TITLE, _KEYWORD = 5, 3  # times a word counts there, beside once in the text
_K1, _B = 1.2, 0.75  # Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009
_BY_KEYWORD = 1_000.0  # more than any sum of impacts: people said what the page is for
_BEGUN = 0.5  # the impact of a word of which the beginning was typed
_LEAD, _NEAR = 4, 20  # words before the first one found, and among which more are looked for


@dataclass(frozen=True, slots=True)
class _Read:
    """A page taken apart: how often each stem counts, and its text's words with their stems."""

    page: ContentPage
    counts: Mapping[str, int]
    words: Sequence[tuple[Word, str]]


class ContentIndex:
    """The content pages of one language, in memory: there are some hundreds of them.

    A page is found by all telling words of a query, or by a keyword of its own whose words
    are all in the query. Those found by a keyword stand first, then BM25 decides. Where no
    page has the words themselves, some of them give way to a synonym.
    """

    def __init__(
        self, pages: Iterable[ContentPage], analyser: Analyser, synonyms: Synonyms
    ) -> None:
        self._analyser = analyser
        self._synonyms = synonyms
        told = [one for one in pages if one.speaks(analyser.language)]
        self._read = [_read(one, analyser) for one in told]
        self._impacts = _impacts(self._read)
        self._keywords: dict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
        for number, one in enumerate(told):
            for text in one.keywords:
                stems = frozenset(_telling(self._said(text)))
                self._keywords[min(stems)].append((stems, number))
        begun = {
            (analyser.fold(word.text), number)
            for number, one in enumerate(told)
            for text in (one.title, *one.keywords)
            for word in _forms(text)
        }
        self._begun = sorted(begun)
        self._folds = [fold for fold, _ in self._begun]

    def search(self, query: Query, now: datetime, limit: int) -> list[Hit]:
        """Return the pages that a query means and that are shown now, with a piece of each."""
        hits = []
        for read in self._find(query, now, limit):
            piece = _piece(read, query.stems)
            hit = self._hit(read.page, query)
            hit["highlight"]["snippet"] = highlight(piece, query, self._analyser)
            hits.append({**hit, "snippet": piece})
        return hits

    def suggest(self, query: Query, now: datetime, limit: int) -> list[Hit]:
        """Return the same pages while somebody types: no more of them than their titles."""
        return [self._hit(one.page, query) for one in self._find(query, now, limit)]

    def _find(self, query: Query, now: datetime, limit: int) -> list[_Read]:
        if not self._read or not query.terms:
            return []
        said = [
            (stem, term.telling)
            for term in query.terms
            for stem in (term.correction.stems if term.correction else (term.stem,))
        ]
        last, telling = query.unfinished, _telling(said)
        beginning = (
            self._analyser.fold(last.text) if last and telling[-1] == said[-1][0] else ""
        )
        scores = self._scores(telling, beginning)
        for other in () if scores else self._synonyms.readings(query.stems):
            meant = [(stem, True) for stem in other.stems]
            told = (*said[: other.start], *meant, *said[other.end :])
            scores = self._scores(_telling(told)) | scores
        best = sorted(scores, key=lambda number: (-scores[number], number))
        found = (self._read[number] for number in best)
        return [one for one in found if one.page.is_shown(now)][:limit]

    def _scores(self, stems: Sequence[str], beginning: str = "") -> dict[int, float]:
        """Return the score of every page that some stems find.

        The last one is also met by the `beginning` of a word in a title or keyword.
        """
        demands = [self._impacts.get(stem, {}) for stem in stems]
        if beginning:
            places = beginning_with(beginning, self._folds)
            demands[-1] = {self._begun[at][1]: _BEGUN for at in places} | demands[-1]
        met = set.intersection(*map(set, demands))
        asked = {
            number
            for stem in stems
            for words, number in self._keywords.get(stem, ())
            if words.issubset(stems)
        }
        return {
            number: _BY_KEYWORD * (number in asked) + sum(one.get(number, 0) for one in demands)
            for number in met | asked
        }

    def _said(self, text: str) -> list[tuple[str, bool]]:
        """Return a text's stems, and whether each tells something."""
        empty = FUNCTION_WORDS.get(self._analyser.language, frozenset())
        stop_words = self._synonyms.stop_words
        return [
            (stem, word.text not in empty and stem not in stop_words)
            for word, stem in self._analyser.terms(text)
        ]

    def _hit(self, page: ContentPage, query: Query) -> Hit:
        return {
            "content_id": page.content_id,
            "title": page.title,
            "url": page.url,
            "image_url": page.image_url,
            "highlight": {"title": highlight(page.title, query, self._analyser)},
        }


def _read(page: ContentPage, analyser: Analyser) -> _Read:
    counts: Counter[str] = Counter()
    for text, times in (
        (page.title, _TITLE),
        *((one, _KEYWORD) for one in page.keywords),
        (page.text, 1),
    ):
        for word in _forms(text):
            counts[analyser.stem(word.text)] += times
    return _Read(page, counts, analyser.terms(page.text))


def _telling(said: Sequence[tuple[str, bool]]) -> list[str]:
    """Return the stems that tell something of what is sought, all where none does."""
    return [stem for stem, tells in said if tells] or [stem for stem, _ in said]


def _forms(text: str) -> Iterator[Word]:
    """Yield a text's words, and those that hyphens join once more as one."""
    words = split_words(text)
    yield from words
    yield from joined_words(words)


def _impacts(pages: Sequence[_Read]) -> dict[str, dict[int, float]]:
    """Return by stem what it adds to the score of each page that has it: BM25, from 0."""
    lengths = [sum(one.counts.values()) for one in pages]
    average = sum(lengths) / max(len(lengths), 1)
    impacts: dict[str, dict[int, float]] = defaultdict(dict)
    for number, one in enumerate(pages):
        damping = _K1 * (1 - _B + _B * lengths[number] / average) if average else _K1
        for stem, count in one.counts.items():
            impacts[stem][number] = count * (_K1 + 1) / (count + damping)
    for having in impacts.values():
        rarity = math.log(1 + (len(pages) - len(having) + 0.5) / (len(having) + 0.5))
        having.update({number: impact * rarity for number, impact in having.items()})
    return dict(impacts)


def _piece(read: _Read, sought: Iterable[str]) -> str:
    """Cut the part out of a page's text where most of some stems stand close together."""
    text, words, wanted = read.page.text, read.words, frozenset(sought)
    places = [(at, stem) for at, (_, stem) in enumerate(words) if stem in wanted]
    first = max(_densest(places) - _LEAD, 0)
    start = words[first][0].start if first else 0
    if len(text) - start <= SNIPPET:
        end = len(text)
    else:
        fitting = (word.end for word, _ in words[first:] if word.end <= start + SNIPPET)
        end = max(fitting, default=start + SNIPPET)
    piece = " ".join(text[start:end].split())
    return f"{'… ' * (start > 0)}{piece}{' …' * (end < len(text))}"


def _densest(places: Sequence[tuple[int, str]]) -> int:
    """Return the place of a word where most different stems begin to stand close together."""
    inside: Counter[str] = Counter()
    best = most = first = 0
    for at, stem in places:
        inside[stem] += 1
        while places[first][0] <= at - _NEAR:
            inside[places[first][1]] -= 1
            first += 1
        different = sum(count > 0 for count in inside.values())
        if different > most:
            best, most = places[first][0], different
    return best
