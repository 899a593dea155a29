"""How a running service is, in numbers: what it counted itself, and what it has to look up."""

import asyncio
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from starlette.concurrency import run_in_threadpool

from knowledge_base.errors import TresenError
from knowledge_base.ledger import LEDGER, open_ledger
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.change_log import last_seq
from knowledge_base.storage.erasure import erased_before
from knowledge_base.storage.folds import fold_lag
from knowledge_base.storage.inspection import database_file
from service.door.edge import Edge
from service.watching.logs import lost
from service.watching.stamps import Work, stamped

TELL_SECONDS = 5.0
"""How often processes that are asked through each other say what they have counted."""


async def keep_telling(edge: Edge) -> None:
    """Tell what was counted now and then, until cancelled: others may be asked for it."""
    while True:
        tell(edge)
        await asyncio.sleep(TELL_SECONDS)


def tell(edge: Edge) -> None:
    """Count what the parts of this process have counted, and show how they are.

    On the loop, which does most of that counting.
    """
    telemetry, runtime = edge.telemetry, edge.runtime
    for verdict, total in asdict(runtime.events.counted).items():
        telemetry.follow(f"events_{verdict}", total=total)
    for what, total in edge.pacing.counts.items():
        telemetry.follow("fallback", what, total=total)
    for (name, label), total in edge.door.turned_away.items():
        telemetry.follow(name, label, total=total)
    telemetry.follow("profiles_late", total=runtime.late_profiles)
    telemetry.follow("log_lines_lost", total=lost())
    gauges = {
        "ingest_queue_rows": runtime.events.waiting,
        "ingest_queue_bytes": runtime.events.waiting_bytes,
        "writer_heartbeat_seconds": runtime.events.at_it_for,
        "keys": len(edge.door.keyring),
    }
    if refresher := runtime.refresher:
        gauges["products_not_findable"] = len(refresher.waiting)
        gauges["refresh_failures"] = refresher.failures
    telemetry.show(gauges)


async def look(edge: Edge) -> None:
    """Tell what was counted, and look up what only disk and database know."""
    tell(edge)
    edge.telemetry.serves(edge.runtime.engine.snapshot_id)
    edge.telemetry.show(_served(edge, datetime.now(UTC)))
    edge.telemetry.show(await run_in_threadpool(_looked_up, edge))


def _served(edge: Edge, now: datetime) -> Mapping[str, float]:
    engine = edge.runtime.engine
    trained_at = engine.opened.trained_at
    age = (now - datetime.fromisoformat(trained_at)).total_seconds() if trained_at else -1.0
    return {
        "feed_products": engine.catalogue.products,
        "feed_variants": engine.catalogue.variants,
        "live_seq": engine.live.seq,
        "model_age_seconds": age,
    }


def _looked_up(edge: Edge) -> Mapping[str, float]:
    folder = edge.settings.data_dir
    return {
        **_snapshots(edge.runtime.store),
        **_disk(folder, database_file(edge.settings.database_url)),
        **_database(edge, folder / LEDGER),
    }


def _snapshots(store: SnapshotStore) -> Mapping[str, float]:
    """Look at what is published, and at the last night."""
    manifests = store.manifests()
    served = store.current()
    made = [
        datetime.fromisoformat(one.created_at) for one in manifests if one.snapshot_id == served
    ]
    nights = [one for one in manifests if one.is_trained]
    is_refused = bool(nights) and nights[-1].snapshot_id != served
    return {
        "snapshot_timestamp_seconds": made[0].timestamp() if made else 0.0,
        "model_pinned": store.pinned,
        "guardrail_failed": len(nights[-1].refused) if is_refused else 0,
    }


def _disk(folder: Path, database: Path | None) -> Mapping[str, float]:
    log = database and database.with_name(f"{database.name}-wal")
    last = {work: stamped(folder, work) for work in Work}
    when = {work: at.timestamp() if at else 0.0 for work, at in last.items()}
    return {
        "disk_free_bytes": shutil.disk_usage(folder).free,
        "wal_bytes": log.stat().st_size if log and log.exists() else 0,
        "feed_last_success_timestamp_seconds": when[Work.FEED],
        "backup_last_success_timestamp_seconds": when[Work.BACKUP],
        "restore_drill_last_success_timestamp_seconds": when[Work.DRILL],
    }


def _database(edge: Edge, ledger: Path) -> Mapping[str, float]:
    """Ask the database what is in it and was not taken in yet; without an answer only that."""
    try:
        with edge.runtime.database.read() as connection:
            behind = last_seq(connection) - edge.runtime.seq
            unfolded = fold_lag(connection)
            noted = erased_before(connection)
    except TresenError:
        return {"database_up": 0}
    pending = open_ledger(ledger).erasures - noted if ledger.exists() else ()
    return {
        "database_up": 1,
        "change_lag_seq": max(behind, 0),
        "fold_lag_seq": unfolded,
        "erasure_pending": len(pending),
    }
