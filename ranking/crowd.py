"""Counts everybody: who is in which segment, which of them overlap, what their people like."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

import numpy as np
from scipy import sparse

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.census import FEWEST, Census, Counted, Overlap, proposed_id
from knowledge_base.columns import Ints
from knowledge_base.interests import HALF_LIFE
from knowledge_base.measures import Measures
from knowledge_base.norms import Norms
from knowledge_base.profiles import Profile
from knowledge_base.segments import Segment, segments_of
from ranking.segment_tastes import Halves, likes, product_odds, total
from ranking.traits import Trait

LEAST_MEMBERS = 20
"""People from whom on a segment has a taste of its own."""
MOST_TASTES = 60
"""Segments of which affinities are learned: the largest."""
_AT_ONCE = 1_000
"""People whose interests are laid out together."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """n people, whom nothing names.

    `cares` (float64, shape (n, p)) is how much each of them cares for products now, by the
    logarithm, so that nobody pushes one alone or speaks for many. `segments` are all that
    were looked for, and those of a family that somebody is in; `members` (int32) the people
    in each of them, and `tastes` those of each taste, by id.
    """

    cares: sparse.csr_matrix
    segments: Sequence[Segment]
    members: Sequence[Ints]
    tastes: Mapping[str, Ints]

    @classmethod
    def of(
        cls,
        everybody: Iterable[Profile],
        segments: Sequence[Segment],
        norms: Norms,
        catalogue: Catalogue,
        now: datetime,
    ) -> "Crowd":
        """Look at everybody once; what depends on the context of a request holds for nobody."""
        met: dict[str, Segment] = {
            one.segment_id: one for one in segments if one.condition.each is None
        }
        members: dict[str, list[int]] = {one: [] for one in met}
        tastes: dict[str, list[int]] = {one.taste_id: [] for one in norms.tastes}
        rows, shape = catalogue.rows_by_id(), (0, catalogue.products)
        cares, rest, seen = [sparse.csr_matrix(shape)], iter(everybody), 0
        while some := list(islice(rest, _AT_ONCE)):
            for number, profile in enumerate(some, seen):
                known = Measures(profile, now, norms)
                for one in segments_of(segments, known):
                    met.setdefault(one.segment_id, one)
                    members.setdefault(one.segment_id, []).append(number)
                taste = known.get("taste")
                if taste is not None:
                    tastes[taste].append(number)
            cares.append(_cares(some, rows, catalogue.products, now))
            seen += len(some)
        return cls(
            sparse.vstack(cares, format="csr"),
            [*met.values()],
            [np.array(members[one], dtype=np.int32) for one in met],
            {one: np.array(own, dtype=np.int32) for one, own in tastes.items()},
        )

    def census(self, norms: Norms, traits: Sequence[Trait]) -> tuple[Census, Halves]:
        """Return what was counted, and the learned affinities (float16, shape (s, p)).

        Segments of a family are left out that have fewer than FEWEST people.
        """
        usual = total(self.cares)
        odds: list[Halves] = []
        large = self._largest()
        counted = []
        for number, (segment, own) in enumerate(zip(self.segments, self.members, strict=True)):
            one = Counted(segment.segment_id, segment.condition.text, _size(own))
            if number in large:
                mine = self.cares[own]
                people = mine.getnnz(axis=0).astype(np.int32)
                one = replace(one, row=len(odds), likes=likes(mine, usual, traits))
                odds.append(product_odds(total(mine), usual, people, traits))
            if one.size is not None or segment.condition.each is None:
                counted.append(one)
        census = Census(
            people=self.cares.shape[0],
            segments=tuple(counted),
            overlaps=tuple(self._overlaps()),
            found=tuple(
                Counted(name, "", _size(own), likes=likes(self.cares[own], usual, traits))
                for name, own in self.tastes.items()
            ),
            norms=norms,
        )
        shape = (len(odds), self.cares.shape[1])
        return census, np.array(odds, dtype=np.float16).reshape(shape)

    def _largest(self) -> set[int]:
        """Return the numbers of segments that are large enough to have a taste of their own."""
        size = np.array([len(own) for own in self.members], dtype=np.int64)
        order = np.argsort(-size, kind="stable")[:MOST_TASTES]
        return set(order[size[order] >= LEAST_MEMBERS].tolist())

    def _overlaps(self) -> Iterator[Overlap]:
        """Yield the segments, those proposed among them, that share people, the most first."""
        written = " ".join(one.condition.text for one in self.segments)
        proposed = {name: own for name, own in self.tastes.items() if name not in written}
        names = [*(one.segment_id for one in self.segments), *map(proposed_id, proposed)]
        members = [*self.members, *proposed.values()]
        start = np.cumsum([0, *map(len, members)])
        people = np.concatenate([np.zeros(0, dtype=np.int32), *members])
        shape = (len(members), self.cares.shape[0])
        belongs = sparse.csr_matrix((np.ones(len(people)), people, start), shape=shape)
        both = sparse.triu(belongs @ belongs.T, k=1).tocoo()
        told = both.data >= FEWEST
        rows, columns, counts = both.row[told], both.col[told], both.data[told]
        for i in np.lexsort((columns, rows, -counts)):
            yield Overlap(names[rows[i]], names[columns[i]], int(counts[i]))


def _cares(
    people: Sequence[Profile], rows: Mapping[str, int], products: int, now: datetime
) -> sparse.csr_matrix:
    """Lay out what some people care for as rows of a matrix (shape (n, p)), damped twice.

    Product by product, and what a person says altogether. `rows` are those of products by id.
    """
    ids = [product_id for one in people for product_id in one.interests]
    known = [interest for one in people for interest in one.interests.values()]
    column = np.fromiter((rows.get(one, UNKNOWN) for one in ids), np.int32, len(ids))
    owner = np.repeat(np.arange(len(people)), [len(one.interests) for one in people])
    past = now.timestamp() - np.fromiter((one.at for one in known), np.float64, len(known))
    weight = np.fromiter((one.weight for one in known), np.float64, len(known))
    weight *= 0.5 ** (np.maximum(past, 0) / HALF_LIFE)
    there = column >= 0
    place = owner[there], column[there]
    cares = sparse.csr_matrix((weight[there], place), shape=(len(people), products))
    cares.data[cares.data < 0] = 0
    cares.eliminate_zeros()
    cares.data = np.log2(1 + cares.data)
    voice = np.asarray(cares.sum(axis=1)).ravel()
    loudness = np.log2(1 + voice) / np.maximum(voice, 1e-12)
    cares.data *= np.repeat(loudness, np.diff(cares.indptr))
    return cares


def _size(people: Ints) -> int | None:
    return len(people) if len(people) >= FEWEST else None
