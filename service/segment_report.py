"""Reports segments: how many people are in each, what they share, and what could be one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from knowledge_base.census import (
    FEWER,
    FEWEST,
    Census,
    Counted,
    Liking,
    condition_on,
    proposed_id,
)
from knowledge_base.segments import OF, Segment

Body = dict[str, Any]


def report_segments(census: Census, counted_at: str, segments: Sequence[Segment]) -> Body:
    """Report what the last training counted, for the segments of now.

    A size is None where a segment was written or changed since, "<5" for fewer than FEWEST
    people; of who was found by the machine it is known at once. Tastes that no condition
    speaks of are proposed, each with the entry that switches it on.
    """
    counted = {one.segment_id: one for one in census.segments}
    bodies = proposed_bodies(census, segments)
    found = {one.segment_id: one for one in census.found}
    by_condition = {condition_on(one): of for one, of in found.items()}
    return {
        "counted_at": counted_at or None,
        "people": _told(census.people),
        "top_spent": census.norms.top_spent,
        "segments": [
            _row(one, _counted(one, counted) or by_condition.get(one.condition.text), census)
            for segment in segments
            for one in _members(segment, census)
        ],
        "overlaps": [
            {"segments": [one.one, one.other], "people": one.both} for one in census.overlaps
        ],
        "proposed": [
            {
                "id": proposed_id(one),
                "names": bodies[proposed_id(one)]["names"],
                "people": _told(of.size),
                "likes": _likes(of.likes),
                "entry": {**bodies[proposed_id(one)], "enabled": True},
            }
            for one, of in found.items()
            if proposed_id(one) in bodies
        ],
    }


def proposed_bodies(census: Census, segments: Sequence[Segment]) -> dict[str, Body]:
    """Write a segment, switched off, for each taste that no segment speaks of yet, by id."""
    written = " ".join(one.condition.text for one in segments)
    sizes = {one.segment_id: one.size for one in census.found}
    return {
        proposed_id(one.taste_id): {
            "name": next(iter(one.names.values()), one.taste_id),
            "names": dict(one.names),
            "condition": condition_on(one.taste_id),
            "enabled": False,
        }
        for one in census.norms.tastes
        if sizes.get(one.taste_id) and one.taste_id not in written
    }


def _members(segment: Segment, census: Census) -> Iterable[Segment]:
    """Return a segment, of a family those that people are in."""
    if segment.condition.each is None:
        return [segment]
    ids = (one.segment_id.partition(OF) for one in census.segments)
    return [segment.of(value) for family, _, value in ids if family == segment.segment_id]


def _counted(segment: Segment, counted: Mapping[str, Counted]) -> Counted | None:
    """Return what was counted of a segment under the condition it has now."""
    known = counted.get(segment.segment_id)
    return known if known is not None and known.condition == segment.condition.text else None


def _row(segment: Segment, counted: Counted | None, census: Census) -> Body:
    known = counted if segment.enabled else None
    return {
        "id": segment.segment_id,
        "name": segment.name,
        "names": dict(segment.names),
        "enabled": segment.enabled,
        "people": None if known is None else _told(known.size),
        "share": round(known.size / census.people, 4) if known and known.size else None,
        "likes": _likes(known.likes if known else ()),
    }


def _told(people: int | None) -> int | str:
    return FEWER if people is None or people < FEWEST else people


def _likes(likes: Iterable[Liking]) -> list[Body]:
    return [
        {"trait": one.trait, "labels": dict(one.labels), "times": one.times} for one in likes
    ]
