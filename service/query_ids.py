"""Query ids: one signed proof of a whole answer, for front-ends that send back no more."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from types import MappingProxyType

from service.tokens import HitTokens, Shown, teaches

MOST_LETTERS = 200
"""Of a query, as far as an id carries it."""
_KIND = b"answer"
_FIXED = struct.Struct(">QIHHH")
_MARK = struct.Struct(">HBf")
_FORCED, _EXPLORED = 1, 2
_DIGEST = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer showed: products from the position `first` on, and what was searched.

    `products` are digests of their ids, in order; `chances` holds, by place, those that
    somebody `forced` there (True) and the propensities of those that chance raised.
    """

    answer: int
    at: int
    first: int
    placement: str
    snapshot_id: str
    query: str
    products: Sequence[bytes]
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
        )


def digest_of(product_id: str) -> bytes:
    """Return a short digest: it only has to tell the products of one page apart."""
    return blake2b(product_id.encode(), digest_size=_DIGEST).digest()


def sign_answer(tokens: HitTokens, answer: Answer) -> str:
    """Write a query id: fixed facts, digests, what is special of some places, and texts."""
    special = sorted(answer.forced | answer.chances.keys())
    fixed = _FIXED.pack(
        answer.answer, answer.at, answer.first, len(answer.products), len(special)
    )
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
    return tokens.seal(b"".join((fixed, *answer.products, *marks, texts.encode())), _KIND)


def read_answer(tokens: HitTokens, query_id: str, now: float) -> Answer | None:
    """Return what a query id proves, or None when it is not ours or too old."""
    raw = tokens.unseal(query_id, _KIND)
    if raw is None:
        return None
    answer, at, first, products, special = _FIXED.unpack_from(raw)
    if not teaches(at, now):
        return None
    marks_at = _FIXED.size + products * _DIGEST
    texts_at = marks_at + special * _MARK.size
    marks = list(_MARK.iter_unpack(raw[marks_at:texts_at]))
    placement, snapshot_id, query = raw[texts_at:].decode().split("\0")
    return Answer(
        answer,
        at,
        first,
        placement,
        snapshot_id,
        query,
        tuple(_pieces(raw[_FIXED.size : marks_at])),
        frozenset(place for place, flags, _ in marks if flags & _FORCED),
        {place: chance for place, flags, chance in marks if flags & _EXPLORED},
    )


def _pieces(digests: bytes) -> Iterator[bytes]:
    return (digests[at : at + _DIGEST] for at in range(0, len(digests), _DIGEST))
