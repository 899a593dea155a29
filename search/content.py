"""Finds the content pages that a query means: advice, guides and service texts."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from knowledge_base.columns import Floats, Ints
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


class _Impacts(NamedTuple):
    """The pages that have a stem, and what it adds to their scores; both of shape (n,)."""

    pages: Ints
    impact: Floats


_NOWHERE = _Impacts(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32))


@dataclass(frozen=True, slots=True)
class _Read:
    """A page taken apart: how often each stem counts, its text's words, where stems stand."""

    page: ContentPage
    counts: Counter[str]
    words: Sequence[Word]
    places: Mapping[str, Sequence[int]]


class ContentIndex:
    """The content pages of one language, in memory: there are some hundreds of them.

    A page is found by all telling words of a query, or by a keyword of its own whose words
    are all in the query. Those found by a keyword stand first, then BM25 decides. Where no
    page has the words themselves, some of them give way to a synonym. Pages that an index
    `before` has read in the same language are not read again.
    """

    def __init__(
        self,
        pages: Iterable[ContentPage],
        analyser: Analyser,
        synonyms: Synonyms,
        before: "ContentIndex | None" = None,
    ) -> None:
        self._analyser = analyser
        self._synonyms = synonyms
        told = [one for one in pages if one.speaks(analyser.language)]
        known = before.known if before else {}
        self._read = [known.get(one) or _read(one, analyser) for one in told]
        self._impacts = _impacts(self._read)
        self._keywords: dict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
        for number, one in enumerate(told):
            for text in one.keywords:
                stems = frozenset(_telling(self._said_in(text)))
                self._keywords[min(stems, key=self._commonness)].append((stems, number))
        begun = sorted(
            {
                (analyser.fold(word.text), number)
                for number, one in enumerate(told)
                for text in (one.title, *one.keywords)
                for word in _forms(text)
            }
        )
        self._folds = [fold for fold, _ in begun]
        self._begun = np.array([number for _, number in begun], dtype=np.int32)

    @property
    def known(self) -> Mapping[ContentPage, _Read]:
        """Return what was read of each page."""
        return {one.page: one for one in self._read}

    def search(self, query: Query, now: datetime, limit: int) -> list[Hit]:
        """Return the pages that a query means and that are shown now, with a piece of each."""
        hits = []
        for read in self._find(query, now, limit):
            piece = _piece(read, _telling(_said(query)))
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
        said = _said(query)
        last, telling = query.unfinished, _telling(said)
        beginning = (
            self._analyser.fold(last.text) if last and telling[-1] == said[-1][0] else ""
        )
        scores = self._scores(telling, beginning)
        for other in () if scores.any() else self._synonyms.readings(query.stems):
            meant = [(stem, True) for stem in other.stems]
            told = (*said[: other.start], *meant, *said[other.end :])
            scores = np.maximum(scores, other.weight * self._scores(_telling(told)))
        numbers = np.flatnonzero(scores)
        best = numbers[np.argsort(-scores[numbers], kind="stable")].tolist()
        shown = (self._read[at] for at in best if self._read[at].page.is_shown(now))
        return list(islice(shown, limit))

    def _scores(self, stems: Sequence[str], beginning: str = "") -> Floats:
        """Return the score of every page (float32, shape (n,)), 0 for what stems do not find.

        The last one is also met by the `beginning` of a word in a title or keyword.
        """
        n = len(self._read)
        scores, met = np.zeros(n, dtype=np.float32), np.zeros(n, dtype=np.int32)
        for stem in stems:
            pages, impact = self._impacts.get(stem, _NOWHERE)
            scores[pages] += impact
            met[pages] += 1
        if beginning:
            places = beginning_with(beginning, self._folds)
            begun = self._begun[places.start : places.stop]
            also = np.setdiff1d(begun, self._impacts.get(stems[-1], _NOWHERE).pages)
            scores[also] += _BEGUN
            met[also] += 1
        scores[met < len(stems)] = 0
        scores[self._asked(stems)] += _BY_KEYWORD
        return scores

    def _asked(self, stems: Sequence[str]) -> list[int]:
        """Return the pages that have a keyword of which all stems are there, each once."""
        found = {
            number
            for stem in stems
            for words, number in self._keywords.get(stem, ())
            if words.issubset(stems)
        }
        return list(found)

    def _commonness(self, stem: str) -> tuple[int, str]:
        return len(self._impacts[stem].pages), stem

    def _said_in(self, text: str) -> list[tuple[str, bool]]:
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
    for text, times in ((page.title, _TITLE), *((one, _KEYWORD) for one in page.keywords)):
        for word in _forms(text):
            counts[analyser.stem(word.text)] += times
    words = split_words(page.text)
    places: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(words):
        places[analyser.stem(word.text)].append(at)
    counts.update({stem: len(found) for stem, found in places.items()})
    counts.update(analyser.stem(word.text) for word in joined_words(words))
    return _Read(page, counts, words, places)


def _said(query: Query) -> list[tuple[str, bool]]:
    """Return the stems of a query after correction, and whether each tells something."""
    return [
        (stem, term.telling)
        for term in query.terms
        for stem in (term.correction.stems if term.correction else (term.stem,))
    ]


def _telling(said: Sequence[tuple[str, bool]]) -> list[str]:
    """Return the stems that tell something of what is sought, all where none does."""
    return [stem for stem, tells in said if tells] or [stem for stem, _ in said]


def _forms(text: str) -> Iterator[Word]:
    """Yield a text's words, and those that hyphens join once more as one."""
    words = split_words(text)
    yield from words
    yield from joined_words(words)


def _impacts(pages: Sequence[_Read]) -> dict[str, _Impacts]:
    """Return the BM25 of every stem in the pages that have it."""
    having: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(pages):
        for stem in one.counts:
            having[stem].append(number)
    lengths = np.array([one.counts.total() for one in pages], dtype=np.float32)
    damping = _K1 * (1 - _B + _B * lengths / max(lengths.mean(), 1)) if pages else lengths
    impacts = {}
    for stem, numbers in having.items():
        rarity = math.log(1 + (len(pages) - len(numbers) + 0.5) / (len(numbers) + 0.5))
        count = np.array([pages[at].counts[stem] for at in numbers], dtype=np.float32)
        impact = rarity * count * (_K1 + 1) / (count + damping[numbers])
        impacts[stem] = _Impacts(np.array(numbers, dtype=np.int32), impact.astype(np.float32))
    return impacts


def _piece(read: _Read, stems: Iterable[str]) -> str:
    """Cut the part out of a page's text where most of some stems stand close together."""
    text, words = read.page.text, read.words
    places = sorted((at, stem) for stem in set(stems) for at in read.places.get(stem, ()))
    first = max(_densest(places) - _LEAD, 0)
    start = words[first].start if first else 0
    end = len(text)
    if end - start > SNIPPET:
        ends = (word.end for word in words[first : first + SNIPPET])
        end = max((one for one in ends if one <= start + SNIPPET), default=start + SNIPPET)
    piece = " ".join(text[start:end].split())
    return f"{'… ' * (start > 0)}{piece}{' …' * (end < len(text))}"


def _densest(places: Sequence[tuple[int, str]]) -> int:
    """Return the place of a word where most different stems begin to stand close together."""
    inside: Counter[str] = Counter()
    best = most = first = different = 0
    for at, stem in places:
        different += not inside[stem]
        inside[stem] += 1
        while places[first][0] <= at - _NEAR:
            leaving = places[first][1]
            inside[leaving] -= 1
            different -= not inside[leaving]
            first += 1
        if different > most:
            best, most = places[first][0], different
    return best
