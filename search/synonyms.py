"""Lays the synonyms that people wrote over a language's words, by their stems."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from knowledge_base.language.words import Analyser, Word, split_words
from knowledge_base.synonyms import SynonymEntry, SynonymKind

MOST_READINGS = 8
"""Synonyms that one word of a query can have, alone or together with its neighbours."""

Stems = tuple[str, ...]


class Meaning(NamedTuple):
    """What a phrase may also be called: `stems` that must all be there, `shown` as written.

    Two-way, it means the same; one-way, it counts `weight` (0 to 1) of what was typed.
    """

    stems: Stems
    two_way: bool
    weight: float
    shown: str


@dataclass(frozen=True, slots=True)
class Synonym:
    """What the terms from `start` up to `end` of a query may also be called: a `Meaning`."""

    start: int
    end: int
    stems: Stems
    two_way: bool
    weight: float
    shown: str


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The entries of one language, compiled.

    What a synonym or a replacement leads to is not looked up again: every reading was written
    by somebody, and circles are harmless. `stop_words` and `protected` are stems. `longest`
    is how many words the longest phrase has that begins with a stem.
    """

    analyser: Analyser
    stop_words: frozenset[str] = frozenset()
    protected: frozenset[str] = frozenset()
    meanings: Mapping[Stems, Sequence[Meaning]] = field(default_factory=dict)
    instead: Mapping[Stems, str] = field(default_factory=dict)
    longest: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        entries: Iterable[SynonymEntry],
        analyser: Analyser,
        uncorrected: Iterable[str] = (),
    ) -> "Synonyms":
        """Compile the entries that hold in the analyser's language; the older one wins.

        Words whose correction has a veto are protected as well.
        """
        by_kind: dict[SynonymKind, list[SynonymEntry]] = {kind: [] for kind in SynonymKind}
        for one in entries:
            if one.enabled and one.language in (None, analyser.language):
                by_kind[one.kind].append(one)
        writing = _Writing(analyser)
        alike = (*by_kind[SynonymKind.TWO_WAY], *by_kind[SynonymKind.ONE_WAY])
        meanings = _meanings(alike, writing)
        instead = {
            stems: one.to[0]
            for one in reversed(by_kind[SynonymKind.REPLACEMENT])
            for text in one.words
            for stems in writing.spellings(text)
        }
        longest: dict[str, int] = defaultdict(int)
        for stems in (*meanings, *instead):
            longest[stems[0]] = max(longest[stems[0]], len(stems))
        return cls(
            analyser,
            stop_words=writing.stems(by_kind[SynonymKind.STOP_WORDS]),
            protected=writing.stems(by_kind[SynonymKind.PROTECTED_WORDS]).union(
                map(analyser.stem, uncorrected)
            ),
            meanings=meanings,
            instead=instead,
            longest=dict(longest),
        )

    def readings(self, stems: Sequence[str]) -> list[Synonym]:
        """Return what the words of a query may also be called, by their stems in order.

        Longer phrases come first, then earlier ones; of a phrase two-way synonyms come first,
        then the weightier.
        """
        if self.longest.keys().isdisjoint(stems):
            return []
        spans = sorted(self._spans(stems), key=lambda span: (span[0] - span[1], span[0]))
        readings: list[Synonym] = []
        taken: Counter[int] = Counter()
        for start, end in spans:
            for meaning in self.meanings.get(tuple(stems[start:end]), ()):
                if max(taken[at] for at in range(start, end)) < MOST_READINGS:
                    taken.update(range(start, end))
                    readings.append(Synonym(start, end, *meaning))
        return readings

    def replace(self, words: Sequence[Word]) -> list[Word]:
        """Return the words to search for: what is put in stands where the typed words stood.

        Of two phrases that begin at one word the longer one is replaced.
        """
        if not self.instead:
            return list(words)
        stems = [self.analyser.stem(word.text) for word in words]
        ends = {
            start: end
            for start, end in self._spans(stems)
            if tuple(stems[start:end]) in self.instead
        }
        replaced: list[Word] = []
        at = 0
        while at < len(words):
            end = ends.get(at, at)
            if end > at:
                text = self.instead[tuple(stems[at:end])]
                first, last = words[at].start, words[end - 1].end
                replaced += (
                    Word(new.text, first, last, new.glued) for new in split_words(text)
                )
            else:
                replaced.append(words[at])
            at = max(end, at + 1)
        return replaced

    def _spans(self, stems: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield the places where a known phrase could stand, the shorter of two first."""
        for start, stem in enumerate(stems):
            most = min(self.longest.get(stem, 0), len(stems) - start)
            yield from ((start, start + length) for length in range(1, most + 1))


class _Writing:
    """Knows the stems of what people wrote."""

    def __init__(self, analyser: Analyser) -> None:
        self.spellings = lru_cache(maxsize=None)(analyser.phrasings)

    def stems(self, entries: Iterable[SynonymEntry]) -> frozenset[str]:
        """Return the stems of all words of some entries."""
        texts = (text for one in entries for text in one.words)
        return frozenset(stem for text in texts for stem in self.spellings(text)[-1])


def _meanings(
    entries: Iterable[SynonymEntry], writing: _Writing
) -> dict[Stems, tuple[Meaning, ...]]:
    """Return for every phrase what it may also be called, the nearest first."""
    found: dict[Stems, dict[Stems, Meaning]] = defaultdict(dict)
    for one in entries:
        two_way = one.kind is SynonymKind.TWO_WAY
        for text in one.words:
            own = writing.spellings(text)
            others = [
                Meaning(stems, two_way, one.weight, other)
                for other in one.to or one.words
                for stems in writing.spellings(other)
                if stems not in own
            ]
            for stems in own:
                for meaning in others:
                    found[stems].setdefault(meaning.stems, meaning)
    return {
        stems: tuple(sorted(known.values(), key=_nearest)[:MOST_READINGS])
        for stems, known in found.items()
    }


def _nearest(meaning: Meaning) -> tuple[bool, float]:
    return (not meaning.two_way, -meaning.weight)
