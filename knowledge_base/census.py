"""What a night counted: people in each segment, how far segments overlap, what they like."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge_base.norms import Norms

FEWEST = 5
"""People from whom on a number is told: of fewer, somebody might know who they are."""
FEWER = f"<{FEWEST}"


_TASTE = "taste-"


def proposed_id(taste_id: str) -> str:
    """Return the id of the segment that is proposed for a taste."""
    return f"{_TASTE}{taste_id}"


def condition_on(taste_id: str) -> str:
    """Return the condition that those of a taste meet."""
    return f'taste == "{taste_id}"'


@dataclass(frozen=True, slots=True)
class Liking:
    """A value that the people of a segment care for more than all shoppers: so many times."""

    trait: str
    labels: Mapping[str, str]
    times: float


@dataclass(frozen=True, slots=True)
class Counted:
    """A segment as a night found it, by the condition it had then.

    `size` is None where there are fewer than FEWEST; `row` where its learned affinities
    stand among those of all, -1 for none.
    """

    segment_id: str
    condition: str
    size: int | None
    row: int = -1
    likes: tuple[Liking, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many people are in both of two segments."""

    one: str
    other: str
    both: int


@dataclass(frozen=True, slots=True)
class Census:
    """What was counted over everybody who allows it; figures of many, of nobody alone.

    `found` tells for each taste that the machine found how many people share it, and what
    they like; in `overlaps` those that no segment is for stand by the id they are proposed by.
    """

    people: int = 0
    segments: tuple[Counted, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    found: tuple[Counted, ...] = ()
    norms: Norms = field(default_factory=Norms)
