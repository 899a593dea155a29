"""Finds texts by the beginning of any of their words, the weightiest first."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge_base.columns import Floats, Ints, TextColumn
from knowledge_base.runs import Places

INNER = 0.5
"""What a text's weight counts for when it is found by a word other than its first."""
INSIDE_FROM = 4
"""Letters that may be found inside words."""
_WORDS = 8  # of one text that may begin alike before others lose their place
_LAST = "\U0010ffff"


def beginning_with(letters: str, texts: Sequence[str]) -> range:
    """Return the places of the texts that begin so, among sorted ones."""
    low = bisect_left(texts, letters)
    return range(low, bisect_left(texts, letters + _LAST, lo=low))


@dataclass(frozen=True)
class PrefixList:
    """n entries in the order of their keys, one for each word of each text.

    A key is the text from that word on, folded. `text` (int32) is the number of the text an
    entry leads to, `weight` (float32) how much it is worth there; both of shape (n,).
    """

    column: TextColumn
    text: Ints
    weight: Floats

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]], weights: Sequence[float]) -> "PrefixList":
        """Arrange texts, given as folded words, with their weights."""
        entries = sorted(
            (" ".join(words[at:]), number, weights[number] * (INNER if at else 1))
            for number, words in enumerate(texts)
            for at in range(len(words))
        )
        return cls(
            TextColumn.of(key for key, _, _ in entries),
            np.array([number for _, number, _ in entries], dtype=np.int32),
            np.array([weight for _, _, weight in entries], dtype=np.float32),
        )

    @cached_property
    def _keys(self) -> list[str]:
        return self.column.texts()

    @cached_property
    def _joined(self) -> bytes:
        return self.column.blob.tobytes()

    def _containing(self, letters: str) -> Places:
        """Return the entries whose keys have letters anywhere."""
        wanted, joined = letters.encode(), self._joined
        found: list[int] = []
        at = joined.find(wanted)
        while at >= 0:
            found.append(at)
            at = joined.find(wanted, at + 1)
        first = np.array(found, dtype=np.int64)
        entry = np.searchsorted(self.column.start, first, side="right") - 1
        whole = first + len(wanted) <= self.column.start[entry + 1]  # not across two keys
        return np.unique(entry[whole])

    def top(self, letters: str, limit: int) -> list[int]:
        """Return the numbers of the weightiest texts with words that begin so.

        Where there are none, those that have the letters inside: "jack" finds "regenjacken".
        """
        found = beginning_with(letters, self._keys)
        entries = np.arange(found.start, found.stop)
        if not len(entries) and len(letters) >= INSIDE_FROM:
            entries = self._containing(letters)
        most = _WORDS * limit
        if len(entries) > most:
            entries = entries[np.argpartition(-self.weight[entries], most)[:most]]
        order = np.argsort(-self.weight[entries], kind="stable")
        return list(dict.fromkeys(self.text[entries[order]].tolist()))[:limit]
