"""Finds products by their article numbers: whole, by how one begins, by a part of it."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.columns import Floats, Ints
from knowledge_base.families import Family
from knowledge_base.language.codes import (
    LONGEST_CODE,
    code_letters,
    item_of_case,
    looks_like_code,
)
from knowledge_base.language.words import Word
from knowledge_base.part_files import PartReader, PartWriter
from knowledge_base.remembering import remembered
from knowledge_base.runs import places_in_run
from search.clauses import Posting
from search.code_uses import GAP, SHORTEST_INFIX, SORTED, code_parts, code_uses, cut_key
from search.packing import packed, unpacked

SHORTEST_PREFIX = 3
MOST_CODES = 1024
"""Codes with the same part that are looked at: a part that more have says nothing."""
MOST_WORDS = 4
"""Words that one code may be written in."""

Texts = tuple[str, ...]
Numbers = NDArray[np.int64]
"""Codes by their places in the order of their bytes."""

_PIECES = 2  # words that may be a part of a code together
_KEPT = 1 << 10
_STEPS = 5  # of closeness: nothing that is found has none
_LETTERS_OF_CASE = 14  # of a GTIN of a case, the longest
_APART = 128  # codes of which one is held in memory, to be found without looking at many
_AFTER = b"\xff"  # stands behind every letter


class CodeHits(NamedTuple):
    """Products by their codes, each once, best first; every array has shape (n,).

    `rows` and `variants` are int32: a variant's row where the code is one variant's own,
    UNKNOWN where it is the product's or several variants'. `closeness` (float32) is 1 for a
    whole code; in four steps below come the beginnings of article numbers, their insides,
    and those of ids and GTINs; inside a step it grows with the share that was typed.
    """

    rows: Ints
    variants: Ints
    closeness: Floats

    def posting(self) -> Posting:
        """Return the products in the order of their rows, to ask the index with."""
        order = np.argsort(self.rows)
        return Posting(self.rows[order], self.closeness[order])


class CodeRun(NamedTuple):
    """Words of a query, `first` up to `end`, that are a code together, and whose it is."""

    first: int
    end: int
    hits: CodeHits


_NONE = np.zeros(0, dtype=np.int64)
_NOTHING = CodeHits(
    np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
)


@dataclass(frozen=True)
class Codes:
    """The c codes of a catalogue in the order of their bytes, and the n uses of them.

    Code i begins at `start[i]` (int32, (c + 1,)) of `blob` (uint8) and ends before the zero
    byte in front of the next one. `parts` (int32) are the places in the blob where a part
    of a code begins, in the order of what stands there. Its uses are `first[i]` up to
    `first[i + 1]` (int32): `rows` and `variants` as in CodeHits, `printed` (bool) where the
    code is an article number, and not a GTIN or an id beside one.
    """

    blob: NDArray[np.uint8]
    start: Ints
    parts: Ints
    first: Ints
    rows: Ints
    variants: Ints
    printed: NDArray[np.bool_]

    @classmethod
    def build(cls, kin: Sequence[Family], out: PartWriter, name: str = "codes") -> None:
        """Write the codes of a catalogue; a row is a place in `kin`, or among all variants."""
        codes: list[bytes] = []
        facts = array("i")
        for code, *use in code_uses(kin):
            codes.append(code)
            facts.extend(use)
        order = sorted(range(len(codes)), key=codes.__getitem__)
        codes = [codes[at] for at in order]
        rows, variants, printed = np.array(facts, dtype=np.int32).reshape(-1, 3)[order].T
        first = [at for at, code in enumerate(codes) if not at or code != codes[at - 1]]
        start = np.cumsum([0, *(len(codes[at]) for at in first)], dtype=np.int32)
        blob = np.frombuffer(b"".join(codes[at] for at in first), dtype=np.uint8)
        ends = np.array([*first[1:], len(codes)], dtype=np.int32)
        out.array(f"{name}/blob", blob)
        out.array(f"{name}/parts", code_parts(blob, start))
        out.array(f"{name}/uses", packed(ends - np.array(first, dtype=np.int32)))
        out.array(f"{name}/rows", rows)
        out.array(f"{name}/beyond", packed(_beyond(rows, variants)))
        out.array(f"{name}/printed", printed.astype(np.bool_))

    @classmethod
    def open(cls, part: PartReader, name: str = "codes") -> "Codes":
        """Open what `build` wrote.

        A variant is written by how far its row is beyond its product's, for it is never less.
        """
        read = part.arrays(name)
        blob, rows, beyond = read["blob"], read["rows"], unpacked(read["beyond"])
        return cls(
            blob,
            _from_0((blob == GAP[0]).nonzero()[0] + 1),
            read["parts"],
            _from_0(np.cumsum(unpacked(read["uses"]))),
            rows,
            np.where(beyond > 0, rows + beyond - 1, np.int32(UNKNOWN)),
            read["printed"],
        )

    def __len__(self) -> int:
        return len(self.start) - 1

    def warm(self) -> None:
        """Set up all signposts now, so that no request has to wait for it."""
        _ = self._signposts

    def exact(self, text: str) -> CodeHits:
        """Return the products that have a text as a code, or as the GTIN of a case of them."""
        equal = self._equal(text)
        if not len(equal):
            return _NOTHING
        uses = slice(int(self.first[equal[0]]), int(self.first[equal[0] + 1]))
        whole = np.ones(uses.stop - uses.start, dtype=np.float32)
        return CodeHits(self.rows[uses], self.variants[uses], whole)

    def prefix(self, text: str) -> CodeHits:
        """Return the products with a code that begins so, the shortest codes first."""
        return self._hits(text, prefix=self._beginning(text))

    def infix(self, text: str) -> CodeHits:
        """Return the products with a code that has this behind its first letter.

        The shortest codes come first.
        """
        return self._hits(text, infix=self._containing(text))

    def find(self, text: str) -> CodeHits:
        """Return whose code a text is, then whose begins so, then whose has it inside.

        Parts of article numbers come before parts of other codes.
        """
        found = self._equal(text), self._beginning(text), self._containing(text)
        return self._hits(text, *found)

    def of_words(self, words: Sequence[Word]) -> list[CodeRun]:
        """Return the runs of words that are codes, in order and not overlapping.

        "philips spa 2600/00" has one. Whole codes come before parts of codes, longer runs
        before shorter; without a digit nothing is a code. Below the products of a whole code
        stand those whose codes have it as a part.
        """
        found: list[CodeRun] = []
        if all(word.text.isalpha() for word in words):
            return found
        texts = tuple(word.text for word in words)
        for look_up in self._lately:
            for first, end in _runs(len(words)):
                apart = all(end <= one.first or one.end <= first for one in found)
                hits = look_up(texts[first:end]) if apart else _NOTHING
                if len(hits.rows):
                    found.append(CodeRun(first, end, hits))
        return sorted(found, key=lambda run: run.first)

    @cached_property
    def _lately(self) -> tuple[Callable[[Texts], CodeHits], Callable[[Texts], CodeHits]]:
        """Return what looks words up, whole and as parts: they come again letter by letter."""
        return remembered(self._wholly, _KEPT), remembered(self._partly, _KEPT)

    def _wholly(self, words: Texts) -> CodeHits:
        """Return whose code words are, above those whose codes have it as a part."""
        text = "".join(words)
        hits = self.exact(text) if any(map(str.isdigit, text)) else _NOTHING
        is_found = len(hits.rows) > 0
        return self.find(text) if is_found and _may_be_part(text) else hits

    def _partly(self, words: Texts) -> CodeHits:
        """Return whose codes begin like a word, or like two that only make a code together."""
        text = "".join(words)
        several = len(words) > 1
        if len(words) > _PIECES or (several and any(map(looks_like_code, words))):
            return _NOTHING
        if not _may_be_part(text):
            return _NOTHING
        return self._hits(text, prefix=self._beginning(text), infix=self._containing(text))

    @cached_property
    def _views(self) -> tuple[memoryview, memoryview, memoryview]:
        """Blob, start and parts as what is cheap to look up single values in."""
        return self.blob.data, self.start.data, self.parts.data

    @cached_property
    def _signposts(self) -> tuple[list[bytes], list[bytes]]:
        """Return some of the codes and of the parts in their order, to be near at once."""
        codes, parts = range(0, len(self), _APART), range(0, len(self.parts), _APART)
        return [self._code(at) for at in codes], [self._part(at) for at in parts]

    def _code(self, at: int) -> bytes:
        blob, start, _ = self._views
        return bytes(blob[start[at] : start[at + 1] - 1])

    def _part(self, at: int) -> bytes:
        blob, _, parts = self._views
        return bytes(blob[parts[at] : parts[at] + SORTED])

    def _place_of(self, key: bytes) -> int:
        """Return how many codes stand in front of some bytes."""
        return _place(self._signposts[0], len(self), self._code, key)

    def _equal(self, text: str) -> Numbers:
        """Return the number of the code that a text is, or holds as the GTIN of a case."""
        key = cut_key(text)
        for one in (key, item_of_case(text) if len(key) == _LETTERS_OF_CASE else None):
            at = self._place_of(one.encode()) if one else len(self)
            if one and at < len(self) and self._code(at) == one.encode():
                return np.array([at], dtype=np.int64)
        return _NONE

    def _beginning(self, text: str) -> Numbers:
        """Return the numbers of the codes that begin with a text, at most MOST_CODES.

        A GTIN may be typed with the zeros in front of it or without.
        """
        keys = dict.fromkeys((code_letters(text), cut_key(text)))
        ranges = (self._range(key.encode()) for key in keys if len(key) >= SHORTEST_PREFIX)
        return np.concatenate([_NONE, *ranges])

    def _range(self, key: bytes) -> Numbers:
        low, high = self._place_of(key), self._place_of(key + _AFTER)
        return np.arange(low, min(high, low + MOST_CODES))

    def _containing(self, text: str) -> Numbers:
        """Return the numbers of the codes with a text inside, at most MOST_CODES."""
        part = code_letters(text)[:LONGEST_CODE].encode()
        if len(part) < SHORTEST_INFIX:
            return _NONE
        blob, _, _ = self._views
        low, high = (
            _place(self._signposts[1], len(self.parts), self._part, key)
            for key in (part[:SORTED], part[:SORTED] + _AFTER)
        )
        found = self.parts[low : min(high, low + MOST_CODES)]
        if len(part) > SORTED:
            found = found[[blob[at : at + len(part)] == part for at in found.tolist()]]
        numbers: Numbers = np.searchsorted(self.start, found, side="right") - 1
        return numbers

    def _hits(
        self, text: str, exact: Numbers = _NONE, prefix: Numbers = _NONE, infix: Numbers = _NONE
    ) -> CodeHits:
        """Return whose some codes are, best first."""
        numbers = np.concatenate([exact, prefix, infix])
        if not len(numbers):
            return _NOTHING
        stage = np.repeat(np.arange(3), [len(exact), len(prefix), len(infix)])
        count = self.first[numbers + 1] - self.first[numbers]
        which = np.repeat(np.arange(len(numbers)), count)
        uses = self.first[numbers[which]] + places_in_run(which)
        letters = (self.start[numbers + 1] - self.start[numbers] - 1)[which]
        share = np.minimum(len(code_letters(text)[:LONGEST_CODE].encode()) / letters, 1)
        step = np.where(stage[which] > 0, stage[which] + 2 * ~self.printed[uses], 0)
        closeness = np.where(step > 0, 1 - (step - share) / _STEPS, 1).astype(np.float32)
        order = np.argsort(-closeness, kind="stable")
        uses = uses[order]
        _, first = np.unique(self.rows[uses], return_index=True)
        once = np.sort(first)
        return CodeHits(
            self.rows[uses[once]], self.variants[uses[once]], closeness[order[once]]
        )


def _beyond(rows: Ints, variants: Ints) -> Ints:
    """Return how far variants are beyond their products, from 1 on; 0 where there is none."""
    beyond = variants - rows + 1
    beyond[variants == UNKNOWN] = 0
    return beyond


def _from_0(numbers: NDArray[np.integer]) -> Ints:
    return np.concatenate([[0], numbers]).astype(np.int32)


def _place(
    signposts: Sequence[bytes], n: int, key_at: Callable[[int], bytes], key: bytes
) -> int:
    """Return how many of n keys in order stand in front of one; every so manieth is known."""
    end = bisect_left(signposts, key) * _APART
    return bisect_left(range(n), key, lo=max(end - _APART, 0), hi=min(end, n), key=key_at)


def _may_be_part(text: str) -> bool:
    return len(text) >= SHORTEST_INFIX and looks_like_code(text)


def _runs(words: int) -> Iterator[tuple[int, int]]:
    """Yield the first word and the end of every run of words, the longest first."""
    for length in range(min(words, MOST_WORDS), 0, -1):
        yield from ((first, first + length) for first in range(words - length + 1))
