"""Finds texts by the beginning of any of their words, the weightiest first."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge_base.columns import Floats, Ints, Lists, TextColumn
from knowledge_base.part_files import PartReader, PartWriter
from knowledge_base.remembering import remembered

INNER = 0.5
"""What a text's weight counts for when it is found by a word other than its first."""
INSIDE_FROM = 4
"""Letters that may be found inside words."""
LONG = 256
"""Entries from which the best of a beginning are listed: fewer are looked through."""
LISTED = 96
"""Entries of such a list."""
_LAST = "\U0010ffff"
_MOST_KEPT = 1 << 9

Words = tuple[str, ...]
Weighed = Sequence[tuple[int, float]]
"""Numbers of texts with what each is worth where it was found, best first."""


def beginning_with(letters: str, texts: Sequence[str]) -> range:
    """Return the places of the texts that begin so, among sorted ones."""
    low = bisect_left(texts, letters)
    return range(low, bisect_left(texts, letters + _LAST, lo=low))


@dataclass(frozen=True)
class PrefixList:
    """n entries in the order of their keys, one for each word of each spelling of a text.

    A key is the text from that word on, folded, with a space behind every word: so "jacke "
    begins what has the word in full. `text` (int32) is the number of the text an entry leads
    to, `weight` (float32) how much it is worth there; both of shape (n,). `best` lists the
    weightiest entries of the `beginnings` that many share.
    """

    column: TextColumn
    text: Ints
    weight: Floats
    beginnings: TextColumn
    best: Lists

    @classmethod
    def of(cls, texts: Iterable[Iterable[Words]], weights: Sequence[float]) -> "PrefixList":
        """Arrange texts, each given as its spellings in folded words, with their weights."""
        entries: dict[tuple[str, int], float] = {}
        for number, spellings in enumerate(texts):
            for words in spellings:
                for at in range(len(words)):
                    key = " ".join(words[at:]) + " ", number
                    worth = weights[number] * (INNER if at else 1)
                    entries[key] = max(entries.get(key, 0.0), worth)
        order = sorted(entries)
        keys = [key for key, _ in order]
        weight = np.array([entries[one] for one in order], dtype=np.float32)
        best = dict(_best(keys, weight))
        return cls(
            TextColumn.of(keys),
            np.array([number for _, number in order], dtype=np.int32),
            weight,
            TextColumn.of(best),
            Lists.of(best.values()),
        )

    @classmethod
    def open(cls, part: PartReader, name: str) -> "PrefixList":
        """Open what `save` wrote."""
        return cls(
            part.texts(f"{name}/keys"),
            part.array(f"{name}/text"),
            part.array(f"{name}/weight"),
            part.texts(f"{name}/beginnings"),
            part.lists(f"{name}/best"),
        )

    def save(self, out: PartWriter, name: str) -> None:
        """Write the entries into a part."""
        out.texts(f"{name}/keys", self.column)
        out.array(f"{name}/text", self.text)
        out.array(f"{name}/weight", self.weight)
        out.texts(f"{name}/beginnings", self.beginnings)
        out.lists(f"{name}/best", self.best)

    def warm(self) -> None:
        """Unpack everything now, so that no request has to wait for it."""
        _ = self._texts, self._keys, self._listed, self._words, self._word_starts

    def top(self, words: Words, limit: int, *, finished: bool = False) -> Weighed:
        """Return the weightiest texts with these words side by side, at most so many.

        The last word may be the beginning of one unless it is `finished`. Where there are too
        few, those follow that have the words in any order, then those that have the letters
        of a single one inside: "jack" finds "regenjacken".
        """
        return self._lately(words, limit, finished=finished)

    @cached_property
    def _lately(self) -> Callable[..., Weighed]:
        self.warm()
        return remembered(self._top, _MOST_KEPT)

    def _top(self, words: Words, limit: int, *, finished: bool) -> Weighed:
        letters = " ".join(words) + (" " if finished else "")
        found = self._weighed(self._beginning(letters), limit)
        if len(found) < limit and len(words) > 1:
            found = _behind(found, self._anywhere(words, limit, finished=finished))
        elif len(found) < limit and len(words) == 1 and len(words[0]) >= INSIDE_FROM:
            found = _behind(found, self._weighed(self._having_inside(words[0]), limit, INNER))
        return found[:limit]

    def _beginning(self, letters: str) -> Ints:
        """Return the entries whose keys begin so, of very many the best."""
        place = self._listed.get(letters)
        if place is not None:
            return self.best[place]
        found = beginning_with(letters, self._keys)
        return np.arange(found.start, found.stop, dtype=np.int32)

    def _weighed(self, entries: Ints, limit: int, factor: float = 1.0) -> Weighed:
        """Return the texts of some entries, each at its best."""
        weight = self.weight.take(entries)
        if len(entries) > LISTED:
            most = np.argpartition(-weight, LISTED)[:LISTED]
            entries, weight = entries.take(most), weight.take(most)
        order = np.lexsort((entries, -weight))[: 4 * limit]
        numbers = self.text.take(entries.take(order)).tolist()
        worth = (weight.take(order) * np.float32(factor)).tolist()
        found: dict[int, float] = {}
        for number, one in zip(numbers, worth, strict=True):
            found.setdefault(number, one)
        return list(found.items())

    def _anywhere(self, words: Words, limit: int, *, finished: bool) -> Weighed:
        """Return the texts that have some words in any order."""
        wanted = [f"{word} " for word in words]
        if not finished:
            wanted[-1] = words[-1]
        runs = sorted((beginning_with(one, self._keys) for one in wanted), key=len)
        first, *others = (slice(one.start, one.stop) for one in runs)
        numbers = self.text[first]
        there = np.ones(len(numbers), dtype=np.bool_)
        for one in others if len(there) else ():
            having = np.zeros(self._texts, dtype=np.bool_)
            having[self.text[one]] = True
            there &= having[numbers]
        entries = (first.start + np.flatnonzero(there)).astype(np.int32)
        return self._weighed(entries, limit, INNER)

    def _having_inside(self, letters: str) -> Ints:
        """Return the entries that begin with a word that has letters inside, not in front."""
        found: list[int] = []
        at = self._letters.find(letters)
        while at >= 0:
            word = bisect_right(self._word_starts, at) - 1
            if at > self._word_starts[word]:
                found += range(self._words[word], self._words[word + 1])
            at = self._letters.find(letters, self._word_starts[word + 1])
        return np.array(found, dtype=np.int32)

    @cached_property
    def _texts(self) -> int:
        return int(self.text.max(initial=-1)) + 1

    @cached_property
    def _keys(self) -> list[str]:
        return self.column.texts()

    @cached_property
    def _listed(self) -> dict[str, int]:
        return {letters: place for place, letters in enumerate(self.beginnings.texts())}

    @cached_property
    def _words(self) -> list[int]:
        """Return where the entries of each first word begin, and the end of the last."""
        firsts = [key.partition(" ")[0] for key in self._keys]
        starts = [at for at, one in enumerate(firsts) if not at or one != firsts[at - 1]]
        return [*starts, len(firsts)]

    @cached_property
    def _letters(self) -> str:
        """Return all first words, a line each."""
        return "".join(f"{self._keys[at].partition(' ')[0]}\n" for at in self._words[:-1])

    @cached_property
    def _word_starts(self) -> list[int]:
        """Return where the first words begin among their letters, and the end of all."""
        lengths = [len(one) + 1 for one in self._letters.split("\n")[:-1]]
        return [0, *np.cumsum(lengths, dtype=np.int64).tolist()]


def _behind(found: Weighed, others: Weighed) -> Weighed:
    """Put others behind, without those that are there already."""
    have = {number for number, _ in found}
    return [*found, *(one for one in others if one[0] not in have)]


def _best(keys: Sequence[str], weight: Floats) -> Iterator[tuple[str, list[int]]]:
    """Yield each beginning that many sorted keys share, with its weightiest entries."""
    waiting = [(0, len(keys), 0)]
    while waiting:
        low, high, length = waiting.pop()
        if high - low < LONG:
            continue
        order = np.argsort(-weight[low:high], kind="stable")[:LISTED]
        yield keys[low][:length], (low + order).tolist()
        at = low
        while at < high:
            if len(keys[at]) == length:
                at += 1
                continue
            letters = keys[at][: length + 1]
            end = bisect_left(keys, letters + _LAST, lo=at, hi=high)
            waiting.append((at, end, length + 1))
            at = end
