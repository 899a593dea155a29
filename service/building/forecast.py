"""Says how long a training will still take, by how long the one before took."""

import time
from collections.abc import Callable, Sequence

from knowledge_base.snapshots import SnapshotStore
from service.building.parts import Progress

Timed = Sequence[tuple[str, float]]
"""Stages in order, with the seconds each of them took."""

_MINUTE = 60


def stages_before(store: SnapshotStore) -> Timed:
    """Return the stages of the last training; nothing before the first."""
    noted = (one.notes.get("stages") for one in reversed(store.manifests()))
    return [(str(name), float(seconds)) for name, seconds in next(filter(None, noted), ())]


def with_remaining(
    tell: Progress, before: Timed, clock: Callable[[], float] = time.monotonic
) -> Progress:
    """Add to each stage its number and the time left, where the training before knew it.

    The rest is expected to run at the pace of what is done; a second more on either side
    keeps the first moments from making a pace.
    """
    started, names = clock(), [name for name, _ in before]
    seconds = [one for _, one in before]

    def told(stage: str) -> None:
        if stage not in names:
            tell(stage)
            return
        number = names.index(stage)
        pace = (clock() - started + 1) / (sum(seconds[:number]) + 1)
        left = spoken(sum(seconds[number:]) * pace)
        tell(f"{stage} ({number + 1} of {len(names)}, about {left} left)")

    return told


def spoken(seconds: float) -> str:
    """Say a time the way people do: "40 s", "7 min"."""
    if seconds < 2 * _MINUTE:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / _MINUTE)} min"
