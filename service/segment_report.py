"""Reports segments: how many people are in each, what they share, and what could be one."""

from collections.abc import Iterable, Sequence
from typing import Any

from knowledge_base.census import FEWER, FEWEST, Census, Counted, Liking
from knowledge_base.norms import Taste
from knowledge_base.segments import OF, Segment

Body = dict[str, Any]


def report_segments(census: Census, counted_at: str, segments: Sequence[Segment]) -> Body:
    """Report what the last training counted, for the segments of now.

    A size is None where a segment was written or changed since, "<5" for fewer than FEWEST
    people. Tastes that no condition speaks of are proposed, each with the entry that switches
    it on.
    """
    counted = {one.segment_id: one for one in census.segments}
    written = " ".join(one.condition.text for one in segments)
    tastes = {one.taste_id: one for one in census.norms.tastes}
    return {
        "counted_at": counted_at or None,
        "people": _told(census.people),
        "top_spent": census.norms.top_spent,
        "segments": [
            _row(one, counted.get(one.segment_id), census.people)
            for segment in segments
            for one in _members(segment, census)
        ],
        "overlaps": [
            {"segments": [one.one, one.other], "people": one.both} for one in census.overlaps
        ],
        "proposed": [
            _proposal(tastes[one.segment_id], one)
            for one in census.found
            if one.size and one.segment_id not in written
        ],
    }


def _members(segment: Segment, census: Census) -> Iterable[Segment]:
    """Return a segment, of a family those that people are in."""
    if segment.condition.each is None:
        return [segment]
    ids = (one.segment_id.partition(OF) for one in census.segments)
    return [segment.of(value) for family, _, value in ids if family == segment.segment_id]


def _row(segment: Segment, counted: Counted | None, people: int) -> Body:
    is_of_now = counted is not None and counted.condition == segment.condition.text
    known = counted if is_of_now and segment.enabled else None
    return {
        "id": segment.segment_id,
        "name": segment.name,
        "names": dict(segment.names),
        "enabled": segment.enabled,
        "people": None if known is None else _told(known.size),
        "share": round(known.size / people, 4) if known and known.size else None,
        "likes": _likes(known.likes if known else ()),
    }


def _told(people: int | None) -> int | str:
    return FEWER if people is None or people < FEWEST else people


def _likes(likes: Iterable[Liking]) -> list[Body]:
    return [
        {"trait": one.trait, "labels": dict(one.labels), "times": one.times} for one in likes
    ]


def _proposal(taste: Taste, counted: Counted) -> Body:
    names = dict(taste.names)
    return {
        "id": taste.taste_id,
        "names": names,
        "people": _told(counted.size),
        "likes": _likes(counted.likes),
        "entry": {
            "name": next(iter(names.values()), taste.taste_id),
            "names": names,
            "condition": f'taste == "{taste.taste_id}"',
        },
    }
