"""Brings the history of a shop into the log: from files, in batches, each event once."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from knowledge_base.consent import Consent
from knowledge_base.errors import Fault
from knowledge_base.event_lines import read_event
from knowledge_base.events import Event, EventType, RefusedEvent
from knowledge_base.feeds.detect import Format, read_entries
from knowledge_base.feeds.dialects import read_nested
from knowledge_base.feeds.entries import Line
from knowledge_base.feeds.unpacking import unpacked
from knowledge_base.proof import HISTORY
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.purging import horizons
from service.intake.import_report import Report, Tally

_BATCH = 2_000
"""Events written at once: some hundredths of a second."""


def import_events(
    database: Database,
    paths: Sequence[Path],
    *,
    now: datetime,
    form: Format = Format.AUTO,
    consent: Consent = Consent.NONE,
    refused_to: Path | None = None,
) -> Report:
    """Import the history of a shop in batches, so that a shop being served goes on writing.

    An event without an id gets one from what it says, so that the same file imported again
    adds nothing; neither does what is so old that its like was purged. `consent` holds for
    lines that say nothing of it, as when everybody with the shop's loyalty card has agreed.
    Raises BadInput when a file cannot be read, or when no line can be used.
    """
    with database.read() as connection:
        purged = horizons(connection)
    with Tally(refused_to) as tally:
        stored = accepted = 0
        for path in paths:
            with unpacked(path) as plain:
                _, entries = read_entries(plain, form)
                raws = tally.lines(path, entries)
                read = ((line, _past_event(line.raw, consent, purged, now)) for line in raws)
                events = _sound(path, read, tally)
                while batch := list(islice(events, _BATCH)):
                    with database.write() as connection:
                        stored += sum(insert_events(connection, batch))
                    accepted += len(batch)
        tally.check_usable(accepted)
        return tally.report({"stored": stored, "duplicates": accepted - stored})


def _sound(
    path: Path, read: Iterable[tuple[Line, Event | RefusedEvent]], tally: Tally
) -> Iterator[Event]:
    """Yield the events; what cannot be used goes to the tally."""
    for line, event in read:
        if isinstance(event, Event):
            yield event
        else:
            tally.refuse(path, line, [Fault(event.place, event.detail, event.code)])


def _past_event(
    raw: Mapping[str, Any],
    consent: Consent,
    purged: Mapping[EventType, datetime],
    now: datetime,
) -> Event | RefusedEvent:
    """Read an event of the past, which must say when it was."""
    if raw.get("at") in (None, ""):
        return RefusedEvent("missing", "at", "is missing", "")
    line = {
        **raw,
        "filters": read_nested(raw.get("filters")),
        "consent": raw.get("consent") or consent.word,
        "event_id": raw.get("event_id") or _own_id(raw),
    }
    event = read_event(line, received_at=now, proof=HISTORY)
    if isinstance(event, Event) and event.at < purged.get(event.type, event.at):
        detail = f"is older than what was purged of {event.type.word} already"
        return RefusedEvent("purged", "at", detail, "")
    return event


def _own_id(raw: Mapping[str, Any]) -> str:
    """Name an event by what it says."""
    said = json.dumps(raw, default=str, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
