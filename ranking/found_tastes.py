"""Finds groups of people of alike taste, and names them by what sets them apart."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from knowledge_base.census import FEWEST
from knowledge_base.norms import Taste
from knowledge_base.taste_groups import Vector, likeness
from ranking.signals import Doubles

LEAST_PEOPLE = 200
"""People from whom on groups are looked for."""
SMALLEST = 20
"""People a group must have."""
MOST_GROUPS = 8
LEAST_STABILITY = 0.6
"""How far groupings learned from two halves of the people must agree (adjusted Rand index)."""
SAME = 0.8
"""How alike the centres of two nights must be for a group to be the same."""
_MOST_FEATURES = 400
_ROUNDS = 20
_KEPT = 40
_NAMED = 3

Labels = Mapping[str, Mapping[str, str]]
"""What values are called, by "facet:value" and language."""
Places = NDArray[np.intp]


def find_tastes(
    people: Sequence[Vector],
    labels: Labels,
    before: Sequence[Taste] = (),
    in_use: Collection[str] = (),
) -> tuple[Taste, ...]:
    """Return the tastes that people fall into; none where they do not fall apart clearly.

    Spherical k-means (Dhillon & Modha 2001); of the numbers of groups that two halves of the
    people agree on, the one whose groups stand furthest apart (silhouette). What is alike to
    a taste of `before` keeps its id, and those `in_use` stay although nobody found them again.
    """
    features = _features(people)
    found = list(_grouped(people, features, labels)) if len(people) >= LEAST_PEOPLE else []
    return _with_known_ids(found, before, in_use)


def _features(people: Sequence[Vector]) -> list[str]:
    """Return the values that most people care for, of which enough people do."""
    counts = Counter(name for one in people for name in one)
    wanted = sorted(counts, key=lambda name: (-counts[name], name))[:_MOST_FEATURES]
    return sorted(name for name in wanted if counts[name] >= FEWEST)


def _grouped(
    people: Sequence[Vector], features: Sequence[str], labels: Labels
) -> Iterator[Taste]:
    points = _points(people, features)
    group = _best_grouping(points)
    usual = points.mean(axis=0)
    for number in range(int(group.max(initial=-1)) + 1):
        own = points[group == number]
        centre = own.mean(axis=0)
        size = float(np.sqrt((centre * centre).sum()))
        if len(own) < SMALLEST or not size:
            continue
        apart = np.argsort(usual - centre, kind="stable")
        names = _of_each_facet(features[i] for i in apart if centre[i] > usual[i])
        kept = np.sort(np.argsort(-centre, kind="stable")[:_KEPT])
        own_centre = {features[i]: round(float(centre[i]) / size, 4) for i in kept if centre[i]}
        digest = blake2b(repr(own_centre).encode(), digest_size=4).hexdigest()
        yield Taste(digest, _name(names, labels), own_centre)


def _of_each_facet(names: Iterable[str]) -> list[str]:
    """Keep the first value of each facet."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.partition(":")[0], name)
    return [*first.values()]


def _points(people: Sequence[Vector], features: Sequence[str]) -> Doubles:
    """Lay tastes out as rows of length 1 (or 0), shape (n, f)."""
    place = {name: number for number, name in enumerate(features)}
    points = np.zeros((len(people), len(features)))
    for row, one in zip(points, people, strict=True):
        for name, weight in one.items():
            if name in place:
                row[place[name]] = weight
    return _of_length_one(points)


def _of_length_one(points: Doubles) -> Doubles:
    lengths = np.sqrt((points * points).sum(axis=1, keepdims=True))
    scaled: Doubles = points / np.maximum(lengths, 1e-12)
    return scaled


def _best_grouping(points: Doubles) -> Places:
    """Return the group of each point (intp, shape (n,)), all -1 where no grouping is clear."""
    best, most = np.full(len(points), -1, dtype=np.intp), 0.0
    halves = points[::2], points[1::2]
    for many in range(2, MOST_GROUPS + 1):
        first, second = (np.argmax(points @ _centres(half, many).T, axis=1) for half in halves)
        if agreement(first, second) < LEAST_STABILITY:
            continue
        likeness_to = points @ _centres(points, many).T
        apart = _silhouette(likeness_to)
        if apart > most:
            best, most = np.argmax(likeness_to, axis=1), apart
    return best


def _centres(points: Doubles, many: int) -> Doubles:
    """Return the centres of a spherical k-means, shape (many, f); always the same ones."""
    chance = np.random.default_rng(many)
    centres = points[[chance.integers(len(points))]]
    for _ in range(1, many):  # k-means++ (Arthur & Vassilvitskii 2007)
        far = np.maximum(1 - (points @ centres.T).max(axis=1), 0)
        weights = far / far.sum() if far.any() else None
        centres = np.vstack([centres, points[chance.choice(len(points), p=weights)]])
    for _ in range(_ROUNDS):
        group = np.argmax(points @ centres.T, axis=1)
        summed = np.eye(many)[:, group] @ points
        moved = np.where(summed.any(axis=1, keepdims=True), _of_length_one(summed), centres)
        if np.allclose(moved, centres):
            break
        centres = moved
    return centres


def _silhouette(likeness_to: Doubles) -> float:
    """Return the mean silhouette by distances from centres: 1 for groups far apart."""
    ordered = np.sort(1 - likeness_to, axis=1)
    own, next_best = ordered[:, 0], ordered[:, 1]
    return float(((next_best - own) / np.maximum(next_best, 1e-12)).mean())


def agreement(one: Places, other: Places) -> float:
    """Return how far two groupings agree: the adjusted Rand index (Hubert & Arabie 1985)."""
    table = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (one, other), 1)
    rows, columns, cells = (_pairs(x).sum() for x in (table.sum(1), table.sum(0), table))
    expected = rows * columns / _pairs(np.array([float(len(one))])).sum()
    most = (rows + columns) / 2
    return float((cells - expected) / (most - expected)) if most != expected else 1.0


def _pairs(counts: Doubles) -> Doubles:
    return counts * (counts - 1) / 2


def _name(names: Sequence[str], labels: Labels) -> dict[str, str]:
    """Name a taste in every language by the first values that set it apart, each once."""
    languages = dict.fromkeys(language for one in names for language in labels.get(one, ()))
    return {
        language: " · ".join(
            [
                *dict.fromkeys(
                    labels.get(one, {}).get(language, one.partition(":")[2]) for one in names
                )
            ][:_NAMED]
        )
        for language in languages
    }


def _with_known_ids(
    found: Sequence[Taste], before: Sequence[Taste], in_use: Collection[str]
) -> tuple[Taste, ...]:
    """Give what was known before its id again, and keep what is in use."""
    pairs = sorted(
        (-likeness(new.centre, old.centre), old.taste_id, new.taste_id)
        for new in found
        for old in before
    )
    renamed: dict[str, str] = {}
    for unlike, old_id, new_id in pairs:
        if -unlike >= SAME and old_id not in renamed.values() and new_id not in renamed:
            renamed[new_id] = old_id
    kept = [
        old for old in before if old.taste_id in in_use and old.taste_id not in renamed.values()
    ]
    every = [
        Taste(renamed.get(one.taste_id, one.taste_id), one.names, one.centre) for one in found
    ]
    return (*every, *kept)
