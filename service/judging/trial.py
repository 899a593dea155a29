"""Opens a snapshot as a service does, in a process of its own, and asks what shoppers ask."""

import logging
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from knowledge_base.errors import TresenError
from knowledge_base.live import LiveFacts
from knowledge_base.manifest import CATALOGUE, LEARNED, Manifest
from knowledge_base.merchandising import Merchandising
from knowledge_base.snapshots import SnapshotStore
from ranking.context import Context
from ranking.learning import Popularity
from service.answering.recommending import RecommendAsk, recommend
from service.answering.searching import SearchAsk, search
from service.answering.suggesting import SuggestAsk, suggest
from service.engine import Engine, assemble, open_snapshot

log = logging.getLogger(__name__)

TITLES = 20
"""Products of each language that are searched for by their whole titles."""
_TIMES = 3
"""How often everything is asked: what is slow each time is slow."""
PATIENCE = 600
"""Seconds after which a process that opens a snapshot is given up."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How it went: what speaks against the snapshot, what opening and asking took.

    Times are of the processor, which a busy machine does not lengthen: `seconds` to open it,
    `slowest` of the answers in ms. `found` are the titles that find something of `asked`,
    `megabytes` what the process had in memory at most (0 unless it was one of its own).
    """

    reasons: Sequence[str] = ()
    seconds: float = 0.0
    slowest: float = 0.0
    found: int = 0
    asked: int = 0
    megabytes: float = 0.0


def tried(store: SnapshotStore, snapshot_id: str, now: datetime) -> Trial:
    """Open a snapshot and ask it; whatever goes wrong speaks against it."""
    try:
        manifest = store.manifest(snapshot_id)
        store.check(manifest)
        reasons = [*_numbers(store, manifest), *_shapes(store, manifest)]
        if reasons:
            return Trial(reasons)
        began = time.process_time()
        opened = open_snapshot(store, snapshot_id)
        live = LiveFacts.at_rest(opened.catalogue, opened.seq)
        engine = assemble(opened, live, Merchandising(), now)
        seconds = time.process_time() - began
        times = [list(_asked(engine, now)) for _ in range(_TIMES)]
    except Exception as error:  # whatever it is, a shopper must not meet it
        log.exception("snapshot %s cannot answer", snapshot_id)
        said = error.detail if isinstance(error, TresenError) else repr(error)
        return Trial([f"it cannot answer: {said}"])
    slowest = max(min(took for took, _ in one) for one in zip(*times, strict=True))
    found = sum(is_found for _, is_found in times[0])
    return Trial((), seconds, 1_000 * slowest, found, len(times[0]))


def tried_apart(store: SnapshotStore, snapshot_id: str, now: datetime) -> Trial:
    """Try a snapshot in a process of its own, which may break down without harm."""
    told = [str(store.root), snapshot_id, now.isoformat()]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "service.judging.trial", *told],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Trial([f"it cannot answer: it was not open after {PATIENCE} s"])
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        return Trial([f"it cannot answer: the process ended with {done.returncode} {last}"])
    return Trial(**orjson.loads(done.stdout))


def _numbers(store: SnapshotStore, made: Manifest) -> Iterator[str]:
    learned = store.read(made, LEARNED)
    for name in sorted(learned.files):
        if name.endswith(".npy"):
            values = learned.array(name.removesuffix(".npy"))
            if values.dtype.kind == "f" and not np.isfinite(values).all():
                yield f"{name} has values that are no numbers"


def _shapes(store: SnapshotStore, made: Manifest) -> Iterator[str]:
    shape = (made.parts[CATALOGUE].facts["products"],)
    for name, values in store.read(made, LEARNED).arrays(Popularity().name).items():
        if values.shape != shape:
            yield f"{name} has the shape {values.shape}, not {shape}"
        elif (values < 0).any():
            yield f"{name} has values below 0"


def _asked(engine: Engine, now: datetime) -> Iterator[tuple[float, bool]]:
    """Search for titles and beginnings of them, and look at the home page, in each language.

    Yields what every step took in seconds, and whether something was found.
    """
    for language in engine.catalogue.hits:
        for title in _titles(engine, language):
            began = time.process_time()
            found = search(engine, SearchAsk(Context(now, "search", language), title), None)
            suggest(engine, SuggestAsk(Context(now, "suggest", language), title[:3]), None)
            yield time.process_time() - began, bool(found["total"])
        began = time.process_time()
        recommend(engine, RecommendAsk(Context(now, "home", language)), None)
        yield time.process_time() - began, True


def _titles(engine: Engine, language: str) -> list[str]:
    """Return the titles of products spread over the catalogue that may be shown."""
    rows = np.flatnonzero(engine.allowed)
    spread = rows[np.linspace(0, len(rows) - 1, min(TITLES, len(rows)), dtype=np.int64)]
    hits = engine.catalogue.hits[language]
    titles = (orjson.loads(hits.raw(row))["title"] for row in spread.tolist())
    return [one for one in titles if one]


def _measured(root: str, snapshot_id: str, now: str) -> dict[str, Any]:
    """Try a snapshot, and add what this process had in memory at most."""
    trial = tried(SnapshotStore(Path(root)), snapshot_id, datetime.fromisoformat(now))
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {**asdict(trial), "megabytes": kilobytes / 1_024}


if __name__ == "__main__":
    sys.stdout.buffer.write(orjson.dumps(_measured(*sys.argv[1:])))
