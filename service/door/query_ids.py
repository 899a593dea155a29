"""Query ids: one signed proof of a whole answer, for front-ends that send back no more."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import accumulate, pairwise
from types import MappingProxyType

import numpy as np

from service.door.tokens import HitTokens, Shown, teaches

MOST_LETTERS = 200
"""Of a query, as far as an id carries it."""
_KIND = b"answer"
_FIXED = struct.Struct(">QIHHH")
_MARK = struct.Struct(">HBf")
_FORCED, _EXPLORED = 1, 2
_GRADED = 1 << 15
"""Beside the number of special places: an answer has fewer."""
_GRADES = np.dtype(">u2")
_DIGEST = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer showed: products from the position `first` on, and what was searched.

    `products` are digests of their ids, in order, and `grades` says how well each matched
    (`ranking.match_grades`; none where that did not matter, or the id is of an older make).
    `forced` are the places of those that somebody put there; `chances` holds by place the
    propensities of those that chance raised.
    """

    answer: int
    at: int
    first: int
    placement: str
    snapshot_id: str
    query: str
    products: Sequence[bytes]
    grades: Sequence[int] = ()
    forced: frozenset[int] = frozenset()
    chances: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))

    def shown(self, product_id: str) -> Shown | None:
        """Return what a hit token of the product would say, None where it was not shown."""
        digest = digest_of(product_id)
        if digest not in self.products:
            return None
        place = self.products.index(digest)
        return Shown(
            answer=self.answer,
            at=self.at,
            position=self.first + place,
            product_id=product_id,
            placement=self.placement,
            snapshot_id=self.snapshot_id,
            forced=place in self.forced,
            explored=place in self.chances,
            propensity=self.chances.get(place, 1.0),
            match_grade=self.grades[place] if self.grades else None,
        )


def digest_of(product_id: str) -> bytes:
    """Return a short digest: it only has to tell the products of one page apart."""
    return blake2b(product_id.encode(), digest_size=_DIGEST).digest()


def sign_answer(tokens: HitTokens, answer: Answer) -> str:
    """Write a query id: fixed facts, digests, grades, what is special of places, and texts."""
    special = sorted(answer.forced | answer.chances.keys())
    fixed = _FIXED.pack(
        answer.answer,
        answer.at,
        answer.first,
        len(answer.products),
        len(special) | (_GRADED if answer.grades else 0),
    )
    grades = np.array(answer.grades, dtype=_GRADES).tobytes()
    marks = (
        _MARK.pack(
            place,
            (_FORCED if place in answer.forced else 0)
            | (_EXPLORED if place in answer.chances else 0),
            answer.chances.get(place, 1.0),
        )
        for place in special
    )
    texts = "\0".join((answer.placement, answer.snapshot_id, answer.query[:MOST_LETTERS]))
    payload = (fixed, *answer.products, grades, *marks, texts.encode())
    return tokens.seal(b"".join(payload), _KIND)


def read_answer(tokens: HitTokens, query_id: str, now: float) -> Answer | None:
    """Return what a query id proves, or None when it is not ours or too old."""
    raw = tokens.unseal(query_id, _KIND)
    if raw is None:
        return None
    answer, at, first, products, special = _FIXED.unpack_from(raw)
    if not teaches(at, now):
        return None
    graded, special = products if special & _GRADED else 0, special & ~_GRADED
    digests, grades, marks, texts = _parts(
        raw[_FIXED.size :], products * _DIGEST, graded * _GRADES.itemsize, special * _MARK.size
    )
    flagged = list(_MARK.iter_unpack(marks))
    placement, snapshot_id, query = texts.decode().split("\0")
    return Answer(
        answer,
        at,
        first,
        placement,
        snapshot_id,
        query,
        tuple(_pieces(digests)),
        tuple(np.frombuffer(grades, _GRADES).tolist()),
        frozenset(place for place, flags, _ in flagged if flags & _FORCED),
        {place: chance for place, flags, chance in flagged if flags & _EXPLORED},
    )


def _parts(raw: bytes, *sizes: int) -> list[bytes]:
    """Cut bytes into parts of some sizes, and what is left."""
    ends = [0, *accumulate(sizes), len(raw)]
    return [raw[first:end] for first, end in pairwise(ends)]


def _pieces(digests: bytes) -> Iterator[bytes]:
    return (digests[at : at + _DIGEST] for at in range(0, len(digests), _DIGEST))
