"""Tries refused events again, as they were sent or put right, as of when they came."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson

from knowledge_base.event_lines import read_event
from knowledge_base.events import Event, RefusedEvent
from knowledge_base.proof import read_proof
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.refused import KeptRefusal, RefusedOnes, forget_refused, replayable

_AT_ONCE = 500


def replay(database: Database, which: RefusedOnes, changes: Mapping[str, str]) -> Counter[str]:
    """Store refused events that are sound now; return how many were stored, known, refused.

    `changes` are fields to set before (an empty value takes a field away). Whoever replays has
    looked, so that any past is believed. What becomes an event, or is one already, is no longer
    kept as refused; all that happens in one transaction.
    """
    done: Counter[str] = Counter(stored=0, duplicates=0, refused=0)
    last = 0
    while True:
        with database.read() as connection:
            kept = replayable(connection, which, after=last, most=_AT_ONCE)
        if not kept:
            return done
        last = kept[-1].seq
        read = [(one.seq, _read(one, changes)) for one in kept]
        sound = [(seq, event) for seq, event in read if isinstance(event, Event)]
        with database.write() as connection:
            is_new = insert_events(connection, [event for _, event in sound])
            forget_refused(connection, [seq for seq, _ in sound])
        done["stored"] += sum(is_new)
        done["duplicates"] += len(sound) - sum(is_new)
        done["refused"] += len(read) - len(sound)


def _read(kept: KeptRefusal, changes: Mapping[str, str]) -> Event | RefusedEvent:
    raw: Any = orjson.loads(kept.event.body)
    if isinstance(raw, dict):
        raw = {**raw, **changes}
    proof = replace(read_proof(kept.event.proof or ""), is_history=True)
    return read_event(raw, received_at=kept.received_at, proof=proof)
